"""Part of the quantities: units of measure and of time, read behind a number and turned into SI by pint.

pint converts, and knows the names; which words stand for a unit is listed here, since pint also takes "are", "as", "pm"
or "count" for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pint import UnitRegistry

_PREFIXED = (
    r"(?:kilo|centi|milli|micro|nano|mega|giga|tera)?"
    r"(?:met(?:re|er)|gram(?:me)?|lit(?:re|er)|watt|byte|hertz|tonne|joule|volt)s?"
)
_BASE = rf"{_PREFIXED}|miles?|yards?|f(?:ee|oo)t|inch(?:es)?|km|cm|mm|µm|nm|m"
_OTHER = (
    r"hectares?|acres?|gallons?|barrels?|ounces?|lbs?|oz|kilos?|(?:metric )?tons?|knots|light[ -]years?|"
    r"nautical miles?|(?:kilo|mega|giga|tera)?watt[ -]hours?|degrees? (?i:celsius|fahrenheit|c|f)\b|degrees?|°\s?[CF]|"
    r"mph|kph|kmh|kg|mg|µg|g|ml|ha|[kMGT]Wh?|[kKMGT]B|[kMG]Hz|[kMG]?t"
)
_TIME = (
    r"seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?|yrs?|decades?|centur(?:y|ies)"
)
_UNIT = re.compile(
    rf"[\s\u00a0-]?(?:(?P<time>{_TIME})|(?P<other>{_OTHER})"
    rf"|(?:(?P<power>square|sq\.?|cubic)[ -])?(?P<base>{_BASE})(?P<raised>[²³])?"
    r"(?:(?:\s(?:per|an?)\s|/|-per-)(?P<per>second|hour|s|h|hr)\b)?)(?![\w²³/])"
)
_AGE = re.compile(r"[\s-](?P<unit>year|month|week|day)s?(?:[\s-]olds?\b| of age\b)")
# News say tons where they mean tonnes, and a barrel is one of oil.
_ALIASES = {
    "tons": "tonne", "ton": "tonne", "metric ton": "tonne", "metric tons": "tonne", "kilos": "kg", "kilo": "kg",
    "kmh": "km/hour", "kph": "km/hour", "mph": "mile/hour", "barrels": "oil_barrel", "barrel": "oil_barrel",
    "knots": "knot", "t": "tonne", "kt": "kilotonne", "Mt": "megatonne", "Gt": "gigatonne", "feet": "foot",
    "inches": "inch", "oz": "ounce", "lbs": "pound", "lb": "pound", "KB": "kB", "mins": "minute", "secs": "second",
    "sec": "second", "min": "minute", "hrs": "hour", "hr": "hour", "yrs": "year", "yr": "year", "centuries": "century",
    "light years": "light_year", "light-years": "light_year",
}  # fmt: skip
_POWERS = {"square": "**2", "sq": "**2", "sq.": "**2", "²": "**2", "cubic": "**3", "³": "**3"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by pint's name, and the end of its words in the text; `time` for durations, `age` for "years old"."""

    name: str
    end: int
    time: bool = False
    age: bool = False


@lru_cache(maxsize=1)
def _registry() -> UnitRegistry[float]:
    """Loaded once: it takes a third of a second."""
    from pint import UnitRegistry

    return UnitRegistry()


def unit_behind(text: str, end: int) -> Unit | None:
    """The unit of a number that ends there."""
    if age := _AGE.match(text, end):
        return Unit(age["unit"], age.end(), time=True, age=True)
    if match := _UNIT.match(text, end):
        return Unit(_name(match), match.end(), time=bool(match["time"]))
    return None


def in_si(value: float, grain: float, unit: str) -> tuple[float, float, str]:
    """The value, its grain and its unit in SI base units."""
    registry = _registry()
    here, next_to = (registry.Quantity(each, unit).to_base_units() for each in (value, value + grain))
    return float(here.magnitude), abs(float(next_to.magnitude - here.magnitude)), str(here.units)


def _name(match: re.Match[str]) -> str:
    if words := match["time"] or match["other"]:
        if degrees := re.search(r"(?:degrees?|°)\s?(?P<scale>[cf])", words, re.IGNORECASE):
            return f"deg{degrees['scale'].upper()}"
        return _ALIASES.get(words) or re.sub(r"[ -]", "_", words)
    per = {"s": "/second", "h": "/hour"}.get((match["per"] or " ")[0], "")
    return _ALIASES.get(match["base"], match["base"]) + _POWERS.get(match["power"] or match["raised"], "") + per
