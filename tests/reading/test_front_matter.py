"""Metadata at the head of a file."""

from datetime import date

import pytest

from factcheck.reading import ReadingError, Source
from factcheck.reading.front_matter import split_front_matter


def test_all_fields_are_read() -> None:
    """Every field of a source is read, and the block leaves the text."""
    text = """---
title: "Bridge: opened"
publisher: The Daily Test
author: [Ann Writer, Bob Reporter]
url: https://example.org/a
published: 2024-03-05
language: no
kind: News
notes: |
  Two
  lines.
unknown: {anything: [goes]}
---

Text."""
    assert split_front_matter(text, "x") == Source(
        "Text.",
        title="Bridge: opened",
        publisher="The Daily Test",
        author="Ann Writer, Bob Reporter",
        url="https://example.org/a",
        published=date(2024, 3, 5),
        language="no",
        kind="news",
        notes="Two lines.",
    )


@pytest.mark.parametrize(
    "line",
    ["published: 2024-03-05", "date: '2024-03-05'", "date: 2024-03-05T10:30:00Z", "published: 2024-03-05 10:30:00"],
)
def test_dates_are_read_from_iso_spellings(line: str) -> None:
    """A date is given as `published` or `date`, quoted or not, with or without a time."""
    assert split_front_matter(f"---\n{line}\n---\nText.", "x").published == date(2024, 3, 5)


@pytest.mark.parametrize("block", ["---\n---\n", "---\n\n---\n", "---\ntitle:\nauthor: null\npublished: ~\n...\n"])
def test_empty_values_say_nothing(block: str) -> None:
    """An empty block and empty values leave the source silent."""
    assert split_front_matter(block + "Text.", "x") == Source("Text.")


@pytest.mark.parametrize(
    "text", ["Text.", "Text.\n---\ntitle: no\n---", "---\n\nA rule, then text.", "----\na: b\n----"]
)
def test_text_without_a_block_is_left_alone(text: str) -> None:
    """Dashes elsewhere are text."""
    assert split_front_matter(text, "x") == Source(text)


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("title: a\nurl: [b\n", "not valid YAML near line"),
        ("title: a: b\n", "near line 2"),
        ("a\tb: *none\n", "not valid YAML"),
        ("- a\n- b\n", "holds no 'key: value' lines"),
        ("just words\n", "holds no 'key: value' lines"),
        ("[" * 1500 + "\n", "not valid YAML"),
        ("title: [a, b]\n", "'title' in the front matter is not plain text"),
        ("author: [{a: b}]\n", "'author' in the front matter is not plain text"),
        ("published: last week\n", "'last week' in the front matter is not a date"),
        ("published: 2024-13-40\n", "'2024-13-40' in the front matter is not a date"),
        ("kind: blog\n", "'blog' is not a kind of source"),
        ("title: !!python/object/apply:os.getcwd []\n", "not valid YAML"),
    ],
)
def test_a_broken_block_is_refused(block: str, message: str) -> None:
    """Broken YAML and impossible values are refused in one line with a hint."""
    with pytest.raises(ReadingError) as caught:
        split_front_matter(f"---\n{block}---\nText.", "x.md")
    assert message in str(caught.value)
    assert str(caught.value).startswith("x.md")
    assert caught.value.hint


def test_a_block_that_never_ends_is_refused() -> None:
    """Front matter without its closing line is refused rather than read as text."""
    with pytest.raises(ReadingError, match="never ends"):
        split_front_matter("---\ntitle: a\n\nText.", "x")


def test_kinds_are_listed_where_one_is_wrong() -> None:
    """The hint on a wrong kind lists the right ones."""
    with pytest.raises(ReadingError) as caught:
        split_front_matter("---\nkind: blog\n---\nText.", "x")
    assert "primary, agency, news, reference, other" in caught.value.hint


@pytest.mark.parametrize(
    "written", ["2025/03/12", "March 12, 2025", "12 March 2025", "12 Mar 2025", "2025-03-12T08:00:00"]
)
def test_a_date_may_be_written_in_other_ways(written: str) -> None:
    """The common spellings of a day are one day."""
    assert split_front_matter(f"---\npublished: {written}\n---\nText.", "x").published == date(2025, 3, 12)


@pytest.mark.parametrize("written", ["2025", "2025-03"])
def test_a_year_or_a_month_alone_is_no_day(written: str) -> None:
    """What cannot be held against a day leaves the document undated."""
    assert split_front_matter(f"---\npublished: {written}\n---\nText.", "x").published is None
