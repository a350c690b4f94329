"""The extractor that asks a chat model: what it lists stands in the article, and nothing of the article is lost."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from doubles import ScriptedChat
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from factcheck.article import Article
from factcheck.claims import Extraction, Reason
from factcheck.claims.chain import ChainExtractor, Listed, marked
from factcheck.errors import ModelError
from factcheck.llm import NotAskedError, SpentError
from factcheck.passages import sentences

TEXT = (
    "The Norvik ferry opened today. Mayor Ada Lund said it carried 412,000 people.\n\n"
    "It is the finest crossing on the coast. Comments are closed."
)
OPENED = "The Norvik ferry opened today."
CARRIED = "it carried 412,000 people"
FINEST = "It is the finest crossing on the coast."
CLOSED = "Comments are closed."


def _article(text: str = TEXT, title: str = "Ferry", published: date | None = date(2018, 5, 3)) -> Article:
    return Article(
        text, sha256(text.encode()).hexdigest(), "test.txt", title=title, author="A. Writer", published=published
    )


def _found(quote: str, text: str = "", speaker: str | None = None, kind: str = "fact") -> dict[str, Any]:
    return {"quote": quote, "text": text or quote, "speaker": speaker, "kind": kind}


def _listed(*claims: dict[str, Any], **left_out: str) -> dict[str, Any]:
    return {"claims": list(claims), "left_out": [{"quote": q, "reason": r} for q, r in left_out.items()]}


WHOLE = _listed(
    _found(CARRIED, "The Norvik ferry carried 412,000 people", speaker="Ada Lund"),
    _found(OPENED, "The Norvik ferry opened [on 3 May 2018]"),
    **{FINEST: "opinion", CLOSED: "boilerplate"},
)
NOTHING = _listed()


def _check(article: Article, extraction: Extraction) -> None:
    """The guarantees that hold whatever a model says."""
    entries = (*extraction.claims, *extraction.leftovers)
    assert all(article.text[entry.start : entry.end] == entry.quote for entry in entries)
    again = [place for claim in extraction.claims for place in claim.also]
    places = [(entry.start, entry.end) for entry in entries] + again
    for start, end in sentences(article.text):
        assert any(place[0] < end and start < place[1] for place in places)
    for leftover in extraction.leftovers:
        assert not any(claim.start < leftover.end and leftover.start < claim.end for claim in extraction.claims)
    assert [claim.id for claim in extraction.claims] == [f"c{n + 1}" for n in range(len(extraction.claims))]
    assert list(extraction.claims) == sorted(extraction.claims, key=lambda claim: claim.start)


def test_claims_and_leftovers_are_located_and_in_order() -> None:
    """One call; offsets are the program's own."""
    chat = ScriptedChat(WHOLE)
    extraction = ChainExtractor(chat).extract(_article())
    _check(_article(), extraction)
    assert chat.calls == 1
    assert [(c.quote, c.text, c.speaker) for c in extraction.claims] == [
        (OPENED, "The Norvik ferry opened [on 3 May 2018]", None),
        (CARRIED, "The [Norvik] ferry carried 412,000 people", "Ada Lund"),
    ]
    assert [(left.quote, left.reason) for left in extraction.leftovers] == [
        (FINEST, Reason.OPINION),
        (CLOSED, Reason.BOILERPLATE),
    ]


def test_that_it_was_said_and_that_it_is_so_are_two_claims() -> None:
    """Over the same words."""
    both = _listed(
        _found(TEXT[31:77], kind="said"),
        _found(TEXT[31:77]),
        _found(OPENED),
        **{FINEST: "opinion", CLOSED: "boilerplate"},
    )
    extraction = ChainExtractor(ScriptedChat(both)).extract(_article())
    assert [claim.about_speech for claim in extraction.claims] == [False, True, False]


def test_a_claim_named_twice_is_one() -> None:
    """Where words, place and wording are the same."""
    twice = _listed(*WHOLE["claims"], *WHOLE["claims"], **{FINEST: "opinion", CLOSED: "boilerplate"})
    assert len(ChainExtractor(ScriptedChat(twice)).extract(_article()).claims) == 2


def test_a_statement_made_twice_is_one_claim_with_both_places() -> None:
    """It is judged once, and no place of it is lost."""
    first = "The Norvik ferry opened in 2018."
    other = "Since 2018 the Norvik ferry has been open."
    article = _article(f"{first} Lovely! {other}")
    answer = _listed(_found(first), _found(other, first), **{"Lovely!": "opinion"})
    (claim,) = ChainExtractor(ScriptedChat(answer)).extract(article).claims
    assert article.text[claim.start : claim.end] == first
    assert [article.text[start:end] for start, end in claim.also] == [other]


