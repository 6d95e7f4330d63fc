"""What a verdict may not show: entries that the configuration or the rule says are secret."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from scanner.model.places import Place
from scanner.model.secrets import REDACTED, Redacted, sensitive_keys, texts_of
from scanner.model.values import Object, PartialList, Path, Unknown, Value
from scanner.policy.compiled import CompiledRule, Each, Read
from scanner.policy.masks import Cover, Masks
from scanner.policy.paths import ABSENT, child, expand, parse_path, resolve
from scanner.policy.scopes import Scope

_DEEPEST = 250
_SCALARS = frozenset({str, int, bool, float, type(None)})

_Entry: TypeAlias = tuple[int, str | int]
"""Identity of a container, and a key or index in it."""

_Hides: TypeAlias = Callable[[Value, str | int], bool]
"""Whether an entry of a container is secret."""


def withheld() -> Value:
    """Stands for a secret in an expression of a message: what depends on it cannot be told either."""
    return Unknown(REDACTED, not_null=True)


def hide_sensitive(root: Value) -> Value:
    """A value of another resource for a message, without its sensitive entries."""
    return _mask(root, withheld, _is_marked, 0)


def holds_sensitive(root: Value) -> bool:
    """Whether an entry anywhere below is sensitive."""
    waiting = [root]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, PartialList):
            node = node.items
        if not isinstance(node, (dict, list, tuple)) or id(node) in seen:
            continue
        seen.add(id(node))
        items: Iterable[Value] = node
        if isinstance(node, dict):
            if sensitive_keys(node):
                return True
            items = node.values()
        waiting += [item for item in items if item.__class__ not in _SCALARS]
    return False


class Redaction:
    """The secrets of one resource as one rule sees it."""

    __slots__ = ("_each", "_entries", "_items", "_masks", "_names", "_reads", "_scope")

    def __init__(self, rule: CompiledRule, scope: Scope, masks: Masks | None = None) -> None:
        """`masks` are those of other rules about the same resource."""
        self._scope = scope
        self._masks = masks or Masks()
        self._each: dict[str, Each] = {each.name: each for each in rule.each}
        self._names = ("resource", "meta", *(("pod",) if rule.pods else ()), *self._each)
        self._reads = _expanded(rule, scope)
        self._items = {name for name, path in self._reads if not path}
        self._entries: set[_Entry] = set()
        if not sensitive_keys(scope.resource.attributes).isdisjoint(("region", "location")):
            self._entries.add((id(scope.roots["meta"].value), "region"))
        for name, path in self._reads:
            where = scope.find((name, path)).path
            if where:
                self._entries.add((self._identity(resolve(scope.resource.attributes, where[:-1])), where[-1]))
            elif path:
                self._entries.add((self._identity(scope.find((name, path[:-1])).value), path[-1]))

    def value(self, read: Read, cover: Cover = Redacted) -> Value:
        """What a rule reads, with a cover over whatever is secret in it."""
        found = self._scope.find(read).value
        if self._is_secret(read):
            return _covered(found, cover)
        if self._entries or not isinstance(found, (dict, list, tuple)):
            return _mask(found, cover, self._hides, 0)
        return self._masks.masked(found, cover, _mask_marked)

    def values(self) -> tuple[Value, ...]:
        """The arguments of the rule's functions, for a message."""
        return tuple(self.value((name, ()), withheld) for name in self._names)

    def places(self) -> tuple[Place, ...]:
        """The text of the values that the rule says are secret."""
        scope = self._scope
        found: dict[Place, None] = {}
        for read in self._reads:
            located = scope.find(read)
            reads = [read] if located.path is not None or read[0] not in self._each else self._each[read[0]].reads
            for where in reads:
                path = scope.find(where).path
                texts = texts_of(scope.resource.attributes, path) if path else ()
                found.update((source.place(*span), None) for source, span in texts)
        return tuple(found)

    def _is_secret(self, read: Read) -> bool:
        """Whether the value itself, and not just a part of it, is secret."""
        name, path = read
        scope = self._scope
        where = scope.find(read).path
        if where is not None:
            return self._on_the_way(scope.resource.attributes, where)
        root = scope.roots.get(name)
        if root is None:
            return False
        return name in self._items or self._on_the_way(root.value, path) or self._is_derived(name)

    def _is_derived(self, name: str) -> bool:
        """Whether an item whose path cannot be told was taken, or made, from something secret."""
        root, each = self._scope.roots[name], self._each.get(name)
        if each is None or root.path is not None:
            return False
        for source, path in each.reads:
            base = (source, path[: path.index("*")] if "*" in path else path)
            if source != name and (self._is_secret(base) or self._may_give(self._scope.find(base).value, root.value)):
                return True
        return False

    def _may_give(self, base: Value, item: Value) -> bool:
        """Whether something secret below `base` may be in `item`."""
        below = _containers(base, self._hides) if isinstance(item, (dict, list, PartialList)) else {}
        if id(item) in below:
            return below[id(item)]
        return _mask(base, withheld, self._hides, 0) is not base

    def _on_the_way(self, root: Value, path: Path) -> bool:
        node = root
        for step in path:
            if self._hides(node, step):
                return True
            node = child(node, step)
        return False

    def _hides(self, node: Value, step: str | int) -> bool:
        return _is_marked(node, step) or (bool(self._entries) and (self._identity(node), step) in self._entries)

    def _identity(self, node: Value) -> int:
        """Identity of a container; of one in the pod view, that of the container in the resource."""
        if isinstance(node, PartialList):
            return id(node.items)
        if type(node) is Object and node.path is not None:
            try:
                return id(resolve(self._scope.resource.attributes, parse_path(node.path)))
            except ValueError:
                return id(node)
        return id(node)


