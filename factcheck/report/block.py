"""One claim's block of the markdown report: what the article says, the verdict and the grounds for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from factcheck.report import ArticlePart, CitationPart, ClaimPart, FigurePart, StanceName
from factcheck.report.escape import inline, link
from factcheck.report.wording import KINDS, name, percent, shorten, title
from factcheck.verdicts import Gap

_HEADINGS: dict[StanceName, str] = {
    "contradicts": "Evidence against",
    "supports": "Evidence for",
    "neutral": "Context",
}
_GAPS: dict[str, str] = {
    Gap.NOTHING_RETRIEVED: "Nothing in the corpus is close to this claim.",
    Gap.NEAR_MISS: "The nearest sources do not settle it.",
    Gap.SOURCES_CONFLICT: "The sources conflict.",
    Gap.TOO_VAGUE: "The claim is too vague to be settled.",
    Gap.NO_QUOTE: "No quote was found word for word in a source.",
}


def heading(claim: ClaimPart) -> str:
    """The block's heading: "c12: contradicted"."""
    return f"{claim.id}: {claim.verdict.label}"


def anchor(claim: ClaimPart) -> str:
    """The address of the block within the page, as GitHub makes it: lower case, no punctuation, hyphens for spaces."""
    return "#" + quote(re.sub(r"[^\w\- ]", "", heading(claim).lower()).replace(" ", "-"))


def block(claim: ClaimPart, article: ArticlePart, numbers: Mapping[str, int]) -> Iterator[str]:
    """The paragraphs of a claim's block. `numbers` maps a document's id to its number in the list of sources."""
    yield f"### {inline(heading(claim))}"
    yield f"**The article** ({_lines(claim)})"
    yield f"> {inline(claim.quote)}"
    yield f"**Stand-alone claim:** {inline(claim.text)}"
    yield f"**Speaker:** {inline(claim.speaker or 'the article itself')}"
    yield _verdict(claim)
    yield from _evidence(claim, article, numbers)
    yield from _near_misses(claim, article, numbers)
    yield from _figures(claim, numbers)
    yield from _grounds(claim)
    yield "- [ ] Reviewed\n- Notes:"


def _lines(claim: ClaimPart) -> str:
    others = ", ".join(str(place.line) for place in claim.also)
    return f"line {claim.line}; said again on line {others}" if others else f"line {claim.line}"


def _verdict(claim: ClaimPart) -> str:
    verdict = claim.verdict
    if verdict.label == "unchecked":
        return f"**Not checked because of an error:** {inline(verdict.reasoning)}"
    # How sure the judge is that nothing settles a claim tells a reader little, and a low figure looks like a mistake.
    sure = f"confidence {percent(verdict.confidence)}" if verdict.label != "unverifiable" else ""
    by = f"judged by {inline(verdict.judged_by)}" if verdict.judged_by else ""
    told = ", ".join(part for part in (sure, by) if part)
    return f"**Verdict: {verdict.label}**{told and f' ({told})'}. {inline(verdict.conclusion)}"


def _evidence(claim: ClaimPart, article: ArticlePart, numbers: Mapping[str, int]) -> Iterator[str]:
    against_first = claim.verdict.label == "contradicted"
    stances: list[StanceName] = ["contradicts", "supports"] if against_first else ["supports", "contradicts"]
    for stance in [*stances, "neutral"]:
        found = [citation for citation in claim.verdict.citations if citation.stance == stance]
        if found:
            yield f"**{_HEADINGS[stance]}**"
        for citation in found:
            yield f"> {inline(citation.quote)}"
            yield _attribution(citation, article, numbers)


def _attribution(citation: CitationPart, article: ArticlePart, numbers: Mapping[str, int]) -> str:
    document = citation.document
    parts = [
        link(title(document), document.url),
        inline(document.publisher),
        document.published and inline(document.published),
        inline(KINDS.get(document.kind, document.kind)),
        citation.heading and f"under “{inline(citation.heading)}”",
        citation.page is not None and f"page {citation.page}",
        f"characters {citation.start}–{citation.end}",
    ]
    where = ", ".join(part for part in parts if part)
    return f"Source {numbers[document.id]}: {where}.{_later(citation, article)}"


def _later(citation: CitationPart, article: ArticlePart) -> str:
    """The mark of a source that the article's author could not have known."""
    published = citation.document.published
    late = published and article.published and published > article.published
    return " **Published after the article.**" if late else ""


def _near_misses(claim: ClaimPart, article: ArticlePart, numbers: Mapping[str, int]) -> Iterator[str]:
    if claim.verdict.near_misses:
        yield "**Near misses** (close in wording; they do not decide the claim)"
        yield "\n".join(_near_miss(miss, article, numbers) for miss in claim.verdict.near_misses)


def _near_miss(miss: CitationPart, article: ArticlePart, numbers: Mapping[str, int]) -> str:
    quote, by = inline(shorten(miss.quote, 160)), inline(name(miss.document))
    return f"* {by}, source {numbers[miss.document.id]}: “{quote}”{_later(miss, article)}"


def _figures(claim: ClaimPart, numbers: Mapping[str, int]) -> Iterator[str]:
    lines = [_figure(figure, numbers) for figure in claim.verdict.figures]
    if len(lines) == 1:
        yield f"**Figures (advisory):** {lines[0]}"
    elif lines:
        yield "**Figures (advisory)**"
        yield "\n".join(f"* {line}" for line in lines)


def _figure(figure: FigurePart, numbers: Mapping[str, int]) -> str:
    ours, theirs = inline(figure.claim), inline(figure.source)
    return f"claim: {ours}; source {numbers[figure.document]}: {theirs} ({figure.finding})"


def _grounds(claim: ClaimPart) -> Iterator[str]:
    verdict = claim.verdict
    if verdict.label != "unchecked" and verdict.reasoning:
        yield f"**Reasoning:** {inline(verdict.reasoning)}"
    if verdict.gap or verdict.missing:
        gap = _GAPS.get(verdict.gap, f"{verdict.gap}.") if verdict.gap else ""
        yield f"**What is missing:** {inline(f'{gap} {verdict.missing}')}"
