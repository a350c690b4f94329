from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.claims import Reason

from .listing import texts

NEWS = """\
# Harbour tunnel opens two years late

By Jane Doe

The 6.2-kilometre Haldor tunnel opened to traffic on Monday, officials said. Transport Minister Erik Lund cut the ribbon
before about 2,000 guests.   Lund said that the project had created 4,000 jobs.

> "We have learned a lot," Berg told reporters. "Next time we will plan better."

- 12 emergency exits
* The tunnel has **84 cameras**; it cost [€1.4 billion](http://example.org/cost).

| a | b |
|---|---|
| 1 | 2 |

```
code = 1
```
Comments are closed. 🚇 Was it worth it? 这是一个句子。第二句。
"""
PIECES = [
    *("Mr. Lund said so. ", "“Never", "” ", "\n", "\n\n", "- ", "(312 words)", "🚇", "# H\n", "was built by X, which"),
    *(
        "Acme paid $5m; it sold. ",
        ", and ",
        "\t",
        "https://example.org/a_b",
        "第二句。",
        "***",
        "Wer weiß? ",
        "\u200b",
        "> ",
    ),
]


def test_a_compound_sentence_holds_a_claim_for_each_of_its_facts(extract):
    """`A and B co-chaired X, held at Y, ahead of Z` holds three claims."""
    found = extract(
        "Rajnath Singh and Andrei Belousov co-chaired the 22nd Military Commission, held at the Manekshaw Center, "
        "ahead of the visit of President Vladimir Putin."
    )
    assert len(found.claims) == 3
    assert texts(found)[0].startswith("Rajnath Singh and Andrei Belousov co-chaired the 22nd Military Commission")


def test_a_participle_becomes_a_claim_about_its_noun(extract):
    """The founding year of a partnership is a claim of its own, and no longer part of the sentence around it."""
    found = extract(
        "The ministers co-chaired the commission on Monday, reaffirming the “Special and Privileged Strategic "
        "Partnership” established in 2000."
    )
    assert "The “Special and Privileged Strategic Partnership” was established in 2000." in texts(found)
    assert sum("2000" in text for text in texts(found)) == 1


def test_an_aside_in_parentheses_is_a_claim_about_the_noun_before_it(extract):
    """What stands in parentheses and tells something is stated about what stands in front of it."""
    found = extract("Agenda items include S-400 deliveries (got three squadrons out of five) and Su-30 upgrades.")
    assert texts(found) == [
        "Agenda items include S-400 deliveries and Su-30 upgrades.",
        "S-400 deliveries got three squadrons out of five.",
    ]


def test_coordinated_verbs_share_their_subject(extract):
    """The second verb of a sentence gets the subject of the first."""
    found = extract("The Highlands shrank by 6.8 percent and are the only region with fewer people than in 2012.")
    assert texts(found)[1] == "The Highlands are the only region with fewer people than in 2012."


def test_a_condition_is_never_cut_off(extract):
    """What holds only under a condition stays with it."""
    found = extract(
        "If the club sells Kovane in 2026, Tarnmouth will get 15 percent and the player will get 5 percent."
    )
    assert all("If" in text for text in texts(found))


def test_a_denial_is_kept(extract):
    """A "not" is in the claim as it is in the article."""
    found = extract("The company did not build the plant in 2010 and sell it in 2012.")
    assert all("did not" in text for text in texts(found))


def test_reported_speech_gives_two_claims(extract):
    """That he said it is one claim, that it is so another; both name the speaker."""
    found = extract("Erik Lund said that the project had created 4,000 jobs.")
    assert [(claim.text, claim.about_speech) for claim in found.claims] == [
        ("Erik Lund said that the project had created 4,000 jobs.", True),
        ("The project had created 4,000 jobs.", False),
    ]
    assert {claim.speaker for claim in found.claims} == {"Erik Lund"}


def test_a_predicted_fact_is_claimed_only_as_said(extract):
    """What someone says will be is no fact; that they said it is."""
    found = extract("Hugo Penrith, the social affairs minister, said that he would present a plan in March.")
    assert [claim.about_speech for claim in found.claims] == [True]


def test_a_denied_statement_is_not_claimed(extract):
    """What someone denies is not put forward as a claim."""
    found = extract("Erik Lund denied that the project had cost 4,000 jobs.")
    assert [claim.about_speech for claim in found.claims] == [True]


def test_a_direct_quote_stays_word_for_word(extract):
    """Nothing is resolved inside quotation marks, and a quotation that goes on is the same speaker's."""
    found = extract('"We met him today," said Marta Ellingsen, the mayor. "Now we wait."')
    assert all(claim.speaker == "Marta Ellingsen" and claim.about_speech for claim in found.claims)
    assert '"We met him today,"' in found.claims[0].text
    assert found.claims[1].text == '[Marta Ellingsen said:] "Now we wait."'


def test_an_attribution_at_the_end_is_found(extract):
    """`..., officials said.` is reported speech."""
    found = extract("The 6.2-kilometre tunnel opened to traffic on Monday, officials said.")
    assert {claim.speaker for claim in found.claims} == {"officials"}
    assert {claim.about_speech for claim in found.claims} == {True, False}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ministers met 40 guests today.", "today [4 December 2025]"),
        ("The ministers met 40 guests yesterday.", "yesterday [3 December 2025]"),
        ("The bill was passed by 78 votes on Tuesday.", "Tuesday [2 December 2025]"),
        ("The minister will meet 40 guests on Tuesday.", "Tuesday [9 December 2025]"),
        ("The plant lost 40 people last year.", "last year [2024]"),
        ("The bank raised its forecast to 1.8 percent last month.", "last month [November 2025]"),
        ("The club paid 33 million four years ago.", "four years ago [2021]"),
        ("Four years ago today the club paid 33 million.", "Four years ago today [4 December 2021]"),
        ("The parade was held by 40 people on March 2.", "March 2 [2025]"),
    ],
)
def test_relative_dates_are_resolved_by_the_date_of_the_article(extract, sentence, expected):
    """A relative date is followed by the date it means."""
    assert expected in texts(extract(sentence))[0]


