"""Typed links between the objects of one graph.

A link goes from the object that names the other to the object that is named; `owns` therefore from the dependent, which
carries `ownerReferences`, to its owner. Names are looked up in the object's own directory first and then everywhere;
selectors see every pod of their namespace, as in a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from scanner.inputs.kubernetes import cilium, references
from scanner.inputs.kubernetes.api_groups import called, foreign_policy, group, is_namesake
from scanner.inputs.kubernetes.generated import with_generated
from scanner.inputs.kubernetes.placement import Placement
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.references import EVERY, Named
from scanner.inputs.kubernetes.route_grants import RouteGrants
from scanner.inputs.kubernetes.selected import Others, selected
from scanner.inputs.kubernetes.selectors import Examined, Selectable, TooMuch
from scanner.model.alternatives import Alternatives
from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource
from scanner.model.values import Path, Unknown, Value, place_at

MAX_LINKS = 500_000
"""Links of one graph; selectors that select everything could make any number."""

_HELP = "Scan fewer manifests at a time."

_NO_ALTERNATIVES = Alternatives()

MAX_EXAMINED = 5_000_000
"""How often an object may be held against a selector."""


def link(
    resources: Sequence[Resource],
    incomplete: dict[str, str],
    workloads: Workloads = KUBERNETES,
    alternatives: Alternatives = _NO_ALTERNATIVES,
) -> tuple[list[Link], list[Problem]]:
    """All links between these resources, and a problem when there are too many.

    Kinds of which not every link can be known, with the reason, are added to `incomplete`: also NetworkPolicy, where
    there are policies of another group that select pods in a way of their own. What `alternatives` holds apart is not
    linked, or in doubt.
    """
    names = _Names(resources, incomplete)
    examined = Examined(MAX_EXAMINED)
    others = Others(resources, examined)
    pods = Selectable(examined)
    carried = [workloads.parts(resource) for resource in resources]
    for resource, pod in zip(resources, carried, strict=True):
        if pod is not None and not isinstance(pod[1], Unknown):
            pods.add(resource, with_generated(resource, pod[1].get("labels")))
    placement = Placement(resources, alternatives)
    links: list[Link] = []
    for resource, pod in zip(resources, carried, strict=True):
        key = foreign_policy(resource)
        if key is not None:
            incomplete.setdefault(key, f"what {resource.address} selects is not followed")
        if resource.kind == "NetworkPolicy" and is_namesake(resource):
            continue  # linked to its namespace it would be taken for a policy of Kubernetes there
        named = names.links(resource, None if pod is None else pod[0], () if pod is None else pod[2])
        found = placement.placed(chain(named, _selected(resource, pods, others, incomplete)))
        too_much = False
        try:  # one object alone may have more links than there is room for
            links += islice(found, MAX_LINKS + 1 - len(links))
        except TooMuch:
            too_much = True
        if too_much or len(links) > MAX_LINKS:
            what = "too many links between objects; not all were followed"
            problem = Problem("error", "unresolved", what, resource.place.file, resource.place, _HELP)
            return links[:MAX_LINKS], [problem]
    return links, []


def _selected(resource: Resource, pods: Selectable, others: Others, incomplete: dict[str, str]) -> Iterator[Link]:
    """Links to everything that a resource selects. Raises TooMuch."""
    yield from selected(resource, pods, others, incomplete)
    if resource.kind in cilium.KINDS:
        try:
            yield from cilium.selected_by_cilium(resource, pods, others, incomplete)
        except cilium.Undecided as error:
            incomplete.setdefault(resource.kind, f"{resource.address}: {error}")


class _Names:
    """Resources by what others name them with."""

    def __init__(self, resources: Sequence[Resource], incomplete: dict[str, str]) -> None:
        self._grants = RouteGrants(resources, incomplete)
        self._accounts: dict[str | None, list[Resource]] = {}
        self._found: dict[tuple[str, str | None, str], dict[str, list[Resource]]] = {}
        self._kinds = {resource.kind for resource in resources}
        for resource in resources:
            kind = called(resource.kind, group(resource))
            if kind == "ServiceAccount":
                self._accounts.setdefault(resource.namespace, []).append(resource)
            key = (kind, resource.namespace, resource.name)
            self._found.setdefault(key, {}).setdefault(resource.origin.root, []).append(resource)

    def links(self, resource: Resource, spec: Value, way: Path) -> Iterator[Link]:
        """Links to everything that the resource names, or its pod, whose spec lies at `way`."""
        for named in references.named_by(resource, spec, way, self._kinds):
            if named.kind not in self._kinds or not self._grants.permit(resource, named):
                continue
            targets = self._members(named) if named.name == EVERY else self._targets(resource, named)
            place = place_at(resource.attributes, named.path) if targets and named.path else None
            for target in targets:
                if target is not resource:
                    yield Link(resource, target, named.relation, place)

    def _members(self, named: Named) -> list[Resource]:
        """The service accounts of a namespace, or of all where none is named."""
        if named.namespace is not None:
            return self._accounts.get(named.namespace, [])
        return [account for accounts in self._accounts.values() for account in accounts]

    def _targets(self, resource: Resource, named: Named) -> list[Resource]:
        kind = called(named.kind, named.group)
        for namespace in dict.fromkeys((named.namespace, None)):
            by_root = self._found.get((kind, namespace, named.name))
            if by_root is not None:
                near = by_root.get(resource.origin.root)
                return near if near is not None else [each for found in by_root.values() for each in found]
        return []
