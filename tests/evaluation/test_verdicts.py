"""Verdict figures: six pairs in two files, every figure worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from factcheck.evaluation.answers import Answer
from factcheck.evaluation.rows import Pair
from factcheck.evaluation.verdicts import AtThreshold, FileScores, GoldPairs, VerdictFigures, evaluate_verdicts
from factcheck.verdicts import Label

from .samples import SUBJECT

S, C, U = Label.SUPPORTED, Label.CONTRADICTED, Label.UNVERIFIABLE
GOLD = [S, S, S, C, C, U]
ANSWERS = [
    Answer(S, 0.95),
    Answer(S, 0.45),
    Answer(C, 0.65),
    Answer(C, 0.85),
    Answer(Label.UNCHECKED, 0.0, "timeout"),
    Answer(S, 0.55),
]
THRESHOLDS: dict[str, float] = {S: 0.5, C: 0.7}


def figures(answers: Sequence[Answer] = ANSWERS, thresholds: dict[str, float] | None = THRESHOLDS) -> VerdictFigures:
    pairs = [Pair(f"claim {n}", "evidence", str(label)) for n, label in enumerate(GOLD)]
    files = [GoldPairs("one.jsonl", tuple(pairs[:4])), GoldPairs("two.jsonl", tuple(pairs[4:]))]
    return evaluate_verdicts(SUBJECT, files, lambda _: list(answers), thresholds)


def test_labels_are_compared_and_failures_are_wrong() -> None:
    """Three of six are right; what is unchecked is counted apart, with its reason, and as wrong."""
    found = figures()
    assert (found.pairs, found.unchecked, found.unchecked_reasons) == (6, 1, {"timeout": 1})
    assert found.scores.accuracy == pytest.approx(3 / 6)
    assert found.scores.balanced_accuracy == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)
    assert found.scores.confusion["contradicted"]["unchecked"] == 1


def test_thresholds_say_which_labels_are_given() -> None:
    """Supported from .5: one right, one wrong, of three. Contradicted from .7: one, right, of two."""
    assert figures().at_thresholds == {
        "supported": AtThreshold(0.5, 2, 0.5, pytest.approx(1 / 3)),
        "contradicted": AtThreshold(0.7, 1, 1.0, 0.5),
    }


def test_without_thresholds_every_label_counts_as_given() -> None:
    """A language model's verdicts are taken as they are."""
    found = figures(thresholds=None).at_thresholds
    assert found["supported"] == AtThreshold(None, 3, pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_calibration_leaves_out_what_is_unchecked() -> None:
    """Five answers are in the bins, six in the risk: the failure has no confidence, but it is a risk."""
    found = figures()
    assert sum(one.count for one in found.reliability) == 5
    assert found.ece == pytest.approx((0.05 + 0.55 + 0.65 + 0.15 + 0.55) / 5)
    assert (found.risk_coverage[-1].coverage, found.risk_coverage[-1].risk) == (1.0, 0.5)
    assert found.area_under_risk_coverage == pytest.approx((0 + 0 + 1 / 3 + 2 / 4 + 2 / 5 + 3 / 6) / 6)


def test_each_file_has_its_row() -> None:
    """Three of the first file's four are right, none of the second's two."""
    one, two = figures().files
    assert (one.file, one.pairs, one.accuracy) == ("one.jsonl", 4, 0.75)
    assert two == FileScores("two.jsonl", 2, 0.0, 0.0)


def test_the_same_answers_give_the_same_record_but_for_times() -> None:
    """Nothing but seconds and speed differs between two runs."""
    one, two = (replace(figures(), seconds=0.0, pairs_per_second=0.0) for _ in range(2))
    assert one == two
