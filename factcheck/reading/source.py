"""Part of the reading door: the record that every reader gives, and the error that every reader raises."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import date
from zipfile import BadZipFile

from factcheck.errors import FactcheckError

KINDS = ("primary", "agency", "news", "reference", "other")
# Some 2,500 printed pages: more than that is no document, and what reads it takes many times its size in memory.
MAX_TEXT = 10_000_000
# A parsed element takes a hundred times the room of its shortest tag: so many, and the trees of mammoth and trafilatura
# take some 600 MB.
MAX_TAGS = 600_000
# What libraries raise, besides errors of their own, on data that is not what they expect.
FAULTS: tuple[type[Exception], ...] = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError,
    TypeError, ValueError, struct.error, zlib.error, BadZipFile,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file's normalised text (NFC, "\n" line ends, no control characters) and what it says of itself.

    Metadata is "" or None where the file is silent; `kind` is one of KINDS, `notes` is free text. `pages` holds where
    in the text each printed page begins, from page 1 on; it is empty where the file has none. `said` names the fields
    that the user gave in place of the file's own.
    """

    text: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    published: date | None = None
    language: str = ""
    kind: str = "other"
    notes: str = ""
    pages: tuple[int, ...] = ()
    said: tuple[str, ...] = ()


class ReadingError(FactcheckError):
    """A file cannot be read; the rooms say whether it was the article or a reference document."""


def too_long(name: str) -> ReadingError:
    """What is said of a file whose text goes past MAX_TEXT."""
    return ReadingError(
        f"{name} holds more than {MAX_TEXT // 1_000_000} MB of text",
        hint="split it, or keep only the text that matters",
    )


def too_many_tags(name: str) -> ReadingError:
    """What is said of a file with more than MAX_TAGS tags."""
    return ReadingError(f"{name} holds more than {MAX_TAGS:,} tags", hint="split it, or save it as plain text")


def damaged(name: str, error: Exception, *, hint: str) -> ReadingError:
    """What is said of a file that a library fails on."""
    return ReadingError(f"{name} is damaged, or not what its name says ({type(error).__name__})", hint=hint)
