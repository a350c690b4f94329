"""Part of the reading door: plain text files, and standard input."""

from __future__ import annotations

from dataclasses import replace

from factcheck.reading.decoding import decode
from factcheck.reading.front_matter import split_front_matter
from factcheck.reading.markdown import first_heading
from factcheck.reading.normalising import normalise
from factcheck.reading.source import Source

MAX_TITLE_WORDS = 30


def read(data: bytes, name: str) -> Source:
    """The text as it stands; its title is a `# heading`, or a short first line with a blank line under it."""
    source = split_front_matter(normalise(decode(data, name)), name)
    return replace(source, title=source.title or first_heading(source.text) or _first_line(source.text))


def _first_line(text: str) -> str:
    line, _, rest = text.partition("\n")
    return line.strip() if rest.startswith("\n") and len(line.split()) <= MAX_TITLE_WORDS else ""
