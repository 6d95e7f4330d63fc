"""Names of a rule as reports see them: values with their paths and places in the resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.model.places import Place
from scanner.model.resources import Resource
from scanner.model.values import Object, Path, Value, extent_of, place_of
from scanner.model.verdicts import Reason
from scanner.policy.compiled import Read
from scanner.policy.paths import ABSENT, child, join_path, parse_path


class Root:
    """A value that paths start from, or lead to."""

    __slots__ = ("path", "text", "value")

    def __init__(self, value: Value, path: Path | None, text: str) -> None:
        self.value = value
        """The value; `ABSENT` when there is none."""
        self.path = path
        """Where it lies in the resource's attributes; None when that cannot be told."""
        self.text = text
        """What to call that path in reports."""

    def walk(self, path: Path) -> Root:
        """What lies at `path` from here. Nodes that know their own path (the pod view) correct the way to them."""
        node, start, known = self.value, self, 0
        for number, step in enumerate(path, 1):
            node = node.get(step, ABSENT) if isinstance(node, dict) else child(node, step)
            if type(node) is Object and node.path is not None:
                start, known = _own_root(node, node.path), number
        rest = path[known:] if known else path
        where = None if start.path is None else start.path + rest
        return Root(node, where, join_path(start.text, rest))


def _own_root(node: Object, text: str) -> Root:
    try:
        return Root(node, parse_path(text), text)
    except ValueError:
        return Root(node, None, text)


_NOWHERE = Root(ABSENT, None, "")
_NEW: Any = object()
"""Stands for a place that nobody asked for yet."""


class Known:
    """What was found in one resource, whichever rule asked for it."""

    __slots__ = ("items", "labels", "places", "reasons", "walked")

    def __init__(self) -> None:
        self.walked: dict[tuple[Root, Path], Root] = {}
        """What lies at a path from a root."""
        self.places: dict[Path, Place | None] = {}
        """Places by path in the resource."""
        self.items: dict[int, Root] = {}
        """Items that know where they lie in the resource, by identity."""
        self.labels: dict[tuple[Root, str | int], str] = {}
        """What items are called, by key or index in what they were taken from."""
        self.reasons: dict[Root, Reason] = {}
        """Reasons with values as they are, by what was found."""


class Scope:
    """The names of a rule while it judges one resource."""

    __slots__ = ("known", "resource", "roots")

    def __init__(self, resource: Resource, roots: Mapping[str, Root], known: Known) -> None:
        self.resource = resource
        """The resource."""
        self.roots = roots
        """`resource`, `meta`, `pod` and the names of `each`."""
        self.known = known
        """What other rules have found."""

    def bind(self, name: str, root: Root) -> Scope:
        """The scope with one more name."""
        return Scope(self.resource, {**self.roots, name: root}, self.known)

    def find(self, read: Read) -> Root:
        """What a rule reads; absent when the name is not there."""
        root = self.roots.get(read[0])
        if root is None:
            return _NOWHERE
        key = (root, read[1])
        found = self.known.walked.get(key)
        if found is None:
            found = self.known.walked[key] = root.walk(read[1])
        return found

    def place(self, read: Read) -> Place | None:
        """The deepest entry on the way that is written inside the resource's own block."""
        return self.place_of(read, self.find(read), self.resource.extent)

    def place_of(self, read: Read, found: Root, within: Place | None) -> Place | None:
        """The deepest entry on the way to what `find` gave for a read, inside a place or wherever it is written."""
        if found.path is not None:
            return self._place_in_resource(found.path, within)
        root = self.roots.get(read[0])
        if root is None or read[0] == "meta":
            return None
        return _deepest_place(root.value, read[1], within) or _accept(place_of(root.value), within)

    def _place_in_resource(self, path: Path, within: Place | None) -> Place | None:
        places = self.known.places
        place: Place | None = places.get(path, _NEW)
        if place is _NEW:
            place = places[path] = _deepest_place(self.resource.attributes, path, None)
        if place is None or within is None or _is_inside(place, within):
            return place  # the deepest of all is the deepest inside as well
        return _deepest_place(self.resource.attributes, path, within)


def resource_scope(resource: Resource, meta: Mapping[str, Value], pod: Object | None) -> Scope:
    """The names that every rule has."""
    roots = {"resource": Root(resource.attributes, (), ""), "meta": Root(meta, None, "meta")}
    if pod is not None:
        roots["pod"] = Root(pod, None, "pod")
    return Scope(resource, roots, Known())


def _deepest_place(root: Value, path: Path, within: Place | None) -> Place | None:
    node, nodes = root, [root]
    for step in path:
        node = node.get(step, ABSENT) if isinstance(node, dict) else child(node, step)
        nodes.append(node)
        if node is ABSENT:
            break
    for at in range(len(nodes) - 1, 0, -1):
        entry = extent_of(nodes[at - 1], path[at - 1])
        place = None if entry is None else _accept(entry[0].place(*entry[1]), within)
        place = place or _accept(place_of(nodes[at]), within)
        if place is not None:
            return place
    return None


def _accept(place: Place | None, within: Place | None) -> Place | None:
    return place if place is None or within is None or _is_inside(place, within) else None


def _is_inside(place: Place, within: Place) -> bool:
    return place.file == within.file and within.line <= place.line and place.end_line <= within.end_line
