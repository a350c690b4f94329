"""Part of the evaluation: gold labels and given ones in; how far they agree out, and how sure those figures are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RESAMPLES = 1000
SEED = 1

Interval = tuple[float, float]
# Gold labels, given labels and how often each such pair occurs; figures by name out.
Measure = Callable[[Sequence[str], Sequence[str], Sequence[float]], dict[str, float]]


@dataclass(frozen=True, slots=True)
class LabelScores:
    """One label's figures; `support` counts it in the gold. Precision is 0 where the label was never given."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Agreement of labels; balanced accuracy and macro-F1 are means over the labels that occur in the gold.

    `confidence_intervals` are of 95%, by bootstrap. `confusion` counts answers by gold label and label given.
    """

    accuracy: float
    balanced_accuracy: float
    macro_f1: float
    confidence_intervals: dict[str, Interval]
    per_label: dict[str, LabelScores]
    confusion: dict[str, dict[str, int]]


def score(gold: Sequence[str], given: Sequence[str], *, labels: Sequence[str], others: Sequence[str] = ()) -> Scores:
    """Compare label by label; `others` are answers that no gold label can match, such as unchecked: always wrong."""
    found = agreement(gold, given, [1.0] * len(gold))
    counts = Counter(zip(gold, given, strict=True))
    return Scores(
        found["accuracy"],
        found["balanced_accuracy"],
        found["macro_f1"],
        intervals(gold, given, agreement),
        _per_label(gold, given, labels),
        {label: {answer: counts[label, answer] for answer in (*labels, *others)} for label in labels},
    )


def agreement(gold: Sequence[str], given: Sequence[str], weights: Sequence[float]) -> dict[str, float]:
    """Accuracy, balanced accuracy and macro-F1; all are 0 where there is nothing to compare."""
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    if not gold:
        return dict.fromkeys(("accuracy", "balanced_accuracy", "macro_f1"), 0.0)
    _, recall, f1, _ = precision_recall_fscore_support(
        gold, given, labels=sorted(set(gold)), sample_weight=weights, zero_division=0
    )
    accuracy = accuracy_score(gold, given, sample_weight=weights)
    return {"accuracy": float(accuracy), "balanced_accuracy": float(recall.mean()), "macro_f1": float(f1.mean())}


def intervals(gold: Sequence[str], given: Sequence[str], measure: Measure) -> dict[str, Interval]:
    """Each figure's 95% interval: the middle of 1,000 resamples (Efron and Tibshirani 1993, percentile method).

    Drawing items with replacement is drawing how often each pair of gold and given label occurs, which is faster.
    """
    import numpy as np

    names = measure(gold, given, [1.0] * len(gold))
    if not gold:
        return dict.fromkeys(names, (0.0, 0.0))
    counts = sorted(Counter(zip(gold, given, strict=True)).items())
    shares = [count / len(gold) for _, count in counts]
    drawn = []
    for row in np.random.default_rng(SEED).multinomial(len(gold), shares, RESAMPLES):
        kept = [(pair, float(n)) for (pair, _), n in zip(counts, row, strict=True) if n]
        drawn.append(measure([g for (g, _), _ in kept], [a for (_, a), _ in kept], [n for _, n in kept]))
    return {name: _middle([found[name] for found in drawn]) for name in names}


def share(part: int, whole: int) -> float:
    """The part of the whole, 0 to 1; 0 of nothing."""
    return part / whole if whole else 0.0


def _middle(values: Sequence[float]) -> Interval:
    import numpy as np

    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _per_label(gold: Sequence[str], given: Sequence[str], labels: Sequence[str]) -> dict[str, LabelScores]:
    from sklearn.metrics import precision_recall_fscore_support

    if not gold:
        return dict.fromkeys(labels, LabelScores(0.0, 0.0, 0.0, 0))
    columns = precision_recall_fscore_support(gold, given, labels=list(labels), zero_division=0)
    rows = zip(labels, *columns, strict=True)
    return {label: LabelScores(float(p), float(r), float(f), int(n)) for label, p, r, f, n in rows}
