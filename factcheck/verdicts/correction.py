"""Part of the fourth room: a reading in; the same out, held to the figures that claim and sources state.

The entailment model overlooks a figure where all other words agree. What it takes for support, although the source has
another figure for the same thing, counts as contradiction; what has other figures altogether is no support. What it
leaves open stays open, so a figure alone never decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from factcheck.corpus import Passage
from factcheck.entailment import Stances
from factcheck.quantities import Finding
from factcheck.quantities.comparison import compare
from factcheck.quotes import figures
from factcheck.verdicts import Citation
from factcheck.verdicts.reading import Candidate, Reading

# From this similarity on, a sentence is taken to speak of the claim's own matter.
SAME_MATTER = 0.5
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NAME = re.compile(r"\b[A-Za-z][A-Za-z]*-?\d[\w-]*")


def corrected(statement: str, reading: Reading, passages: Sequence[Passage]) -> Reading:
    """The reading with the findings on each candidate's figures, and stances that agree with them."""
    if not reading.passages:
        return reading
    candidates = [replace(each, figures=_findings(statement, each.citation)) for each in reading.candidates]
    agreeing = {each.number for each in candidates if Finding.AGREES in each.figures}
    whole = [
        _unsupported(stances) if number not in agreeing and _other_figures(statement, passage.text) else stances
        for number, (stances, passage) in enumerate(zip(reading.passages, passages, strict=True))
    ]
    held = []
    for candidate in candidates:
        number, quote = candidate.number, candidate.citation.quote
        near, around = candidate.near, whole[number]
        if _differs(statement, candidate):
            near, around = _turned(near), _turned(around)
            whole[number] = around if _other_year(statement, passages[number].text) else whole[number]
        elif Finding.AGREES not in candidate.figures and _other_figures(statement, quote):
            near, around = _unsupported(near), _unsupported(around)
        held.append(replace(candidate, near=near, whole=around))
    return Reading(tuple(whole), tuple(held))


def _differs(statement: str, candidate: Candidate) -> bool:
    """Whether the candidate has another figure than the claim for the same thing, or another year."""
    same_matter = candidate.similarity >= SAME_MATTER
    return Finding.DIFFERS in candidate.figures or (same_matter and _other_year(statement, candidate.citation.quote))


def _findings(statement: str, citation: Citation) -> tuple[Finding, ...]:
    passage = citation.passage
    written = passage.document.published
    return tuple(each.finding for each in compare(statement, citation.quote, around=passage.text, written=written))


def _other_year(statement: str, quote: str) -> bool:
    """Whether both hold years, and none in common."""
    wanted, given = set(_YEAR.findall(statement)), set(_YEAR.findall(quote))
    return bool(wanted and given) and not wanted & given


def _other_figures(statement: str, quote: str) -> bool:
    """Whether both hold figures other than years, and none in common; a name such as S-400 holds none."""
    wanted, given = (
        {figure for figure in figures(_NAME.sub("", text)) if figure[0].isdigit() and not _YEAR.fullmatch(figure)}
        for text in (statement, quote)
    )
    return bool(wanted and given) and not wanted & given


def _unsupported(stances: Stances) -> Stances:
    """A sentence with other figures than the claim's may be about it, but is no support."""
    return Stances(0.0, stances.contradicted, stances.unverifiable + stances.supported)


def _turned(stances: Stances) -> Stances:
    """Support as contradiction: on our development pairs a quantity differs in 0.2% of those that are supported."""
    both = stances.supported + stances.contradicted
    return Stances(0.0, both, stances.unverifiable) if stances.supported > stances.contradicted else stances
