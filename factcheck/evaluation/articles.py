"""Part of the evaluation: cases in; how the whole pipeline does on their articles out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.embedder import Embedder
from factcheck.errors import ModelError
from factcheck.evaluation import Progress, Subject
from factcheck.evaluation.cases import Case
from factcheck.evaluation.labels import NOT_CHECKWORTHY, VERDICTS
from factcheck.evaluation.outcomes import NOT_FOUND, CaseRun, Outcome, run
from factcheck.evaluation.scores import Interval, LabelScores, score, share
from factcheck.pipeline import Brain
from factcheck.verdicts import Label

_LABEL = {"accuracy": "label_accuracy"}


@dataclass(frozen=True, slots=True)
class Called:
    """How many of so many were called so."""

    count: int
    of: int
    share: float


@dataclass(frozen=True, slots=True)
class Shares:
    """What can be said of one article as of many.

    `coverage` is the share of the checkable gold claims that an extracted claim overlaps; one that none overlaps, or
    that is unchecked, counts as wrong in `label_accuracy`. `evidence_recall` is of the gold claims that are supported
    or contradicted by named passages, `not_checkworthy_agreement` of the quotes marked so: those that no extracted
    claim overlaps. A share of nothing is 0.
    """

    gold_claims: int
    coverage: float
    label_accuracy: float
    label_accuracy_covered: float
    evidence_recall: float
    not_checkworthy_agreement: float
    true_called_contradicted: Called


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """One article's figures; `failed` says why its claims are all unchecked."""

    article: str
    shares: Shares
    extracted_claims: int
    unchecked: int
    seconds: float
    failed: str | None


@dataclass(frozen=True, slots=True)
class ArticlesFigures:
    """How the whole pipeline does on all articles together; `unchecked` counts all claims of the reports."""

    subject: Subject
    articles: int
    shares: Shares
    extracted_claims: int
    macro_f1: float
    balanced_accuracy: float
    confidence_intervals: dict[str, Interval]
    unchecked: int
    per_label: dict[str, LabelScores]
    confusion: dict[str, dict[str, int]]
    per_article: tuple[ArticleFigures, ...]
    outcomes: tuple[Outcome, ...]
    seconds: float


def evaluate_articles(
    subject: Subject, cases: Sequence[Case], brain: Brain, embedder: Embedder, progress: Progress
) -> ArticlesFigures:
    """Check every case, and compare. Raises ModelError where the model could read none of the articles."""
    runs = [run(case, brain, embedder, progress) for case in cases]
    if all(each.failed for each in runs):
        raise ModelError(f"the model could read none of the articles: {runs[0].failed}")
    outcomes = [outcome for each in runs for outcome in each.outcomes]
    checkable = _checkable(outcomes)
    gold, given = [o.gold for o in checkable], [o.given for o in checkable]
    scores = score(gold, given, labels=list(VERDICTS), others=[Label.UNCHECKED, NOT_FOUND])
    return ArticlesFigures(
        subject=subject,
        articles=len(runs),
        extracted_claims=sum(each.extracted for each in runs),
        shares=shares(outcomes),
        macro_f1=scores.macro_f1,
        balanced_accuracy=scores.balanced_accuracy,
        confidence_intervals={_LABEL.get(name, name): each for name, each in scores.confidence_intervals.items()},
        unchecked=sum(each.unchecked for each in runs),
        per_label=scores.per_label,
        confusion=scores.confusion,
        per_article=tuple(map(_row, runs)),
        outcomes=tuple(outcomes),
        seconds=sum(each.seconds for each in runs),
    )


def shares(outcomes: Sequence[Outcome]) -> Shares:
    """The shares over these outcomes."""
    checkable = _checkable(outcomes)
    covered = [outcome for outcome in checkable if outcome.claim is not None]
    right = sum(outcome.given == outcome.gold for outcome in checkable)
    true = [outcome for outcome in checkable if outcome.gold == Label.SUPPORTED]
    wronged = sum(outcome.given == Label.CONTRADICTED for outcome in true)
    cited = [outcome.evidence_found for outcome in checkable if outcome.evidence_found is not None]
    left = [outcome.given == NOT_FOUND for outcome in outcomes if outcome.gold == NOT_CHECKWORTHY]
    return Shares(
        gold_claims=len(checkable),
        coverage=share(len(covered), len(checkable)),
        label_accuracy=share(right, len(checkable)),
        label_accuracy_covered=share(right, len(covered)),
        evidence_recall=share(sum(cited), len(cited)),
        not_checkworthy_agreement=share(sum(left), len(left)),
        true_called_contradicted=Called(wronged, len(true), share(wronged, len(true))),
    )


def _checkable(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.gold != NOT_CHECKWORTHY]


def _row(one: CaseRun) -> ArticleFigures:
    return ArticleFigures(one.article, shares(one.outcomes), one.extracted, one.unchecked, one.seconds, one.failed)
