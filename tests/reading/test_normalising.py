"""One spelling for all text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from factcheck.reading.normalising import normalise

AWKWARD = st.text(
    st.one_of(st.characters(), st.sampled_from("\r\n\t \u00a0\u200b\u202e\u0301\u1100\u1161e\u2028\ufeff"))
)


def test_line_ends_and_spaces_get_one_spelling() -> None:
    """Line ends become newlines, tabs and fixed spaces become spaces, and at most one blank line stays."""
    assert normalise("\n\na\r\nb\rc\tx\u00a0y  \n\n\n\nd \f\n") == "a\nb\nc x y\n\nd"


def test_hidden_characters_are_dropped() -> None:
    """Zero-width, bidirectional, tag and control characters are dropped."""
    assert normalise("not\u200b \u202etrue\u2066\ufeff \U000e0041\U000e0101a\x00b\x1bc\u00ad") == "not true abc"


def test_characters_are_composed() -> None:
    """Decomposed characters are composed."""
    assert normalise("cafe\u0301") == "café"


def test_typography_stays() -> None:
    """Typographic quotes, dashes and ellipses stay as they are."""
    text = "“It’s ‘fine’ — or 5–4…”"
    assert normalise(text) == text


@given(AWKWARD)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Normalising is idempotent."""
    once = normalise(text)
    assert normalise(once) == once


@given(AWKWARD)
def test_normalised_text_keeps_its_promises(text: str) -> None:
    """Normalised text is NFC, has no control characters but newlines, no trailing spaces and no long gaps."""
    found = normalise(text)
    assert unicodedata.is_normalized("NFC", found)
    assert not [char for char in found if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"]
    assert "\n\n\n" not in found
    assert " \n" not in found
    assert found == found.strip("\n")
