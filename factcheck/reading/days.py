"""Part of the reading door: the day that a file says it was published on."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime

_FORMS = ("%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")


def to_day(value: str) -> date | None:
    """The day in figures or in English words; None for nothing, and for a year or a month without a day.

    Raises ValueError for anything else, 03/05/2024 too: it is a day in March or in May.
    """
    if not value or re.fullmatch(r"\d{4}(?:-\d{2})?", value):
        return None  # a year or a month alone cannot be held against a day
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(value, form).date()  # noqa: DTZ007 (a day has no zone)
    return datetime.fromisoformat(value).date()
