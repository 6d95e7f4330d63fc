"""The lists and sets extensions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.access import NONE
from scanner.policy.cel.equality import contains
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.unknowns import derived, first_unknown
from scanner.policy.cel.values import Duration, OptionalValue, Timestamp, kind_of, type_name

_ORDERED: Final = frozenset("biudsytr")


def _distinct(meter: Meter, items: list[Any]) -> Any:
    kept: list[Any] = []
    seen: set[str] = set()
    for item in items:
        if isinstance(item, str):
            if item not in seen:
                seen.add(item)
                kept.append(item)
            continue
        found = _any_equal(meter, item, kept)
        if isinstance(found, Unknown):
            return derived("distinct", (found, items))
        if not found:
            kept.append(item)
    unknown = first_unknown(kept)
    return kept if unknown is None or len(items) < 2 else derived("distinct", (unknown, items))


def _any_equal(meter: Meter, item: Any, items: list[Any]) -> bool | Unknown:
    return contains(item, items, meter)


def _flatten(meter: Meter, items: list[Any], depth: int = 1) -> Any:
    if depth < 0:
        raise CelEvaluationError(f"flatten() depth is negative: {depth}")
    for _ in range(min(depth, 100)):
        unknown = first_unknown(items)
        if unknown is not None:
            return derived("flatten", (unknown, items))
        if not any(isinstance(item, (list, tuple)) for item in items):
            break
        flat: list[Any] = []
        for item in items:
            part = item if isinstance(item, (list, tuple)) else (item,)
            meter.charge(len(part) + 1)
            flat += part
        items = flat
    return list(items)


def _slice(meter: Meter, items: list[Any], start: int, end: int) -> list[Any]:
    if not 0 <= start <= end <= len(items):
        raise CelEvaluationError(f"index out of range: {start} to {end} of {len(items)}")
    return list(items[start:end])


def _sort(meter: Meter, items: list[Any]) -> Any:
    return sorted_by(meter, items, items)


def sorted_by(meter: Meter, keys: list[Any], items: list[Any]) -> Any:
    """Items in the order of their keys, which have to be of one type that has an order."""
    unknown = first_unknown(keys)
    if unknown is not None:
        return derived("sort", (unknown, items))
    kinds = {kind_of(key) for key in keys}
    if not kinds <= _ORDERED or len(kinds) > 1:
        raise CelEvaluationError(f"values of type '{', '.join(sorted(map(type_name, keys[:2])))}' have no order")
    meter.charge(len(keys) * max(len(keys).bit_length(), 1))
    plain = [key.nanoseconds if isinstance(key, (Timestamp, Duration)) else key for key in keys]
    order = sorted(range(len(plain)), key=plain.__getitem__)
    return [items[at] for at in order]


def _first(meter: Meter, items: list[Any]) -> OptionalValue:
    return OptionalValue(items[0]) if items else NONE


def _last(meter: Meter, items: list[Any]) -> OptionalValue:
    return OptionalValue(items[-1]) if items else NONE


def _range(meter: Meter, count: int) -> list[int]:
    meter.charge(max(count, 0))
    return list(range(count))


def _contains(meter: Meter, items: list[Any], others: list[Any]) -> bool | Unknown:
    unknowns: list[Unknown] = []
    for other in others:
        found = contains(other, items, meter)
        if found is False:
            return False
        if isinstance(found, Unknown):
            unknowns.append(found)
    return derived("sets.contains", unknowns) if unknowns else True


def _equivalent(meter: Meter, items: list[Any], others: list[Any]) -> bool | Unknown:
    forth = _contains(meter, items, others)
    if forth is False:
        return False
    back = _contains(meter, others, items)
    return forth if back is True else back


def _intersects(meter: Meter, items: list[Any], others: list[Any]) -> bool | Unknown:
    unknowns: list[Unknown] = []
    for other in others:
        found = contains(other, items, meter)
        if found is True:
            return True
        if isinstance(found, Unknown):
            unknowns.append(found)
    return derived("sets.intersects", unknowns) if unknowns else False


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    ".distinct": {"l": _distinct},
    ".flatten": {"l": _flatten, "li": _flatten},
    ".slice": {"lii": _slice},
    ".sort": {"l": _sort},
    ".first": {"l": _first},
    ".last": {"l": _last},
    "lists.range": {"i": _range},
    "sets.contains": {"ll": _contains},
    "sets.equivalent": {"ll": _equivalent},
    "sets.intersects": {"ll": _intersects},
}
