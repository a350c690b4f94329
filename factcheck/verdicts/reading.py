"""Part of the fourth room: a claim and its passages in; what our entailment model makes of them out.

Every passage is read whole, under its document's title, and the sentences nearest to the claim are read again among
their neighbours: a passage tells what a sentence alone leaves open, a sentence is what can be quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from factcheck.corpus import Document, Passage
from factcheck.entailment import Part, Stances
from factcheck.evidence import Reader
from factcheck.passages import sentences
from factcheck.quantities import Finding
from factcheck.retrieval.reranking import under_title
from factcheck.verdicts import Citation, Stance

# Where no sentence is as similar as this to the claim, the passages are about something else.
RELATED = 0.3
# So many sentences, the nearest to the claim, are read among their neighbours.
SENTENCES = 8
_UNREAD = Stances(0.0, 0.0, 1.0)


class Model(Reader, Protocol):
    """The entailment model as this room needs it."""

    def similarity(self, claim: str, parts: Sequence[Part]) -> list[float]:
        """Cosine similarity of the claim to each part, -1 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted: how near it is to the claim, and its stances among its neighbours and as a whole.

    `whole` is of the passage the sentence stands in, which has this `number` among those read. `figures` tells whether
    each quantity of the claim that has a counterpart in the sentence agrees with it.
    """

    citation: Citation
    number: int
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
    nearest = [(similarities[i], *found[i]) for i in order]
    if not nearest or nearest[0][0] < RELATED:
        return Reading((), tuple(_candidate(passages, each, _UNREAD, _UNREAD) for each in nearest))
    whole = model.score(statement, [_text(under_title(p.document.title, p.text)) for p in passages])
    near = model.score(statement, [_text(_neighbourhood(passages[n].text, span)) for _, n, span in nearest])
    candidates = [_candidate(passages, each, one, whole[each[1]]) for each, one in zip(nearest, near, strict=True)]
    return Reading(tuple(whole), tuple(candidates))


def _candidate(
    passages: Sequence[Passage], found: tuple[float, int, tuple[int, int]], near: Stances, whole: Stances
) -> Candidate:
    similarity, number, (start, end) = found
    passage = passages[number]
    quote = passage.text[start:end]
    citation = Citation(quote, Stance.NEUTRAL, passage, passage.start + start, passage.start + end)
    return Candidate(citation, number, similarity, near, whole)


def _neighbourhood(text: str, span: tuple[int, int]) -> str:
    """The sentence together with the one before and the one after it."""
    spans = sentences(text)
    here = spans.index(span)
    return text[spans[max(0, here - 1)][0] : spans[min(len(spans) - 1, here + 1)][1]]


def _text(text: str) -> Part:
    """Read as a text of its own, cut out of its passage: the model has learnt from such."""
    return Part(text, 0, len(text))
