"""Tables, whose rows are documents."""

from __future__ import annotations

import json
from datetime import date

import pytest

from factcheck.reading import Columns, ReadingError, Row, Source, tables


def rows(name: str, table: str, **columns: str) -> list[Row]:
    return list(tables.read(table.encode(), name, Columns(**columns), limit=1_000_000))


def sources(name: str, table: str, **columns: str) -> list[Source]:
    found = [row.source for row in rows(name, table, **columns)]
    assert all(isinstance(each, Source) for each in found), found
    return [each for each in found if isinstance(each, Source)]


RIVER = Source(
    "The Sarre is long.\n\nVery long.",
    title="The Sarre",
    publisher="Survey",
    url="https://x.example/1",
    author="A. B.",
    published=date(2024, 5, 1),
)


CELLS = [
    ("Headline", "Body", "Date", "URL", "Source", "Author"),
    ("The Sarre", '"The Sarre is long.\n\nVery long."', "2024-05-01", "https://x.example/1", "Survey", "A. B."),
]
LINE = {
    "headline": "The Sarre", "Body": "The Sarre is long.\n\nVery long.", "date": "2024-05-01T08:00:00Z",
    "url": "https://x.example/1", "source": "Survey", "author": ["A. B."], "rank": 7, "tags": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "table"),
    [(name, "\n".join(map(mark.join, CELLS))) for name, mark in (("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"))]
    + [("a.jsonl", json.dumps(LINE) + "\n\n")],
)
def test_usual_headings_are_known(name: str, table: str) -> None:
    """Title, text, day, address, publisher and author come from columns that are called so, whatever parts them."""
    assert sources(name, table) == [RIVER]


def test_columns_can_be_named() -> None:
    """A column that is named counts, also over one with a usual heading."""
    text = "text,story,when,what\nno,The Sarre is long.,2024-05-01,River\n"
    assert sources("a.csv", text, text="story", published="when", title="what") == [
        Source("The Sarre is long.", title="River", published=date(2024, 5, 1))
    ]


def test_a_column_alone_is_the_text() -> None:
    """A table of one column needs no name for it, and rows without a title are called by their number."""
    assert sources("folder/a.csv", "claims\nOne.\n\nTwo.") == [
        Source("One.", title="a, row 2"),
        Source("Two.", title="a, row 4"),
    ]


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("a.csv", "x,03/05/2024", "'03/05/2024' is not a date"),
        ("a.csv", " ,2024-01-01", "holds no words"),
        ("a.jsonl", '{"text": {"a": 1}}', "'text' is not plain text"),
        ("a.jsonl", '{"text": "cut', "is not a JSON object"),
        ("a.jsonl", "[" * 100_000, "is not a JSON object"),
        ("a.jsonl", "7", "is not a JSON object"),
    ],
)
def test_a_bad_row_does_not_stop_the_rest(name: str, line: str, said: str) -> None:
    """A row that is no document is named with its number and reason; the rows around it are read."""
    good = "Good words.,2024-01-01" if name == "a.csv" else '{"text": "Good words."}'
    head = ["text,date"] if name == "a.csv" else []
    found = rows(name, "\n".join([*head, good, line, good]))
    assert [isinstance(row.source, Source) for row in found] == [True, False, True]
    wrong = found[1].source
    assert isinstance(wrong, ReadingError)
    assert f"{name}, row {found[1].number}" in str(wrong)
    assert said in str(wrong)
    assert wrong.hint


@pytest.mark.parametrize(
    ("text", "columns", "said", "hint"),
    [
        ("year,cost\n1,2\n", {}, "no column that is called text", "--text-column: year, cost"),
        ("text\nwords\n", {"text": "body"}, "no column 'body'", "its columns are text"),
        ("text,title\nwords,t\n", {"published": "day"}, "no column 'day'", "--published-column"),
    ],
)
def test_a_table_without_its_column_is_refused(text: str, columns: dict[str, str], said: str, hint: str) -> None:
    """Where the text, or a column that was named, is not there, the table's columns are told."""
    with pytest.raises(ReadingError, match=said) as caught:
        rows("a.csv", text, **columns)
    assert hint in caught.value.hint


def test_lines_of_json_may_differ_in_their_keys() -> None:
    """Each line is read by the keys that it has."""
    assert [each.text for each in sources("a.jsonl", '{"text": "One."}\n{"body": "Two.", "title": "T"}')] == [
        "One.",
        "Two.",
    ]


def test_a_long_cell_is_read() -> None:
    """A cell may hold a long article, which is more than Python's reader takes unasked."""
    assert len(sources("a.csv", "text\n" + "word " * 40_000)[0].text) > 199_000
