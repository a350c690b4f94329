"""Joins what the earlier rooms found into one `Report`; every count and line number is computed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from factcheck.article import Article
from factcheck.claims import Claim, Extraction, Leftover
from factcheck.corpus import Document
from factcheck.report import (
    ArticlePart,
    AttemptPart,
    CitationPart,
    ClaimPart,
    CorpusPart,
    DocumentPart,
    FigurePart,
    NotCheckedPart,
    PlacePart,
    Report,
    RunPart,
    TallyPart,
    VerdictPart,
)
from factcheck.verdicts import Attempt, Citation, Figure, Unchecked, Verdict


def compile_report(
    article: Article,
    extraction: Extraction,
    outcomes: Sequence[Verdict | Unchecked],
    corpus: CorpusPart,
    run: RunPart,
) -> Report:
    """The report of a finished check; `outcomes` stand in the order of the claims. ValueError unless one each."""
    if len(outcomes) != len(extraction.claims):
        raise ValueError(f"{len(extraction.claims)} claims need as many outcomes, not {len(outcomes)}")
    claims = tuple(_claim(article, claim, outcome) for claim, outcome in zip(extraction.claims, outcomes, strict=True))
    left = tuple(_left(article, leftover) for leftover in extraction.leftovers)
    return Report(_article(article), claims, left, _tally(claims, left), corpus, run)


def _article(article: Article) -> ArticlePart:
    return ArticlePart(
        title=article.title,
        author=article.author,
        published=article.published.isoformat() if article.published else None,
        url=article.url,
        sha256=article.sha256,
        source=article.source.encode("utf-8", "replace").decode(),  # a file's name may hold bytes that are no text
        text=article.text,
    )


def _claim(article: Article, claim: Claim, outcome: Verdict | Unchecked) -> ClaimPart:
    return ClaimPart(
        id=claim.id,
        text=claim.text,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        line=article.line(claim.start),
        speaker=claim.speaker,
        verdict=_unchecked(outcome) if isinstance(outcome, Unchecked) else _verdict(outcome),
        also=tuple(PlacePart(article.text[start:end], start, end, article.line(start)) for start, end in claim.also),
    )


def _unchecked(outcome: Unchecked) -> VerdictPart:
    return VerdictPart(
        label="unchecked",
        confidence=0.0,
        conclusion="This claim could not be checked.",
        reasoning=outcome.reason,
        gap=None,
        missing="",
        citations=(),
        near_misses=(),
        judged_by=outcome.judged_by,
    )


def _verdict(verdict: Verdict) -> VerdictPart:
    return VerdictPart(
        label=verdict.label.value,
        confidence=round(verdict.confidence, 3),
        conclusion=verdict.conclusion,
        reasoning=verdict.reasoning,
        gap=verdict.gap.value if verdict.gap else None,
        missing=verdict.missing,
        citations=tuple(map(_citation, verdict.citations)),
        near_misses=tuple(map(_citation, verdict.near_misses)),
        figures=tuple(map(_figure, verdict.figures)),
        attempt=_attempt(verdict.attempt) if verdict.attempt else None,
        judged_by=verdict.judged_by,
    )


def _attempt(attempt: Attempt) -> AttemptPart:
    return AttemptPart(attempt.label, attempt.quotes, attempt.conclusion)


def _figure(figure: Figure) -> FigurePart:
    return FigurePart(
        claim=figure.claim,
        source=figure.source,
        finding=figure.finding.value,
        document=figure.citation.passage.document.id,
    )


def _citation(citation: Citation) -> CitationPart:
    return CitationPart(
        quote=citation.quote,
        stance=citation.stance.value,
        document=_document(citation.passage.document),
        start=citation.start,
        end=citation.end,
        heading=citation.passage.heading,
        page=citation.passage.page,
    )


def _document(document: Document) -> DocumentPart:
    return DocumentPart(
        id=document.id,
        title=document.title,
        publisher=document.publisher,
        author=document.author,
        published=document.published.isoformat() if document.published else None,
        url=document.url,
        kind=document.kind,
    )


def _left(article: Article, leftover: Leftover) -> NotCheckedPart:
    return NotCheckedPart(
        quote=leftover.quote,
        start=leftover.start,
        end=leftover.end,
        line=article.line(leftover.start),
        reason=leftover.reason.value,
        detail=leftover.detail,
    )


def _tally(claims: Sequence[ClaimPart], left: Sequence[NotCheckedPart]) -> TallyPart:
    count = Counter(claim.verdict.label for claim in claims)
    return TallyPart(
        claims=len(claims),
        supported=count["supported"],
        contradicted=count["contradicted"],
        unverifiable=count["unverifiable"],
        unchecked=count["unchecked"],
        not_checked=len(left),
    )
