"""Part of the corpus: queries in; for each the passages that answer it best out, all as of one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from factcheck.corpus.collections import Collections
from factcheck.corpus.layout import document_id, is_live
from factcheck.corpus.records import EVERYTHING, Document, Only, Passage
from factcheck.embedder import Embedder
from factcheck.retrieval import Method
from factcheck.retrieval.bm25 import pool
from factcheck.retrieval.fusion import FETCHED, POOL, fused, sought
from factcheck.retrieval.terms import key, terms

if TYPE_CHECKING:
    from factcheck.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: `limit` passages a query of `only` such documents, and none later than `as_of`."""

    queries: tuple[str, ...]
    limit: int
    as_of: date | None
    by: Method
    only: Only = EVERYTHING


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored passage, and its cosine similarity to the query."""

    id: str
    text: str
    similarity: float

    @property
    def document(self) -> str:
        return document_id(self.id)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What a query met: the nearest rows, and others that hold its words."""

    nearest: list[_Row]
    others: list[_Row]

    def kept(self, documents: Mapping[str, Document], as_of: date | None, only: Only) -> _Rows:
        """Those that are live, and of documents that are wanted."""

        def kept(row: _Row) -> bool:
            document = documents.get(row.document)
            if document is None or not is_live(row.id, document):
                return False
            return only.admits(document) and document.is_of(as_of)

        return _Rows(list(filter(kept, self.nearest)), list(filter(kept, self.others))[:FETCHED])


def search(wanted: Search, collections: Collections, embedder: Embedder) -> list[list[Passage]]:
    """For each query its passages, best first, one list a query."""
    while True:
        answers, documents = _consistent(wanted, collections, embedder)
        ranked = [
            _ranked(query, rows, documents, wanted.by)[: wanted.limit]
            for query, rows in zip(wanted.queries, answers, strict=True)
        ]
        met = {row.id for rows in ranked for row, _ in rows}
        places = collections.places(met)
        if places.keys() >= met:  # else a writer has just deleted some
            return [
                [_to_passage(documents[r.document], r, places[r.id], match) for r, match in rows] for rows in ranked
            ]


def _consistent(
    wanted: Search, collections: Collections, embedder: Embedder
) -> tuple[list[_Rows], dict[str, Document]]:
    """Each query's rows, and the documents they belong to, as of one moment.

    A row whose version its document's record does not name was met by a writer, or is one that a crash left: it
    is all asked again until nothing of the kind turns up, or the very same does.
    """
    vectors = embedder.embed(wanted.queries)
    before = None
    while True:
        nearest = _nearest(vectors, wanted, collections)
        others = [_worded(*each, wanted, collections) for each in zip(wanted.queries, vectors, nearest, strict=True)]
        rows = [row for each in (*nearest, *others) for row in each]
        documents = collections.records({row.document for row in rows})
        stale = {row.id for row in rows if not is_live(row.id, documents.get(row.document))}
        if not stale or before == (stale, documents):
            met = zip(nearest, others, strict=True)
            return [_Rows(*each).kept(documents, wanted.as_of, wanted.only) for each in met], documents
        before = (stale, documents)


def _nearest(vectors: Vectors, wanted: Search, collections: Collections) -> list[list[_Row]]:
    found = collections.nearest(vectors, max(2 * wanted.limit, POOL), wanted.as_of, wanted.only)
    columns = zip(found["ids"], found["documents"], found["embeddings"], vectors, strict=True)
    return [_rows(*column) for column in columns]


def _worded(
    query: str, vector: Vectors, nearest: Sequence[_Row], wanted: Search, collections: Collections
) -> list[_Row]:
    """Rows that hold the query's rarest terms, which the nearest hardly have.

    Dates and the like are compared later: joining the filters takes Chroma 200 ms at 100,000 passages.
    """
    if wanted.by is Method.DENSE:
        return []
    keys = [key(term) for term in sought(query, pool(map(_counts, nearest)))]
    if not keys:
        return []
    limited = wanted.as_of or wanted.only != EVERYTHING
    found = collections.holding(keys, FETCHED * (10 if limited else 1))
    known = {row.id for row in nearest}
    return [r for r in _rows(found["ids"], found["documents"], found["embeddings"], vector) if r.id not in known]


def _rows(ids: Sequence[str], texts: Sequence[str], found: Any, vector: Vectors) -> list[_Row]:
    import numpy as np

    similarities = np.asarray(found, np.float32).reshape(-1, len(vector)) @ vector
    return [_Row(*row) for row in zip(ids, texts, map(float, similarities), strict=True)]


def _ranked(query: str, rows: _Rows, documents: Mapping[str, Document], by: Method) -> list[tuple[_Row, float]]:
    """The rows with what they are ordered by, best first."""
    found = [(row, row.similarity) for row in rows.nearest]
    if by is Method.FUSED:
        words = {r.id: _counts(r) + Counter(terms(documents[r.document].title)) for r in (*rows.nearest, *rows.others)}
        among = pool(words[row.id] for row in rows.nearest)
        found = [(r, fused(r.similarity, query, words[r.id], among)) for r in (*rows.nearest, *rows.others)]
    return sorted(found, key=lambda each: (-round(each[1], 5), each[0].id))


def _counts(row: _Row) -> Counter[str]:
    return Counter(terms(row.text))


def _to_passage(document: Document, row: _Row, metadata: Any, match: float) -> Passage:
    return Passage(
        document,
        row.text,
        int(metadata["start"]),
        int(metadata["end"]),
        str(metadata["heading"]),
        int(metadata["page"]) or None,
        row.similarity,
        match,
    )
