"""The shelf of quotes: words are found where they stand, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.quotes import figures, locate

FOUND = [
    ("the same words", "trade reached 68.7 billion", "In all, trade reached 68.7 billion in 2025.", None),
    ("runs of whitespace", "trade reached 68.7", "trade\n  reached\u00a068.7 billion", "trade\n  reached\u00a068.7"),
    ("curly quotation marks", 'the "special" tie', "the \u201cspecial\u201d tie", "the \u201cspecial\u201d tie"),
    ("curly apostrophes", "India's deficit", "India\u2019s deficit", "India\u2019s deficit"),
    ("spaced dashes", "talks - and trade", "talks \u2014 and trade", "talks \u2014 and trade"),
    ("dashes in a word", "the India-Russia talks", "the India\u2013Russia talks", "the India\u2013Russia talks"),
    ("ellipsis characters", "and so on...", "and so on\u2026", "and so on\u2026"),
    ("soft hyphens", "cooperation grew", "co\u00adoperation grew", "co\u00adoperation grew"),
    ("hyphenation at a line's end", "cooperation grew", "co-\noperation grew", "co-\noperation grew"),
    ("a soft hyphen at a line's end", "cooperation grew", "co\u00ad\noperation grew", "co\u00ad\noperation grew"),
    ("a hyphenated word at a line's end", "a time-tested bond", "a time-\ntested bond", "a time-\ntested bond"),
    ("the case of the first letter", "The meeting ended", "Then the meeting ended.", "the meeting ended"),
    ("quotation marks that the model added", "\u201ctrade grew\u201d", "Our trade grew.", "trade grew"),
    ("a word after an unspaced dash", "enhancing operations", "exercises\u2014enhancing operations", None),
    ("a place at a word's edge after one inside a word", "and trade", "island and trade", None),
]
NOT_FOUND = [
    ("an ellipsis that leaves words out", "The treaty ... in force", "The treaty is not in force"),
    ("an ellipsis that joins sentences", "Trade grew...exports fell", "Trade grew. Imports rose. exports fell"),
    ("a word left out", "The treaty is in force", "The treaty is not in force"),
    ("part of a word", "cast", "The forecast"),
    ("part of a hyphenated word", "nuclear arms", "the non-nuclear arms"),
    ("part of a contraction", "they can", "they can't"),
    ("part of a number", "7 billion", "68.7 billion"),
    ("the thousands of a larger number", "523,000 units", "4,523,000 units"),
    ("a number without its minus sign", "5 degrees", "it was -5 degrees"),
    ("other case within the words", "Trade Grew", "trade grew"),
    ("another spelling of a number", "68,7 billion", "68.7 billion"),
    ("a hyphen at a line's end that no word stands before", "a 5", "a \u00ad-\n5"),
    ("nothing", "", "anything"),
    ("punctuation alone", "...", "and so on..."),
]


@pytest.mark.parametrize(("words", "text", "there"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_folded_differences_are_found_at_their_exact_place(words: str, text: str, there: str | None) -> None:
    """Only typography may differ, and the span covers the original spelling."""
    span = locate(words, text)
    assert span is not None
    assert text[slice(*span)] == (there or words)


@pytest.mark.parametrize(("words", "text"), [case[1:] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_anything_else_is_not_found(words: str, text: str) -> None:
    """What the text does not say in these words is not found in it."""
    assert locate(words, text) is None


_TYPOGRAPHY = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u00ad": None}
    | {"\u2026": "...", "-": "-"}
)


def _folded(text: str) -> str:
    return " ".join(text.translate(_TYPOGRAPHY).split())


@given(st.text("ab .,-\n'5\u201c\u201d\u2014\u2026\u00ad", max_size=60), st.data())
def test_whole_words_taken_from_a_text_are_found_in_it(text: str, data: st.DataObject) -> None:
    """Any stretch between two spaces is found, and the place found says the same."""
    words = text.split()
    first = data.draw(st.integers(0, len(words)))
    quote = " ".join(words[first : data.draw(st.integers(first, len(words)))])
    span = locate(quote, text)
    if any(character.isalnum() for character in quote) and "-\n" not in text and "\u00ad\n" not in text:
        assert span is not None
    if span is not None:
        assert _folded(text[slice(*span)]).replace("- ", "-").casefold() in (
            _folded(quote).replace("- ", "-").casefold(),
            _folded(quote)[1:-1].strip().replace("- ", "-").casefold(),
        )


@pytest.mark.parametrize("text", ["ab " * 40_000, "a" * 90_000, "-" * 90_000, "- " * 40_000, "\u201c" * 60_000])
def test_a_long_text_takes_time_in_proportion(text: str) -> None:
    """A hundred thousand characters that nearly match everywhere are done at once."""
    began = time.perf_counter()
    assert locate(text[: len(text) // 2] + "c", text) is None
    assert time.perf_counter() - began < 5


def test_figures_have_one_spelling() -> None:
    """Separators, trailing zeros and small number words do not make another number."""
    assert figures("4,523,000 or three, 5.0%, Rs 1,00,000; 68,7") == {"4523000", "3", "5", "100000", "68.7"}
    assert figures("two million") == {"2", "million"}
    assert figures("no number") == frozenset()
