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
from typing import TYPE_CHECKING, Any

from factcheck.embedder import Encoded, MiniLM, session_options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLAIM_TOKENS, EVIDENCE_TOKENS = 64, 160
BATCH_PAIRS = 32


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
        self.read([claim, *(p.text for p in parts)])
        statement = _cut(self._encoded[claim], CLAIM_TOKENS)
        new = [p for p in dict.fromkeys(parts) if (claim, p) not in self._scored]
        encoded = [_cut(self._encoded[p.text].part(p.start, p.end), EVIDENCE_TOKENS) for p in new]
        order = sorted(range(len(new)), key=lambda n: len(encoded[n].ids))
        for start in range(0, len(order), BATCH_PAIRS):
            block = order[start : start + BATCH_PAIRS]
            for n, row in zip(block, self._run(statement, [encoded[n] for n in block]), strict=True):
                self._scored[claim, new[n]] = _softmax(row / self.calibration.temperature)
        return [self._scored[claim, p] for p in parts]

    def similarity(self, claim: str, parts: Sequence[Part]) -> list[float]:
        """Cosine similarity of the claim's meaning to each part's, -1 to 1."""
        self.read([claim, *(p.text for p in parts)])
        vector = self._encoded[claim].vector
        return [float(self._encoded[p.text].part(p.start, p.end).vector @ vector) for p in parts]

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the network, the encoder's graph or the calibration does."""
        parts = [_model(name) for name in ("encoder.onnx", "verifier.onnx", "verifier.json")]
        return hashlib.sha256(b"".join(parts)).hexdigest()[:12]

    def _run(self, claim: Encoded, evidence: Sequence[Encoded]) -> NDArray[np.float32]:
        import numpy as np

        shape = (len(evidence), max(len(e.ids) for e in evidence))
        ids = np.zeros(shape, np.int64)
        states = np.zeros((*shape, claim.states.shape[1]), np.float32)
        for n, one in enumerate(evidence):
            ids[n, : len(one.ids)] = one.ids
            states[n, : len(one.ids)] = one.states
        inputs = {
            "claim_ids": np.repeat(claim.ids[None], len(evidence), 0),
            "claim_states": np.repeat(claim.states[None], len(evidence), 0),
            "evidence_ids": ids,
            "evidence_states": states,
        }
        logits: NDArray[np.float32] = self._session.run(["logits"], inputs)[0]
        return logits

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        return onnxruntime.InferenceSession(
            _model("verifier.onnx"), session_options(), providers=["CPUExecutionProvider"]
        )


def _cut(encoded: Encoded, limit: int) -> Encoded:
    if len(encoded.ids) <= limit:
        return encoded
    kept = [*range(limit - 1), -1]
    return Encoded(encoded.ids[kept], encoded.states[kept], encoded.offsets[kept])


def _model(name: str) -> bytes:
    return files("factcheck").joinpath("models", name).read_bytes()


def _softmax(logits: NDArray[np.float32]) -> Stances:
    import numpy as np

    weights = np.exp(logits - logits.max())
    supported, contradicted, unverifiable = (float(w) for w in weights / weights.sum())
    return Stances(supported, contradicted, unverifiable)
