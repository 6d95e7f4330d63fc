"""Parts of timestamps and durations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.calendar import civil_from_days, day_of_year
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import NANOSECONDS, Duration, Timestamp

_FIXED: Final = re.compile(r"([+-]?)([0-9]{2}):([0-9]{2})", re.ASCII)


def _local(value: Timestamp, zone: str) -> int:
    """Nanoseconds since the epoch as a clock in the time zone shows them."""
    fixed = _FIXED.fullmatch(zone)
    if fixed is not None:
        seconds = int(fixed[2]) * 3600 + int(fixed[3]) * 60
        return value.nanoseconds + (-seconds if fixed[1] == "-" else seconds) * NANOSECONDS
    if zone in ("UTC", "Z", ""):
        return value.nanoseconds
    return value.nanoseconds + _offset(value, zone) * NANOSECONDS


def _offset(value: Timestamp, zone: str) -> int:
    """Seconds that a named time zone is ahead of UTC at a timestamp."""
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value.nanoseconds // NANOSECONDS)
    try:
        offset = utc.astimezone(ZoneInfo(zone)).utcoffset()
    except (ValueError, LookupError, OSError, OverflowError):
        raise CelEvaluationError(f"no such time zone: {zone}") from None
    return int(offset.total_seconds()) if offset is not None else 0


def _parts(nanoseconds: int) -> tuple[int, int, int]:
    return civil_from_days(nanoseconds // (86400 * NANOSECONDS))


def _year(at: int) -> int:
    return _parts(at)[0]


def _month(at: int) -> int:
    return _parts(at)[1] - 1


def _date(at: int) -> int:
    return _parts(at)[2]


def _day_of_month(at: int) -> int:
    return _parts(at)[2] - 1


def _day_of_week(at: int) -> int:
    return (at // (86400 * NANOSECONDS) + 4) % 7


def _day_of_year(at: int) -> int:
    return day_of_year(*_parts(at))


def _hours(at: int) -> int:
    return at // (3600 * NANOSECONDS) % 24


def _minutes(at: int) -> int:
    return at // (60 * NANOSECONDS) % 60


def _seconds(at: int) -> int:
    return at // NANOSECONDS % 60


def _milliseconds(at: int) -> int:
    return at // 10**6 % 1000


def _getter(
    part: Callable[[int], int], of_duration: Callable[[int], int] | None = None
) -> dict[str, Callable[..., Any]]:
    def in_utc(meter: Meter, value: Timestamp) -> int:
        return part(value.nanoseconds)

    def in_zone(meter: Meter, value: Timestamp, zone: str) -> int:
        return part(_local(value, zone))

    def whole(meter: Meter, value: Duration) -> int:
        assert of_duration is not None
        found = of_duration(abs(value.nanoseconds))
        return -found if value.nanoseconds < 0 else found

    return {"t": in_utc, "ts": in_zone, **({"r": whole} if of_duration else {})}


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    ".getFullYear": _getter(_year),
    ".getMonth": _getter(_month),
    ".getDate": _getter(_date),
    ".getDayOfMonth": _getter(_day_of_month),
    ".getDayOfWeek": _getter(_day_of_week),
    ".getDayOfYear": _getter(_day_of_year),
    ".getHours": _getter(_hours, lambda at: at // (3600 * NANOSECONDS)),
    ".getMinutes": _getter(_minutes, lambda at: at // (60 * NANOSECONDS)),
    ".getSeconds": _getter(_seconds, lambda at: at // NANOSECONDS),
    ".getMilliseconds": _getter(_milliseconds, lambda at: at // 10**6 % 1000),
}
