"""Part of the evaluation: confidences and whether each answer was right in; how far a confidence can be trusted out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

BINS = 10
STEPS = 20


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers with a confidence from `low` up to `high`: how many, how sure on average, how many of them right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Of the most confident answers, a share of `coverage`, so much is wrong; none is less sure than `confidence`."""

    coverage: float
    risk: float
    confidence: float


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Ten bins of equal width, those without an answer left out."""
    rows = sorted(zip(confidences, right, strict=True))
    return [_bin(n, list(group)) for n, group in groupby(rows, key=lambda row: min(int(row[0] * BINS), BINS - 1))]


def expected_error(bins: Sequence[Bin]) -> float | None:
    """The mean distance of confidence and accuracy over all answers (ECE, Guo et al. 2017); None without any."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.accuracy - b.confidence) for b in bins) / total if total else None


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> tuple[list[RiskPoint], float]:
    """The risk at each twentieth of coverage, and the area under the whole curve (Geifman and El-Yaniv 2017).

    The area is the mean risk over all numbers of answers kept. Answers of one confidence share their errors evenly, so
    that their order in the file changes nothing.
    """
    rows = sorted(zip(confidences, right, strict=True), reverse=True)
    risks: list[float] = []
    wrong = 0.0
    for _, tied in groupby(rows, key=lambda row: row[0]):
        group = list(tied)
        each = sum(not hit for _, hit in group) / len(group)
        for _ in group:
            wrong += each
            risks.append(wrong / (len(risks) + 1))
    kept = sorted({ceil(len(rows) * step / STEPS) for step in range(1, STEPS + 1)} - {0})
    points = [RiskPoint(n / len(rows), risks[n - 1], rows[n - 1][0]) for n in kept]
    return points, sum(risks) / len(risks) if risks else 0.0


def _bin(number: int, rows: Sequence[tuple[float, bool]]) -> Bin:
    confidence = sum(c for c, _ in rows) / len(rows)
    accuracy = sum(hit for _, hit in rows) / len(rows)
    return Bin(number / BINS, (number + 1) / BINS, len(rows), confidence, accuracy)
