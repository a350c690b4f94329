"""Agreement of labels: the figures are those worked out by hand, the intervals those of a seed."""

from __future__ import annotations

import pytest

from factcheck.evaluation.scores import LabelScores, agreement, intervals, score, share

LABELS = ["supported", "contradicted", "unverifiable"]
S, C, U = LABELS
GOLD = [S, S, S, C, C, U]
GIVEN = [S, S, C, C, U, U]


def test_the_figures_are_those_worked_out_by_hand() -> None:
    """Recalls 2/3, 1/2, 1 and F1 of 4/5, 1/2, 2/3 make the means."""
    found = score(GOLD, GIVEN, labels=LABELS, others=["unchecked"])
    assert found.accuracy == pytest.approx(4 / 6)
    assert found.balanced_accuracy == pytest.approx((2 / 3 + 1 / 2 + 1) / 3)
    assert found.macro_f1 == pytest.approx((4 / 5 + 1 / 2 + 2 / 3) / 3)
    assert found.per_label[S] == LabelScores(1.0, pytest.approx(2 / 3), pytest.approx(4 / 5), 3)
    assert found.per_label[U] == LabelScores(0.5, 1.0, pytest.approx(2 / 3), 1)
    assert found.confusion == {
        S: {S: 2, C: 1, U: 0, "unchecked": 0},
        C: {S: 0, C: 1, U: 1, "unchecked": 0},
        U: {S: 0, C: 0, U: 1, "unchecked": 0},
    }


def test_means_are_over_the_labels_that_occur() -> None:
    """A label that the gold lacks pulls no mean down, though answers with it are wrong."""
    found = score([S, S, C], [S, U, C], labels=LABELS)
    assert found.balanced_accuracy == pytest.approx((1 / 2 + 1) / 2)
    assert found.macro_f1 == pytest.approx((2 / 3 + 1) / 2)
    assert found.per_label[U] == LabelScores(0.0, 0.0, 0.0, 0)


def test_what_is_unchecked_is_wrong() -> None:
    """It lowers accuracy and recall, and has a column of its own."""
    found = score([S, S], [S, "unchecked"], labels=LABELS, others=["unchecked"])
    assert (found.accuracy, found.per_label[S].recall, found.per_label[S].precision) == (0.5, 0.5, 1.0)
    assert found.confusion[S]["unchecked"] == 1


def test_intervals_hold_the_figure_and_repeat() -> None:
    """Two runs give the same ends; an interval lies around its figure and is narrower for more items."""
    few, many = (intervals(GOLD * n, GIVEN * n, agreement) for n in (5, 50))
    assert few == intervals(GOLD * 5, GIVEN * 5, agreement)
    for low, high in (few["accuracy"], many["accuracy"]):
        assert 0 <= low <= 4 / 6 <= high <= 1
    assert many["accuracy"][1] - many["accuracy"][0] < few["accuracy"][1] - few["accuracy"][0]


def test_an_interval_is_that_of_the_binomial() -> None:
    """For a plain share of .5 of 100 the percentile interval is about .4 to .6."""
    low, high = intervals([S] * 100, [S, C] * 50, agreement)["accuracy"]
    assert (low, high) == pytest.approx((0.4, 0.6), abs=0.02)


def test_perfect_answers_leave_no_doubt() -> None:
    """Where all is right, every resample is."""
    assert set(intervals(GOLD, GOLD, agreement).values()) == {(1.0, 1.0)}


def test_nothing_gives_nothing() -> None:
    """No items give zeros, and no share of nothing fails."""
    found = score([], [], labels=LABELS)
    assert (found.accuracy, found.macro_f1, share(0, 0)) == (0.0, 0.0, 0.0)
    assert found.confidence_intervals["accuracy"] == (0.0, 0.0)
