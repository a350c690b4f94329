"""Part of the reading door: web pages, by trafilatura. Nothing is fetched and no script runs."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from factcheck.reading.decoding import decode
from factcheck.reading.layout import block, inside, item, laid_out, row
from factcheck.reading.normalising import normalise, one_line
from factcheck.reading.source import MAX_TAGS, Source, too_many_tags

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
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
    text = laid_out(_render(known.body))
    return Source(
        text or normalise(trafilatura.html2txt(page)),
        title=one_line(known.title),
        publisher=one_line(known.sitename),
        author=one_line(known.author),
        url=one_line(known.url),
        published=date.fromisoformat(known.date) if known.date else None,
        language=_language(page),
    )


def _page(text: str) -> str:
    """A whole page in characters: trafilatura refuses fragments, and lxml characters that declare an encoding."""
    text = _XML_DECLARATION.sub("", text, count=1)
    return text if "<html" in text.lower() else f"<html><body>{text}</body></html>"


def _language(page: str) -> str:
    from trafilatura import load_html

    tree = load_html(page)
    return one_line(tree.get("lang")) if tree is not None else ""


def _render(element: _Element) -> str:
    """The element and all in it as text, by the tags that trafilatura gives."""
    words = inside(element, _render)
    match element.tag:
        case "lb":
            return "\n"
        case "head":
            return f"\n\n{'#' * _level(element)} {' '.join(words.split())}\n\n"
        case "item":
            return item(words)
        case "row":
            return row(element, _render)
        case "quote" if element.getparent() is not None and element.getparent().tag in ("p", "item", "hi"):
            return words
        case "p" | "quote" | "list" | "table":
            return block(words)
        case _:
            return words


def _level(head: _Element) -> int:
    rend = str(head.get("rend") or "")
    return int(rend[1]) if rend[1:] in ("1", "2", "3", "4", "5", "6") else 2
