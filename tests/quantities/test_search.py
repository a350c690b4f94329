"""The shelf of quantities: what a text holds, at its exact place and with the precision of its wording."""

from __future__ import annotations

import time
from datetime import date
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.quantities import Kind, Quantity
from factcheck.quantities.search import find

ON = date(2025, 3, 1)
READ = [
    ("It cost $68.7 billion.", "$68.7 billion", Kind.MONEY, "dollar", 68.65e9, 68.75e9),
    ("It cost some €2.4bn.", "some €2.4bn", Kind.MONEY, "EUR", 2.28e9, 2.52e9),
    ("It cost HK$240m.", "HK$240m", Kind.MONEY, "HKD", 239.5e6, 240.5e6),
    ("It cost 150 Hong Kong dollars.", "150 Hong Kong dollars", Kind.MONEY, "HKD", 150, 150),
    ("It cost Rs 1,00,000.", "Rs 1,00,000", Kind.MONEY, "rupee", 100_000, 100_000),
    ("It rose by 6.75%.", "6.75%", Kind.SHARE, "%", 6.745, 6.755),
    ("It rose by 12 per cent.", "12 per cent", Kind.SHARE, "%", 12, 12),
    ("It rose by 1.4 percentage points.", "1.4 percentage points", Kind.POINTS, "%", 1.35, 1.45),
    ("It rose by 50 basis points.", "50 basis points", Kind.POINTS, "%", 0.5, 0.5),
    ("Two-thirds of them left.", "Two-thirds", Kind.SHARE, "%", 63.3, 70),
    ("Three in five voters left.", "Three in five", Kind.SHARE, "%", 57, 63),
    ("It took 3/5 of the vote.", "3/5", Kind.SHARE, "%", 57, 63),
    ("More than half of them left.", "More than half", Kind.SHARE, "%", 50, inf),
    ("It rose by a quarter.", "a quarter", Kind.SHARE, "%", 23.75, 26.25),
    ("A 46-minute burn.", "46-minute", Kind.DURATION, "second", 2760, 2760),
    ("It took eight hours.", "eight hours", Kind.DURATION, "second", 28_800, 28_800),
    ("It took under an hour.", "under an hour", Kind.DURATION, "second", -inf, 3600),
    ("It is 5 km long.", "5 km", Kind.MEASURE, "meter", 5000, 5000),
    ("It weighs 4.5 tonnes.", "4.5 tonnes", Kind.MEASURE, "kilogram", 4450, 4550),
    ("It burned 20 hectares.", "20 hectares", Kind.MEASURE, "meter ** 2", 200_000, 200_000),
    ("It was -39.4°C.", "-39.4°C", Kind.MEASURE, "kelvin", 233.7, 233.8),
    ("It blew at 36 km/h.", "36 km/h", Kind.MEASURE, "meter / second", 10, 10),
    ("Over 15 whales came.", "Over 15 whales", Kind.COUNT, "", 15, inf),
    ("Nearly 69 whales came.", "Nearly 69 whales", Kind.COUNT, "", 62.1, 69),
    ("About 1,900 whales came.", "About 1,900 whales", Kind.COUNT, "", 1805, 1995),
    ("At least 249 people died.", "At least 249 people", Kind.COUNT, "", 249, inf),
    ("No more than 40 people died.", "No more than 40 people", Kind.COUNT, "", -inf, 40),
    ("Between 20 and 30 people died.", "20 and 30 people", Kind.COUNT, "", 20, 30),
    ("Two million people fled.", "Two million people", Kind.COUNT, "", 1.9e6, 2.1e6),
    ("It has 4.5m people.", "4.5m people", Kind.COUNT, "", 4.45e6, 4.55e6),
    ("A dozen boats sank.", "A dozen boats", Kind.COUNT, "", 12, 12),
    ("It won 78 to 69 in the final vote.", "78 to 69", Kind.SCORE, "", 69, 78),
    ("They voted 7-2 for it.", "7-2", Kind.SCORE, "", 2, 7),
    ("The third increase came.", "third increase", Kind.ORDINAL, "", 3, 3),
    ("It began at 04:17 UTC.", "04:17 UTC", Kind.TIME, "24", 257, 257),
    ("It began at 7.30 pm.", "7.30 pm.", Kind.TIME, "24", 1170, 1170),
]


@pytest.mark.parametrize(("text", "words", "kind", "unit", "low", "high"), READ, ids=[case[0] for case in READ])
def test_a_quantity_is_read_as_precisely_as_it_is_worded(
    text: str, words: str, kind: Kind, unit: str, low: float, high: float
) -> None:
    """Kind, unit and interval follow from the wording, and the wording is found at the offsets."""
    (found,) = find(text)
    assert (text[found.start : found.end], found.kind, found.unit) == (words, kind, unit)
    assert (found.low, found.high) == (pytest.approx(low, rel=1e-3), pytest.approx(high, rel=1e-3))


