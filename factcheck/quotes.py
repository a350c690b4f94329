"""Shelf: a model's words found again, letter for letter, in the text they are said to come from.

A model retypes what it quotes: straight quotation marks for curly ones, one space for a line break. Those differences
are folded and no others. Words are compared whole, so that "nuclear" is not found in "non-nuclear" nor "7" in "68.7",
and nothing is ever left out in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A hyphen at a line's end is the printer's ("co-\noperation") or the word's own ("time-\ntested"); both are tried.
_LINE_END = re.compile(r"[-\u2010\u00ad][ \t]*\n[ \t]*(?=\w)")
_WORD = (
    r"(?:(?<!\w)[-\u2212](?=\d))?\u00ad*\w[\w\u00ad]*"
    r"(?:(?:[-\u2010\u2011\u2013'\u2019\u02bc](?=\w)|(?<=\d)[.,:/\u2212](?=\d)"
    r"|[-\u2010][ \t]*\n[ \t]*(?=\w)|(?<=\u00ad)[ \t]*\n[ \t]*(?=\w))[\w\u00ad]+)*"
)
_TOKEN = re.compile(rf"{_WORD}|\s+|\.{{3}}|.", re.DOTALL)
_FOLD = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | {"\u2026": "...", "\u00ad": None, "\0": "\ufffd"}
)
_MARKS = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
_FIRST_LETTER = re.compile(r"\W*([^\W\d_])")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LARGE = ("dozen", "hundred", "thousand", "lakh", "million", "crore", "billion", "trillion")
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_SMALL, start=2)} | dict(zip(_LARGE, _LARGE, strict=True))


def locate(words: str, text: str) -> tuple[int, int] | None:
    """Start and end in `text` of the first place where `words` stand, or None where they do not.

    Folded: runs of whitespace, typographic quotation marks, apostrophes, dashes and ellipses, soft hyphens, hyphenation
    at line ends, the case of the first letter, and quotation marks put around the whole. Linear in the two lengths.
    """
    return next(_every(words, text), None) if re.search(r"\w", words) else None


def locate_all(words: str, text: str) -> list[tuple[int, int]]:
    """Every place in `text` where `words` stand, as `locate` finds them, none overlapping another; [] for none."""
    if not re.search(r"\w", words):
        return []
    places: list[tuple[int, int]] = []
    for start, end in sorted(_every(words, text)):
        if not places or places[-1][1] <= start:
            places.append((start, end))
    return places


def _every(words: str, text: str) -> Iterator[tuple[int, int]]:
    """The places of each wording of the words, with a hyphen at a line's end read both ways."""
    for hyphen in ("", "-") if _LINE_END.search(words + text) else ("",):
        tokens = _tokens(text, hyphen)
        for wording in _wordings(words.strip()):
            yield from _found(_tokens(wording, hyphen), tokens)


def figures(text: str) -> frozenset[str]:
    """The numbers in `text`, in one spelling: "4,523,000" as 4523000, "three" as 3, "5.0" as 5; "million" is itself."""
    written = {_NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _NUMBER_WORDS}
    return frozenset(written | {_plain(match.group()) for match in _FIGURE.finditer(text)})


def _tokens(text: str, hyphen: str) -> list[tuple[str, int, int]]:
    """Words, runs of whitespace and single other characters: each folded, with its place."""
    return [(folded, m.start(), m.end()) for m in _TOKEN.finditer(text) if (folded := _fold(m.group(), hyphen))]


def _fold(token: str, hyphen: str) -> str:
    return " " if token.isspace() else _LINE_END.sub(hyphen, token).translate(_FOLD)


def _wordings(words: str) -> Iterator[str]:
    inner = words[1:-1].strip() if len(words) > 2 and words[0] in _MARKS and words[-1] in _MARKS else ""
    for wording in filter(None, (words, inner)):
        yield wording
        if (first := _FIRST_LETTER.match(wording)) and len(other := first[1].swapcase()) == 1:
            yield wording[: first.start(1)] + other + wording[first.end(1) :]


def _found(needle: list[tuple[str, int, int]], hay: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Where the needle's tokens stand in a row in the hay. `str.find` over joined tokens, since that is linear."""
    wanted, held = ("\0" + "\0".join(token for token, _, _ in tokens) + "\0" for tokens in (needle, hay))
    at = held.find(wanted) if needle else -1
    first = counted = 0
    while at >= 0:
        first += held.count("\0", counted, at)
        yield hay[first][1], hay[first + len(needle) - 1][2]
        counted, at = at, held.find(wanted, at + len(wanted) - 1)


def _plain(figure: str) -> str:
    if re.fullmatch(r"\d{1,3}(,\d{2,3})+(\.\d+)?", figure):
        figure = figure.replace(",", "")
    elif figure.count(".") > 1:
        figure = figure.replace(".", "")
    figure = figure.replace(",", ".")
    return figure.rstrip("0").rstrip(".") if "." in figure else figure