def test_a_sentence_that_stands_twice_is_one_claim_with_both_places() -> None:
    """The model quotes it once; the program finds it again."""
    twice = f"{OPENED} {FINEST} {OPENED} {FINEST}"
    chat = ScriptedChat(_listed(_found(OPENED), **{FINEST: "opinion"}))
    extraction = ChainExtractor(chat).extract(_article(twice))
    (claim,) = extraction.claims
    assert [twice[start:end] for start, end in claim.also] == [OPENED]
    assert [leftover.quote for leftover in extraction.leftovers] == [FINEST, FINEST]


@pytest.mark.parametrize(
    ("wording", "shown"),
    [
        ("The Norvik ferry carried 412,000 people", "The [Norvik] ferry carried 412,000 people"),
        ("[The Norvik ferry] carried 412,000 people", "[The Norvik ferry] carried 412,000 people"),
        ("Ada Lund said it carried 412,000 people by 2018", "[Ada Lund] said it carried 412,000 people by [2018]"),
    ],
)
def test_added_names_and_numbers_stand_in_brackets(wording: str, shown: str) -> None:
    """Whatever the model forgets to mark, the program marks."""
    assert marked(wording, CARRIED) == shown


def test_the_article_is_sent_as_data_between_fences() -> None:
    """Title, date and text stand in the second turn alone, inside a fence that no author can foresee."""
    chat = ScriptedChat(WHOLE)
    ChainExtractor(chat).extract(_article(title="{{text}} {x}"))
    rules, material = chat.history[0]
    fence = material.splitlines()[0]
    assert material.splitlines()[-1] == fence
    assert fence not in rules
    assert fence not in TEXT
    assert TEXT in material
    assert "Title: {{text}} {x}" in material
    assert "2018-05-03" in material
    assert TEXT not in rules


def test_words_that_are_not_there_go_back_once() -> None:
    """With the exact fault; the corrected entry is taken."""
    wrong = _listed(_found("it carried 500,000 people"), _found(OPENED), **{FINEST: "opinion", CLOSED: "boilerplate"})
    chat = ScriptedChat(wrong, _listed(_found(CARRIED)))
    extraction = ChainExtractor(chat).extract(_article())
    _check(_article(), extraction)
    assert [claim.quote for claim in extraction.claims] == [OPENED, CARRIED]
    assert "it carried 500,000 people" in chat.history[1][3]


def test_words_that_are_still_not_there_leave_their_sentence_listed() -> None:
    """As not found, never as a claim."""
    wrong = _listed(_found("it carried ... people"), _found(OPENED), **{FINEST: "opinion", CLOSED: "boilerplate"})
    extraction = ChainExtractor(ScriptedChat(wrong, wrong)).extract(_article())
    _check(_article(), extraction)
    assert [left.reason for left in extraction.leftovers] == [Reason.NOT_FOUND, Reason.OPINION, Reason.BOILERPLATE]


def test_a_sentence_passed_over_is_asked_for_and_then_listed() -> None:
    """Nothing vanishes; that it holds no fact is not said, since nobody has."""
    chat = ScriptedChat(_listed(_found(OPENED)), NOTHING)
    extraction = ChainExtractor(chat).extract(_article())
    _check(_article(), extraction)
    assert f"“{CLOSED}”" in chat.history[1][3]
    assert [left.reason for left in extraction.leftovers] == [Reason.PASSED_OVER] * 3


def test_a_failed_second_call_keeps_what_the_first_found() -> None:
    """It costs only the repair."""
    chat = ScriptedChat(_listed(_found(OPENED)), ModelError("gone"))
    extraction = ChainExtractor(chat).extract(_article())
    _check(_article(), extraction)
    assert len(extraction.claims) == 1


def test_what_a_failed_second_call_would_have_found_is_listed_as_a_failure() -> None:
    """A fault of ours is never told as a statement without a fact, nor as the model's."""
    wrong = _listed(_found("it carried ... people"), _found(OPENED), **{FINEST: "opinion", CLOSED: "boilerplate"})
    extraction = ChainExtractor(ScriptedChat(wrong, ModelError("gone"))).extract(_article())
    assert (extraction.leftovers[0].reason, extraction.leftovers[0].detail) == (Reason.FAILED, "gone")


