"""Part of the quantities: a number with its currency, unit or noun, and the hedge around it."""

from __future__ import annotations

import re
from dataclasses import replace

from factcheck.quantities import Kind, Quantity
from factcheck.quantities.hedges import bounds, stated
from factcheck.quantities.money import currency_before, currency_behind
from factcheck.quantities.nouns import counted
from factcheck.quantities.numerals import Numeral
from factcheck.quantities.units import Unit, in_si, unit_behind

_PERCENT = re.compile(
    r"(?:\s?%|[\s-]per[ -]?cent\b|\spc\b)(?!age)(?P<points>[\s-]points?\b)?"
    r"|(?P<whole>[\s-]percentage[ -]points?\b|\s?pp\b)"
)
_BASIS = re.compile(r"[\s-]basis[ -]points?\b")
_MINUS = re.compile(r"(?:(?<!\w)[-−–]|\bminus )$")
_AGED = re.compile(r"\b(?:aged?|ages)(?: between| from)?(?: \d+ ?(?:to|and|[-–]))? ?$", re.IGNORECASE)
_TRAILING = re.compile(r"-(?:plus|odd|ish|strong)\b|\+| or (?:more|fewer|less|so)\b")
_METRES = re.compile(
    r"[\s-](?:high|tall|deep|long|wide|away|above|below|sprint|final|race|freestyle|hurdles|of|butterfly)\b"
)
_JOINED = re.compile(r"\s?(?P<word>[-–—]|to|and|or)\s?(?:[$€£]\s?)?")
_BETWEEN = re.compile(r"\bbetween\s(?:[$€£]\s?)?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s(?:[$€£]\s?)?$", re.IGNORECASE)
_OLDEST = 120
_YEARS = range(1000, 2200)


def amount(text: str, number: Numeral) -> Quantity | None:
    """The number with its unit or noun and the hedge before or behind it; None where it is none or not clear."""
    bare = _measured(text, number)
    if bare is None:
        return None
    rule, start, end = bounds(text, bare.start, bare.end)
    if rule is None:
        rule, start, _ = bounds(text, bare.start, number.end)
    if rule is None:
        return None if number.article else bare
    low, high = rule((bare.low + bare.high) / 2, bare.grain)
    return replace(bare, low=low, high=high, start=start, end=end)


def span(text: str, one: Numeral, two: Numeral) -> Quantity | None:
    """The two as one quantity where they are the ends of a range: "45 to 49 years", "between 2 and 3 million".

    "From 27 to 8 per cent" are two.
    """
    joined = _JOINED.fullmatch(text, one.end, two.start)
    if not joined or _FROM.search(text, max(0, one.start - 12), one.start):
        return None
    if joined["word"] in ("and", "or") and not _BETWEEN.search(text, max(0, one.start - 12), one.start):
        return None
    last = _measured(text, two)
    first = one.value * (two.scale if one.scale == 1 else 1)  # "2 to 3 million"
    if last is None or not 0 < first < two.value:
        return None
    before = currency_before(text, one.start)
    per_unit = (last.low + last.high) / 2 / two.value
    return replace(last, low=first * per_unit, start=before[1] if before else one.start)


def _measured(text: str, number: Numeral) -> Quantity | None:
    """The number without hedges, by what stands before it and behind it."""
    low, high = stated(number.value, number.grain, rounded=number.rounded)
    plain = Quantity(Kind.COUNT, low, high, "", "", number.start, number.end, number.grain)
    if before := currency_before(text, number.start):
        return replace(plain, kind=Kind.MONEY, unit=before[0], start=before[1])
    if match := _PERCENT.match(text, number.end):
        kind = Kind.POINTS if match["points"] or match["whole"] else Kind.SHARE
        return replace(plain, kind=kind, unit="%", end=match.end())
    if match := _BASIS.match(text, number.end):
        return Quantity(Kind.POINTS, low / 100, high / 100, "%", "", number.start, match.end(), number.grain / 100)
    if behind := currency_behind(text, number.end, number.value):
        return replace(plain, kind=Kind.MONEY, unit=behind[0], end=behind[1])
    if number.short and text[number.end - 1] == "m":
        return _metres(text, plain)
    if unit := unit_behind(text, number.end):
        return _in_unit(text, number, unit)
    return _count(text, plain, number)


def _in_unit(text: str, number: Numeral, unit: Unit) -> Quantity:
    minus = _MINUS.search(text, max(0, number.start - 6), number.start)
    middle, grain, name = in_si(-number.value if minus else number.value, number.grain, unit.name)
    slack = grain / 2 if number.rounded else 0.0
    return Quantity(
        kind=Kind.DURATION if unit.time else Kind.MEASURE,
        low=middle - slack,
        high=middle + slack,
        unit=name,
        noun="age" if unit.age else "",
        start=minus.start() if minus else number.start,
        end=unit.end,
        grain=grain,
    )


def _metres(text: str, plain: Quantity) -> Quantity | None:
    """Metres in "100m high", millions in "4.5m people"; nothing where neither is plain."""
    if _METRES.match(text, plain.end):
        value = (plain.low + plain.high) / 2e6
        return replace(plain, kind=Kind.MEASURE, low=value, high=value, unit="meter", grain=plain.grain / 1e6)
    noun, end = counted(text, plain.end, 2)
    return replace(plain, noun=noun, end=end) if noun else None


def _count(text: str, plain: Quantity, number: Numeral) -> Quantity | None:
    if number.value < _OLDEST and _AGED.search(text, max(0, plain.start - 24), plain.start):
        years, grain, name = in_si(number.value, 1.0, "year")
        return replace(plain, kind=Kind.DURATION, low=years, high=years, unit=name, noun="age", grain=grain)
    trailing = _TRAILING.match(text, plain.end)
    noun, end = counted(text, trailing.end() if trailing else plain.end, number.value)
    if number.article or (number.bare and number.value in _YEARS and not noun):
        return None
    return replace(plain, noun=noun, end=plain.end if trailing else end)
