"""Word files and e-books as bytes, for tests: the fewest parts that make one."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as file:
        for part, content in parts.items():
            file.writestr(part, content)
    return data.getvalue()


def paragraph(words: str, style: str = "") -> str:
    """One paragraph of a Word file, in a style such as Heading1."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>"


def word_parts(body: str, core: str = "") -> dict[str, str | bytes]:
    """The parts of a Word file with this body and these Dublin Core properties."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2"))
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{_WORD}"><w:footnote w:id="2">{paragraph("Council minutes.")}'
        "</w:footnote></w:footnotes>",
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>',
    }


def word(*words: str) -> bytes:
    """A Word file of plain paragraphs."""
    return zipped(word_parts("".join(map(paragraph, words))))


_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"


def book_parts(*chapters: str, metadata: str = "") -> dict[str, str | bytes]:
    """The parts of an e-book with these chapters, marked up, and these Dublin Core properties."""
    names = [f"ch {n}.xhtml" for n in range(len(chapters))]
    items = "".join(f'<item id="c{n}" href="{name.replace(" ", "%20")}"/>' for n, name in enumerate(names))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    head = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head><body>'
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'<container xmlns="{_CONTAINER}"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f'<manifest><item id="nav" href="nav.xhtml" properties="nav"/>{items}</manifest>'
        f'<spine><itemref idref="nav"/>{spine}</spine></package>',
        "OPS/nav.xhtml": f"{head}<p>Contents</p></body></html>",
        **{f"OPS/{name}": f"{head}{chapter}</body></html>" for name, chapter in zip(names, chapters, strict=True)},
    }


def book(*chapters: str) -> bytes:
    """An e-book of these chapters, marked up."""
    return zipped(book_parts(*chapters))
