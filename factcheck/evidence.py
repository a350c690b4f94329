"""Third room: a `Claim` and the corpus in; the `Evidence` retrieved for that claim out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from factcheck.article import Article
from factcheck.claims import Claim
from factcheck.corpus import Passage

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

    def search(self, queries: Sequence[str], *, limit: int, as_of: date | None) -> list[list[Passage]]:
        """For each query its nearest passages, best first."""
        ...


def gather(
    claims: Sequence[Claim], corpus: Searchable, *, article: Article, as_of: date | None = None
) -> tuple[Evidence, ...]:
    """One `Evidence` a claim, in order: its nearest passages, no copies of one another, the article itself left out.

    Passages whose numbers differ are never taken for copies: a corrected wire story is another source.
    """
    return retrieve([(claim, claim.statement) for claim in claims], corpus, article=article, as_of=as_of)


def retrieve(
    wanted: Sequence[tuple[Claim, str]], corpus: Searchable, *, article: Article, as_of: date | None = None
) -> tuple[Evidence, ...]:
    """As `gather`, by queries of the caller's own."""
    found = corpus.search([query for _, query in wanted], limit=3 * PASSAGES, as_of=as_of)
    return tuple(
        Evidence(claim.id, _diverse([p for p in passages if not _is_article(p, article)]))
        for (claim, _), passages in zip(wanted, found, strict=True)
    )


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


def _diverse(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    kept: list[Passage] = []
    for passage in passages:
        same_document = sum(p.document.id == passage.document.id for p in kept)
        if same_document < PER_DOCUMENT and not any(is_copy(passage.text, p.text) for p in kept):
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