@pytest.mark.parametrize("reason", [Reason.NOT_FOUND, Reason.PASSED_OVER, "else"])
def test_only_the_prompts_reasons_may_be_given(reason: str) -> None:
    """The program's own are none of the model's."""
    with pytest.raises(ValidationError):
        Listed.model_validate(_listed(**{FINEST: reason}))


FIRST, SECOND = "Ferry number 1 opened.", "Ferry number 2 opened. It was full."
TWO_WINDOWS = f"{FIRST}\n\n# The second\n\n{SECOND}"


@pytest.mark.parametrize(
    ("fault", "reason"), [(ModelError("gone", hint="retry"), Reason.FAILED), (SpentError("spent"), Reason.SPENT)]
)
def test_a_window_that_fails_is_listed_and_the_others_are_read(fault: ModelError, reason: Reason) -> None:
    """Sentence by sentence, with the cause; what the layout tells is told all the same."""
    article = _article(TWO_WINDOWS)
    extraction = ChainExtractor(ScriptedChat(_listed(_found(FIRST)), fault), words=7).extract(article)
    _check(article, extraction)
    assert [claim.quote for claim in extraction.claims] == [FIRST]
    heading, *rest = extraction.leftovers
    assert heading.reason is Reason.HEADING
    assert [(left.quote, left.reason, left.detail) for left in rest] == [
        (quote, reason, fault.whole) for quote in ("Ferry number 2 opened.", "It was full.")
    ]


def test_an_article_of_which_no_window_can_be_read_is_a_model_error() -> None:
    """There is nothing to report; the first fault is told."""
    for words in (7, 100):
        chat = ScriptedChat(ModelError("gone"), ModelError("gone too"))
        with pytest.raises(ModelError, match=r"^gone$"):
            ChainExtractor(chat, words=words).extract(_article(TWO_WINDOWS))


def test_a_budget_that_is_spent_ends_nothing_but_the_asking() -> None:
    """It is the user's own limit: what it leaves out is listed, be it everything."""
    extraction = ChainExtractor(ScriptedChat(SpentError("spent"))).extract(_article())
    _check(_article(), extraction)
    assert {left.reason for left in extraction.leftovers} == {Reason.SPENT}


def test_a_rehearsal_is_no_failure() -> None:
    """That a window would have to be asked about is passed on."""
    with pytest.raises(NotAskedError):
        ChainExtractor(ScriptedChat(_listed(_found(FIRST)), NotAskedError("no")), words=7).extract(
            _article(TWO_WINDOWS)
        )


@pytest.mark.parametrize(
    "wording",
    [
        "The Norvik ferry opened in 1997",
        "The Norvik ferry cost two million",
        "The Norvik ferry was opened by King Harald",
        "Norwegian Petroleum opened the ferry",
        "",
    ],
)
def test_a_wording_that_adds_to_the_article_is_refused(wording: str) -> None:
    """The claim then reads as its quote."""
    answer = _listed(_found(TEXT[:77]), _found(OPENED, wording), **{FINEST: "opinion", CLOSED: "boilerplate"})
    claims = ChainExtractor(ScriptedChat(answer)).extract(_article()).claims
    assert OPENED in {claim.text for claim in claims}
    assert wording not in {claim.text for claim in claims}


@pytest.mark.parametrize(
    "wording",
    [
        "On Thursday, 3 May 2018, the Norvik ferry opened",
        "Norvik's ferry opened on 2018-05-03",
        "A ferry opened [in Norvik]",
    ],
)
def test_a_wording_may_draw_on_the_date_and_the_text(wording: str) -> None:
    """Context that the article gives is welcome."""
    answer = _listed(_found(OPENED, wording), _found(CARRIED), **{FINEST: "opinion", CLOSED: "boilerplate"})
    text = ChainExtractor(ScriptedChat(answer)).extract(_article()).claims[0].text
    assert re.sub(r"[\[\]]", "", text) == re.sub(r"[\[\]]", "", wording)


def test_a_speaker_whom_the_article_does_not_name_is_dropped() -> None:
    """A name cannot come from elsewhere."""
    answer = _listed(
        _found(OPENED, speaker="King Harald"), _found(CARRIED), **{FINEST: "opinion", CLOSED: "boilerplate"}
    )
    assert ChainExtractor(ScriptedChat(answer)).extract(_article()).claims[0].speaker is None


