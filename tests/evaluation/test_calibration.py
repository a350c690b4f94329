"""Confidences: how far they lie from what is right, and what risk is left when only the surest answers are kept."""

from __future__ import annotations

import pytest

from factcheck.evaluation.calibration import Bin, RiskPoint, expected_error, reliability, risk_coverage

CONFIDENCES = [0.95, 0.95, 0.75, 0.55]
RIGHT = [True, True, False, True]


def test_the_expected_error_is_that_worked_out_by_hand() -> None:
    """Distances of .05 for two answers, .75 and .45 for one each."""
    bins = reliability(CONFIDENCES, RIGHT)
    assert bins == [
        Bin(0.5, 0.6, 1, 0.55, 1.0),
        Bin(0.7, 0.8, 1, 0.75, 0.0),
        Bin(0.9, 1.0, 2, pytest.approx(0.95), 1.0),
    ]
    assert expected_error(bins) == pytest.approx((2 * 0.05 + 0.75 + 0.45) / 4)


def test_certainty_belongs_to_the_last_bin() -> None:
    """A confidence of 1 is no bin of its own."""
    assert reliability([1.0, 0.0], [True, False]) == [Bin(0.0, 0.1, 1, 0.0, 0.0), Bin(0.9, 1.0, 1, 1.0, 1.0)]


def test_the_risk_is_that_worked_out_by_hand() -> None:
    """Kept by confidence, the answers' risks are 0, 0, 1/3, 1/4; the area is their mean."""
    points, area = risk_coverage(CONFIDENCES, RIGHT)
    assert area == pytest.approx((1 / 3 + 1 / 4) / 4)
    assert points == [
        RiskPoint(0.25, 0.0, 0.95),
        RiskPoint(0.5, 0.0, 0.95),
        RiskPoint(0.75, pytest.approx(1 / 3), 0.75),
        RiskPoint(1.0, 0.25, 0.55),
    ]


def test_the_order_of_equally_sure_answers_changes_nothing() -> None:
    """Where confidences are the same, each answer bears its part of the errors."""
    one, other = risk_coverage([0.7] * 4, [True, True, False, False]), risk_coverage([0.7] * 4, [False, True] * 2)
    assert one == other
    assert [point.risk for point in one[0]] == [0.5] * 4


def test_nothing_has_neither_error_nor_risk() -> None:
    """Without an answer there is no expected error, and the curve is empty."""
    assert expected_error(reliability([], [])) is None
    assert risk_coverage([], []) == ([], 0.0)
