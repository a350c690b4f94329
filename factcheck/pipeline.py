"""The walk from front door to back: an article, a corpus and a brain in; a `Report` out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from factcheck import __version__
from factcheck.article import Article
from factcheck.claims import Extractor
from factcheck.corpus import Corpus
from factcheck.errors import CorpusError
from factcheck.evidence import gather
from factcheck.report import CorpusPart, Report, RunPart
from factcheck.report.assembly import compile_report
from factcheck.verdicts import Judge


@dataclass(frozen=True, slots=True)
class Brain:
    """What reads and judges: an extractor and a judge, and what the report says of them.

    `fingerprint` changes when the model does, `prompts` when a prompt file does (None where there are none);
    `calls` counts the model calls made so far, `address` is the model's server where it is not the provider's own.
    """

    name: str
    fingerprint: str
    extractor: Extractor
    judge: Judge
    prompts: str | None = None
    calls: Callable[[], int] = int
    address: str | None = None


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
    progress: Callable[[Stage], None] = lambda _: None,
) -> Report:
    """Claims are extracted from the article, evidence is gathered for each, each is judged, and all is reported.

    Raises CorpusError for a corpus without documents, ModelError where the claims cannot be extracted at all.
    """
    statistics = corpus.statistics()
    if not statistics.documents:
        raise CorpusError(f"corpus {corpus.name!r} is empty", hint="add documents with: factcheck corpus add PATH…")
    progress(Stage("reading the article", 0, 1))
    extraction = brain.extractor.extract(article)
    progress(Stage("gathering evidence", 0, len(extraction.claims)))
    evidence = gather(extraction.claims, corpus, article=article, as_of=as_of)
    outcomes = []
    for number, (claim, found) in enumerate(zip(extraction.claims, evidence, strict=True)):
        progress(Stage("judging", number, len(evidence)))
        outcomes.append(brain.judge.judge(claim, found))
    progress(Stage("judging", len(evidence), len(evidence)))
    newest = statistics.newest.isoformat() if statistics.newest else None
    against = CorpusPart(corpus.name, statistics.snapshot, statistics.documents, statistics.passages, newest)
    run = RunPart(
        checked_at=checked_at.isoformat().replace("+00:00", "Z"),
        tool=f"factcheck {__version__}",
        model=brain.name,
        model_fingerprint=brain.fingerprint,
        prompts=brain.prompts,
        embedder=statistics.embedder,
        as_of=as_of.isoformat() if as_of else None,
        calls=brain.calls(),
        address=brain.address,
    )
    return compile_report(article, extraction, outcomes, against, run)
