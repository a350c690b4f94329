"""Part of the quantities: dates, each the span of days that its wording leaves open.

dateutil reads a date once it is cut out. dateparser's `search_dates`, given the sentence, takes "may resign" and "a
second" for dates, so the cutting is done by the patterns here.
"""

from __future__ import annotations

import re
from calendar import day_abbr, day_name, month_abbr, month_name, monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from factcheck.quantities import Kind, Quantity
from factcheck.quantities.nouns import is_plural
from factcheck.quantities.numerals import ORDINAL, ordinal

_MONTHS = [name for name in month_name if name]
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:{'|'.join(m for m in month_abbr if m and m != 'May')}|Sept)\b\.?)"
_DAY = rf"(?:(?:the\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?|(?i:{ORDINAL})))"
_TO = r"\s?(?:[-–]|to|and)\s?"
_WEEKDAY = rf"(?:(?:{'|'.join(day_name)}|{'|'.join(day_abbr)}),?\s)?"
_YEAR = r"(?:1[0-9]|20)\d\d"
_ON = "(?i:in|since|from|until|till|by|of|last|next|this|early|late|mid|during|through|before|after)"
_DATES = re.compile(
    rf"""(?<![\w/])(?:
      {_WEEKDAY}(?P<dmy>(?:\d\d?{_TO})?{_DAY}(?:\sof)?\s{_MONTH},?\s{_YEAR})(?![\d,]*\d)
    | {_WEEKDAY}(?P<mdy>{_MONTH}\s{_DAY}(?:{_TO}\d\d?)?,?\s{_YEAR})(?![\d,]*\d)
    | (?P<iso>{_YEAR}-\d\d-\d\d)(?![\w-])
    | (?P<numeric>\d\d?[/.]\d\d?[/.]{_YEAR})(?![\w/])
    | (?:[Mm]id-?\s?)?(?P<my>{_MONTH}(?:\sof|,)?\s{_YEAR})(?!\d|,\d)
    | {_WEEKDAY}(?P<dm>(?:\d\d?{_TO})?{_DAY}(?:\sof)?\s{_MONTH})(?!\w)
    | {_WEEKDAY}(?P<md>{_MONTH}\s(?:\d\d?(?:{_TO}\d\d?)?(?:st|nd|rd|th)?|the\s(?i:{ORDINAL})))(?![\w%]|[.,:]\d|-\w)
    | (?:(?<=\b[Mm]id-)|{_ON}(?:\s(?:early|late|mid))?(?:\sthe\s\w+\sof)?[\s-])
      (?P<m>{_MONTH})(?!\w|,?\s(?:of\s|the\s)?\d)
    | (?P<decade>(?:1[0-9]|20)\d0)['’]?s\b
    | (?P<years>(?P<from>{_YEAR})(?:/|\s?[-–]\s?)(?P<to>(?:1[0-9]|20)?\d\d))(?![\w%]|[-–.,/]\d)
    | (?P<weekday>{"|".join(day_name)})\b
    )""",
    re.VERBOSE,
)
_BARE = re.compile(
    rf"(?<![\w.,$€£¥₹#/-]){_YEAR}(?![\w%]|[.,:/]\d|\s?(?:%|per\s?cent|(?:BCE?|AD|CE)\b)|[-–]\d)(?:\s+(?P<after>[a-z-]+))?"
)
_LED = re.compile(
    r"(?:\b(?:in|since|from|until|till|by|before|after|during|through|between|early|late|mid|of|for|spring|summer|"
    r"autumn|fall|winter|years?|than|compared with|versus|and|to|born|died|founded|established|published|released|"
    r"built|circa|ca?\.|est\.|about|around|fiscal|season|census|quarter|half)[\s-]|[(,;&]\s?)(?:the\s)?$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"(?:^|\b(?:an?|the|his|her|its|their|our|my)\s|['’]s\s)$", re.IGNORECASE)
_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion", "dozen"})
_RELATIVE = re.compile(
    r"\b(?:(?P<day>yesterday|today|tomorrow)|(?P<step>last|this|next) (?P<unit>year|month))(?!['’]?\w|-)", re.IGNORECASE
)
_RANGE = re.compile(rf"(\d\d?){_TO}(\d\d?)")
_OLDEST, _MODERN = 1500, 1700
_LEAP = 2000  # a year with a 29 February, for dates that name none


def dates(text: str, on: date | None = None) -> Iterator[Quantity]:
    """The dates of a text, whole ones before bare years, of which some lie within them.

    With the day it was written `on`, also "yesterday", "last year" and the like. A weekday stays a weekday, since its
    tense decides which one is meant.
    """
    for match in _DATES.finditer(text):
        if found := _dated(match):
            yield found
    for match in _BARE.finditer(text):
        if _is_year(text, match):
            first = date(int(match[0][:4]), 1, 1)
            yield _spanning((match.start(), match.start() + 4), first, first.replace(month=12, day=31), "year")
    if on:
        yield from (_relative(match, on) for match in _RELATIVE.finditer(text))


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Whether four digits are a year: by the word before them, and by what they could count behind them."""
    year, window = int(match[0][:4]), max(0, match.start() - 30)
    after = (match["after"] or "").rpartition("-")[2]
    if year < _OLDEST or is_plural(after) or after in _SCALES:
        return False
    led = _LED.search(text, window, match.start())
    return bool(led or (year >= _MODERN and _OWNED.search(text, window, match.start())))


def _dated(match: re.Match[str]) -> Quantity | None:
    for group, read in _READERS.items():
        if match[group]:
            try:
                return read(match)
            except (ValueError, OverflowError):
                return None
    return None


def _day(match: re.Match[str]) -> Quantity:
    first, last = _days(match["dmy"] or match["mdy"] or match["iso"])
    return _span(match, first, last, "day")


def _numeric(match: re.Match[str]) -> Quantity | None:
    """03/04/2025 is read both ways in English, 14/03/2025 one way only."""
    first, second, year = (int(part) for part in re.split(r"[/.]", match["numeric"]))
    if first <= 12 and second <= 12 and first != second:
        return None
    day = date(year, second, first) if second <= 12 else date(year, first, second)
    return _span(match, day, day, "day")


def _month(match: re.Match[str]) -> Quantity:
    first = _parsed(re.sub(r"\sof|,", "", match["my"]))
    return _span(match, first, first.replace(day=monthrange(first.year, first.month)[1]), "month")


def _yearless(match: re.Match[str]) -> Quantity:
    low, high = (float(day.month * 100 + day.day) for day in _days(f"{match['dm'] or match['md']} {_LEAP}"))
    return Quantity(Kind.DATE, low, high, "day of year", "", match.start(), match.end())


def _month_alone(match: re.Match[str]) -> Quantity:
    month = _parsed(f"1 {match['m']} {_LEAP}").month
    return Quantity(Kind.DATE, month * 100.0, month * 100.0 + 31, "month of year", "", match.start("m"), match.end())


def _decade(match: re.Match[str]) -> Quantity:
    year = int(match["decade"])
    last = year + (9 if year % 100 else 99)  # "the 1800s" are the century, or its first decade
    return _span(match, date(year, 1, 1), date(last, 12, 31), "decade")


def _years(match: re.Match[str]) -> Quantity | None:
    first, to = int(match["from"]), match["to"]
    last = int(to) if len(to) == 4 else int(match["from"][:2] + to)
    return _span(match, date(first, 1, 1), date(last, 12, 31), "years") if first < last else None


def _weekday(match: re.Match[str]) -> Quantity:
    number = float(list(day_name).index(match["weekday"]))
    return Quantity(Kind.DATE, number, number, "weekday", "", match.start(), match.end())


_READERS: dict[str, Callable[[re.Match[str]], Quantity | None]] = {
    "dmy": _day, "mdy": _day, "iso": _day, "numeric": _numeric, "my": _month, "dm": _yearless, "md": _yearless,
    "m": _month_alone, "decade": _decade, "years": _years, "weekday": _weekday,
}  # fmt: skip


def _relative(match: re.Match[str], on: date) -> Quantity:
    if word := (match["day"] or "").lower():
        day = on + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[word])
        return _span(match, day, day, "day")
    step = {"last": -1, "this": 0, "next": 1}[match["step"].lower()]
    if match["unit"].lower() == "year":
        return _span(match, date(on.year + step, 1, 1), date(on.year + step, 12, 31), "year")
    months = on.year * 12 + on.month - 1 + step
    first = date(months // 12, months % 12 + 1, 1)
    return _span(match, first, first.replace(day=monthrange(first.year, first.month)[1]), "month")


def _days(wording: str) -> tuple[date, date]:
    """The first and the last day of "3-5 May 2024"; of a single day that day twice."""
    if _RANGE.search(wording) and not re.match(_YEAR, wording):
        days = _parsed(_RANGE.sub(r"\1", wording)), _parsed(_RANGE.sub(r"\2", wording))
        return (days[0], days[1]) if days[0] < days[1] else (days[1], days[1])
    day = _parsed(wording)
    return day, day


def _parsed(wording: str) -> date:
    """The day that a complete date names. ValueError where the calendar has none such."""
    from dateutil import parser

    plain = re.sub(rf"\b{ORDINAL}\b", lambda found: str(ordinal(found[0])), wording, flags=re.IGNORECASE)
    plain = re.sub(r"\b(?:the|of)\b|(?<=\d)(?:st|nd|rd|th)\b", " ", plain)
    found: date = parser.parse(plain, default=datetime(_LEAP, 1, 1)).date()  # noqa: DTZ001 (a day has no zone)
    return found


def _span(match: re.Match[str], first: date, last: date, unit: str) -> Quantity:
    return _spanning(match.span(), first, last, unit)


def _spanning(place: tuple[int, int], first: date, last: date, unit: str) -> Quantity:
    return Quantity(Kind.DATE, float(first.toordinal()), float(last.toordinal()), unit, "", *place)
