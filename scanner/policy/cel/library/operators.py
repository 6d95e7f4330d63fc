"""Arithmetic and ordering."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import INT_MAX, INT_MIN, UINT_MAX, Duration, Timestamp, UInt

MAX_DURATION: Final = 315_576_000_000 * 10**9
"""Nanoseconds, either way; the range of google.protobuf.Duration is one nanosecond less than a second wider."""
MIN_TIMESTAMP: Final = -62_135_596_800 * 10**9
"""0001-01-01T00:00:00Z."""
MAX_TIMESTAMP: Final = 253_402_300_800 * 10**9 - 1
"""9999-12-31T23:59:59.999999999Z."""


def to_int(value: int) -> int:
    """Checks the range of an int."""
    if not INT_MIN <= value <= INT_MAX:
        raise CelEvaluationError("integer overflow")
    return value


def to_uint(value: int) -> UInt:
    """Checks the range of a uint."""
    if not 0 <= value <= UINT_MAX:
        raise CelEvaluationError("unsigned integer overflow")
    return UInt(value)


def to_duration(nanoseconds: int) -> Duration:
    """Checks the range of a duration."""
    if abs(nanoseconds) > MAX_DURATION:
        raise CelEvaluationError("duration overflow")
    return Duration(nanoseconds)


def _computed(nanoseconds: int) -> Duration:
    """A duration that was computed; like the other engines, within 64 bits of nanoseconds (292 years)."""
    return Duration(to_int(nanoseconds))


def to_timestamp(nanoseconds: int) -> Timestamp:
    """Checks the range of a timestamp."""
    if not MIN_TIMESTAMP <= nanoseconds <= MAX_TIMESTAMP:
        raise CelEvaluationError("timestamp overflow")
    return Timestamp(nanoseconds)


def _integers(operation: Callable[[int, int], int]) -> dict[str, Callable[..., Any]]:
    return {
        "ii": lambda meter, a, b: to_int(operation(int(a), int(b))),
        "uu": lambda meter, a, b: to_uint(operation(int(a), int(b))),
    }


def _divided(a: int, b: int) -> int:
    """Division toward zero."""
    if b == 0:
        raise CelEvaluationError("divide by zero")
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def _remainder(a: int, b: int) -> int:
    """Remainder with the sign of the dividend."""
    if b == 0:
        raise CelEvaluationError("modulus by zero")
    if a == INT_MIN and b == -1:
        raise CelEvaluationError("integer overflow")
    return a - b * _divided(a, b)


def _divided_doubles(meter: Meter, a: float, b: float) -> float:
    """Division after IEEE 754, which Python refuses for a zero divisor."""
    if b != 0:
        return a / b
    if a == 0 or a != a:
        return float("nan")
    negative = (a < 0) != (str(b)[0] == "-")
    return float("-inf" if negative else "inf")


def _times(meter: Meter, a: float, b: float) -> float:
    return a * b


def _joined(meter: Meter, a: Any, b: Any) -> Any:
    meter.text(len(a) + len(b))
    return a + b


def _lists(meter: Meter, a: Any, b: Any) -> list[Any]:
    meter.charge(len(a) + len(b))
    return [*a, *b]


def _negated(meter: Meter, a: int) -> int:
    return to_int(-a)


def _ordered(compare: Callable[[Any, Any], bool]) -> dict[str, Callable[..., Any]]:
    def plain(meter: Meter, a: Any, b: Any) -> bool:
        return bool(compare(a, b))

    def instants(meter: Meter, a: Any, b: Any) -> bool:
        return compare(a.nanoseconds, b.nanoseconds)

    kinds = ["bb", "ss", "yy", *(a + b for a in "iud" for b in "iud")]
    return {**dict.fromkeys(kinds, plain), "tt": instants, "rr": instants}


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "-_": {"i": _negated, "d": lambda meter, a: -a},
    "_+_": {
        **_integers(operator.add),
        "dd": lambda meter, a, b: a + b,
        "ss": _joined,
        "yy": _joined,
        "ll": _lists,
        "tr": lambda meter, a, b: to_timestamp(a.nanoseconds + b.nanoseconds),
        "rt": lambda meter, a, b: to_timestamp(a.nanoseconds + b.nanoseconds),
        "rr": lambda meter, a, b: _computed(a.nanoseconds + b.nanoseconds),
    },
    "_-_": {
        **_integers(operator.sub),
        "dd": lambda meter, a, b: a - b,
        "tt": lambda meter, a, b: _computed(a.nanoseconds - b.nanoseconds),
        "tr": lambda meter, a, b: to_timestamp(a.nanoseconds - b.nanoseconds),
        "rr": lambda meter, a, b: _computed(a.nanoseconds - b.nanoseconds),
    },
    "_*_": {**_integers(operator.mul), "dd": _times},
    "_/_": {**_integers(_divided), "dd": _divided_doubles},
    "_%_": _integers(_remainder),
    "_<_": _ordered(operator.lt),
    "_<=_": _ordered(operator.le),
    "_>_": _ordered(operator.gt),
    "_>=_": _ordered(operator.ge),
}