def _mask_marked(node: Value, cover: Cover) -> Value:
    return _mask(node, cover, _is_marked, 0)


def _is_marked(node: Value, step: str | int) -> bool:
    return isinstance(node, dict) and step in sensitive_keys(node)


def _covered(value: Value, cover: Cover) -> Value:
    """A secret with its cover. Why an Unknown is unknown is no secret, and what is absent stays so."""
    if isinstance(value, Unknown):
        plain = value.content is None and not isinstance(value, PartialList)
        return value if plain else Unknown(value.cause, value.references, value.origin, value.not_null)
    return value if value is None or value is ABSENT else cover()


def _mask(node: Value, cover: Cover, hides: _Hides, depth: int) -> Value:
    """`node` with every secret below covered; the same object when there is none."""
    if isinstance(node, PartialList):
        known = _mask(node.items, cover, hides, depth)
        return node if known is node.items else node.with_items(known) if isinstance(known, list) else cover()
    if not isinstance(node, (dict, list, tuple)):
        return node
    if depth > _DEEPEST:
        return cover()
    changed: dict[str | int, Value] = {}
    for step, item in _entries(node):
        new = _covered(item, cover) if hides(node, step) else _mask(item, cover, hides, depth + 1)
        if new is not item:
            changed[step] = new
    if not changed:
        return node
    entries: dict[Any, Value] = {step: changed.get(step, item) for step, item in _entries(node)}
    return Object(entries, path=getattr(node, "path", None)) if isinstance(node, dict) else list(entries.values())


def _containers(root: Value, hides: _Hides) -> dict[int, bool]:
    """Identities of the containers below `root`, and whether each lies in something secret."""
    found: dict[int, bool] = {}
    waiting = [(root, False)]
    while waiting:
        node, secret = waiting.pop()
        if isinstance(node, PartialList):
            node = node.items
        if isinstance(node, (dict, list, tuple)) and found.get(id(node)) is not secret and not found.get(id(node)):
            found[id(node)] = secret
            waiting.extend((item, secret or hides(node, step)) for step, item in _entries(node))
    return found


def _entries(node: Value) -> Iterable[tuple[str | int, Value]]:
    return node.items() if isinstance(node, dict) else enumerate(node)


def _expanded(rule: CompiledRule, scope: Scope) -> tuple[Read, ...]:
    """The entries that the rule's sensitive paths stand for. A text where a container should be is one itself."""
    found: dict[Read, None] = {}
    for name, path in rule.sensitive:
        root = scope.roots.get(name)
        if root is None:
            continue
        for route in expand(root.value, path, lambda way, steps: steps):
            if len(route) == len(path) or not isinstance(resolve(root.value, route), (dict, list)):
                found[(name, route)] = None
    return tuple(found)
