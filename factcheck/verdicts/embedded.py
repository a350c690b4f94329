"""The embedded judge: sentences of the retrieved passages, scored by our entailment model, weighed against each other.

The sentences nearest to the claim are scored alone and with their neighbours; the strongest support is set against the
strongest contradiction. Where neither reaches its threshold the judge abstains.
"""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.claims import Claim
from factcheck.corpus import Document, Passage
from factcheck.entailment import Entailment, Part
from factcheck.evidence import Evidence
from factcheck.passages import sentences
from factcheck.verdicts import Citation, Gap, Label, Stance, Verdict, wording

# At most so many sentences are scored for a claim: the nearest to it, down to MARGIN below the very nearest.
SENTENCES = 10
MARGIN = 0.25
NEAR_MISSES = 2
# A sentence less similar than this to the claim is about something else.
RELATED = 0.35
STANDING = {"primary": 3, "agency": 2, "news": 1, "reference": 1, "other": 0}


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
        scored = self._scored(statement, related)
        thresholds = self._entailment.calibration
        supports = [c for c in scored if c.supported >= max(thresholds.supported, c.contradicted)]
        opposes = [c for c in scored if c.contradicted >= max(thresholds.contradicted, c.supported)]
        return self._weigh(
            claim,
            scored,
            sorted(supports, key=lambda c: -c.supported),
            sorted(opposes, key=lambda c: -c.contradicted),
        )

    def _nearest(self, statement: str, evidence: Evidence) -> list[Candidate]:
        """The sentences of all passages that are nearest to the claim, best first."""
        found = [_neutral(passage, *span) for passage in evidence.passages for span in sentences(passage.text)]
        similarities = self._entailment.similarity(statement, [_sentence(c) for c in found])
        ranked = sorted(
            zip(similarities, range(len(found)), strict=True), key=lambda pair: (-round(pair[0], 5), pair[1])
        )
        return [Candidate(found[n], similarity) for similarity, n in ranked[:SENTENCES]]

    def _scored(self, statement: str, candidates: list[Candidate]) -> list[Candidate]:
        """Every candidate with the mean of its scores alone and among its neighbours.

        Both are read as texts of their own, cut out of the passage: the model has learnt from such.
        """
        alone = self._entailment.score(statement, [_whole(c.citation.quote) for c in candidates])
        among = self._entailment.score(statement, [_whole(_neighbourhood(c.citation)) for c in candidates])
        return [
            Candidate(c.citation, c.similarity, (a.supported + n.supported) / 2, (a.contradicted + n.contradicted) / 2)
            for c, a, n in zip(candidates, alone, among, strict=True)
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


def _neutral(passage: Passage, start: int, end: int) -> Citation:
    return Citation(passage.text[start:end], Stance.NEUTRAL, passage, passage.start + start, passage.start + end)


def _sentence(citation: Citation) -> Part:
    passage = citation.passage
    return Part(passage.text, citation.start - passage.start, citation.end - passage.start)


def _whole(text: str) -> Part:
    return Part(text, 0, len(text))


def _neighbourhood(citation: Citation) -> str:
    """The sentence together with its neighbours in the passage."""
    own = _sentence(citation)
    spans = sentences(own.text)
    here = next(i for i, (start, _) in enumerate(spans) if start == own.start)
    return own.text[spans[max(0, here - 1)][0] : spans[min(len(spans) - 1, here + 1)][1]]


def _cited(candidates: list[Candidate], stance: Stance) -> tuple[Citation, ...]:
    """The best sentence of each document, at most three, with the stance."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.document.id, candidate)
    return tuple(
        Citation(c.citation.quote, stance, c.citation.passage, c.citation.start, c.citation.end)
        for c in list(best.values())[:3]
    )


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
    """Which side wins and why, or None where they are of one standing."""
    pro = max(STANDING.get(c.document.kind, 0) for c in supports)
    con = max(STANDING.get(c.document.kind, 0) for c in opposes)
    if pro != con:
        return (Label.SUPPORTED if pro > con else Label.CONTRADICTED), "a source of better standing"
    return None
