"""What an object names by name: roles, accounts, configuration, volumes, backends, owners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import TypeAlias

from scanner.inputs.kubernetes.kinds import group_of
from scanner.model.resources import Relation, Resource
from scanner.model.values import Object, Path, Unknown, Value

ROUTES = ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute")


EVERY = "/"
"""Instead of a name: everything of the kind in the namespace, or in all of them. No object can have it."""

_NAMESPACE: Path = ("metadata", "namespace")
_USER = "system:serviceaccount:"
_GROUP = "system:serviceaccounts"
"""How users and groups are called that service accounts are:
https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/"""


class Named:
    """One object named by another."""

    __slots__ = ("group", "kind", "name", "namespace", "path", "relation")

    def __init__(
        self, kind: str, namespace: str | None, name: str, relation: Relation, path: Path, group: str = ""
    ) -> None:
        self.kind = kind
        """Kind of what is named."""
        self.group = group
        """Its API group; empty where that is the core group, or not said."""
        self.namespace = namespace
        """Its namespace; ignored when it turns out to have none."""
        self.name = name
        """Its name."""
        self.relation: Relation = relation
        """How the two are linked."""
        self.path = path
        """Where it is named; empty when only a default names it."""


def named_by(resource: Resource, spec: Value, way: Path, kinds: Set[str]) -> Iterator[Named]:
    """Everything of these kinds that a resource names, or the pod it carries, whose spec, if it is a mapping, lies at
    `way`. What is of other kinds may be among it.
    """
    metadata = resource.attributes.get("metadata")
    if isinstance(metadata, dict) and "ownerReferences" in metadata:
        yield from _owners(resource, metadata)
    if "Namespace" in kinds:
        yield from _namespace(resource)
    naming = _NAMING.get(resource.kind)
    if naming is not None:
        yield from naming(resource.attributes, resource.namespace)
    if isinstance(spec, dict):
        yield from _pod(spec, way, resource.namespace, kinds)


def _owners(resource: Resource, metadata: Value) -> Iterator[Named]:
    for index, _ in _entries(metadata, "ownerReferences"):
        path = ("metadata", "ownerReferences", index)
        yield from _typed(resource.attributes, path, resource.namespace, "", "owns")


def _namespace(resource: Resource) -> Iterator[Named]:
    if resource.namespace is not None:
        metadata = resource.attributes.get("metadata")
        stated = isinstance(metadata, dict) and metadata.get("namespace") is not None
        yield Named("Namespace", None, resource.namespace, "references", _NAMESPACE if stated else ())


def _binding(attributes: Object, namespace: str | None) -> Iterator[Named]:
    yield from _typed(attributes, ("roleRef",), namespace, "", "binds")
    for index, subject in _items(attributes, ("subjects",)):
        kind = subject.get("kind") if isinstance(subject, dict) else None
        path: Path = ("subjects", index, "name")
        if kind == "ServiceAccount":
            own = subject.get("namespace")
            space = own if isinstance(own, str) else namespace
            if not isinstance(own, Unknown):
                yield from _plain(attributes, path, "ServiceAccount", space, "binds")
        elif kind in ("User", "Group") and isinstance(name := subject.get("name"), str):
            if kind == "User" and name.startswith(_USER) and name.count(":") == 3:
                space, _, account = name.removeprefix(_USER).partition(":")
                yield Named("ServiceAccount", space, account, "binds", path)
            elif kind == "Group" and name in (_GROUP, "system:authenticated"):
                yield Named("ServiceAccount", None, EVERY, "binds", path)
            elif kind == "Group" and name.startswith(f"{_GROUP}:"):
                yield Named("ServiceAccount", name.removeprefix(f"{_GROUP}:"), EVERY, "binds", path)


def _ingress(attributes: Object, namespace: str | None) -> Iterator[Named]:
    backends: list[Path] = [("spec", "defaultBackend"), ("spec", "backend")]
    for rule, _ in _items(attributes, ("spec", "rules")):
        paths: Path = ("spec", "rules", rule, "http", "paths")
        backends += [(*paths, index, "backend") for index, _ in _items(attributes, paths)]
    for path in backends:
        yield from _plain(attributes, (*path, "service", "name"), "Service", namespace, "references")
        yield from _plain(attributes, (*path, "serviceName"), "Service", namespace, "references")
    for index, _ in _items(attributes, ("spec", "tls")):
        yield from _plain(attributes, ("spec", "tls", index, "secretName"), "Secret", namespace, "references")
    yield from _plain(attributes, ("spec", "ingressClassName"), "IngressClass", None, "references")


def _route(attributes: Object, namespace: str | None) -> Iterator[Named]:
    for index, _ in _items(attributes, ("spec", "parentRefs")):
        yield from _typed(attributes, ("spec", "parentRefs", index), namespace, "Gateway")
    for rule, _ in _items(attributes, ("spec", "rules")):
        path: Path = ("spec", "rules", rule)
        yield from _mirrors(attributes, path, namespace)
        for index, _ in _items(attributes, (*path, "backendRefs")):
            backend: Path = (*path, "backendRefs", index)
            yield from _typed(attributes, backend, namespace, "Service")
            yield from _mirrors(attributes, backend, namespace)


def _mirrors(attributes: Object, path: Path, namespace: str | None) -> Iterator[Named]:
    """Where the filters of a rule, or of one of its backends, send requests once more."""
    for index, _ in _items(attributes, (*path, "filters")):
        mirror: Path = (*path, "filters", index, "requestMirror", "backendRef")
        yield from _typed(attributes, mirror, namespace, "Service")


def _gateway(attributes: Object, namespace: str | None) -> Iterator[Named]:
    yield from _plain(attributes, ("spec", "gatewayClassName"), "GatewayClass", None, "references")
    for listener, _ in _items(attributes, ("spec", "listeners")):
        certificates: Path = ("spec", "listeners", listener, "tls", "certificateRefs")
        for index, _ in _items(attributes, certificates):
            yield from _typed(attributes, (*certificates, index), namespace, "Secret")


def _webhooks(attributes: Object, namespace: str | None) -> Iterator[Named]:
    for index, _ in _items(attributes, ("webhooks",)):
        path: Path = ("webhooks", index, "clientConfig", "service")
        service = _get(attributes, path)
        space = service.get("namespace") if isinstance(service, dict) else None
        if isinstance(space, str):
            yield from _plain(attributes, (*path, "name"), "Service", space, "calls")


def _mesh(attributes: Object, namespace: str | None) -> Iterator[Named]:
    """What Istio's and Linkerd's policies are for, and whom they let in."""
    yield from _typed(attributes, ("spec", "targetRef"), namespace, "")
    for field in ("targetRefs", "requiredAuthenticationRefs", "identityRefs"):
        for index, _ in _items(attributes, ("spec", field)):
            yield from _typed(attributes, ("spec", field, index), namespace, "")
    yield from _plain(attributes, ("spec", "server", "name"), "Server", namespace, "references")


def _stateful_set(attributes: Object, namespace: str | None) -> Iterator[Named]:
    yield from _plain(attributes, ("spec", "serviceName"), "Service", namespace, "references")


def _horizontal_autoscaler(attributes: Object, namespace: str | None) -> Iterator[Named]:
    yield from _typed(attributes, ("spec", "scaleTargetRef"), namespace, "")


def _vertical_autoscaler(attributes: Object, namespace: str | None) -> Iterator[Named]:
    yield from _typed(attributes, ("spec", "targetRef"), namespace, "")


_NAMING: dict[str, Callable[[Object, str | None], Iterator[Named]]] = {
    "RoleBinding": _binding,
    "ClusterRoleBinding": _binding,
    "Ingress": _ingress,
    "HorizontalPodAutoscaler": _horizontal_autoscaler,
    "VerticalPodAutoscaler": _vertical_autoscaler,
    **dict.fromkeys(ROUTES, _route),
    "Gateway": _gateway,
    "ValidatingWebhookConfiguration": _webhooks,
    "MutatingWebhookConfiguration": _webhooks,
    "AuthorizationPolicy": _mesh,
    "MeshTLSAuthentication": _mesh,
    "ServerAuthorization": _mesh,
    "StatefulSet": _stateful_set,
}
"""What names others, and how what it names is found in its attributes and namespace."""


_Ways: TypeAlias = "tuple[tuple[Path, str], ...]"
"""Ways to names, and the kind of what is named there."""

_VOLUME: _Ways = (
    (("configMap", "name"), "ConfigMap"),
    (("secret", "secretName"), "Secret"),
    (("persistentVolumeClaim", "claimName"), "PersistentVolumeClaim"),
)
_PROJECTED: _Ways = ((("configMap", "name"), "ConfigMap"), (("secret", "name"), "Secret"))
_VARIABLE: _Ways = (
    (("valueFrom", "configMapKeyRef", "name"), "ConfigMap"),
    (("valueFrom", "secretKeyRef", "name"), "Secret"),
)
_VARIABLES: _Ways = ((("configMapRef", "name"), "ConfigMap"), (("secretRef", "name"), "Secret"))
_PULLED: _Ways = ((("name",), "Secret"),)
_MOUNTED = frozenset({"ConfigMap", "Secret", "PersistentVolumeClaim"})
"""What volumes, variables and pull secrets name."""
_ACCOUNTS: _Ways = ((("serviceAccountName",), "ServiceAccount"), (("serviceAccount",), "ServiceAccount"))


def _pod(spec: dict[str, Value], prefix: Path, namespace: str | None, kinds: Set[str]) -> Iterator[Named]:
    if "ServiceAccount" in kinds:
        if spec.get("serviceAccountName") in (None, "") and spec.get("serviceAccount") in (None, ""):
            yield Named("ServiceAccount", namespace, "default", "references", ())
        yield from _within(spec, prefix, _ACCOUNTS, namespace, "references")
    if kinds.isdisjoint(_MOUNTED):
        return
    for index, secret in _entries(spec, "imagePullSecrets"):
        yield from _within(secret, (*prefix, "imagePullSecrets", index), _PULLED, namespace, "references")
    for index, volume in _entries(spec, "volumes"):
        path: Path = (*prefix, "volumes", index)
        yield from _within(volume, path, _VOLUME, namespace, "mounts")
        projected = volume.get("projected") if isinstance(volume, dict) else None
        for number, source in _entries(projected, "sources"):
            yield from _within(source, (*path, "projected", "sources", number), _PROJECTED, namespace, "mounts")
    for field in ("containers", "initContainers", "ephemeralContainers"):
        for index, container in _entries(spec, field):
            for number, variable in _entries(container, "env"):
                if isinstance(variable, dict) and "valueFrom" in variable:
                    path = (*prefix, field, index, "env", number)
                    yield from _within(variable, path, _VARIABLE, namespace, "mounts")
            for number, variables in _entries(container, "envFrom"):
                path = (*prefix, field, index, "envFrom", number)
                yield from _within(variables, path, _VARIABLES, namespace, "mounts")


def _within(node: Value, path: Path, ways: _Ways, namespace: str | None, relation: Relation) -> Iterable[Named]:
    """What a part of a pod, which lies at `path` in the object, names. Most name nothing."""
    found: list[Named] = []
    for way, kind in ways:
        if isinstance(node, dict) and way[0] in node:
            name = _get(node, way)
            if isinstance(name, str) and name:
                found.append(Named(kind, namespace, name, relation, (*path, *way)))
    return found


def _typed(
    root: Object, path: Path, namespace: str | None, kind: str, relation: Relation = "references"
) -> Iterator[Named]:
    """A reference that says its kind, and perhaps its group and its namespace."""
    reference = _get(root, path)
    if not isinstance(reference, dict):
        return
    stated, own = reference.get("kind", kind), reference.get("namespace", namespace)
    if isinstance(stated, str) and stated and not isinstance(own, Unknown):
        space = own if isinstance(own, str) else namespace
        yield from _plain(root, (*path, "name"), stated, space, relation, _group(reference))


def _group(reference: dict[str, Value]) -> str:
    """The group that a reference says, as each of the fields that there are for it; empty where it says none."""
    version = reference.get("apiVersion")
    if isinstance(version, str):
        return group_of(version)
    stated = reference.get("apiGroup", reference.get("group"))
    return stated if isinstance(stated, str) else ""


def _plain(
    root: Object, path: Path, kind: str, namespace: str | None, relation: Relation, group: str = ""
) -> Iterator[Named]:
    name = _get(root, path)
    if isinstance(name, str) and name:
        yield Named(kind, namespace, name, relation, path, group)


def _entries(node: Value, key: str) -> Iterable[tuple[int, Value]]:
    """The items of a list in a mapping, each with its index."""
    found = node.get(key) if isinstance(node, dict) else None
    return enumerate(found) if isinstance(found, (list, tuple)) else ()


def _items(root: Value, path: Path) -> Iterator[tuple[int, Value]]:
    found = _get(root, path)
    return enumerate(found) if isinstance(found, (list, tuple)) else enumerate(())


def _get(node: Value, path: Path) -> Value:
    for step in path:
        if isinstance(step, int):
            node = node[step] if isinstance(node, (list, tuple)) and step < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
    return node
