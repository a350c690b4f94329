"""Reranking: passages that take a side come before those that only share words."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.entailment import Part, Stances
from factcheck.retrieval.reranking import DEPTH, reranked

OPEN = Stances(0.01, 0.01, 0.98)


class Reader:
    """Knows which texts take which stance; the others leave the claim open."""

    def __init__(self, **stances: Stances) -> None:
        self.stances = stances
        self.history: list[str] = []

    def score(self, claim: str, parts: Sequence[Part]) -> list[Stances]:
        self.history += [part.text for part in parts]
        return [self.stances.get(part.text, OPEN) for part in parts]


def test_a_passage_that_takes_a_side_rises() -> None:
    """Support and contradiction alike lift a passage over a nearer one that leaves the claim open."""
    model = Reader(yes=Stances(0.9, 0.05, 0.05), no=Stances(0.05, 0.9, 0.05))
    assert reranked(model, "claim", ["open", "yes", "no"], [0.7, 0.6, 0.5]) == [1, 2, 0]


def test_nearness_still_counts() -> None:
    """Among passages of like stance the order stays, and a far one does not pass a much nearer one."""
    model = Reader(yes=Stances(0.3, 0.1, 0.6))
    assert reranked(model, "claim", ["open", "other", "yes"], [0.9, 0.8, 0.2]) == [0, 1, 2]


def test_only_the_best_are_read() -> None:
    """What lies past the depth keeps its place and costs nothing."""
    texts = [str(n) for n in range(DEPTH + 5)]
    model = Reader()
    assert reranked(model, "claim", texts, [1 - n / 100 for n in range(len(texts))]) == list(range(len(texts)))
    assert model.history == texts[:DEPTH]
    assert reranked(model, "claim", [], []) == []
