"""Part of the reading door: HTML of which every word counts, as text; a web page's main text is `html`'s business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.reading.layout import block, inside, item, laid_out, row

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SILENT = frozenset({"script", "style", "head", "title", "template", "svg", "math", "object", "iframe", "noscript"})
# Without a blank line of their own; parts of a table too, so that its rows stay together.
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "tbody", "tfoot", "thead", "time", "tt", "u", "var", "wbr",
})  # fmt: skip


def to_text(markup: str | bytes) -> str:
    """All words of the markup: headings as `#` lines, list items as `-` lines, table rows as `|` lines."""
    from lxml.html import HTMLParser, document_fromstring

    if not markup.strip():
        return ""
    parser = HTMLParser(encoding="utf-8") if isinstance(markup, bytes) else HTMLParser()
    return laid_out(_render(document_fromstring(markup, parser)))


def _render(element: HtmlElement) -> str:
    if not isinstance(element.tag, str) or element.tag in _SILENT or _is_note_mark(element):
        return ""
    words = inside(element, _render)
    match element.tag:
        case "br":
            return "\n"
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            title = " ".join(words.split())
            return f"\n\n{'#' * int(element.tag[1])} {title}\n\n" if title else ""
        case "li":
            return item(words)
        case "tr":
            return row(element, _render)
        case "sup":
            # 10 to the power of 6 is not 106.
            return words.translate(_RAISED) if words.strip().isdecimal() else words
        case tag if tag in _INLINE:
            return words
        case _:
            return block(words)


def _is_note_mark(element: HtmlElement) -> bool:
    """Whether it is the raised number that leads to a note, which would join the figures before it."""
    if "noteref" in (element.get("epub:type") or "") or element.get("role") == "doc-noteref":
        return True
    linked = element.tag == "sup" and any(child.tag == "a" for child in element)
    raising = element.tag == "a" and any(child.tag == "sup" for child in element)
    return (linked or raising) and len(element.text_content().strip("[]() *†‡")) < 4
