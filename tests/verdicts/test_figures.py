"""The figures beside a verdict: told for what is cited, never more than a few, and without a say in the label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from factcheck.claims import Claim
from factcheck.corpus import Document, Passage
from factcheck.entailment import Part, Stances
from factcheck.evidence import Evidence
from factcheck.quantities import Finding
from factcheck.verdicts import Citation, Figure, Gap, Label, Stance, Verdict
from factcheck.verdicts.embedded import EmbeddedJudge
from factcheck.verdicts.figures import MOST, annotate, compared

CLAIM = Claim("c1", "[The ferry to Norvik] carried 412000 passengers in 2018.", "It carried 412000", 0, 17)
EXACT = "The ferry to Norvik carried 412,000 passengers in 2018."
OTHER = "The ferry to Norvik carried 300,000 passengers in 2019."


def cite(quote: str, *, name: str = "a", around: str = "", stance: Stance = Stance.NEUTRAL) -> Citation:
    text = f"{quote} {around}".strip()
    return Citation(quote, stance, Passage(Document(name, name, name * 64), text, 0, len(text)), 0, len(quote))


def told(*citations: Citation) -> list[tuple[str, str, Finding]]:
    return [(figure.claim, figure.source, figure.finding) for figure in compared(CLAIM, citations)]


def test_another_spelling_of_a_number_is_said_to_agree() -> None:
    """A reader need not compare digits; what is spelt alike, such as the year, is not told."""
    assert told(cite(EXACT)) == [("412000 passengers", "412,000 passengers", Finding.AGREES)]


def test_what_differs_comes_first_and_names_its_citation() -> None:
    """Conflicting sources are both told, the differing one first; an agreement is told once."""
    agreeing, differing = cite(EXACT, name="b"), cite(OTHER)
    found = compared(CLAIM, (agreeing, agreeing, differing))
    assert [(figure.source, figure.citation) for figure in found] == [
        ("300,000 passengers", differing),
        ("2019", differing),
        ("412,000 passengers", agreeing),
    ]


def test_a_figure_that_the_passage_holds_is_no_difference() -> None:
    """The rest of the passage may account for a figure that the quote does not."""
    assert told(cite(OTHER, around="In 2018 it was 412,000 passengers.")) == []


def test_at_most_a_few_are_told() -> None:
    """However many sources differ, the list stays short."""
    assert len(compared(CLAIM, [cite(OTHER, name=chr(97 + n)) for n in range(9)])) == MOST


def test_figures_change_nothing_else_of_a_verdict() -> None:
    """A verdict with figures has the label, the confidence and the citations that it had."""
    verdict = Verdict(Label.UNVERIFIABLE, 0.5, "c", "r", Gap.NEAR_MISS, near_misses=(cite(OTHER),))
    annotated = annotate(CLAIM, verdict)
    assert annotated.figures
    assert replace(annotated, figures=()) == verdict


class Distant:
    """A model to which every text is far from every claim."""

    def score(self, claim: str, parts: Sequence[Part]) -> list[Stances]:
        return [Stances(0.0, 0.0, 1.0) for _ in parts]

    def similarity(self, claim: str, parts: Sequence[Part]) -> list[float]:
        return [0.1 for _ in parts]


def test_the_embedded_judge_tells_the_figures_of_what_it_shows() -> None:
    """Even of a near miss; the claim stays unverifiable."""
    claim = Claim("c1", "The bridge of Ada Lund opened in 2018.", "x", 0, 1)
    evidence = Evidence("c1", (cite("The bridge of Ada Lund opened in 2019.").passage,))
    found = EmbeddedJudge(Distant()).judge(claim, evidence)
    assert found.label is Label.UNVERIFIABLE
    assert found.figures == (Figure("2018", "2019", Finding.DIFFERS, found.near_misses[0]),)
