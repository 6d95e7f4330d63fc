"""What a rule may ask about other resources: links followed from the resource that is judged."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Protocol

from scanner.model.resources import EVERY_KIND, Link, Relation, Resource, ResourceGraph
from scanner.model.values import Object, Unknown, Value
from scanner.policy.declared import SYMBOLIC, declared_beside, may_be_none
from scanner.policy.doubts import may_name
from scanner.policy.undecided import Candidates, Contents
from scanner.policy.unnamed import Named


class Links(Protocol):
    """What can be asked about other resources."""

    def targets(self, resource: Resource, kind: str) -> list[Value] | Unknown:
        """Attributes of the resources of a kind that `resource` names; Unknown when absence is not certain.

        Where some are known and there may be more, one Unknown stands for those in the list.
        """

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Value] | Unknown:
        """Attributes of the resources of a kind that name `resource`; Unknown when absence is not certain.

        Where some are known and there may be more, one Unknown stands for those in the list.
        """

    def declared(self, resource: Resource, kind: str, same_region: bool = False) -> list[Value] | Unknown:
        """Attributes of all resources of a kind in the root module or cluster of `resource`, linked to it or not.

        Unknown, or one in the list beside those that are known, when there may be more.
        """


class LinkIndex:
    """The links of a graph by their ends, built when first asked for."""

    __slots__ = ("_candidates", "_contents", "_declared", "_from", "_graph", "_kinds", "_named", "_to")

    def __init__(self, graph: ResourceGraph) -> None:
        self._graph = graph
        self._from: dict[int, list[Link]] | None = None
        self._to: dict[int, list[Link]] = {}
        self._kinds: dict[tuple[str, str], list[Resource]] = {}
        self._candidates: dict[tuple[str, str, str, Relation | None], Candidates] = {}
        self._declared: dict[Hashable, list[Value] | Unknown] = {}
        self._named: dict[tuple[str, str], Named] = {}
        self._contents = Contents()

    def targets(self, resource: Resource, kind: str) -> list[Value] | Unknown:
        """Attributes of the resources of a kind that `resource` names; Unknown when absence is not certain.

        Where some are known and there may be more, one Unknown stands for those in the list.
        """
        targets = (link.target for link in self._outgoing(resource) if link.target.kind == kind)
        found: list[Value] = [*self._attributes(targets)]
        absence = self._incomplete(resource, kind)
        if found:
            return found if absence is None else [*found, absence]
        if absence is None:
            absence = self._unnamed(resource, kind)
        return found if absence is None else absence

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Value] | Unknown:
        """Attributes of the resources of a kind that name `resource`; Unknown when absence is not certain.

        Where some are known and there may be more, one Unknown stands for those in the list.
        """
        linked = [
            link.source
            for link in self._incoming(resource)
            if link.source.kind == kind and (relation is None or link.relation == relation)
        ]
        perhaps = next((each for each in linked if may_be_none(each, resource)), None)
        if perhaps is not None:
            return Unknown(f"it is not known how many of {perhaps.address} there are, if any")
        found: list[Value] = [*self._attributes(iter(linked))]
        absence = self._incomplete(resource, kind, relation)
        if found:
            # One stands for all that may be missing: what holds of some is certain, what must hold of all is not.
            return found if absence is None else [*found, absence]
        if absence is None:
            absence = self._undecided(resource, kind, relation)
        return found if absence is None else absence

    def declared(self, resource: Resource, kind: str, same_region: bool = False) -> list[Value] | Unknown:
        """Attributes of all resources of a kind in the root module or cluster of `resource`, linked to it or not.

        Unknown, or one in the list beside those that are known, when there may be more.
        """
        world = _world(resource)
        # Who asks makes a difference only to what repeats an unknown number of times.
        asking = resource.address if SYMBOLIC in resource.address else ""
        key = (world, kind, asking, _region(resource) if same_region else None, same_region)
        if key not in self._declared:
            there, doubt = declared_beside(resource, self._of_kind(world, kind), same_region)
            incomplete = self._incomplete(resource, kind)
            doubt = doubt if incomplete is None else incomplete
            found: list[Value] = [*self._attributes(iter(there))]
            self._declared[key] = found if doubt is None else [*found, doubt] if found else doubt
        return self._declared[key]

    @staticmethod
    def _attributes(resources: Iterator[Resource]) -> list[Object]:
        return list({id(resource): resource.attributes for resource in resources}.values())

    def _incomplete(self, resource: Resource, kind: str, relation: Relation | None = None) -> Unknown | None:
        """An Unknown where there may be more of a kind that could be linked to `resource` than was read."""
        incomplete = self._graph.incomplete
        if not incomplete:
            return None
        why = incomplete.get(kind)
        if why is None and resource.is_object:
            why = incomplete.get(EVERY_KIND) or self._incomplete_where(f"{kind}/", resource, relation)
            if why is None and resource.origin.kind == "cluster" and not self._of_kind(_world(resource), kind):
                why = incomplete.get(f"{EVERY_KIND}//{resource.origin.root}")
        return None if why is None else Unknown(f"not every {kind} is known: {why}", origin=("incomplete", kind))

    def _incomplete_where(self, prefix: str, resource: Resource, relation: Relation | None) -> str | None:
        """Why a kind is not known in some namespace. What selects does so in its own namespace only."""
        if relation == "selects" and resource.namespace is not None:
            return self._graph.incomplete.get(prefix + resource.namespace)
        return next((why for key, why in self._graph.incomplete.items() if key.startswith(prefix)), None)

    def _unnamed(self, resource: Resource, kind: str) -> Unknown | None:
        """An Unknown when `resource` may yet turn out to name something of the kind."""
        if resource.is_object:
            unknown = may_name(self._contents.doubts(resource), None)
        else:
            key = (_world(resource), kind)
            named = self._named.get(key)
            if named is None:
                named = self._named[key] = Named(kind, self._of_kind(*key))
            unknown = named.unsettled(resource)
        if unknown is None:
            return None
        origin = ("unnamed", resource.address, kind, unknown.origin)
        return Unknown(
            f"it may refer to {'a' if resource.is_object else 'some'} {kind}: {unknown.cause}",
            unknown.references,
            origin,
        )

    def _undecided(self, resource: Resource, kind: str, relation: Relation | None) -> Unknown | None:
        """An Unknown when a resource of the kind may yet turn out to name `resource`."""
        key = (_world(resource), kind, resource.kind, relation)
        candidates = self._candidates.get(key)
        if candidates is None:
            of_kind = self._of_kind(key[0], kind)
            candidates = Candidates(of_kind, resource.kind, relation, self._contents, self._outgoing)
            self._candidates[key] = candidates
        found = candidates.first(resource)
        if found is None:
            return None
        other, unknown = found
        origin = ("undecided", other.address, unknown.origin)
        return Unknown(f"{other.address} may refer to it: {unknown.cause}", unknown.references, origin)

    def _of_kind(self, root: str, kind: str) -> list[Resource]:
        if not self._kinds:
            for resource in self._graph.resources:
                self._kinds.setdefault((_world(resource), resource.kind), []).append(resource)
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


def _world(resource: Resource) -> str:
    """What a resource can be linked within: its root module, for each environment by itself, or the cluster, wherever
    its manifests lie.
    """
    if not resource.is_object:
        environment = resource.origin.environment
        return resource.origin.root if environment is None else f"{resource.origin.root}\0{environment}"
    return f"{resource.origin.root}/" if resource.origin.kind == "cluster" else ""


def _region(resource: Resource) -> Hashable:
    region = resource.region
    return region if region is None or isinstance(region, (str, Unknown)) else id(region)


class ShownLinks:
    """The same links, with attributes as they may be shown."""

    __slots__ = ("_links", "_show")

    def __init__(self, links: Links, show: Callable[[Object], Object]) -> None:
        self._links = links
        self._show = show

    def targets(self, resource: Resource, kind: str) -> list[Value] | Unknown:
        """See `Links`."""
        return self._shown(self._links.targets(resource, kind))

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Value] | Unknown:
        """See `Links`."""
        return self._shown(self._links.sources(resource, kind, relation))

    def declared(self, resource: Resource, kind: str, same_region: bool = False) -> list[Value] | Unknown:
        """See `Links`."""
        return self._shown(self._links.declared(resource, kind, same_region))

    def _shown(self, found: list[Value] | Unknown) -> list[Value] | Unknown:
        if isinstance(found, Unknown):
            return found
        return [self._show(each) if isinstance(each, Object) else each for each in found]


class Context:
    """What contextual functions know: the resource that is judged, and its links."""

    __slots__ = ("links", "resource")

    def __init__(self, resource: Resource, links: Links) -> None:
        self.resource = resource
        """The resource that is judged."""
        self.links = links
        """The links of its graph."""
