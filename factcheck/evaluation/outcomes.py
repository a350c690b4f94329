"""Part of the evaluation: one case in; what became of each of its labelled quotes in the whole pipeline out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from factcheck import pipeline
from factcheck.corpus import Corpus
from factcheck.embedder import Embedder
from factcheck.errors import GoldError, ModelError, SetupError
from factcheck.evaluation import Progress
from factcheck.evaluation.cases import Case
from factcheck.evaluation.labels import NOT_CHECKWORTHY
from factcheck.evaluation.matching import answering, found
from factcheck.evaluation.scratch import scratch
from factcheck.ingest import Provenance, add_paths
from factcheck.pipeline import Brain, Stage
from factcheck.report import Report
from factcheck.verdicts import Label

NOT_FOUND = "not_found"
DECIDED = (Label.SUPPORTED, Label.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a labelled quote: the label of the claim that answers for it, `not_found` where none does.

    `evidence_found` is None where the gold decides nothing or names no passage.
    """

    article: str
    quote: str
    gold: str
    given: str
    claim: str | None
    evidence_found: bool | None


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A case as it went; `unchecked` counts all claims of its report, or its gold claims where `failed` says why."""

    article: str
    outcomes: tuple[Outcome, ...]
    extracted: int
    unchecked: int
    seconds: float
    failed: str | None = None


def run(case: Case, brain: Brain, embedder: Embedder, progress: Progress) -> CaseRun:
    """Check the article in a corpus of its own. A model that fails to read it costs this article, not the others."""
    before = perf_counter()
    with scratch(embedder) as corpus:
        ids = fill(corpus, case)

        def show(stage: Stage) -> None:
            progress(f"{case.name}: {stage.name}", stage.done, stage.total)

        try:
            report = pipeline.check(case.article, corpus, brain, checked_at=datetime.now(UTC), progress=show)
        except SetupError:
            raise
        except ModelError as error:
            reason = f"{error} ({error.hint})" if error.hint else str(error)
            return _failed(case, reason, perf_counter() - before)
    outcomes = tuple(_outcomes(case, report, ids))
    tally = report.tally
    return CaseRun(case.name, outcomes, tally.claims, tally.unchecked, perf_counter() - before)


def fill(corpus: Corpus, case: Case) -> dict[Path, str]:
    """Fill the corpus; what each file is called there. Raises GoldError for a document that cannot be read."""
    ingestion = add_paths(corpus, [case.documents], Provenance())
    for skipped in ingestion.skipped:
        if skipped.failed:
            raise GoldError(f"{skipped.name}: {skipped.reason}", hint=skipped.hint or "mend or remove the document")
    return {Path(addition.source): addition.id for addition in ingestion.additions}


def _outcomes(case: Case, report: Report, ids: dict[Path, str]) -> Iterator[Outcome]:
    for marked in case.gold:
        claim = answering(marked, report.claims)
        given = claim.verdict.label if claim else NOT_FOUND
        evidence = bool(claim and found(marked, claim, ids)) if marked.label in DECIDED and marked.evidence else None
        yield Outcome(case.name, marked.quote, marked.label, given, claim.text if claim else None, evidence)


def _failed(case: Case, reason: str, seconds: float) -> CaseRun:
    lost = str(Label.UNCHECKED)
    outcomes = tuple(
        Outcome(case.name, m.quote, m.label, lost, None, False if m.label in DECIDED and m.evidence else None)
        for m in case.gold
    )
    checkable = sum(marked.label != NOT_CHECKWORTHY for marked in case.gold)
    return CaseRun(case.name, outcomes, 0, checkable, seconds, reason)