def test_a_leftover_over_several_sentences_gives_way_to_claims() -> None:
    """Each sentence is in one list; the reason holds for the rest."""
    answer = _listed(_found(OPENED), _found(CARRIED), **{TEXT: "opinion"})
    extraction = ChainExtractor(ScriptedChat(answer)).extract(_article())
    _check(_article(), extraction)
    assert [(left.quote, left.reason) for left in extraction.leftovers] == [
        (FINEST, Reason.OPINION),
        (CLOSED, Reason.OPINION),
    ]


def test_a_long_article_is_read_by_windows_cut_at_paragraphs() -> None:
    """Each call gets the paragraph before as context; the same words later on get their own offsets."""
    text = "\n\n".join(f"Ferry number {n} opened. It was full." for n in range(6))
    article = _article(text)
    answers = [
        _listed(*(_found(f"Ferry number {n} opened.") for n in pair), **{"It was full.": "too vague"})
        for pair in ((0, 1), (2, 3), (4, 5))
    ]
    chat = ScriptedChat(*(answer for pair in answers for answer in (pair, NOTHING)))
    extraction = ChainExtractor(chat, words=14).extract(article)
    _check(article, extraction)
    assert len(extraction.claims) == 6
    assert "Paragraph before: Ferry number 1 opened." in chat.history[2][1]
    assert "Ferry number 0" not in chat.history[2][1]


def test_a_paragraph_longer_than_a_window_is_cut_between_sentences() -> None:
    """Never inside one."""
    text = " ".join(f"Ferry {n} of the line opened." for n in range(9))
    chat = ScriptedChat(*[NOTHING] * 10)
    extraction = ChainExtractor(chat, words=12).extract(_article(text))
    _check(_article(text), extraction)
    assert chat.calls == 10


@pytest.mark.parametrize(
    "text",
    ["渡轮今天开始运营。" * 20, "フェリーは今日開業しました。" * 20, "เรือเฟอร์รี่เปิดให้บริการวันนี้" * 20],
    ids=["chinese", "japanese", "thai, without any sentence end"],
)
def test_scripts_without_spaces_are_cut_by_their_characters(text: str) -> None:
    """No window holds much more than its share, and nothing is lost at the cuts."""
    chat = ScriptedChat(*[NOTHING] * 200)
    extraction = ChainExtractor(chat, words=11).extract(_article(text))
    _check(_article(text), extraction)
    assert "".join(leftover.quote for leftover in extraction.leftovers) == text
    stretches = {material.split("\nText:\n", 1)[1].rpartition("\n")[0] for _, material, *_ in chat.history}
    assert max(map(len, stretches)) <= 2 * 11 + 1


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_nothing_to_read_needs_no_call(text: str) -> None:
    """And gives nothing."""
    assert ChainExtractor(ScriptedChat()).extract(_article(text)) == Extraction((), ())


_WORDS = st.sampled_from(["Ferry", "opened", "412,000", "people.", "It", "is", "fine.", "“Yes,”", "\n\n", "not"])
_QUOTES = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)


@given(
    text=st.lists(_WORDS, max_size=60).map(" ".join),
    quotes=st.lists(st.tuples(_QUOTES, _QUOTES), max_size=6),
    left=st.dictionaries(_QUOTES, st.sampled_from([Reason.OPINION, Reason.HEADING, Reason.VAGUE]), max_size=4),
)
def test_whatever_the_model_says_every_sentence_is_accounted_for(
    text: str, quotes: list[tuple[str, str]], left: dict[str, Reason]
) -> None:
    """And every quote stands at its offsets."""
    answer = _listed(*(_found(quote, wording) for quote, wording in quotes), **left)
    article = _article(text)
    _check(article, ChainExtractor(ScriptedChat(*[answer] * 20), words=20).extract(article))


def test_headings_and_rules_need_no_second_call() -> None:
    """Their layout says what they are, whether the model lists them or not."""
    text = f"# The ferry\n\n{OPENED}\n\n---\n\n## Sources\n"
    chat = ScriptedChat(_listed(_found(OPENED)))
    extraction = ChainExtractor(chat).extract(_article(text))
    assert chat.calls == 1
    _check(_article(text), extraction)
    assert {leftover.quote: leftover.reason for leftover in extraction.leftovers} == {
        "# The ferry": Reason.HEADING,
        "## Sources": Reason.HEADING,
    }
