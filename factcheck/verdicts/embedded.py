"""The embedded judge: sentences of the retrieved passages, scored by our entailment model, weighed against each other.

The sentences nearest to the claim are scored alone, with their neighbours and with their whole passage. Support is set
against contradiction, first by the standing of the sources, then by strength; where neither reaches its threshold, or
nothing settles it, the judge abstains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import mean

from factcheck.claims import Claim
from factcheck.corpus import Document, Passage
from factcheck.entailment import Calibration, Entailment, Part, Stances
from factcheck.evidence import Evidence
from factcheck.passages import sentences
from factcheck.quotes import figures
from factcheck.verdicts import Citation, Gap, Label, Stance, Verdict, wording

# At most so many sentences are scored for a claim: the nearest to it, down to MARGIN below the very nearest.
SENTENCES = 10
MARGIN = 0.25
NEAR_MISSES = 2
# A sentence less similar than this to the claim is about something else.
RELATED = 0.3
# How much rarer contradicted claims are in articles than in the model's training mix, next to the other two labels
# (Saerens et al. 2002, "Adjusting the Outputs of a Classifier to New a Priori Probabilities").
PRIOR = 0.5
# Between sources of like standing, so much more certain has one side to be.
CLEARLY = 0.15
# A sentence is cited beside the strongest one if it is at least so strong next to it.
TELLING = 0.6
# From this similarity on, a sentence is taken to speak of the claim's own matter.
SAME_MATTER = 0.5
STANDING = {"primary": 3, "agency": 2, "news": 1, "reference": 1, "other": 0}


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NAME = re.compile(r"\b[A-Za-z][A-Za-z]*-?\d[\w-]*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage with its similarity to the claim and what the model makes of it, alone and in context."""

    citation: Citation
    similarity: float
    supported: float = 0.0
    contradicted: float = 0.0

    @property
    def document(self) -> Document:
        """The document the sentence stands in."""
        return self.citation.passage.document


class EmbeddedJudge:
    """Judges without network or key; deterministic."""

    def __init__(self, entailment: Entailment) -> None:
        self._entailment = entailment

    def judge(self, claim: Claim, evidence: Evidence) -> Verdict:
        """The verdict on one claim; without passages it is unverifiable: nothing retrieved."""
        statement = claim.statement
        nearest = self._nearest(statement, evidence)
        related = [c for c in nearest if c.similarity >= max(RELATED, nearest[0].similarity - MARGIN)]
        if not related:
            return self._open(claim, nearest, Gap.NOTHING_RETRIEVED)
        scored = [_by_figures(statement, c) for c in self._scored(statement, related)]
        supports, opposes = _sides(scored, self._entailment.calibration)
        return self._weigh(claim, scored, supports, opposes)

    def _nearest(self, statement: str, evidence: Evidence) -> list[Candidate]:
        """The sentences of all passages that are nearest to the claim, best first."""
        found = [_neutral(passage, *span) for passage in evidence.passages for span in sentences(passage.text)]
        similarities = self._entailment.similarity(statement, [_sentence(c) for c in found])
        ranked = sorted(
            zip(similarities, range(len(found)), strict=True), key=lambda pair: (-round(pair[0], 5), pair[1])
        )
        return [Candidate(found[n], similarity) for similarity, n in ranked[:SENTENCES]]

    def _scored(self, statement: str, candidates: list[Candidate]) -> list[Candidate]:
        """Every candidate with the mean of its scores alone, among its neighbours and in its whole passage.

        Each is read as a text of its own, cut out of the passage: the model has learnt from such.
        """
        views = [
            self._entailment.score(statement, [_whole(view(c.citation)) for c in candidates])
            for view in (lambda citation: citation.quote, _neighbourhood, lambda citation: citation.passage.text)
        ]
        return [
            replace(c, supported=mean(s for s, _ in scores), contradicted=mean(o for _, o in scores))
            for c, scores in zip(
                candidates, ([_expected(s) for s in stances] for stances in zip(*views, strict=True)), strict=True
            )
        ]

    def _weigh(
        self, claim: Claim, scored: list[Candidate], supports: list[Candidate], opposes: list[Candidate]
    ) -> Verdict:
        if not supports and not opposes:
            return self._open(claim, scored, Gap.NEAR_MISS)
        if not opposes or not supports:
            label = Label.SUPPORTED if supports else Label.CONTRADICTED
            return _decided(claim, label, supports, opposes, "")
        return _conflict(claim, supports, opposes)

    def _open(self, claim: Claim, candidates: list[Candidate], gap: Gap) -> Verdict:
        near = candidates[:NEAR_MISSES]
        sure = 1 - max((max(c.supported, c.contradicted) for c in candidates), default=0.0)
        return Verdict(
            label=Label.UNVERIFIABLE,
            confidence=sure,
            conclusion=wording.conclusion(claim, Label.UNVERIFIABLE, gap=gap),
            reasoning=wording.abstention(gap, len(candidates)),
            gap=gap,
            near_misses=tuple(c.citation for c in near),
            missing=wording.missing(claim, [c.citation.quote for c in candidates]),
        )


