"""Part of the reading door: PDF files, by pypdf, page by page. Nothing in them is run and no picture is read."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from factcheck.reading.normalising import normalise, one_line
from factcheck.reading.source import FAULTS, MAX_TEXT, ReadingError, Source, damaged, too_long

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_SECONDS = 120
MAX_PAGES = 5_000

_NUMBERS = re.compile(r"\d+|\b[ivxl]+\b", re.IGNORECASE)
_HYPHENATED = re.compile(r"\b([^\W\d_]+)-\n([^\W\d_]+)\b")
_SENTENCE_END = re.compile(r"[.!?:…][\"”’»)\]]*$")
# What programs write for a title when nobody gave one: their own name, or the name of the file.
_NO_TITLE = re.compile(
    r"(?:microsoft \w+ - .*|untitled.*|\(anonymous\)|.*\.(?:docx?|indd|pdf|rtf|odt|pptx?|tex|qxd))", re.IGNORECASE
)


def read(data: bytes, name: str) -> Source:
    """The text of all pages, without the lines that head and foot them; `pages` says where each one begins.

    The day a PDF was made is not the day its text was published, so it gives no date. Raises ReadingError for a file
    that is locked, damaged, or scanned: pictures of pages hold no text.
    """
    from pypdf.errors import PyPdfError

    faults: tuple[type[Exception], ...] = (PyPdfError, *FAULTS)
    try:
        reader = _open(data, name)
        texts = [normalise(text) for text in _texts(reader, name)]
        title, author = (one_line(value) for value in _titled(reader))
    except faults as error:
        raise damaged(name, error, hint="open it in a viewer and print it to a new PDF") from error
    if not any(map(str.isalnum, "".join(texts))):
        raise ReadingError(
            f"{name} holds no text: its {len(texts)} pages are pictures, as a scanner makes them",
            hint="run it through text recognition first, for example: ocrmypdf scan.pdf readable.pdf",
        )
    text, starts = _joined(_without_running_heads(texts))
    return Source(text, title="" if _NO_TITLE.fullmatch(title) else title, author=author, pages=starts)


def _open(data: bytes, name: str) -> PdfReader:
    import logging

    from pypdf import PdfReader

    # It warns of every small fault that it mends; what it cannot mend it raises.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadingError(f"{name} is locked with a password", hint="save a copy without the password and add that")
    return reader


def _titled(reader: PdfReader) -> tuple[object, object]:
    found = reader.metadata
    return (found.title, found.author) if found else ("", "")


def _texts(reader: PdfReader, name: str) -> Iterator[str]:
    if len(reader.pages) > MAX_PAGES:
        raise ReadingError(f"{name} has more than {MAX_PAGES} pages", hint="split it into several files")
    ends = time.monotonic() + MAX_SECONDS
    length = 0
    for page in reader.pages:
        text = page.extract_text()
        length += len(text)
        if length > MAX_TEXT:
            raise too_long(name)
        if time.monotonic() > ends:
            raise ReadingError(
                f"{name} was given up after {MAX_SECONDS} seconds", hint="print it to a new PDF, or save its text"
            )
        yield text


def _without_running_heads(texts: list[str]) -> list[str]:
    """The pages without first and last lines that come again, but for their numbers, on half of all pages."""
    pages = [[line for line in text.split("\n") if line.strip()] for text in texts]
    if len(pages) < 3:
        return texts
    seen: Counter[tuple[int, str]] = Counter()
    for lines in pages:
        seen.update({(edge, _pattern(lines[edge])) for edge in (0, -1) if lines})
    running = {key for key, count in seen.items() if count >= max(3, len(pages) / 2)}
    return [_trimmed(text, running) for text in texts]


def _trimmed(text: str, running: set[tuple[int, str]]) -> str:
    first, _, rest = text.partition("\n")
    text = rest if (0, _pattern(first)) in running else text
    before, _, last = text.rpartition("\n")
    return (before if (-1, _pattern(last)) in running else text).strip("\n")


def _pattern(line: str) -> str:
    return _NUMBERS.sub("0", " ".join(line.split()))


def _joined(texts: list[str]) -> tuple[str, tuple[int, ...]]:
    """One text and where each page begins in it; a sentence that runs on to the next page is not torn."""
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(texts).lower()))
    text, starts = "", []
    for torn in texts:
        page = _HYPHENATED.sub(lambda found: _rejoined(found, words), torn)
        if text and page:
            runs_on = not _SENTENCE_END.search(text) and page[0].islower()
            text += "\n" if runs_on else "\n\n"
        starts.append(len(text))
        text += page
    return text, tuple(starts)


def _rejoined(found: re.Match[str], words: Counter[str]) -> str:
    """A word that a line's end cut in two; it keeps its hyphen where it has one elsewhere, or begins with a capital."""
    whole = f"{found[1]}-{found[2]}"
    return whole if whole.lower() in words or found[2][0].isupper() else found[1] + found[2]
