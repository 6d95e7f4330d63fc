"""Which parts of the built-in kinds are objects and which are lists: as much as pods, their owners, access and networks
need. A `dict` stands for an object with these entries among others, a list for a list of what it holds, if it says, and
None for a plain value.

Source: the API reference of Kubernetes (https://kubernetes.io/docs/reference/kubernetes-api/).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from scanner.inputs.kubernetes.views import CONTAINER_LISTS, Steps

Shape: TypeAlias = "Mapping[str, Shape] | list[Shape] | None"
"""What a value must be; other entries of an object are not looked at."""

_WORKLOADS = {
    "apps": ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
    "extensions": ("Deployment", "DaemonSet", "ReplicaSet"),
    "batch": ("Job",),
}


@lru_cache(maxsize=1)
def metadata_shape() -> Shape:
    """The shape of what every object has."""
    return {"metadata": _metadata()}


def _metadata() -> Shape:
    names = {"name": None, "generateName": None, "namespace": None}
    return {**names, "labels": {}, "annotations": {}, "ownerReferences": [{}], "finalizers": []}


@lru_cache(maxsize=1)
def shapes() -> dict[str, dict[str, Shape]]:
    """The shape of each kind, by group and kind."""
    template = {"metadata": _metadata(), "spec": _pod()}
    workload: Shape = {"spec": {"template": template, "selector": _selector(), "volumeClaimTemplates": [{}]}}
    found: dict[str, dict[str, Shape]] = {group: dict.fromkeys(kinds, workload) for group, kinds in _WORKLOADS.items()}
    found["batch"]["CronJob"] = {"spec": {"jobTemplate": workload}}
    found[""] = {
        "Pod": {"spec": _pod()},
        "PodTemplate": {"template": template},
        "ReplicationController": {"spec": {"template": template, "selector": {}}},
        "Service": {"spec": {"selector": {}, "ports": [{}], "externalIPs": [], "loadBalancerSourceRanges": []}},
        "ServiceAccount": {"secrets": [{}], "imagePullSecrets": [{}]},
        "Secret": {"data": {}, "stringData": {}},
        "ConfigMap": {"data": {}, "binaryData": {}},
        "Namespace": {"spec": {}},
    }
    found["rbac.authorization.k8s.io"] = _access()
    found["networking.k8s.io"] = _networks()
    found["extensions"]["NetworkPolicy"] = found["networking.k8s.io"]["NetworkPolicy"]
    found["extensions"]["Ingress"] = found["networking.k8s.io"]["Ingress"]
    found["policy"] = {"PodDisruptionBudget": {"spec": {"selector": _selector()}}}
    found["autoscaling"] = {"HorizontalPodAutoscaler": {"spec": {"scaleTargetRef": {}, "metrics": [{}]}}}
    hooks: Shape = {"webhooks": [{"clientConfig": {}, "rules": [{}], "namespaceSelector": _selector()}]}
    found["admissionregistration.k8s.io"] = dict.fromkeys(
        ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"), hooks
    )
    found["cilium.io"] = dict.fromkeys(("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"), _cilium())
    return found


def carried_shape(template: Steps, spec: Steps) -> Shape:
    """The shape of an object of a custom kind that carries a pod."""
    shape: Shape = _pod() if template == spec else {"metadata": _metadata(), "spec": _pod()}
    for step in reversed(template):
        shape = {step: shape}
    return shape


def _selector() -> Shape:
    return {"matchLabels": {}, "matchExpressions": [{"values": []}]}


def _security() -> dict[str, Shape]:
    return {"seccompProfile": {}, "appArmorProfile": {}, "seLinuxOptions": {}, "windowsOptions": {}}


def _pod() -> Shape:
    volume: Shape = {
        "configMap": {},
        "secret": {},
        "hostPath": {},
        "persistentVolumeClaim": {},
        "projected": {"sources": [{"configMap": {}, "secret": {}, "serviceAccountToken": {}}]},
    }
    return {
        **{key: [_container()] for key in CONTAINER_LISTS},
        "securityContext": {**_security(), "sysctls": [{}], "supplementalGroups": []},
        "serviceAccountName": None,
        "serviceAccount": None,
        "volumes": [volume],
        "imagePullSecrets": [{}],
        "nodeSelector": {},
        "tolerations": [{}],
        "affinity": {},
        "hostAliases": [{}],
    }


def _container() -> Shape:
    source: Shape = {"configMapKeyRef": {}, "secretKeyRef": {}, "fieldRef": {}, "resourceFieldRef": {}}
    return {
        "name": None,
        "image": None,
        "command": [],
        "args": [],
        "env": [{"name": None, "value": None, "valueFrom": source}],
        "envFrom": [{"configMapRef": {}, "secretRef": {}}],
        "ports": [{}],
        "volumeMounts": [{}],
        "volumeDevices": [{}],
        "resources": {"limits": {}, "requests": {}},
        "securityContext": {**_security(), "capabilities": {"add": [], "drop": []}},
        "lifecycle": {},
        "livenessProbe": {},
        "readinessProbe": {},
        "startupProbe": {},
    }


def _access() -> dict[str, Shape]:
    names = ("verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs")
    rules: list[Shape] = [{name: [] for name in names}]
    named: Shape = {"kind": None, "name": None, "namespace": None}
    binding: Shape = {"roleRef": named, "subjects": [named]}
    return {
        "Role": {"rules": rules},
        "ClusterRole": {"rules": rules, "aggregationRule": {"clusterRoleSelectors": [_selector()]}},
        "RoleBinding": binding,
        "ClusterRoleBinding": binding,
    }


def _cilium() -> Shape:
    directions = ("ingress", "ingressDeny", "egress", "egressDeny")
    peers: dict[str, Shape] = {name: [{}] for name in directions}
    spec: Shape = {"endpointSelector": _selector(), "enableDefaultDeny": {}, **peers}
    return {"spec": spec, "specs": [spec]}


def _networks() -> dict[str, Shape]:
    peer: Shape = {"podSelector": _selector(), "namespaceSelector": _selector(), "ipBlock": {"except": []}}
    spec: Shape = {
        "podSelector": _selector(),
        "policyTypes": [],
        "ingress": [{"from": [peer], "ports": [{}]}],
        "egress": [{"to": [peer], "ports": [{}]}],
    }
    backend: Shape = {"backend": {"service": {}, "resource": {}}}
    ingress: Shape = {
        "tls": [{"hosts": []}],
        "rules": [{"http": {"paths": [backend]}}],
        "defaultBackend": {"service": {}},
    }
    return {"NetworkPolicy": {"spec": spec}, "Ingress": {"spec": ingress}}
