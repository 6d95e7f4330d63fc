"""What a rule may ask about other resources: links followed from the resource that is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from scanner.model.resources import Link, Relation, Resource, ResourceGraph
from scanner.model.values import Object, Unknown


class Links(Protocol):
    """What can be asked about other resources."""

    def targets(self, resource: Resource, kind: str) -> list[Object] | Unknown:
        """Attributes of the resources of a kind that `resource` names; Unknown when absence is not certain."""

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Object] | Unknown:
        """Attributes of the resources of a kind that name `resource`; Unknown when absence is not certain."""


class LinkIndex:
    """The links of a graph by their ends, built when first asked for."""

    __slots__ = ("_from", "_graph", "_kinds", "_to")

    def __init__(self, graph: ResourceGraph) -> None:
        self._graph = graph
        self._from: dict[int, list[Link]] | None = None
        self._to: dict[int, list[Link]] = {}
        self._kinds: dict[tuple[str, str], list[Resource]] = {}

    def targets(self, resource: Resource, kind: str) -> list[Object] | Unknown:
        """Attributes of the resources of a kind that `resource` names; Unknown when absence is not certain."""
        found = self._attributes(link.target for link in self._outgoing(resource) if link.target.kind == kind)
        absence = None if found else self._incomplete(kind)
        return found if absence is None else absence

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Object] | Unknown:
        """Attributes of the resources of a kind that name `resource`; Unknown when absence is not certain."""
        found = self._attributes(
            link.source
            for link in self._incoming(resource)
            if link.source.kind == kind and (relation is None or link.relation == relation)
        )
        if found:
            return found
        absence = self._incomplete(kind)
        if absence is None:
            absence = self._undecided(resource, kind)
        return found if absence is None else absence

    @staticmethod
    def _attributes(resources: Iterator[Resource]) -> list[Object]:
        return list({id(resource): resource.attributes for resource in resources}.values())

    def _incomplete(self, kind: str) -> Unknown | None:
        why = self._graph.incomplete.get(kind)
        return None if why is None else Unknown(f"not every {kind} is known: {why}", origin=("incomplete", kind))

    def _undecided(self, resource: Resource, kind: str) -> Unknown | None:
        """An Unknown when a resource of the kind may yet turn out to name `resource`."""
        for other in self._of_kind(resource.origin.root, kind):
            if any(link.target.kind == resource.kind for link in self._outgoing(other)):
                continue
            for value in other.attributes.values():
                if isinstance(value, Unknown) and _may_be_anything(value):
                    origin = ("undecided", other.address, value.origin)
                    return Unknown(f"{other.address} may refer to it: {value.cause}", value.references, origin)
        return None

    def _of_kind(self, root: str, kind: str) -> list[Resource]:
        if not self._kinds:
            for resource in self._graph.resources:
                self._kinds.setdefault((resource.origin.root, resource.kind), []).append(resource)
        return self._kinds.get((root, kind), [])

    def _outgoing(self, resource: Resource) -> list[Link]:
        if self._from is None:
            self._from = {}
            for link in self._graph.links:
                self._from.setdefault(id(link.source), []).append(link)
                self._to.setdefault(id(link.target), []).append(link)
        return self._from.get(id(resource), [])

    def _incoming(self, resource: Resource) -> list[Link]:
        self._outgoing(resource)
        return self._to.get(id(resource), [])


_OUTSIDE = ("var.", "data.", "module.", "local.", "each.", "path.", "terraform.")


def _may_be_anything(value: Unknown) -> bool:
    """True unless the Unknown is known to be an attribute of some managed resource: then a link says which."""
    return not value.references or value.references[-1].name.startswith(_OUTSIDE)


class ShownLinks:
    """The same links, with attributes as they may be shown."""

    __slots__ = ("_links", "_show")

    def __init__(self, links: Links, show: Callable[[Object], Object]) -> None:
        self._links = links
        self._show = show

    def targets(self, resource: Resource, kind: str) -> list[Object] | Unknown:
        """See `Links`."""
        found = self._links.targets(resource, kind)
        return found if isinstance(found, Unknown) else list(map(self._show, found))

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Object] | Unknown:
        """See `Links`."""
        found = self._links.sources(resource, kind, relation)
        return found if isinstance(found, Unknown) else list(map(self._show, found))


class Context:
    """What contextual functions know: the resource that is judged, and its links."""

    __slots__ = ("links", "resource")

    def __init__(self, resource: Resource, links: Links) -> None:
        self.resource = resource
        """The resource that is judged."""
        self.links = links
        """The links of its graph."""
