"""The math extension."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.operators import to_int
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.unknowns import derived, first_unknown
from scanner.policy.cel.values import UINT_MAX, UInt, kind_of, type_name


def _extreme(name: str, better: Callable[[Any, Any], bool]) -> dict[str, Callable[..., Any]]:
    def one(meter: Meter, value: Any) -> Any:
        return value

    def two(meter: Meter, value: Any, other: Any) -> Any:
        return other if better(other, value) else value

    def of_list(meter: Meter, values: list[Any]) -> Any:
        unknown = first_unknown(values)
        if unknown is not None:
            return derived(name, (unknown, values))
        for value in values:
            if kind_of(value) not in "iud":
                raise CelEvaluationError(f"{name}() needs numbers, not '{type_name(value)}'")
        if not values:
            raise CelEvaluationError(f"{name}() of an empty list")
        best = values[0]
        for value in values[1:]:
            best = two(meter, best, value)
        return best

    return {**dict.fromkeys("iud", one), **{a + b: two for a in "iud" for b in "iud"}, "l": of_list}


def _rounding(rounded: Callable[[float], float]) -> dict[str, Callable[..., Any]]:
    def of_double(meter: Meter, value: float) -> float:
        return math.copysign(float(rounded(value)), value) if math.isfinite(value) else value

    return {"d": of_double}


def _half_away(value: float) -> float:
    whole = math.trunc(value)
    return whole + math.copysign(1, value) if abs(value - whole) >= 0.5 else whole


def _abs(meter: Meter, value: Any) -> Any:
    return to_int(abs(value))


def _same(meter: Meter, value: Any) -> Any:
    return value


def _sign(meter: Meter, value: int) -> int:
    return (value > 0) - (value < 0)


def _sign_of_uint(meter: Meter, value: int) -> UInt:
    return UInt(value > 0)


def _sign_of_double(meter: Meter, value: float) -> float:
    return value if value != value else float((value > 0) - (value < 0))


def _sqrt(meter: Meter, value: Any) -> float:
    return math.sqrt(value) if value >= 0 else math.nan


def _bits(operation: Callable[[int, int], int]) -> dict[str, Callable[..., Any]]:
    return {
        "ii": lambda meter, a, b: operation(a, b),
        "uu": lambda meter, a, b: UInt(operation(int(a), int(b))),
    }


def _signed(bits: int) -> int:
    return bits - 2**64 if bits >= 2**63 else bits


def _shift(value: int, by: int, left: bool) -> int:
    """Shifts 64 bits, filling with zeros."""
    if by < 0:
        raise CelEvaluationError(f"negative shift: {by}")
    if by >= 64:
        return 0
    bits = int(value) & UINT_MAX
    return (bits << by) & UINT_MAX if left else bits >> by


def _shifting(left: bool) -> dict[str, Callable[..., Any]]:
    return {
        "ii": lambda meter, value, by: _signed(_shift(value, by, left)),
        "ui": lambda meter, value, by: UInt(_shift(value, by, left)),
    }


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "math.greatest": _extreme("math.greatest", lambda a, b: a > b),
    "math.least": _extreme("math.least", lambda a, b: a < b),
    "math.ceil": _rounding(math.ceil),
    "math.floor": _rounding(math.floor),
    "math.round": _rounding(_half_away),
    "math.trunc": _rounding(math.trunc),
    "math.abs": {"i": _abs, "u": _same, "d": lambda meter, value: abs(value)},
    "math.sign": {"i": _sign, "u": _sign_of_uint, "d": _sign_of_double},
    "math.isInf": {"d": lambda meter, value: math.isinf(value)},
    "math.isNaN": {"d": lambda meter, value: math.isnan(value)},
    "math.isFinite": {"d": lambda meter, value: math.isfinite(value)},
    "math.sqrt": {"i": _sqrt, "u": _sqrt, "d": _sqrt},
    "math.bitAnd": _bits(lambda a, b: a & b),
    "math.bitOr": _bits(lambda a, b: a | b),
    "math.bitXor": _bits(lambda a, b: a ^ b),
    "math.bitNot": {"i": lambda meter, value: ~value, "u": lambda meter, value: UInt(int(value) ^ UINT_MAX)},
    "math.bitShiftLeft": _shifting(True),
    "math.bitShiftRight": _shifting(False),
}
