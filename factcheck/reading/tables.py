"""Part of the reading door: tables (.csv, .tsv, .jsonl), each row of which is a document."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath

from factcheck.reading.days import to_day
from factcheck.reading.decoding import decode
from factcheck.reading.normalising import normalise
from factcheck.reading.source import MAX_TEXT, ReadingError, Source

SUFFIXES = (".csv", ".tsv", ".jsonl")

# What columns are called where nobody says which is which, the likeliest first.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "article", "passage", "paragraph", "abstract", "document"),
    "title": ("title", "headline", "heading", "name"),
    "published": ("published", "date", "publicationdate", "publishedat", "publishdate", "pubdate", "day"),
    "url": ("url", "link", "sourceurl", "uri", "href"),
    "publisher": ("publisher", "source", "outlet", "publication", "site", "newspaper"),
    "author": ("author", "authors", "byline", "creator"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, by its heading; "" leaves it to be told by the usual headings."""

    text: str = ""
    title: str = ""
    published: str = ""
    url: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row's document, or why it is none; `number` is the row's as a spreadsheet shows it, a line's in .jsonl."""

    number: int
    source: Source | ReadingError


def read(data: bytes, name: str, columns: Columns, *, limit: int) -> Iterator[Row]:
    """Every row that holds anything, in order. Raises ReadingError where the table as a whole cannot be read."""
    text = decode(data, name, limit=limit)
    suffix = PurePath(name).suffix.lower()
    rows = _lines(text, name) if suffix == ".jsonl" else _cells(text, name, tabs=suffix == ".tsv")
    meant: dict[str, str] = {}
    for number, row in rows:
        if isinstance(row, ReadingError):
            yield Row(number, row)
            continue
        # Lines of JSON need not all have the keys of the first.
        if not meant or (suffix == ".jsonl" and meant["text"] not in row):
            meant = _meant(columns, list(row), name)
        yield Row(number, _source(row, meant, f"{name}, row {number}", PurePath(name).stem))


def _lines(text: str, name: str) -> Iterator[tuple[int, dict[str, object] | ReadingError]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        wrong = ReadingError(f"{name}, row {number} is not a JSON object", hint="write one {…} a line")
        yield number, row if isinstance(row, dict) else wrong


def _cells(text: str, name: str, *, tabs: bool) -> Iterator[tuple[int, dict[str, object] | ReadingError]]:
    # The limit is one for the whole process, and its usual value is less than a long article.
    csv.field_size_limit(MAX_TEXT)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else _delimiter(text))
    head: list[str] = []
    try:
        for number, cells in enumerate(rows, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if head:
                yield number, dict(zip(head, cells, strict=False))
            else:
                head = [cell.strip() for cell in cells]
    except csv.Error as error:
        raise ReadingError(f"{name} is not a table: {error}", hint="save it anew from a spreadsheet as CSV") from error


def _delimiter(text: str) -> str:
    """What parts the headings: the mark that stands among them most often, outside quotation marks."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\n")[:10_000].partition("\n")[0])
    return max(",;\t|", key=head.count)


def _meant(columns: Columns, heads: Sequence[str], name: str) -> dict[str, str]:
    """The heading of each field's column; fields that no column is for are left out."""
    listed = ", ".join(heads)[:200]
    for field, wanted in asdict(columns).items():
        if wanted and wanted not in heads:
            raise ReadingError(
                f"{name} has no column {wanted!r}", hint=f"its columns are {listed}; say --{field}-column"
            )
    plain = {re.sub(r"[\W_]", "", head.casefold()): head for head in reversed(heads)}
    found = {field: next((plain[word] for word in words if word in plain), "") for field, words in _USUAL.items()}
    found |= {field: wanted for field, wanted in asdict(columns).items() if wanted}
    if not found["text"] and len(heads) == 1:
        found["text"] = heads[0]
    if not found["text"]:
        message = f"{name} has no column that is called text, body or content"
        raise ReadingError(message, hint=f"name the one that holds the text with --text-column: {listed}")
    return {field: head for field, head in found.items() if head}


def _source(row: Mapping[str, object], meant: Mapping[str, str], place: str, stem: str) -> Source | ReadingError:
    try:
        fields = {field: _value(row.get(head), head, place) for field, head in meant.items()}
        day = " ".join(fields.pop("published", "").split())
        text = fields.pop("text")
        if not any(map(str.isalnum, text)):
            return ReadingError(f"{place} holds no words", hint="fill the column of its text, or delete the row")
        lines = {field: " ".join(value.split()) for field, value in fields.items()}
        title = lines.pop("title", "") or f"{stem}, {place.rpartition(', ')[2]}"
        return Source(text, title=title, published=_day(day, place), **lines)  # type: ignore[arg-type]  # str fields only
    except ReadingError as error:
        return error


def _value(value: object, head: str, place: str) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = ", ".join(value)
    if isinstance(value, list | dict):
        raise ReadingError(f"{place}: {head!r} is not plain text", hint="name another column, or write it as one text")
    return "" if value is None else normalise(str(value))


def _day(value: str, place: str) -> object:
    try:
        return to_day(value)
    except ValueError as error:
        hint = "write dates as year-month-day: 2024-03-05"
        raise ReadingError(f"{place}: {value[:40]!r} is not a date", hint=hint) from error
