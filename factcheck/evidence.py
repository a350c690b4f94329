"""Third room: a `Claim` and the corpus in; the `Evidence` retrieved for that claim out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from factcheck.article import Article
from factcheck.claims import Claim
from factcheck.corpus import EVERYTHING, Only, Passage, leaders, near, rank
from factcheck.entailment import Part, Stances
from factcheck.retrieval.reranking import DEPTH, reranked, under_title

PASSAGES = 10
PER_DOCUMENT = 3
# Jaccard similarity of word trigrams from which two passages with the same numbers count as copies of one text.
COPY = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """Passages fetched for one claim, best first; the only text that claim's citations may quote."""

    claim_id: str
    passages: tuple[Passage, ...]


class Searchable(Protocol):
    """A corpus as this room needs it."""

    def search(self, queries: Sequence[str], *, limit: int, as_of: date | None, only: Only) -> list[list[Passage]]:
        """For each query its nearest passages, best first."""
        ...


class Reader(Protocol):
    """The entailment model as this room needs it."""

    def score(self, claim: str, parts: Sequence[Part]) -> list[Stances]:
        """One `Stances` a part, in order."""
        ...


def gather(
    claims: Sequence[Claim],
    corpus: Searchable,
    *,
    article: Article,
    as_of: date | None = None,
    only: Only = EVERYTHING,
    reader: Reader | None = None,
) -> tuple[Evidence, ...]:
    """One `Evidence` a claim, in order: its best passages, no copies of one another, the article itself left out.

    Passages whose numbers differ are never taken for copies: a corrected wire story is another source. With a `reader`
    those that take a side come first.
    """
    wanted = [(claim, claim.statement) for claim in claims]
    return retrieve(wanted, corpus, article=article, as_of=as_of, only=only, reader=reader)


def retrieve(
    wanted: Sequence[tuple[Claim, str]],
    corpus: Searchable,
    *,
    article: Article,
    as_of: date | None = None,
    only: Only = EVERYTHING,
    reader: Reader | None = None,
) -> tuple[Evidence, ...]:
    """As `gather`, by queries of the caller's own."""
    found = corpus.search([query for _, query in wanted], limit=3 * PASSAGES, as_of=as_of, only=only)
    evidence = []
    for (claim, query), passages in zip(wanted, found, strict=True):
        distinct = _distinct([p for p in passages if not _is_article(p, article)])
        evidence.append(Evidence(claim.id, _spread(_ordered(query, distinct, reader))))
    return tuple(evidence)


def _is_article(passage: Passage, article: Article) -> bool:
    """Whether the passage is of the article itself, as it is or as it was: same text, same address, or same title."""
    document = passage.document
    if document.sha256 == article.sha256 or (article.url and _page(document.url) == _page(article.url)):
        return True
    dated = document.published is None or article.published in (None, document.published)
    return bool(article.title) and dated and document.title.casefold() == article.title.casefold()


def _page(url: str) -> str:
    """What tells one page from another: host and path, however the address is spelt."""
    parts = urlsplit(url.strip())
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"


def _distinct(passages: Sequence[Passage]) -> list[Passage]:
    """Of passages that are copies of one text the first or, where their documents are near-copies, the primary's."""
    documents = {p.document.id: p.document for p in passages}
    standing = leaders(list(documents.values()))
    kept: list[Passage] = []
    for passage in (replace(p, stands_for=standing.get(p.document.id, "")) for p in passages):
        at = next((n for n, p in enumerate(kept) if is_copy(passage.text, p.text)), None)
        if at is None:
            kept.append(passage)
        elif near(passage.document, kept[at].document) and rank(passage.document) < rank(kept[at].document):
            kept[at] = passage
    return kept


def _ordered(query: str, passages: Sequence[Passage], reader: Reader | None) -> list[Passage]:
    if reader is None:
        return list(passages)
    texts = [under_title(p.document.title, p.text) for p in passages[:DEPTH]]
    stances = reader.score(query, [Part(text, 0, len(text)) for text in texts])
    return [passages[n] for n in reranked([p.match for p in passages], stances)]


def _spread(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The first passages, only a few of any one document."""
    kept: list[Passage] = []
    for passage in passages:
        if sum(p.document.id == passage.document.id for p in kept) < PER_DOCUMENT:
            kept.append(passage)
        if len(kept) == PASSAGES:
            break
    return tuple(kept)


def is_copy(one: str, other: str) -> bool:
    """Whether two texts have the same numbers and nearly the same words in the same order."""
    if sorted(re.findall(r"\d+", one)) != sorted(re.findall(r"\d+", other)):
        return False
    a, b = _trigrams(one), _trigrams(other)
    return len(a & b) >= COPY * len(a | b) > 0


def _trigrams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))
