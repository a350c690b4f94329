"""Trains the check-worthiness head on ClaimBuster, writes `factcheck/models/worth.npz`, prints F1 on held-out data.

    python training/train_worth.py DATA_FOLDER

DATA_FOLDER holds `detect/claimbuster_*.jsonl` with lines {text, label}, label check_worthy or not. Only ClaimBuster
(Arslan et al. 2020, CC BY 4.0) is read: its licence lets the weights ship. Runs for some minutes on one core.
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from factcheck.claims.blocks import Block, Kind
from factcheck.claims.phrases import Clause
from factcheck.claims.sentences import Sentence, read_sentences
from factcheck.claims.worth import BUCKETS, WEIGHTS, features, unworthy
from factcheck.grammar import SpacyGrammar

TRAIN = ("claimbuster_ct24.train.jsonl", "claimbuster_ncs.train.jsonl")
DEV = "claimbuster_ct24.dev.jsonl"
STRENGTHS = (0.1, 0.3, 1.0, 3.0)


def rows(path: Path) -> list[tuple[str, bool]]:
    """Text and whether it is check-worthy, a line each."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(line["text"], line["label"] == "check_worthy") for line in lines]


def parsed(texts: list[str]) -> list[Sentence]:
    """Each text as one sentence, its inner sentence ends kept out of sight."""
    grammar = SpacyGrammar()
    blocks = [Block(Kind.PROSE, 0, len(text), text, tuple(range(len(text) + 1))) for text in texts]
    return [sentences[0] for sentences in read_sentences(grammar, blocks)]


def matrix(sentences: list[Sentence]) -> csr_matrix:
    """Hashed features, each row of unit length."""
    columns, values, starts = [], [], [0]
    for sentence in sentences:
        slots = [zlib.crc32(name.encode()) % BUCKETS for name in features(sentence.words)]
        columns += slots
        values += [1 / len(slots) ** 0.5] * len(slots)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(sentences), BUCKETS))


def f1(truth: npt.NDArray[np.bool_], said: npt.NDArray[np.bool_]) -> str:
    """Precision, recall and F1 of the check-worthy class."""
    hits = int((truth & said).sum())
    precision, recall = hits / max(int(said.sum()), 1), hits / max(int(truth.sum()), 1)
    return f"precision {precision:.3f} recall {recall:.3f} F1 {2 * hits / max(int(truth.sum() + said.sum()), 1):.3f}"


def main(data: Path) -> None:
    """Trains on all of TRAIN that is not in DEV, chooses the regularisation on DEV, writes the weights."""
    dev = rows(data / "detect" / DEV)
    held_out = {text for text, _ in dev}
    train = sorted({row for name in TRAIN for row in rows(data / "detect" / name) if row[0] not in held_out})
    dev_sentences = parsed([text for text, _ in dev])
    x, dev_x = matrix(parsed([text for text, _ in train])), matrix(dev_sentences)
    y, dev_y = np.array([label for _, label in train]), np.array([label for _, label in dev])
    fits = [LogisticRegression(C=strength, class_weight="balanced", max_iter=300).fit(x, y) for strength in STRENGTHS]
    best = max(fits, key=lambda fit: float(fit.score(dev_x, dev_y)))
    weights = best.coef_[0].astype(np.float16)
    np.savez_compressed(WEIGHTS, weights=weights, bias=np.float32(best.intercept_[0]))
    report(dev_sentences, dev_x @ weights.astype(np.float32) + best.intercept_[0], dev_y)


def report(sentences: list[Sentence], scores: npt.NDArray[np.float64], truth: npt.NDArray[np.bool_]) -> None:
    """Prints the figures of the rules, the head, and the two as they run."""
    figures = np.array(
        [any(map(str.isdigit, s.text(range(len(s.words))))) or any(w.entity for w in s.words) for s in sentences]
    )
    whole = [
        unworthy(s, Clause(tuple(range(len(s.words))), tuple(range(len(s.words))), s.root)) is None for s in sentences
    ]
    print("a figure or a name:", f1(truth, figures))
    print("head:              ", f1(truth, scores > 0))
    print("as it runs:        ", f1(truth, np.array(whole)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
