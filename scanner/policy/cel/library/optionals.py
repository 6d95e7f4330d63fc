"""Functions of optionals that are not part of the language's own evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.access import NONE
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.unknowns import OpenMap, derived, first_uncertain, first_unknown, uncertain
from scanner.policy.cel.values import OptionalValue, kind_of, type_name


def _none(meter: Meter) -> OptionalValue:
    return NONE


def _of_non_zero(meter: Meter, value: Any) -> Any:
    match kind_of(value):
        case "m" if all(map(uncertain, value.values())) and (value or isinstance(value, OpenMap)):
            return derived("optional.ofNonZeroValue", (first_uncertain(value), value))
        case "n":
            zero = True
        case "b" | "i" | "u" | "d":
            zero = value == 0
        case "s" | "y" | "l" | "m":
            zero = len(value) == 0
        case "r":
            zero = value.nanoseconds == 0
        case "o":
            zero = not value.content
        case _:
            zero = False
    return NONE if zero else OptionalValue(value)


def _has_value(meter: Meter, value: OptionalValue) -> bool:
    return bool(value.content)


def _value(meter: Meter, value: OptionalValue) -> Any:
    if not value.content:
        raise CelEvaluationError("optional.none() has no value")
    return value.content[0]


def _unwrap(meter: Meter, values: list[Any]) -> Any:
    unknown = first_unknown(values)
    if unknown is not None:
        return derived("optional.unwrap", (unknown, values))
    for value in values:
        if not isinstance(value, OptionalValue):
            raise CelEvaluationError(f"unwrap needs optionals, not '{type_name(value)}'")
    return [value.content[0] for value in values if value.content]


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "optional.none": {"": _none},
    "optional.ofNonZeroValue": {"*": _of_non_zero},
    "optional.unwrap": {"l": _unwrap},
    ".unwrapOpt": {"l": _unwrap},
    ".hasValue": {"o": _has_value},
    ".value": {"o": _value},
}
