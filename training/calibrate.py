"""Choose the shipped temperature, measure, and write both down: `python training/calibrate.py --data DATA --to MODELS`.

Runs the exported model as the package does. The temperature minimises the log loss on our held-out groups. The
thresholds are those given: they are chosen on whole articles, where a claim meets many sentences. Writes verifier.json,
and the table of figures into MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from pairs import Pair, development
from sklearn.metrics import confusion_matrix, f1_score, log_loss

from factcheck.embedder import MiniLM
from factcheck.entailment import Calibration, Entailment, Part

SETS = ("own", "fever_symmetric", "check_covid", "scifact_gold", "fever", "infotabs", "creak", "wice", "mnli_dev")


def probabilities(entailment: Entailment, pairs: Sequence[Pair]) -> np.ndarray:
    """Uncalibrated label probabilities, (len(pairs), 3)."""
    found = [entailment.score(p.claim, [Part(p.evidence, 0, len(p.evidence))])[0] for p in pairs]
    return np.array([(s.supported, s.contradicted, s.unverifiable) for s in found])


def tempered(values: np.ndarray, temperature: float) -> np.ndarray:
    weights = np.clip(values, 1e-9, 1) ** (1 / temperature)
    return weights / weights.sum(1, keepdims=True)


def figures(values: np.ndarray, truth: np.ndarray, chosen: Calibration) -> dict[str, object]:
    guess = values.argmax(1)
    found: dict[str, object] = {
        "pairs": len(truth),
        "accuracy": round(float((guess == truth).mean()), 3),
        "macro_f1": round(float(f1_score(truth, guess, average="macro", labels=sorted(set(truth.tolist())))), 3),
        "confusion": confusion_matrix(truth, guess, labels=[0, 1, 2]).tolist(),
    }
    for label, (name, level) in enumerate((("supported", chosen.supported), ("contradicted", chosen.contradicted))):
        given = (values[:, label] >= level) & (guess == label)
        right = (truth[given] == label).mean() if given.any() else 0.0
        found[name] = {
            "precision": round(float(right), 3),
            "coverage": round(float((given & (truth == label)).sum() / max(1, (truth == label).sum())), 3),
        }
    return found


def baselines(similarities: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """Accuracy of always saying the commonest label, and of the best rule "one label above a similarity, one below".

    The rule's threshold and labels are chosen on the very set it is measured on: it could not do better.
    """
    best = 0.0
    for level in np.quantile(similarities, np.arange(0, 1, 0.02)):
        above, below = truth[similarities >= level], truth[similarities < level]
        best = max(best, (np.bincount(above).max() + np.bincount(below, minlength=1).max()) / len(truth))
    return {
        "majority": round(float(np.bincount(truth).max() / len(truth)), 3),
        "similarity_threshold": round(float(best), 3),
    }


def table(development: dict[str, Any]) -> str:
    """The figures as markdown."""
    head = (
        "| Set | Pairs | Accuracy | Macro-F1 | Majority | Similarity | Supported: precision, coverage "
        "| Contradicted: precision, coverage |\n|---|---:|---:|---:|---:|---:|---:|---:|"
    )
    rows = [
        f"| {name} | {f['pairs']} | {f['accuracy']:.3f} | {f['macro_f1']:.3f} | {f['majority']:.3f} "
        f"| {f['similarity_threshold']:.3f} | {f['supported']['precision']:.2f}, {f['supported']['coverage']:.2f} "
        f"| {f['contradicted']['precision']:.2f}, {f['contradicted']['coverage']:.2f} |"
        for name, f in development.items()
    ]
    return "\n".join([head, *rows])


def main(data: Path, target: Path, limit: int, thresholds: tuple[float, float]) -> None:
    sets = development(data)
    raw, truths, similar = {}, {}, {}
    entailment = Entailment(MiniLM(), Calibration(1.0, 0.0, 0.0))
    for name in SETS:
        pairs = sets[name][:limit]
        raw[name] = probabilities(entailment, pairs)
        truths[name] = np.array([p.label for p in pairs])
        similar[name] = np.array(
            [entailment.similarity(p.claim, [Part(p.evidence, 0, len(p.evidence))])[0] for p in pairs]
        )
    grid = np.arange(0.6, 2.5, 0.05)
    best = min(grid, key=lambda t: log_loss(truths["own"], tempered(raw["own"], t), labels=[0, 1, 2]))
    chosen = Calibration(round(float(best), 2), *thresholds)
    result = {
        "calibration": asdict(chosen),
        "development": {
            name: figures(tempered(raw[name], best), truths[name], chosen) | baselines(similar[name], truths[name])
            for name in SETS
        },
    }
    (target / "verifier.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    card = target / "MODEL_CARD.md"
    before, rest = card.read_text(encoding="utf-8").split("<!-- figures -->")
    after = rest.split("<!-- /figures -->")[1]
    shown = table(result["development"])
    card.write_text(f"{before}<!-- figures -->\n{shown}\n<!-- /figures -->{after}", encoding="utf-8")
    print(shown)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=700, help="pairs a set")
    parser.add_argument("--supported", type=float, default=0.35, help="the least probability of that label")
    parser.add_argument("--contradicted", type=float, default=0.45, help="the least probability of that label")
    args = parser.parse_args()
    main(args.data, args.to, args.limit, (args.supported, args.contradicted))
