"""First room: a file of any type that is read, standard input or a page of the web in; an `Article` out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from factcheck.errors import ArticleError
from factcheck.fetching import Fetched
from factcheck.reading import ReadingError, Source, read_download, read_source, read_stream

STDIN = "standard input"


@dataclass(frozen=True, slots=True)
class Article:
    """The text to check and what it says of itself; every offset in a report points into `text`.

    `sha256` is of `text` in UTF-8. `source` is the name as the user gave it.
    """

    text: str
    sha256: str
    source: str
    title: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""

    def line(self, offset: int) -> int:
        """The 1-based line of `text` that holds the character at `offset`."""
        return self.text.count("\n", 0, offset) + 1


def read(path: Path) -> Article:
    """The article in a file. Raises ArticleError where it cannot be read or holds no words."""
    with _as_article_error():
        return from_source(read_source(path), str(path))


def read_stdin(data: bytes, name: str = STDIN) -> Article:
    """The article piped in, its type told by its first characters. Raises ArticleError as `read` does."""
    with _as_article_error():
        return from_source(read_stream(data, name), name)


def read_fetched(fetched: Fetched, name: str) -> Article:
    """The article at an address on the web, which it keeps. Raises ArticleError as `read` does."""
    with _as_article_error():
        source = read_download(fetched.data, fetched.kind, fetched.charset, name)
        return from_source(replace(source, url=fetched.url), name)


def from_source(source: Source, name: str) -> Article:
    """The article that a read file holds; what only describes reference documents is left behind."""
    return Article(
        source.text,
        sha256(source.text.encode()).hexdigest(),
        name,
        title=source.title,
        author=source.author,
        published=source.published,
        url=source.url,
    )


@contextmanager
def _as_article_error() -> Iterator[None]:
    try:
        yield
    except ReadingError as error:
        raise ArticleError(str(error), hint=error.hint) from error
