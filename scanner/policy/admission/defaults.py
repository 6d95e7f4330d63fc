"""What the API server fills in before policies see an object, for the kinds whose defaults are known in full.

Source: the fields' descriptions in https://kubernetes.io/docs/reference/kubernetes-api/. Controllers of admission,
which may change an object as well, are not followed.
"""

from __future__ import annotations

from typing import Any, Final

from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value

_POD_TEMPLATES: Final[dict[str, tuple[str, ...]]] = {
    "v1/Pod": (),
    "v1/PodTemplate": ("template",),
    "v1/ReplicationController": ("spec", "template"),
    "apps/v1/Deployment": ("spec", "template"),
    "apps/v1/StatefulSet": ("spec", "template"),
    "apps/v1/DaemonSet": ("spec", "template"),
    "apps/v1/ReplicaSet": ("spec", "template"),
    "batch/v1/Job": ("spec", "template"),
    "batch/v1/CronJob": ("spec", "jobTemplate", "spec", "template"),
}
_ROLLING: Final = {"maxUnavailable": "25%", "maxSurge": "25%"}
_SPECS: Final[dict[str, dict[str, Any]]] = {
    "apps/v1/Deployment": {
        "replicas": 1,
        "revisionHistoryLimit": 10,
        "progressDeadlineSeconds": 600,
        "strategy": {"type": "RollingUpdate", "rollingUpdate": _ROLLING},
    },
    "apps/v1/StatefulSet": {
        "replicas": 1,
        "revisionHistoryLimit": 10,
        "podManagementPolicy": "OrderedReady",
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
    },
    "apps/v1/DaemonSet": {
        "revisionHistoryLimit": 10,
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0}},
    },
    "apps/v1/ReplicaSet": {"replicas": 1},
    "v1/ReplicationController": {"replicas": 1},
    "batch/v1/Job": {
        "parallelism": 1,
        "completions": 1,
        "backoffLimit": 6,
        "completionMode": "NonIndexed",
        "suspend": False,
        "podReplacementPolicy": "TerminatingOrFailed",
    },
    "batch/v1/CronJob": {
        "concurrencyPolicy": "Allow",
        "suspend": False,
        "successfulJobsHistoryLimit": 3,
        "failedJobsHistoryLimit": 1,
    },
    "v1/Service": {"type": "ClusterIP", "sessionAffinity": "None", "internalTrafficPolicy": "Cluster"},
}
_POD: Final[dict[str, Any]] = {
    "restartPolicy": "Always",
    "dnsPolicy": "ClusterFirst",
    "schedulerName": "default-scheduler",
    "terminationGracePeriodSeconds": 30,
    "enableServiceLinks": True,
    "securityContext": {},
}
_CONTAINER: Final[dict[str, Any]] = {
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "resources": {},
}
_WITHOUT_DEFAULTS: Final = frozenset({
    "v1/Namespace", "v1/ServiceAccount", "v1/LimitRange", "v1/ResourceQuota", "rbac.authorization.k8s.io/v1/Role",
    "rbac.authorization.k8s.io/v1/ClusterRole", "networking.k8s.io/v1/Ingress", "policy/v1/PodDisruptionBudget",
    "scheduling.k8s.io/v1/PriorityClass", "v1/ConfigMap",
})  # fmt: skip
"""Kinds of which nothing is filled in that a policy would miss."""
_OFTEN_COMPUTED: Final = frozenset({
    "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "status", "selfLink", "clusterIP",
    "clusterIPs", "ipFamilies", "ipFamilyPolicy", "nodePort",
})  # fmt: skip


def is_complete(resource: Resource) -> bool:
    """Whether what is absent from an object is absent from what policies see, too."""
    known = resource.type in _POD_TEMPLATES or resource.type in _SPECS or resource.type in _WITHOUT_DEFAULTS
    return known or resource.origin.kind == "cluster"


def may_be_computed(field: str) -> bool:
    """Whether the API server computes a field of the name itself."""
    return field in _OFTEN_COMPUTED


def with_defaults(resource: Resource, attributes: Value) -> Value:
    """The attributes with what the API server fills in. A live object has that already."""
    if resource.origin.kind == "cluster" or not isinstance(attributes, dict):
        return attributes
    found = attributes
    if resource.type in _SPECS:
        found = _changed(found, ("spec",), lambda spec: _filled(spec, _SPECS[resource.type]))
    steps = _POD_TEMPLATES.get(resource.type)
    if steps is not None:
        found = _changed(found, (*steps, "spec"), _pod)
    if resource.type == "v1/Service":
        found = _changed(found, ("spec", "ports"), lambda ports: _each(ports, {"protocol": "TCP"}))
    return found


def _changed(node: Value, path: tuple[str, ...], change: Any) -> Value:
    """A copy with what lies at a path changed; the same where nothing does."""
    if not path:
        return change(node)
    if not isinstance(node, dict) or path[0] not in node:
        return node
    return {**node, path[0]: _changed(node[path[0]], path[1:], change)}


def _filled(node: Value, defaults: dict[str, Any]) -> Value:
    return {**defaults, **node} if isinstance(node, dict) else node


def _each(items: Value, defaults: dict[str, Any]) -> Value:
    return [_filled(item, defaults) for item in items] if isinstance(items, list) else items


def _pod(spec: Value) -> Value:
    if not isinstance(spec, dict):
        return spec
    filled = _filled(spec, _POD)
    for name in ("containers", "initContainers", "ephemeralContainers"):
        if isinstance(filled.get(name), list):
            filled[name] = [_container(each) for each in filled[name]]
    return filled


def _container(container: Value) -> Value:
    if not isinstance(container, dict):
        return container
    filled = _filled(container, {**_CONTAINER, "imagePullPolicy": _pull_policy(container.get("image"))})
    if "ports" in filled:
        filled["ports"] = _each(filled["ports"], {"protocol": "TCP"})
    return filled


def _pull_policy(image: Value) -> Value:
    if isinstance(image, Unknown):
        return image if not image.not_null else Unknown("it depends on the image", image.references, not_null=True)
    name = str(image or "").rpartition("/")[2]
    return "Always" if "@" not in name and (":" not in name or name.endswith(":latest")) else "IfNotPresent"
