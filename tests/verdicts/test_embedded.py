"""The embedded judge: what it makes of scores, and that it abstains where they do not suffice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.claims import Claim
from factcheck.corpus import Document, Passage
from factcheck.entailment import Part, Stances
from factcheck.evidence import Evidence
from factcheck.verdicts import Gap, Label, Stance, Verdict
from factcheck.verdicts.embedded import EmbeddedJudge
from factcheck.verdicts.weighing import Weights, shipped

CLAIM = Claim("c1", "[Ada] Lund opened the bridge in 2018.", "She opened the bridge in 2018.", 0, 30)
YES, NO, OPEN = Stances(0.9, 0.05, 0.05), Stances(0.05, 0.9, 0.05), Stances(0.1, 0.1, 0.8)

# Weighs nothing but the strongest support, the strongest contradiction and the least doubt.
PLAIN = Weights(
    mean=(0.0,) * 16,
    spread=(1.0,) * 16,
    weights=tuple(tuple(float(n == place) for n in range(16)) for place in (0, 1, 4)),
    constants=(0.0, 0.0, 0.0),
)


class ScriptedEntailment:
    """Scores by what a text holds: `stances` maps a word to what a part with it gets; a history of all it was asked."""

    def __init__(self, stances: dict[str, Stances], similarities: dict[str, float] | None = None) -> None:
        self.stances, self.similarities = stances, similarities or {}
        self.history: list[tuple[str, str]] = []

    def score(self, claim: str, parts: Sequence[Part]) -> list[Stances]:
        shown = [part.text[part.start : part.end] for part in parts]
        self.history += [(claim, text) for text in shown]
        return [next((s for word, s in self.stances.items() if word in text), OPEN) for text in shown]

    def similarity(self, claim: str, parts: Sequence[Part]) -> list[float]:
        shown = [part.text[part.start : part.end] for part in parts]
        return [next((s for word, s in self.similarities.items() if word in text), 0.8) for text in shown]


def passage(
    text: str, *, name: str = "a", kind: str = "news", published: date | None = None, start: int = 0
) -> Passage:
    document = Document(name, name.title(), name * 64, publisher=name.upper(), kind=kind, published=published)
    return Passage(document, text, start, start + len(text))


def verdict(entailment: ScriptedEntailment, *passages: Passage) -> Verdict:
    return EmbeddedJudge(entailment, PLAIN).judge(CLAIM, Evidence("c1", passages))


def test_support_is_quoted_from_where_it_stands() -> None:
    """The sentence that supports is cited at its offsets in the document, with its stance."""
    text = "It rained. The bridge was opened in 2018. Ducks swam."
    found = verdict(ScriptedEntailment({"2018": YES}), passage(text, start=100))
    assert found.label is Label.SUPPORTED
    assert found.confidence > 0.9
    citation = found.citations[0]
    assert citation.stance is Stance.SUPPORTS
    assert text[citation.start - 100 : citation.end - 100] == citation.quote


def test_contradiction_is_told_with_its_source() -> None:
    """A sentence that denies makes the claim contradicted, by name and date of the document."""
    found = verdict(ScriptedEntailment({"2019": NO}), passage("It opened in 2019.", published=date(2020, 1, 2)))
    assert found.label is Label.CONTRADICTED
    assert "A (2020-01-02)" in found.conclusion
    assert [c.stance for c in found.citations] == [Stance.CONTRADICTS]


def test_another_year_on_the_same_matter_counts_against() -> None:
    """What the model takes for support does not support where the sentence gives another year than the claim."""
    found = verdict(ScriptedEntailment({"bridge": YES}), passage("The bridge was opened in 2019."))
    assert found.label is Label.CONTRADICTED
    far = ScriptedEntailment({"bridge": YES}, {"bridge": 0.4})
    assert verdict(far, passage("The bridge was painted in 2019.")).label is Label.SUPPORTED
    both = passage("The bridge was planned in 2018. The bridge was opened in 2019.")
    assert verdict(ScriptedEntailment({"bridge": YES}), both).label is Label.SUPPORTED


def test_other_figures_are_no_support() -> None:
    """A sentence with figures and none of the claim's is not quoted for it; a name's digits are no figure."""
    claim = Claim("c1", "Three of 5 SU-30 bridges are open.", "x", 0, 1)
    for text, label in (("Four SU-30 bridges are open.", Label.UNVERIFIABLE), ("3 are open.", Label.SUPPORTED)):
        found = EmbeddedJudge(ScriptedEntailment({"open": YES}), PLAIN).judge(claim, Evidence("c1", (passage(text),)))
        assert found.label is label


def test_figures_weigh_in_the_verdict() -> None:
    """In the shipped weights a quantity that differs speaks against support, and one that agrees for it."""
    supported, contradicted, _ = shipped().weights
    assert supported[13] < 0
    assert supported[14] > contradicted[14]


def test_a_document_speaks_by_its_nearest_sentence() -> None:
    """A document is no conflict with itself: of its sentences the one nearest to the claim decides for it."""
    entailment = ScriptedEntailment({"[A]": YES, "ducks": NO, "2018": YES}, {"2018": 0.9, "ducks": 0.7})
    found = verdict(entailment, passage("It opened in 2018. It was spring. It was warm. There were ducks and boats."))
    assert found.label is Label.SUPPORTED
    assert {c.stance for c in found.citations} == {Stance.SUPPORTS}


def test_every_passage_is_read_under_its_title() -> None:
    """What a document is about is often told by its title alone."""
    entailment = ScriptedEntailment({})
    verdict(entailment, passage("It rained."))
    assert ("Ada Lund opened the bridge in 2018.", "[A] It rained.") in entailment.history


def test_the_model_reads_the_claim_without_brackets() -> None:
    """The marks of added context are for people."""
    entailment = ScriptedEntailment({})
    verdict(entailment, passage("It rained."))
    assert {claim for claim, _ in entailment.history} == {"Ada Lund opened the bridge in 2018."}


def test_no_passage_is_nothing_retrieved() -> None:
    """Without passages there is nothing to weigh, and that is said."""
    found = verdict(ScriptedEntailment({}))
    assert (found.label, found.gap, found.citations) == (Label.UNVERIFIABLE, Gap.NOTHING_RETRIEVED, ())


def test_passages_on_something_else_are_nothing_retrieved() -> None:
    """Far passages are not scored at all; the nearest are still shown as near misses."""
    entailment = ScriptedEntailment({"2018": YES}, {"2018": 0.1})
    found = verdict(entailment, passage("In 2018 bread was dear."))
    assert found.gap is Gap.NOTHING_RETRIEVED
    assert entailment.history == []
    assert [miss.quote for miss in found.near_misses] == ["In 2018 bread was dear."]


@pytest.mark.parametrize("stances", [Stances(0.4, 0.1, 0.5), Stances(0.2, 0.35, 0.45), OPEN])
def test_it_abstains_where_it_is_not_sure(stances: Stances) -> None:
    """What is not sure enough is a near miss, and no citation decides."""
    found = verdict(ScriptedEntailment({"2018": stances}), passage("In 2018 it was open."))
    assert (found.label, found.gap) == (Label.UNVERIFIABLE, Gap.NEAR_MISS)
    assert found.citations == ()
    assert found.near_misses


def test_sources_of_like_standing_conflict() -> None:
    """Two news reports against each other settle nothing; both are quoted."""
    entailment = ScriptedEntailment({"2018": YES, "2019": NO})
    found = verdict(entailment, passage("It opened in 2018."), passage("It opened in 2019.", name="b"))
    assert (found.label, found.gap) == (Label.UNVERIFIABLE, Gap.SOURCES_CONFLICT)
    assert {c.stance for c in found.citations} == {Stance.SUPPORTS, Stance.CONTRADICTS}


def test_of_like_sources_the_later_settles_a_conflict() -> None:
    """A correction comes after what it corrects; the reasoning says why it was preferred."""
    entailment = ScriptedEntailment({"2018": YES, "2019": NO})
    early = passage("It opened in 2018.", published=date(2019, 5, 1))
    late = passage("It opened in 2019.", name="b", published=date(2019, 5, 2))
    found = verdict(entailment, early, late)
    assert found.label is Label.CONTRADICTED
    assert "later" in found.reasoning


def test_a_side_is_as_late_as_the_latest_of_its_sources() -> None:
    """An undated report beside a dated one does not hold its side back."""
    entailment = ScriptedEntailment({"2018": YES, "2019": NO})
    undated = passage("It opened in 2018.")
    latest = passage("It was in 2018 that it opened.", name="b", published=date(2019, 5, 3))
    against = passage("It opened in 2019.", name="c", published=date(2019, 5, 2))
    found = verdict(entailment, undated, latest, against)
    assert found.label is Label.SUPPORTED
    assert "later" in found.reasoning


@pytest.mark.parametrize(("kind", "label"), [("primary", Label.CONTRADICTED), ("other", Label.SUPPORTED)])
def test_better_standing_settles_a_conflict(kind: str, label: Label) -> None:
    """A primary source outweighs a news report, and a news report anything else; the reasoning says so."""
    entailment = ScriptedEntailment({"2018": YES, "2019": NO})
    found = verdict(entailment, passage("It opened in 2018."), passage("It opened in 2019.", name="b", kind=kind))
    assert found.label is label
    assert "standing" in found.reasoning
    assert {c.stance for c in found.citations} == {Stance.SUPPORTS, Stance.CONTRADICTS}


def test_a_document_is_cited_once() -> None:
    """Of several sentences of one document the strongest is quoted."""
    text = "The bridge opened in 2018. In 2018 it was the longest. Since 2018 it has been free."
    found = verdict(ScriptedEntailment({"2018": YES}), passage(text), passage(text + " More.", name="b"))
    assert [c.passage.document.id for c in found.citations] == ["a", "b"]


WORDS = st.sampled_from(["2018", "2019", "rain", "bridge", "ducks"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=4), st.sampled_from([YES, NO, OPEN]), st.sampled_from([YES, NO, OPEN]))
def test_no_verdict_without_a_quote(texts: list[list[list[str]]], one: Stances, other: Stances) -> None:
    """Whatever is retrieved: a decided label has a citation of its stance, found in a passage of this claim."""
    passages = [
        passage(" ".join(" ".join(words).capitalize() + "." for words in text), name=chr(97 + n))
        for n, text in enumerate(texts)
    ]
    found = verdict(ScriptedEntailment({"2018": one, "2019": other}), *passages)
    needed = {Label.SUPPORTED: Stance.SUPPORTS, Label.CONTRADICTED: Stance.CONTRADICTS}.get(found.label)
    assert needed is None or needed in {c.stance for c in found.citations}
    for citation in (*found.citations, *found.near_misses):
        assert citation.passage in passages
        assert citation.quote in citation.passage.text
    assert 0 <= found.confidence <= 1
