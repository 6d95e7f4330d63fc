"""What the operations of a plan mean that make lists, maps, messages and optionals, and bindings."""

from __future__ import annotations

from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.access import NONE, stored_key
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.frame import Delayed, Frame, Node, Operation
from scanner.policy.cel.unknowns import derived
from scanner.policy.cel.values import OptionalValue, type_name


def _unpacked(value: Any, node: Node) -> Any:
    """The values that an optional entry adds, none or one, in a tuple; or the Unknown or error that it is."""
    if isinstance(value, OptionalValue):
        return value.content
    if isinstance(value, (Unknown, CelEvaluationError)):
        return value
    return CelEvaluationError(f"an optional entry needs an optional, not '{type_name(value)}'", node[1])


def _list(node: Node, frame: Frame) -> Any:
    elements: list[Any] = []
    for at, operand in enumerate(node[2]):
        value = frame.value(operand)
        held = _unpacked(value, operand) if at in node[3] else (value,)
        if not isinstance(held, tuple):
            return held
        if isinstance(value, CelEvaluationError):
            return value
        elements += held
    return elements


def _map(node: Node, frame: Frame) -> Any:
    entries: dict[Any, Any] = {}
    unknown: Unknown | None = None
    for key_node, value_node, optional in node[2]:
        key, value = frame.value(key_node), frame.value(value_node)
        held = _unpacked(value, value_node) if optional else (value,)
        for part in (key, value, held):
            if isinstance(part, CelEvaluationError):
                return part
        if isinstance(key, Unknown) or isinstance(held, Unknown):
            unknown = unknown or derived("newMap", (key if isinstance(key, Unknown) else held, None))
            continue
        error = add_entry(entries, key, held, key_node[1])
        if error is not None:
            return error
    return unknown if unknown is not None else entries


def add_entry(entries: dict[Any, Any], key: Any, held: tuple[Any, ...], offset: int) -> CelEvaluationError | None:
    """Puts no or one value under a new key; gives the error when that cannot be."""
    try:
        stored = stored_key(key)
    except CelEvaluationError as error:
        error.offset = offset
        return error
    if held and stored in entries:
        return CelEvaluationError(f"duplicate map key: {key}", offset)
    if held:
        entries[stored] = held[0]
    return None


def _message(node: Node, frame: Frame) -> Any:
    from scanner.policy.cel.library.messages import build

    fields: dict[str, Any] = {}
    for name, operand, optional in node[3]:
        value = frame.value(operand)
        held = _unpacked(value, operand) if optional else (value,)
        for part in (value, held):
            if isinstance(part, CelEvaluationError):
                return part
        if isinstance(held, Unknown) or isinstance(value, Unknown):
            return derived(node[2], (value, None))
        if held:
            fields[name] = held[0]
    try:
        return build(node[2], fields)
    except CelEvaluationError as error:
        error.offset = node[1]
        return error


def _optional_of(node: Node, frame: Frame) -> Any:
    value = frame.value(node[2])
    return value if isinstance(value, CelEvaluationError) else OptionalValue(value)


def _or_value(node: Node, frame: Frame) -> Any:
    operand = frame.value(node[2])
    if isinstance(operand, OptionalValue):
        return operand.content[0] if operand.content else frame.value(node[3])
    return _not_optional("orValue", node, operand, frame)


def _or_else(node: Node, frame: Frame) -> Any:
    operand = frame.value(node[2])
    if not isinstance(operand, OptionalValue):
        return _not_optional("or", node, operand, frame)
    if operand.content:
        return operand
    other = frame.value(node[3])
    if isinstance(other, (OptionalValue, Unknown, CelEvaluationError)):
        return other
    return CelEvaluationError(
        f"no matching overload for 'or' applied to '(optional_type, {type_name(other)})'", node[1]
    )


def _not_optional(name: str, node: Node, operand: Any, frame: Frame) -> Any:
    if isinstance(operand, CelEvaluationError):
        return operand
    other = frame.value(node[3])
    if isinstance(operand, Unknown):
        return derived(name, (operand, other))
    return CelEvaluationError(f"no matching overload for '{name}' applied to '({type_name(operand)}, dyn)'", node[1])


def _optional_map(node: Node, frame: Frame) -> Any:
    _, offset, operand_node, slot, body, flat = node
    operand = frame.value(operand_node)
    name = "optFlatMap" if flat else "optMap"
    if isinstance(operand, Unknown):
        return derived(name, (operand, NONE))
    if isinstance(operand, CelEvaluationError):
        return operand
    if not isinstance(operand, OptionalValue):
        return CelEvaluationError(f"no matching overload for '{name}' applied to '({type_name(operand)})'", offset)
    if not operand.content:
        return operand
    frame.slots[slot] = operand.content[0]
    result = frame.value(body)
    if isinstance(result, CelEvaluationError):
        return result
    if not flat:
        return OptionalValue(result)
    if isinstance(result, (OptionalValue, Unknown)):
        return result
    return CelEvaluationError(f"optFlatMap() needs an optional, not '{type_name(result)}'", body[1])


def _bind(node: Node, frame: Frame) -> Any:
    frame.slots[node[2]] = Delayed(node[3])
    return frame.value(node[4])


CONSTRUCTIONS: Final[dict[str, Operation]] = {
    "newList": _list,
    "newMap": _map,
    "message": _message,
    "optionalOf": _optional_of,
    "orValue": _or_value,
    "orElse": _or_else,
    "optMap": _optional_map,
    "bind": _bind,
}
