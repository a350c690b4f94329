"""Part of the quantities: all of them in a text, each stretch of it read once, dates and scores before bare numbers."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from factcheck.quantities import Kind, Quantity
from factcheck.quantities.amounts import amount, span
from factcheck.quantities.dates import dates
from factcheck.quantities.nouns import STOP, is_plural, phrase
from factcheck.quantities.numerals import Numeral, numerals, ordinals
from factcheck.quantities.shares import shares
from factcheck.quantities.times import scores, times

_NO_COUNT = re.compile(
    r"(?:\b(?:no|the|this|that|any|every|each|which|some|another|only|other|number|day)[\s-]|-)$", re.IGNORECASE
)
_VAGUE = re.compile(r"\b(?:few|several|many|couple of|tens of|dozens of|hundreds of)\s+$", re.IGNORECASE)
_ASIDE = re.compile(r"[\w.],\s$")
_WORD = re.compile(r"[\s-]([a-z]+)")
# Ordinals of these rank nothing: "the first time", "the second half".
_IDLE = frozenset({"time", "half", "quarter", "person", "thing", "place", "step", "lady", "hand", "instance", "round"})
_OLDEST = 120


def find(text: str, on: date | None = None) -> tuple[Quantity, ...]:
    """The quantities of a text in reading order, none overlapping; `on` is the day it was written.

    Only "yesterday", "last year" and the like are read by that day; without it they are left out.
    """
    covered = bytearray(len(text))
    first = _free(chain(dates(text, on), times(text), scores(text), shares(text)), covered)
    rest = _free(chain(_numbers(text, bytes(covered)), _ordinals(text)), covered)
    return tuple(sorted([*first, *rest], key=lambda quantity: quantity.start))


def _free(quantities: Iterable[Quantity], covered: bytearray) -> list[Quantity]:
    """Those of the quantities whose characters no earlier one covers."""
    found = []
    for quantity in quantities:
        if not any(covered[quantity.start : quantity.end]):
            covered[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
            found.append(quantity)
    return found


def _numbers(text: str, covered: bytes) -> Iterator[Quantity]:
    free = deque(number for number in numerals(text) if not any(covered[number.start : number.end]))
    while free:
        number = free.popleft()
        if free and (joined := span(text, number, free[0])):
            free.popleft()
            yield joined
        elif not _idle(text, number) and (quantity := amount(text, number)):
            yield quantity


def _idle(text: str, number: Numeral) -> bool:
    """Whether a number says nothing here: a pronoun "one", an age between commas, "a few hundred"."""
    window = max(0, number.start - 20)
    if text[number.start : number.end].lower() == "one":
        word = _WORD.match(text, number.end)
        return bool(_NO_COUNT.search(text, window, number.start)) or not word or word[1] in STOP
    aside = number.value < _OLDEST and text.startswith(",", number.end) and _ASIDE.search(text, window, number.start)
    return bool(aside or _VAGUE.search(text, window, number.start))


def _ordinals(text: str) -> Iterator[Quantity]:
    """Ordinals with the noun they rank; those in names ("Second World War") and set phrases are left out."""
    for number in ordinals(text):
        noun, end = next(iter(phrase(text, number.end)), ("", number.end))
        if not noun or noun[0].isupper() or noun in _IDLE:
            continue
        if is_plural(noun) and text[number.end] != "-":
            continue
        yield Quantity(Kind.ORDINAL, number.value, number.value, "", noun.lower(), number.start, end, 1.0)
