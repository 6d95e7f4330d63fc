"""Equality and membership, with Unknowns."""

from __future__ import annotations

from typing import Any

from scanner.model.values import Unknown
from scanner.policy.cel.access import keys_of, lookup
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import MAX_NESTING, Meter
from scanner.policy.cel.unknowns import OpenMap, derived, uncertain
from scanner.policy.cel.values import OptionalValue, kind_of

_MISSING = object()
_NUMBERS = frozenset("iud")


def equal(one: Any, other: Any, meter: Meter, level: int = 0) -> bool | Unknown:
    """Whether two values are equal; Unknown where that depends on something unknown.

    Numbers of different types are equal when they mean the same number; other values of different types are not.
    """
    meter.charge(1)
    kind, other_kind = kind_of(one), kind_of(other)
    if kind == "?" or other_kind == "?":
        return _unknown(one, other)
    if kind != other_kind:
        return kind in _NUMBERS and other_kind in _NUMBERS and bool(one == other)
    if level > MAX_NESTING:
        raise CelEvaluationError(f"value is nested more than {MAX_NESTING} levels deep")
    if kind == "l":
        return len(one) == len(other) and _all_equal(zip(one, other, strict=True), meter, level)
    if kind == "m":
        return _maps(one, other, meter, level)
    if kind == "o":
        if not one.content or not other.content:
            return bool(one.content) == bool(other.content)
        return equal(one.content[0], other.content[0], meter, level + 1)
    meter.size(one)
    return bool(one == other)


def _unknown(one: Any, other: Any) -> bool | Unknown:
    if isinstance(one, Unknown) and isinstance(other, Unknown) and one.origin == other.origin:
        return True
    for given, opposite in ((one, other), (other, one)):
        if given is None and opposite.not_null:
            return False
        if isinstance(given, str) and _rules_out(given, opposite):
            return False
    return derived("_==_", (one, other))


def _rules_out(text: str, unknown: Unknown) -> bool:
    """Whether what is known of an unknown text says that it is another one."""
    return not text.startswith(unknown.prefix) or (not text and unknown.content is not None)


def _maps(one: Any, other: Any, meter: Meter, level: int) -> bool | Unknown:
    unknowns: list[Unknown] = [entries.rest for entries in (one, other) if isinstance(entries, OpenMap)]
    for entries, opposite in ((one, other), (other, one)):
        for key in keys_of(entries):
            if lookup(opposite, key, _MISSING) is _MISSING:
                alone = lookup(entries, key, None)
                if not uncertain(alone):
                    return False
                unknowns.append(alone)
    shared = [(lookup(one, key, None), lookup(other, key, _MISSING)) for key in keys_of(one)]
    found = _all_equal([pair for pair in shared if pair[1] is not _MISSING], meter, level)
    return derived("_==_", unknowns) if unknowns and found is not False else found


def _all_equal(pairs: Any, meter: Meter, level: int) -> bool | Unknown:
    unknowns: list[Unknown] = []
    for one, other in pairs:
        found = equal(one, other, meter, level + 1)
        if found is False:
            return False
        if isinstance(found, Unknown):
            unknowns.append(found)
    return derived("_==_", unknowns) if unknowns else True


def contains(item: Any, container: Any, meter: Meter) -> bool | Unknown:
    """`item in container` for a list, or for the keys of a map. Raises CelEvaluationError for anything else."""
    kind = kind_of(container)
    if kind == "m":
        if isinstance(item, Unknown):
            return derived("@in", (item, container)) if container or isinstance(container, OpenMap) else False
        value = lookup(container, item, _MISSING)
        return derived("has", (value,)) if uncertain(value) else value is not _MISSING
    if kind != "l":
        raise CelEvaluationError(f"'in' needs a list or a map, not '{type(container).__name__}'")
    meter.charge(len(container))
    unknowns: list[Unknown] = []
    for element in container:
        found = equal(item, element, meter)
        if found is True:
            return True
        if isinstance(found, Unknown):
            unknowns.append(found)
    return derived("@in", unknowns) if unknowns else False


def same_value(one: Any, other: Any, meter: Meter) -> bool:
    """Whether two results are one and the same known value, type included, or the same Unknown."""
    if one is other:
        return True
    kind = kind_of(one)
    if kind != kind_of(other) or kind in "lmo" or isinstance(one, OptionalValue):
        return False
    return equal(one, other, meter) is True
