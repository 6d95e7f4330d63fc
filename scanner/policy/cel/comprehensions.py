"""What the macros of a plan mean that run over a list or map.

A node is `(macro, offset, operand, slots, condition, result)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.access import keys_of, lookup
from scanner.policy.cel.construction import add_entry
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.frame import Frame, Node, Operation
from scanner.policy.cel.unknowns import derived, uncertain
from scanner.policy.cel.values import BoolKey, kind_of, type_name


def _items(node: Node, frame: Frame) -> Any:
    """The values of the variables for each turn; or the Unknown or error that the operand is."""
    operand = frame.value(node[2])
    two = len(node[3]) == 2
    kind = kind_of(operand)
    if kind == "l":
        frame.charge(len(operand))
        return list(enumerate(operand)) if two else [(item,) for item in operand]
    if kind == "m":
        frame.charge(len(operand))
        entries = [(key, lookup(operand, key, None)) for key in keys_of(operand)]
        return [_Entry(entry if two else entry[:1], entry[1]) for entry in entries]
    if kind == "?":
        return derived(node[0], (operand, []))
    if isinstance(operand, CelEvaluationError):
        return operand
    return CelEvaluationError(f"a macro runs over a list or a map, not '{type_name(operand)}'", node[2][1])


class _Entry(tuple[Any, ...]):
    """The variables of one turn over a map."""

    doubt: Unknown | None
    """The value of the entry, when it may turn out null and the entry absent."""

    def __new__(cls, variables: tuple[Any, ...], value: Any) -> _Entry:
        made = super().__new__(cls, variables)
        made.doubt = value if uncertain(value) else None
        return made


def _doubt(item: tuple[Any, ...]) -> Unknown | None:
    return item.doubt if isinstance(item, _Entry) else None


def _turns(items: list[tuple[Any, ...]], node: Node, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """Sets the variables turn by turn."""
    slots = node[3]
    for item in items:
        for slot, value in zip(slots, item, strict=True):
            frame.slots[slot] = value
        yield item


def _tested(node: Node, frame: Frame) -> Any:
    """The condition: a bool, an Unknown or an error."""
    if node[4] is None:
        return True
    value = frame.value(node[4])
    if isinstance(value, (bool, Unknown, CelEvaluationError)):
        return value
    return CelEvaluationError(f"a condition gives a bool, not '{type_name(value)}'", node[4][1])


def _all(node: Node, frame: Frame) -> Any:
    return _aggregate(node, frame, False)


def _exists(node: Node, frame: Frame) -> Any:
    return _aggregate(node, frame, True)


def _aggregate(node: Node, frame: Frame, decisive: bool) -> Any:
    """`all` and `exists`: one decisive turn decides, whatever the others give; then Unknown goes before error."""
    items = _items(node, frame)
    if not isinstance(items, list):
        return items
    unknowns: list[Unknown] = []
    errors: list[CelEvaluationError] = []
    for item in _turns(items, node, frame):
        value = _tested(node, frame)
        doubt = _doubt(item)
        if doubt is not None and value is not (not decisive):
            value = derived(node[0], (doubt, []))
        if value is decisive:
            return decisive
        if isinstance(value, Unknown):
            unknowns.append(value)
        elif isinstance(value, CelEvaluationError):
            errors.append(value)
    if unknowns:
        return unknowns[0] if len(unknowns) == 1 and not errors else derived(node[0], [*unknowns, *errors])
    return errors[0] if errors else not decisive


def _exists_one(node: Node, frame: Frame) -> Any:
    items = _items(node, frame)
    if not isinstance(items, list):
        return items
    values: list[Any] = []
    for item in _turns(items, node, frame):
        value, doubt = _tested(node, frame), _doubt(item)
        values.append(value if doubt is None or value is False else derived(node[0], (doubt, [])))
    unknowns = [value for value in values if isinstance(value, Unknown)]
    errors = [value for value in values if isinstance(value, CelEvaluationError)]
    count = sum(value is True for value in values)
    if unknowns and (errors or count < 2):
        return derived(node[0], [*unknowns, *errors, count])
    return errors[0] if errors else count == 1


class _Stop(Exception):
    """Carries the Unknown or error that a macro results in."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


def _kept(node: Node, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """The turns whose condition is true. Raises _Stop where a condition is no bool."""
    items = _items(node, frame)
    if not isinstance(items, list):
        raise _Stop(items)
    stopped: Any = None
    for item in _turns(items, node, frame):
        value, doubt = _tested(node, frame), _doubt(item)
        if doubt is not None and value is not False:
            value = derived(node[0], (doubt, []))
        if value is True and stopped is None:
            yield item
        elif isinstance(value, Unknown) and not isinstance(stopped, Unknown):
            stopped = derived(node[0], (value, []))
        elif isinstance(value, CelEvaluationError) and stopped is None:
            stopped = value
    if stopped is not None:
        raise _Stop(stopped)


def _result(node: Node, frame: Frame) -> Any:
    """The transformation of one turn, possibly Unknown. Raises _Stop for an error."""
    value = frame.value(node[5])
    if isinstance(value, CelEvaluationError):
        raise _Stop(value)
    return value


def _filter(node: Node, frame: Frame) -> Any:
    try:
        return [item[0] for item in _kept(node, frame)]
    except _Stop as stop:
        return stop.result


def _map(node: Node, frame: Frame) -> Any:
    try:
        return [_result(node, frame) for _ in _kept(node, frame)]
    except _Stop as stop:
        return stop.result


def _transform_map(node: Node, frame: Frame) -> Any:
    try:
        entries = [(item[0], _result(node, frame)) for item in _kept(node, frame)]
    except _Stop as stop:
        return stop.result
    return {BoolKey(key) if isinstance(key, bool) else key: value for key, value in entries}


def _transform_map_entry(node: Node, frame: Frame) -> Any:
    entries: dict[Any, Any] = {}
    unknown: Unknown | None = None
    try:
        for _ in _kept(node, frame):
            made = _result(node, frame)
            if isinstance(made, Unknown):
                unknown = unknown or derived(node[0], (made, []))
                continue
            for key in keys_of(made):
                error = add_entry(entries, key, (lookup(made, key, None),), node[1])
                if error is not None:
                    return error
    except _Stop as stop:
        return stop.result
    return unknown if unknown is not None else entries


def _sort_by(node: Node, frame: Frame) -> Any:
    from scanner.policy.cel.library.lists import sorted_by

    try:
        pairs = [(_result(node, frame), item[0]) for item in _kept(node, frame)]
        return sorted_by(frame, [key for key, _ in pairs], [item for _, item in pairs])
    except _Stop as stop:
        return stop.result
    except CelEvaluationError as error:
        if error.offset < 0 and type(error) is CelEvaluationError:
            error.offset = node[1]
            return error
        raise


COMPREHENSIONS: Final[dict[str, Operation]] = {
    "all": _all,
    "exists": _exists,
    "existsOne": _exists_one,
    "filter": _filter,
    "map": _map,
    "sortBy": _sort_by,
    "transformList": _map,
    "transformMap": _transform_map,
    "transformMapEntry": _transform_map_entry,
}
