"""What the operations of a plan mean that make lists, maps, messages and optionals, and bindings."""

from __future__ import annotations

from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.access import NONE, stored_key
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.frame import Build, Delayed, Frame, Node, Operation, Run, placed
from scanner.policy.cel.unknowns import derived
from scanner.policy.cel.values import OptionalValue, type_name


def _unpacked(value: Any, offset: int) -> Any:
    """The values that an optional entry adds, none or one, in a tuple; or the Unknown or error that it is."""
    if isinstance(value, OptionalValue):
        return value.content
    if isinstance(value, (Unknown, CelEvaluationError)):
        return value
    return CelEvaluationError(f"an optional entry needs an optional, not '{type_name(value)}'", offset)


def _list(node: Node, build: Build) -> Run:
    runs = [(build(operand), operand[1], at in node[3]) for at, operand in enumerate(node[2])]

    def run(frame: Frame) -> Any:
        elements: list[Any] = []
        for operand, offset, optional in runs:
            value = operand(frame)
            held = _unpacked(value, offset) if optional else (value,)
            if not isinstance(held, tuple):
                return held
            if isinstance(value, CelEvaluationError):
                return value
            elements += held
        frame.charge(len(elements))
        return elements

    return run


def _map(node: Node, build: Build) -> Run:
    runs = [(build(key), key[1], build(value), value[1], optional) for key, value, optional in node[2]]

    def run(frame: Frame) -> Any:
        entries: dict[Any, Any] = {}
        unknown: Unknown | None = None
        for key_run, key_offset, value_run, value_offset, optional in runs:
            key, value = key_run(frame), value_run(frame)
            held = _unpacked(value, value_offset) if optional else (value,)
            for part in (key, value, held):
                if isinstance(part, CelEvaluationError):
                    return part
            if isinstance(key, Unknown) or isinstance(held, Unknown):
                unknown = unknown or derived("newMap", (key if isinstance(key, Unknown) else held, None))
                continue
            error = add_entry(entries, key, held, key_offset)
            if error is not None:
                return error
        frame.charge(len(entries))
        return unknown if unknown is not None else entries

    return run


def add_entry(entries: dict[Any, Any], key: Any, held: tuple[Any, ...], offset: int) -> CelEvaluationError | None:
    """Puts no or one value under a new key; gives the error when that cannot be."""
    try:
        stored = stored_key(key)
    except CelEvaluationError as error:
        return placed(error, offset)
    if held and stored in entries:
        return CelEvaluationError(f"duplicate map key: {key}", offset)
    if held:
        entries[stored] = held[0]
    return None


def _message(node: Node, build: Build) -> Run:
    from scanner.policy.cel.library.messages import build as build_message

    _, offset, name, fields = node
    runs = [(field, build(value), value[1], optional) for field, value, optional in fields]

    def run(frame: Frame) -> Any:
        given: dict[str, Any] = {}
        for field, operand, at, optional in runs:
            value = operand(frame)
            held = _unpacked(value, at) if optional else (value,)
            for part in (value, held):
                if isinstance(part, CelEvaluationError):
                    return part
                if isinstance(part, Unknown):
                    return derived(name, (value, None))
            if held:
                given[field] = held[0]
        try:
            return build_message(name, given)
        except CelEvaluationError as error:
            return placed(error, offset)

    return run


def _optional_of(node: Node, build: Build) -> Run:
    operand = build(node[2])

    def run(frame: Frame) -> Any:
        value = operand(frame)
        return value if isinstance(value, CelEvaluationError) else OptionalValue(value)

    return run


def _or_value(node: Node, build: Build) -> Run:
    offset, operand, default = node[1], build(node[2]), build(node[3])

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if isinstance(value, OptionalValue):
            return value.content[0] if value.content else default(frame)
        return _not_optional("orValue", offset, value, default(frame))

    return run


def _or_else(node: Node, build: Build) -> Run:
    offset, operand, default = node[1], build(node[2]), build(node[3])

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if not isinstance(value, OptionalValue):
            return _not_optional("or", offset, value, default(frame))
        if value.content:
            return value
        other = default(frame)
        if isinstance(other, (OptionalValue, Unknown, CelEvaluationError)):
            return other
        given = f"optional_type, {type_name(other)}"
        return CelEvaluationError(f"no matching overload for 'or' applied to '({given})'", offset)

    return run


def _not_optional(name: str, offset: int, value: Any, other: Any) -> Any:
    if isinstance(value, CelEvaluationError):
        return value
    if isinstance(value, Unknown):
        return derived(name, (value, other))
    return CelEvaluationError(f"no matching overload for '{name}' applied to '({type_name(value)}, dyn)'", offset)


def _optional_map(node: Node, build: Build) -> Run:
    _, offset, operand_node, slot, body_node, flat = node
    operand, body = build(operand_node), build(body_node)
    name = "optFlatMap" if flat else "optMap"

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if isinstance(value, Unknown):
            return derived(name, (value, NONE))
        if isinstance(value, CelEvaluationError):
            return value
        if not isinstance(value, OptionalValue):
            return CelEvaluationError(f"no matching overload for '{name}' applied to '({type_name(value)})'", offset)
        if not value.content:
            return value
        frame.slots[slot] = value.content[0]
        result = body(frame)
        if isinstance(result, CelEvaluationError):
            return result
        if not flat:
            return OptionalValue(result)
        if isinstance(result, (OptionalValue, Unknown)):
            return result
        return CelEvaluationError(f"optFlatMap() needs an optional, not '{type_name(result)}'", body_node[1])

    return run


def _bind(node: Node, build: Build) -> Run:
    slot, value, body = node[2], build(node[3]), build(node[4])

    def run(frame: Frame) -> Any:
        frame.slots[slot] = Delayed(value)
        return body(frame)

    return run


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
