"""What a rule may ask about other resources: links followed from the resource that is judged."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from itertools import chain
from typing import Protocol, TypeAlias

from scanner.model.api_kinds import NAMESPACE
from scanner.model.resources import EVERY_KIND, Link, Relation, Resource, ResourceGraph
from scanner.model.values import Array, Object, PartialList, Unknown, Value
from scanner.policy.declared import SYMBOLIC, declared_beside, may_be_none
from scanner.policy.doubts import may_name
from scanner.policy.grants import (
    BINDINGS,
    KINDS,
    OF_NAMESPACE,
    Doubt,
    Grants,
    Subject,
    by_subject,
    first_of,
    subjects_of,
)
from scanner.policy.surroundings import Surroundings, World, may_be_there
from scanner.policy.undecided import Candidates, Contents, PodView
from scanner.policy.unnamed import Named

_Ends: TypeAlias = tuple[dict[int, list[Link]], dict[int, list[Link]]]


class Links(Protocol):
    """What can be asked about other resources."""

    def targets(self, resource: Resource, kind: str) -> list[Value] | Unknown:
        """Attributes of the resources of a kind that `resource` names; Unknown when absence is not certain.

        Where some are known and there may be more, it is a list that is known in part.
        """

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Value] | Unknown:
        """Attributes of the resources of a kind that name `resource`; Unknown when absence is not certain.

        Where some are known and there may be more, it is a list that is known in part.
        """

    def declared(self, resource: Resource, kind: str, same_region: bool = False) -> list[Value] | Unknown:
        """Attributes of all resources of a kind in the root module or cluster of `resource`, linked to it or not.

        Unknown, or a list that is known in part, when there may be more.
        """

    def grants(self, resource: Resource, account: str) -> list[Value] | Unknown:
        """What is granted to a service account in the namespace of `resource`: see `Grants.to`."""

    def resource(self, attributes: Value) -> Resource | None:
        """The resource whose attributes these are, the very same; None for anything else."""


class LinkIndex:
    """The links of a graph by their ends, built when first asked for."""

    def __init__(self, graph: ResourceGraph, pods: PodView | None = None) -> None:
        """`pods` gives the pod of an object from its kind and attributes."""
        self._graph = graph
        self._asking: Resource | None = None
        self._answers: dict[tuple[str, Relation | None], list[Value] | Unknown] = {}
        self._grants: dict[World, Grants] = {}
        self._candidates: dict[tuple[World, str, str, Relation | None], Candidates] = {}
        self._declared: dict[Hashable, list[Value] | Unknown] = {}
        self._named: dict[tuple[World, str], Named] = {}
        self._around = Surroundings(graph)
        self._bindings: dict[str, tuple[dict[Subject, list[Resource]], list[Doubt]]] = {}
        self._contents = Contents(pods)

    def targets(self, resource: Resource, kind: str) -> list[Value] | Unknown:
        """Attributes of the resources of a kind that `resource` names; Unknown when absence is not certain.

        Where some are known and there may be more, it is a list that is known in part.
        """
        if resource.plain and self._is_nowhere(kind):
            return []
        targets = [link.target for link in self._outgoing(resource) if link.target.kind == kind]
        found: list[Value] = [*self._attributes(targets)]
        absence = self._unread(resource, kind)
        if absence is None and not found:
            absence = self._unnamed(resource, kind)
        return _perhaps_more(found, absence)

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Value] | Unknown:
        """Attributes of the resources of a kind that name `resource`; Unknown when absence is not certain.

        Where some are known and there may be more, it is a list that is known in part.
        """
        if self._is_nowhere(kind):
            return []
        if resource is not self._asking:
            self._asking, self._answers = resource, {}
        key = (kind, relation)
        if key not in self._answers:  # several rules ask the same of one resource
            self._answers[key] = self._sources(resource, kind, relation)
        return self._answers[key]

    def _sources(self, resource: Resource, kind: str, relation: Relation | None) -> list[Value] | Unknown:
        linked = [
            link.source
            for link in self._incoming(resource)
            if link.source.kind == kind and (relation is None or link.relation == relation)
        ]
        for each in linked:
            if may_be_none(each, resource):
                return Unknown(f"it is not known how many of {each.address} there are, if any")
        found: list[Value] = [*self._attributes(linked)]
        absence = first_of(self._incomplete(resource, kind, relation), self._doubt(1, resource, kind, relation))
        if absence is None and self._perhaps_beside(resource, kind):
            absence = self._undecided(resource, kind, relation, frozenset(id(each) for each in linked))
        return _perhaps_more(found, absence)

    def declared(self, resource: Resource, kind: str, same_region: bool = False) -> list[Value] | Unknown:
        """Attributes of all resources of a kind in the root module or cluster of `resource`, linked to it or not.

        Unknown, or a list that is known in part, when there may be more.
        """
        world = self._around.of(resource)
        # Who asks makes a difference only to what repeats an unknown number of times.
        asking = resource.address if SYMBOLIC in resource.address else ""
        key = (world, kind, asking, _region(resource) if same_region else None, same_region)
        if key not in self._declared:
            doubtful = self._around.doubtful(world, kind)
            there, doubt = declared_beside(resource, self._around.of_kind(world, kind), same_region)
            doubt = first_of(self._incomplete(resource, kind), may_be_there(next(iter(doubtful), None)), doubt)
            found: list[Value] = [*self._attributes(there)]
            self._declared[key] = _perhaps_more(found, doubt)
        return self._declared[key]

    def grants(self, resource: Resource, account: str) -> list[Value] | Unknown:
        """What is granted to a service account in the namespace of `resource`: see `Grants.to`."""
        world = self._around.of(resource)
        if world not in self._grants:
            listed = [each for kind in KINDS for each in self._around.of_kind(world, kind)]
            self._grants[world] = Grants(listed, self._selected_roles, self._unread)
        found = self._grants[world].to(resource, account)
        return found if isinstance(found, Unknown) else _perhaps_more(found, self._doubtful_grant(resource, account))

    def _doubtful_grant(self, resource: Resource, account: str) -> Unknown | None:
        """An Unknown where an alternative has a binding that names the account and may be there as well."""
        alternatives, world = self._graph.alternatives, self._around.of(resource)
        if not alternatives.unsure or not world[1] or resource.namespace is None:
            return None
        if world[0] not in self._bindings:
            every = [each for kind in BINDINGS for each in self._around.every(world, kind)]
            self._bindings[world[0]] = by_subject(every)
        named, open_to_all = self._bindings[world[0]]
        subjects = subjects_of(resource.namespace, account)
        if not alternatives.is_fixed(resource.identity, resource.origin):
            # A namespace that is not written is not the one that another place calls `default`.
            subjects = subjects[OF_NAMESPACE:]
        bindings = chain(*(named.get(each, ()) for each in subjects), (binding for binding, _ in open_to_all))
        return may_be_there(next((each for each in bindings if self._around.is_doubtful(world, each)), None))

    def _selected_roles(self, role: Resource) -> list[Resource]:
        return [link.target for link in self._outgoing(role) if link.relation == "selects"]

    def resource(self, attributes: Value) -> Resource | None:
        """The resource whose attributes these are, the very same; None for anything else."""
        return self._by_attributes.get(id(attributes))

    @staticmethod
    def _attributes(resources: Sequence[Resource]) -> list[Object]:
        return list({id(resource): resource.attributes for resource in resources}.values()) if resources else []

    def _incomplete(self, resource: Resource, kind: str, relation: Relation | None = None) -> Unknown | None:
        """An Unknown where there may be more of a kind that could be linked to `resource` than was read."""
        incomplete = self._graph.incomplete
        if not incomplete:
            return None
        why = incomplete.get(kind)
        if why is None and resource.is_object:
            why = incomplete.get(EVERY_KIND) or self._incomplete_where(f"{kind}/", resource, relation)
            if why is None and resource.origin.kind == "cluster" and not self._beside(resource, kind):
                why = incomplete.get(f"{EVERY_KIND}//{resource.origin.root}")
        return None if why is None else Unknown(f"not every {kind} is known: {why}", origin=("incomplete", kind))

    def _incomplete_where(self, prefix: str, resource: Resource, relation: Relation | None) -> str | None:
        """Why a kind is not known in some namespace. What selects does so in its own namespace only, and a namespace is
        named only by what is in it.
        """
        within = resource.namespace if relation == "selects" else None
        if resource.type == NAMESPACE:
            within = resource.name
        if within is not None:
            return self._graph.incomplete.get(prefix + within)
        return next((why for key, why in self._graph.incomplete.items() if key.startswith(prefix)), None)

    def _doubt(self, end: int, resource: Resource, kind: str, relation: Relation | None = None) -> Unknown | None:
        """An Unknown where there may be a link of which it is not known whether there is one. `end` as in `_ends`."""
        if not self._graph.doubtful_links:
            return None
        for link in self._doubtful[end].get(id(resource), ()):
            other = link.source if end else link.target
            if other.kind == kind and relation in (None, link.relation):
                return Unknown(str(link.doubt), origin=("doubtful", link.source.address, link.target.address))
        return None

    def _unread(self, resource: Resource, kind: str) -> Unknown | None:
        """An Unknown where `resource` may name more of a kind than is linked to it."""
        return first_of(self._incomplete(resource, kind), self._doubt(0, resource, kind))

    def _unnamed(self, resource: Resource, kind: str) -> Unknown | None:
        """An Unknown when `resource` may yet turn out to name something of the kind."""
        if resource.is_object:
            unknown = may_name(self._contents.doubts(resource), None)
        else:
            key = (self._around.of(resource), kind)
            named = self._named.get(key)
            if named is None:
                named = self._named[key] = Named(kind, self._around.of_kind(*key))
            unknown = named.unsettled(resource)
        if unknown is None:
            return None
        origin = ("unnamed", resource.address, kind, unknown.origin)
        return Unknown(
            f"it may refer to {'a' if resource.is_object else 'some'} {kind}: {unknown.cause}",
            unknown.references,
            origin,
        )

    def _undecided(
        self, resource: Resource, kind: str, relation: Relation | None, linked: frozenset[int]
    ) -> Unknown | None:
        """An Unknown when a resource of the kind, not of those `linked` by id, may yet turn out to name `resource`."""
        key = (self._around.of(resource), kind, resource.kind, relation)
        candidates = self._candidates.get(key)
        if candidates is None:
            of_kind = self._perhaps_beside(resource, kind)
            candidates = Candidates(of_kind, resource.kind, relation, self._contents, self._outgoing)
            self._candidates[key] = candidates
        found = candidates.first(resource, linked)
        if found is None:
            return None
        other, unknown = found
        origin = ("undecided", other.address, unknown.origin)
        return Unknown(f"{other.address} may refer to it: {unknown.cause}", unknown.references, origin)

    def _is_nowhere(self, kind: str) -> bool:
        """Whether it is certain that nothing of a kind is in the graph: the common case, without a look at links."""
        return not self._graph.incomplete and kind not in self._there

    def _beside(self, resource: Resource, kind: str) -> list[Resource]:
        return self._around.of_kind(self._around.of(resource), kind)

    def _perhaps_beside(self, resource: Resource, kind: str) -> list[Resource]:
        world = self._around.of(resource)
        doubtful = self._around.doubtful(world, kind)
        return [*self._around.of_kind(world, kind), *doubtful] if doubtful else self._around.of_kind(world, kind)

    def _outgoing(self, resource: Resource) -> Sequence[Link]:
        return self._ends[0].get(id(resource), ())

    def _incoming(self, resource: Resource) -> Sequence[Link]:
        return self._ends[1].get(id(resource), ())

    @cached_property
    def _ends(self) -> _Ends:
        return _by_ends(self._graph.links)

    @cached_property
    def _doubtful(self) -> _Ends:
        return _by_ends(self._graph.doubtful_links)

    @cached_property
    def _there(self) -> set[str]:
        """The kinds of which there is something, if only at the end of a link."""
        ends = {end.kind for link in self._graph.links for end in (link.source, link.target)}
        return ends | {resource.kind for resource in self._graph.resources}

    @cached_property
    def _by_attributes(self) -> dict[int, Resource]:
        """The resources by the id of their attributes."""
        found = {id(each.attributes): each for each in self._graph.resources}
        for link in self._graph.links:
            found.setdefault(id(link.source.attributes), link.source)
        return found


def _by_ends(links: Sequence[Link]) -> _Ends:
    """Links by the id of their source, and by that of their target."""
    outgoing: dict[int, list[Link]] = {}
    incoming: dict[int, list[Link]] = {}
    for link in links:
        outgoing.setdefault(id(link.source), []).append(link)
        incoming.setdefault(id(link.target), []).append(link)
    return outgoing, incoming


def _perhaps_more(found: list[Value], rest: Unknown | None) -> list[Value] | Unknown:
    """What was found, and what there may be besides: what holds of some is certain, what must hold of all is not."""
    if rest is None:
        return found
    return PartialList(rest, Array(found)) if found else rest


def _region(resource: Resource) -> Hashable:
    region = resource.region
    return region if region is None or isinstance(region, (str, Unknown)) else id(region)


class ShownLinks:
    """The same links, with attributes as they may be shown."""

    __slots__ = ("_links", "_show", "_shown_of")

    def __init__(self, links: Links, show: Callable[[Object], Object]) -> None:
        self._links = links
        self._show = show
        self._shown_of: dict[int, tuple[Value, Value]] = {}

    def targets(self, resource: Resource, kind: str) -> list[Value] | Unknown:
        """See `Links`."""
        return self._shown(self._links.targets(resource, kind))

    def sources(self, resource: Resource, kind: str, relation: Relation | None = None) -> list[Value] | Unknown:
        """See `Links`."""
        return self._shown(self._links.sources(resource, kind, relation))

    def declared(self, resource: Resource, kind: str, same_region: bool = False) -> list[Value] | Unknown:
        """See `Links`."""
        return self._shown(self._links.declared(resource, kind, same_region))

    def grants(self, resource: Resource, account: str) -> list[Value] | Unknown:
        """See `Links`."""
        return self._shown(self._links.grants(resource, account))

    def resource(self, attributes: Value) -> Resource | None:
        """See `Links`; attributes as they may be shown do as well."""
        shown = self._shown_of.get(id(attributes))
        return self._links.resource(attributes if shown is None else shown[1])

    def _shown(self, found: list[Value] | Unknown) -> list[Value] | Unknown:
        if isinstance(found, PartialList):
            return found.with_items([self._shown_one(each) for each in found.items])
        return found if isinstance(found, Unknown) else [self._shown_one(each) for each in found]

    def _shown_one(self, value: Value) -> Value:
        if not isinstance(value, Object):
            return value
        shown = self._show(value)
        self._shown_of[id(shown)] = (shown, value)  # the first keeps the identity from being used again
        return shown


class Context:
    """What contextual functions know: the resource that is judged, and its links."""

    __slots__ = ("links", "resource")

    def __init__(self, resource: Resource, links: Links) -> None:
        self.resource = resource
        """The resource that is judged."""
        self.links = links
        """The links of its graph."""
