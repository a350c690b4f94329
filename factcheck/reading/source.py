"""Part of the reading door: the record that every reader gives, and the error that every reader raises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from factcheck.errors import FactcheckError

KINDS = ("primary", "agency", "news", "reference", "other")


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file's normalised text (NFC, "\n" line ends, no control characters) and what it says of itself.

    Metadata is "" or None where the file is silent; `kind` is one of KINDS, `notes` is free text.
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


class ReadingError(FactcheckError):
    """A file cannot be read; the rooms say whether it was the article or a reference document."""
