"""RFC 3339 timestamps and Go durations: read, added, written."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from scanner.inputs.terraform.evaluate.functions.signatures import FunctionError, Uncertain
from scanner.inputs.terraform.evaluate.quoting import quote

_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))\Z"
)
_BILLION = 1_000_000_000
_UNITS = {
    "ns": 1,
    "us": 1000,
    "µs": 1000,
    "μs": 1000,
    "ms": 1_000_000,
    "s": _BILLION,
    "m": 60 * _BILLION,
    "h": 3600 * _BILLION,
}
_LONGEST = 2**63
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]*)")


class Timestamp:
    """A moment and the offset it was written with."""

    __slots__ = ("moment", "nanoseconds")

    def __init__(self, moment: datetime, nanoseconds: int) -> None:
        self.moment = moment
        """In whole seconds, with its offset."""
        self.nanoseconds = nanoseconds
        """Rest of the second."""

    def order(self) -> tuple[datetime, int]:
        """What timestamps are compared by."""
        return self.moment, self.nanoseconds

    def plus(self, nanoseconds: int) -> Timestamp:
        """So much later, in the same offset."""
        seconds, rest = divmod(self.nanoseconds + nanoseconds, _BILLION)
        try:
            return Timestamp(self.moment + timedelta(seconds=seconds), rest)
        except OverflowError:
            raise Uncertain("the time lies too far away") from None

    def offset(self, colon: bool) -> str:
        """`+0100`, with `colon` `+01:00`."""
        minutes = int((self.moment.utcoffset() or timedelta()).total_seconds()) // 60
        hours, rest = divmod(abs(minutes), 60)
        return f"{'-' if minutes < 0 else '+'}{hours:02d}{':' if colon else ''}{rest:02d}"

    def zone(self) -> str:
        """`Z` or `+01:00`."""
        text = self.offset(colon=True)
        return "Z" if text == "+00:00" else text

    def __str__(self) -> str:
        return f"{self.moment.year:04d}{self.moment:-%m-%dT%H:%M:%S}{self.zone()}"


def parse_timestamp(text: str, argument: int | None) -> Timestamp:
    """Raises FunctionError, about `argument` if one is given."""
    match = _TIMESTAMP.match(text)
    if match is None:
        raise FunctionError(f"not a valid RFC3339 timestamp{_fault(text)}", argument)
    year, month, day, hour, minute, second = (int(match[number]) for number in range(1, 7))
    hours, minutes = int(match[9] or 0), int(match[10] or 0)
    if not 1 <= month <= 12 or hour > 23 or minute > 59 or second > 59 or hours > 23 or minutes > 59:
        raise FunctionError(f"not a valid RFC3339 timestamp{_fault(text)}", argument)
    offset = timedelta(hours=hours, minutes=minutes)
    if year == 0:
        raise Uncertain("the time lies too far away")
    try:
        zone = timezone(-offset if match[8] == "-" else offset)
        moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        raise FunctionError("not a valid RFC3339 timestamp: day out of range", argument) from None
    return Timestamp(moment, int(f"{match[7] or ''}000000000"[:9]))


_SEGMENTS = (
    (r"[0-9]{4}", "year", 9999),
    ("-", "", 0),
    (r"[0-9]{2}", "month", 12),
    ("-", "", 0),
    (r"[0-9]{2}", "day of month", 99),
    ("T", "", 0),
    (r"[0-9]{1,2}", "hour", 23),
    (":", "", 0),
    (r"[0-9]{2}", "minute", 59),
    (":", "", 0),
    (r"[0-9]{2}", "second", 59),
    (r"(?:\.[0-9]+)?", "", 0),
    (r"Z|[+-][0-9]{2}:[0-9]{2}", "UTC offset", 0),
)


def _fault(text: str) -> str:
    """What is wrong with a timestamp, in the words of Terraform's library."""
    rest = text
    for pattern, what, most in _SEGMENTS:
        match = re.match(pattern, rest)
        if match is None:
            return _missing(pattern, what, rest)
        rest = rest[match.end() :]
        if most and (int(match[0]) > most or (what == "month" and match[0] == "00")):
            return _out_of_range(what, rest)
        if what == "hour" and match.end() == 1:
            return ": hour must have exactly two digits"
    return f": cannot use {quote(rest)} as timestamp segment" if rest else ": end of string before UTC offset"


def _missing(pattern: str, what: str, rest: str) -> str:
    if pattern == "T":
        return ": missing required time introducer 'T'"
    if not what:
        found = f"found {quote(rest)} where" if rest else "end of string where"
        return f": {found} {quote(pattern)} is expected"
    if not rest:
        return f": end of string before {what}"
    if what == "UTC offset" and rest.startswith(","):
        return ': cannot use "," as timestamp segment'
    return f": cannot use {quote(rest)} as {what}"


def _out_of_range(what: str, rest: str) -> str:
    if what == "hour" and ":" in rest:
        return ": hour must be between 0 and 23 inclusive"
    if what in ("hour", "minute") and len(rest) != 2:
        return f": {what} must have exactly two digits"
    return f": cannot use {quote(rest)} as {what}" if rest else f": end of string before {what}"


def parse_duration(text: str) -> int:
    """Nanoseconds of a Go duration: `1h30m`, `-1.5s`. Raises FunctionError."""
    sign, rest = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    if rest == "0":
        return 0
    total = 0
    invalid = FunctionError(f"time: invalid duration {quote(text)}")
    if not rest:
        raise invalid
    while rest:
        match = _PART.match(rest)
        if match is None or not (match[1] or match[2]):
            raise invalid
        unit = match[3]
        if not unit:
            raise FunctionError(f"time: missing unit in duration {quote(text)}")
        if unit not in _UNITS:
            raise FunctionError(f"time: unknown unit {quote(unit)} in duration {quote(text)}")
        fraction = (match[2] or "")[:18]
        total += int((match[1] or "0")[:30]) * _UNITS[unit]
        total += int(fraction or "0") * _UNITS[unit] // 10 ** len(fraction)
        if total >= _LONGEST:
            raise invalid
        rest = rest[match.end() :]
    return -total if sign == "-" else total
