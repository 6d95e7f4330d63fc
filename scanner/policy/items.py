"""Items of `each`: binding names to them, and what each is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from scanner.model.values import Object, PartialList, Unknown, Value
from scanner.policy.compiled import Each, Read
from scanner.policy.paths import join_path, parse_path, resolve
from scanner.policy.rendering import shorten
from scanner.policy.scopes import Root, Scope

ITEM_LIMIT = 100_000
"""Most items that one rule looks at in one resource."""
_LABEL_LIMIT = 120
_SEARCHED = 256

Level: TypeAlias = tuple[str | int, Value]
"""Index or key of an item in the list or map it was taken from, and the item."""


class Binding:
    """One way to bind all names of `each`, or the reason why there is none."""

    __slots__ = ("failure", "levels", "values")

    def __init__(self, values: tuple[Value, ...], levels: tuple[Level, ...], failure: Unknown | Exception | None):
        self.values = values
        """The arguments of the rule's functions."""
        self.levels = levels
        """One for each name that is bound."""
        self.failure = failure
        """Why the remaining names have no items: their list is Unknown, or asking for it failed."""


class TooManyItems(Exception):
    """A rule asks for more items than anyone wants to wait for."""


def bindings(each: Each, context: Any, outer: Iterable[Binding]) -> list[Binding]:
    """Every binding of one more name: each of those of the names before it, with each of its items.

    Raises:
        TooManyItems: more than `ITEM_LIMIT`.
    """
    found: list[Binding] = []
    for binding in outer:
        if binding.failure is not None:
            found.append(binding)
            continue
        values, levels = binding.values, binding.levels
        try:
            items = each.items(context, *values)
        except Exception as error:  # noqa: BLE001 - whatever a rule does, the others go on
            found.append(Binding(values, levels, error))
            continue
        if isinstance(items, (list, tuple)):
            found += [Binding((*values, level[1]), (*levels, level), None) for level in enumerate(items)]
        elif isinstance(items, dict):
            entries = [(str(key), item) for key, item in items.items()]
            found += [Binding((*values, level[1]), (*levels, level), None) for level in entries]
        else:
            known = enumerate(items.items if isinstance(items, PartialList) else ())
            found += [Binding((*values, level[1]), (*levels, level), None) for level in known]
            failure = items if isinstance(items, Unknown) else TypeError(f"each.{each.name} is not a list or a map")
            found.append(Binding(values, levels, failure))
        if len(found) > ITEM_LIMIT:
            raise TooManyItems(f"more than {ITEM_LIMIT} items")
    return found


class Items:
    """What rules with the same `each` are asked for in one resource, with what reports need of it made once."""

    __slots__ = ("_each", "_labels", "_scopes", "bindings")

    def __init__(self, each: tuple[Each, ...], bindings: list[Binding]) -> None:
        self._each = each
        self._scopes: dict[int, Scope] = {}
        self._labels: list[str | None] | None = None
        self.bindings = bindings
        """The ways to bind the names."""

    def scope(self, number: int, outer: Scope) -> Scope:
        """The scope of the resource with the names of one binding in it, each with its path where that can be told."""
        found = self._scopes.get(number)
        if found is None:
            found = outer
            for each, level in zip(self._each, self.bindings[number].levels, strict=False):
                found = found.bind(each.name, _item_root(each.name, each.reads, found, level))
            self._scopes[number] = found
        return found

    def label(self, number: int, outer: Scope) -> str | None:
        """What one binding is called in reports: different for different items of one resource.

        None where there is no item, or where the item is the resource itself.
        """
        if self._labels is None:
            self._labels = self._all_labels(outer)
        return self._labels[number]

    def _all_labels(self, outer: Scope) -> list[str | None]:
        taken: set[str] = set()
        result: list[str | None] = []
        for at, binding in enumerate(self.bindings):
            if not binding.levels:
                result.append(None)
                continue
            roots = self.scope(at, outer).roots
            levels = zip(self._each, binding.levels, strict=False)
            label = _join([_known_label(roots[each.name], level[0], outer) for each, level in levels])
            if label in taken:
                levels = zip(self._each, binding.levels, strict=False)
                label = _join([_label(roots[each.name], level[0], named=False) for each, level in levels])
            number = 2
            base = label
            while label in taken:
                label = f"{base}#{number}"
                number += 1
            taken.add(label)
            result.append(label or None)
        return result


def _item_root(name: str, reads: tuple[Read, ...], scope: Scope, level: Level) -> Root:
    key, item = level
    if item is scope.resource.attributes:
        return Root(item, (), "")
    if isinstance(item, Object) and item.path is not None:
        known = scope.known.items.get(id(item))
        if known is None:
            known = scope.known.items[id(item)] = Root(item, _parsed(item.path), item.path)
        return known
    fallback = Root(item, None, join_path(name, (key,)))
    for read in reversed(reads):
        if read[0] not in scope.roots or read[0] == "meta" or "*" in read[1]:
            continue
        located = scope.find(read)
        if located.value is item and isinstance(item, (dict, list)):
            return Root(item, located.path, located.text)
        step = _step_of(located.value, key, item)
        if step is not None:
            where = None if located.path is None else (*located.path, step)
            return Root(item, where, join_path(located.text, (step,)))
        if read[1] and isinstance(located.value, (dict, list, tuple)):
            fallback = Root(item, None, join_path(located.text, (key,)))
    return fallback


def _step_of(container: Value, key: str | int, item: Value) -> str | int | None:
    """Where the item lies in the container as written: a rule may have filtered or sorted what it asked for."""
    if isinstance(container, PartialList):
        container = container.items
    if isinstance(container, dict) and isinstance(key, str):
        return key if key in container and container[key] is item else None
    if isinstance(container, (list, tuple)) and isinstance(key, int):
        if key < len(container) and container[key] is item:
            return key
        if isinstance(item, (dict, list)):
            return next((index for index, other in enumerate(container[:_SEARCHED]) if other is item), None)
    return None


def _parsed(text: str) -> tuple[str | int, ...] | None:
    try:
        return parse_path(text)
    except ValueError:
        return None


def _join(parts: Iterable[str]) -> str:
    return ".".join(part for part in parts if part)


def _known_label(root: Root, key: str | int, scope: Scope) -> str:
    found = scope.known.labels.get((root, key))
    if found is None:
        found = scope.known.labels[root, key] = _label(root, key, named=True)
    return found


def _label(root: Root, key: str | int, named: bool) -> str:
    """`containers[app]` for an item with a name, `ingress[0]` for others, `root_block_device` for a single block that a
    rule put into a list.
    """
    steps = root.path if root.path is not None else _parsed(root.text)
    if not steps:
        return shorten(root.text, _LABEL_LIMIT)
    if isinstance(key, int) and isinstance(steps[-1], str):
        return shorten(steps[-1], _LABEL_LIMIT)
    at = max((n for n, step in enumerate(steps[:-1]) if isinstance(step, str)), default=-1)
    holder = str(steps[at]) if at >= 0 else ""
    name = resolve(root.value, ("name",)) if named and isinstance(root.value, dict) else None
    if isinstance(name, str) and name:
        return f"{shorten(holder, _LABEL_LIMIT)}[{shorten(name, _LABEL_LIMIT)}]"
    keys = "".join(f"[{shorten(str(step), _LABEL_LIMIT)}]" for step in steps[at + 1 :])
    return f"{shorten(holder, _LABEL_LIMIT)}{keys}"
