"""The quantities of a claim beside those of the sentences cited for it: advice to the reader; nothing rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from factcheck.claims import Claim
from factcheck.quantities import Comparison, Finding, Kind
from factcheck.quantities.agreement import middle
from factcheck.quantities.comparison import compare
from factcheck.verdicts import Citation, Figure, Verdict

MOST = 3
# Up to here "five" for "5" is no news to a reader.
_SMALL = 12


def annotate(claim: Claim, verdict: Verdict) -> Verdict:
    """The verdict with the figures of its citations and near misses; nothing else of it changes."""
    return replace(verdict, figures=compared(claim, (*verdict.citations, *verdict.near_misses)))


def compared(claim: Claim, citations: Sequence[Citation]) -> tuple[Figure, ...]:
    """At most MOST figures that differ, or that agree in another spelling; the differing ones first.

    A source is read as of the day of its publication, and its whole passage may account for a figure.
    """
    found = [figure for citation in citations for figure in _figures(claim.statement, citation)]
    ranked = sorted(found, key=lambda figure: figure.finding is not Finding.DIFFERS)
    agreed: set[str] = set()
    kept = []
    for figure in ranked:
        if figure.finding is Finding.DIFFERS or figure.claim not in agreed:
            kept.append(figure)
        if figure.finding is Finding.AGREES:
            agreed.add(figure.claim)
    return tuple(kept[:MOST])


def _figures(statement: str, citation: Citation) -> Iterator[Figure]:
    passage = citation.passage
    for each in compare(statement, citation.quote, around=passage.text, written=passage.document.published):
        ours = statement[each.claim.start : each.claim.end]
        theirs = citation.quote[each.source.start : each.source.end]
        if each.finding is Finding.DIFFERS or not _plain(each, ours, theirs):
            yield Figure(ours, theirs, each.finding, citation)


def _plain(each: Comparison, ours: str, theirs: str) -> bool:
    """Whether a reader sees at once that the two agree: the same words, or a small number in digits and in words."""
    one, other = (frozenset(re.findall(r"\w+", words.lower())) for words in (ours, theirs))
    small = each.claim.kind in (Kind.COUNT, Kind.ORDINAL) and middle(each.claim) <= _SMALL
    return one <= other or other <= one or small
