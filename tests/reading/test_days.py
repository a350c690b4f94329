"""Days of publication."""

from datetime import date

import pytest

from factcheck.reading.days import to_day


@pytest.mark.parametrize(
    "value", ["2024-03-05", "20240305", "2024/03/05", "2024-03-05T10:00:00Z", "March 5, 2024", "5 Mar 2024"]
)
def test_a_day_is_read_in_its_usual_spellings(value: str) -> None:
    """Figures from year to day and English words give the day."""
    assert to_day(value) == date(2024, 3, 5)


@pytest.mark.parametrize("value", ["", "2024", "2024-03"])
def test_less_than_a_day_is_none(value: str) -> None:
    """A year or a month alone gives no day."""
    assert to_day(value) is None


@pytest.mark.parametrize("value", ["03/05/2024", "yesterday", "2024-13-01"])
def test_what_is_no_certain_day_is_refused(value: str) -> None:
    """A day that could be another one is none."""
    with pytest.raises(ValueError, match=r".+"):
        to_day(value)
