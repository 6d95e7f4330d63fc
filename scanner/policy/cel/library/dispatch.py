"""Calls of functions: the overload for the arguments at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Final, TypeAlias

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import kind_of, type_name

Table: TypeAlias = Mapping[str, Mapping[str, Callable[..., Any]]]
"""Implementations by key and kinds."""

_KINDS: Final = {
    "null_type": "n",
    "bool": "b",
    "int": "i",
    "uint": "u",
    "double": "d",
    "string": "s",
    "bytes": "y",
    "list": "l",
    "map": "m",
    "google.protobuf.Timestamp": "t",
    "google.protobuf.Duration": "r",
    "type": "T",
    "optional_type": "o",
    "net.IP": "p",
    "net.CIDR": "c",
    "kubernetes.Quantity": "Q",
    "kubernetes.URL": "U",
    "kubernetes.Semver": "V",
    "kubernetes.NamedFormat": "F",
}
_FAULTS: Final = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What an implementation of the environment may raise on arguments that it was not made for."""


class Overloads(tuple[Any, ...]):
    """The `Function`s of one key, in order. Which one takes some arguments depends on their Python types alone."""

    def __init__(self, functions: Iterable[Any]) -> None:
        self.chosen: dict[tuple[type, ...], Any] = {}
        """Those that were called, by the types of the arguments."""
        self.plain: dict[tuple[type, ...], Any] = {}
        """Those of them that were called with known values."""


def by_key(functions: Iterable[Any]) -> dict[str, Overloads]:
    """`Function`s as calls look them up."""
    found: dict[str, list[Any]] = {}
    for function in functions:
        found.setdefault(function.key, []).append(function)
    return {key: Overloads(of_key) for key, of_key in found.items()}


@cache
def table(module: str) -> Table:
    """The functions of a module of the library."""
    found: Table = import_module(f"scanner.policy.cel.library.{module}").FUNCTIONS
    return found


def call(overloads: Mapping[str, Callable[..., Any]], key: str, meter: Meter, arguments: Sequence[Any]) -> Any:
    """Calls a function of the library: the overload for the arguments. Raises CelEvaluationError without a place."""
    kinds = "".join(map(kind_of, arguments))
    stars = "*" * len(kinds)
    implementation = overloads.get(kinds) or overloads.get(stars) or overloads.get(kinds[:1] + stars[1:])
    if implementation is None:
        raise no_overload(key, arguments)
    for argument in arguments:
        meter.size(argument)
    try:
        return implementation(meter, *arguments)
    except (OverflowError, ValueError) as error:
        # Data may hold integers far beyond 64 bits.
        raise CelEvaluationError(f"value out of range: {error}") from error


def call_extra(key: str, overloads: Overloads, context: Any, arguments: Sequence[Any]) -> Any:
    """Calls a function of the environment: the first of `overloads` that takes the arguments."""
    types = tuple(map(type, arguments))
    overload = overloads.chosen.get(types)
    if overload is None:
        overload = overloads.chosen[types] = overload_for(key, overloads, arguments)
    return call_overload(key, overload, context, arguments)


def call_overload(key: str, overload: Any, context: Any, arguments: Sequence[Any]) -> Any:
    """Calls one of them, which takes the arguments. Raises CelEvaluationError."""
    try:
        if overload.contextual:
            return overload.implementation(context, *arguments)
        return overload.implementation(*arguments)
    except _FAULTS as error:
        raise CelEvaluationError(f"{key.lstrip('.')}(): {error}") from error


def overload_for(key: str, overloads: Overloads, arguments: Sequence[Any]) -> Any:
    """The first of `overloads` that takes the arguments. Raises CelEvaluationError."""
    for overload in overloads:
        if len(overload.parameters) == len(arguments) and all(map(_fits, arguments, overload.parameters)):
            return overload
    raise no_overload(key, arguments)


def _fits(value: Any, declared: Any) -> bool:
    kind = kind_of(value)
    return kind == "?" or declared.name not in _KINDS or _KINDS[declared.name] == kind


def no_overload(key: str, arguments: Sequence[Any], offset: int = -1) -> CelEvaluationError:
    """The error that no overload takes these arguments."""
    given = ", ".join(map(type_name, arguments))
    return CelEvaluationError(f"no matching overload for '{key.lstrip('.')}' applied to '({given})'", offset)
