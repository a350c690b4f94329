"""Shelf: where a text's sentences lie, by exact offsets; the text itself is never changed.

Sentence ends come from sentencex, Wikimedia's rule-based splitter. Tried against syntok on news prose it keeps ranks
("Lt. Col.", "Sgt. Pepper"), "No. 5 was Gov. Lee" and quotations of several sentences whole where syntok cuts them, and
ends a sentence at "5 p.m. He" where syntok does not; it loads in 2 ms against 110. pysbd has had no release since 2021.
Its steady errors are mended in `_mended`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sentencex import segment

LONGEST_SENTENCE_WORDS = 400

# The splitter's time grows with the square of unclosed quotation marks: 22 s for 1 MB at once, 0.5 s in windows.
_WINDOW = 20_000
_LONG_QUOTATION_WORDS = 80
_WIDEST_WRAPPED_LINE = 160

_HEADING = re.compile(r"(#{1,6}) +(?=\S)")
_CLOSING_HASHES = re.compile(r" #+$")
_MARKER = re.compile(r" *(?P<quote>> ?[> ]*)?(?P<bullet>[-*+•‣◦▪·] +)?(?P<number>\d{1,3}[.)] +)?(?:\[[ xX]\] +)?")
_WINDOW_END = re.compile(r".*[.!?…][\"”’»)*_]* ", re.DOTALL)
_LINE_BREAK = re.compile(r"\n(?: *> ?[> ]*)?")
_WORDS = re.compile(rf"\S+(?:\s+\S+){{0,{LONGEST_SENTENCE_WORDS - 1}}}")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[.!?][)\]]\s+(?=[A-Z“\"])")
_CLOSERS = re.compile(r"[*_\"”’»)\]]+(?:\s+|$)")
_OPENERS = re.compile(r"(?<=\s)[*_\"“‘«(\[]+$")
_NUMERAL = re.compile(r"\s*\(?\d{1,3}[.)]\s*")
_BEFORE_NUMBER = re.compile(
    r"\b(?:[Aa]pprox|[Ee]st|[Vv]ol|[Cc]h|[Ff]igs|[Pp]aras?|[Ee]qs?|[Mm]ax|[Aa]vg|[Ee]d|[Ee]x|[Tt]el)\.\s+$"
)
_BEFORE_NAME = re.compile(r"\b(?:Ft|Spc|Amb|Atty|Shri|Smt)\.\s+$")
_HOUR = re.compile(r"\b[ap]\.m\.\s+$")
_AFTER_HOUR = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Central|Pacific|Mountain|[A-Z]{1,3}T|UTC)\b"
)
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»‘', " "))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, list item, table row or run of prose; a `single` one is one line and one sentence.

    `body` is where its words begin, after a list or quote marker; `paragraph` counts the text's paragraphs.
    """

    start: int
    body: int
    end: int
    paragraph: int
    single: bool = False


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """Offsets in `text` of every sentence of its part `start` to `end`, read as if that part stood alone.

    A heading line, a table row and a list item each begin and end a sentence; list markers and lines without a letter
    or digit belong to none, nor does the space between. Only what has no sentence end for 400 words is cut at a space.
    """
    part = text[start:end]
    return tuple((start + low, start + high) for block in blocks(part) for low, high in within(part, block))


def heading(line: str) -> tuple[int, str] | None:
    """The level and words of a markdown heading line; None for any other line."""
    found = _HEADING.match(line)
    return (len(found[1]), _CLOSING_HASHES.sub("", line[found.end() :].rstrip()).strip("*_ ")) if found else None