def _by_figures(statement: str, candidate: Candidate) -> Candidate:
    """What the figures leave of a score; advisory, since a sentence that the model finds open stays so.

    Support by a sentence on the same matter that gives another year than the claim's counts against the claim. Support
    by a sentence with other figures and none of the claim's does not count.
    """
    wanted, given = _figures(statement), _figures(candidate.citation.quote)
    for year in (True, False):
        here, there = ({f for f in found if bool(_YEAR.fullmatch(f)) is year} for found in (wanted, given))
        if here and there and not here & there and candidate.similarity >= SAME_MATTER:
            against = candidate.supported if year else 0.0
            candidate = replace(candidate, supported=0.0, contradicted=candidate.contradicted + against)
    return candidate


def _figures(text: str) -> frozenset[str]:
    """The numbers of a text; not those in names such as S-400, and no bare "million"."""
    return frozenset(f for f in figures(_NAME.sub("", text)) if f[0].isdigit())


def _sides(scored: list[Candidate], thresholds: Calibration) -> tuple[list[Candidate], list[Candidate]]:
    """The sentences for and against, strongest first; a document speaks by its sentence nearest to the claim."""
    sides: dict[str, Stance] = {}
    supports: list[Candidate] = []
    opposes: list[Candidate] = []
    for candidate in sorted(scored, key=lambda c: -c.similarity):
        if candidate.supported >= max(thresholds.supported, candidate.contradicted):
            stance, side = Stance.SUPPORTS, supports
        elif candidate.contradicted >= thresholds.contradicted:
            stance, side = Stance.CONTRADICTS, opposes
        else:
            continue
        if sides.setdefault(candidate.document.id, stance) is stance:
            side.append(candidate)
    return sorted(supports, key=lambda c: -c.supported), sorted(opposes, key=lambda c: -c.contradicted)


def _neutral(passage: Passage, start: int, end: int) -> Citation:
    return Citation(passage.text[start:end], Stance.NEUTRAL, passage, passage.start + start, passage.start + end)


def _sentence(citation: Citation) -> Part:
    passage = citation.passage
    return Part(passage.text, citation.start - passage.start, citation.end - passage.start)


def _expected(stances: Stances) -> tuple[float, float]:
    """Support and contradiction as probable as they are in articles."""
    rarer = PRIOR * stances.contradicted
    total = stances.supported + rarer + stances.unverifiable
    return stances.supported / total, rarer / total


def _whole(text: str) -> Part:
    return Part(text, 0, len(text))


def _neighbourhood(citation: Citation) -> str:
    """The sentence together with its neighbours in the passage."""
    own = _sentence(citation)
    spans = sentences(own.text)
    here = next(i for i, (start, _) in enumerate(spans) if start == own.start)
    return own.text[spans[max(0, here - 1)][0] : spans[min(len(spans) - 1, here + 1)][1]]


def _cited(candidates: list[Candidate], stance: Stance) -> tuple[Citation, ...]:
    """The best sentence of each document, at most three, with the stance; none far weaker than the strongest."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        if _strength(candidate) >= TELLING * _strength(candidates[0]):
            best.setdefault(candidate.document.id, candidate)
    return tuple(
        Citation(c.citation.quote, stance, c.citation.passage, c.citation.start, c.citation.end)
        for c in list(best.values())[:3]
    )


def _strength(candidate: Candidate) -> float:
    return max(candidate.supported, candidate.contradicted)


def _decided(
    claim: Claim, label: Label, supports: list[Candidate], opposes: list[Candidate], settled_by: str
) -> Verdict:
    citations = _cited(supports, Stance.SUPPORTS), _cited(opposes, Stance.CONTRADICTS)
    ordered = citations if label is Label.SUPPORTED else citations[::-1]
    strongest = supports[0].supported if label is Label.SUPPORTED else opposes[0].contradicted
    return Verdict(
        label=label,
        confidence=strongest,
        conclusion=wording.conclusion(claim, label, source=ordered[0][0].passage.document),
        reasoning=wording.reasoning(supports=len(citations[0]), opposes=len(citations[1]), settled_by=settled_by),
        citations=(*ordered[0], *ordered[1]),
    )


def _conflict(claim: Claim, supports: list[Candidate], opposes: list[Candidate]) -> Verdict:
    """Both sides hold something: the one of plainly better standing wins, else the sources conflict."""
    settled = _settled(supports, opposes)
    if settled:
        label, why = settled
        return _decided(claim, label, supports, opposes, why)
    return Verdict(
        label=Label.UNVERIFIABLE,
        confidence=min(supports[0].supported, opposes[0].contradicted),
        conclusion=wording.conclusion(claim, Label.UNVERIFIABLE, gap=Gap.SOURCES_CONFLICT),
        reasoning=wording.abstention(Gap.SOURCES_CONFLICT, len(supports) + len(opposes)),
        gap=Gap.SOURCES_CONFLICT,
        citations=(*_cited(supports, Stance.SUPPORTS), *_cited(opposes, Stance.CONTRADICTS)),
    )


def _settled(supports: list[Candidate], opposes: list[Candidate]) -> tuple[Label, str] | None:
    """Which side wins and why, or None where they are of one standing and about equally certain."""
    pro = max(STANDING.get(c.document.kind, 0) for c in supports)
    con = max(STANDING.get(c.document.kind, 0) for c in opposes)
    if pro != con:
        return (Label.SUPPORTED if pro > con else Label.CONTRADICTED), "a source of better standing"
    ahead = supports[0].supported - opposes[0].contradicted
    if abs(ahead) >= CLEARLY:
        return (Label.SUPPORTED if ahead > 0 else Label.CONTRADICTED), "the clearer wording"
    return None
