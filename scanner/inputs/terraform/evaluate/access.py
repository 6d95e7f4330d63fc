"""Attributes and items of values, and values that are not worked out until somebody needs them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from scanner.inputs.terraform.evaluate.errors import EvaluationError, TooLarge
from scanner.inputs.terraform.evaluate.types import MapValue, SetValue
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine
from scanner.inputs.terraform.syntax import tree
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.scope import Scope


MAX_NODES = 1_000_000
"""Most parts a value may have. Locals that hold each other twice reach any number in a few lines."""


class Instance(Protocol):
    """A resource or module instance: its attributes are worked out one by one, as they are asked for."""

    def attribute(self, name: str, node: tree.Node, scope: Scope) -> Value:
        """One attribute or output."""

    def whole(self) -> Value:
        """All of them, or an Unknown where not even their names are known."""


class LazyObject(dict[str, Value]):
    """Stands for a whole resource or module instance. Empty by itself: `force` gives the real object."""

    __slots__ = ("instance",)

    def __init__(self, instance: Instance) -> None:
        super().__init__()
        self.instance = instance


def force(value: Value) -> Value:
    """The value itself where it stands for an instance."""
    return value.instance.whole() if value.__class__ is LazyObject else value


def force_inside(value: Value) -> Value:
    """The value with every instance in it worked out."""
    value = force(value)
    if not isinstance(value, (dict, list)) or not _holds_lazy(value):
        return value
    if isinstance(value, dict):
        return {key: force_inside(item) for key, item in value.items()}
    return [force_inside(item) for item in value]


def _holds_lazy(value: Value) -> bool:
    """Whether an instance stands anywhere in it. Raises TooLarge for what nobody should walk through."""
    found = False
    pending = [value]
    seen = 0
    while pending:
        node = pending.pop()
        if node.__class__ is LazyObject:
            found = True
        elif isinstance(node, dict):
            seen += len(node)
            pending.extend(item for item in node.values() if isinstance(item, (dict, list)))
        elif isinstance(node, list):
            seen += len(node)
            pending.extend(item for item in node if isinstance(item, (dict, list)))
        if seen > MAX_NODES or len(pending) > MAX_NODES:
            raise TooLarge(f"the value has more than {MAX_NODES:,} parts")
    return found


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
            return value[name]
        except KeyError:
            if isinstance(value, MapValue):
                message = f'Missing map element: this map does not have an element with the key "{name}"'
            else:
                message = f'Unsupported attribute: this object does not have an attribute named "{name}"'
            raise EvaluationError(message, node, scope) from None
    if isinstance(value, Unknown):
        return part_of(value, name)
    if value is None:
        message = f'Attempt to get attribute from null value: the value is null, so it has no attribute "{name}"'
        raise EvaluationError(message, node, scope)
    kind = "a list or tuple, whose items need an index" if isinstance(value, list) else "not an object"
    raise EvaluationError(f'Unsupported attribute: "{name}" was asked of a value that is {kind}', node, scope)


def part_of(value: Unknown, key: object) -> Unknown:
    """A part of an Unknown: the same part of the same Unknown is the same value."""
    return TypedUnknown(value.cause, value.references, (value.origin, key))


def get_index(collection: Value, key: Value, node: tree.Node, scope: Scope) -> Value:
    """`collection[key]`."""
    if isinstance(collection, Unknown):
        return combine([collection, key], "index") if isinstance(key, Unknown) else part_of(collection, key)
    if isinstance(key, Unknown):
        return combine([key], None)
    if collection is None:
        raise EvaluationError("Attempt to index null value: the value is null, so it has no items", node, scope)
    if key is None:
        raise EvaluationError("Invalid index: can't use a null value as an indexing key", node, scope)
    if isinstance(collection, dict):
        return _entry(collection, key, node, scope)
    if isinstance(collection, SetValue):
        message = "Invalid index: elements of a set are identified only by their value and have no index"
        raise EvaluationError(message, node, scope)
    if isinstance(collection, list):
        return _item(collection, key, node, scope)
    raise EvaluationError("Invalid index: this value does not have any indices", node, scope)


def _entry(collection: dict[str, Value], key: Value, node: tree.Node, scope: Scope) -> Value:
    if isinstance(key, bool):
        name = "true" if key else "false"
    elif isinstance(key, (str, int, Decimal)):
        name = str(key)
    else:
        raise EvaluationError("Invalid index: the key of a map or object must be a string", node, scope)
    if collection.__class__ is LazyObject:
        return collection.instance.attribute(name, node, scope)
    try:
        return collection[name]
    except KeyError:
        message = f'Invalid index: the key "{name}" does not identify an element in this collection value'
        raise EvaluationError(message, node, scope) from None


def _item(collection: list[Value], key: Value, node: tree.Node, scope: Scope) -> Value:
    if isinstance(key, str):
        try:
            key = int(key)
        except ValueError:
            raise EvaluationError("Invalid index: a number is required", node, scope) from None
    if isinstance(key, bool) or not isinstance(key, int):
        raise EvaluationError("Invalid index: a whole number is required", node, scope)
    if 0 <= key < len(collection):
        return collection[key]
    message = f"Invalid index: {key} does not identify an element, the collection has {len(collection)}"
    raise EvaluationError(message, node, scope)
