"""Part of the reading door: e-books (.epub), chapter by chapter in the order of reading."""

from __future__ import annotations

import posixpath
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote

from factcheck.reading.days import to_day
from factcheck.reading.markup import to_text
from factcheck.reading.normalising import one_line
from factcheck.reading.package import Package
from factcheck.reading.source import FAULTS, MAX_TEXT, ReadingError, Source, damaged, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.etree import _Element

_HINT = "open it in an e-book editor and save it anew, or save its text"


def read(data: bytes, name: str) -> Source:
    """All chapters, headings as `#` lines, and what the book says of itself.

    Raises ReadingError for a book that cannot be told from its parts, and for one whose chapters are encrypted.
    """
    package = Package(data, name)
    container = package.tree("META-INF/container.xml")
    roots = container.xpath("//*[local-name()='rootfile']/@full-path") if container is not None else []
    book = package.tree(str(roots[0])) if roots else None
    if book is None:
        raise ReadingError(f"{name} is no e-book inside", hint=_HINT)
    locked = package.tree("META-INF/encryption.xml")
    hidden = set(locked.xpath("//*[local-name()='CipherReference']/@URI")) if locked is not None else set()
    chapters = []
    for part in _order(book, posixpath.dirname(str(roots[0]))):
        if part in hidden:
            raise ReadingError(f"{name} is locked: its chapters are encrypted", hint="add a copy without protection")
        chapters.append(_chapter(package, part, name))
        if sum(map(len, chapters)) > MAX_TEXT:
            raise too_long(name)
    return Source(
        "\n\n".join(filter(None, chapters)),
        title=_said(book, "title"),
        author=", ".join(_all(book, "creator")),
        publisher=_said(book, "publisher"),
        published=_day(_said(book, "date")),
        language=_said(book, "language"),
    )


def _order(book: _Element, folder: str) -> Iterator[str]:
    """The parts that the spine names, in its order, without the table of contents; each once."""
    items = {
        item.get("id"): str(item.get("href") or "")
        for item in book.xpath("//*[local-name()='manifest']/*[local-name()='item']")
        if "nav" not in (item.get("properties") or "").split()
    }
    named = (items.get(reference.get("idref")) for reference in book.xpath("//*[local-name()='itemref']"))
    yield from dict.fromkeys(posixpath.normpath(posixpath.join(folder, unquote(href))) for href in named if href)


def _chapter(package: Package, part: str, name: str) -> str:
    from lxml.etree import LxmlError

    faults: tuple[type[Exception], ...] = (LxmlError, *FAULTS)
    markup = package.markup(part)
    try:
        return to_text(markup)
    except faults as error:
        raise damaged(name, error, hint=_HINT) from error


def _all(book: _Element, key: str) -> list[str]:
    found = book.xpath(f"//*[local-name()='metadata']//*[local-name()='{key}']")
    return [words for each in found if (words := one_line(each.text))]


def _said(book: _Element, key: str) -> str:
    return next(iter(_all(book, key)), "")


def _day(value: str) -> date | None:
    """A book's day of publication; publishers write all sorts of things there, and what is no day is none."""
    with suppress(ValueError):
        return to_day(value)
    return None
