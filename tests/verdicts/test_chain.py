"""The judge that asks a chat model: no verdict without a quote that stands in a passage retrieved for the claim."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from doubles import ScriptedChat, judged
from hypothesis import given
from hypothesis import strategies as st

from factcheck.claims import Claim
from factcheck.corpus import Document, Passage
from factcheck.errors import ModelError
from factcheck.evidence import Evidence
from factcheck.quantities import Finding
from factcheck.verdicts import Attempt, Gap, Label, Stance, Unchecked, Verdict
from factcheck.verdicts.chain import ChainJudge

CLAIM = Claim("c1", "The Norvik ferry carried 412,000 people", "It carried 412,000 people", 0, 25, speaker="Ada Lund")
REPORT = Document("report", "Annual Report", "1" * 64, publisher="Port Authority", published=date(2019, 2, 14))
PAPER = Document("paper", "The Ferry", "2" * 64)
COUNTED = "The ferry to Norvik carried 412,000 people in 2018."
DENIED = "It is not true that the ferry carried 412,000 people."
PASSAGES = (
    Passage(
        REPORT, f"The port had a good year. {COUNTED} It has three boats.", 100, 100 + 26 + 51 + 20, heading="Traffic"
    ),
    Passage(PAPER, f"{DENIED} Officials counted 300,000 \u2013 \u201cno more\u201d.", 0, 97),
)
EVIDENCE = Evidence("c1", PASSAGES)


def _quote(words: str, passage: int = 1, stance: str = "supports") -> dict[str, Any]:
    return {"passage": passage, "words": words, "stance": stance}


def _answer(*quotes: dict[str, Any], label: str = "supported", **changes: str) -> dict[str, Any]:
    rest = {"gap": "none", "certainty": "high", "conclusion": "The ferry carried 412,000 people."}
    rest |= {"missing": "", "search": ""}
    return {"reasoning": "Passage [1] says so.", "quotes": list(quotes), "label": label, **rest, **changes}


SUPPORTED = _answer(_quote(COUNTED))


def _verdict(*replies: dict[str, Any], claim: Claim = CLAIM) -> Verdict:
    verdict = judged(ChainJudge(ScriptedChat(*replies)), claim, EVIDENCE)
    assert isinstance(verdict, Verdict)
    return verdict


def test_a_quote_that_stands_in_its_passage_carries_the_verdict() -> None:
    """One call; offsets are those of the document; passages are named by their titles."""
    chat = ScriptedChat(SUPPORTED)
    verdict = judged(ChainJudge(chat), CLAIM, EVIDENCE)
    assert isinstance(verdict, Verdict)
    assert (verdict.label, verdict.confidence, verdict.gap) == (Label.SUPPORTED, 0.9, None)
    (citation,) = verdict.citations
    assert (citation.quote, citation.start, citation.stance) == (COUNTED, 126, Stance.SUPPORTS)
    assert verdict.reasoning == "Passage “Annual Report” says so."
    assert chat.calls == 1


def test_the_model_sees_the_claim_and_numbered_passages_between_fences() -> None:
    """With title, publisher, date and heading, and what is to be judged."""
    chat = ScriptedChat(SUPPORTED)
    judged(ChainJudge(chat), CLAIM, EVIDENCE)
    rules, material = chat.history[0]
    fence = material.splitlines()[0]
    assert material.splitlines()[-1] == fence
    assert fence not in rules
    assert f"{fence} [1] Annual Report | Port Authority | 2019-02-14 | Traffic\n{PASSAGES[0].text}" in material
    assert f"{fence} [2] The Ferry | no date\n{PASSAGES[1].text}" in material
    assert CLAIM.text in material
    assert CLAIM.text not in rules
    assert "To be judged: whether it is so" in material


def test_the_model_sees_the_articles_date() -> None:
    """A claim is judged for its time, and "unknown" is said where that is so; another date is another question."""
    chat = ScriptedChat(SUPPORTED, SUPPORTED)
    judged(ChainJudge(chat), CLAIM, EVIDENCE, published=date(2019, 3, 1))
    judged(ChainJudge(chat), CLAIM, EVIDENCE)
    dated, undated = (material for _, material in chat.history)
    assert "\nThe article's date: 2019-03-01\n" in dated
    assert "\nThe article's date: unknown\n" in undated
    assert dated.splitlines()[0] != undated.splitlines()[0]


def test_a_claim_about_speech_asks_whether_it_was_said() -> None:
    """By the speaker's name."""
    chat = ScriptedChat(SUPPORTED)
    claim = Claim("c1", CLAIM.text, CLAIM.quote, 0, 25, speaker="Ada Lund", about_speech=True)
    judged(ChainJudge(chat), claim, EVIDENCE)
    assert "To be judged: whether Ada Lund said it" in chat.history[0][1]


