"""Pairs a second of the embedded brain, beside bare onnxruntime on the very same batches: `make bench`.

A pair is a claim of about 20 and evidence of about 80 word pieces. Both ways are timed in turn, and medians are shown.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from factcheck.embedder import MiniLM
from factcheck.entailment import Entailment

PAIRS, ROUNDS = 512, 3
CLAIM_WORDS, EVIDENCE_WORDS = 10, 42


@dataclass
class Recorded:
    """A session that passes every batch on and remembers it."""

    session: Any
    batches: list[tuple[list[str], dict[str, Any]]] = field(default_factory=list)

    def run(self, names: list[str], inputs: dict[str, Any]) -> Any:
        self.batches.append((names, inputs))
        return self.session.run(names, inputs)

    def again(self) -> None:
        """All batches once more, and nothing else."""
        for names, inputs in self.batches:
            self.session.run(names, inputs)


def pairs() -> list[tuple[str, str]]:
    """Words of the starter corpus in random order: what they say does not matter here, how long they are does."""
    words = [w for path in sorted(Path("corpus").rglob("*.md")) for w in path.read_text(encoding="utf-8").split()]
    rng = random.Random(1)

    def text(length: int) -> str:
        return " ".join(rng.choices(words, k=round(length * rng.uniform(0.8, 1.2))))

    return [(text(CLAIM_WORDS), text(EVIDENCE_WORDS)) for _ in range(PAIRS)]


def main() -> None:
    texts = pairs()
    embedder = MiniLM()
    entailment = Entailment(embedder)
    entailment.classify(texts[:64])
    encoder, network = Recorded(embedder._session), Recorded(entailment._session)
    embedder._session, entailment._session = encoder, network
    ours, bare = [], []
    for _ in range(ROUNDS):
        encoder.batches.clear()
        network.batches.clear()
        began = perf_counter()
        entailment.classify(texts)
        ours.append(PAIRS / (perf_counter() - began))
        began = perf_counter()
        encoder.again()
        network.again()
        bare.append(PAIRS / (perf_counter() - began))
    pieces = sum(inputs["ids"].size for _, inputs in encoder.batches) / PAIRS
    print(f"{PAIRS} pairs, {pieces:.0f} padded word pieces a pair; medians of {ROUNDS} rounds")
    print(f"factcheck     {median(ours):6.1f} pairs a second")
    print(f"onnxruntime   {median(bare):6.1f} pairs a second on the same batches")
    print(f"ratio         {median(a / b for a, b in zip(ours, bare, strict=True)):6.2f}")


if __name__ == "__main__":
    main()
