"""The list functions of Kubernetes: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.equality import equal
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.dispatch import no_overload
from scanner.policy.cel.library.operators import to_int, to_uint
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.unknowns import derived, first_unknown
from scanner.policy.cel.values import Duration, Timestamp, kind_of, type_name

_NUMBERS: Final = frozenset("iud")
_ORDERED: Final = frozenset("biudsytr")


def _is_sorted(meter: Meter, items: list[Any]) -> Any:
    known = [item for item in items if not isinstance(item, Unknown)]
    keys = _keys(known, ".isSorted")
    if any(one > other for one, other in pairwise(keys)):
        return False  # what lies between two of the wrong order cannot put them right
    unknown = first_unknown(items)
    return True if unknown is None or len(items) < 2 else derived("isSorted", (unknown, items))


def _least(meter: Meter, items: list[Any]) -> Any:
    return _extreme(items, "min", lambda one, other: one > other)


def _greatest(meter: Meter, items: list[Any]) -> Any:
    return _extreme(items, "max", lambda one, other: one < other)


def _extreme(items: list[Any], name: str, worse: Callable[[Any, Any], bool]) -> Any:
    unknown = first_unknown(items)
    if unknown is not None:
        return derived(name, (unknown, items))
    if not items:
        raise CelEvaluationError(f"{name}() of an empty list")
    keys = _keys(items, f".{name}")
    best = 0
    for at, key in enumerate(keys):
        if worse(keys[best], key):
            best = at
    return items[best]


def _keys(items: Iterable[Any], name: str) -> list[Any]:
    """What items are compared by: numbers with numbers, otherwise all of one type."""
    found = list(items)
    kinds = {kind_of(item) for item in found}
    if not kinds <= _ORDERED or (len(kinds) > 1 and not kinds <= _NUMBERS):
        raise CelEvaluationError(f"{name}(): values of type '{', '.join(map(type_name, found[:2]))}' have no order")
    return [item.nanoseconds if isinstance(item, (Timestamp, Duration)) else item for item in found]


def _sum(meter: Meter, items: list[Any]) -> Any:
    unknown = first_unknown(items)
    if unknown is not None:
        return derived("sum", (unknown, items))
    kinds = {kind_of(item) for item in items} or {"i"}
    if len(kinds) > 1:
        raise no_overload("_+_", items[:2])
    match kinds.pop():
        case "i":
            return to_int(sum(items))
        case "u":
            return to_uint(sum(map(int, items)))
        case "d":
            return float(sum(items))
        case "r":
            return Duration(to_int(sum(item.nanoseconds for item in items)))
        case _:
            raise no_overload(".sum", (items,))


def index_of(meter: Meter, items: list[Any], wanted: Any) -> Any:
    """The index of the first item that is equal to a value; -1 where there is none."""
    return _first(meter, range(len(items)), items, wanted)


def last_index_of(meter: Meter, items: list[Any], wanted: Any) -> Any:
    """The index of the last item that is equal to a value; -1 where there is none."""
    return _first(meter, range(len(items) - 1, -1, -1), items, wanted)


def _first(meter: Meter, order: Iterable[int], items: list[Any], wanted: Any) -> Any:
    for at in order:
        found = equal(items[at], wanted, meter)
        if isinstance(found, Unknown):
            return derived("indexOf", (found, items, wanted))
        if found:
            return at
    return -1


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    ".isSorted": {"l": _is_sorted},
    ".min": {"l": _least},
    ".max": {"l": _greatest},
    ".sum": {"l": _sum},
}
