"""Typed links between the objects of one graph.

A link goes from the object that names the other to the object that is named; `owns` therefore from the dependent, which
carries `ownerReferences`, to its owner. Names are looked up in the object's own directory first and then everywhere;
selectors see every pod of their namespace, as in a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.inputs.kubernetes import references
from scanner.inputs.kubernetes.pods import pod_view
from scanner.inputs.kubernetes.references import Named
from scanner.inputs.kubernetes.selectors import Selectable, Selector, label_map, label_selector
from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource
from scanner.model.values import Path, Unknown, place_at

MAX_LINKS = 500_000
"""Links of one graph; selectors that select everything could make any number."""

_SELECTORS: dict[str, Path] = {
    "NetworkPolicy": ("spec", "podSelector"),
    "PodDisruptionBudget": ("spec", "selector"),
    "PeerAuthentication": ("spec", "selector"),
    "AuthorizationPolicy": ("spec", "selector"),
    "RequestAuthentication": ("spec", "selector"),
}


def link(resources: Sequence[Resource]) -> tuple[list[Link], list[Problem]]:
    """All links between these resources, and a problem when there are too many."""
    names = _Names(resources)
    pods = Selectable()
    for resource in resources:
        view = pod_view(resource)
        if view is not None and not isinstance(view["metadata"], Unknown):
            pods.add(resource, view["metadata"].get("labels"))
    links: list[Link] = []
    for resource in resources:
        links += names.links(resource)
        links += _selected(resource, pods)
        if len(links) > MAX_LINKS:
            what = f"more than {MAX_LINKS} links between objects; the rest was not followed"
            return links[:MAX_LINKS], [Problem("error", "unresolved", what, resource.place.file, resource.place)]
    return links, []


class _Names:
    """Resources by what others name them with."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._found: dict[tuple[str, str | None, str], dict[str, list[Resource]]] = {}
        for resource in resources:
            key = (resource.kind, resource.namespace, resource.name)
            self._found.setdefault(key, {}).setdefault(resource.origin.root, []).append(resource)

    def links(self, resource: Resource) -> Iterator[Link]:
        """Links to everything that the resource names."""
        for named in references.named_by(resource):
            place = place_at(resource.attributes, named.path) if named.path else None
            for target in self._targets(resource, named):
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
    path = _SELECTORS.get(resource.kind, ("spec", "selector"))
    selector = _selector(resource, path)
    if selector is None:
        return
    place = place_at(resource.attributes, path)
    for target in pods.select(resource.namespace, selector):
        yield Link(resource, target, "selects", place)


def _selector(resource: Resource, path: Path) -> Selector | None:
    """The selector of a kind that selects pods, None when it selects nothing."""
    spec = resource.attributes.get("spec")
    value = spec.get(path[-1]) if isinstance(spec, dict) else spec
    if isinstance(value, Unknown):
        return None
    match resource.kind:
        case "Service":
            selector = label_map(value)
            return None if selector is None or selector.is_empty else selector
        case "PodDisruptionBudget":
            if value is None or (resource.type.startswith("policy/v1beta1/") and not value):
                return None
            return label_selector(value)
        case "NetworkPolicy":
            return label_selector(value)
        case "PeerAuthentication" | "AuthorizationPolicy" | "RequestAuthentication":
            return label_selector(value)
    return None
