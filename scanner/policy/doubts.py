"""Unknown values that leave open which resources are linked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from scanner.model.resources import Relation, Resource
from scanner.model.values import Path, Unknown, Value

_DEEPEST = 24
_MOST = 50_000
"""Parts of one resource that are looked at."""

_NO_NAMES = frozenset({"tags", "tags_all", "labels", "annotations", "status", "timeouts"})
"""What names no other resource."""
_OUTSIDE = ("var.", "data.", "module.", "local.", "each.", "path.", "terraform.")
_LABELLED = frozenset({"metadata", "spec", "template", "jobTemplate", "labels", "namespace"})
_IDENTITY = (("metadata",), ("metadata", "name"), ("metadata", "namespace"))

Doubt: TypeAlias = tuple[Path, Unknown]
"""An Unknown and where it lies."""


def doubts_of(resource: Resource) -> tuple[Doubt, ...]:
    """The Unknowns anywhere in a resource that may turn out to be anything."""
    return tuple(_unknowns(resource.attributes))


def may_name(doubts: tuple[Doubt, ...], relation: Relation | None) -> Unknown | None:
    """The first doubt that leaves open what a resource names, or with the relation `selects` what it selects."""
    for path, unknown in doubts:
        if _NO_NAMES.isdisjoint(map(str, path)) and (relation != "selects" or _is_of_selector(path)):
            return unknown
    return None


def may_be_named(resource: Resource, doubts: tuple[Doubt, ...], other: Resource) -> Unknown | None:
    """The first doubt that leaves open whether `other` names or selects this Kubernetes object."""
    if resource.origin.kind != "kubernetes":
        return None
    if None not in (resource.namespace, other.namespace) and resource.namespace != other.namespace:
        doubts = tuple(doubt for doubt in doubts if doubt[0] in _IDENTITY and doubt[0][-1] != "name")
    selects = _has_selector(other)
    for path, unknown in doubts:
        if path in _IDENTITY or (selects and ("labels" in path or path[-1] in _LABELLED)):
            return unknown
    return None


def _is_of_selector(path: Path) -> bool:
    return path in ((), ("spec",), *_IDENTITY) or any(str(step).lower().endswith("selector") for step in path)


def _has_selector(resource: Resource) -> bool:
    spec = resource.attributes.get("spec")
    return isinstance(spec, Unknown) or (
        isinstance(spec, dict) and any(str(key).lower().endswith("selector") for key in spec)
    )


def _unknowns(root: Value) -> Iterator[Doubt]:
    waiting: list[tuple[Path, Value]] = [((), root)]
    seen = 0
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Unknown):
            if _may_be_anything(node):
                yield path, node
        elif isinstance(node, (dict, list, tuple)) and len(path) < _DEEPEST:
            seen += len(node)
            if seen > _MOST:
                yield (), Unknown("it has more parts than are looked at", origin=("too large", id(root)))
                return
            entries = node.items() if isinstance(node, dict) else enumerate(node)
            waiting.extend(((*path, step), item) for step, item in entries if not isinstance(item, (str, int, float)))


def _may_be_anything(value: Unknown) -> bool:
    """True unless the Unknown is known to be an attribute of some managed resource: then a link says which."""
    return not value.references or value.references[-1].name.startswith(_OUTSIDE)
