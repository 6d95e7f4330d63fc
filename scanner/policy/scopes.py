"""Names of a rule as reports see them: values with their paths and places in the resource."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model.places import Place
from scanner.model.resources import Resource
from scanner.model.values import Object, Path, Value, place_at, place_of
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
        node, where, text = self.value, self.path, self.text
        for step in path:
            node = child(node, step)
            where = None if where is None else (*where, step)
            text = join_path(text, (step,))
            if isinstance(node, Object) and node.path is not None:
                text = node.path
                try:
                    where = parse_path(node.path)
                except ValueError:
                    where = None
        return Root(node, where, text)


class Scope:
    """The names of a rule while it judges one resource."""

    __slots__ = ("resource", "roots")

    def __init__(self, resource: Resource, roots: Mapping[str, Root]) -> None:
        self.resource = resource
        """The resource."""
        self.roots = roots
        """`resource`, `meta`, `pod` and the names of `each`."""

    def bind(self, name: str, root: Root) -> Scope:
        """The scope with one more name."""
        return Scope(self.resource, {**self.roots, name: root})

    def find(self, read: Read) -> Root:
        """What a rule reads; absent when the name is not there."""
        root = self.roots.get(read[0])
        return root.walk(read[1]) if root is not None else Root(ABSENT, None, join_path(read[0], read[1]))

    def place(self, read: Read) -> Place | None:
        """The deepest entry on the way that is written inside the resource's own block."""
        return self._place(read, within=self.resource.extent)

    def written_at(self, read: Read) -> Place | None:
        """The deepest entry on the way, wherever it is written."""
        return self._place(read, within=None)

    def _place(self, read: Read, within: Place | None) -> Place | None:
        name, path = read
        root = self.roots.get(name)
        if root is None or name == "meta":
            return None
        where = self.find(read).path
        if where is not None:
            return _deepest_place(self.resource.attributes, where, within)
        return _deepest_place(root.value, path, within) or _accept(place_of(root.value), within)


def resource_scope(resource: Resource, meta: Mapping[str, Value], pod: Object | None) -> Scope:
    """The names that every rule has."""
    roots = {"resource": Root(resource.attributes, (), ""), "meta": Root(meta, None, "meta")}
    if pod is not None:
        roots["pod"] = Root(pod, None, "pod")
    return Scope(resource, roots)


def _deepest_place(node: Value, path: Path, within: Place | None) -> Place | None:
    found = None
    for step in path:
        entry = place_at(node, (step,))
        node = child(node, step)
        found = _accept(entry, within) or _accept(place_of(node), within) or found
        if node is ABSENT:
            break
    return found


def _accept(place: Place | None, within: Place | None) -> Place | None:
    if place is None or within is None:
        return place
    inside = place.file == within.file and within.line <= place.line and place.end_line <= within.end_line
    return place if inside else None
