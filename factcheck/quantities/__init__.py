"""Shelf: the quantities of a text, and those of a claim held against those of a source.

All of it is advice: a number alone never decides. A quantity is read with the precision of its wording. "Over 15"
allows everything above 15, "68.7 billion" what rounds to it, "three" only 3. Names that hold digits (Su-57, Article 5,
version 3.11.4) are no quantities.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is measured; only quantities of one kind are compared."""

    MONEY = "money"
    SHARE = "share"
    POINTS = "percentage points"
    DATE = "date"
    TIME = "time of day"
    DURATION = "duration"
    MEASURE = "measure"
    COUNT = "count"
    ORDINAL = "ordinal"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What stands at `text[start:end]`: any value from `low` to `high`, in `unit`, of `noun`.

    `grain` is the place of the last digit that the wording vouches for: 0.1 for "68.7", 1000 for "4,000". Measures and
    durations are in SI units, shares and points in percent, dates in days of the proleptic calendar (`date.toordinal`)
    or, where no year is told, in month * 100 + day; a time is in minutes since midnight, a score is its two figures.
    `unit` is the ISO code or the name of a currency, an SI unit, or how exact a date is. `noun` is the head word of
    what is counted, in lower case and the singular; "" where the text does not say.
    """

    kind: Kind
    low: float
    high: float
    unit: str
    noun: str
    start: int
    end: int
    grain: float = 0.0


class Finding(StrEnum):
    """How a quantity of the claim stands to its counterpart in the source."""

    AGREES = "agrees"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A quantity of the claim and its counterpart in the source; offsets are those of their own texts."""

    finding: Finding
    claim: Quantity
    source: Quantity