def test_a_piece_of_a_sentence_is_shown_as_the_whole_sentence() -> None:
    """So that what it leaves out cannot turn its sense around."""
    verdict = _verdict(_answer(_quote("the ferry carried 412,000 people", passage=2)))
    assert [citation.quote for citation in verdict.citations] == [DENIED]


def test_typography_is_no_hindrance() -> None:
    """The citation has the document's own."""
    quote = _quote('Officials counted 300,000 - "no more"', passage=2, stance="contradicts")
    verdict = _verdict(_answer(quote, label="contradicted", conclusion="It carried fewer than 412,000."))
    assert verdict.citations[0].quote == "Officials counted 300,000 \u2013 \u201cno more\u201d."


BAD = {
    "an invented quote": _quote("The ferry carried 412,000 people, records show."),
    "a not left out": _quote("It is true that the ferry carried 412,000 people.", passage=2),
    "an ellipsis": _quote("The port ... carried 412,000 people"),
    "another passage's words": _quote(COUNTED, passage=2),
    "a passage that is not there": _quote(COUNTED, passage=3),
    "passage nought": _quote(COUNTED, passage=0),
    "a negative passage": _quote(COUNTED, passage=-1),
    "an empty quote": _quote(" "),
}


@pytest.mark.parametrize("quote", BAD.values(), ids=BAD.keys())
def test_a_quote_that_is_not_there_goes_back_once(quote: dict[str, Any]) -> None:
    """With the exact fault; a corrected answer is taken."""
    chat = ScriptedChat(_answer(quote), SUPPORTED)
    verdict = judged(ChainJudge(chat), CLAIM, EVIDENCE)
    assert isinstance(verdict, Verdict)
    assert verdict.label is Label.SUPPORTED
    assert "passage" in chat.history[1][3]
    assert chat.history[1][2].startswith("{")


@pytest.mark.parametrize("quote", BAD.values(), ids=BAD.keys())
def test_a_quote_that_is_still_not_there_leaves_no_verdict(quote: dict[str, Any]) -> None:
    """Unverifiable, with the reason typed and the attempt told; near misses are shown."""
    verdict = _verdict(_answer(quote), _answer(quote))
    assert (verdict.label, verdict.gap, verdict.citations) == (Label.UNVERIFIABLE, Gap.NO_QUOTE, ())
    assert "supported" in verdict.reasoning
    assert [miss.quote for miss in verdict.near_misses] == [COUNTED, DENIED]


def test_a_label_needs_a_quote_of_its_stance() -> None:
    """Evidence for is no ground for "contradicted"."""
    verdict = _verdict(*[_answer(_quote(COUNTED), label="contradicted")] * 2)
    assert (verdict.label, verdict.gap) == (Label.UNVERIFIABLE, Gap.NO_QUOTE)
    assert "contradicted" in verdict.reasoning


def test_a_good_quote_stands_though_another_is_never_found() -> None:
    """The one that is not found is dropped."""
    verdict = _verdict(*[_answer(_quote(COUNTED), BAD["an invented quote"])] * 2)
    assert (verdict.label, len(verdict.citations)) == (Label.SUPPORTED, 1)


def test_evidence_for_both_sides_is_kept() -> None:
    """Whatever the label."""
    denial = _quote(DENIED, passage=2, stance="contradicts")
    assert {citation.stance for citation in _verdict(_answer(_quote(COUNTED), denial)).citations} == {
        Stance.SUPPORTS,
        Stance.CONTRADICTS,
    }