@pytest.mark.parametrize(
    ("text", "first", "last", "unit"),
    [
        ("It opened on 3 May 2018.", (2018, 5, 3), (2018, 5, 3), "day"),
        ("It opened on May 3rd, 2018.", (2018, 5, 3), (2018, 5, 3), "day"),
        ("It opened on 2018-05-03.", (2018, 5, 3), (2018, 5, 3), "day"),
        ("It lasted from 3-5 May 2018.", (2018, 5, 3), (2018, 5, 5), "day"),
        ("It opened in May 2018.", (2018, 5, 1), (2018, 5, 31), "month"),
        ("It opened by May 3, 2018.", (2018, 5, 3), (2018, 5, 3), "day"),
        ("It opened in 2018.", (2018, 1, 1), (2018, 12, 31), "year"),
        ("It opened in the 1930s.", (1930, 1, 1), (1939, 12, 31), "decade"),
        ("It lasted 2001-2020.", (2001, 1, 1), (2020, 12, 31), "years"),
        ("It opened yesterday.", (2025, 2, 28), (2025, 2, 28), "day"),
        ("It opened last year.", (2024, 1, 1), (2024, 12, 31), "year"),
        ("It opens next month.", (2025, 4, 1), (2025, 4, 30), "month"),
    ],
)
def test_a_date_is_the_span_that_it_leaves_open(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int], unit: str
) -> None:
    """A date is as wide as its wording; "last year" is read by the day the text was written."""
    (found,) = find(text, ON)
    assert (found.unit, found.low, found.high) == (unit, date(*first).toordinal(), date(*last).toordinal())


def test_relative_dates_need_the_day_of_writing() -> None:
    """Without it "yesterday" is no date; a weekday stays one, since only its tense would tell which."""
    assert find("It opened yesterday, as last year.") == ()
    (found,) = find("It opened on Tuesday.", ON)
    assert (found.unit, found.low) == ("weekday", 1)


@pytest.mark.parametrize(
    "text",
    [
        "The Su-57 flew.", "An S-400 was seen.", "Its name is K2-18b.", "They had COVID-19.", "It invoked Article 5.",
        "He drove along Route 66.", "It is comet 88P/Lantos.", "Version 3.11.4 is out.", "Install 1.2.3 now.",
        "The Leopard 2 is a tank.", "Windows 10 is old.", "It runs on 5G.", "It was type 2 diabetes.", "See page 12.",
        "No one came.", "The one that fell.", "A few hundred came.", "Hundreds of thousands came.",
        "The Second World War ended.", "For the first time it rained.", "He may march.", "Lee, 35, sings.",
        "It fell in 44 BC.", "It was signed on 03/04/2025.", "In the second half they slept.",
    ],
)  # fmt: skip
def test_names_labels_and_set_phrases_are_no_quantities(text: str) -> None:
    """What is no amount is not read as one."""
    assert find(text, ON) == ()


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("three senators voted", "senator"), ("1,842 adults with diabetes", "adult"), ("12 dissenting votes", "vote"),
        ("14 of the 18 tanks", "tank"), ("37 people", "person"), ("400 police officers", "officer"), ("died: 37", ""),
        ("a 12-member committee", "member"), ("40 aircraft took part", "aircraft"), ("40-odd seats", "seat"),
    ],
)  # fmt: skip
def test_a_count_knows_what_it_counts(text: str, noun: str) -> None:
    """The head word behind the number in the singular, or nothing where the text does not say."""
    assert find(text)[0].noun == noun


def test_from_and_to_are_two_and_a_range_is_one() -> None:
    """A change has two figures; a range is one quantity, its ends scaled alike."""
    assert [q.low for q in find("It fell from 27 per cent to 8 per cent.")] == [27, 8]
    (found,) = find("It counts 2 to 3 million people.")
    assert (found.low, found.noun) == (2e6, "person")


PIECES = (
    "over nearly 15 4,523,000 68.7 two hundred million billion $ € % per cent km May 2018 3 of the 14 to - in half "
    "third people senators Su-57 1990s 7:30 pm votes a and , . ( ) years old Tuesday last year °C m ½"
)
WORDS = st.sampled_from(PIECES.split())


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text("0123456789.,-/ mkapsth%$€½·°", max_size=40))
@settings(max_examples=300, deadline=None)
def test_offsets_are_right_and_nothing_is_read_twice(text: str) -> None:
    """Whatever the text: quantities lie within it, in order, apart from each other, and never the wrong way round."""
    found = find(text, ON)
    end = 0
    for quantity in found:
        assert end <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end].strip()
        assert quantity.low <= quantity.high
        end = quantity.end


@pytest.mark.parametrize("piece", ["one ", "1,", "1 ", "1-", "one hundred and ", "(1990", "half ", "3 may ", "a-"])
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    """Thousands of near misses are done at once."""
    began = time.process_time()
    found: tuple[Quantity, ...] = find(piece * 2000)
    assert len(found) <= 2000
    assert time.process_time() - began < 5