def test_relative_dates_stay_as_they_are_without_a_date_of_the_article(extract):
    """Nothing is guessed where the article has no date."""
    assert texts(extract("The ministers met 40 guests today.", published=None)) == [
        "The ministers met 40 guests today."
    ]


def test_a_pronoun_is_named_where_one_person_can_be_meant(extract):
    """ "He" is the one man named before."""
    found = extract("Erik Lund opened the tunnel in Haldor. He cut the ribbon in front of 2,000 guests.")
    assert texts(found)[-1] == "[Erik Lund] cut the ribbon in front of 2,000 guests."


def test_a_pronoun_is_left_alone_where_there_is_a_rival(extract):
    """Of two persons named before, none is chosen."""
    found = extract("Erik Lund met Hugo Penrith in Haldor. He cut the ribbon in front of 2,000 guests.")
    assert texts(found)[-1] == "He cut the ribbon in front of 2,000 guests."


def test_a_surname_is_completed(extract):
    """A surname gets the first name that the article gave before."""
    found = extract("Erik Lund opened the tunnel in Haldor. Lund cut the ribbon in front of 2,000 guests.")
    assert texts(found)[-1].startswith("[Erik] Lund cut")


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Would he dare?", Reason.QUESTION),
        ("It all makes for a livelier country, if you ask me.", Reason.OPINION),
        ("I have my doubts.", Reason.OPINION),
        ("It was a masterclass in horse-trading.", Reason.OPINION),
        ("This rapprochement strengthens the long friendship of Norway and Spain.", Reason.OPINION),
        ("Ellingsen also reiterated the same point.", Reason.VAGUE),
        ("Scientists will be busy for years.", Reason.PREDICTION),
        ("Comments are closed.", Reason.BOILERPLATE),
        ("(312 words)", Reason.BOILERPLATE),
        ("Photo: Marguerite Deel / Final Third Pictures", Reason.BOILERPLATE),
        ("Read more: what the census says", Reason.BOILERPLATE),
        ("© 2025 Example Media. All rights reserved.", Reason.BOILERPLATE),
        ("## What the census says", Reason.HEADING),
    ],
)
def test_what_is_no_claim_is_listed_with_its_reason(extract, sentence, reason):
    """Opinions, questions, predictions, clutter and headings are left over, each for its reason."""
    found = extract(sentence)
    assert not found.claims
    assert {left.reason for left in found.leftovers} == {reason}


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell by 5 percent on Monday.",
        "Print sales of the paper rose by 5 percent.",
        "She first appeared in a film in 1990.",
        "The terms of the deal include $5 million in cash.",
    ],
)
def test_a_fact_is_not_taken_for_clutter(extract, sentence):
    """A sentence that begins like a button or a credit is still a claim."""
    assert extract(sentence).claims


def test_a_title_line_that_states_a_fact_is_a_claim(extract):
    """The first line of a plain text is checked like any other sentence."""
    assert extract("Lund opens 6-kilometre tunnel.\n\nIt rained.").claims


def test_ids_count_up_in_article_order(extract):
    """Claims are c1, c2, ... from top to bottom."""
    claims = extract(NEWS).claims
    assert [claim.id for claim in claims] == [f"c{number}" for number in range(1, len(claims) + 1)]
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)


def test_the_same_article_gives_the_same_extraction(extract):
    """Nothing depends on the run."""
    assert extract(NEWS) == extract(NEWS)


def test_an_article_without_text_has_no_claims(extract):
    """Blank input is no failure."""
    assert extract(" \n\n ").claims == ()


def test_a_paragraph_of_ten_thousand_words_is_read(extract):
    """A wall of text without any full stop is cut, not lost."""
    found = extract("word " * 10_000)
    covered = sum(piece.end - piece.start for piece in (*found.claims, *found.leftovers))
    assert covered > 0.99 * 49_000


@given(st.lists(st.sampled_from([*PIECES, *NEWS.split("\n")]), max_size=12).map("".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_quote_stands_in_the_article_and_every_line_is_covered(extract, text):
    """Whatever the input, quotes are the article's own words and no line with a letter in it goes missing."""
    found = extract(text, published=date(2025, 12, 4))
    pieces = [*found.claims, *found.leftovers]
    assert all(text[piece.start : piece.end] == piece.quote != "" for piece in pieces)
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if any(map(str.isalpha, line)):
            assert any(piece.start < end and piece.end > start for piece in pieces), line
        start = end + 1


def test_every_sentence_of_an_article_is_a_claim_or_left_over(extract):
    """No sentence of a news article goes missing, whatever stands around it."""
    found = extract(NEWS)
    spans = [(piece.start, piece.end) for piece in (*found.claims, *found.leftovers)]
    for sentence in ("Harbour tunnel", "By Jane", "officials said", "cut the ribbon", "4,000 jobs", "learned a lot",
                     "Next time", "12 emergency", "84 cameras", "cost", "| 1 |", "code = 1", "Comments are", "worth it",
                     "这是一个句子", "第二句"):  # fmt: skip
        place = NEWS.index(sentence)
        assert any(start < place + len(sentence) and end > place for start, end in spans), sentence