def test_a_number_from_nowhere_in_the_conclusion_goes_back_and_is_then_left_out() -> None:
    """The verdict stands on its quote; the sentence is replaced by a computed one."""
    invented = _answer(_quote(COUNTED), conclusion="The ferry carried 512,000 people.")
    chat = ScriptedChat(invented, invented)
    verdict = judged(ChainJudge(chat), CLAIM, EVIDENCE)
    assert isinstance(verdict, Verdict)
    assert "512000" in chat.history[1][3]
    assert verdict.label is Label.SUPPORTED
    assert "512" not in verdict.conclusion
    assert CLAIM.text in verdict.conclusion


@pytest.mark.parametrize(
    "stated",
    [
        "The ferry of King Harald carried 412,000 people.",
        "Harald carried 412,000 people.",
        "It carried 412,000 people. Harald rowed.",
        "The ferry carried 412,000 people to Bergen.",
    ],
)
def test_a_name_from_nowhere_in_the_conclusion_goes_back_and_is_then_left_out(stated: str) -> None:
    """As a number does: a true quote must not carry an invention into print."""
    invented = _answer(_quote(COUNTED), conclusion=stated)
    chat = ScriptedChat(invented, invented)
    verdict = judged(ChainJudge(chat), CLAIM, EVIDENCE)
    assert isinstance(verdict, Verdict)
    assert re.search("the name (Harald|King|Bergen)", chat.history[1][3])
    assert verdict.label is Label.SUPPORTED
    assert not re.search("Harald|Bergen", verdict.conclusion)


@pytest.mark.parametrize(
    "stated",
    [
        "The Norvik ferry carried 412,000 people, as the Port Authority's Annual Report of February 2019 says.",
        "According to Ada Lund, Norvik’s ferry carried 412,000 people.",
        "Officials say otherwise in The Ferry, but the report has 412,000 people.",
    ],
)
def test_a_conclusion_may_name_whom_the_claim_the_quotes_or_the_headings_name(stated: str) -> None:
    """No call is spent on it; a word that only begins a sentence is no name."""
    assert _verdict(_answer(_quote(COUNTED), conclusion=stated)).conclusion == stated


@pytest.mark.parametrize(
    ("gap", "quotes", "expected"),
    [
        ("too vague", (), Gap.TOO_VAGUE),
        ("only near misses", (), Gap.NEAR_MISS),
        ("none", (), Gap.NEAR_MISS),
        ("sources conflict", (), Gap.NEAR_MISS),
        ("sources conflict", (_quote(COUNTED), _quote(DENIED, 2, "contradicts")), Gap.SOURCES_CONFLICT),
    ],
)
def test_unverifiable_has_its_reason(gap: str, quotes: tuple[dict[str, Any], ...], expected: Gap) -> None:
    """A conflict is one only where both sides are quoted."""
    verdict = _verdict(_answer(*quotes, label="unverifiable", gap=gap))
    assert (verdict.label, verdict.gap, len(verdict.citations)) == (Label.UNVERIFIABLE, expected, len(quotes))
    assert len(verdict.near_misses) == 2 - len(quotes)


@pytest.mark.parametrize(("certainty", "confidence"), [("low", 0.5), ("medium", 0.7), ("high", 0.9)])
def test_certainty_becomes_confidence(certainty: str, confidence: float) -> None:
    """By rank."""
    assert _verdict(_answer(_quote(COUNTED), certainty=certainty)).confidence == confidence


def test_the_figures_of_what_it_cites_are_told_by_rule() -> None:
    """A model that overlooks another number does not keep the reader from seeing it."""
    claim = Claim("c1", "The ferry to Norvik carried 421,000 people in 2018", "x", 0, 1)
    (figure,) = _verdict(SUPPORTED, claim=claim).figures
    assert (figure.claim, figure.source, figure.finding) == ("421,000 people", "412,000 people", Finding.DIFFERS)


def test_no_passages_need_no_call() -> None:
    """Nothing retrieved is a verdict of its own."""
    verdict = judged(ChainJudge(ScriptedChat()), CLAIM, Evidence("c1", ()))
    assert isinstance(verdict, Verdict)
    assert verdict.gap is Gap.NOTHING_RETRIEVED


