"""Timestamps and durations as text.

Timestamps follow RFC 3339; fractions are printed with 3, 6 or 9 digits, as the JSON mapping of Protocol Buffers says.
"""

from __future__ import annotations

import re
from typing import Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.calendar import civil_from_days, days_from_civil, days_in_month
from scanner.policy.cel.library.operators import to_duration, to_timestamp
from scanner.policy.cel.values import NANOSECONDS, Duration, Timestamp

_TIMESTAMP: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9})[0-9]*)?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))",
    re.ASCII,
)
_PART: Final = re.compile(r"([0-9]*)(?:\.([0-9]*))?(h|ms|m|s|us|µs|μs|ns)", re.ASCII)
_UNITS: Final = {
    "h": 3600 * NANOSECONDS,
    "m": 60 * NANOSECONDS,
    "s": NANOSECONDS,
    "ms": 10**6,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ns": 1,
}


def parse_timestamp(text: str) -> Timestamp:
    """A timestamp from RFC 3339 text. Raises CelEvaluationError."""
    found = _TIMESTAMP.fullmatch(text) if len(text) <= 100 else None
    if found is None:
        raise CelEvaluationError("string is no RFC 3339 timestamp")
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month) and hour < 24 and minute < 60 and second < 60):
        raise CelEvaluationError("string is no RFC 3339 timestamp")
    fraction, sign, zone_hour, zone_minute = found.groups()[6:]
    seconds = days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
    if sign:
        if int(zone_hour) > 23 or int(zone_minute) > 59:
            raise CelEvaluationError("string is no RFC 3339 timestamp")
        offset = int(zone_hour) * 3600 + int(zone_minute) * 60
        seconds += offset if sign == "-" else -offset
    return to_timestamp(seconds * NANOSECONDS + int((fraction or "0").ljust(9, "0")))


def timestamp_text(value: Timestamp) -> str:
    """RFC 3339 in UTC."""
    seconds, fraction = divmod(value.nanoseconds, NANOSECONDS)
    days, rest = divmod(seconds, 86400)
    year, month, day = civil_from_days(days)
    clock = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}T{clock}{_fraction(fraction)}Z"


def parse_duration(text: str) -> Duration:
    """A duration from a sequence of numbers with units: `1h30m`, `-1.5s`. Raises CelEvaluationError."""
    sign = -1 if text[:1] == "-" else 1
    rest = text[1:] if text[:1] in ("-", "+") else text
    if rest == "0":
        return Duration(0)
    total = at = 0
    while at < len(rest) <= 200:
        part = _PART.match(rest, at)
        if part is None or not (part[1] or part[2]):
            raise CelEvaluationError("string is no duration")
        digits = part[2] or ""
        total += int(part[1] or 0) * _UNITS[part[3]] + int(digits or 0) * _UNITS[part[3]] // 10 ** len(digits)
        at = part.end()
    if not rest or at < len(rest):
        raise CelEvaluationError("string is no duration")
    return to_duration(sign * total)


def duration_text(value: Duration) -> str:
    """Decimal seconds with an `s`."""
    seconds, fraction = divmod(abs(value.nanoseconds), NANOSECONDS)
    return f"{'-' if value.nanoseconds < 0 else ''}{seconds}{_fraction(fraction)}s"


def _fraction(nanoseconds: int) -> str:
    if nanoseconds == 0:
        return ""
    digits = f"{nanoseconds:09d}"
    while digits.endswith("000"):
        digits = digits[:-3]
    return f".{digits}"
