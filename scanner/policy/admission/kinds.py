"""Kinds and what the API calls their resources: policies name `deployments`, manifests `Deployment`.

Source: the API reference of Kubernetes (https://kubernetes.io/docs/reference/kubernetes-api/).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scanner.model.resources import Resource

_IRREGULAR: Final = {"Endpoints": "endpoints", "PodMetrics": "pods", "NodeMetrics": "nodes"}
_CLUSTER_SCOPED: Final = frozenset({
    "APIService", "CSIDriver", "CSINode", "CertificateSigningRequest", "ClusterRole", "ClusterRoleBinding",
    "ClusterTrustBundle", "CustomResourceDefinition", "DeviceClass", "FlowSchema", "GatewayClass", "IPAddress",
    "IngressClass", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration",
    "Namespace", "Node", "PersistentVolume", "PriorityClass", "PriorityLevelConfiguration", "ResourceSlice",
    "RuntimeClass", "SelfSubjectAccessReview", "SelfSubjectReview", "SelfSubjectRulesReview", "ServiceCIDR",
    "StorageClass", "SubjectAccessReview", "TokenReview", "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeAttachment", "VolumeAttributesClass",
})  # fmt: skip
UNTOUCHED: Final = frozenset({
    "LocalSubjectAccessReview", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
    "SelfSubjectAccessReview", "SelfSubjectReview", "SelfSubjectRulesReview", "SubjectAccessReview", "TokenReview",
    "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
})  # fmt: skip
"""Kinds that no admission policy is asked about."""


def split_type(type: str) -> tuple[str, str, str]:
    """Group, version and kind of `apps/v1/Deployment`."""
    api_version, _, kind = type.rpartition("/")
    group, _, version = api_version.rpartition("/")
    return group, version, kind


def guessed_plural(kind: str) -> str:
    """What the resource of a kind is called by the custom that all built-in kinds follow."""
    name = kind.lower()
    if kind in _IRREGULAR:
        return _IRREGULAR[kind]
    if name.endswith(("s", "x", "ch")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"


class Kinds:
    """The kinds of one cluster: built-in ones, and those that its definitions declare."""

    def __init__(self, objects: Iterable[Resource] = ()) -> None:
        self._declared: dict[tuple[str, str], tuple[str, bool]] = {}
        for resource in objects:
            spec = resource.attributes.get("spec")
            if resource.kind != "CustomResourceDefinition" or not isinstance(spec, dict):
                continue
            names = spec.get("names")
            group, kind, plural = spec.get("group"), None, None
            if isinstance(names, dict):
                kind, plural = names.get("kind"), names.get("plural")
            if isinstance(group, str) and isinstance(kind, str) and isinstance(plural, str):
                self._declared[group, kind] = plural, spec.get("scope") != "Cluster"

    def plural(self, group: str, kind: str) -> str:
        """The name of its resource; guessed for a kind that nothing declares."""
        declared = self._declared.get((group, kind))
        return guessed_plural(kind) if declared is None else declared[0]

    def is_namespaced(self, group: str, kind: str, namespace: str | None) -> bool:
        """Whether objects of a kind have a namespace; of a kind that nothing declares, whether this one has."""
        declared = self._declared.get((group, kind))
        if declared is not None:
            return declared[1]
        built_in = "." not in group or group.endswith(".k8s.io")
        return kind not in _CLUSTER_SCOPED if built_in else namespace is not None
