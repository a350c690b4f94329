"""Part of the quantities: times of day and scores, the two figures that are written with a mark between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.quantities import Kind, Quantity
from factcheck.quantities.numerals import WORDS, numerals

_TIME = re.compile(
    r"(?<![\w.:-])(?:(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?:\s?(?P<half>[ap])\.?m\b\.?|(?<=:\d\d))"
    r"|(?P<full>\d{1,2})\s?(?P<noon>[ap])\.?m\b\.?)"
    r"(?:\s(?P<zone>GMT|UTC|CET|CEST|BST|EST|EDT|PST|PDT|IST|AEST|JST|MSK|local time))?(?![:\d])",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|by|from|until|till|around|about|after|before|to|between|and|since)\s$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s(?:\w+\s)?$", re.IGNORECASE)
_PAIR = re.compile(r"(?<![\w.,:/$€£-])(?P<one>\d{1,3})\s?[-–]\s?(?P<two>\d{1,3})(?![\w%/]|[.,:]\d|[-–]\d|[-–]\w|\s?%)")
_VOTES = re.compile(
    rf"(?P<one>(?:\b\d{{1,3}}|{WORDS}))(?P<votes>\svotes?)?(?:\sin favou?r)?,?\sto\s(?P<two>\d{{1,3}}|{WORDS})"
    r"(?!\s(?:per\s?cent|percent|million|billion|thousand)|[\w%]|[.,]\d|-)",
    re.IGNORECASE,
)
_CONTEST = re.compile(
    r"\b(?:w[io]n(?:s|ning)?|beat(?:en|s|ing)?|defeat\w*|los[et]\w*|loss|dr[ae]ws?|votes?|voted|voting|ruling|ruled|"
    r"score\w*|led|lead\w*|victor\w*|approv\w+|reject\w+|pass(?:ed|es)|carried|adopted|trail\w*|majority|margin|tied?|"
    r"final|against|match|goals?)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s?(?:years?|people|km|kilomet|met|miles|degrees|°|days|hours|minutes|weeks|months|mm|cm|per)")
_PLURAL = re.compile(r"\s[a-z]+s\b")


def times(text: str) -> Iterator[Quantity]:
    """Times of day in minutes since midnight; `unit` is "24" where the half of the day is certain, else "12"."""
    for match in _TIME.finditer(text):
        half = (match["half"] or match["noon"] or "").lower()
        hour = int(match["hour"] or match["full"])
        sure = half or match["zone"] or hour > 12 or (match["hour"] or "").startswith("0")
        if hour > (12 if half else 23) or not (sure or _AT.search(text, max(0, match.start() - 10), match.start())):
            continue
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        place = hour * 60.0 + int(match["minute"] or 0)
        yield Quantity(Kind.TIME, place, place, "24" if sure else "12", "", match.start(), match.end())


def scores(text: str) -> Iterator[Quantity]:
    """Results of games and votes, "3-1" or "61 votes to 49"; ascending figures only beside the words of a contest."""
    for match in _PAIR.finditer(text):
        one, two = float(match["one"]), float(match["two"])
        if (one > two or _contested(text, match)) and not _UNIT.match(text, match.end()):
            yield _score(match, one, two)
    for match in _VOTES.finditer(text):
        first, second = _value(match["one"]), _value(match["two"])
        if first is None or second is None or _FROM.search(text, max(0, match.start() - 20), match.start()):
            continue
        if match["votes"] or (first > second and _contested(text, match) and not _PLURAL.match(text, match.end())):
            yield _score(match, first, second)


def _value(words: str) -> float | None:
    found = list(numerals(words))
    return found[0].value if len(found) == 1 else None


def _contested(text: str, match: re.Match[str]) -> bool:
    return bool(_CONTEST.search(text, max(0, match.start() - 60), match.end() + 40))


def _score(match: re.Match[str], one: float, two: float) -> Quantity:
    return Quantity(Kind.SCORE, min(one, two), max(one, two), "", "", match.start(), match.end())