def blocks(text: str) -> Iterator[Block]:
    """Headings, list items, table rows and runs of prose, in order; lines without a letter or digit are in none."""
    for number, lines in enumerate(_paragraphs(text)):
        width = max(end - start for start, end in lines)
        block: Block | None = None
        before, listed = "", True
        for start, end in lines:
            line = text[start:end]
            marker = _marker_length(line, before, listed=listed)
            single = heading(line) is not None or line.lstrip().startswith("|")
            wordless = not any(map(str.isalnum, line))
            if block and not (single or block.single or marker or wordless or _breaks(before, line, width)):
                block = Block(block.start, block.body, end, number)
            else:
                if block:
                    yield block
                block = None if wordless else Block(start, start + marker, end, number, single)
                listed = marker > 0
            before = line
        if block:
            yield block


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    lines: list[tuple[int, int]] = []
    for found in re.finditer(r"[^\n]+|\n(?=\n)", text):
        if found[0].strip():
            lines.append(found.span())
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _marker_length(line: str, before: str, *, listed: bool) -> int:
    """The length of what stands before the words of a list item or quoted block; 0 where the line is neither."""
    found = _MARKER.match(line)
    if found is None or not found[0].strip():
        return 0
    # A line of wrapped prose may begin with the number that ends a sentence: "in grade / 12. The next".
    if found["bullet"] or (found["number"] and (listed or found["number"].strip() in ("1.", "1)"))):
        return found.end()
    return found.end("quote") if found["quote"] and not before.lstrip().startswith(">") else 0


def _breaks(before: str, line: str, width: int) -> bool:
    """Whether a line begins a new run of prose: the one before is far short of the width, or lines are not wrapped."""
    if line.lstrip("> ")[0].islower() or before[-1] in ",;-–—":
        return False
    return len(before) < 0.6 * width or (width > _WIDEST_WRAPPED_LINE and before[-1] in '.!?…:”"’)')


def within(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Offsets in `text` of the sentences of one of its blocks."""
    prose = _LINE_BREAK.sub(lambda found: " " * len(found[0]), text[block.body : block.end])
    parts = [] if block.single else _windows(prose)
    ends = [low + end for low, high in parts for end in _ends(prose[low:high])] or [len(prose)]
    for low, high in pairwise([0, *ends]):
        for piece in _WORDS.finditer(prose, low, high):
            yield block.body + piece.start(), block.body + piece.end()


def _windows(prose: str) -> Iterator[tuple[int, int]]:
    low = 0
    while low < len(prose):
        found = _WINDOW_END.match(prose, low, low + _WINDOW) if len(prose) - low > _WINDOW else None
        high = found.end() if found else prose.find(" ", low + _WINDOW) + 1 or len(prose)
        yield low, high
        low = high


def _ends(prose: str) -> list[int]:
    """Where the sentences of a run of prose end; the last end is its own."""
    ends = _mended(prose, _segmented(prose))
    return [end for low, high in pairwise([0, *ends]) for end in _opened(prose, low, high)]


def _segmented(prose: str) -> list[int]:
    end = 0
    return [end := end + len(piece) for piece in segment("en", prose)]


def _mended(prose: str, ends: list[int]) -> list[int]:
    """The ends without those after abbreviations and bare numerals, closing marks given back to what they close."""
    kept = [0]
    for found in ends:
        end = _marks_given_back(prose, found)
        if aside := _ASIDE.match(prose, kept[-1], end):
            kept.append(aside.end())
        if end > kept[-1] and not _runs_on(prose, kept[-1], end):
            kept.append(end)
    rest = prose[kept[-1] :]
    if len(kept) > 1 and not any(map(str.isalnum, rest)):
        kept.pop()
    return [*kept[1:], len(prose)]


def _marks_given_back(prose: str, end: int) -> int:
    if not prose[end - 1].isspace() and (closers := _CLOSERS.match(prose, end)):
        return closers.end()
    openers = _OPENERS.search(prose, max(0, end - 10), end)
    return openers.start() if openers else end


def _runs_on(prose: str, low: int, end: int) -> bool:
    tail, following = prose[max(low, end - 20) : end], prose[end : end + 12]
    return bool(
        (_BEFORE_NUMBER.search(tail) and following[:1].isdigit())
        or (_BEFORE_NAME.search(tail) and following)
        or (_HOUR.search(tail) and _AFTER_HOUR.match(following))
        or _NUMERAL.fullmatch(prose, low, end)
        or not any(map(str.isalnum, prose[low:end]))
    )


def _opened(prose: str, low: int, high: int) -> list[int]:
    """The ends within one sentence: its own, and where it is a very long quotation those inside too."""
    piece = prose[low:high]
    if len(piece.split()) <= _LONG_QUOTATION_WORDS:
        return [high]
    inner = _mended(piece, _segmented(piece.translate(_QUOTES)))
    return [low + end for end in inner if not piece[end : end + 1].islower()]
