"""Whom objects select by labels: pods, and also roles, namespaces and a mesh's servers.

Sources: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/,
https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles,
https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/,
https://istio.io/latest/docs/reference/config/security/, https://linkerd.io/2/reference/authorization-policy/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.inputs.kubernetes.api_groups import is_namesake
from scanner.inputs.kubernetes.selectors import Examined, Selectable, Selector, label_map, label_selector
from scanner.model.api_kinds import NAME_LABEL
from scanner.model.places import Place
from scanner.model.resources import Link, Resource
from scanner.model.values import Path, Unknown, Value, place_at

MESH_ROOT = "istio-system"
"""The namespace whose policies hold for a whole mesh, unless the mesh is set up otherwise."""

_ISTIO = frozenset({"PeerAuthentication", "AuthorizationPolicy", "RequestAuthentication"})
_SELECTORS: dict[str, str] = {
    "Service": "selector",
    "NetworkPolicy": "podSelector",
    "PodDisruptionBudget": "selector",
    "Server": "podSelector",
    **dict.fromkeys(_ISTIO, "selector"),
}
"""Kinds that select pods, and the field of `spec` that says which."""
_WEBHOOKS = ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")


class Others:
    """What is selected besides pods."""

    __slots__ = ("namespaces", "roles", "servers")

    def __init__(self, resources: Iterable[Resource], examined: Examined) -> None:
        self.roles = Selectable(examined)
        """ClusterRoles."""
        self.namespaces = Selectable(examined)
        """Namespaces."""
        self.servers = Selectable(examined)
        """Linkerd's Servers."""
        for resource in resources:
            if is_namesake(resource):
                continue
            if resource.kind == "ClusterRole":
                self.roles.add(resource, _labels(resource))
            elif resource.kind == "Namespace":
                labels = _labels(resource)
                labels = {} if labels is None else labels
                if isinstance(labels, dict):
                    labels = {**labels, NAME_LABEL: _name(resource)}
                self.namespaces.add(resource, labels)
            elif resource.kind == "Server":
                self.servers.add(resource, _labels(resource))


def selected(resource: Resource, pods: Selectable, others: Others, incomplete: dict[str, str]) -> Iterator[Link]:
    """Links to everything that a resource selects. What only shares the name of its kind selects nothing.

    Where it is not known whether a pod is selected the kind is added to `incomplete` for the namespace of the pod.

    Raises:
        TooMuch: there is too much to look at.
    """
    kind = resource.kind
    if is_namesake(resource):
        return
    if kind in _SELECTORS:
        yield from _pods(resource, _SELECTORS[kind], pods, incomplete)
    elif kind == "ClusterRole":
        path: Path = ("aggregationRule", "clusterRoleSelectors")
        for link in _each(resource, path, (), others.roles, incomplete):
            if link.target.name != resource.name:
                yield link
    elif kind in _WEBHOOKS:
        yield from _each(resource, ("webhooks",), ("namespaceSelector",), others.namespaces, incomplete)
    elif kind == "ServerAuthorization":
        servers = _at(resource.attributes, ("spec", "server", "selector"))
        if servers is not None:
            path = ("spec", "server", "selector")
            yield from _links(resource, path, others.servers, [resource.namespace], servers, incomplete)


def chosen(
    source: Resource,
    where: Selectable,
    namespace: str | None,
    selector: Selector,
    place: Place | None,
    incomplete: dict[str, str],
) -> Iterator[Link]:
    """Links to what a selector selects in a namespace. What it may select is added to `incomplete`, see `selected`."""
    for target in where.select(namespace, selector):
        yield Link(source, target, "selects", place)
    for target in where.perhaps(namespace, selector):
        key = source.kind if namespace is None else f"{source.kind}/{namespace}"
        what = (
            f"{source.address} may select pods of {target.address}, by a label that these are given when they are made"
        )
        incomplete.setdefault(key, what)


def _pods(resource: Resource, field: str, pods: Selectable, incomplete: dict[str, str]) -> Iterator[Link]:
    spec = resource.attributes.get("spec")
    value = spec.get(field) if isinstance(spec, dict) else spec
    namespace = resource.namespace if resource.namespace is not None else "default"
    namespaces: list[str | None] = [namespace]
    if resource.kind in _ISTIO:
        if not resource.type.startswith("security.istio.io/") or _is_aimed(spec):
            return
        if namespace == MESH_ROOT:
            if resource.kind == "PeerAuthentication" and value:
                return  # ignored there: https://istio.io/latest/docs/reference/config/security/peer_authentication/
            namespaces = pods.namespaces()
    yield from _links(resource, ("spec", field), pods, namespaces, value, incomplete)


def _is_aimed(spec: Value) -> bool:
    """Whether a policy is for gateways or services that it names, and for no pods."""
    return isinstance(spec, dict) and any(spec.get(field) for field in ("targetRef", "targetRefs"))


def _each(resource: Resource, path: Path, way: Path, where: Selectable, incomplete: dict[str, str]) -> Iterator[Link]:
    """Links by one selector in each item of a list to what has no namespace."""
    items = _at(resource.attributes, path)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if not isinstance(item, Unknown):
            yield from _links(resource, (*path, index, *way), where, [None], _at(item, way), incomplete)


def _links(
    resource: Resource,
    path: Path,
    where: Selectable,
    namespaces: list[str | None],
    value: Value,
    incomplete: dict[str, str],
) -> Iterator[Link]:
    selector = _selector(resource, value)
    if selector is None:
        return
    place = place_at(resource.attributes, path)
    for namespace in namespaces:
        yield from chosen(resource, where, namespace, selector, place, incomplete)


def _selector(resource: Resource, value: Value) -> Selector | None:
    """What a selector selects; None when that is nothing, or not known.

    An empty selector selects nothing in a Service, and everything elsewhere; an absent one selects everything, except
    for a budget and a mesh's server.
    """
    if isinstance(value, Unknown):
        return None
    if resource.kind == "Service":
        selector = label_map(value)
        if selector is None or selector.is_empty:
            return None
        selector.one_is_enough = True
        return selector
    if resource.kind == "PodDisruptionBudget" and not value:
        return None if value is None or resource.type.startswith("policy/v1beta1/") else label_selector(value)
    return None if value is None and resource.kind == "Server" else label_selector(value)


def _name(resource: Resource) -> Value:
    return Unknown("its name is not known") if resource.name.endswith("*") else resource.name


def _labels(resource: Resource) -> Value:
    return _at(resource.attributes, ("metadata", "labels"))


def _at(node: Value, path: Path) -> Value:
    for step in path:
        if isinstance(node, Unknown):
            return node
        node = node.get(step) if isinstance(node, dict) else None
    return node
