"""Which item of a list made a check fail, found by asking the check again about each item alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from scanner.model.values import Path, Value
from scanner.policy.compiled import CompiledRule, Read
from scanner.policy.paths import ABSENT, Steps, child, resolve

ITEM_LIMIT = 32
"""Longest list or map that is looked into."""
_LEVELS = 3

Culprits: TypeAlias = Mapping[Read, Steps]
"""Indices or keys of the guilty items, by where the list or map lies; none for a list that is not to blame."""

_Others: TypeAlias = list[tuple[int, Path]]
"""Other lists and maps: position of the argument that they lie in, and path."""


def find_culprits(rule: CompiledRule, context: Any, values: tuple[Value, ...]) -> Culprits:
    """The guilty items of every list that a failed check runs over, as far as that can be told.

    An item is guilty when the check fails on it alone. A check that fails on the empty list as well asks for something
    to exist, and no item is to blame.
    """
    if not rule.lists:
        return {}
    names = ("resource", "meta", *(("pod",) if rule.pods else ()), *(each.name for each in rule.each))
    reads = [(names.index(name), path) for name, path in rule.lists if name in names]
    search = _Search(rule, context, values, reads)
    for position, path in reads:
        search.look(position, path)
    return {(names[position], path): steps for (position, path), steps in search.found.items()}


def is_innocent(culprits: Culprits, read: Read) -> bool:
    """Whether a list on the way of `read` was found not to be to blame, while another one is."""
    name, path = read
    if not culprits:
        return False
    ways = [path[:at] for at, step in enumerate(path) if step == "*"]
    innocent = any(culprits.get((name, way)) == [] for way in ways)
    return innocent and any(culprits.values())


class _Search:
    """The search among the lists and maps that one rule runs over."""

    __slots__ = ("_context", "_reads", "_rule", "_values", "found")

    def __init__(self, rule: CompiledRule, context: Any, values: tuple[Value, ...], reads: _Others) -> None:
        self._rule = rule
        self._context = context
        self._values = values
        self._reads = reads
        self.found: dict[tuple[int, Path], Steps] = {}

    def look(self, position: int, path: Path) -> None:
        """Looks for the guilty items in the lists along a path."""
        for _ in range(_LEVELS):
            if "*" not in path:
                return
            at = path.index("*")
            where = (position, path[:at])
            if where not in self.found:
                guilty = self._guilty(position, path[:at])
                if guilty is None:
                    return
                self.found[where] = guilty
            if not self.found[where]:
                return
            path = (*path[:at], self.found[where][0], *path[at + 1 :])

    def _guilty(self, position: int, path: Path) -> Steps | None:
        """The items on which alone the check fails; None where that cannot be told."""
        container = resolve(self._values[position], path)
        steps: Steps = []
        if isinstance(container, dict):
            steps = list(container)
        elif isinstance(container, (list, tuple)):
            steps = list(range(len(container)))
        if not 0 < len(steps) <= ITEM_LIMIT:
            return None
        others = self._others(position, path)
        if len(steps) == 1 and not others:
            return steps
        empty: Value = {} if isinstance(container, dict) else []
        for values in (self._values, self._emptied(others)) if others else (self._values,):
            if self._fails(values, position, path, empty) is False:
                return [step for step in steps if self._fails(values, position, path, _alone(container, step)) is True]
        return None

    def _others(self, position: int, path: Path) -> _Others:
        """The other lists beside this one."""
        found: _Others = []
        for other, way in self._reads:
            if other == position:
                way = _within(way, path)
            container = way[: way.index("*")] if "*" in way else path
            apart = other != position or not (container[: len(path)] == path or path[: len(container)] == container)
            if apart and (other, container) not in found:
                found.append((other, container))
        return found

    def _emptied(self, others: _Others) -> tuple[Value, ...]:
        values = list(self._values)
        for position, path in others:
            container = resolve(values[position], path)
            if isinstance(container, (dict, list, tuple)) and container:
                empty: Value = {} if isinstance(container, dict) else []
                values[position] = _replaced(values[position], path, empty)
        return tuple(values)

    def _fails(self, values: tuple[Value, ...], position: int, path: Path, part: Value) -> bool | None:
        root = _replaced(values[position], path, part)
        try:
            result = self._rule.check(self._context, *values[:position], root, *values[position + 1 :])
        except Exception:  # noqa: BLE001 - the check was not made for this list; then it tells nothing
            return None
        return not result if isinstance(result, bool) else None


def _within(way: Path, path: Path) -> Path:
    """A way with the items chosen that lead to `path`, as long as the two run together."""
    for at, step in enumerate(path[: len(way)]):
        if way[at] == "*":
            way = (*way[:at], step, *way[at + 1 :])
        elif way[at] != step:
            break
    return way


def _alone(container: Value, step: str | int) -> Value:
    return {step: child(container, step)} if isinstance(container, dict) else [child(container, step)]


def _replaced(node: Value, path: Path, part: Value) -> Value:
    """A copy of `node` with `part` at `path`."""
    if not path:
        return part
    below = child(node, path[0])
    if below is ABSENT:
        return node
    copy: Any = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = _replaced(below, path[1:], part)
    return copy
