"""What every file type shares at the reading door."""

from pathlib import Path

import pytest

from factcheck.reading import MAX_BYTES, MAX_TEXT, SUFFIXES, ReadingError, Source, read_source, read_stream
from reading.pdfs import pdf
from reading.zips import book, word


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


WORDS = "five plain words are here"
FILES = {
    ".pdf": pdf([WORDS]),
    ".docx": word(WORDS),
    ".epub": book(f"<p>{WORDS}</p>"),
    ".eml": f"Subject: Five\n\n{WORDS}".encode(),
}


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".MD", ".Html", ".Pdf"])
def test_every_listed_suffix_is_read(tmp_path: Path, suffix: str) -> None:
    """Every listed suffix has a reader, whatever its case."""
    data = FILES.get(suffix.lower(), WORDS.encode())
    assert WORDS in read_source(written(tmp_path, "a" + suffix, data)).text


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        ("empty.txt", b"", "holds no words", "some text"),
        ("blank.md", b" \n\t\n--\n ...", "holds no words", "some text"),
        ("only-front.md", b"---\ntitle: A title\n---\n", "holds no words", "some text"),
        ("empty.html", b"<html><body><script>alert('no words')</script></body></html>", "holds no words", "some text"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary file", "right suffix"),
        ("noise.txt", bytes(range(1, 256)) * 4, "binary file", "right suffix"),
        ("story.odt", b"words", "'.odt' cannot be read", ".md, .markdown, .txt, .html, .htm"),
        ("story", b"words", "has no suffix", "rename"),
        ("big.txt", b"words " * (MAX_BYTES // 6 + 1), "larger than 50 MB", "split it"),
        ("long.txt", b"words " * (MAX_TEXT // 6 + 1), "more than 10 MB of text", "split it"),
        ("half.txt", b"\xff\xfea", "damaged", "UTF-8"),
        ("polish.txt", "Minister przyjechał do Łodzi, źródło żółć".encode("iso8859-2"), "certain", "iconv"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, message: str, hint: str) -> None:
    """A file that cannot be read is refused in one line that names it, with something to do about it."""
    with pytest.raises(ReadingError) as caught:
        read_source(written(tmp_path, name, data))
    assert name in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("path", "message"),
    [("missing.txt", "does not exist"), (".", "is a folder"), ("x" * 5000 + ".txt", "cannot be opened")],
)
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, path: str, message: str) -> None:
    """A path that is missing, a folder or impossible is refused with a hint."""
    with pytest.raises(ReadingError, match=message) as caught:
        read_source(tmp_path / path)
    assert caught.value.hint


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the user may not open is refused with the system's reason."""

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, "secret.txt", b"words")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadingError, match="Permission denied"):
        read_source(path)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"<!DOCTYPE html><html><body><article><p>Five words in a page.</p></article></body></html>", ""),
        ("\ufeff<html><body><p>Five words in a page.</p></body></html>".encode("utf-16"), ""),
        (b'<?xml version="1.0" encoding="utf-8"?><html><body><p>Five words in a page.</p></body></html>', ""),
        (b"---\ntitle: Given\n---\nFive words in a page.", "Given"),
        (b"# Headed\n\nFive words in a page.", "Headed"),
        (b"First line\n\nFive words in a page.", "First line"),
        (b"Five words in a page.", ""),
    ],
)
def test_a_stream_is_read_by_its_first_characters(data: bytes, title: str) -> None:
    """Standard input is HTML, front matter or plain text by its first characters."""
    source = read_stream(data, "standard input")
    assert "Five words in a page." in source.text
    assert "<" not in source.text
    assert source.title == title


def test_an_empty_stream_is_refused_by_name() -> None:
    """An empty stream is refused under the name it was given."""
    with pytest.raises(ReadingError, match="standard input holds no words"):
        read_stream(b"", "standard input")


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    """The same bytes read twice give equal sources."""
    page = b"<html lang=en><body><article><h1>Head</h1><p>Some words. And more.</p></article></body></html>"
    assert read_stream(page, "a") == read_stream(page, "b") == read_source(written(tmp_path, "a.html", page))


def test_a_source_is_silent_where_the_file_is() -> None:
    """Metadata that a file does not give stays empty."""
    assert read_stream(b"Only words.", "x") == Source("Only words.")
