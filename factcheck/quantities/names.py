"""Part of the quantities: which numbers are none, since they are part of a name, a label or a version."""

from __future__ import annotations

import re

# Letters that may stand glued to a number without making a name of it: scales, units, halves of the day.
_GLUED = re.compile(
    r"(?:m|mn|k|bn|trn?|tn|[kcmµnu]?m[²2³3]?|[kmµ]?g|lbs?|oz|ft|ha|mph|kph|kmh|km/h|m/s|[kMGT]?Wh?|[kKMGT]B|[kMG]?Hz|"
    r"[kMG]?t|ml|C|F|K|p|c|pc|pp|am|pm|min|h|hrs?|s|yrs?)(?!\w)"
)
_LETTERS = re.compile(r"[^\W\d_][\w.]*[-/]?$|\d[-/][^\W\d_]+-?$")
_PREFIX = re.compile(
    r"(?<![\w-])(?:mid|pre|post|non|early|late|USD?|EUR|GBP|JPY|CHF|INR|Rs|SEK|NOK|DKK|CAD|AUD)-?$", re.IGNORECASE
)
_LABELS = re.compile(
    r"\b(?:articles?|sections?|chapters?|versions?|types?|phases?|grades?|levels?|categor(?:y|ies)|class|channel|"
    r"routes?|flights?|rooms?|gates?|pages?|steps?|figures?|tables?|resolutions?|stages?|groups?|platforms?|items?|"
    r"paragraphs?|clauses?|lines?|numbers?|nos?|rule|round|week|day|year|part|volume|vol|episode|season|lot|block|unit|"
    r"ward|district|division|bus|highway|interstate|tier|band|zone|annex|schedule|amendment|proposition|option|lap|"
    r"hole|game|match|set|question|act|scene|verse|psalm|area|sector|module|case|floor|pier|terminal|magnitude)\.?\s+$"
    r"|#\s?$",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\d[.,:/·]$|(?<!\w)[./]$")
_MORE = re.compile(r"[.,:/·]\d|\s?(?:BCE?|AD|CE)\b")
_NAME = re.compile(r"(?:^|[\s(\"“‘'’-])([a-z]?[A-Z][\w'’.&-]*)\s$")
_CURRENCY = re.compile(r"Rs\.?|[A-Z]{3}|[A-Z]{1,2}\$?")
_SENTENCE_OPENERS = (
    "a about after all almost also an and another approximately are around as at barely because before between both "
    "but by during each even every exactly few fewer for from had has he her his if in is its just less more most "
    "nearly no nor not of on only or our over roughly she since so some than that the their then there these they this "
    "those to under until up was we were when where which while with within would you your"
)
_OPENERS = frozenset(_SENTENCE_OPENERS.split())
_WINDOW = 40


def named(text: str, start: int, end: int, *, scaled: bool) -> bool:
    """Whether the number in digits at that place belongs to a name ("Su-57", "Route 66", "3.11.4").

    A number with a scale word ("Rs 5 million") is only held against the letters glued to it.
    """
    window = max(0, start - _WINDOW)
    if _PIECE.search(text, window, start) or _MORE.match(text, end):
        return True
    if _LETTERS.search(text, window, start) and not _PREFIX.search(text, window, start):
        return True
    if scaled:
        return False
    glued = text[end : end + 1].isalpha() and not _GLUED.match(text, end)
    return glued or labelled(text, start) or _after_name(text, start, end)


def labelled(text: str, start: int) -> bool:
    """Whether a label of the number stands before it: "Article", "phase", "No."."""
    return bool(_LABELS.search(text, max(0, start - _WINDOW), start))


def _after_name(text: str, start: int, end: int) -> bool:
    """Whether a number ends a name, as in "Leopard 2" or "Windows 10"."""
    word = _NAME.search(text, max(0, start - _WINDOW), start)
    if not word or word[1].lower() in _OPENERS or word[1].endswith((".", "’s", "'s", "s’")):
        return False
    return not _CURRENCY.fullmatch(word[1]) and not re.match(r"\s?(?:%|per cent|percent)", text[end : end + 10])
