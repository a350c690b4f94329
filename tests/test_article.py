"""The first room: the article to check."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from reading.pdfs import pdf
from reading.zips import book, word

from factcheck import article
from factcheck.errors import ArticleError
from factcheck.reading import Source


def test_an_article_carries_what_the_file_says_of_itself(tmp_path: Path) -> None:
    """Text, hash, name and metadata of the file are in the article."""
    path = tmp_path / "a.md"
    head = "---\ntitle: T\nauthor: A\ndate: 2024-03-05\nurl: https://example.org\n---\n"
    path.write_text(head + "Some — words.\r\n", encoding="utf-8")
    found = article.read(path)
    assert (found.text, found.source) == ("Some — words.", str(path))
    assert found.sha256 == hashlib.sha256("Some — words.".encode()).hexdigest()
    assert (found.title, found.author, found.published, found.url) == (
        "T",
        "A",
        date(2024, 3, 5),
        "https://example.org",
    )


def test_standard_input_gives_the_same_article_as_a_file(tmp_path: Path) -> None:
    """Piped text and the same text in a file differ in their name alone."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"Title\n\nSome words.")
    piped, filed = article.read_stdin(b"Title\n\nSome words."), article.read(path)
    assert piped.source == "standard input"
    assert (piped.text, piped.sha256, piped.title) == (filed.text, filed.sha256, filed.title)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", pdf(["The bridge cost 4.2 million euros."])),
        ("a.docx", word("The bridge cost 4.2 million euros.")),
        ("a.epub", book("<p>The bridge cost 4.2 million euros.</p>")),
        ("a.eml", b"Subject: s\n\nThe bridge cost 4.2 million euros.\n"),
    ],
)
def test_an_article_may_be_any_file_that_a_document_may(tmp_path: Path, name: str, data: bytes) -> None:
    """PDF and Word files, e-books and mails are articles too, in a file and in a pipe."""
    path = tmp_path / name
    path.write_bytes(data)
    assert article.read(path).text == "The bridge cost 4.2 million euros."
    assert article.read_stdin(data).text.endswith("The bridge cost 4.2 million euros.")


def test_a_table_is_no_article(tmp_path: Path) -> None:
    """A table is refused as an article, with what it is good for."""
    path = tmp_path / "a.csv"
    path.write_text("text\nwords\n")
    with pytest.raises(ArticleError, match="is a table") as caught:
        article.read(path)
    assert "corpus add" in caught.value.hint


def test_what_cannot_be_read_is_an_article_error(tmp_path: Path) -> None:
    """A file or stream that cannot be read is an ArticleError with the reader's hint."""
    with pytest.raises(ArticleError, match="does not exist") as caught:
        article.read(tmp_path / "missing.md")
    assert caught.value.hint
    with pytest.raises(ArticleError, match="standard input holds no words"):
        article.read_stdin(b"\n")


def test_lines_count_from_one() -> None:
    """The line of an offset counts from one, and a line's end belongs to it."""
    found = article.from_source(Source("ab\n\ncd"), "x")
    assert [found.line(offset) for offset in range(6)] == [1, 1, 1, 2, 3, 3]