@pytest.mark.parametrize("replies", [(ModelError("gone", hint="is it running?"),), (_answer(), ModelError("gone"))])
def test_a_failed_call_is_unchecked_and_never_a_verdict(replies: tuple[Any, ...]) -> None:
    """Be it the first or the second."""
    outcome = judged(ChainJudge(ScriptedChat(*replies)), CLAIM, EVIDENCE)
    assert isinstance(outcome, Unchecked)
    assert outcome.reason.startswith("gone")


_TEXTS = st.sampled_from(
    [COUNTED, DENIED, "412,000", "It", "", "...", "It has three boats", "carried 412,000", "\u201d"]
)


@given(
    quotes=st.lists(
        st.builds(_quote, _TEXTS, st.integers(-1, 4), st.sampled_from(["supports", "contradicts"])), max_size=4
    ),
    label=st.sampled_from(["supported", "contradicted", "unverifiable"]),
    gap=st.sampled_from(["none", "too vague", "sources conflict", "only near misses"]),
)
def test_whatever_the_model_says_every_citation_stands_in_a_passage_of_the_claim(
    quotes: list[dict[str, Any]], label: str, gap: str
) -> None:
    """And a label has a quote of its stance, or is not given."""
    verdict = _verdict(*[_answer(*quotes, label=label, gap=gap)] * 2)
    for citation in (*verdict.citations, *verdict.near_misses):
        assert citation.passage in PASSAGES
        start = citation.start - citation.passage.start
        assert citation.passage.text[start : start + len(citation.quote)] == citation.quote


OPEN = _answer(label="unverifiable", gap="only near misses", search="Norvik ferry passengers 2018")
FURTHER = Passage(Document("log", "Log", "3" * 64), "The log counts 412,000 people on the ferry.", 0, 43)


def _deep(*replies: dict[str, Any], found: tuple[Passage, ...]) -> tuple[Verdict | Unchecked, list[str], ScriptedChat]:
    queries: list[str] = []

    def search(claim: Claim, query: str) -> Evidence:
        queries.append(query)
        return Evidence(claim.id, found)

    chat = ScriptedChat(*replies)
    return judged(ChainJudge(chat, deep=True), CLAIM, EVIDENCE, search=search), queries, chat


def test_a_deep_check_searches_once_more_as_the_model_suggests() -> None:
    """What that finds can carry the verdict: it was retrieved for this claim, too."""
    settled = _answer(_quote("The log counts 412,000 people on the ferry."))
    outcome, queries, chat = _deep(OPEN, settled, found=(FURTHER,))
    assert isinstance(outcome, Verdict)
    assert (outcome.label, outcome.citations[0].passage) == (Label.SUPPORTED, FURTHER)
    assert queries == ["Norvik ferry passengers 2018"]
    assert chat.calls == 2


def test_a_deep_check_asks_no_more_where_nothing_new_is_found() -> None:
    """The first answer stands."""
    outcome, queries, chat = _deep(OPEN, found=PASSAGES)
    assert isinstance(outcome, Verdict)
    assert (outcome.gap, len(queries), chat.calls) == (Gap.NEAR_MISS, 1, 1)


def test_a_deep_check_never_searches_a_second_time() -> None:
    """One extra search, one extra call."""
    outcome, queries, chat = _deep(OPEN, OPEN, found=(FURTHER,))
    assert isinstance(outcome, Verdict)
    assert (len(queries), chat.calls) == (1, 2)


def test_without_it_nothing_is_searched() -> None:
    """The suggestion costs nothing."""
    chat = ScriptedChat(OPEN)
    assert isinstance(judged(ChainJudge(chat), CLAIM, EVIDENCE), Verdict)
    assert chat.calls == 1


def test_an_answer_that_its_quotes_do_not_bear_out_is_kept_as_an_attempt() -> None:
    """With its label and words, for whoever wants to know what the model tried."""
    invented = _answer(_quote("The ferry sank."))
    verdict = _verdict(invented, invented)
    assert verdict.gap is Gap.NO_QUOTE
    assert verdict.attempt == Attempt("supported", ("The ferry sank.",), "The ferry carried 412,000 people.")
