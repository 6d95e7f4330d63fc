"""Live objects that nobody declares because Kubernetes itself, or what it runs, makes them.

Source: https://kubernetes.io/docs/reference/labels-annotations-taints/, and what an empty cluster holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scanner.model.resources import Resource

SYSTEM_NAMESPACES = frozenset({"kube-system", "kube-public", "kube-node-lease"})
"""Namespaces of Kubernetes itself."""

_KINDS = frozenset({
    "APIService", "CSINode", "CSIStorageCapacity", "CertificateSigningRequest", "ComponentStatus", "ControllerRevision",
    "EndpointSlice", "Endpoints", "Event", "IPAddress", "Lease", "Node", "VolumeAttachment",
})  # fmt: skip
"""Kinds whose objects are not declared."""
_NAMED = {
    ("ConfigMap", "extension-apiserver-authentication"),
    ("ConfigMap", "kube-apiserver-legacy-service-account-token-tracking"),
    ("ConfigMap", "kube-root-ca.crt"),
    ("FlowSchema", "exempt"),
    ("FlowSchema", "catch-all"),
    ("PriorityLevelConfiguration", "exempt"),
    ("PriorityLevelConfiguration", "catch-all"),
    ("Namespace", "default"),
    ("PriorityClass", "system-cluster-critical"),
    ("PriorityClass", "system-node-critical"),
    ("Service", "kubernetes"),
    ("ServiceAccount", "default"),
    ("ServiceCIDR", "kubernetes"),
    *(("Namespace", name) for name in SYSTEM_NAMESPACES),
}
_SECRET_TYPES = ("helm.sh/release.", "kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token")
_TESTS = frozenset({"test", "test-success", "test-failure"})
"""Hooks of `helm test`, as new and old charts write them: https://helm.sh/docs/topics/chart_tests/"""
_RBAC = frozenset({"ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"})


def is_made_by_kubernetes(resource: Resource) -> bool:
    """Whether an object comes with Kubernetes, or follows from another object."""
    kind, name = resource.kind, resource.name
    metadata = resource.attributes.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    if kind in _KINDS or (kind, name) in _NAMED or has_controller(metadata):
        return True
    labels, annotations = _mapping(metadata.get("labels")), _mapping(metadata.get("annotations"))
    if kind in _RBAC and (name.startswith("system:") or labels.get("kubernetes.io/bootstrapping") == "rbac-defaults"):
        return True
    if kind == "Secret":
        type_ = resource.attributes.get("type")
        return name.startswith("sh.helm.release.") or (isinstance(type_, str) and type_.startswith(_SECRET_TYPES))
    if kind == "ConfigMap" and _mapping(labels).get("owner") == "helm":
        return True
    if kind == "PersistentVolume":
        return "pv.kubernetes.io/provisioned-by" in annotations
    return "apf.kubernetes.io/autoupdate-spec" in annotations


def left_behind(resource: Resource) -> str | None:
    """Why an object may be declared though nothing that is rendered has it; None where it would be there.

    Charts are rendered without their tests, and what a test made stays until it is deleted.
    """
    metadata = _mapping(resource.attributes.get("metadata"))
    hooks = _mapping(metadata.get("annotations")).get("helm.sh/hook")
    if isinstance(hooks, str) and not _TESTS.isdisjoint(each.strip() for each in hooks.split(",")):
        return "it is a test hook of Helm, which `helm test` leaves behind"
    return None


def has_controller(metadata: dict[str, Any]) -> bool:
    """Whether a controller made the object, and keeps it."""
    references = metadata.get("ownerReferences")
    every = references if isinstance(references, list) else ()
    return any(isinstance(each, dict) and each.get("controller") is True for each in every)


def claims_of_sets(resources: Iterable[Resource]) -> frozenset[tuple[str | None, str]]:
    """Namespaces, and how the names begin of the claims that StatefulSets make for their pods."""
    found: set[tuple[str | None, str]] = set()
    for each in resources:
        if each.kind == "StatefulSet":
            templates = _mapping(each.attributes.get("spec")).get("volumeClaimTemplates")
            for template in templates if isinstance(templates, list) else ():
                name = _mapping(_mapping(template).get("metadata")).get("name")
                found.add((each.namespace, f"{name}-{each.name}-"))
    return frozenset(found)


def is_claim_of(resource: Resource, claims: frozenset[tuple[str | None, str]]) -> bool:
    """Whether a claim was made by a StatefulSet."""
    begins, _, number = resource.name.rpartition("-")
    return (
        resource.kind == "PersistentVolumeClaim" and number.isdigit() and (resource.namespace, f"{begins}-") in claims
    )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
