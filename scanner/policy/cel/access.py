"""Selection and indexing, with Unknowns and optionals. Errors are raised without a place; the evaluator adds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.unknowns import derived, selected, uncertain
from scanner.policy.cel.values import BoolKey, OptionalValue, kind_of, type_name

_MISSING: Final = object()
NONE: Final = OptionalValue()


def lookup(entries: dict[Any, Any], key: Any, default: Any) -> Any:
    """The value at a key of a map, or `default`. Numbers that mean the same are the same key."""
    kind = kind_of(key)
    if kind == "s":
        return entries.get(key, default)
    if kind == "b":
        found = entries.get(BoolKey(key), default)
        if found is not default:
            return found
        return entries[key] if key in entries and _stored_bool(entries, key) else default
    if kind not in "iud" or key not in entries:
        return default
    # A dict from outside may hold True, which Python finds under 1.
    return default if key in (0, 1) and _stored_bool(entries, key) else entries[key]


def _stored_bool(entries: dict[Any, Any], key: Any) -> bool:
    return any(stored == key and isinstance(stored, bool) for stored in entries)


def stored_key(key: Any) -> Any:
    """The key under which a map made by an expression keeps a CEL key. Raises CelEvaluationError for other values."""
    kind = kind_of(key)
    if kind == "b":
        return BoolKey(key)
    if kind not in "ius":
        raise CelEvaluationError(f"a value of type '{type_name(key)}' cannot be a map key")
    return key


def keys_of(entries: dict[Any, Any]) -> Iterable[Any]:
    """The CEL keys of a map."""
    return [key.value if type(key) is BoolKey else key for key in entries]


def select(operand: Any, field: str) -> Any:
    """`operand.field`."""
    if isinstance(operand, dict):
        value = operand.get(field, _MISSING)
        if value is _MISSING:
            raise CelEvaluationError(f"no such key: {field}")
        return value
    if isinstance(operand, Unknown):
        return selected(operand, field)
    if isinstance(operand, OptionalValue):
        return _viral(operand, lambda held: optional_select(held, field))
    raise CelEvaluationError(f"no field '{field}' in a value of type '{type_name(operand)}'")


def has(operand: Any, field: str) -> bool | Unknown:
    """`has(operand.field)`. An Unknown may turn out null, which counts as absent, unless it is known not to."""
    if isinstance(operand, dict):
        value = operand.get(field, _MISSING)
        if uncertain(value):
            return derived("has", (value,))
        return value is not _MISSING
    if isinstance(operand, Unknown):
        return derived("has", (operand, field))
    if isinstance(operand, OptionalValue):
        return has(operand.content[0], field) if operand.content else False
    raise CelEvaluationError(f"no field '{field}' in a value of type '{type_name(operand)}'")


def optional_select(operand: Any, field: str) -> Any:
    """`operand.?field`."""
    if isinstance(operand, dict):
        return _present(operand.get(field, _MISSING))
    if isinstance(operand, Unknown):
        return derived("_?._", (operand, field))
    if isinstance(operand, OptionalValue):
        return _viral(operand, lambda held: optional_select(held, field))
    raise CelEvaluationError(f"no field '{field}' in a value of type '{type_name(operand)}'")


def index(operand: Any, at: Any) -> Any:
    """`operand[at]`."""
    if isinstance(operand, OptionalValue):
        return _viral(operand, lambda held: optional_index(held, at))
    if isinstance(operand, Unknown):
        scalar = isinstance(at, (str, int)) and not isinstance(at, bool)
        return selected(operand, at) if scalar else derived("_[_]", (operand, at))
    found = _find(operand, at)
    if found is _MISSING:
        raise CelEvaluationError(
            f"no such key: {at}" if isinstance(operand, dict) else f"index out of bounds: {at} of {len(operand)}"
        )
    return found


def optional_index(operand: Any, at: Any) -> Any:
    """`operand[?at]`."""
    if isinstance(operand, OptionalValue):
        return _viral(operand, lambda held: optional_index(held, at))
    if isinstance(operand, Unknown):
        return derived("_[?_]", (operand, at))
    found = _find(operand, at)
    return found if isinstance(at, Unknown) else _present(found)


def _find(operand: Any, at: Any) -> Any:
    """The value at an index or key, `_MISSING`, or Unknown for an unknown index."""
    kind = kind_of(operand)
    if kind not in "lm":
        raise CelEvaluationError(f"a value of type '{type_name(operand)}' has no index")
    if isinstance(at, Unknown):
        return derived("_[_]", (at, operand))
    if kind == "m":
        if kind_of(at) not in "biuds":
            raise CelEvaluationError(f"a value of type '{type_name(at)}' cannot be a map key")
        return lookup(operand, at, _MISSING)
    if kind_of(at) not in "iud" or at != at or at in (float("inf"), float("-inf")) or int(at) != at:
        raise CelEvaluationError(f"a list has no index {at!r} of type '{type_name(at)}'")
    position = int(at)
    return operand[position] if 0 <= position < len(operand) else _MISSING


def _present(value: Any) -> Any:
    """The optional for a value that was found or not."""
    if value is _MISSING:
        return NONE
    if uncertain(value):
        return derived("_?._", (value,))
    return OptionalValue(value)


def _viral(operand: OptionalValue, access: Callable[[Any], Any]) -> Any:
    """Access through an optional gives an optional again."""
    return access(operand.content[0]) if operand.content else NONE
