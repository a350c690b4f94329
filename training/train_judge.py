"""Fit the embedded judge's regression: `python training/train_judge.py --cases DIR… --to MODELS`.

DIR holds cases as `factcheck eval articles` reads them. Every labelled claim that an extracted claim answers for is one
example; its figures are those of `verdicts/weighing.py`. Prints accuracy with each article left out in turn, so that
no figure is of an article that was learnt from, and writes judge.json, fitted on all of them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sets import LABELS
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.claims.embedded import EmbeddedExtractor
from factcheck.cli.brains import embedded_extractor
from factcheck.embedder import MiniLM
from factcheck.entailment import Entailment
from factcheck.evaluation.cases import Case, read_cases
from factcheck.evaluation.matching import answering
from factcheck.evaluation.outcomes import fill
from factcheck.evaluation.scratch import scratch
from factcheck.evidence import gather
from factcheck.verdicts.embedded import LIKELY, SURE, reading_of
from factcheck.verdicts.weighing import features

STRENGTH = 0.1


def examples(case: Case, extractor: EmbeddedExtractor, embedder: MiniLM) -> list[tuple[list[float], int]]:
    """Figures and label of each labelled claim of a case that is answered for and about which something is found."""
    entailment = Entailment(embedder)
    found = []
    with scratch(embedder) as corpus:
        fill(corpus, case)
        claims = extractor.extract(case.article).claims
        evidence = dict(zip(claims, gather(claims, corpus, article=case.article, reader=entailment), strict=True))
        for marked in case.gold:
            claim = answering(marked, claims) if marked.label in LABELS else None
            reading = reading_of(entailment, claim.statement, evidence[claim].passages) if claim else None
            if claim and reading and reading.passages:
                found.append((features(claim.statement, reading), LABELS.index(marked.label)))
    return found


def decided(probabilities: np.ndarray) -> np.ndarray:
    """Labels as the judge gives them."""
    likely = probabilities[:, 0] >= np.maximum(LIKELY, probabilities[:, 2])
    open_or_not = np.where(likely, 0, 2)
    return np.where(probabilities[:, 1] >= SURE, 1, open_or_not)


def main(folders: list[Path], target: Path) -> None:
    embedder = MiniLM()
    extractor = embedded_extractor(embedder)
    cases = read_cases(folders)
    rows = [(*row, n) for n, case in enumerate(cases) for row in examples(case, extractor, embedder)]
    x, y, groups = (np.array(column) for column in zip(*rows, strict=True))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5000))
    unseen = cross_val_predict(model, x, y, groups=groups, cv=LeaveOneGroupOut(), method="predict_proba")
    given = decided(unseen)
    print(f"{len(y)} claims of {len(cases)} articles, each article left out in turn: {accuracy_score(y, given):.3f}")
    print(confusion_matrix(y, given))
    model.fit(x, y)
    scaler, fitted = model[0], model[1]
    kept = {
        "mean": scaler.mean_.round(4).tolist(),
        "spread": scaler.scale_.round(4).tolist(),
        "weights": fitted.coef_.round(4).tolist(),
        "constants": fitted.intercept_.round(4).tolist(),
    }
    (target / "judge.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, nargs="+", required=True)
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    main(args.cases, args.to)
