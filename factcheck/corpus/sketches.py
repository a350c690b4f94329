"""Part of the corpus: near-copies, as wire stories and mirrored pages are, found by MinHash sketches of the texts.

A sketch (Broder 1997) is 128 numbers of which two texts share about the part that their runs of five words share. Its
lowest bits tell nearly as much (Li and König 2010), so a document's record carries one byte a number.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from factcheck.corpus.records import STANDING, Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

# From half of their runs of words on, two texts count as copies of one (Broder's bar for the web).
NEAR = 0.5
_RUN = 5
_NUMBERS = 128
# Of shorter texts, such as the rows of a table, half may be the form that all of them fill in.
_FEWEST = 40
_TOGETHER = 2_000


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are near-copies of one another; the first is the primary, which stands for all."""

    documents: tuple[Document, ...]

    @property
    def primary(self) -> Document:
        """The one of the best kind, of those the earliest."""
        return self.documents[0]


def sketch(text: str) -> str:
    """The text's sketch in hexadecimal digits; "" where it is too short to tell a copy from a form filled in."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < _FEWEST:
        return ""
    import numpy as np
    from datasketch import MinHash

    made = MinHash(num_perm=_NUMBERS, seed=1, hashfunc=zlib.crc32)
    for at in range(0, len(words) - _RUN + 1, _TOGETHER):  # bounded memory, whatever the text's length
        part = words[at : at + _TOGETHER + _RUN - 1]
        runs = {" ".join(part[i : i + _RUN]).encode() for i in range(len(part) - _RUN + 1)}
        made.update_batch(sorted(runs))
    return bytes((made.hashvalues & 0xFF).astype(np.uint8)).hex()


def resemblance(one: str, other: str) -> float:
    """About what part of their runs of words two sketched texts share; 0 where one has no sketch."""
    if not one or len(one) != len(other):
        return 0.0
    same = sum(a == b for a, b in zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)) * 2 / len(one)
    return max(0.0, (same - 1 / 256) / (1 - 1 / 256))  # of bytes that differ one in 256 is alike by chance


def near(one: Document, other: Document) -> bool:
    """Whether two documents are near-copies."""
    return one.sha256 == other.sha256 or resemblance(one.sketch, other.sketch) >= NEAR


def groups(documents: Sequence[Document]) -> list[Group]:
    """All groups of two and more near-copies, by their primaries' ids; copies of copies belong together."""
    above = list(range(len(documents)))

    def root(n: int) -> int:
        while above[n] != n:
            above[n] = n = above[above[n]]
        return n

    for one, other in _candidates(documents):
        if root(one) != root(other) and near(documents[one], documents[other]):
            above[root(one)] = root(other)
    found: dict[int, list[Document]] = {}
    for n, document in enumerate(documents):
        found.setdefault(root(n), []).append(document)
    several = [Group(tuple(sorted(each, key=rank))) for each in found.values() if len(each) > 1]
    return sorted(several, key=lambda group: group.primary.id)


def leaders(documents: Sequence[Document]) -> Mapping[str, str]:
    """For each document of a group the id of its primary."""
    return {d.id: group.primary.id for group in groups(documents) for d in group.documents}


def rank(document: Document) -> tuple[int, date, str]:
    """What orders near-copies: the better kind of source first, then the earlier, one without a date last."""
    return -STANDING.get(document.kind, 0), document.published or date.max, document.id


def _candidates(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    """Pairs that may be near-copies: neighbours among those with four numbers in a row in common.

    With 32 such fours, half-alike texts share one in 87 of 100 cases, texts alike by 0.7 always, and no pair is
    compared that shares none; so 100,000 documents take seconds.
    """
    import numpy as np

    rows = [n for n, d in enumerate(documents) if len(d.sketch) == 2 * _NUMBERS]
    if len(rows) < 2:
        return
    numbers = np.frombuffer(bytes.fromhex("".join(documents[n].sketch for n in rows)), np.uint8)
    fours: NDArray[Any] = numbers.reshape(len(rows), -1).view(np.uint32)
    for column in fours.T:
        order = np.argsort(column, kind="stable")
        for at in np.flatnonzero(column[order[1:]] == column[order[:-1]]):
            yield rows[order[at]], rows[order[at + 1]]
