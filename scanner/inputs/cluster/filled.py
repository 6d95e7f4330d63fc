"""What the API server, controllers and deployment tools fill in where an object as it was written says nothing.

Sources: the defaults that https://kubernetes.io/docs/reference/kubernetes-api/ states field by field;
https://kubernetes.io/docs/reference/labels-annotations-taints/. Tests hold them to a real API server.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from scanner.inputs.cluster.apparmor import ANNOTATION
from scanner.inputs.cluster.known import BUILT_IN
from scanner.model.api_kinds import NAME_LABEL

Pattern: TypeAlias = tuple[str, ...]
"""Keys on the way into an object; `*` stands for an item of a list."""

ANYTHING = object()
"""Whatever the server chose."""

POD_SPEC: dict[str, Any] = {
    "restartPolicy": "Always",
    "dnsPolicy": "ClusterFirst",
    "schedulerName": "default-scheduler",
    "terminationGracePeriodSeconds": 30,
    "enableServiceLinks": True,
    "preemptionPolicy": "PreemptLowerPriority",
}
"""What is filled in in a pod's spec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/"""

POD_LABELS = frozenset({
    "pod-template-hash", "controller-revision-hash", "pod-template-generation", "controller-uid", "job-name",
    "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-name", "batch.kubernetes.io/job-completion-index",
})  # fmt: skip
"""Labels that controllers give to the pods they make."""

RUN_ANNOTATIONS = (
    "cni.projectcalico.org/", "k8s.v1.cni.cncf.io/", "k8s.ovn.org/", "kubernetes.io/config.",
    "batch.kubernetes.io/", "kubernetes.io/limit-ranger",
)  # fmt: skip
"""How annotations begin that are written when a pod runs."""

_TOOL_ANNOTATIONS = (
    *RUN_ANNOTATIONS, ANNOTATION, "kubectl.kubernetes.io/",
    "deployment.kubernetes.io/", "deprecated.daemonset.template.generation",
    "autoscaling.alpha.kubernetes.io/", "control-plane.alpha.kubernetes.io/", "pv.kubernetes.io/",
    "volume.kubernetes.io/", "volume.beta.kubernetes.io/", "meta.helm.sh/", "argocd.argoproj.io/",
    "kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/", "field.cattle.io/", "rbac.authorization.kubernetes.io/",
)  # fmt: skip
"""How annotations begin that clients and controllers write."""
_TOOL_LABELS = (
    NAME_LABEL, "app.kubernetes.io/managed-by", "app.kubernetes.io/instance",
    "argocd.argoproj.io/", "kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/",
)  # fmt: skip
"""How labels begin that they write."""

