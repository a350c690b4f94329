"""The embedded judge: what the entailment model made of the passages in; a verdict with quotes out.

Read the passages (`reading`), hold that to their figures (`correction`), weigh them (`weighing`), then quote. Where
strong sources of different documents stand on both sides, the better standing settles it, or the later date of a like
source, else the sources conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from factcheck.claims import Claim
from factcheck.corpus import Passage
from factcheck.corpus.records import STANDING
from factcheck.entailment import Stances
from factcheck.evidence import Evidence
from factcheck.verdicts import Citation, Gap, Label, OneByOne, Stance, Verdict, wording
from factcheck.verdicts.correction import corrected
from factcheck.verdicts.figures import annotate
from factcheck.verdicts.reading import Candidate, Model, Reading, read
from factcheck.verdicts.weighing import Weights, probabilities, shipped

NEAR_MISSES = 2
# Supported is said from the first probability on, contradicted from the second: calling a true claim wrong is the
# worst error. On articles left out in turn .45 makes 0.65 of the supported right, and 0.59 where no more is asked than
# that it be the most probable; accuracy falls by two points.
LIKELY, SURE = 0.45, 0.5
# A sentence that makes less than this of a stance is not quoted for it.
TELLS = 0.1
# Nor is one that is so much farther from the claim than the nearest.
MARGIN = 0.25
# A sentence is cited beside the strongest one if it is at least so strong next to it.
TELLING = 0.6
# Documents conflict where each side has a sentence of the first strength. Those of one standing are settled by their
# dates only from the second on: below it dates turn as many true statements wrong as they find false ones.
STRONG, DATED = 0.55, 0.6


class EmbeddedJudge(OneByOne):
    """Judges without network or key; deterministic. Without weights of its own it takes the shipped ones."""

    def __init__(self, model: Model, weights: Weights | None = None) -> None:
        self._model = model
        self._weights = weights

    def judge(self, claim: Claim, evidence: Evidence) -> Verdict:
        """The verdict on one claim; without passages it is unverifiable: nothing retrieved."""
        reading = reading_of(self._model, claim.statement, evidence.passages)
        if not reading.passages:
            return annotate(claim, _open(claim, reading, Gap.NOTHING_RETRIEVED, 1.0))
        found = probabilities(claim.statement, reading, self._weights or shipped())
        return annotate(claim, _verdict(claim, reading, found))


def reading_of(model: Model, statement: str, passages: Sequence[Passage]) -> Reading:
    """What the model makes of the passages, held to the figures."""
    return corrected(statement, read(model, statement, passages), passages)


def _verdict(claim: Claim, reading: Reading, found: Stances) -> Verdict:
    supports, opposes = (_ranked(reading.candidates, stance) for stance in (Stance.SUPPORTS, Stance.CONTRADICTS))
    sides = _sides(reading.candidates)
    pro = [c for c in supports if sides.get(c.document.id) is _stance(c) is Stance.SUPPORTS]
    con = [c for c in opposes if sides.get(c.document.id) is _stance(c) is Stance.CONTRADICTS]
    if pro and con and min(pro[0].supported, con[0].contradicted) >= STRONG:
        return _conflict(claim, pro, con, found)
    if found.contradicted >= SURE and opposes:
        return _decided(claim, Label.CONTRADICTED, [], opposes, found.contradicted)
    if found.supported >= max(LIKELY, found.unverifiable) and supports:
        return _decided(claim, Label.SUPPORTED, supports, [], found.supported)
    return _open(claim, reading, Gap.NEAR_MISS, found.unverifiable)


def _ranked(candidates: Sequence[Candidate], stance: Stance) -> list[Candidate]:
    """The sentences that can be quoted for a stance: the stronger and the nearer to the claim, the earlier.

    Nearness counts twice: neighbours are read together, so their strength is much the same.
    """
    near = candidates[0].similarity - MARGIN
    found = [c for c in candidates if _strength(c, stance) >= TELLS and c.similarity >= near]
    return sorted(found, key=lambda c: -_strength(c, stance) * c.similarity**2)


def _sides(candidates: Sequence[Candidate]) -> dict[str, Stance]:
    """Where each document stands: it speaks by its sentence nearest to the claim, and never for both."""
    sides: dict[str, Stance] = {}
    for candidate in candidates:
        if max(candidate.supported, candidate.contradicted) >= STRONG:
            sides.setdefault(candidate.document.id, _stance(candidate))
    return sides


def _stance(candidate: Candidate) -> Stance:
    return Stance.SUPPORTS if candidate.supported >= candidate.contradicted else Stance.CONTRADICTS


def _strength(candidate: Candidate, stance: Stance) -> float:
    return candidate.supported if stance is Stance.SUPPORTS else candidate.contradicted


def _open(claim: Claim, reading: Reading, gap: Gap, confidence: float) -> Verdict:
    near = reading.candidates[:NEAR_MISSES]
    return Verdict(
        label=Label.UNVERIFIABLE,
        confidence=confidence,
        conclusion=wording.conclusion(claim, Label.UNVERIFIABLE, gap=gap),
        reasoning=wording.abstention(gap, len(reading.candidates)),
        gap=gap,
        near_misses=tuple(c.citation for c in near),
        missing=wording.missing(claim, [c.citation.quote for c in reading.candidates]),
    )


def _decided(
    claim: Claim,
    label: Label,
    supports: Sequence[Candidate],
    opposes: Sequence[Candidate],
    confidence: float,
    settled_by: str = "",
) -> Verdict:
    citations = _cited(supports, Stance.SUPPORTS), _cited(opposes, Stance.CONTRADICTS)
    ordered = citations if label is Label.SUPPORTED else citations[::-1]
    return Verdict(
        label=label,
        confidence=confidence,
        conclusion=wording.conclusion(claim, label, source=ordered[0][0].passage.document),
        reasoning=wording.reasoning(supports=len(citations[0]), opposes=len(citations[1]), settled_by=settled_by),
        citations=(*ordered[0], *ordered[1]),
    )


def _conflict(claim: Claim, supports: list[Candidate], opposes: list[Candidate], found: Stances) -> Verdict:
    """Both sides hold something: the one of plainly better standing or later date wins, else the sources conflict."""
    settled = _settled(supports, opposes)
    if settled:
        label, why = settled
        winner = supports[0].supported if label is Label.SUPPORTED else opposes[0].contradicted
        return _decided(claim, label, supports, opposes, winner, why)
    return Verdict(
        label=Label.UNVERIFIABLE,
        confidence=found.unverifiable,
        conclusion=wording.conclusion(claim, Label.UNVERIFIABLE, gap=Gap.SOURCES_CONFLICT),
        reasoning=wording.abstention(Gap.SOURCES_CONFLICT, len(supports) + len(opposes)),
        gap=Gap.SOURCES_CONFLICT,
        citations=(*_cited(supports, Stance.SUPPORTS), *_cited(opposes, Stance.CONTRADICTS)),
    )


def _settled(supports: Sequence[Candidate], opposes: Sequence[Candidate]) -> tuple[Label, str] | None:
    """Which side wins and why, or None where they are of one standing and date; a side stands by the best it has."""
    sides = _telling(supports, Stance.SUPPORTS), _telling(opposes, Stance.CONTRADICTS)
    rules = [(_standing, "a source of better standing"), (_day, "the later source")]
    clear = min(supports[0].supported, opposes[0].contradicted) >= DATED
    for rank, why in rules if clear else rules[:1]:
        pro, con = (max(map(rank, side)) for side in sides)
        if pro != con:
            return (Label.SUPPORTED if pro > con else Label.CONTRADICTED), why
    return None


def _standing(candidate: Candidate) -> int:
    return STANDING.get(candidate.document.kind, 0)


def _day(candidate: Candidate) -> int:
    """Days, so that dates compare; a source without a date is no later than any other."""
    return (candidate.document.published or date.min).toordinal()


def _cited(candidates: Sequence[Candidate], stance: Stance) -> tuple[Citation, ...]:
    """The best sentence of each source, at most three, with the stance; none far weaker than the strongest.

    Near-copies are one source; where several of them have the sentence, the primary is quoted.
    """
    best: dict[str, Candidate] = {}
    for candidate in _telling(candidates, stance):
        source = candidate.citation.passage.stands_for or candidate.document.id
        held = best.setdefault(source, candidate)
        if candidate.document.id == source and candidate.citation.quote == held.citation.quote:
            best[source] = candidate
    return tuple(
        Citation(c.citation.quote, stance, c.citation.passage, c.citation.start, c.citation.end)
        for c in list(best.values())[:3]
    )


def _telling(candidates: Sequence[Candidate], stance: Stance) -> list[Candidate]:
    """Those not far weaker than the first."""
    return [c for c in candidates if _strength(c, stance) >= TELLING * _strength(candidates[0], stance)]
