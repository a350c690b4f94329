"""Fourth room: a `Claim` and its `Evidence` in; a `Verdict` out, or `Unchecked` where we failed.

The one rule of this room: `supported` or `contradicted` needs a citation of matching stance whose quote stands letter
for letter in a passage that was retrieved for that claim. `Verdict` refuses to exist without.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from factcheck.claims import Claim
from factcheck.corpus import Passage
from factcheck.evidence import Evidence
from factcheck.quantities import Finding


class Label(StrEnum):
    """What the corpus says of a claim; `unchecked` means that we failed, and is no verdict."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNVERIFIABLE = "unverifiable"
    UNCHECKED = "unchecked"


class Stance(StrEnum):
    """Where a quoted sentence stands towards the claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    NEUTRAL = "neutral"


class Gap(StrEnum):
    """Why a claim is unverifiable."""

    NOTHING_RETRIEVED = "nothing retrieved"
    NEAR_MISS = "only near misses"
    SOURCES_CONFLICT = "sources conflict"
    TOO_VAGUE = "too vague"
    NO_QUOTE = "no verifiable quote"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote located in a passage: `passage.text[start - passage.start:end - passage.start] == quote`.

    `start` and `end` are offsets in the document's normalised text.
    """

    quote: str
    stance: Stance
    passage: Passage
    start: int
    end: int

    def __post_init__(self) -> None:
        inside = self.passage.text[self.start - self.passage.start : self.end - self.passage.start]
        if not self.quote or self.start < self.passage.start or inside != self.quote:
            raise ValueError("a citation's quote must stand at its offsets in its passage")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in the claim's words and its counterpart in those of a citation's quote; advice, and no more."""

    claim: str
    source: str
    finding: Finding
    citation: Citation


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a model answered that its quotes do not bear out: its label, the words it quoted, its conclusion."""

    label: str
    quotes: tuple[str, ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label with its grounds. `confidence` is the judge's calibrated probability of the label, 0 to 1.

    `conclusion` is one sentence that survives being copied alone; `gap` is set for unverifiable only;
    `near_misses` are the nearest sentences where nothing decides; `figures` set the claim's quantities beside those of
    both, and decide nothing; `attempt` is the model's answer where it could not be believed; `judged_by` is the brain
    where several judge. Raises ValueError where supported or contradicted has no citation of matching stance.
    """

    label: Label
    confidence: float
    conclusion: str
    reasoning: str
    gap: Gap | None = None
    citations: tuple[Citation, ...] = ()
    near_misses: tuple[Citation, ...] = ()
    missing: str = ""
    figures: tuple[Figure, ...] = ()
    attempt: Attempt | None = None
    judged_by: str = ""

    def __post_init__(self) -> None:
        needed = {Label.SUPPORTED: Stance.SUPPORTS, Label.CONTRADICTED: Stance.CONTRADICTS}.get(self.label)
        if needed and needed not in {c.stance for c in self.citations}:
            raise ValueError(f"no verdict without a quote: {self.label} needs a citation that {needed}")
        if (self.label is Label.UNVERIFIABLE) != (self.gap is not None):
            raise ValueError("a gap is named for unverifiable, and only there")


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Our own failure on a claim: a timeout, a refused key, an answer that does not parse. Never a verdict."""

    reason: str
    judged_by: str = ""


# Retrieves once more for a claim, by another query.
Search = Callable[[Claim, str], Evidence]


class Judge(Protocol):
    """Judges claims by their evidence."""

    def judge_all(
        self,
        cases: Sequence[tuple[Claim, Evidence]],
        *,
        published: date | None,
        search: Search,
        told: Callable[[int], None] = lambda _: None,
    ) -> list[Verdict | Unchecked]:
        """One outcome a case, in order; a failure of the judge's own is Unchecked, never a label.

        `published` is the article's date, None where it is not known. `told` hears how many are through; a judge may
        `search` again for a claim that its passages miss.
        """
        ...


class OneByOne(ABC):
    """A judge that takes the claims in turn, and has enough in what was retrieved."""

    @abstractmethod
    def judge(self, claim: Claim, evidence: Evidence) -> Verdict | Unchecked:
        """The outcome of one claim."""

    def judge_all(
        self,
        cases: Sequence[tuple[Claim, Evidence]],
        *,
        published: date | None,
        search: Search,
        told: Callable[[int], None] = lambda _: None,
    ) -> list[Verdict | Unchecked]:
        """As `Judge` promises."""
        del published, search
        outcomes = []
        for number, (claim, evidence) in enumerate(cases):
            told(number)
            outcomes.append(self.judge(claim, evidence))
        told(len(cases))
        return outcomes
