"""Part of the corpus: the records that leave it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# How far kinds of sources are believed before others.
STANDING = {"primary": 3, "agency": 2, "news": 1, "reference": 1, "other": 0}


@dataclass(frozen=True, slots=True)
class Document:
    """A reference document's provenance. `id` is a readable name, unique in its corpus; `sha256` is of its text.

    `version` fingerprints text and metadata together; `source` is the file or address it was read from. `pages` is
    where in the text its printed pages begin. `said` names the fields that the user gave when it was added, `edited`
    those that were corrected since. `sketch` is what near-copies are found by.
    """

    id: str
    title: str
    sha256: str
    publisher: str = ""
    author: str = ""
    url: str = ""
    published: date | None = None
    language: str = ""
    kind: str = "other"
    notes: str = ""
    source: str = ""
    version: str = ""
    passages: int = 0
    words: int = 0
    pages: tuple[int, ...] = ()
    said: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    sketch: str = ""

    def is_of(self, day: date | None) -> bool:
        """Whether it is shown to be of that day or earlier; without a day, whatever its own."""
        return day is None or (self.published is not None and self.published <= day)


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim piece of a document: `start` and `end` are offsets in the document's normalised text.

    `score` is cosine similarity to the query that retrieved it, -1 to 1; `match` is what it was ordered by: the same
    with its words' part added. `stands_for` is the id of the primary where the document is one of several near-copies.
    """

    document: Document
    text: str
    start: int
    end: int
    heading: str = ""
    page: int | None = None
    score: float = 0.0
    match: float = 0.0
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class Only:
    """Which documents are searched: of one of the publishers (in any case) and kinds, dated `since` then or later.

    What is empty limits nothing; a document without a date cannot be shown to be of `since` or later.
    """

    publishers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: date | None = None

    def admits(self, document: Document) -> bool:
        """Whether the document is one of those."""
        return (
            (not self.publishers or document.publisher.casefold() in map(str.casefold, self.publishers))
            and (not self.kinds or document.kind in self.kinds)
            and (self.since is None or (document.published is not None and document.published >= self.since))
        )


EVERYTHING = Only()


@dataclass(frozen=True, slots=True)
class Addition:
    """What adding one source did: `outcome` is added, replaced, unchanged, duplicate (of document `id`), or empty.

    Empty is a source without text under its headings: nothing is written for it, and its `id` is "".
    """

    id: str
    source: str
    outcome: str
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the corpus disagrees with itself: in which document, "" where it has none, and whether it can be mended."""

    document: str
    what: str
    mendable: bool = True


@dataclass(frozen=True, slots=True)
class Statistics:
    """A corpus at a glance; `snapshot` changes exactly when a document's text or metadata does."""

    name: str
    snapshot: str
    documents: int
    passages: int
    words: int
    newest: date | None
    embedder: str
    kinds: dict[str, int] = field(default_factory=dict)
