"""What the macros of a plan mean that run over a list or map.

A node is `(macro, offset, operand, slots, condition, result)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from scanner.model.values import Array, PartialList, Unknown
from scanner.policy.cel.access import keys_of, lookup
from scanner.policy.cel.construction import add_entry
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.frame import Build, Frame, Node, Operation, Run, guarded
from scanner.policy.cel.unknowns import OpenMap, derived, uncertain
from scanner.policy.cel.values import BoolKey, kind_of, type_name


class _Loop:
    """A macro made ready."""

    __slots__ = ("_condition", "_offsets", "_operand", "_result", "_slots", "_weight", "name", "offset")

    def __init__(self, node: Node, build: Build) -> None:
        self.name, self.offset, operand, self._slots, condition, result = node
        self._operand = build(operand)
        self._condition = None if condition is None else build(condition)
        self._offsets = operand[1], -1 if condition is None else condition[1]
        self._result = None if result is None else build(result)
        self._weight = 1 + weight(condition) + weight(result)

    def turns(self, frame: Frame) -> Any:
        """The variables of each turn, and the value that makes an entry doubtful because it may turn out null.

        Or the Unknown or error that the operand is.
        """
        operand = self._operand(frame)
        two = len(self._slots) == 2
        kind = kind_of(operand)
        if kind == "l":
            frame.charge(len(operand))
            return (
                [((at, item), None) for at, item in enumerate(operand)]
                if two
                else [((item,), None) for item in operand]
            )
        if kind == "m":
            frame.charge(len(operand))
            entries = [(key, lookup(operand, key, None)) for key in keys_of(operand)]
            turns = [(entry if two else entry[:1], entry[1] if uncertain(entry[1]) else None) for entry in entries]
            return _Some(turns, derived(self.name, (operand.rest, []))) if isinstance(operand, OpenMap) else turns
        if kind == "?":
            if isinstance(operand, PartialList) and not two:
                frame.charge(len(operand.items))
                return _Some([((item,), None) for item in operand.items], derived(self.name, (operand, [])))
            return derived(self.name, (operand, []))
        if isinstance(operand, CelEvaluationError):
            return operand
        message = f"a macro runs over a list or a map, not '{type_name(operand)}'"
        return CelEvaluationError(message, self._offsets[0])

    def begin(self, frame: Frame, variables: tuple[Any, ...]) -> None:
        """Sets the variables of a turn."""
        frame.charge(self._weight)
        for slot, value in zip(self._slots, variables, strict=True):
            frame.slots[slot] = value

    def test(self, frame: Frame) -> Any:
        """The condition: a bool, an Unknown or an error."""
        if self._condition is None:
            return True
        value = self._condition(frame)
        if isinstance(value, (bool, Unknown, CelEvaluationError)):
            return value
        return CelEvaluationError(f"a condition gives a bool, not '{type_name(value)}'", self._offsets[1])

    def kept(self, frame: Frame) -> Iterator[tuple[Any, ...]]:
        """The turns whose condition is true. Raises _Stop where a condition is no bool."""
        turns = self.turns(frame)
        if not isinstance(turns, list):
            raise _Stop(turns)
        stopped: Any = None
        for variables, doubt in turns:
            self.begin(frame, variables)
            value = self.test(frame)
            if doubt is not None and value is not False:
                value = derived(self.name, (doubt, []))
            if value is True and stopped is None:
                yield variables
            elif isinstance(value, Unknown) and not isinstance(stopped, Unknown):
                stopped = derived(self.name, (value, []))
            elif isinstance(value, CelEvaluationError) and stopped is None:
                stopped = value
        if isinstance(turns, _Some) and not isinstance(stopped, CelEvaluationError):
            raise _Stop(turns.rest, partial=True)
        if stopped is not None:
            raise _Stop(stopped)

    def result(self, frame: Frame) -> Any:
        """The transformation of one turn, possibly Unknown. Raises _Stop for an error."""
        assert self._result is not None
        value = self._result(frame)
        if isinstance(value, CelEvaluationError):
            raise _Stop(value)
        return value


class _Stop(Exception):
    """Carries the Unknown or error that a macro results in."""

    def __init__(self, result: Any, partial: bool = False) -> None:
        super().__init__()
        self.result = result
        self.partial = partial
        """Whether what was gathered before is part of the result for certain."""


class _Some(list[Any]):
    """The turns of the items that are known of a list or map that is known in part."""

    __slots__ = ("rest",)

    def __init__(self, turns: list[Any], rest: Unknown) -> None:
        super().__init__(turns)
        self.rest = rest
        """Stands for the turns that are not known, if there are any."""


def weight(node: Any) -> int:
    """The number of nodes of a plan."""
    if not isinstance(node, tuple):
        return 0
    return bool(node and isinstance(node[0], str)) + sum(map(weight, node))


def _all(node: Node, build: Build) -> Run:
    return _aggregate(_Loop(node, build), False)


def _exists(node: Node, build: Build) -> Run:
    return _aggregate(_Loop(node, build), True)


def _aggregate(loop: _Loop, decisive: bool) -> Run:
    """`all` and `exists`: one decisive turn decides, whatever the others give; then Unknown goes before error."""

    def run(frame: Frame) -> Any:
        turns = loop.turns(frame)
        if not isinstance(turns, list):
            return turns
        unknowns: list[Unknown] = []
        errors: list[CelEvaluationError] = []
        for variables, doubt in turns:
            loop.begin(frame, variables)
            value = loop.test(frame)
            if doubt is not None and value is not (not decisive):
                value = derived(loop.name, (doubt, []))
            if value is decisive:
                return decisive
            if isinstance(value, Unknown):
                unknowns.append(value)
            elif isinstance(value, CelEvaluationError):
                errors.append(value)
        if isinstance(turns, _Some):
            unknowns.append(turns.rest)
        if unknowns:
            return unknowns[0] if len(unknowns) == 1 and not errors else derived(loop.name, [*unknowns, *errors])
        return errors[0] if errors else not decisive

    return run


def _exists_one(node: Node, build: Build) -> Run:
    loop = _Loop(node, build)

    def run(frame: Frame) -> Any:
        turns = loop.turns(frame)
        if not isinstance(turns, list):
            return turns
        values: list[Any] = []
        for variables, doubt in turns:
            loop.begin(frame, variables)
            value = loop.test(frame)
            values.append(value if doubt is None or value is False else derived(loop.name, (doubt, [])))
        if isinstance(turns, _Some):
            values.append(turns.rest)
        unknowns = [value for value in values if isinstance(value, Unknown)]
        errors = [value for value in values if isinstance(value, CelEvaluationError)]
        count = sum(value is True for value in values)
        if unknowns and (errors or count < 2):
            return derived(loop.name, [*unknowns, *errors, count])
        return errors[0] if errors else count == 1

    return run


def _collecting(collect: Callable[[_Loop, Frame], Any]) -> Operation:
    """An operation that gathers the turns that are kept."""

    def operation(node: Node, build: Build) -> Run:
        loop = _Loop(node, build)

        def run(frame: Frame) -> Any:
            try:
                return collect(loop, frame)
            except _Stop as stop:
                return stop.result

        return run

    return operation


def _filter(loop: _Loop, frame: Frame) -> Any:
    return _gathered(loop, frame, lambda variables: variables[0])


def _map(loop: _Loop, frame: Frame) -> Any:
    return _gathered(loop, frame, lambda variables: loop.result(frame))


def _gathered(loop: _Loop, frame: Frame, make: Callable[[tuple[Any, ...]], Any]) -> Any:
    """A list of what is made of the turns that are kept. Of a list that is known in part the result is so too."""
    found: list[Any] = []
    try:
        for variables in loop.kept(frame):
            found.append(make(variables))  # noqa: PERF401 - what was found counts when the loop is stopped
    except _Stop as stop:
        if stop.partial and found:
            return PartialList(stop.result, Array(found))
        raise
    return found


def _transform_map(loop: _Loop, frame: Frame) -> Any:
    entries = [(variables[0], loop.result(frame)) for variables in loop.kept(frame)]
    return {BoolKey(key) if isinstance(key, bool) else key: value for key, value in entries}


def _transform_map_entry(loop: _Loop, frame: Frame) -> Any:
    entries: dict[Any, Any] = {}
    unknown: Unknown | None = None
    for _ in loop.kept(frame):
        made = loop.result(frame)
        if isinstance(made, Unknown):
            unknown = unknown or derived(loop.name, (made, []))
            continue
        if isinstance(made, OpenMap):
            unknown = unknown or derived(loop.name, (made.rest, []))
        for key in keys_of(made):
            error = add_entry(entries, key, (lookup(made, key, None),), loop.offset)
            if error is not None:
                return error
    return unknown if unknown is not None else entries


def _sort_by(loop: _Loop, frame: Frame) -> Any:
    from scanner.policy.cel.library.lists import sorted_by

    pairs = [(loop.result(frame), variables[0]) for variables in loop.kept(frame)]
    return guarded(loop.offset, sorted_by, frame, [key for key, _ in pairs], [item for _, item in pairs])


COMPREHENSIONS: Final[dict[str, Operation]] = {
    "all": _all,
    "exists": _exists,
    "existsOne": _exists_one,
    "filter": _collecting(_filter),
    "map": _collecting(_map),
    "sortBy": _collecting(_sort_by),
    "transformList": _collecting(_map),
    "transformMap": _collecting(_transform_map),
    "transformMapEntry": _collecting(_transform_map_entry),
}