_ENDS: dict[str, Any] = {
    **POD_SPEC,
    "hostNetwork": False,
    "hostPID": False,
    "hostIPC": False,
    "priority": ANYTHING,
    "imagePullPolicy": ANYTHING,
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "procMount": "Default",
    "stdin": False,
    "stdinOnce": False,
    "tty": False,
    "initialDelaySeconds": 0,
    "timeoutSeconds": (1, 10),
    "periodSeconds": 10,
    "successThreshold": 1,
    "failureThreshold": 3,
    "hostPort": 0,
    "protocol": "TCP",
    "readOnly": False,
    "recursiveReadOnly": ANYTHING,
    "defaultMode": 420,
    "expirationSeconds": 3600,
    "nodeAffinityPolicy": "Honor",
    "nodeTaintsPolicy": "Ignore",
    # workloads
    "revisionHistoryLimit": 10,
    "progressDeadlineSeconds": 600,
    "podManagementPolicy": "OrderedReady",
    "maxUnavailable": ("25%", 1),
    "maxSurge": ("25%", 0),
    "partition": 0,
    "whenDeleted": "Retain",
    "whenScaled": "Retain",
    "minReadySeconds": 0,
    "paused": False,
    "parallelism": 1,
    "completions": 1,
    "backoffLimit": 6,
    "completionMode": "NonIndexed",
    "suspend": False,
    "podReplacementPolicy": ("TerminatingOrFailed", "Failed"),
    "manualSelector": False,
    "concurrencyPolicy": "Allow",
    "successfulJobsHistoryLimit": 3,
    "failedJobsHistoryLimit": 1,
    # services and policies
    "clusterIP": ANYTHING,
    "clusterIPs": ANYTHING,
    "ipFamilies": ANYTHING,
    "ipFamilyPolicy": ANYTHING,
    "nodePort": (ANYTHING, 0),
    "healthCheckNodePort": (ANYTHING, 0),
    "allocateLoadBalancerNodePorts": True,
    "publishNotReadyAddresses": False,
    "sessionAffinity": "None",
    "internalTrafficPolicy": "Cluster",
    "externalTrafficPolicy": "Cluster",
    "ingressClassName": ANYTHING,
    # storage
    "storageClassName": ANYTHING,
    "volumeName": ANYTHING,
    "volumeMode": "Filesystem",
    "claimRef": ANYTHING,
    "persistentVolumeReclaimPolicy": "Retain",
    "reclaimPolicy": "Delete",
    "volumeBindingMode": "Immediate",
    "allowVolumeExpansion": False,
    # access and admission
    "caBundle": ANYTHING,
    "failurePolicy": "Fail",
    "matchPolicy": "Equivalent",
    "reinvocationPolicy": "Never",
    "scope": "*",
    "globalDefault": False,
    "immutable": False,
    "optional": False,
    "podDisruptionPolicy": ANYTHING,
    "minReplicas": 1,
    "behavior": ANYTHING,
}
"""What is filled in, by the last key on the way; several where it depends on the kind."""

_LONGER: dict[Pattern, Any] = {
    ("spec", "replicas"): 1,
    ("ports", "*", "targetPort"): ANYTHING,
    ("hostPath", "type"): "",
    ("fieldRef", "apiVersion"): "v1",
    ("resourceFieldRef", "divisor"): "0",
    ("httpGet", "scheme"): "HTTP",
    ("httpGet", "path"): "/",
    ("grpc", "service"): "",
    ("spec", "securityContext"): {},
    ("strategy", "type"): "RollingUpdate",
    ("updateStrategy", "type"): "RollingUpdate",
    ("volumeClaimTemplates", "*", "apiVersion"): "v1",
    ("volumeClaimTemplates", "*", "kind"): "PersistentVolumeClaim",
    ("volumeClaimTemplates", "*", "status"): ANYTHING,
    ("status", "phase"): "Pending",
    ("ordinals", "start"): 0,
    ("image", "pullPolicy"): ANYTHING,
    ("volumes", "*", "emptyDir"): {},
    ("roleRef", "apiGroup"): "rbac.authorization.k8s.io",
    ("subjects", "*", "apiGroup"): ("rbac.authorization.k8s.io", ""),
    ("webhooks", "*", "namespaceSelector"): {},
    ("webhooks", "*", "objectSelector"): {},
    ("matchConstraints", "namespaceSelector"): {},
    ("matchConstraints", "objectSelector"): {},
    ("matchResources", "namespaceSelector"): {},
    ("matchResources", "objectSelector"): {},
    ("clientConfig", "service", "port"): 443,
}

_KINDS: dict[str, dict[Pattern, Any]] = {
    "Service": {("spec", "type"): "ClusterIP", ("spec", "selector"): {}},
    "Secret": {("type",): "Opaque"},
    "LimitRange": {("limits", "*", "defaultRequest"): ANYTHING, ("limits", "*", "default"): ANYTHING},
    "Job": {("spec", "selector"): ANYTHING},
    "ReplicationController": {("spec", "selector"): ANYTHING},
    "Namespace": {("spec", "finalizers"): ANYTHING},
    "Pod": {
        ("spec", "nodeName"): ANYTHING,
        ("spec", "tolerations"): ANYTHING,
    },
    "PersistentVolume": {("spec", "storageClassName"): ""},
    "ServiceAccount": {("secrets",): ANYTHING, ("imagePullSecrets",): ANYTHING},
    "HorizontalPodAutoscaler": {("spec", "metrics"): ANYTHING},
    "CustomResourceDefinition": {("spec", "names"): ANYTHING, ("spec", "conversion"): ANYTHING},
}
"""What only objects of some kinds get."""

