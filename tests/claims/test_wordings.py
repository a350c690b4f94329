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


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Drivers are less lucky: duty on petrol and diesel climbs by 60 hellers a litre.",
         ["Duty on petrol and diesel climbs by 60 hellers a litre."]),
        ("There is a new opera house, too: it cost 40 million crowns and seats 1,900 people.",
         ["[The new opera house] cost 40 million crowns.", "[The new opera house] seats 1,900 people."]),
        ("There is a catch: it closes in May 2026.", ["It closes in May 2026."]),
        ("The dam, built in 1961, weighed 6.2 tonnes, cost 40 million crowns, and lasted 5 years.",
         ["The dam weighed 6.2 tonnes.", "The dam cost 40 million crowns.", "The dam lasted 5 years."]),
        ("The ministers laid a wreath at the War Memorial, which was opened in 2019 and bears 25,942 names.",
         ["The War Memorial was opened in 2019.", "The War Memorial bears 25,942 names."]),
        ("Rides are free until the end of May.", ["Rides are free until the end of May."]),
        ("He will step down this summer.", ["He will step down this summer."]),
        ("xAI put its name to the chapter in 2025.", ["xAI put its name to the chapter in 2025."]),
    ],
)  # fmt: skip
def test_each_fact_of_a_sentence_is_a_claim_of_its_own(extract, sentence, expected):
    """What a colon, a last short verb or an aside adds is stated by itself, with the subject it is about."""
    found = texts(extract(sentence, published=None))
    assert [text for text in expected if text not in found] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The panel put it plainly: the dam was built in 1961.",
        "Lund said this: the tunnel cost 40 million.",
        "The bill has three parts: a levy, a grant and a loan of 40 million.",
        "It took two boards, one long evening and, so the porters say, 40 cups of tea.",
        "Most local people, it has to be said, are tired of the 40 trucks.",
    ],
)
def test_words_that_only_lead_to_a_statement_are_not_cut_from_it(extract, sentence):
    """What someone puts in these words, a list, and an aside that tells who says so stay with the sentence."""
    assert texts(extract(sentence)) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "All told, 48.7 percent of registered voters took part.",
        "After 53.8 per cent of the voters had said yes, the line was to cost 312 million thalers.",
    ],
)
def test_a_turn_of_phrase_is_no_speech(extract, sentence):
    """Nobody is quoted by "all told" or by a yes in a ballot."""
    assert not [claim for claim in extract(sentence).claims if claim.about_speech or claim.speaker]


@pytest.mark.parametrize(
    "article",
    [
        "The ferry left Oslo with Captain Ada Berg on the bridge. A failure of the gear pushed her off course at 9.",
        "Anna Berg won in 2023. Tom Lund kept the chief, Ida Rusk. He spent 5 million less than hers.",
    ],
)
def test_a_she_that_may_be_a_ship_and_a_hers_are_nobody(extract, article):
    """A pronoun that may stand for a thing is left as it is."""
    found = texts(extract(article))
    assert any(" her" in text for text in found)
    assert not any("[Ada Berg" in text or "[Ida Rusk" in text for text in found)


def test_a_quote_ends_where_its_claim_does(extract):
    """The full stop of a sentence does not draw an aside into the quote of what stands before it."""
    found = extract("The club sold its stadium for 40 million crowns and moved to Oslo in 2016.")
    assert [claim.quote for claim in found.claims] == [
        "The club sold its stadium for 40 million crowns",
        "moved to Oslo in 2016",
    ]
