"""Part of the second room: an article's text in; its blocks out, each a paragraph, heading, list item or clutter.

A block's `text` is free of markup and of line wraps; `places` leads every character of it back to the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_BLOCK = 20_000  # characters; a longer paragraph is cut, so that one wall of text cannot exhaust the parser
LONGEST_TITLE = 80  # characters; what is longer and ends like a sentence is the article's first paragraph


class Kind(StrEnum):
    """What a block is."""

    PROSE = "prose"
    HEADING = "heading"
    CLUTTER = "clutter"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `start` and `end` in the article, `places[i]` the article's offset of `text[i]`."""

    kind: Kind
    start: int
    end: int
    text: str
    places: tuple[int, ...]


@dataclass(slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_FENCE = re.compile(r"\s*(```|~~~)")
_RULE = re.compile(r"\s*([-*_=~]\s*){3,}$|\s*[|+:\-\s=]+$")
_HEADING = re.compile(r"\s{0,3}#{1,6}(\s|$)")
_ITEM = re.compile(r"\s*([-*+•–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_QUOTED = re.compile(r"\s{0,3}>\s?")
_TABLE = re.compile(r"\s*\|.*\|\s*$")
_END = re.compile(r"[.!?:;…][\"”’')\]*_]*\s*$")
# A bold label or a dateline in front of a paragraph is not part of its first sentence; a bold statement is.
_LABEL = re.compile(r"(\*\*|__)(?P<words>[^*_\n]{1,40})(?::\1|\1:)(?:\s+|$)")
_STATES = re.compile(r"\b(?:is|are|was|were|has|had|have|will|did|does|do|said|says|\w{3,}ed)\b", re.IGNORECASE)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
# A place in capitals, perhaps with its region, a date and an agency, and a dash in front of a capital letter.
_DATELINE = re.compile(
    rf"[*_]{{0,3}}(?:[A-Z]{{3,}}|ST\.)[A-Z .'’/-]{{0,30}}[*_]{{0,3}}(?:, (?!{_MONTH} \d)[A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
    rf"(?:, (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?)?(?: ?\([\w ]+\))?[*_]{{0,3}} ?[-–—]{{1,2}}\s+"
    r"(?![a-z\d])"
)
_OTHER_DASH = re.compile(r"\s[-–—]{1,2}\s")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^)\n]*\)")
# What is dropped before parsing: images, the address of a link, emphasis, inline code marks, HTML tags.
_MARKUP = re.compile(
    r"!\[[^\[\]\n]*\]\([^)\n]*\)|\[(?=[^\]\n]+\]\([^)\n]*\))|(?<=[^\s\]])\]\([^)\s\n]*\)"
    r"|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|\*\*|`+|</?[a-zA-Z][^<>\n]*>"
)


def blocks(text: str) -> list[Block]:
    """All blocks in order; every non-space character of the text lies in one of them."""
    found: list[Block] = []
    opening = True  # a dateline stands in front of the first paragraph only, after title and author
    for group, kind in _groups(_lines(text)):
        start, end = group[0].start, group[-1].end
        for low, high in _cuts(text, start, end):
            found += _with_labels(text, low, high, kind, opening=opening)
        paragraph = end - start > LONGEST_TITLE and _END.search(text[start:end])
        opening = opening and not (kind is Kind.PROSE and paragraph)
    return [block for block in found if text[block.start : block.end].strip()]


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for part in text.split("\n"):
        lines.append(_Line(start, part))
        start += len(part) + 1
    return lines


def _groups(lines: list[_Line]) -> list[tuple[list[_Line], Kind]]:
    groups: list[tuple[list[_Line], Kind]] = []
    rest = _after_front_matter(lines, groups)
    fenced = False
    open_group: list[_Line] | None = None
    for line in rest:
        if _FENCE.match(line.text) or fenced:
            fenced = fenced != bool(_FENCE.match(line.text))
            groups.append(([line], Kind.CLUTTER))
            open_group = None
        elif not line.text.strip():
            open_group = None
        elif kind := _lone_kind(line.text):
            if kind is Kind.HEADING and not _HEADING.match(line.text) and open_group and len(open_group) == 1:
                groups[-1] = ([*open_group, line], Kind.HEADING)
            else:
                groups.append(([line], Kind.CLUTTER if not _HEADING.match(line.text) else Kind.HEADING))
            open_group = None
        elif open_group and _wraps(open_group, line):
            open_group.append(line)
        else:
            open_group = [line]
            groups.append((open_group, Kind.PROSE))
    return groups


