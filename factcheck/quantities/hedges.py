"""Part of the quantities: the words around a number that say how exact it is, and the interval that they allow."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf, nextafter

Interval = tuple[float, float]
Rule = Callable[[float, float], Interval]

# How far "nearly" and "just over" reach, and the least that "about" allows, as shares of the number.
_REACH = 0.1
_ABOUT = 0.05
_WINDOW = 40


def _about(value: float, grain: float) -> Interval:
    slack = max(grain / 2, abs(value) * _ABOUT)
    return value - slack, value + slack


def _at_most(value: float, _: float) -> Interval:
    return -inf, value


def _at_least(value: float, _: float) -> Interval:
    return value, inf


def _over(value: float, _: float) -> Interval:
    return nextafter(value, inf), inf


def _under(value: float, _: float) -> Interval:
    return -inf, nextafter(value, -inf)


def _little_over(value: float, _: float) -> Interval:
    return value, value + abs(value) * _REACH


def _nearly(value: float, _: float) -> Interval:
    return value - abs(value) * _REACH, nextafter(value, -inf)


_BEFORE: dict[Rule, str] = {
    _at_most: r"(?:no|not) (?:more|greater|higher|longer|later) than|at (?:the )?most|up to|within|a maximum of|"
    r"as (?:many|much|high) as",
    _at_least: r"(?:no|not) (?:less|fewer|lower|shorter) than|at (?:the )?(?:very )?least|a minimum of|minimum",
    _little_over: r"(?:just|slightly|a little|little|marginally) (?:over|above|more than|past)",
    _nearly: r"(?:just|slightly|a little|marginally) (?:under|below|less than|fewer than|short of)|nearly|almost|"
    r"close to|approaching|not quite|nearing",
    _over: r"(?:(?:well|far|much|significantly|considerably) )?(?:more than|over|above|exceed(?:s|ed|ing)?|"
    r"upwards? of|north of|greater than|in excess of|higher than|longer than|surpass(?:es|ed|ing)?|topp(?:ed|ing))",
    _under: r"(?:(?:well|far|much) )?(?:less than|fewer than|under|below|short of|lower than|shorter than|"
    r"smaller than)",
    _about: r"about|around|some|roughly|approximately|approx\.?|circa|ca?\.|an estimated|estimated at|estimated|~|≈|"
    r"in the region of|more or less|perhaps|an average of|or so|round",
}
_AFTER: dict[Rule, str] = {
    _at_least: r"(?: \w+)? or (?:more|over|above|longer|higher|older)\b|-plus\b|\+|(?: \w+)? at (?:the )?least\b",
    _at_most: r"(?: \w+)? or (?:less|fewer|under|below|younger|lower)\b|(?: \w+)? at (?:the )?most\b",
    _about: r"(?: \w+)? or so\b|-odd\b|-ish\b|(?: \w+)? or thereabouts\b",
}
_LEADS = {
    rule: re.compile(rf"(?<!\w)(?:{words})\s*(?:an?\s+|the\s+|its\s+|their\s+)?$", re.IGNORECASE)
    for rule, words in _BEFORE.items()
}
_TRAILS = {rule: re.compile(words, re.IGNORECASE) for rule, words in _AFTER.items()}


def bounds(text: str, start: int, end: int) -> tuple[Rule | None, int, int]:
    """The rule that turns the number at that place into an interval, or None; and the place with the hedge's words."""
    leads = [
        (found.start(), rule)
        for rule, pattern in _LEADS.items()
        if (found := pattern.search(text, max(0, start - _WINDOW), start))
    ]
    if leads:  # the longest: "no more than" holds "more than"
        first, rule = min(leads, key=lambda lead: lead[0])
        return rule, first, end
    for rule, pattern in _TRAILS.items():
        if found := pattern.match(text, end):
            return rule, start, found.end()
    return None, start, end


def stated(value: float, grain: float, *, rounded: bool) -> Interval:
    """What a number without a hedge allows: itself, or what rounds to it where it is a decimal or in millions.

    A scaled number vouches for 5 percent at most: "2 million" is not said of 2.4 million.
    """
    slack = min(grain / 2, abs(value) * _ABOUT) if rounded else 0.0
    return value - slack, value + slack
