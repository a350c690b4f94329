"""Part of retrieval: terms of a query and of texts in; how well they match out, by BM25 (Robertson & Zaragoza 2009)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Pool:
    """The texts that a term's rarity is counted in: how many, in how many each term stands, and their mean length."""

    texts: int
    frequencies: Counter[str]
    length: float

    def rarity(self, term: str) -> float:
        """The inverse document frequency, never below 0."""
        frequency = self.frequencies[term]
        return log(1 + (self.texts - frequency + 0.5) / (frequency + 0.5))


def pool(texts: Iterable[Counter[str]]) -> Pool:
    """The pool of these texts, each as its terms' counts."""
    count, length, frequencies = 0, 0, Counter[str]()
    for text in texts:
        count += 1
        length += text.total()
        frequencies.update(text.keys())
    return Pool(count, frequencies, max(length / max(count, 1), 1.0))


def match(query: Iterable[str], text: Counter[str], among: Pool) -> float:
    """The BM25 score of one text; 0 where it shares no term with the query. A term counts once in the query."""
    norm = K1 * (1 - B + B * text.total() / among.length)
    score = 0.0
    for term in dict.fromkeys(query):
        if count := text[term]:
            score += among.rarity(term) * count * (K1 + 1) / (count + norm)
    return score
