"""Part of the reading door: markdown files."""

from __future__ import annotations

import re
from dataclasses import replace

from factcheck.reading.decoding import decode
from factcheck.reading.front_matter import split_front_matter
from factcheck.reading.normalising import normalise
from factcheck.reading.source import Source

_TITLE = re.compile(r"^# +(\S.*?)(?: +#+)?$", re.MULTILINE)
_UNDERLINED = re.compile(r"(?:^|(?<=\n\n))(?=[^\n]*\w[^\n])([^\n]*[^\n.!?:;,])\n(=+|--+)$", re.MULTILINE)


def read(data: bytes, name: str) -> Source:
    """Markdown source as it stands, under its front matter's metadata; the first `# heading` is a title of last resort.

    Underlined headings become lines that begin with `#`, the only spelling of headings further in.
    """
    source = split_front_matter(normalise(decode(data, name)), name)
    text = _UNDERLINED.sub(lambda found: f"{'#' if found[2][0] == '=' else '##'} {found[1].strip()}", source.text)
    return replace(source, text=text, title=source.title or first_heading(text))


def first_heading(text: str) -> str:
    """The words of the first top-level heading, without emphasis; "" where there is none."""
    found = _TITLE.search(text)
    return found[1].strip("*_ ") if found else ""
