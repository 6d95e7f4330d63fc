"""Which resources of a kind may yet turn out to name another, without comparing all with all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice
from typing import TypeAlias

from scanner.model.pod_kinds import POD_KINDS
from scanner.model.resources import UNKNOWN_NAMESPACE, Link, Relation, Resource
from scanner.model.values import Object, Unknown
from scanner.policy.doubts import (
    Doubt,
    Said,
    doubts_of,
    has_selector,
    is_from_outside,
    may_be_named,
    may_name,
    may_name_another,
    may_name_more,
    said_in,
    selects_near,
    unknown_names,
)

_BETWEEN = "\0"
"""Stands between texts that are searched together."""

PodView: TypeAlias = "Callable[[str, Object], Object | None]"
"""Gives the pod of an object from its kind and attributes; None when it carries none."""

Found: TypeAlias = tuple[int, Unknown]
"""Position of a resource among others of its kind, and what leaves open whether it names another."""


class Contents:
    """What of resources bears on links, looked up once for each."""

    __slots__ = ("_doubts", "_pods", "_said")

    def __init__(self, pods: PodView | None = None) -> None:
        """`pods` gives the pod of an object from its kind and attributes."""
        self._pods = pods
        self._doubts: dict[int, tuple[Doubt, ...]] = {}
        self._said: dict[int, Said] = {}

    def doubts(self, resource: Resource) -> tuple[Doubt, ...]:
        """`doubts_of` a resource."""
        found = self._doubts.get(id(resource))
        if found is None:
            found = self._doubts[id(resource)] = doubts_of(resource) + self._unlabelled(resource)
        return found

    def _unlabelled(self, resource: Resource) -> tuple[Doubt, ...]:
        """A doubt where an object of a custom kind carries pods without saying what labels they get."""
        if self._pods is None or not resource.is_object or resource.kind in POD_KINDS:
            return ()
        pod = self._pods(resource.kind, resource.attributes)
        metadata = None if pod is None else pod["metadata"]
        return ((("template", "labels"), metadata),) if isinstance(metadata, Unknown) else ()

    def said(self, resource: Resource) -> Said:
        """`said_in` a resource."""
        found = self._said.get(id(resource))
        if found is None:
            found = self._said[id(resource)] = said_in(resource)
        return found


class Candidates:
    """The resources of one kind, in their order, that may name those of another.

    What does not depend on who is asked about is decided once, and what does is looked up in an index.
    """

    __slots__ = ("_contents", "_names", "_own", "_resources", "_shapes", "_unlinked")

    def __init__(
        self,
        resources: Sequence[Resource],
        kind: str,
        relation: Relation | None,
        contents: Contents,
        links: Callable[[Resource], Sequence[Link]],
    ) -> None:
        self._resources = resources
        self._contents = contents
        self._own: dict[str | None, list[Found]] = {}
        self._unlinked: list[int] = []
        self._names: _Names | None = None
        self._shapes: list[dict[str | None, list[int]]] | None = None
        for at, resource in enumerate(resources):
            doubts = contents.doubts(resource)
            to_kind = [link for link in links(resource) if link.target.kind == kind]
            if not to_kind:
                unknown = may_name(doubts, relation)
                self._unlinked.append(at)
            elif resource.is_object:
                unknown = may_name_more(doubts, relation)
            else:
                unknown = may_name_another(resource, doubts, to_kind, kind)
            if unknown is not None:
                within = resource.namespace if relation == "selects" and selects_near(resource) else None
                self._own.setdefault(within, []).append((at, unknown))

    def first(self, resource: Resource, linked: frozenset[int] = frozenset()) -> tuple[Resource, Unknown] | None:
        """The first of them that may turn out to name `resource`, and what leaves that open.

        Those `linked`, by id, are known to.
        """
        doubts = self._contents.doubts(resource)
        if resource.plain and not doubts and not self._own:
            return None  # nothing is unknown on either side
        found, names = self._first_own(resource, linked), unknown_names(resource)
        if doubts and resource.is_object:
            found = _nearer(self._first_of_shape(resource, doubts, linked), found)
        if names:
            if self._names is None:
                self._names = _Names((at, self._contents.said(self._resources[at])) for at in self._unlinked)
            found = _nearer(found, self._names.first(names))
        return None if found is None else (self._resources[found[0]], found[1])

    def _first_own(self, resource: Resource, linked: frozenset[int]) -> Found | None:
        """The first that may name whoever is asked about, in its namespace where it looks nowhere else."""
        found: Found | None = None
        anywhere = resource.namespace == UNKNOWN_NAMESPACE
        for within, owns in self._own.items():
            if anywhere or within in (None, resource.namespace, UNKNOWN_NAMESPACE):
                found = _nearer(found, next((own for own in owns if self._is_new(own[0], linked)), None))
        return found

    def _is_new(self, at: int, linked: frozenset[int]) -> bool:
        return not linked or id(self._resources[at]) not in linked

    def _first_of_shape(self, resource: Resource, doubts: tuple[Doubt, ...], linked: frozenset[int]) -> Found | None:
        """The first that may name a Kubernetes object because of what is not known of the object itself.

        Of the others only their namespace, and whether they select, bears on that.
        """
        if self._shapes is None:
            self._shapes = _by_shape(self._resources)
        found: Found | None = None
        for namespaces in self._shapes:
            for near in (True, False):
                places = (places for namespace, places in namespaces.items() if _is_near(resource, namespace) is near)
                firsts = (next((at for at in each if self._is_new(at, linked)), None) for each in places)
                at = min((each for each in firsts if each is not None), default=None)
                if at is not None:
                    unknown = may_be_named(resource, doubts, self._resources[at])
                    found = _nearer(found, None if unknown is None else (at, unknown))
        return found


def _nearer(one: Found | None, other: Found | None) -> Found | None:
    """The one that comes first; `one` where both are of the same resource."""
    if one is None or other is None:
        return other if one is None else one
    return one if one[0] <= other[0] else other


def _is_near(resource: Resource, namespace: str | None) -> bool:
    return None in (resource.namespace, namespace) or resource.namespace == namespace


def _by_shape(resources: Iterable[Resource]) -> list[dict[str | None, list[int]]]:
    """The resources by namespace, in order: those that select, and those that do not."""
    found: dict[bool, dict[str | None, list[int]]] = {}
    for at, resource in enumerate(resources):
        found.setdefault(has_selector(resource), {}).setdefault(resource.namespace, []).append(at)
    return list(found.values())


class _Names:
    """The texts and Unknowns that resources may name others by, each with the first resource that has it."""

    __slots__ = ("_known", "_positions", "_starts", "_text", "_texts", "_unknowns")

    def __init__(self, said: Iterable[tuple[int, Said]]) -> None:
        self._texts: dict[str, int] = {}
        by_reference: dict[str, dict[str, int]] = {}
        for at, (texts, unknowns) in said:
            for text in texts:
                self._texts.setdefault(text, at)
            for unknown in unknowns:
                for reference in unknown.references:
                    by_reference.setdefault(reference.name, {}).setdefault(unknown.prefix, at)
        self._text = _BETWEEN.join(self._texts)
        self._starts: list[int] = []
        self._positions = list(self._texts.values())
        self._unknowns = {name: Prefixes(firsts) for name, firsts in by_reference.items()}
        self._known: dict[str, int | None] = {}

    def first(self, names: tuple[Unknown, ...]) -> Found | None:
        """The first resource that may say one of the names, and which of them.

        A name that comes from outside may be any text with its beginning. One that depends on a managed resource, such
        as a random suffix, may be what depends on that as well, and is nothing that could be written beforehand.
        """
        found: Found | None = None
        for name in names:
            places = [
                self._unknowns[reference].first_alike(name.prefix)
                for reference in {reference.name for reference in name.references}
                if reference in self._unknowns
            ]
            if is_from_outside(name):
                places.append(self._first_with(name.prefix))
            nearest = min((place for place in places if place is not None), default=None)
            found = _nearer(found, None if nearest is None else (nearest, name))
        return found

    def _first_with(self, part: str) -> int | None:
        """The first resource with a text that has `part` in it."""
        if part not in self._known:
            self._known[part] = self._find(part)
        return self._known[part]

    def _find(self, part: str) -> int | None:
        if not part or _BETWEEN in part:
            return next((at for text, at in self._texts.items() if part in text), None)
        place = self._text.find(part)
        if place < 0:
            return None
        if not self._starts:
            self._starts = list(accumulate((len(text) + 1 for text in self._texts), initial=0))
        return self._positions[bisect_right(self._starts, place) - 1]


class Prefixes:
    """How Unknown texts begin, as far as that is known, each with the first resource that has such a one."""

    __slots__ = ("_firsts", "_known", "_lengths", "_sorted")

    def __init__(self, firsts: dict[str, int]) -> None:
        self._firsts = firsts
        self._sorted = sorted(firsts)
        self._lengths = sorted({len(prefix) for prefix in firsts})
        self._known: dict[str, int | None] = {}

    def first_alike(self, prefix: str) -> int | None:
        """The first resource with a text that may begin with `prefix`."""
        if prefix not in self._known:
            shorter = (self._firsts.get(prefix[:length]) for length in self._lengths if length <= len(prefix))
            longer: list[int | None] = []
            for known in islice(self._sorted, bisect_left(self._sorted, prefix), None):
                if not known.startswith(prefix):
                    break
                longer.append(self._firsts[known])
            self._known[prefix] = min((at for at in (*shorter, *longer) if at is not None), default=None)
        return self._known[prefix]
