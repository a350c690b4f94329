"""Part of the quantities: numbers in digits, words or both, with the place of the last digit that they vouch for.

text2num reads runs of number words once they are cut out of a sentence. Left to itself with the sentence it reads
"3 million" as "3 1000000" and "one second" as "1 2nd". number-parser and word2number are no longer kept; quantulum3
needs a pickled classifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.quantities.names import labelled, named

_SMALL = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "mn": 1e6, "m": 1e6, "crore": 1e7,
    "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "dozen": 12.0,
}  # fmt: skip
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_BIG = "hundred|thousand|million|billion|trillion"
_JOIN = r"(?:[\s-]+|(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion))\s+and\s+)"
WORDS = rf"\b(?:{_SMALL})\b(?:{_JOIN}(?:{_SMALL}|{_BIG})\b){{0,16}}"
# The Lancet's point stands in the middle of the line, and a space may part thousands.
DIGITS = (
    r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}(?:[.·]\d+)?(?!\d)|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d,])"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+(?:[.·]\d+)?)"
)
# What is halved or quartered in words, and stands in the singular: "half an hour", "a quarter of a million".
_HALVED = r"(?:hour|minute|day|week|month|year|decade|century|mile|kilomet|met|percentage|per ?cent|point|degree|tonne)"
_NUMERAL = re.compile(
    rf"(?:(?<!\d)(?=[\d½¼¾⅓⅔])(?P<digits>{DIGITS})?(?P<vulgar>[½¼¾⅓⅔])?|(?P<words>{WORDS})"
    rf"|\b(?P<opener>(?:half|an? quarter of) an? (?=(?:{_BIG}|dozen)\b|{_HALVED})|(?:an? |half )(?=(?:{_BIG}|dozen)\b))"
    rf"|\b(?P<article>an? )(?={_HALVED}))"
    rf"(?P<half>\s+and\s+a\s+half(?=\s+(?:{_BIG})\b))?"
    r"(?:[\s\u00a0-]{0,2}(?P<scale>hundred|thousand|lakh|million|mn|crore|billion|bn|trillion|trn?|tn|dozen)s?\b"
    r"|(?P<short>[mk])\b)?",
    re.IGNORECASE,
)
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|"
    "nine)teenth|(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|hundredth|thousandth"
)
ORDINAL = rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -])?(?:{_ORDINALS})"
_ORDINAL = re.compile(rf"(?<![\w.,-])\d{{1,3}}(?:,\d{{3}})*(?:st|nd|rd|th)\b|\b{ORDINAL}\b", re.IGNORECASE)
_HALF_MORE = re.compile(r"\s+and\s+a\s+half\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at `text[start:end]`: `bare` where it is digits alone, as a year is, `short` where "m" or "k" ends it.

    `rounded` where a decimal or a word like million shows that it need not be exact; `scale` is that word's
    value, `article` tells that the number is "a" or "an".
    """

    start: int
    end: int
    value: float
    grain: float
    bare: bool = False
    short: bool = False
    rounded: bool = False
    scale: float = 1.0
    article: bool = False


def numerals(text: str) -> Iterator[Numeral]:
    """The cardinal numbers of a text from left to right, but for those that belong to a name or a label."""
    for match in _NUMERAL.finditer(text):
        if not _in_name(text, match) and (found := _numeral(text, match)):
            yield found


def ordinals(text: str) -> Iterator[Numeral]:
    """The ordinal numbers of a text: "3rd", "twenty-first"."""
    for match in _ORDINAL.finditer(text):
        yield Numeral(match.start(), match.end(), float(ordinal(match[0])), 1.0)


def ordinal(words: str) -> int:
    """The number that an ordinal in words or digits stands for."""
    from text_to_num import alpha2digit

    return int(re.sub(r"\D", "", words if words[0].isdigit() else alpha2digit(words.lower(), "en", threshold=0)))


def place(value: float) -> float:
    """The place of the last digit of a whole number that is not a zero; 1 below a hundred, where zeros are exact."""
    grain = 1.0
    while value >= 100 and value % (grain * 10) == 0:
        grain *= 10
    return grain


def _in_name(text: str, match: re.Match[str]) -> bool:
    if match["digits"] or match["vulgar"]:
        end = match.start("short") if match["short"] else match.end()
        return named(text, match.start(), end, scaled=bool(match["scale"]))
    hyphened = match.start() > 1 and text[match.start() - 1] == "-" and text[match.start() - 2].isalpha()
    return hyphened or (labelled(text, match.start()) and match[0].lower() != "one")


def _numeral(text: str, match: re.Match[str]) -> Numeral | None:
    value, grain = _read(match)
    if value is None:
        return None
    scale = _SCALES[(match["scale"] or match["short"]).lower()] if match["scale"] or match["short"] else 1.0
    grain = min(grain, 1.0) if scale > 1 else grain
    end = match.end() - (match[0].endswith(" "))
    if match["half"]:
        value, grain = value + 0.5, 0.1
    elif more := _HALF_MORE.match(text, end):
        value, grain, end = value + 0.5, 0.1, more.end()
    rounded = grain < 1 or scale > 12 or (not match["digits"] and value >= 1e6)
    return Numeral(
        start=match.start(),
        end=end,
        value=value * scale,
        grain=grain * scale if scale != 12 else 1.0,
        bare=(match["digits"] or "").isdigit() and end == match.end("digits"),
        short=bool(match["short"]),
        rounded=rounded,
        scale=scale,
        article=bool(match["article"]),
    )


def _read(match: re.Match[str]) -> tuple[float | None, float]:
    """The value before its scale, and its grain."""
    if opener := (match["opener"] or match["article"] or "").lower():
        return (0.5, 0.1) if "half" in opener else (0.25, 0.01) if "quarter" in opener else (1.0, 1.0)
    if match["words"]:
        return _spelt(match["words"])
    digits = re.sub(r"[,\s]|\.(?=.*\.)|(?<=\.\d{3})\.", "", (match["digits"] or "0").replace("·", "."))
    value = float(digits) + _VULGAR.get(match["vulgar"] or "", 0.0)
    decimals = len(digits.partition(".")[2]) or bool(match["vulgar"])
    return value, 10.0**-decimals if decimals else place(value)


def _spelt(words: str) -> tuple[float | None, float]:
    from text_to_num import text2num

    try:
        value = float(text2num(" ".join(words.lower().split()), "en"))
    except ValueError:
        return None, 1.0
    return value, place(value)
