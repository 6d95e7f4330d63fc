"""Attributes and items of values, those of Unknowns too as far as their types tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.access import Exported, LazyObject, Repetition
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.nulls import is_null, typed
from scanner.inputs.terraform.evaluate.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    MapValue,
    ObjectOf,
    SetOf,
    SetValue,
    TupleOf,
    Type,
    type_of,
)
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, derived
from scanner.inputs.terraform.syntax import tree
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.scope import Scope

_SET_INDEX = "Invalid index: elements of a set are identified only by their value and have no index"


def walk(value: Value, steps: tuple[tree.Step, ...], node: tree.Node, scope: Scope) -> Value:
    """Follows attribute names and constant indices."""
    for step in steps:
        if step.__class__ is str:
            value = get_attribute(value, step, node, scope)
        else:
            value = get_index(value, step[0], node, scope)
    return value


def get_attribute(value: Value, name: str, node: tree.Node, scope: Scope) -> Value:
    """`value.name`."""
    if value.__class__ is LazyObject:
        return value.instance.attribute(name, node, scope)
    if isinstance(value, dict):
        try:
            return typed(value[name], value)
        except KeyError:
            if value.__class__ is Exported:
                return value.missing(name, node, scope)
            if isinstance(value, MapValue):
                message = f'Missing map element: this map does not have an element with the key "{name}"'
            elif value.__class__ is Repetition:
                noun = "count" if "index" in value else "each"
                message = f'Invalid "{noun}" attribute: the "{noun}" object does not have an attribute named "{name}"'
            else:
                message = f'Unsupported attribute: this object does not have an attribute named "{name}"'
            raise EvaluationError(message, node, scope) from None
    if isinstance(value, Unknown):
        return _unknown_attribute(value, name, node, scope)
    if is_null(value):
        message = f'Attempt to get attribute from null value: the value is null, so it has no attribute "{name}"'
        raise EvaluationError(message, node, scope)
    kind = "a list or tuple, whose items need an index" if isinstance(value, list) else "not an object"
    raise EvaluationError(f'Unsupported attribute: "{name}" was asked of a value that is {kind}', node, scope)


def _unknown_attribute(value: Unknown, name: str, node: tree.Node, scope: Scope) -> Unknown:
    type = type_of(value)
    if type is DYNAMIC:
        return part_of(value, name)
    if isinstance(type, MapOf):
        return part_of(value, name, type.element)
    if isinstance(type, ObjectOf) and name in type.attributes:
        return part_of(value, name, type.attributes[name])
    kind = f"{type.friendly()}, which has no such attribute"
    raise EvaluationError(f'Unsupported attribute: "{name}" was asked of a value that is a {kind}', node, scope)


def part_of(value: Unknown, key: object, type: Type = DYNAMIC) -> Unknown:
    """A part of an Unknown: the same part of the same Unknown is the same value."""
    kind = None if type is DYNAMIC else type
    return TypedUnknown(value.cause, value.references, derived(value.origin, key), type=kind)


def get_index(collection: Value, key: Value, node: tree.Node, scope: Scope) -> Value:
    """`collection[key]`."""
    if is_null(collection):
        raise EvaluationError("Attempt to index null value: the value is null, so it has no items", node, scope)
    if is_null(key):
        raise EvaluationError("Invalid index: can't use a null value as an indexing key", node, scope)
    if isinstance(collection, Unknown):
        return _unknown_item(collection, key, node, scope)
    if isinstance(collection, dict):
        return _entry(collection, key, node, scope)
    if isinstance(collection, SetValue):
        raise EvaluationError(_SET_INDEX, node, scope)
    if isinstance(collection, list):
        return _item(collection, key, node, scope)
    raise EvaluationError("Invalid index: this value does not have any indices", node, scope)


def _unknown_item(collection: Unknown, key: Value, node: tree.Node, scope: Scope) -> Unknown:
    """A part of a collection that is Unknown. Keys are taken as its type has them: `l["0"]` is `l[0]`."""
    type = type_of(collection)
    if type is DYNAMIC:
        return combine([collection, key], "index") if isinstance(key, Unknown) else part_of(collection, key)
    if isinstance(type, (ListOf, TupleOf)):
        found = type.element if isinstance(type, ListOf) else DYNAMIC
        key = _converted_key(key, NUMBER, node, scope)
        if isinstance(type, TupleOf) and not isinstance(key, Unknown):
            return part_of(collection, key, _item(type.items, key, node, scope))
    elif isinstance(type, (MapOf, ObjectOf)):
        found = type.element if isinstance(type, MapOf) else DYNAMIC
        key = _converted_key(key, STRING, node, scope)
        if isinstance(type, ObjectOf) and not isinstance(key, Unknown):
            return part_of(collection, key, _entry(type.attributes, key, node, scope))
    elif isinstance(type, SetOf):
        raise EvaluationError(_SET_INDEX, node, scope)
    else:
        raise EvaluationError("Invalid index: this value does not have any indices", node, scope)
    if isinstance(key, Unknown):
        return combine([collection, key], "index", None if found is DYNAMIC else found)
    return part_of(collection, key, found)


def _converted_key(key: Value, type: Type, node: tree.Node, scope: Scope) -> Value:
    """A key as the collection takes it: a list a number, a map a string."""
    try:
        return convert(key, type)
    except ConversionError as error:
        what = "the given key does not identify an element in this collection value"
        raise EvaluationError(f"Invalid index: {what}: {error}", node, scope) from None


def _entry(collection: Mapping[str, Value], key: Value, node: tree.Node, scope: Scope) -> Value:
    name = key if key.__class__ is str else _converted_key(key, STRING, node, scope)
    if isinstance(name, Unknown):
        return combine([name], None, _element(collection))
    if collection.__class__ is LazyObject:
        return collection.instance.attribute(name, node, scope)
    try:
        return typed(collection[name], collection)
    except KeyError:
        if collection.__class__ is Exported:
            return collection.missing(name, node, scope)
        message = f'Invalid index: the key "{name}" does not identify an element in this collection value'
        raise EvaluationError(message, node, scope) from None


def _item(collection: Sequence[Value], key: Value, node: tree.Node, scope: Scope) -> Value:
    if key.__class__ is not int:
        key = _converted_key(key, NUMBER, node, scope)
        if isinstance(key, Unknown):
            return combine([key], None, _element(collection))
        if not isinstance(key, int):
            raise EvaluationError("Invalid index: a whole number is required", node, scope)
    if 0 <= key < len(collection):
        return typed(collection[key], collection)
    message = f"Invalid index: {key} does not identify an element, the collection has {len(collection)}"
    raise EvaluationError(message, node, scope)


def _element(collection: object) -> Type | None:
    """The type of every item, where they all have one that is known."""
    element = getattr(collection, "element", DYNAMIC)
    return None if element is DYNAMIC else element
