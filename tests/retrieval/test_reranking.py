"""Reranking: passages that take a side come before those that only share words."""

from __future__ import annotations

from factcheck.entailment import Stances
from factcheck.retrieval.reranking import reranked, under_title

OPEN, YES, NO = Stances(0.01, 0.01, 0.98), Stances(0.9, 0.05, 0.05), Stances(0.05, 0.9, 0.05)


def test_a_passage_that_takes_a_side_rises() -> None:
    """Support and contradiction alike lift a passage over a nearer one that leaves the claim open."""
    assert reranked([0.7, 0.6, 0.5], [OPEN, YES, NO]) == [1, 2, 0]


def test_nearness_still_counts() -> None:
    """A passage of weak stance does not pass one that is much nearer; like stances keep their order."""
    assert reranked([0.9, 0.8, 0.2], [OPEN, OPEN, Stances(0.2, 0.1, 0.7)]) == [0, 1, 2]


def test_what_was_not_read_keeps_its_place() -> None:
    """Passages without a stance follow those that have one; nothing gives nothing."""
    assert reranked([0.7, 0.6, 0.9], [OPEN, YES]) == [1, 0, 2]
    assert reranked([], []) == []


def test_a_title_stands_before_its_passage() -> None:
    """A document without a title leaves the passage as it is."""
    assert under_title("The Sarre", "It is long.") == "[The Sarre] It is long."
    assert under_title(" ", "It is long.") == "It is long."
