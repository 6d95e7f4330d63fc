"""Which live object a declared one is: API group, kind, namespace and name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scanner.inputs.cluster.connect import IN_CLUSTER, Target
from scanner.inputs.cluster.known import SAME_OBJECTS
from scanner.inputs.kubernetes.kinds import group_of, is_cluster_scoped, is_namespaced
from scanner.model.drift import ObjectRef
from scanner.model.resources import UNKNOWN_NAMESPACE, Resource


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What objects match by."""

    group: str
    """API group, that which took over where it is an old one."""
    kind: str
    """Kind."""
    namespace: str
    """Namespace; empty without one, a star where it is not known."""
    name: str
    """Name; with a star at the end, or nothing else, where it is not known."""

    @property
    def is_certain(self) -> bool:
        """Whether it names one object."""
        return UNKNOWN_NAMESPACE not in (self.namespace, self.name) and not self.name.endswith("*")

    def may_be(self, other: Key) -> bool:
        """Whether a key that is not certain may name the object with the other one."""
        if (self.group, self.kind) != (other.group, other.kind):
            return False
        if self.namespace not in (UNKNOWN_NAMESPACE, other.namespace):
            return False
        prefix, star, _ = self.name.partition("*")
        return other.name.startswith(prefix) if star else other.name == self.name


def key_of(resource: Resource, own_namespace: str | None = None) -> Key:
    """What an object matches by. `own_namespace` is where objects go that name no namespace; None for `default`."""
    api_version = resource.type.rpartition("/")[0]
    group, kind = group_of(api_version), resource.kind
    namespace = resource.namespace or ""
    if own_namespace and resource.origin.kind == "kubernetes" and not is_cluster_scoped(api_version, kind):
        metadata = resource.attributes.get("metadata")
        written = metadata.get("namespace") if isinstance(metadata, dict) else None
        if written is None and namespace in ("", "default"):
            namespace = own_namespace if is_namespaced(api_version, kind) else namespace
    return Key(SAME_OBJECTS.get((group, kind), group), kind, namespace, resource.name)


def own_namespace(target: Target) -> str | None:
    """Where `kubectl apply` puts objects that name no namespace; a pod's own namespace says nothing of that."""
    return None if target.name == IN_CLUSTER else target.namespace


def kinds_of(resources: Iterable[Resource]) -> frozenset[str]:
    """The kinds of resources as the reader of clusters takes them: `apps/Deployment`, `Pod`."""
    found = set()
    for each in resources:
        group = group_of(each.type.rpartition("/")[0])
        found.add(f"{group}/{each.kind}" if group else each.kind)
    return frozenset(found)


def reference_to(resource: Resource) -> ObjectRef:
    """The resource without its content."""
    return ObjectRef(
        resource.address, resource.kind, resource.namespace, resource.name, resource.place, resource.origin
    )
