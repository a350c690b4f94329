"""Part of the reading door: web pages, by trafilatura. Nothing is fetched and no script runs."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from factcheck.reading.decoding import decode
from factcheck.reading.normalising import normalise
from factcheck.reading.source import MAX_TAGS, Source, too_many_tags

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_SPACES = re.compile(r"\s+")
_BLANK = re.compile(r"\n{2,}")
_LINE_EDGES = re.compile(r" *\n *")
# Dates out of the page's own markup only: searching its text finds other events' dates. The limit is trafilatura's
# clock otherwise, and the same page would read differently on another day.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}


def read(data: bytes, name: str) -> Source:
    """The main text, without navigation: headings as `#` lines, list items as `-` lines, rows as `|` lines."""
    import trafilatura
    from trafilatura.settings import Document

    page = _page(decode(data, name))
    if page.count("<") > MAX_TAGS:
        raise too_many_tags(name)
    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, include_formatting=False, date_extraction_params=_DATES
    )
    known = found if isinstance(found, Document) else Document()
    text = normalise(_LINE_EDGES.sub("\n", _render(known.body)))
    return Source(
        text or normalise(trafilatura.html2txt(page)),
        title=_line(known.title),
        publisher=_line(known.sitename),
        author=_line(known.author),
        url=_line(known.url),
        published=date.fromisoformat(known.date) if known.date else None,
        language=_language(page),
    )


def _page(text: str) -> str:
    """A whole page in characters: trafilatura refuses fragments, and lxml characters that declare an encoding."""
    text = _XML_DECLARATION.sub("", text, count=1)
    return text if "<html" in text.lower() else f"<html><body>{text}</body></html>"


def _line(value: str | None) -> str:
    return " ".join(normalise(value or "").split())


def _language(page: str) -> str:
    from trafilatura import load_html

    tree = load_html(page)
    return _line(tree.get("lang")) if tree is not None else ""


def _render(element: _Element) -> str:
    """The element and all in it as text; blocks stand between blank lines, whitespace of the markup is one space."""
    inside = _folded(element.text) + "".join(_render(child) + _folded(child.tail) for child in element)
    match element.tag:
        case "lb":
            return "\n"
        case "head":
            return f"\n\n{'#' * _level(element)} {' '.join(inside.split())}\n\n"
        case "item":
            return "\n- " + _BLANK.sub("\n", inside.strip())
        case "row":
            return "\n| " + " | ".join(" ".join(_render(cell).split()) for cell in element) + " |"
        case "quote" if element.getparent() is not None and element.getparent().tag in ("p", "item", "hi"):
            return inside
        case "p" | "quote" | "list" | "table":
            return f"\n\n{inside.strip()}\n\n"
        case _:
            return inside


def _folded(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")


def _level(head: _Element) -> int:
    rend = str(head.get("rend") or "")
    return int(rend[1]) if rend[1:] in ("1", "2", "3", "4", "5", "6") else 2