def _after_front_matter(lines: list[_Line], groups: list[tuple[list[_Line], Kind]]) -> list[_Line]:
    if lines and lines[0].text.strip() == "---":
        for index, line in enumerate(lines[1:40], 1):
            if line.text.strip() == "---":
                groups.append((lines[: index + 1], Kind.CLUTTER))
                return lines[index + 1 :]
    return lines


def _lone_kind(line: str) -> Kind | None:
    """HEADING for a heading or the line under one, CLUTTER for rules and table rows."""
    if _HEADING.match(line) or re.match(r"\s*(=+|-{3,})\s*$", line):
        return Kind.HEADING
    if _RULE.match(line) or _TABLE.match(line) or not re.search(r"\w", line):
        return Kind.CLUTTER
    return None


def _wraps(group: list[_Line], line: _Line) -> bool:
    """True where the line goes on with the group's sentence or paragraph, False where it starts a block of its own."""
    if _ITEM.match(line.text):
        return False
    last = group[-1].text.rstrip()
    first_word = line.text.split(maxsplit=1)[0]
    if not first_word[0].isupper() or last.endswith((",", "-", "–", "—")):
        return True
    width = max(len(part.text) for part in (*group[-20:], line))
    full = len(last) + 1 + len(first_word) > width
    return full or bool(_END.search(last) and len(last) > width * 0.6)


def _cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = []
    while end - start > MAX_BLOCK:
        window = text[start : start + MAX_BLOCK]
        stops = [match.end() for match in re.finditer(r"[.!?]\s", window)] or [window.rfind(" ") + 1 or MAX_BLOCK]
        cuts.append((start, start + stops[-1]))
        start += stops[-1]
    return [*cuts, (start, end)]


def _with_labels(text: str, start: int, end: int, kind: Kind, *, opening: bool) -> list[Block]:
    """The block, and what was taken out of it as blocks of their own: a bold label, a dateline, images."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if kind is not Kind.PROSE:
        return [_block(text, start, end, kind)]
    length, label = _label(text[start:end], opening=opening)
    taken = [Block(label, start, start + len(text[start : start + length].rstrip()), "", ())] if length else []
    rest = _block(text, start + length, end, kind)
    if rest.text:
        images = [match.span() for match in _IMAGE.finditer(text, rest.start, end)]
        taken += [Block(Kind.CLUTTER, low, high, "", ()) for low, high in images]
    return [*taken, rest]


def _label(raw: str, *, opening: bool) -> tuple[int, Kind]:
    """How many characters of the paragraph are its label or dateline, and what that is; 0 where it has none."""
    label = _LABEL.match(raw)
    words = label["words"].split() if label else []
    if label and (len(words) == 1 or (len(words) <= 5 and not _STATES.search(label["words"]))):
        return label.end(), Kind.HEADING
    dateline = _DATELINE.match(raw) if opening else None
    return (dateline.end(), Kind.CLUTTER) if dateline and not _encloses(dateline) else (0, Kind.CLUTTER)


def _encloses(dateline: re.Match[str]) -> bool:
    """Whether the dash is the first of two around an aside: "NASA — America's space agency — said"."""
    sentence = re.split(r"[.!?]\s", dateline.string[dateline.end() :])[0]
    return not re.search(r"[(\d]", dateline[0]) and len(_OTHER_DASH.findall(sentence)) == 1


def _block(text: str, start: int, end: int, kind: Kind) -> Block:
    places = _places(text, start, end)
    clean = "".join(" " if text[place].isspace() else text[place] for place in places)
    return Block(kind, start, end, clean, tuple(places))


def _places(text: str, start: int, end: int) -> list[int]:
    raw = text[start:end]
    dropped = {index for match in _MARKUP.finditer(raw) for index in range(*match.span())}
    for line in re.finditer(r"^.*$", raw, re.MULTILINE):
        for pattern in (_QUOTED, _HEADING, _ITEM):
            if match := pattern.match(line.group()):
                dropped.update(range(line.start(), line.start() + match.end()))
                break
    kept: list[int] = []
    for index, char in enumerate(raw):
        if index in dropped:
            continue
        if char.isspace() and (not kept or raw[kept[-1]].isspace()):
            continue
        kept.append(index)
    while kept and raw[kept[-1]].isspace():
        kept.pop()
    return [start + index for index in kept]
