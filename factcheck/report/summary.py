"""The report in a few plain lines, for a terminal after the whole has gone to a file."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.report import ClaimPart, Report
from factcheck.report.escape import plain
from factcheck.report.wording import best, name, shorten, tally_sentences


def summary(report: Report) -> str:
    """The tally, each contradicted claim with its line and best source, and what failed; ends in a newline."""
    return "\n".join([*tally_sentences(report), *_contradicted(report), *_failed(report)]) + "\n"


def _contradicted(report: Report) -> Iterator[str]:
    found = [claim for claim in report.claims if claim.verdict.label == "contradicted"]
    if found:
        yield "\nContradicted:"
        yield from map(_line, found)


def _line(claim: ClaimPart) -> str:
    source = best(claim)
    by = f" | {plain(name(source.document))}" if source else ""
    return f"  line {claim.line}: {shorten(plain(claim.text), 100)}{by}"


def _failed(report: Report) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for claim in report.claims:
        if claim.verdict.label == "unchecked":
            reasons.setdefault(plain(claim.verdict.reasoning), []).append(str(claim.line))
    for part in report.not_checked:
        if part.detail:
            reasons.setdefault(plain(part.detail), []).append(str(part.line))
    if reasons:
        yield "\nCould not be checked:"
    for reason, lines in reasons.items():
        yield f"  line {', '.join(dict.fromkeys(lines))}: {reason}"
