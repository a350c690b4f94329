"""Terms: words without their plural, and numbers that are the same in every spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.retrieval.terms import key, telling, terms


@pytest.mark.parametrize(
    "spelling",
    ["4523000", "4,523,000", "4 523 000", "4\u00a0523\u00a0000", "4.523 million", "4.523m", "4,523 thousand"],
)
def test_a_number_is_one_term_in_every_spelling(spelling: str) -> None:
    """Separators, scale words and their short forms do not matter."""
    assert terms(f"some {spelling} people") == ("some", "4523000", "~4.5e+06", "people")


def test_a_rounded_number_shares_a_term_with_the_exact_one() -> None:
    """4.5 million finds 4,523,000, and 4.6 million does not."""
    exact = set(terms("4,523,000"))
    assert exact & set(terms("about 4.5 million"))
    assert not exact & set(terms("4.6 million"))


def test_numbers_in_words_are_numbers() -> None:
    """Small ones and those with a scale word."""
    assert terms("five sacks") == terms("5 sacks")
    assert terms("two million") == terms("2,000,000")


def test_a_year_is_not_rounded() -> None:
    """1871 shares no term with 1900."""
    assert terms("1871") == ("1871",)


def test_names_with_digits_stay_words() -> None:
    """A number is not read out of the middle of a word."""
    assert terms("Su57 and the 3rd") == ("su57", "3rd")


def test_plurals_and_common_words() -> None:
    """A word is found by its singular; words that every text has are no terms."""
    assert terms("The studies of the vaccines and the virus") == ("study", "vaccine", "virus")


def test_names_numbers_and_long_words_are_telling() -> None:
    """Those are the terms that a passage is looked up by."""
    assert telling("The river Sarre is 312 km long, a granite watershed.") == {"sarre", "312", "watershed"}


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever the text, its telling terms are among its terms and have keys that Chroma can hold."""
    assert telling(text) <= set(terms(text))
    assert all(0 <= key(term) < 2**48 for term in terms(text))
