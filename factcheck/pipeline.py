"""The walk from front door to back: an article, a corpus and a brain in; a `Report` out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from factcheck import __version__
from factcheck.article import Article
from factcheck.claims import Claim, Extractor
from factcheck.corpus import EVERYTHING, Corpus, Only
from factcheck.errors import CorpusError
from factcheck.evidence import Evidence, Reader, gather, retrieve
from factcheck.llm import Price, Usage
from factcheck.report import CorpusPart, Report, RunPart
from factcheck.report.assembly import compile_report
from factcheck.verdicts import Judge, Unchecked


@dataclass(frozen=True, slots=True)
class Brain:
    """What reads and judges: an extractor and a judge, and what the report says of them.

    `fingerprint` changes when the model does, `prompts` when a prompt file does (None where there are none); `usage`
    is what its answers took so far, at `price`; `address` is the model's server where it is not the provider's own;
    `options` are the command line's that have a part in the verdicts. A `reader` puts the evidence in order.
    """

    name: str
    fingerprint: str
    extractor: Extractor
    judge: Judge
    prompts: str | None = None
    usage: Callable[[], Usage] = Usage
    price: Price | None = None
    address: str | None = None
    options: tuple[str, ...] = ()
    reader: Reader | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a check stands, for a progress bar: what is being done, how much of it is done, and of how much."""

    name: str
    done: int
    total: int


def check(
    article: Article,
    corpus: Corpus,
    brain: Brain,
    *,
    checked_at: datetime,
    as_of: date | None = None,
    only: Only = EVERYTHING,
    most: int | None = None,
    progress: Callable[[Stage], None] = lambda _: None,
) -> Report:
    """Claims are extracted from the article, evidence is gathered for each, each is judged, and all is reported.

    Only the first `most` claims are judged; the others are unchecked. Raises CorpusError for a corpus without
    documents, or without such as `only` asks for, ModelError where the claims cannot be extracted at all.
    """
    statistics = corpus.statistics()
    if not statistics.documents:
        raise CorpusError(f"corpus {corpus.name!r} is empty", hint="add documents with: factcheck corpus add PATH…")
    if only != EVERYTHING:
        corpus.require(only, as_of)
    progress(Stage("reading the article", 0, 1))
    extraction = brain.extractor.extract(article)
    progress(Stage("gathering evidence", 0, len(extraction.claims)))
    claims = extraction.claims[:most]
    evidence = gather(claims, corpus, article=article, as_of=as_of, only=only, reader=brain.reader)

    def search(claim: Claim, query: str) -> Evidence:
        return retrieve([(claim, query)], corpus, article=article, as_of=as_of, only=only, reader=brain.reader)[0]

    progress(Stage("judging", 0, len(claims)))
    outcomes = brain.judge.judge_all(
        list(zip(claims, evidence, strict=True)),
        published=article.published,
        search=search,
        told=lambda done: progress(Stage("judging", done, len(claims))),
    )
    outcomes += [Unchecked(f"left out: only so many claims were to be judged: {most}")] * (
        len(extraction.claims) - len(claims)
    )
    newest = statistics.newest.isoformat() if statistics.newest else None
    against = CorpusPart(corpus.name, statistics.snapshot, statistics.documents, statistics.passages, newest)
    run = _record(brain, statistics.embedder, checked_at=checked_at, as_of=as_of, only=only, most=most)
    return compile_report(article, extraction, outcomes, against, run)


def _record(
    brain: Brain, embedder: str, *, checked_at: datetime, as_of: date | None, only: Only, most: int | None
) -> RunPart:
    """What the report says of the run: when, by what, under which limits, and what it took."""
    usage = brain.usage()
    return RunPart(
        checked_at=checked_at.isoformat().replace("+00:00", "Z"),
        tool=f"factcheck {__version__}",
        model=brain.name,
        model_fingerprint=brain.fingerprint,
        prompts=brain.prompts,
        embedder=embedder,
        as_of=as_of.isoformat() if as_of else None,
        since=only.since.isoformat() if only.since else None,
        publishers=only.publishers,
        kinds=only.kinds,
        calls=usage.calls,
        input_tokens=usage.read,
        output_tokens=usage.written,
        cost=round(brain.price.of(usage), 6) if brain.price else None,
        address=brain.address,
        options=(*brain.options, *(() if most is None else ("--max-claims", str(most)))),
    )
