"""Part of the evaluation: pairs with gold labels and what a brain makes of them in; the figures of its labels out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from factcheck.evaluation import Subject
from factcheck.evaluation.answers import Answer
from factcheck.evaluation.calibration import Bin, RiskPoint, expected_error, reliability, risk_coverage
from factcheck.evaluation.labels import VERDICTS
from factcheck.evaluation.rows import Pair
from factcheck.evaluation.scores import Scores, agreement, score, share
from factcheck.verdicts import Label

DECIDED = (Label.SUPPORTED, Label.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class GoldPairs:
    """The pairs of one file, by the file's name as the user gave it."""

    name: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class FileScores:
    """One file's figures, where several are measured together."""

    file: str
    pairs: int
    accuracy: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """A label given only from its threshold up: how many of those are right, and how many of the gold's get it.

    `threshold` is None for a brain whose verdicts have none; then every label that it gives counts.
    """

    threshold: float | None
    given: int
    precision: float
    coverage: float


@dataclass(frozen=True, slots=True)
class VerdictFigures:
    """How well a brain labels pairs of claim and evidence; a pair's label is the most probable one.

    `ece` and `reliability` leave out what is unchecked; everywhere else that counts as wrong.
    """

    subject: Subject
    pairs: int
    scores: Scores
    unchecked: int
    unchecked_reasons: dict[str, int]
    ece: float | None
    reliability: tuple[Bin, ...]
    area_under_risk_coverage: float
    risk_coverage: tuple[RiskPoint, ...]
    at_thresholds: dict[str, AtThreshold]
    files: tuple[FileScores, ...]
    seconds: float
    pairs_per_second: float


def evaluate_verdicts(
    subject: Subject,
    files: Sequence[GoldPairs],
    answer: Callable[[Sequence[Pair]], list[Answer]],
    thresholds: dict[str, float] | None,
) -> VerdictFigures:
    """Label all pairs of the files and compare; `thresholds` are the shipped ones, None where the brain has none."""
    pairs = [pair for file in files for pair in file.pairs]
    before = perf_counter()
    answers = answer(pairs)
    seconds = perf_counter() - before
    gold, given = [pair.label for pair in pairs], [str(each.label) for each in answers]
    right = [one == other for one, other in zip(gold, given, strict=True)]
    checked = [n for n, each in enumerate(answers) if each.label is not Label.UNCHECKED]
    bins = reliability([answers[n].confidence for n in checked], [right[n] for n in checked])
    curve, area = risk_coverage([each.confidence for each in answers], right)
    return VerdictFigures(
        subject=subject,
        pairs=len(pairs),
        scores=score(gold, given, labels=list(VERDICTS), others=[Label.UNCHECKED]),
        unchecked=len(pairs) - len(checked),
        unchecked_reasons=dict(sorted(Counter(each.reason for each in answers if each.reason).items())),
        ece=expected_error(bins),
        reliability=tuple(bins),
        area_under_risk_coverage=area,
        risk_coverage=tuple(curve),
        at_thresholds={str(label): _at(label, (thresholds or {}).get(label), gold, answers) for label in DECIDED},
        files=_by_file(files, given),
        seconds=seconds,
        pairs_per_second=len(pairs) / max(seconds, 1e-9),
    )


def _at(label: Label, threshold: float | None, gold: Sequence[str], answers: Sequence[Answer]) -> AtThreshold:
    given = [each.label is label and each.confidence >= (threshold or 0.0) for each in answers]
    right = sum(yes and one == label for yes, one in zip(given, gold, strict=True))
    return AtThreshold(threshold, sum(given), share(right, sum(given)), share(right, list(gold).count(label)))


def _by_file(files: Sequence[GoldPairs], given: Sequence[str]) -> tuple[FileScores, ...]:
    found, start = [], 0
    for file in files:
        end = start + len(file.pairs)
        figures = agreement([pair.label for pair in file.pairs], given[start:end], [1.0] * len(file.pairs))
        found.append(FileScores(file.name, len(file.pairs), figures["accuracy"], figures["macro_f1"]))
        start = end
    return tuple(found)
