"""Part of retrieval: the scores of a query's best passages and the stances they take in; their new order out.

A passage that supports or contradicts the claim is about it; one that leaves it open may only share its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.entailment import Stances, log_odds

# Past the first 20 little was gained on the claim set, and every passage costs time.
DEPTH = 20
# Of the model's log odds beside the fused score; 0.08 to 0.12 do alike.
WEIGHT = 0.1


def under_title(title: str, text: str) -> str:
    """A passage as the entailment model has learnt to read it."""
    return f"[{title}] {text}" if title.strip() else text


def reranked(scores: Sequence[float], stances: Sequence[Stances]) -> list[int]:
    """The numbers of the passages, best first; those past the last stance keep their places."""
    mixed = [score + WEIGHT * log_odds(1 - each.unverifiable) for score, each in zip(scores, stances, strict=False)]
    first = sorted(range(len(mixed)), key=lambda n: (-round(mixed[n], 5), n))
    return [*first, *range(len(mixed), len(scores))]
