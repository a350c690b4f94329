"""Words and order that several renderers share; all of it computed from a `Report`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from factcheck.claims import FAILURES
from factcheck.report import CitationPart, ClaimPart, DocumentPart, LabelName, Report, TallyPart

ORDER: tuple[LabelName, ...] = ("contradicted", "supported", "unverifiable", "unchecked")
KINDS = {
    "primary": "primary source",
    "agency": "news agency",
    "news": "news report",
    "reference": "reference work",
    "other": "other source",
}
_DECIDES = {"supported": "supports", "contradicted": "contradicts"}


def count(number: int, noun: str) -> str:
    """`number` and its noun: "1 claim", "2 claims"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def tally_sentences(report: Report) -> tuple[str, ...]:
    """The tally in one to three sentences; what could not be checked is named apart from the verdicts."""
    return tuple(filter(None, (_verdicts(report), _failures(report.tally), _left(report))))


def _verdicts(report: Report) -> str:
    tally = report.tally
    if not tally.claims:
        found = "No claim to check was found in the article."
        return found if report.finished else "No claim was found, and the article was not read as a whole."
    checked = tally.claims - tally.unchecked
    if not checked:
        return "No claim was checked."
    return (
        f"{count(checked, 'claim')} checked: {tally.contradicted} contradicted, {tally.supported} supported, "
        f"{tally.unverifiable} unverifiable."
    )


def _failures(tally: TallyPart) -> str:
    return f"{count(tally.unchecked, 'claim')} could not be checked because of an error." if tally.unchecked else ""


def _left(report: Report) -> str:
    tally = report.tally
    if not tally.not_checked:
        return ""
    further = "further passage" if tally.claims else "passage"
    verb = "was" if tally.not_checked == 1 else "were"
    failed = sum(part.reason in FAILURES for part in report.not_checked)
    of_them = f", {failed} of them because of a failure" if failed else ""
    return f"{count(tally.not_checked, further)} of the article {verb} not checked{of_them}."


def ranked(claims: Sequence[ClaimPart]) -> list[ClaimPart]:
    """The claims with the contradicted first, in article order within each label."""
    return sorted(claims, key=lambda claim: ORDER.index(claim.verdict.label))


def best(claim: ClaimPart) -> CitationPart | None:
    """The citation that the verdict rests on first of all; None where nothing decides."""
    stance = _DECIDES.get(claim.verdict.label)
    return next((each for each in claim.verdict.citations if stance in (None, each.stance)), None)


def sources(report: Report) -> tuple[DocumentPart, ...]:
    """Every document of the report once, in the order that numbers it: cited ones first, then those of near misses."""
    documents: dict[str, DocumentPart] = {}
    for citation in chain(_cited(report), _near(report)):
        documents.setdefault(citation.document.id, citation.document)
    return tuple(documents.values())


def cited_ids(report: Report) -> frozenset[str]:
    """The ids of the documents that some verdict cites."""
    return frozenset(citation.document.id for citation in _cited(report))


def _cited(report: Report) -> Iterator[CitationPart]:
    return chain.from_iterable(claim.verdict.citations for claim in report.claims)


def _near(report: Report) -> Iterator[CitationPart]:
    return chain.from_iterable(claim.verdict.near_misses for claim in report.claims)


def name(document: DocumentPart, width: int = 60) -> str:
    """A document in a few words: "Publisher: Title (date)", its title shortened to `width`."""
    by = f"{document.publisher}: " if document.publisher else ""
    dated = f" ({document.published})" if document.published else ""
    return f"{by}{shorten(title(document), width)}{dated}"


def title(document: DocumentPart) -> str:
    """The document's title, or its id where it has none."""
    return document.title or document.id


def shorten(text: str, width: int) -> str:
    """`text` on one line and within `width` characters, cut between words and then ending in an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    kept = line[: width - 1]
    if line[width - 1] != " " and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(" ,;:") + "…"


def percent(confidence: float) -> str:
    """A confidence in whole percent that never claims certainty."""
    return "over 99%" if confidence > 0.99 else f"{confidence:.0%}"
