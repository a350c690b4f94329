"""Rankings: the usual figures, worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from factcheck.evaluation.ranking import RankScores, rank_scores


def test_the_figures_are_those_worked_out_by_hand() -> None:
    """Relevant documents on ranks 2 and 3, the better one first."""
    found = rank_scores(["c", "a", "b"], {"a": 2, "b": 1})
    gained, ideal = 2 / log2(3) + 1 / log2(4), 2 / log2(2) + 1 / log2(3)
    assert found == RankScores(0.0, 1.0, 1.0, pytest.approx(gained / ideal), 0.5)


def test_the_best_ranking_has_ones_throughout() -> None:
    """One relevant document, found first, though nothing else was."""
    assert rank_scores(["a"], {"a": 1}) == RankScores(1.0, 1.0, 1.0, 1.0, 1.0)


def test_what_is_not_among_the_first_ten_is_not_found() -> None:
    """Rank 11 counts for nothing, nor does an empty ranking."""
    nothing = RankScores(0.0, 0.0, 0.0, 0.0, 0.0)
    assert rank_scores([*"bcdefghijk", "a"], {"a": 1}) == nothing
    assert rank_scores([], {"a": 1}) == nothing


def test_more_relevant_documents_than_ranks_can_still_be_found_ideally() -> None:
    """Ten of twenty relevant documents on ten ranks: half the recall, all of the gain."""
    relevant = {f"d{n}": 1 for n in range(20)}
    found = rank_scores([f"d{n}" for n in range(10)], relevant)
    assert (found.recall_at_10, found.ndcg_at_10) == (0.5, pytest.approx(1.0))
