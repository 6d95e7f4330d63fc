"""Nulls that have a type, as `false ? "a" : null` has. They stay within evaluation: whatever leaves it has plain None.

Plain None stands for `null` of which no type is known. Items of typed collections are plain None too: the collection
says what they are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from scanner.model.values import Array, Object, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.types import Type


class TypedNull:
    """Null of a type. There is one for each type: make it with `null_of`."""

    __slots__ = ("type",)

    def __init__(self, type: Type) -> None:
        self.type = type
        """Never `any`."""

    def __bool__(self) -> bool:
        return False


def null_of(type: Type) -> TypedNull | None:
    """Null of this type."""
    return None if str(type) == "any" else _null_of(type)


@lru_cache(maxsize=4096)
def _null_of(type: Type) -> TypedNull:
    return TypedNull(type)


def typed(item: Value, collection: object) -> Value:
    """An item of a collection: where it is null, null of the type that all items of the collection have."""
    if item is not None or not hasattr(collection, "element"):
        return item
    return null_of(collection.element)


def is_null(value: Value) -> bool:
    """Whether a value is null, with a type or without."""
    return value is None or value.__class__ is TypedNull


def without_types(value: Value) -> Value:
    """The value with plain None for every null in it."""
    if value.__class__ is TypedNull:
        return None
    if isinstance(value, (dict, list)) and _holds_typed(value):
        return _rebuilt(value)
    return value


def _holds_typed(value: Value) -> bool:
    pending = [value]
    while pending:
        node = pending.pop()
        items = node.values() if isinstance(node, dict) else node
        kinds = set(map(type, items))
        if TypedNull in kinds:
            return True
        if not kinds <= _SCALARS:
            pending += [item for item in items if isinstance(item, (dict, list))]
    return False


_SCALARS = frozenset((str, int, bool, type(None)))


def _rebuilt(value: Value) -> Value:
    """A copy without typed nulls. Typed collections hold them in objects and tuples only."""
    from scanner.inputs.terraform.evaluate.types import ListValue, MapValue, SetValue, keep_places

    if value.__class__ is TypedNull:
        return None
    if isinstance(value, dict):
        entries = {name: _rebuilt(item) for name, item in value.items()}
        if isinstance(value, MapValue):
            return MapValue(entries, value.element, value)
        return keep_places(value, Object(entries)) if isinstance(value, Object) else entries
    if isinstance(value, list):
        items = [_rebuilt(item) for item in value]
        if isinstance(value, (ListValue, SetValue)):
            return keep_places(value, value.__class__(items, value.element))
        return keep_places(value, Array(items)) if isinstance(value, Array) else items
    return value
