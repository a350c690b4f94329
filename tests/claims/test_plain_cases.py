from __future__ import annotations

import re
from datetime import date

import pytest

from factcheck.claims import Reason

from .listing import texts

COVERED = [
    "NASA — which launched the telescope in 2021 — said on Monday it had found 5 planets.",
    "COVID - 19 killed 7 million people.",
    "**The minister resigned in 2021:** Nobody knows.",
    "**Highlights:** The tunnel cost 5 million euros.",
    "NORTHPORT — The town bought 5 ships in 2020.",
    "# Bridges\n\nBUDAPEST (Reuters) - Hungary built 5 bridges in 2020.\n\nNATO - The alliance has 32 members.",
    "WASHINGTON, May 8, 2025 — The U.S. Senate passed the bill.",
    'The cat ![img 2020](x.png "The cat in 2020") was born in 2020. ![Two dogs](y.png)',
]


@pytest.mark.parametrize("text", COVERED)
def test_every_word_of_an_article_is_in_a_claim_or_a_leftover(extract, text):
    """Labels, datelines and captions are taken off a sentence, yet none of them vanishes."""
    found = extract(text)
    spans = [(piece.start, piece.end) for piece in (*found.claims, *found.leftovers)]
    words = [match.span() for match in re.finditer(r"[^\W_]+", text)]
    assert [text[a:b] for a, b in words if not any(low <= a and b <= high for low, high in spans)] == []


def test_a_dateline_and_a_bold_label_are_leftovers_with_their_reasons(extract):
    """The claim begins after them."""
    dated = extract("WASHINGTON, May 8, 2025 — The U.S. Senate passed the bill.")
    assert texts(dated) == ["The U.S. Senate passed the bill."]
    assert [left.reason for left in dated.leftovers] == [Reason.BOILERPLATE]
    labelled = extract("**Highlights:** The tunnel cost 5 million euros.")
    assert texts(labelled) == ["The tunnel cost 5 million euros."]
    assert [left.reason for left in labelled.leftovers] == [Reason.HEADING]


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (date(2025, 11, 6), "The union called a strike for Nov 17."),
        (date(2025, 1, 15), "The vote was postponed until Feb. 20."),
        (date(2025, 11, 6), "The hearing was scheduled for Friday."),
        (date(2025, 11, 6), "The report was due on Nov 20."),
    ],
)
def test_a_date_that_was_planned_for_stays_open(extract, published, text):
    """The past tense of "postponed until" says nothing of the day's own year."""
    assert texts(extract(text, published)) == [text]


@pytest.mark.parametrize("verb", ["leaves", "departs for Rome"])
def test_a_date_after_a_verb_of_the_present_is_not_put_into_the_past(extract, verb):
    """The verb before it, in the past tense, speaks of another day."""
    claims = texts(extract(f"The minister arrived in Oslo on Monday and {verb} on Friday.", date(2025, 11, 6)))
    assert any("Monday [3 November 2025]" in claim for claim in claims)
    assert not any("Friday [31" in claim for claim in claims)


def test_a_plain_past_date_still_gets_its_year(extract):
    """What happened lies before the article."""
    assert texts(extract("The bridge opened on Nov 20.", date(2025, 11, 6))) == ["The bridge opened on Nov 20 [2024]."]


@pytest.mark.parametrize("adverb", ["falsely", "wrongly", "incorrectly", "mistakenly"])
def test_what_was_falsely_claimed_is_no_claim_of_the_article(extract, adverb):
    """Only that it was said is left to check."""
    (claim,) = extract(f"The company {adverb} claimed that its cars emitted 40% less carbon.").claims
    assert claim.about_speech


def test_a_lie_is_no_claim_of_the_article(extract):
    """The words after "lied that" are not stated by themselves."""
    assert texts(extract("The firm lied that its cars emitted 40% less carbon.")) == [
        "The firm lied that its cars emitted 40% less carbon."
    ]


def test_a_mine_is_no_first_person(extract):
    """The pronoun makes an opinion, the noun does not."""
    assert texts(extract("The coal mine employed 400 people until 1984."))
    assert not extract("The 400 books are mine.").claims


def test_a_plural_title_ends_no_sentence(extract):
    """The full stop of "Sens." belongs to the abbreviation."""
    text = "Sens. Maria Delgado and Ron Lee visited Berlin in 2021."
    assert texts(extract(text)) == [text]


def test_what_was_said_is_a_claim_where_the_parser_takes_a_subject_for_its_head(extract):
    """The verb "dates" is read as a noun now and then."""
    found = extract(
        "Ilse Varga, who runs a stargazing club in Graz, said that the light of MoM-z14 dates from about "
        "280 million years after the Big Bang."
    )
    assert "The light of MoM-z14 dates from about 280 million years after the Big Bang." in texts(found)
