"""Part of the evaluation: lone statements with gold labels in; how well a brain picks those worth checking out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from time import perf_counter

from factcheck.article import Article
from factcheck.claims import FAILURES, Extractor
from factcheck.claims.triage import triage
from factcheck.embedder import Embedder
from factcheck.errors import ModelError, SetupError
from factcheck.evaluation import Progress, Subject
from factcheck.evaluation.labels import CHECK_WORTHY, NOT, WORTH
from factcheck.evaluation.rows import Statement
from factcheck.evaluation.scores import Interval, intervals
from factcheck.grammar import Grammar
from factcheck.verdicts import Label

BLOCK = 256
# A model that fails on so many statements from the start fails on all of them.
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class ClaimFigures:
    """Precision, recall and F1 of the check-worthy class; what is unchecked counts as wrong.

    `confidence_intervals` are of 95%, by bootstrap; `confusion` counts answers by gold label and answer.
    """

    subject: Subject
    files: tuple[str, ...]
    statements: int
    precision: float
    recall: float
    f1: float
    accuracy: float
    confidence_intervals: dict[str, Interval]
    confusion: dict[str, dict[str, int]]
    unchecked: int
    seconds: float
    statements_per_second: float


def evaluate_claims(
    subject: Subject,
    files: Sequence[str],
    statements: Sequence[Statement],
    decide: Callable[[Sequence[str]], list[str]],
) -> ClaimFigures:
    """Let the brain decide on every statement, and compare. `files` are named in the record."""
    before = perf_counter()
    given = decide([statement.text for statement in statements])
    seconds = perf_counter() - before
    gold = [statement.label for statement in statements]
    found = worth_scores(gold, given, [1.0] * len(gold))
    pairs = list(zip(gold, given, strict=True))
    answers = (*WORTH, str(Label.UNCHECKED))
    return ClaimFigures(
        subject=subject,
        files=tuple(files),
        statements=len(statements),
        precision=found["precision"],
        recall=found["recall"],
        f1=found["f1"],
        accuracy=found["accuracy"],
        confidence_intervals=intervals(gold, given, worth_scores),
        confusion={label: {answer: pairs.count((label, answer)) for answer in answers} for label in WORTH},
        unchecked=given.count(Label.UNCHECKED),
        seconds=seconds,
        statements_per_second=len(statements) / max(seconds, 1e-9),
    )


def worth_scores(gold: Sequence[str], given: Sequence[str], weights: Sequence[float]) -> dict[str, float]:
    """Precision, recall and F1 of the check-worthy class, and accuracy; a figure of nothing is 0."""
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    columns = precision_recall_fscore_support(
        gold, given, labels=[CHECK_WORTHY], sample_weight=weights, zero_division=0
    )
    precision, recall, f1 = (float(column[0]) for column in columns[:3])
    accuracy = float(accuracy_score(gold, given, sample_weight=weights))
    return {"precision": precision, "recall": recall, "f1": f1, "accuracy": accuracy}


def decided(grammar: Grammar, embedder: Embedder, texts: Sequence[str], progress: Progress) -> list[str]:
    """The embedded brain's decision on each text, as it runs."""
    found: list[str] = []
    for start in range(0, len(texts), BLOCK):
        progress("reading statements", start, len(texts))
        reasons = triage(grammar, embedder, texts[start : start + BLOCK])
        found += [CHECK_WORTHY if reason is None else NOT for reason in reasons]
    progress("reading statements", len(texts), len(texts))
    return found


def extracted(extractor: Extractor, texts: Sequence[str], progress: Progress) -> list[str]:
    """Check-worthy is what the extractor finds a claim in, the text being the whole article.

    Raises ModelError where the first five texts all fail.
    """
    found: list[str] = []
    for number, text in enumerate(texts, 1):
        progress("reading statements", number - 1, len(texts))
        try:
            extraction = extractor.extract(Article(text, sha256(text.encode()).hexdigest(), "statement"))
            failed = any(leftover.reason in FAILURES for leftover in extraction.leftovers)
            found.append(CHECK_WORTHY if extraction.claims else str(Label.UNCHECKED) if failed else NOT)
        except SetupError:
            raise
        except ModelError:
            found.append(str(Label.UNCHECKED))
            if number == PATIENCE and set(found) == {Label.UNCHECKED}:
                raise
    progress("reading statements", len(texts), len(texts))
    return found
