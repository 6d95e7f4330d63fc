"""The proleptic Gregorian calendar over the years 1 to 9999, without the cost of importing `datetime`."""

from __future__ import annotations

from typing import Final

_BEFORE: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_EPOCH: Final = 719_162
"""Days from 0001-01-01 to 1970-01-01."""


def is_leap(year: int) -> bool:
    """Whether the year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Days of a month, 1 to 12."""
    return 29 if month == 2 and is_leap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def day_of_year(year: int, month: int, day: int) -> int:
    """The day of the year from 0."""
    return _BEFORE[month - 1] + (month > 2 and is_leap(year)) + day - 1


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + day_of_year(year, month, day) - _EPOCH


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Year, month and day of a count of days since 1970-01-01."""
    cycles, rest = divmod(days + _EPOCH, 146_097)
    centuries = min(rest // 36_524, 3)
    rest -= centuries * 36_524
    quads, rest = divmod(rest, 1461)
    years = min(rest // 365, 3)
    rest -= years * 365
    year = cycles * 400 + centuries * 100 + quads * 4 + years + 1
    month = 12
    while day_of_year(year, month, 1) > rest:
        month -= 1
    return year, month, rest - day_of_year(year, month, 1) + 1
