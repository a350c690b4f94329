"""Door: our entailment model on onnxruntime. Pairs of evidence and claim in; label probabilities out.

The network (models/verifier.onnx) reads the token states of MiniLM, so a passage is encoded once, whole, however many
of its sentences are held against however many claims. Temperature and thresholds (models/verifier.json) come from
development data; see models/MODEL_CARD.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING, Any

from factcheck.embedder import Encoded, MiniLM, session_options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from factcheck.embedder import Ids, Vectors

CLAIM_TOKENS, EVIDENCE_TOKENS = 64, 256
BATCH_PAIRS = 32
BLOCK_PAIRS = 1024
_LEAST = 1e-3


@dataclass(frozen=True, slots=True)
class Calibration:
    """`temperature` divides the logits; a label is given only from its threshold up."""

    temperature: float
    supported: float
    contradicted: float


@dataclass(frozen=True, slots=True)
class Stances:
    """Calibrated probabilities that sum to 1: does the evidence support the claim, contradict it, or leave it open."""

    supported: float
    contradicted: float
    unverifiable: float


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` to `end` of a text, read in the light of the whole text."""

    text: str
    start: int
    end: int


class Entailment:
    """Scores parts of evidence texts against claims; each text is encoded once and each pair scored once.

    Without a calibration of its own it takes the shipped one.
    """

    def __init__(self, embedder: MiniLM, calibration: Calibration | None = None) -> None:
        self._embedder = embedder
        self.calibration = calibration or Calibration(**json.loads(_model("verifier.json"))["calibration"])
        self._encoded: dict[str, Encoded] = {}
        self._scored: dict[tuple[str, Part], Stances] = {}

    def read(self, texts: Sequence[str]) -> None:
        """Encode texts together, ahead of their use; one large batch is faster than many small ones."""
        new = [t for t in dict.fromkeys(texts) if t not in self._encoded]
        self._encoded |= zip(new, self._embedder.encode(new), strict=True)

    def score(self, claim: str, parts: Sequence[Part]) -> list[Stances]:
        """One `Stances` a part, in order; claims count to 64 word pieces, a part to 160."""
        return self.score_all([(claim, part) for part in parts])

    def score_all(self, pairs: Sequence[tuple[str, Part]]) -> list[Stances]:
        """One `Stances` a pair, in order; pairs of like length go through the network together."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._scored]
        self.read([text for claim, part in new for text in (claim, part.text)])
        claims = {claim: _cut(self._encoded[claim], CLAIM_TOKENS) for claim, _ in new}
        parts = {p: _cut(self._encoded[p.text].part(p.start, p.end), EVIDENCE_TOKENS) for _, p in new}
        order = sorted(new, key=lambda pair: (len(parts[pair[1]].ids), len(claims[pair[0]].ids)))
        for start in range(0, len(order), BATCH_PAIRS):
            block = order[start : start + BATCH_PAIRS]
            logits = self._run([claims[claim] for claim, _ in block], [parts[part] for _, part in block])
            self._scored |= {
                p: _softmax(row / self.calibration.temperature) for p, row in zip(block, logits, strict=True)
            }
        return [self._scored[pair] for pair in pairs]

    def classify(self, pairs: Sequence[tuple[str, str]]) -> list[Stances]:
        """One `Stances` a (claim, evidence) pair, in order. Texts are forgotten again, so that any number fits."""
        order = sorted(range(len(pairs)), key=lambda n: len(pairs[n][0]) + len(pairs[n][1]))
        found: dict[int, Stances] = {}
        for start in range(0, len(order), BLOCK_PAIRS):
            block = order[start : start + BLOCK_PAIRS]
            whole = [(pairs[n][0], Part(pairs[n][1], 0, len(pairs[n][1]))) for n in block]
            found |= zip(block, self.score_all(whole), strict=True)
            self._encoded.clear()
        self._scored.clear()
        return [found[n] for n in range(len(pairs))]

    def similarity(self, claim: str, parts: Sequence[Part]) -> list[float]:
        """Cosine similarity of the claim's meaning to each part's, -1 to 1."""
        self.read([claim, *(p.text for p in parts)])
        vector = self._encoded[claim].vector
        return [float(self._encoded[p.text].part(p.start, p.end).vector @ vector) for p in parts]

    @cached_property
    def fingerprint(self) -> str:
        """Changes when any file of the embedded brain does: networks, calibration, judge or head."""
        names = ("encoder.onnx", "verifier.onnx", "verifier.json", "judge.json", "worth.npz")
        parts = [_model(name) for name in names]
        return hashlib.sha256(b"".join(parts)).hexdigest()[:12]

    def _run(self, claims: Sequence[Encoded], evidence: Sequence[Encoded]) -> NDArray[np.float32]:
        inputs: dict[str, NDArray[Any]] = {}
        for name, texts in (("claim", claims), ("evidence", evidence)):
            inputs[f"{name}_ids"], inputs[f"{name}_states"] = _below(texts)
        logits: NDArray[np.float32] = self._session.run(["logits"], inputs)[0]
        return logits

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        return onnxruntime.InferenceSession(
            _model("verifier.onnx"), session_options(), providers=["CPUExecutionProvider"]
        )


def _below(texts: Sequence[Encoded]) -> tuple[Ids, Vectors]:
    """Ids (n, length) and states (n, length, 1152), zeros after each text."""
    import numpy as np

    shape = (len(texts), max(len(text.ids) for text in texts))
    ids, states = np.zeros(shape, np.int64), np.zeros((*shape, texts[0].states.shape[1]), np.float32)
    for n, text in enumerate(texts):
        ids[n, : len(text.ids)] = text.ids
        states[n, : len(text.ids)] = text.states
    return ids, states


def _cut(encoded: Encoded, limit: int) -> Encoded:
    if len(encoded.ids) <= limit:
        return encoded
    kept = [*range(limit - 1), -1]
    return Encoded(encoded.ids[kept], encoded.states[kept], encoded.offsets[kept])


def _model(name: str) -> bytes:
    return files("factcheck").joinpath("models", name).read_bytes()


def log_odds(probability: float) -> float:
    """The log odds of a probability, which counts as no nearer to 0 or 1 than a thousandth."""
    clipped = min(max(probability, _LEAST), 1 - _LEAST)
    return log(clipped / (1 - clipped))


def _softmax(logits: NDArray[np.float32]) -> Stances:
    import numpy as np

    weights = np.exp(logits - logits.max())
    supported, contradicted, unverifiable = (float(w) for w in weights / weights.sum())
    return Stances(supported, contradicted, unverifiable)
