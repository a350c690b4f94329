"""Part of the fourth room: a claim and its passages in; what our entailment model makes of them out.

Every passage is read whole, under its document's title, and the sentences nearest to the claim are read again among
their neighbours: a passage tells what a sentence alone leaves open, a sentence is what can be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from factcheck.corpus import Document, Passage
from factcheck.entailment import Part, Stances
from factcheck.passages import sentences
from factcheck.quantities import Finding
from factcheck.quantities.comparison import compare
from factcheck.quotes import figures
from factcheck.verdicts import Citation, Stance

# Where no sentence is as similar as this to the claim, the passages are about something else.
RELATED = 0.3
# So many sentences, the nearest to the claim, are read among their neighbours.
SENTENCES = 8


# From this similarity on, a sentence is taken to speak of the claim's own matter.
SAME_MATTER = 0.5
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NAME = re.compile(r"\b[A-Za-z][A-Za-z]*-?\d[\w-]*")
_UNREAD = Stances(0.0, 0.0, 1.0)


class Model(Protocol):
    """The entailment model as this room needs it."""

    def score(self, claim: str, parts: Sequence[Part]) -> list[Stances]:
        """One `Stances` a part, in order."""
        ...

    def similarity(self, claim: str, parts: Sequence[Part]) -> list[float]:
        """Cosine similarity of the claim to each part, -1 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted: how near it is to the claim, and its stances among its neighbours and as a whole.

    `whole` is of the passage the sentence stands in. `figures` tells whether each quantity of the claim that has a
    counterpart in the sentence agrees with it.
    """

    citation: Citation
    similarity: float
    near: Stances
    whole: Stances
    figures: tuple[Finding, ...] = ()

    @property
    def document(self) -> Document:
        """The document the sentence stands in."""
        return self.citation.passage.document

    @property
    def supported(self) -> float:
        """How far sentence and passage together support the claim, 0 to 1."""
        return (self.near.supported + self.whole.supported) / 2

    @property
    def contradicted(self) -> float:
        """How far sentence and passage together contradict the claim, 0 to 1."""
        return (self.near.contradicted + self.whole.contradicted) / 2


@dataclass(frozen=True, slots=True)
class Reading:
    """The stances of all passages read whole, and the candidates, the nearest to the claim first.

    Without `passages` nothing was read, since none is about the claim.
    """

    passages: tuple[Stances, ...]
    candidates: tuple[Candidate, ...]


def read(model: Model, statement: str, passages: Sequence[Passage]) -> Reading:
    """Read all passages, unless all of them are about something else."""
    found = [(n, span) for n, passage in enumerate(passages) for span in sentences(passage.text)]
    similarities = model.similarity(statement, [Part(passages[n].text, *span) for n, span in found])
    order = sorted(range(len(found)), key=lambda i: (-round(similarities[i], 5), i))[:SENTENCES]
    citations = [_neutral(passages[found[i][0]], *found[i][1]) for i in order]
    if not order or similarities[order[0]] < RELATED:
        unread = [Candidate(c, similarities[i], _UNREAD, _UNREAD) for i, c in zip(order, citations, strict=True)]
        return Reading((), tuple(unread))
    whole = model.score(statement, [_text(_under_title(passage)) for passage in passages])
    near = model.score(statement, [_text(_neighbourhood(passages[found[i][0]].text, found[i][1])) for i in order])
    compared = [_figures(statement, citation) for citation in citations]
    agreeing = {found[i][0] for i, findings in zip(order, compared, strict=True) if Finding.AGREES in findings}
    for n, passage in enumerate(passages):
        if n not in agreeing and _other_figures(statement, passage.text):
            whole[n] = _unsupported(whole[n])
    candidates = []
    for i, citation, stances, findings in zip(order, citations, near, compared, strict=True):
        number = found[i][0]
        read_as = Candidate(citation, similarities[i], stances, whole[number], findings)
        if Finding.DIFFERS in findings or (similarities[i] >= SAME_MATTER and _other_year(statement, citation.quote)):
            read_as = replace(read_as, near=_turned(stances), whole=_turned(whole[number]))
            if _other_year(statement, passages[number].text):
                whole[number] = read_as.whole
        elif Finding.AGREES not in findings and _other_figures(statement, citation.quote):
            read_as = replace(read_as, near=_unsupported(stances), whole=_unsupported(whole[number]))
        candidates.append(read_as)
    return Reading(tuple(whole), tuple(candidates))


def _figures(statement: str, citation: Citation) -> tuple[Finding, ...]:
    passage = citation.passage
    written = passage.document.published
    return tuple(each.finding for each in compare(statement, citation.quote, around=passage.text, written=written))


def _other_year(statement: str, quote: str) -> bool:
    """Whether both hold years, and none in common."""
    wanted, given = set(_YEAR.findall(statement)), set(_YEAR.findall(quote))
    return bool(wanted and given) and not wanted & given


def _other_figures(statement: str, quote: str) -> bool:
    """Whether both hold figures other than years, and none in common; a name such as S-400 holds none."""
    wanted, given = (
        {figure for figure in figures(_NAME.sub("", text)) if figure[0].isdigit() and not _YEAR.fullmatch(figure)}
        for text in (statement, quote)
    )
    return bool(wanted and given) and not wanted & given


def _unsupported(stances: Stances) -> Stances:
    """A sentence with other figures than the claim's may be about it, but is no support."""
    return Stances(0.0, stances.contradicted, stances.unverifiable + stances.supported)


def _turned(stances: Stances) -> Stances:
    """What the model takes for support, where a quantity differs: it has overlooked the quantity.

    On our development pairs a quantity differs in 0.2% of those that are supported. Alone it decides nothing: what the
    model leaves open stays open.
    """
    both = stances.supported + stances.contradicted
    return Stances(0.0, both, stances.unverifiable) if stances.supported > stances.contradicted else stances


def _under_title(passage: Passage) -> str:
    return f"[{passage.document.title}] {passage.text}" if passage.document.title else passage.text


def _neighbourhood(text: str, span: tuple[int, int]) -> str:
    """The sentence together with the one before and the one after it."""
    spans = sentences(text)
    here = spans.index(span)
    return text[spans[max(0, here - 1)][0] : spans[min(len(spans) - 1, here + 1)][1]]


def _text(text: str) -> Part:
    """Read as a text of its own, cut out of its passage: the model has learnt from such."""
    return Part(text, 0, len(text))


def _neutral(passage: Passage, start: int, end: int) -> Citation:
    return Citation(passage.text[start:end], Stance.NEUTRAL, passage, passage.start + start, passage.start + end)
