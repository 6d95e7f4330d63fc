"""`formatdate`, `timeadd`, `timecmp`; and the functions that ask for the time, which cannot be known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.functions.timestamps import Timestamp, parse_duration, parse_timestamp
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import NUMBER, STRING

_TOKEN = re.compile(r"'(?:''|[^'])*'(?!')|''|'|([A-Za-z])\1*|[^A-Za-z']+")
_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_LONGEST = 2000


def _number(of: Callable[[Timestamp], int]) -> dict[int, Callable[[Timestamp], str]]:
    return {1: lambda time: str(of(time)), 2: lambda time: f"{of(time):02d}"}


def _month(time: Timestamp) -> str:
    return _MONTHS[time.moment.month - 1]


def _day(time: Timestamp) -> str:
    return _DAYS[time.moment.weekday()]


def _half(time: Timestamp) -> str:
    return "AM" if time.moment.hour < 12 else "PM"


_VERBS: dict[str, tuple[dict[int, Callable[[Timestamp], str]], str]] = {
    "Y": (
        {2: lambda time: f"{time.moment.year % 100:02d}", 4: lambda time: f"{time.moment.year:04d}"},
        'year must either be "YY" or "YYYY"',
    ),
    "M": (
        {**_number(lambda time: time.moment.month), 3: lambda time: _month(time)[:3], 4: _month},
        'month must be "M", "MM", "MMM", or "MMMM"',
    ),
    "D": (_number(lambda time: time.moment.day), 'day of month must either be "D" or "DD"'),
    "E": ({3: lambda time: _day(time)[:3], 4: _day}, 'day of week must either be "EEE" or "EEEE"'),
    "h": (_number(lambda time: time.moment.hour), '24-hour must either be "h" or "hh"'),
    "H": (_number(lambda time: time.moment.hour % 12 or 12), '12-hour must either be "H" or "HH"'),
    "A": ({2: _half}, 'must be "AA"'),
    "a": ({2: lambda time: _half(time).lower()}, 'must be "aa"'),
    "m": (_number(lambda time: time.moment.minute), 'minute must either be "m" or "mm"'),
    "s": (_number(lambda time: time.moment.second), 'second must either be "s" or "ss"'),
    "Z": (
        {
            1: Timestamp.zone,
            3: lambda time: time.offset(colon=False).replace("+0000", "UTC"),
            4: lambda time: time.offset(colon=False),
            5: lambda time: time.offset(colon=True),
        },
        "timezone must be Z, ZZZZ, or ZZZZZ",
    ),
}


def _formatdate(pattern: str, text: str) -> str:
    time = parse_timestamp(text, 1)
    if len(pattern) > _LONGEST:
        raise Uncertain("the date format is too long")
    return "".join(_part(match[0], time) for match in _TOKEN.finditer(pattern))


def _part(token: str, time: Timestamp) -> str:
    if token == "''":
        return "'"
    if token[0] == "'":
        if len(token) == 1:
            raise FunctionError("unterminated literal '", 0)
        return token[1:-1].replace("''", "'")
    if not (token[0].isascii() and token[0].isalpha()):
        return token
    forms, hint = _VERBS.get(token[0], ({}, ""))
    write = forms.get(len(token))
    if write is None:
        raise FunctionError(f"invalid date format verb {quote(token)}{': ' if hint else ''}{hint}", 0)
    return write(time)


def _timeadd(text: str, duration: str) -> str:
    return str(parse_timestamp(text, None).plus(parse_duration(duration)))


def _timecmp(first: str, second: str) -> int:
    a, b = parse_timestamp(first, 0).order(), parse_timestamp(second, 1).order()
    return (a > b) - (a < b)


def _now() -> NoReturn:
    raise Uncertain("it is the time at which Terraform runs")


FUNCTIONS = {
    "formatdate": Function(_formatdate, [Parameter("format", STRING), Parameter("time", STRING)], STRING),
    "plantimestamp": Function(_now, [], STRING),
    "timeadd": Function(_timeadd, [Parameter("timestamp", STRING), Parameter("duration", STRING)], STRING),
    "timecmp": Function(_timecmp, [Parameter("timestamp_a", STRING), Parameter("timestamp_b", STRING)], NUMBER),
    "timestamp": Function(_now, [], STRING),
}
