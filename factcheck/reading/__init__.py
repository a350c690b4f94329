"""Door: files into text with what they say of themselves; one reader a file type.

In comes a path (or standard input), out goes a `Source`. Articles and reference documents come through here alike; of
a table, which is no article, every row is a `Source`.
A new file type is one reader, `(bytes, name) -> Source`, and its line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from factcheck.reading import docx, eml, epub, html, markdown, pdf, plain, tables
from factcheck.reading.source import KINDS, MAX_TEXT, ReadingError, Source
from factcheck.reading.tables import Columns, Row

__all__ = [
    "KINDS",
    "MAX_BYTES",
    "MAX_TEXT",
    "READERS",
    "SUFFIXES",
    "TABLES",
    "Columns",
    "ReadingError",
    "Row",
    "Source",
    "read_download",
    "read_source",
    "read_stream",
    "read_table",
]

Reader = Callable[[bytes, str], Source]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".md": markdown.read,
        ".markdown": markdown.read,
        ".txt": plain.read,
        ".html": html.read,
        ".htm": html.read,
        ".pdf": pdf.read,
        ".docx": docx.read,
        ".epub": epub.read,
        ".eml": eml.read,
    }
)
_DOWNLOADS: Mapping[str, Reader] = MappingProxyType(
    {
        "text/html": html.read,
        "application/xhtml+xml": html.read,
        "text/markdown": markdown.read,
        "application/pdf": pdf.read,
        "application/epub+zip": epub.read,
        "message/rfc822": eml.read,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx.read,
    }
)
SUFFIXES = tuple(READERS)
TABLES = tables.SUFFIXES
# Past that nothing is read. Its text is bounded apart, by MAX_TEXT: pictures make a file large, words do not.
MAX_BYTES = 50_000_000
_BOOK_PART = b"META-INF/container.xml"
_HTML_OPENINGS = (b"<!doctype html", b"<html", b"<?xml")


def read_source(path: Path) -> Source:
    """The file's text and metadata, read by the reader for its suffix. Raises ReadingError, never anything else."""
    name = str(path)
    data = _bytes(path, name)
    if path.suffix.lower() in TABLES:
        raise ReadingError(
            f"{name} is a table, not one text", hint="`factcheck corpus add` makes documents of its rows"
        )
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ReadingError(
            f"{name}: files of type '{path.suffix}' cannot be read" if path.suffix else f"{name} has no suffix",
            hint=f"convert it to one of {', '.join(SUFFIXES)}, or rename it if it is one already",
        )
    return _checked(reader, data, name)


def read_table(path: Path, columns: Columns) -> Iterator[Row]:
    """The rows of a table, bad ones with their reason. Raises ReadingError where none can be read."""
    name = str(path)
    return tables.read(_bounded(_bytes(path, name), name), name, columns, limit=MAX_BYTES)


def read_stream(data: bytes, name: str) -> Source:
    """What came without a file name, its type told by its first characters; plain text or markdown where by none."""
    return _checked(_told(data), data, name)


def read_download(data: bytes, kind: str, charset: str, name: str) -> Source:
    """What came over the network, by its media type and the encoding it was said to have; by its looks where by none.

    Raises ReadingError for what is no document: a picture, a film, a program.
    """
    main = kind.partition("/")[0]
    if main in ("image", "audio", "video", "font"):
        raise ReadingError(f"{name} is {kind}, not a page or a document", hint="name the page that it stands on")
    reader = _DOWNLOADS.get(kind) or _told(data)
    return _checked(reader, _in_utf8(data, charset) if main == "text" else data, name)


def _in_utf8(data: bytes, charset: str) -> bytes:
    """The same text in UTF-8 where it is said to be in something else and is; what is said is often wrong."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(LookupError, ValueError):
            return data.decode(charset or "utf-8").encode("utf-8")
    return data


def _told(data: bytes) -> Reader:
    if data.startswith(b"%PDF-"):
        return pdf.read
    if data.startswith(b"PK\x03\x04"):
        return epub.read if _BOOK_PART in data else docx.read
    # Byte order marks and the zeros of UTF-16 step aside, so that one look serves every encoding.
    opening = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return html.read if opening.startswith(_HTML_OPENINGS) else plain.read


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise ReadingError(f"{name} is a folder, not a file", hint="name a file inside it")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ReadingError(f"{name} does not exist", hint="check the spelling of the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid path"
        raise ReadingError(f"{name} cannot be opened: {reason}", hint="check the path and its permissions") from error


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise ReadingError(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB", hint="split it, or keep only the text that matters"
        )
    return data


def _checked(reader: Reader, data: bytes, name: str) -> Source:
    source = reader(_bounded(data, name), name)
    if not any(map(str.isalnum, source.text)):
        raise ReadingError(f"{name} holds no words", hint="give a file with some text in it")
    return source
