"""Part of the evaluation: a retrieval set in; how well the corpus's search finds its relevant documents out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from itertools import islice
from time import perf_counter

from factcheck.corpus import Corpus, Passage
from factcheck.embedder import Embedder
from factcheck.evaluation import Progress, Subject
from factcheck.evaluation.answers import Classifier
from factcheck.evaluation.beir import RetrievalSet
from factcheck.evaluation.ranking import DEPTH, RankScores, rank_scores
from factcheck.evaluation.rows import Entry
from factcheck.evaluation.scratch import scratch
from factcheck.passages import split
from factcheck.reading import Source
from factcheck.reading.normalising import normalise
from factcheck.retrieval import Method
from factcheck.retrieval.bm25 import match, pool
from factcheck.retrieval.reranking import DEPTH as RERANKED
from factcheck.retrieval.reranking import reranked, under_title
from factcheck.retrieval.terms import terms

Search = Callable[[Sequence[str]], list[list[Passage]]]

BLOCK = 32
# So many passages that even long documents leave ten different ones among them.
PASSAGES = 100


@dataclass(frozen=True, slots=True)
class MethodFigures:
    """Means over the queries; `seconds_per_query` is the time of the search alone."""

    scores: RankScores
    seconds_per_query: float


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """Means over the queries that have a relevant document; a document ranks where its best passage does.

    `methods` are by name: dense is vectors alone, lexical BM25 over every passage, fused what `corpus search` does,
    reranked the same in the entailment model's order. `seconds_indexing` is the time of adding all documents.
    """

    subject: Subject
    folder: str
    documents: int
    passages: int
    queries: int
    methods: Mapping[str, MethodFigures]
    seconds_indexing: float


def evaluate_retrieval(
    subject: Subject, folder: str, gold: RetrievalSet, models: tuple[Embedder, Classifier | None], progress: Progress
) -> RetrievalFigures:
    """Index the set in a corpus of its own, search it for every query by every method, and compare.

    `folder` is named in the record; without a classifier nothing is reranked.
    """
    embedder, classifier = models
    queries = [query.text for query in gold.queries]
    with scratch(embedder) as corpus:
        before = perf_counter()
        stored = _index(corpus, gold.documents, progress)
        indexed = perf_counter() - before
        statistics = corpus.statistics()
        ways: dict[str, Search] = {
            "dense": partial(corpus.search, limit=PASSAGES, by=Method.DENSE),
            "lexical": _lexical(corpus),
            "fused": partial(corpus.search, limit=PASSAGES),
        }
        if classifier:
            ways["reranked"] = _reranked(ways["fused"], classifier)
        graded = [_stored(gold.relevant[query.id], stored) for query in gold.queries]
        methods = {name: _measured(name, search, queries, graded, progress) for name, search in ways.items()}
    return RetrievalFigures(
        subject=subject,
        folder=folder,
        documents=len(gold.documents),
        passages=statistics.passages,
        queries=len(gold.queries),
        methods=methods,
        seconds_indexing=indexed,
    )


def _measured(
    name: str, search: Search, queries: Sequence[str], graded: Sequence[Mapping[str, int]], progress: Progress
) -> MethodFigures:
    before = perf_counter()
    rankings: list[list[str]] = []
    for start in range(0, len(queries), BLOCK):
        progress(f"searching: {name}", start, len(queries))
        rankings += map(_documents, search(queries[start : start + BLOCK]))
    progress(f"searching: {name}", len(queries), len(queries))
    seconds = (perf_counter() - before) / len(queries)
    return MethodFigures(_mean([rank_scores(*pair) for pair in zip(rankings, graded, strict=True)]), seconds)


def _lexical(corpus: Corpus) -> Search:
    """BM25 over every passage, its terms counted over the whole corpus: what the fused search is to beat."""
    passages = list(_passages(corpus))
    words = [Counter(terms(p.document.title)) + Counter(terms(p.text)) for p in passages]
    among = pool(words)

    def search(queries: Sequence[str]) -> list[list[Passage]]:
        found = []
        for query in queries:
            scores = [match(terms(query), each, among) for each in words]
            order = sorted(range(len(passages)), key=lambda n: -scores[n])
            found.append([passages[n] for n in order[:PASSAGES] if scores[n]])
        return found

    return search


def _passages(corpus: Corpus) -> Iterator[Passage]:
    for document in corpus.documents():
        text = corpus.document(document.id)[1]
        for span in split(text):
            yield Passage(document, text[span.start : span.end], span.start, span.end, span.heading)


def _reranked(search: Search, classifier: Classifier) -> Search:
    """That search, and its best passages of each query in the model's order."""

    def found(queries: Sequence[str]) -> list[list[Passage]]:
        results = search(queries)
        pairs = [
            (query, under_title(p.document.title, p.text))
            for query, passages in zip(queries, results, strict=True)
            for p in passages[:RERANKED]
        ]
        stances = iter(classifier.classify(pairs))
        return [
            [
                passages[n]
                for n in reranked([p.match for p in passages], list(islice(stances, len(passages[:RERANKED]))))
            ]
            for passages in results
        ]

    return found


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


def _documents(passages: Iterable[Passage]) -> list[str]:
    return list(dict.fromkeys(passage.document.id for passage in passages))[:DEPTH]


def _stored(relevant: Mapping[str, int], stored: Mapping[str, str]) -> dict[str, int]:
    graded: dict[str, int] = {}
    for name, grade in relevant.items():
        graded[stored[name]] = max(grade, graded.get(stored[name], 0))
    return graded


def _mean(scores: Sequence[RankScores]) -> RankScores:
    return RankScores(*(sum(column) / len(scores) for column in zip(*map(astuple, scores), strict=True)))
