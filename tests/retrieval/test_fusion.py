"""Fusion: rare words that query and passage share count beside nearness."""

from __future__ import annotations

from collections import Counter

from factcheck.retrieval.bm25 import match, pool
from factcheck.retrieval.fusion import SOUGHT, fused, sought
from factcheck.retrieval.terms import terms

TEXTS = [
    Counter(terms(text)) for text in ("the river Sarre", "the river Loue", "the river Doubs and the Sarre", "a tower")
]
POOL = pool(TEXTS)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    """BM25: "Loue" stands in one text, "river" in three."""
    assert match(["loue"], TEXTS[1], POOL) > match(["river"], TEXTS[1], POOL) > 0


def test_a_shorter_text_counts_more() -> None:
    """The same word says more of a text that says little else."""
    assert match(["sarre"], TEXTS[0], POOL) > match(["sarre"], TEXTS[2], POOL)


def test_nothing_shared_adds_nothing() -> None:
    """Without a common term the score is the similarity alone, in an empty pool too."""
    assert fused(0.4, "lighthouse", TEXTS[0], POOL) == 0.4
    assert fused(0.4, "lighthouse", Counter(), pool([])) == 0.4


def test_terms_that_the_nearest_lack_are_sought() -> None:
    """Names and numbers first; what many of the nearest say already is not."""
    assert sought("The river Orm, 312 km long, in granite", POOL) == ["orm", "312"]


def test_only_a_few_terms_are_sought() -> None:
    """A query full of names costs no more than a short one."""
    assert len(sought("Anna Berta Clara Dora Emma Frieda", POOL)) == SOUGHT
