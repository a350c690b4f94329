"""What the claims of a sentence may not say: whole sentences for cuts that are in doubt, names left as they are."""

from __future__ import annotations

import pytest

from .listing import texts


@pytest.mark.parametrize(
    "sentence",
    [
        "Of 312 cracks, 40 are long, and only nine were repaired before the contractor, Dalby & Sons, went bankrupt.",
        "Neither Apple nor Google, which together control 99% of the market, responded.",
        "No company, whose shares fell 5%, replied.",
        "The owner of the ship, built in 1990, was jailed.",
        "Dalby shut its plant in Gyor, which employs 1,900, for good.",
        "About 41 million Americans receive food stamps, formally known as SNAP.",
        "Smith, the fastest runner in the 1988 team, and Jones, its slowest, both retired.",
        "Born in Kiruna in 1934, the daughter of a miner and a schoolteacher, Lindqvist studied physics.",
    ],
)
def test_a_sentence_stays_whole_where_a_cut_is_in_doubt(extract, sentence):
    """An aside of two possible nouns, of none, or of one among several is not stated alone."""
    assert texts(extract(sentence)) == [sentence]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The agency approved it last year, when it was shown to cut deaths by 52 per cent.", "by 52 per cent."),
        ("The report noted that 60% were women and that fewer than 5% were over 80.", "Fewer than 5% were over 80."),
        ("Regulation 2024/1689 was published on 12 July 2024 and has been in force since August.",
         "Regulation 2024/1689 has been in force"),
        ("Erik Lund said on Tuesday he had never met 40 guests.", "had never met 40 guests."),
        ("Its plants in Gyor, which employ 1,900, were shut in May.", "plants in Gyor employ 1,900."),
    ],
)  # fmt: skip
def test_what_is_cut_out_is_a_sentence_of_its_own(extract, sentence, expected):
    """No dangling date, no "that" in front, no name without its number."""
    found = texts(extract(sentence))
    assert any(expected in text for text in found[1:])
    assert not any(text.startswith(("That ", "On Tuesday")) for text in found)


@pytest.mark.parametrize(
    "article",
    [
        "Anna Berg spoke about the Large Hadron Collider at CERN. She told Die Zeit that it cost 5 billion.",
        "Gabor Varga founded Varga Motors in 1990. Varga said it would shut its plant in 2026.",
        "The White House welcomed 40 guests. The House passed the bill 220-210.",
        "The European Commission paid 40 million. The commission set up by the Indian government met in 2012.",
        "George Washington was born in 1732. Washington has 700,000 residents.",
        "Erik Lund, the transport minister, opened the tunnel. The minister, Hugo Penrith, met 40 guests in 2025.",
        "The council met in 2012. The council said it rained for 40 days.",
        "The council met in 2012. The council said it was too late for 30 people.",
    ],
)
def test_a_name_is_not_completed_where_it_may_be_another(extract, article):
    """A company is no founder, a city no president, and the "it" of the weather nobody."""
    last = article.split(". ")[-1]
    assert not any("[" in text for text in texts(extract(article)))
    assert last in texts(extract(article))


def test_equal_claims_are_given_once(extract):
    """No two claims say the same of the same words."""
    found = extract("The tunnel cost 40 million, officials said, and it opened in 2012, the mayor, Erik Lund, said.")
    keys = [(claim.start, claim.end, claim.text) for claim in found.claims]
    assert len(keys) == len(set(keys))
