"""Word files."""

from __future__ import annotations

import pytest

from factcheck.reading import ReadingError, docx
from reading.zips import paragraph, word, word_parts, zipped

CELL = "<w:tc>{}</w:tc>"
BODY = (
    paragraph("The harbour bridge", "Title")
    + paragraph("Costs", "Heading1")
    + "<w:p><w:r><w:t>It cost </w:t></w:r><w:ins><w:r><w:t>4.2</w:t></w:r></w:ins>"
    "<w:del><w:r><w:delText>3.9</w:delText></w:r></w:del><w:r><w:t> million euros</w:t></w:r>"
    "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>.</w:t></w:r></w:p>"
    + f"<w:sdt><w:sdtContent>{paragraph('A control holds words too.')}</w:sdtContent></w:sdt>"
    + "<w:tbl>"
    + "".join(
        f"<w:tr>{CELL.format(paragraph(a))}{CELL.format(paragraph(b))}</w:tr>"
        for a, b in (("Year", "Cost"), ("2020", "200"))
    )
    + "</w:tbl>"
    + paragraph("Length", "Heading2")
    + paragraph("The span is 300 metres &amp; more.")
)
FILE = zipped(word_parts(BODY, "<dc:title>Bridge report</dc:title><dc:creator>Ann Writer</dc:creator>"))


def test_the_text_is_what_the_printed_page_would_show() -> None:
    """Headings keep their level; an insertion is in, a deletion out; controls, tables and notes give their words."""
    assert docx.read(FILE, "x").text == (
        "# The harbour bridge\n\n# Costs\n\nIt cost 4.2 million euros.\n\nA control holds words too.\n\n"
        "| Year | Cost |\n| 2020 | 200 |\n\n## Length\n\nThe span is 300 metres & more.\n\n- Council minutes."
    )


def test_properties_give_title_and_author() -> None:
    """The file's properties are its metadata, its first heading a title of last resort; the day saved is no date."""
    source = docx.read(FILE, "x")
    assert (source.title, source.author, source.published) == ("Bridge report", "Ann Writer", None)
    assert docx.read(zipped(word_parts(BODY)), "x").title == "The harbour bridge"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no zip at all", "damaged"),
        (word("Some words.")[:-30], "damaged"),
        (word("Some words.").replace(b"word/document.xml", b"word/d*cument.xml"), "damaged"),
        (zipped({"xl/workbook.xml": "<x/>"}), "no Word file"),
        (zipped(word_parts("<w:p>")), "damaged"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, said: str) -> None:
    """A file that is cut, broken or something else is refused in one line with a hint."""
    with pytest.raises(ReadingError, match=f"x .*{said}") as caught:
        docx.read(data, "x")
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_a_deep_file_is_refused_or_read() -> None:
    """Nesting beyond what a parser takes is a damaged file, not a crash."""
    with pytest.raises(ReadingError, match="damaged"):
        docx.read(zipped(word_parts("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000)), "x")
