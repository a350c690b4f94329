"""Part of the evaluation: a retrieval set in; how well the corpus's search finds its relevant documents out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from time import perf_counter

from factcheck.corpus import Corpus, Passage
from factcheck.embedder import Embedder
from factcheck.evaluation import Progress, Subject
from factcheck.evaluation.beir import RetrievalSet
from factcheck.evaluation.ranking import DEPTH, RankScores, rank_scores
from factcheck.evaluation.rows import Entry
from factcheck.evaluation.scratch import scratch
from factcheck.reading import Source
from factcheck.reading.normalising import normalise

BLOCK = 32
# So many passages that even long documents leave ten different ones among them.
PASSAGES = 100


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """Means over the queries that have a relevant document; a document ranks where its best passage does.

    `seconds_per_query` is the time of the search alone, `seconds_indexing` that of adding all documents.
    """

    subject: Subject
    folder: str
    documents: int
    passages: int
    queries: int
    scores: RankScores
    seconds_per_query: float
    seconds_indexing: float


def evaluate_retrieval(
    subject: Subject, folder: str, gold: RetrievalSet, embedder: Embedder, progress: Progress
) -> RetrievalFigures:
    """Index the set in a corpus of its own, search it for every query, and compare; `folder` is named in the record."""
    with scratch(embedder) as corpus:
        before = perf_counter()
        stored = _index(corpus, gold.documents, progress)
        indexed = perf_counter()
        rankings = _rankings(corpus, [query.text for query in gold.queries], progress)
        searched = perf_counter()
        statistics = corpus.statistics()
    graded = [_stored(gold.relevant[query.id], stored) for query in gold.queries]
    return RetrievalFigures(
        subject=subject,
        folder=folder,
        documents=len(gold.documents),
        passages=statistics.passages,
        queries=len(gold.queries),
        scores=_mean([rank_scores(found, relevant) for found, relevant in zip(rankings, graded, strict=True)]),
        seconds_per_query=(searched - indexed) / len(gold.queries),
        seconds_indexing=indexed - before,
    )


def _index(corpus: Corpus, documents: Sequence[Entry], progress: Progress) -> dict[str, str]:
    """The id in the corpus by the id in the set: documents with the same words share one, empty ones have their own."""
    sources = [(str(number), _source(entry)) for number, entry in enumerate(documents)]
    additions = corpus.add(sources, lambda done, total: progress("indexing passages", done, total))
    rows = zip(documents, additions, strict=True)
    return {entry.id: addition.id or f"nothing of {entry.id}" for entry, addition in rows}


def _source(entry: Entry) -> Source:
    """The document; without a title it would be embedded under its file's name, which here is a mere number."""
    title = normalise(entry.title)
    return Source(normalise(entry.text) or title, title=title or " ")


def _rankings(corpus: Corpus, queries: Sequence[str], progress: Progress) -> list[list[str]]:
    rankings: list[list[str]] = []
    for start in range(0, len(queries), BLOCK):
        progress("searching", start, len(queries))
        rankings += map(_documents, corpus.search(queries[start : start + BLOCK], limit=PASSAGES))
    progress("searching", len(queries), len(queries))
    return rankings


def _documents(passages: Iterable[Passage]) -> list[str]:
    return list(dict.fromkeys(passage.document.id for passage in passages))[:DEPTH]


def _stored(relevant: Mapping[str, int], stored: Mapping[str, str]) -> dict[str, int]:
    graded: dict[str, int] = {}
    for name, grade in relevant.items():
        graded[stored[name]] = max(grade, graded.get(stored[name], 0))
    return graded


def _mean(scores: Sequence[RankScores]) -> RankScores:
    return RankScores(*(sum(column) / len(scores) for column in zip(*map(astuple, scores), strict=True)))
