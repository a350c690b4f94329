"""Part of the quantities: those of a claim held against those of a source, silent where the counterpart is not certain.

A false alarm is worse than silence. What can be explained away is left unsaid: a value that the source holds of
something else, a sum or difference of its figures, a date that a duration leads to, a year told as "a year earlier".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from factcheck.quantities import Comparison, Finding, Kind, Quantity
from factcheck.quantities.agreement import agree, alike, apart, middle, same
from factcheck.quantities.context import Context, surroundings
from factcheck.quantities.search import find

# So much of the words near a quantity, and of the words of the claim's sentence, must stand near its counterpart.
# On the development data .5 raises a false alarm on 0.2 percent of the supported pairs; .4 adds little but alarms.
NEAR = 0.5
SENTENCE = 0.5
_DAY = 86400.0
_TWICE = re.compile(r"\b(?:doubl|twice|twofold|half|halv)", re.IGNORECASE)
_SHIFTED = re.compile(
    r"\b(?:(?:this|last|next|following|previous|same|that|past) (?:year|month|week|day|season|decade|spring|summer|"
    r"autumn|winter)|(?:year|month|week|day|decade)s? (?:earlier|later|before|after|ago)|"
    r"yesterday|today|tomorrow)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A quantity with what stands around it."""

    quantity: Quantity
    context: Context


@dataclass(frozen=True, slots=True)
class _Held:
    """All that a source holds, the text around it included; and whether its words double, or tell years by others."""

    quantities: tuple[Quantity, ...]
    doubles: bool
    shifts: bool


@lru_cache(maxsize=4096)
def compare(claim: str, source: str, *, around: str = "", written: date | None = None) -> tuple[Comparison, ...]:
    """For each quantity of the claim what the source says of it, in the claim's order; most often nothing.

    It agrees where any counterpart does. It differs only where none agrees, here or in the text `around` the source,
    and the words near the two and their sentences match. `written` is the day on which the source was written, for its
    "yesterday" and "last year".
    """
    ours, theirs = _placed(claim, None), _placed(source, written)
    held = _Held(
        tuple(each.quantity for each in theirs) + find(around, written),
        doubles=bool(_TWICE.search(f"{claim} {source} {around}")),
        shifts=bool(_SHIFTED.search(f"{source} {around}")),
    )
    found = []
    for own in ours:
        if agreeing := _agreeing(own, theirs):
            found.append(Comparison(Finding.AGREES, own.quantity, agreeing))
        elif not _accounted(own.quantity, held) and (other := _counterpart(own, ours, theirs)):
            found.append(Comparison(Finding.DIFFERS, own.quantity, other))
    return tuple(found)


def _placed(text: str, written: date | None) -> list[_Placed]:
    return [_Placed(quantity, surroundings(text, quantity)) for quantity in find(text, written)]


def _agreeing(own: _Placed, source: Sequence[_Placed]) -> Quantity | None:
    """The agreeing quantity of the source; of several the one with most words in common, then the first."""
    agreeing = [each for each in source if alike(own.quantity, each.quantity) and agree(own.quantity, each.quantity)]
    best = max(agreeing, key=lambda each: len(own.context.near & each.context.near), default=None)
    return best.quantity if best else None


def _accounted(quantity: Quantity, held: _Held) -> bool:
    """Whether the source holds the value after all: of something else, or as a sum, a difference or a multiple."""
    kin = [other for other in held.quantities if alike(quantity, other)]
    if any(not apart(quantity, other) for other in kin):
        return True
    if quantity.kind is Kind.DATE:
        return held.shifts or _led_to(quantity, kin, held)
    value = middle(quantity)
    if any(same(value, middle(other)) for other in held.quantities if other.kind is Kind.COUNT and other not in kin):
        return True
    wide = held.quantities if quantity.kind is Kind.COUNT else kin
    figures = [middle(other) for other in wide if other.kind is quantity.kind]
    if held.doubles and any(same(value, factor * figure) for figure in figures for factor in (0.5, 2.0)):
        return True
    return any(same(value, result) for a, b in combinations(figures, 2) for result in (a + b, abs(a - b)))


def _led_to(quantity: Quantity, dates: Sequence[Quantity], held: _Held) -> bool:
    """Whether a duration of the source leads from one of its dates to this one: "five days before"."""
    spans = [middle(other) / _DAY for other in held.quantities if other.kind is Kind.DURATION]
    return any(abs(abs(middle(quantity) - middle(day)) - span) < 1.5 for day in dates for span in spans)


def _counterpart(own: _Placed, claim: Sequence[_Placed], source: Sequence[_Placed]) -> Quantity | None:
    """The quantity of the source that certainly stands for the claim's; of equal ones the nearest in value."""
    rivals = [
        (*_match(own.context, each.context), -abs(middle(own.quantity) - middle(each.quantity)), each.quantity)
        for each in source
        if own.quantity.noun == each.quantity.noun
        and alike(own.quantity, each.quantity)
        and own.context.role == each.context.role
        and own.context.ties <= each.context.sentence
        and not _taken(each.quantity, own, claim)
    ]
    near, sentence, _, quantity = max(rivals, key=lambda rival: rival[:3], default=(0.0, 0.0, 0.0, None))
    return quantity if near >= NEAR and sentence >= SENTENCE else None


def _taken(rival: Quantity, own: _Placed, claim: Sequence[_Placed]) -> bool:
    """Whether another quantity of the claim agrees with it already."""
    return any(other is not own and alike(other.quantity, rival) and agree(other.quantity, rival) for other in claim)


def _match(claim: Context, source: Context) -> tuple[float, float]:
    """The share of the words near the two that they have in common, and of the claim's sentence that the source has.

    One word in common is chance.
    """
    shared, fewer = len(claim.near & source.near), min(len(claim.near), len(source.near))
    whole = len(claim.sentence & source.sentence) / max(1, len(claim.sentence))
    return (shared / fewer if shared >= 2 else 0.0), whole
