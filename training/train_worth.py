"""Trains the check-worthiness head, writes `factcheck/models/worth.npz`, and prints how it and its rivals do.

    make train-worth DATA=…

DATA holds `detect/claimbuster_*.jsonl`, lines of {text, label} with label check_worthy or not. Only ClaimBuster
(Arslan et al. 2020, CC BY 4.0) is learnt from: its licence lets the weights ship. Where `policlaim.train_gold.jsonl`
lies beside them (labels verifiable or not), it is measured on as well. Takes about five minutes on one core.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from factcheck.claims.head import BUCKETS, SCALE, WEIGHTS, slots
from factcheck.embedder import DIMENSIONS, MiniLM
from factcheck.grammar import Breaks, SpacyGrammar, Token

TRAIN = ("claimbuster_ct24.train", "claimbuster_ncs.train")
DEVELOPMENT = "claimbuster_ct24.dev"
SECOND = "policlaim.train_gold"
WORTHY = ("check_worthy", "verifiable")

Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Statements:
    """Lone statements: their vectors times SCALE, their hashed features, and whether each is worth checking."""

    words: list[tuple[Token, ...]]
    vectors: npt.NDArray[np.float32]
    hashed: csr_matrix
    worthy: Flags

    @property
    def both(self) -> csr_matrix:
        """Vectors and hashed features side by side."""
        return hstack([csr_matrix(self.vectors), self.hashed]).tocsr()


def rows(path: Path) -> list[tuple[str, bool]]:
    """Text and whether it is worth checking, a line each."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(line["text"], line["label"] in WORTHY) for line in lines]


def statements(found: list[tuple[str, bool]]) -> Statements:
    """The rows as the head sees them."""
    texts = [" ".join(text.split()) for text, _ in found]
    words = parsed(texts)
    worthy = np.array([worthy for _, worthy in found])
    return Statements(words, SCALE * MiniLM().embed(texts), hashed(words), worthy)


def parsed(texts: list[str]) -> list[tuple[Token, ...]]:
    """The words of each text, parsed as one sentence."""
    return [pieces[0] for pieces in SpacyGrammar().parse([(text, Breaks(frozenset({0}))) for text in texts])]


def hashed(texts: list[tuple[Token, ...]]) -> csr_matrix:
    """Hashed features, each row of unit length."""
    columns, values, starts = [], [], [0]
    for words in texts:
        places = slots(words)
        columns += places
        values += [1 / len(places) ** 0.5] * len(places)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(texts), BUCKETS))


def f1(truth: Flags, said: Flags) -> float:
    """F1 of the check-worthy class."""
    return 2 * int((truth & said).sum()) / max(int(truth.sum() + said.sum()), 1)


def best_bar(truth: Flags, scores: Scores) -> float:
    """The probability, in hundredths, above which F1 is highest."""
    return float(max(np.arange(0.01, 1, 0.01), key=lambda bar: (f1(truth, scores >= bar), -abs(bar - 0.5))))


def guesses(development: Statements, second: Statements | None) -> Iterator[tuple[str, list[Flags]]]:
    """What needs no training."""
    sets = [found for found in (development, second) if found]
    yield "always yes", [np.ones_like(found.worthy) for found in sets]
    yield "a figure or a name", [np.array([_holds(words) for words in found.words]) for found in sets]


def _holds(words: tuple[Token, ...]) -> bool:
    return any(word.entity or any(map(str.isdigit, word.text)) for word in words)


def rivals(train: Statements, development: Statements, second: Statements | None) -> Iterator[tuple[str, list[Scores]]]:
    """The other heads' probabilities on the sets."""
    sets = [found for found in (development, second) if found]
    words = LogisticRegression(C=3, max_iter=500).fit(train.hashed, train.worthy)
    yield "hashed words, logistic regression", [words.predict_proba(found.hashed)[:, 1] for found in sets]
    linear = LogisticRegression(C=1, max_iter=500).fit(train.vectors, train.worthy)
    yield "sentence vectors, logistic regression", [linear.predict_proba(found.vectors)[:, 1] for found in sets]
    layer = MLPClassifier(
        (128,), alpha=0.1, batch_size=128, early_stopping=True, n_iter_no_change=4, max_iter=40, random_state=1
    ).fit(2 * train.vectors, train.worthy)
    yield "sentence vectors, one hidden layer of 128", [layer.predict_proba(2 * found.vectors)[:, 1] for found in sets]


def main(data: Path) -> None:
    """Trains on all of TRAIN that is in no other set, writes the weights, prints the table."""
    folder = data / "detect"
    held = [rows(folder / f"{name}.jsonl") for name in (DEVELOPMENT, SECOND) if (folder / f"{name}.jsonl").exists()]
    taken = {text for found in held for text, _ in found}
    pool = [row for name in TRAIN for row in rows(folder / f"{name}.jsonl") if row[0] not in taken]
    # Of the few texts that were labelled both ways the later label, "worthy", counts.
    train = statements(sorted(dict(sorted(pool)).items()))
    development, *others = [statements(found) for found in held]
    second = others[0] if others else None
    for name, flags in guesses(development, second):
        print(
            f"{name}: {[round(f1(s.worthy, said), 3) for s, said in zip((development, *others), flags, strict=True)]}"
        )
    for name, scores in rivals(train, development, second):
        report(name, [development, *others], scores)
    head = LogisticRegression(C=1, max_iter=500).fit(train.both, train.worthy)
    report(
        "both, logistic regression (shipped)",
        [development, *others],
        [head.predict_proba(s.both)[:, 1] for s in (development, *others)],
    )
    save(head)


def save(head: LogisticRegression) -> None:
    """Writes the weights: vectors' in 32 bits, hashed features' in 16."""
    weights = head.coef_[0]
    vector, words = weights[:DIMENSIONS].astype(np.float32), weights[DIMENSIONS:].astype(np.float16)
    np.savez_compressed(WEIGHTS, vector=vector, hashed=words, bias=np.float32(head.intercept_[0]))


def report(name: str, sets: list[Statements], scores: list[Scores]) -> None:
    """Prints F1 at the bar that is best on the first set, for all sets, and each other set's own best."""
    bar = best_bar(sets[0].worthy, scores[0])
    shared = [round(f1(found.worthy, given >= bar), 3) for found, given in zip(sets, scores, strict=True)]
    own = [round(f1(s.worthy, g >= best_bar(s.worthy, g)), 3) for s, g in zip(sets[1:], scores[1:], strict=True)]
    print(f"{name}: {shared} at {bar:.2f}, at its own bar {own}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
