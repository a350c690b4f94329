"""Part of the reading door: Word files, by mammoth, as the text that a reader of the printed page would see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck.reading.markdown import first_heading
from factcheck.reading.markup import to_text
from factcheck.reading.normalising import one_line
from factcheck.reading.package import Package
from factcheck.reading.source import FAULTS, MAX_TEXT, ReadingError, Source, damaged, too_long

if TYPE_CHECKING:
    from lxml.etree import _Element

# Headings keep their level; Word's names for its own styles are English in every language of Word.
_STYLES = (
    "p[style-name='Title'] => h1:fresh\np[style-name='Heading 7'] => h6:fresh\np[style-name='Heading 8'] => h6:fresh"
)
_NOTE_MARKS = re.compile(r'<sup><a href="#(?:foot|end)note-[^"]*" id="[^"]*">\[\d+\]</a></sup>')
_WAY_BACK = re.compile(r' ?<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


def read(data: bytes, name: str) -> Source:
    """Headings, paragraphs, lists, tables, text boxes and notes, all changes accepted, without comments.

    The day a file was saved is not the day its text was published, so it gives no date.
    """
    package = Package(data, name)
    if not any(part.startswith("word/") for part in package.parts):
        raise ReadingError(f"{name} is no Word file inside", hint="open it in a word processor and save it as .docx")
    core = package.tree("docProps/core.xml")
    text = _text(package, name)
    if len(text) > MAX_TEXT:
        raise too_long(name)
    return Source(
        text,
        title=_property(core, "title") or first_heading(text),
        author=_property(core, "creator"),
        language=_property(core, "language"),
    )


def _text(package: Package, name: str) -> str:
    from xml.parsers.expat import ExpatError

    import mammoth

    faults: tuple[type[Exception], ...] = (ExpatError, *FAULTS)
    parts = package.markup_only()
    try:
        made = mammoth.convert_to_html(
            parts,
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=lambda _: [],
            external_file_access=False,
        )
        return to_text(_WAY_BACK.sub("", _NOTE_MARKS.sub("", made.value)))
    except faults as error:
        raise damaged(name, error, hint="open it in a word processor and save it anew") from error


def _property(core: _Element | None, key: str) -> str:
    return one_line(core.findtext(f"{_DUBLIN_CORE}{key}")) if core is not None else ""
