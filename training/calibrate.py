"""Choose temperature and thresholds, measure, write down: `python training/calibrate.py --data DATA --to MODELS`.

Runs the exported model as the package does, on development sets that it was not trained on. The temperature minimises
the log loss on our held-out news pairs; a label's threshold is the lowest at which, in each of the two news sets, so
many of the pairs that get it are right. Writes verifier.json, and the table of figures into MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from sets import LABELS, Pair, development
from sklearn.metrics import log_loss

from factcheck.embedder import MiniLM
from factcheck.entailment import Calibration, Entailment, Stances
from factcheck.evaluation import Subject
from factcheck.evaluation import rows as gold
from factcheck.evaluation.answers import Answer, most_probable
from factcheck.evaluation.verdicts import GoldPairs, VerdictFigures, evaluate_verdicts
from factcheck.verdicts import Label

SETS = (
    "own", "written", "fever_symmetric", "fm2", "check_covid", "healthver", "scifact_gold", "fever", "infotabs",
    "creak", "wice", "mnli_dev",
)  # fmt: skip
NEWS = ("own", "written")
# One point above what is promised, since the thresholds are chosen on the pairs on which they are measured.
PRECISION = 0.86


def probabilities(entailment: Entailment, pairs: Sequence[Pair]) -> np.ndarray:
    """Uncalibrated label probabilities, (len(pairs), 3)."""
    found = entailment.classify([(p.claim, p.evidence) for p in pairs])
    return np.array([(s.supported, s.contradicted, s.unverifiable) for s in found])


def tempered(values: np.ndarray, temperature: float) -> np.ndarray:
    """The probabilities as they are with the logits divided by the temperature."""
    weights = np.clip(values, 1e-9, 1) ** (1 / temperature)
    return weights / weights.sum(1, keepdims=True)


def threshold(values: np.ndarray, truth: np.ndarray, label: int) -> float:
    """The lowest confidence from which on the label is right often enough, here and at every higher one of note."""
    given = values.argmax(1) == label
    order = np.flatnonzero(given)[np.argsort(-values[given, label])]
    right = np.cumsum(truth[order] == label) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= PRECISION)
    return float(values[order[enough[-1]], label]) if len(enough) else 1.0


def figures(name: str, pairs: Sequence[Pair], values: np.ndarray, chosen: Calibration) -> VerdictFigures:
    """What `factcheck eval verdicts` says of the set."""
    answers = [most_probable(Stances(*map(float, row))) for row in values]
    thresholds = {str(Label.SUPPORTED): chosen.supported, str(Label.CONTRADICTED): chosen.contradicted}
    labelled = tuple(gold.Pair(claim=p.claim, evidence=p.evidence, label=LABELS[p.label]) for p in pairs)

    def known(_: Sequence[gold.Pair]) -> list[Answer]:
        return answers

    subject = Subject("", "embedded", "", None)
    return evaluate_verdicts(subject, [GoldPairs(name, labelled)], known, thresholds)


def baselines(embedder: MiniLM, pairs: Sequence[Pair]) -> tuple[float, float]:
    """Accuracy of always saying the commonest label, and of the best rule "one label above a similarity, one below".

    The rule's threshold and labels are chosen on the very set it is measured on: it could not do better.
    """
    truth = np.array([p.label for p in pairs])
    claims, evidence = embedder.embed([p.claim for p in pairs]), embedder.embed([p.evidence for p in pairs])
    similarities = (claims * evidence).sum(1)
    best = 0.0
    for level in np.quantile(similarities, np.arange(0, 1, 0.02)):
        above, below = truth[similarities >= level], truth[similarities < level]
        best = max(best, (np.bincount(above).max() + np.bincount(below, minlength=1).max()) / len(truth))
    return max(Counter(truth.tolist()).values()) / len(truth), float(best)


def row(name: str, found: VerdictFigures, plain: tuple[float, float]) -> str:
    """The set's line of the table."""
    at = [found.at_thresholds[label] for label in (Label.SUPPORTED, Label.CONTRADICTED)]
    decided = " | ".join(f"{each.precision:.2f}, {each.coverage:.2f}" for each in at)
    low, high = found.scores.confidence_intervals["macro_f1"]
    return (
        f"| {name} | {found.pairs} | {found.scores.accuracy:.3f} | {found.scores.macro_f1:.3f} ({low:.2f}–{high:.2f}) "
        f"| {found.ece or 0:.3f} | {plain[0]:.3f} | {plain[1]:.3f} | {decided} |"
    )


HEAD = """| Set | Pairs | Accuracy | Macro-F1 (95%) | ECE | Majority | Similarity | Supported | Contradicted |
|---|---:|---:|---:|---:|---:|---:|---:|---:|"""


def main(data: Path, target: Path, limit: int) -> None:
    sets = {name: pairs[:limit] for name, pairs in development(data).items() if name in SETS}
    embedder = MiniLM()
    entailment = Entailment(embedder, Calibration(1.0, 0.0, 0.0))
    raw = {name: probabilities(entailment, sets[name]) for name in SETS}
    truths = {name: np.array([p.label for p in sets[name]]) for name in NEWS}
    news, truth = np.concatenate([raw[name] for name in NEWS]), np.concatenate([truths[name] for name in NEWS])
    best = min(np.arange(0.6, 2.5, 0.05), key=lambda t: log_loss(truth, tempered(news, t), labels=[0, 1, 2]))
    levels = [max(threshold(tempered(raw[name], best), truths[name], label) for name in NEWS) for label in (0, 1)]
    chosen = Calibration(round(float(best), 2), *(round(level, 3) for level in levels))
    found = {name: figures(name, sets[name], tempered(raw[name], best), chosen) for name in SETS}
    plain = {name: baselines(embedder, sets[name]) for name in SETS}
    kept = {
        name: {
            "pairs": f.pairs,
            "accuracy": round(f.scores.accuracy, 6),
            "macro_f1": round(f.scores.macro_f1, 6),
            "majority": round(plain[name][0], 4),
            "similarity_threshold": round(plain[name][1], 4),
        }
        for name, f in found.items()
    }
    (target / "verifier.json").write_text(
        json.dumps({"calibration": asdict(chosen), "development": kept}, indent=2) + "\n", encoding="utf-8"
    )
    shown = "\n".join([HEAD, *(row(name, found[name], plain[name]) for name in SETS)])
    card = target / "MODEL_CARD.md"
    before, rest = card.read_text(encoding="utf-8").split("<!-- figures -->")
    after = rest.split("<!-- /figures -->")[1]
    card.write_text(f"{before}<!-- figures -->\n{shown}\n<!-- /figures -->{after}", encoding="utf-8")
    print(chosen, shown, sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=2000, help="pairs a set")
    args = parser.parse_args()
    main(args.data, args.to, args.limit)
