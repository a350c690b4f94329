"""Markdown files."""

import pytest

from factcheck.reading import markdown


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (b"# The bridge opens\n\nText.", "The bridge opens"),
        (b"Intro.\n\n# **The** bridge #\n\nText.", "The** bridge"),
        (b"The bridge opens\n===\n\nText.", "The bridge opens"),
        (b"## Second level\n\nText.", ""),
        (b"---\ntitle: Given\n---\n# Heading\n\nText.", "Given"),
    ],
)
def test_the_title_is_the_first_heading_unless_given(text: bytes, title: str) -> None:
    """The first top-level heading is the title where front matter gives none."""
    assert markdown.read(text, "x").title == title


def test_the_source_stays_as_it_is() -> None:
    """Heading, emphasis and lists stay in the text."""
    text = "# Head\n\n**Bold** words.\n\n- one\n- two\n\n---\n\nEnd."
    assert markdown.read(text.encode(), "x").text == text


def test_underlined_headings_become_hash_lines() -> None:
    """Underlined headings become lines that begin with a hash; a sentence over a rule does not."""
    text = b"Head\n====\n\nUnder\n-----\n\nA sentence ends.\n---\n\nEnd."
    assert markdown.read(text, "x").text == "# Head\n\n## Under\n\nA sentence ends.\n---\n\nEnd."
