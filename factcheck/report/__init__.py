"""Last room: what the earlier rooms found, joined into one `Report`; renderers read nothing else.

The records here have the shape of the JSON report field for field; `factcheck schema` prints their JSON schema.
Dates are ISO 8601 strings, offsets count characters of `article.text` or of the document's normalised text, lines
count from 1, and every number is computed from the records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from factcheck.claims import FAILURES, UNTOLD

LabelName = Literal["supported", "contradicted", "unverifiable", "unchecked"]
StanceName = Literal["supports", "contradicts", "neutral"]
FindingName = Literal["agrees", "differs"]


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """The article as checked."""

    title: str
    author: str
    published: str | None
    url: str
    sha256: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A quoted document's provenance."""

    id: str
    title: str
    publisher: str
    author: str
    published: str | None
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class CitationPart:
    """A verbatim quote and its place: the document's characters `start` to `end`, under `heading`, on `page`."""

    quote: str
    stance: StanceName
    document: DocumentPart
    start: int
    end: int
    heading: str
    page: int | None


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A figure as the claim words it and as a quote of the document with this id does; advice that decides nothing."""

    claim: str
    source: str
    finding: FindingName
    document: str


@dataclass(frozen=True, slots=True)
class AttemptPart:
    """A model's answer that could not be believed: none of these words carry its label in a retrieved passage."""

    label: str
    quotes: tuple[str, ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class VerdictPart:
    """A claim's verdict; for `unchecked`, `reasoning` says what failed and `confidence` is 0.

    `attempt` is a model's answer that its quotes did not bear out; `judged_by` is the brain where several judge.
    """

    label: LabelName
    confidence: float
    conclusion: str
    reasoning: str
    gap: str | None
    missing: str
    citations: tuple[CitationPart, ...]
    near_misses: tuple[CitationPart, ...]
    figures: tuple[FigurePart, ...] = ()
    attempt: AttemptPart | None = None
    judged_by: str = ""


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A place in the article: its text from `start` to `end` is `quote`, which begins on `line`."""

    quote: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One claim and its verdict; `quote` is the article's text from `start` to `end`, beginning on `line`.

    `also` are the other places where the article makes the same statement.
    """

    id: str
    text: str
    quote: str
    start: int
    end: int
    line: int
    speaker: str | None
    verdict: VerdictPart
    also: tuple[PlacePart, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCheckedPart:
    """A piece of the article left out, with its reason; `detail` says what failed where that is an error."""

    quote: str
    start: int
    end: int
    line: int
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TallyPart:
    """Counts over `claims`, and how many pieces were left out."""

    claims: int
    supported: int
    contradicted: int
    unverifiable: int
    unchecked: int
    not_checked: int


@dataclass(frozen=True, slots=True)
class CorpusPart:
    """The corpus as it stood: `snapshot` changes exactly when its content does; `newest` is its latest date."""

    name: str
    snapshot: str
    documents: int
    passages: int
    newest: str | None


@dataclass(frozen=True, slots=True)
class RunPart:
    """When and by what. `prompts` is a fingerprint, `as_of` the date limit on sources; only sources
    dated on or after `since`, of these `publishers` and `kinds`, were searched, where any are named.

    `calls` counts the model calls that the answers took, in this run or an earlier one whose answers were kept, and
    `input_tokens` and `output_tokens` what they read and wrote; `cost` is that at the price given, in its currency.
    `address` is the base URL of the model's server where it is not the provider's own; `options` are those of the
    command line that have a part in the verdicts.
    """

    checked_at: str
    tool: str
    model: str
    model_fingerprint: str
    prompts: str | None
    embedder: str
    as_of: str | None
    calls: int
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    address: str | None = None
    options: tuple[str, ...] = ()
    since: str | None = None
    publishers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole fact-check; claims stand in article order.

    Dates are ISO 8601, offsets count characters of `article.text` or of the document's normalised text, lines count
    from 1, and every number is computed from the records.
    """

    article: ArticlePart
    claims: tuple[ClaimPart, ...]
    not_checked: tuple[NotCheckedPart, ...]
    tally: TallyPart
    corpus: CorpusPart
    run: RunPart

    @property
    def finished(self) -> bool:
        """Whether nothing failed: no claim is unchecked, every piece was read, and somebody has looked for claims.

        A sentence that a model passes over is listed, but where it passes over all there is, nothing was checked.
        """
        reasons = {part.reason for part in self.not_checked}
        return not (self.tally.unchecked or reasons & FAILURES or (not self.claims and reasons & UNTOLD))
