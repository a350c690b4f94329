"""Plain text files."""

import pytest

from factcheck.reading import plain


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The bridge opens.\n\nText.", "The bridge opens."),
        ("The bridge opens.\nText.", ""),
        ("word " * 31 + "\n\nText.", ""),
        ("Only one line.", ""),
        ("---\ntitle: Given\n---\nFirst line\n\nText.", "Given"),
    ],
)
def test_the_title_is_a_short_first_line(text: str, title: str) -> None:
    """A first line of up to thirty words with a blank line under it is the title."""
    assert plain.read(text.encode(), "x").title == title


def test_the_title_stays_in_the_text() -> None:
    """The title line is also text, since it may hold a claim."""
    assert plain.read(b"The bridge opens.\r\n\r\nText.", "x").text == "The bridge opens.\n\nText."
