"""Part of retrieval: a text in; the terms it is searched by out, numbers alike in every spelling.

A number is a term by its exact value and, if it is large, by its first two digits: 4523000, "4,523,000" and
"4.5 million" share "~4.5e+06". Words lose their plural (Harman 1991, "How effective is suffixing?").
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache

_SMALL = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
    "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "thirteen": 13.0, "fourteen": 14.0, "fifteen": 15.0,
    "sixteen": 16.0, "seventeen": 17.0, "eighteen": 18.0, "nineteen": 19.0, "twenty": 20.0, "thirty": 30.0,
    "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_WORDS = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_PIECE = re.compile(
    r"\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:\.\d+)?(?:mn|bn|tn|m|k)?(?![^\W_])"
    r"|\d+(?:\.\d+)?(?:mn|bn|tn|m|k)?(?![^\W_])|[^\W_]+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"([\d,.\s]*\d)(mn|bn|tn|m|k)?")
_COMMON = (
    "a about after also an and are as at be been before being between but by can could did do does during for from had "
    "has have he her his how i if in into is it its may more most no not of on or other over s she should such t than "
    "that the their them then there these they this those to was we were what when where which who whom whose why will "
    "with would you your"
)
_STOP = frozenset(_COMMON.split())
LONG_WORD = 8
_SHORT_NAME = 3


@lru_cache(maxsize=8192)
def terms(text: str) -> tuple[str, ...]:
    """Its terms in reading order, repeated as they are; words that every text has are left out."""
    return tuple(term for term, _ in _read(text))


def telling(text: str) -> frozenset[str]:
    """The terms by which one passage is told from thousands: numbers of three digits and more, names, long words."""
    return frozenset(term for term, tells in _read(text) if tells)


def key(term: str) -> int:
    """A term as a number of 48 bits, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=6).digest())


def _read(text: str) -> Iterator[tuple[str, bool]]:
    """Each term, and whether it is a telling one."""
    pieces = _PIECE.findall(text)
    scaled = False
    for word, following in zip(pieces, [*pieces[1:], ""], strict=False):
        lower = word.lower()
        if scaled:
            scaled = False
        elif lower in _SMALL or (lower[0] in "0123456789" and _NUMBER.fullmatch(lower)):
            scale = following.lower().removesuffix("s")
            scaled = scale in _WORDS
            yield from _number(lower, scale if scaled else "")
        elif lower not in _STOP:
            named = lower != word and len(word) >= _SHORT_NAME
            yield _singular(lower), named or len(word) >= LONG_WORD


def _number(word: str, scale: str) -> Iterator[tuple[str, bool]]:
    """A number by its exact value, and by its first two digits where it is large."""
    found = _NUMBER.fullmatch(word)
    digits, short = found.groups("") if found else ("", "")
    value = float(re.sub(r"[^\d.]", "", digits)) if digits else _SMALL[word]
    value = round(value * _SCALES.get(scale or short, 1.0), 6)
    exact = f"{value:.6f}".rstrip("0").rstrip(".")
    yield exact, len(exact) >= _SHORT_NAME
    # Four digits alone are more often a year than about so many.
    if value >= 1e4 or (value >= 1e3 and (scale or short or not digits.isdigit())):
        yield f"~{value:.1e}", True


@lru_cache(maxsize=65536)
def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-2] if word.endswith(("ches", "shes", "sses", "xes", "zes")) else word[:-1]
    return word
