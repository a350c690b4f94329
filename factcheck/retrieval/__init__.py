"""Shelf: how a passage's words, and what the entailment model makes of it, count beside the nearness of its vector.

`terms` reads words and numbers out of a text, `bm25` weighs those that query and passage share, `fusion` adds that to
the dense similarity, `reranking` holds the best against the claim. None of it knows where passages are kept.
"""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """What orders the passages of a search: vectors alone, or vectors and words together."""

    DENSE = "dense"
    FUSED = "fused"