_FREE = frozenset({
    "data", "binaryData", "stringData", "labels", "annotations", "matchLabels", "nodeSelector", "selector",
    "parameters", "hard", "limits", "requests", "capacity", "default", "defaultRequest", "max", "min",
    "maxLimitRequestRatio", "overhead", "podFixed", "allocatedResources", "volumeAttributes", "options",
    "properties", "patternProperties", "definitions",
})  # fmt: skip
"""Mappings whose keys somebody chose: they are no names of fields."""

_UNSET_ZERO = frozenset({
    "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold", "targetPort", "nodePort",
    "healthCheckNodePort", "hostPort",
})  # fmt: skip
"""Numbers that are filled in where 0 is written, too: the API does not tell 0 from nothing there."""
_MEANT_EMPTY = frozenset({"storageClassName", "ingressClassName"})
"""Texts that are not filled in where an empty one is written."""

MEANINGFUL_EMPTY = frozenset({"emptyDir", "namespaceSelector", "podSelector", "objectSelector", "labelSelector",
                              "selector", "endpointSelector"})  # fmt: skip
"""Fields whose empty object says something else than none."""

_OWN = frozenset({
    "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink", "ownerReferences",
    "deletionTimestamp", "deletionGracePeriodSeconds", "finalizers", "name", "namespace", "generateName",
})  # fmt: skip
"""Metadata that the server keeps for itself, and what tells an object from others."""
_TOP = frozenset({"apiVersion", "kind", "status"})
_NOT_KEPT = frozenset({"data", "stringData"})


def is_own(kind: str, path: Pattern) -> bool:
    """Whether something belongs to the server: status, identity and the metadata it writes; or is not kept at all: the
    content of Secrets."""
    if len(path) == 1:
        return path[0] in _TOP or (kind == "Secret" and path[0] in _NOT_KEPT)
    if len(path) >= 2 and path[-2] == "metadata" and path[-1] in _OWN:
        return len(path) == 2 or path[-1] in ("creationTimestamp", "generation")
    return False


def is_chosen(path: Pattern) -> bool:
    """Whether the last key on the way was chosen by somebody, and is no name of a field."""
    return len(path) > 1 and path[-2] in _FREE


def is_filled(kind: str, path: Pattern, value: Any, live: bool) -> bool:
    """Whether a value that only one side has says what is so where nothing is written; `live` for the cluster's."""
    if len(path) > 1 and path[-2] in ("labels", "annotations") and "metadata" in path[:-2]:
        return live and _by_tools(path[-2] == "labels", path[-1])
    if kind not in BUILT_IN or is_chosen(path):
        return False
    own = _KINDS.get(kind, {})
    for length in range(min(len(path), 3), 0, -1):
        end = path[-length:]
        for known in (own, _LONGER):
            if end in known:
                return _is(value, known[end], live)
    return path[-1] in _ENDS and _is(value, _ENDS[path[-1]], live)


def is_replaced(kind: str, path: Pattern, written: Any, live: Any) -> bool:
    """Whether an empty value that is written stands for nothing, and the server filled in the live one."""
    if isinstance(written, str):
        unset = not written and path[-1] not in _MEANT_EMPTY
    else:
        unset = written.__class__ is int and written == 0 and path[-1] in _UNSET_ZERO
    return unset and is_filled(kind, path, live, True)


def _by_tools(is_label: bool, key: str) -> bool:
    return key in POD_LABELS or key.startswith(_TOOL_LABELS) if is_label else key.startswith(_TOOL_ANNOTATIONS)


def _is(value: Any, expected: Any, live: bool) -> bool:
    if expected is ANYTHING:
        return live
    if isinstance(expected, tuple):
        return any(_is(value, each, live) for each in expected)
    return isinstance(value, bool) is isinstance(expected, bool) and bool(value == expected)
