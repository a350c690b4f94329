"""Part of the quantities: shares of a whole in words, "two-thirds", "three in five", "half of"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.quantities import Kind, Quantity
from factcheck.quantities.hedges import bounds
from factcheck.quantities.numerals import WORDS, numerals

_PARTS = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_TOPS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "nine": 9}
_FRACTION = re.compile(
    rf"\b(?P<top>{'|'.join(_TOPS)})[ -](?P<part>{'|'.join(_PARTS)})(?P<many>s)?\b(?!-|\s?final)", re.IGNORECASE
)
_WHOLE = r"\s(?:of|the|its|their|all|his|her|those|these)\b"
_HALF = re.compile(r"(?<![\w-])half\b(?!\s(?:an?|as|time|past|term|year|price|way)\b)", re.IGNORECASE)
# "Half the size" compares, "the first half" is a stretch of time.
_COMPARED = re.compile(r"\s(?:the|its|their)\s(?:size|price|rate|number|length|time|speed|cost|amount|distance)\b")
_NO_HALF = re.compile(
    r"\b(?:first|second|latter|last|other|an?|next|final|opening|top|bottom|lower|upper|one|and|per|each)\s$",
    re.IGNORECASE,
)
_RATIO = re.compile(
    rf"(?<![\w.,/$€£-])(?:(?P<top>\d{{1,3}}|{WORDS})(?:-|\s)(?:in|out of)(?:-|\s)(?:every\s)?"
    rf"(?P<whole>\d{{1,4}}|{WORDS})(?![\d.,]*\d|\s?%|\s(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|decades?|"
    r"games?|matches|million|billion)\b|-)|(?P<over>\d{1,2})/(?P<under>\d{1,2})(?![\w/]|[.,]\d))",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby\s$", re.IGNORECASE)
_LARGEST = 1000
# Fractions are round figures: they allow a twentieth either way, and an eighth behind "about".
_SLACK = 0.05
_ABOUT = 0.25


def shares(text: str) -> Iterator[Quantity]:
    """Fractions in words and ratios, as percentages."""
    for match in _FRACTION.finditer(text):
        top, whole = _TOPS[match["top"].lower()], _PARTS[match["part"].lower()]
        if bool(match["many"]) is (top > 1) and top < whole and (match["top"][0] not in "aA" or _partial(text, match)):
            yield _share(text, match, top / whole)
    for match in _HALF.finditer(text):
        taken = _COMPARED.match(text, match.end()) or _NO_HALF.search(text, max(0, match.start() - 12), match.start())
        if not taken and (_partial(text, match) or re.match(_WHOLE, text[match.end() : match.end() + 8])):
            yield _share(text, match, 0.5)
    for match in _RATIO.finditer(text):
        if (ratio := _ratio(match)) is not None:
            yield _share(text, match, ratio)


def _partial(text: str, match: re.Match[str]) -> bool:
    """Whether "a third" is a share and no rank: "more than a third", "by a third", "a third of"."""
    hedged = bounds(text, match.start(), match.end())[0] is not None
    by = _BY.search(text, max(0, match.start() - 5), match.start())
    return hedged or bool(by) or text.startswith(" of ", match.end())


def _ratio(match: re.Match[str]) -> float | None:
    if match["over"]:
        part, whole = float(match["over"]), float(match["under"])
        return part / whole if part < whole <= 20 and (part, whole) != (9, 11) else None
    found = [list(numerals(match[group])) for group in ("top", "whole")]
    if any(len(each) != 1 for each in found):
        return None
    part, whole = found[0][0].value, found[1][0].value
    return part / whole if 0 < part < whole <= _LARGEST else None


def _share(text: str, match: re.Match[str], part: float) -> Quantity:
    value = 100 * part
    rule, start, end = bounds(text, match.start(), match.end())
    low, high = rule(value, value * _ABOUT) if rule else (value * (1 - _SLACK), value * (1 + _SLACK))
    return Quantity(Kind.SHARE, low, high, "%", "", start, end, 1.0)
