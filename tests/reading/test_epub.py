"""E-books."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.reading import ReadingError, epub
from reading.zips import book, book_parts, zipped

METADATA = (
    "<dc:title>Bridges</dc:title><dc:creator>Ann Writer</dc:creator><dc:creator>Bo Author</dc:creator>"
    "<dc:publisher>Test Press</dc:publisher><dc:date>2024-03-05</dc:date><dc:language>en</dc:language>"
)


def test_chapters_come_in_the_order_of_reading() -> None:
    """Chapters follow one another with their headings, without the table of contents."""
    data = book("<h1>One</h1><p>The bridge&nbsp;opened.</p>", "<h1>Two</h1><p>It cost 4.2&#160;million.</p>")
    assert epub.read(data, "x").text == "# One\n\nThe bridge opened.\n\n# Two\n\nIt cost 4.2 million."


def test_the_book_says_what_it_is() -> None:
    """Title, all authors, publisher, day and language come from the book's own record."""
    source = epub.read(zipped(book_parts("<p>Words.</p>", metadata=METADATA)), "x")
    assert (source.title, source.author, source.publisher) == ("Bridges", "Ann Writer, Bo Author", "Test Press")
    assert (source.published, source.language) == (date(2024, 3, 5), "en")


def test_a_day_that_is_none_is_left_out() -> None:
    """A date that cannot be read, or is but a year, leaves the book undated."""
    for day in ("in spring", "2024"):
        parts = book_parts("<p>Words.</p>", metadata=f"<dc:date>{day}</dc:date>")
        assert epub.read(zipped(parts), "x").published is None


def test_a_protected_book_is_refused() -> None:
    """A book with encrypted chapters is refused as such; encrypted fonts alone do no harm."""
    lock = '<encryption><EncryptedData><CipherReference URI="{}"/></EncryptedData></encryption>'
    parts = book_parts("<p>Words.</p>")
    assert epub.read(zipped({**parts, "META-INF/encryption.xml": lock.format("OPS/font.otf")}), "x").text == "Words."
    with pytest.raises(ReadingError, match="locked"):
        epub.read(zipped({**parts, "META-INF/encryption.xml": lock.format("OPS/ch 0.xhtml")}), "x")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"META-INF/container.xml": "<container/>"}, "no e-book"),
        ({"META-INF/container.xml": "<cont"}, "damaged"),
        ({"OPS/book.opf": ""}, "no e-book"),
        ({"OPS/ch 0.xhtml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><p>&a;</p>'}, "declares entities"),
        ({"OPS/ch 0.xhtml": b"<p>words</p>" * 5_000_000}, "would swell"),
    ],
)
def test_what_is_no_book_is_refused(change: dict[str, str | bytes], said: str) -> None:
    """A book that is broken or hostile is refused in one line."""
    with pytest.raises(ReadingError, match=f"x.* {said}") as caught:
        epub.read(zipped({**book_parts("<p>Words.</p>"), **change}), "x")
    assert caught.value.hint


def test_a_usual_doctype_does_no_harm() -> None:
    """The doctype that every older book begins its chapters with declares nothing and is read past."""
    parts = book_parts("<p>Words.</p>")
    head = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    assert epub.read(zipped({**parts, "OPS/ch 0.xhtml": f"{head}{parts['OPS/ch 0.xhtml']!s}"}), "x").text == "Words."
