"""Part of the quantities: whether two of them can be compared, and whether one value can be meant by both."""

from __future__ import annotations

from datetime import date
from math import inf

from factcheck.quantities import Kind, Quantity
from factcheck.quantities.money import same_currency

Span = tuple[float, float]

# A number may be rounded by so much without a word that says so.
_LOOSE = 0.1
# "Over 15" is said of 15 too.
_HAIR = 0.02
# A last digit that stands for more than this share of the number is too coarse to vouch for agreement.
_COARSE = 0.05
# A count without a noun may be that of any other above this; below, small figures meet by chance.
_TELLING = 12
_EXACT = (Kind.SCORE, Kind.DATE, Kind.TIME, Kind.ORDINAL)


def alike(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities measure the same thing in the same way, so that they can be compared at all."""
    if one.kind is not other.kind:
        return False
    if one.kind is Kind.MONEY:
        return same_currency(one.unit, other.unit)
    if one.kind is Kind.DATE:
        return _spans(one, other) is not None
    if one.kind is Kind.TIME:
        return True
    if one.kind is Kind.COUNT and not (one.noun and other.noun):
        return min(middle(one), middle(other)) > _TELLING
    return one.unit == other.unit and one.noun == other.noun


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether one value is meant by both wordings, at the precision of the coarser of the two.

    "More than 15" and "more than 20" agree in nothing, though their intervals meet.
    """
    if one.kind is Kind.SCORE:
        return (one.low, one.high) == (other.low, other.high)
    if one.kind is Kind.DATE:
        spans = _spans(one, other)
        return spans is not None and _gap(*spans) <= 0
    if one.kind is Kind.TIME:
        return one.low == other.low or ("12" in (one.unit, other.unit) and (one.low - other.low) % 720 == 0)
    if _open_alike(one, other):
        return same(middle(one), middle(other))
    fine, coarse = sorted((one, other), key=lambda q: q.grain)
    slack = coarse.grain / 2 if fine.grain < coarse.grain <= _COARSE * abs(middle(coarse)) else 0.0
    return _gap((one.low, one.high), (other.low, other.high)) <= slack + 1e-9 * abs(middle(one))


def apart(one: Quantity, other: Quantity) -> bool:
    """Whether no rounding that goes without saying could bring the two together; alike ones may do neither."""
    if agree(one, other) or _open_alike(one, other):
        return False
    if one.kind in _EXACT:
        return True
    gap = _gap((one.low, one.high), (other.low, other.high))
    grain = max(one.grain, other.grain)
    if inf in (one.high, other.high, -one.low, -other.low):
        return gap > _HAIR * abs(middle(one))
    if one.kind in (Kind.MEASURE, Kind.DURATION) and one.grain != other.grain and gap <= (one.grain + other.grain) / 2:
        return False
    return grain <= 1 or gap > grain or gap > _LOOSE * abs(middle(one))


def middle(quantity: Quantity) -> float:
    """The number that stands in the wording, or the middle of the two that do."""
    finite = [bound for bound in (quantity.low, quantity.high) if abs(bound) != inf]
    return sum(finite) / len(finite)


def same(one: float, other: float) -> bool:
    """Whether two numbers are one but for the dust of floating point."""
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other))


def _open_alike(one: Quantity, other: Quantity) -> bool:
    return one.low == other.low == -inf or one.high == other.high == inf


def _gap(one: Span, other: Span) -> float:
    """How far two intervals lie apart; zero or less where they meet."""
    return max(one[0] - other[1], other[0] - one[1])


def _spans(one: Quantity, other: Quantity) -> tuple[Span, Span] | None:
    """Two dates on one scale, or None where they have none in common: a weekday and a year, a day in May and a year."""
    spans = (one.low, one.high), (other.low, other.high)
    if "weekday" in (one.unit, other.unit):
        return spans if one.unit == other.unit else None
    yearless = one.unit.endswith("of year"), other.unit.endswith("of year")
    if yearless[0] == yearless[1]:
        return spans
    dated = other if yearless[0] else one
    if dated.unit not in ("day", "month"):
        return None
    first, last = date.fromordinal(int(dated.low)), date.fromordinal(int(dated.high))
    span = (first.month * 100.0 + first.day, last.month * 100.0 + last.day)
    return (spans[0], span) if yearless[0] else (span, spans[1])
