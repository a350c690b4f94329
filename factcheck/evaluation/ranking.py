"""Part of the evaluation: a ranking of documents and which of them are relevant in; the usual figures out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DEPTH = 10


@dataclass(frozen=True, slots=True)
class RankScores:
    """Recall among the first 1, 5 and 10, and nDCG and reciprocal rank within the first 10, each 0 to 1."""

    recall_at_1: float
    recall_at_5: float
    recall_at_10: float
    ndcg_at_10: float
    mrr_at_10: float


def rank_scores(ranking: Sequence[str], relevant: Mapping[str, int]) -> RankScores:
    """The figures of one query; `relevant` grades documents above 0, and at least one."""
    found = [relevant.get(document, 0) for document in ranking[:DEPTH]]
    first = next((rank for rank, grade in enumerate(found, 1) if grade), 0)
    recall_1, recall_5, recall_10 = (sum(map(bool, found[:depth])) / len(relevant) for depth in (1, 5, DEPTH))
    return RankScores(
        recall_at_1=recall_1,
        recall_at_5=recall_5,
        recall_at_10=recall_10,
        ndcg_at_10=_gain(found) / _gain(sorted(relevant.values(), reverse=True)[:DEPTH]),
        mrr_at_10=1 / first if first else 0.0,
    )


def _gain(grades: Sequence[int]) -> float:
    """Discounted cumulative gain, the grade itself being the gain, as trec_eval and BEIR have it."""
    from sklearn.metrics import dcg_score

    padded = [*grades, *[0] * (DEPTH - len(grades))]
    return float(dcg_score([padded], [range(DEPTH, 0, -1)]))
