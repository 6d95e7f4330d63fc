"""Typed links between the objects of one graph.

A link goes from the object that names the other to the object that is named; `owns` therefore from the dependent, which
carries `ownerReferences`, to its owner. Names are looked up in the object's own directory first and then everywhere;
selectors see every pod of their namespace, as in a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.inputs.kubernetes import cilium, references
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.references import Named
from scanner.inputs.kubernetes.selectors import Selectable, Selector, label_map, label_selector
from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource
from scanner.model.values import Object, Unknown, place_at

MAX_LINKS = 500_000
"""Links of one graph; selectors that select everything could make any number."""

_HELP = "Scan fewer manifests at a time."

MAX_EXAMINED = 5_000_000
"""How often an object may be held against a selector."""

_SELECTORS: dict[str, str] = {
    "Service": "selector",
    "NetworkPolicy": "podSelector",
    "PodDisruptionBudget": "selector",
    "PeerAuthentication": "selector",
    "AuthorizationPolicy": "selector",
    "RequestAuthentication": "selector",
}
"""Kinds that select pods, and the field of `spec` that says which."""


def link(
    resources: Sequence[Resource], incomplete: dict[str, str], workloads: Workloads = KUBERNETES
) -> tuple[list[Link], list[Problem]]:
    """All links between these resources, and a problem when there are too many.

    Kinds of which not every link can be known, with the reason, are added to `incomplete`.
    """
    names = _Names(resources)
    pods = Selectable()
    views = [workloads.view(resource) for resource in resources]
    for resource, view in zip(resources, views, strict=True):
        if view is not None and not isinstance(view["metadata"], Unknown):
            pods.add(resource, view["metadata"].get("labels"))
    links: list[Link] = []
    for resource, view in zip(resources, views, strict=True):
        links += names.links(resource, view)
        links += _selected(resource, pods)
        if resource.kind in cilium.KINDS:
            try:
                links += [
                    Link(resource, target, "selects", place_at(resource.attributes, path))
                    for path, target in cilium.selected_by_cilium(resource, pods)
                ]
            except cilium.Undecided as error:
                incomplete.setdefault(resource.kind, f"{resource.address}: {error}")
        if len(links) > MAX_LINKS or pods.examined > MAX_EXAMINED:
            what = "too many links between objects; not all were followed"
            return links[:MAX_LINKS], [Problem("error", "unresolved", what, resource.place.file, resource.place, _HELP)]
    return links, []


class _Names:
    """Resources by what others name them with."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._found: dict[tuple[str, str | None, str], dict[str, list[Resource]]] = {}
        for resource in resources:
            key = (resource.kind, resource.namespace, resource.name)
            self._found.setdefault(key, {}).setdefault(resource.origin.root, []).append(resource)

    def links(self, resource: Resource, pod: Object | None) -> Iterator[Link]:
        """Links to everything that the resource, or its pod, names."""
        for named in references.named_by(resource, pod):
            targets = self._targets(resource, named)
            place = place_at(resource.attributes, named.path) if targets and named.path else None
            for target in targets:
                if target is not resource:
                    yield Link(resource, target, named.relation, place)

    def _targets(self, resource: Resource, named: Named) -> list[Resource]:
        for namespace in dict.fromkeys((named.namespace, None)):
            by_root = self._found.get((named.kind, namespace, named.name))
            if by_root is not None:
                near = by_root.get(resource.origin.root)
                return near if near is not None else [each for found in by_root.values() for each in found]
        return []


def _selected(resource: Resource, pods: Selectable) -> Iterator[Link]:
    field = _SELECTORS.get(resource.kind)
    selector = _selector(resource, field) if field is not None else None
    if field is None or selector is None:
        return
    place = place_at(resource.attributes, ("spec", field))
    namespace = resource.namespace if resource.namespace is not None else "default"
    for target in pods.select(namespace, selector):
        yield Link(resource, target, "selects", place)


def _selector(resource: Resource, field: str) -> Selector | None:
    """What the resource selects; None when that is nothing, or not known.

    An empty selector selects nothing in a Service, and everything in the namespace elsewhere; an absent one selects
    everything, except for a budget.
    """
    spec = resource.attributes.get("spec")
    value = spec.get(field) if isinstance(spec, dict) else spec
    if isinstance(value, Unknown):
        return None
    if resource.kind == "Service":
        selector = label_map(value)
        return None if selector is None or selector.is_empty else selector
    if resource.kind == "PodDisruptionBudget" and not value:
        return None if value is None or resource.type.startswith("policy/v1beta1/") else label_selector(value)
    return label_selector(value)
