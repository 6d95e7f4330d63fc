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
"""Indices or keys of the guilty items, by where the list or map lies."""


def find_culprits(rule: CompiledRule, context: Any, values: tuple[Value, ...]) -> Culprits:
    """The guilty items of every list that a failed check runs over, as far as that can be told.

    An item is guilty when the check fails on it alone. A check that fails on the empty list as well asks for something
    to exist, and no item is to blame.
    """
    found: dict[Read, Steps] = {}
    for read in dict.fromkeys((*rule.focus, *rule.reads)):
        if "*" in read[1]:
            _search(rule, context, values, read, found)
    return found


def _search(rule: CompiledRule, context: Any, values: tuple[Value, ...], read: Read, found: dict[Read, Steps]) -> None:
    name, path = read
    names = ("resource", "meta", *(("pod",) if rule.pods else ()), *(each.name for each in rule.each))
    if name not in names:
        return
    position = names.index(name)
    for _ in range(_LEVELS):
        if "*" not in path:
            return
        at = path.index("*")
        where = (name, path[:at])
        container = resolve(values[position], path[:at])
        if where not in found:
            guilty = _guilty(rule, context, values, position, where[1], container)
            if not guilty:
                return
            found[where] = guilty
        step = found[where][0]
        path = (*path[:at], step, *path[at + 1 :])


def _guilty(
    rule: CompiledRule, context: Any, values: tuple[Value, ...], position: int, path: Path, container: Value
) -> Steps:
    steps: Steps
    if isinstance(container, dict):
        steps = list(container)
    elif isinstance(container, (list, tuple)):
        steps = list(range(len(container)))
    else:
        return []
    if not 0 < len(steps) <= ITEM_LIMIT:
        return []
    if len(steps) == 1:
        return steps

    def fails(part: Value) -> bool | None:
        root = _replaced(values[position], path, part)
        try:
            result = rule.check(context, *values[:position], root, *values[position + 1 :])
        except Exception:  # noqa: BLE001 - the check was not made for this list; then it tells nothing
            return None
        return not result if isinstance(result, bool) else None

    empty: Value = {} if isinstance(container, dict) else []
    if fails(empty) is not False:
        return []
    alone = [
        (step, {step: child(container, step)} if isinstance(container, dict) else [container[step]]) for step in steps
    ]
    return [step for step, part in alone if fails(part) is True]


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
