"""Part of the reading door: the YAML block at the head of a file, as metadata."""

from __future__ import annotations

import re
from datetime import date

import yaml

from factcheck.reading.days import to_day
from factcheck.reading.source import KINDS, ReadingError, Source

_BLOCK = re.compile(r"---\n(?:(.*?)\n)?(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
_UNCLOSED = re.compile(r"---\n\w+:(?: |\n|\Z)")
_TEXTS = ("title", "publisher", "url", "language", "notes")
_NOTHING = frozenset({"", "~", "null"})


class _Strings(yaml.SafeLoader):
    """Leaves every scalar a string: `no` is Norwegian, not False, and a title may be a number."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (the base class's own shape)


def split_front_matter(text: str, name: str) -> Source:
    """A normalised file's metadata, and the text below it. Keys that are not a source's are left alone.

    Raises ReadingError where the block is broken or a value cannot be what its key says.
    """
    block = _BLOCK.match(text)
    if block is None:
        if _UNCLOSED.match(text):
            raise ReadingError(f"{name}: the front matter never ends", hint="close it with a line of three dashes")
        return Source(text)
    fields = _mapping(block.group(1) or "", name)
    title, publisher, url, language, notes = (_text(fields.get(key), key, name) for key in _TEXTS)
    return Source(
        text[block.end() :].strip("\n"),
        title=title,
        publisher=publisher,
        author=_author(fields.get("author", fields.get("authors")), name),
        url=url,
        published=_date(_text(fields.get("published", fields.get("date")), "published", name), name),
        language=language,
        kind=_kind(_text(fields.get("kind"), "kind", name), name),
        notes=notes,
    )


def _mapping(block: str, name: str) -> dict[object, object]:
    try:
        fields = yaml.load(block, Loader=_Strings)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        message = f"{name}: the front matter is not valid YAML near line {line}"
        raise ReadingError(message, hint="write one 'key: value' a line, and quote values that hold a colon") from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise ReadingError(
            f"{name}: the front matter is not valid YAML", hint="write one 'key: value' a line"
        ) from error
    if isinstance(fields, dict):
        return fields
    if fields in (None, ""):
        return {}
    message = f"{name}: the front matter (from line 2) holds no 'key: value' lines"
    raise ReadingError(message, hint="write one 'key: value' a line, or remove the line of dashes at the top")


def _text(value: object, key: str, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadingError(f"{name}: '{key}' in the front matter is not plain text", hint=f"write '{key}: some text'")
    return "" if value.lower() in _NOTHING else " ".join(value.split())


def _author(value: object, name: str) -> str:
    return ", ".join(
        filter(None, (_text(each, "author", name) for each in (value if isinstance(value, list) else [value])))
    )


def _date(value: str, name: str) -> date | None:
    try:
        return to_day(value)
    except ValueError as error:
        message = f"{name}: '{value}' in the front matter is not a date"
        raise ReadingError(message, hint="write dates as year-month-day: 2024-03-05") from error


def _kind(value: str, name: str) -> str:
    kind = value.lower() or "other"
    if kind not in KINDS:
        raise ReadingError(f"{name}: '{value}' is not a kind of source", hint=f"use one of {', '.join(KINDS)}")
    return kind
