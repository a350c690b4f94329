"""Part of retrieval: a query and its best passages in; their order by what the entailment model makes of them out.

A passage that supports or contradicts the claim is about it; one that leaves it open may only share its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Protocol

from factcheck.entailment import Part, Stances

# Past the first 20 nothing was gained on the claim set, and every passage costs time.
DEPTH = 20
# Of the model's log odds beside the fused score; 0.08 to 0.12 do alike.
WEIGHT = 0.1
_LEAST = 1e-3


class Model(Protocol):
    """The entailment model as reranking needs it."""

    def score(self, claim: str, parts: Sequence[Part]) -> list[Stances]:
        """One `Stances` a part, in order."""
        ...


def reranked(model: Model, query: str, texts: Sequence[str], scores: Sequence[float]) -> list[int]:
    """The numbers of the texts, best first; those past the first 20 keep their places."""
    stances = model.score(query, [Part(text, 0, len(text)) for text in texts[:DEPTH]])
    mixed = [score + WEIGHT * _odds(1 - each.unverifiable) for score, each in zip(scores, stances, strict=False)]
    first = sorted(range(len(mixed)), key=lambda n: (-round(mixed[n], 5), n))
    return [*first, *range(len(mixed), len(texts))]


def _odds(probability: float) -> float:
    clipped = min(max(probability, _LEAST), 1 - _LEAST)
    return log(clipped / (1 - clipped))
