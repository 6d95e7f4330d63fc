"""What `kubernetes_manifest` makes of plain values: each gets the type that the API's schema gives to its field.

Source: `ValueToType` in manifest/morph/morph.go and `FromTFValue` in manifest/payload/from_value.go of
https://github.com/hashicorp/terraform-provider-kubernetes. The schema is the cluster's; here the fields of Kubernetes'
own kinds are known by their names, which mean the same type wherever they occur.
"""

from __future__ import annotations

import re
from typing import Any

from scanner.inputs.kubernetes.kinds import group_of
from scanner.inputs.kubernetes.pods import Workloads
from scanner.inputs.kubernetes.views import value_at
from scanner.inputs.translate.kinds import GROUPS
from scanner.model.values import Object, PartialList, Value

BOOLEANS = frozenset({
    "allocateLoadBalancerNodePorts", "allowPrivilegeEscalation", "allowVolumeExpansion", "attachRequired",
    "automountServiceAccountToken", "blockOwnerDeletion", "enableServiceLinks", "globalDefault", "hostIPC",
    "hostNetwork", "hostPID", "hostProcess", "hostUsers", "immutable", "insecureSkipTLSVerify", "manualSelector",
    "optional", "paused", "podInfoOnMount", "privileged", "publishNotReadyAddresses", "readOnly",
    "readOnlyRootFilesystem", "requiresRepublish", "runAsNonRoot", "seLinuxMount", "setHostnameAsFQDN",
    "shareProcessNamespace", "stdin", "stdinOnce", "storageCapacity", "suspend", "tty",
})  # fmt: skip
"""Fields that are true or false."""

INTEGERS = frozenset({
    "activeDeadlineSeconds", "averageUtilization", "backoffLimit", "backoffLimitPerIndex", "completions",
    "containerPort", "defaultMode", "endPort", "expirationSeconds", "failedJobsHistoryLimit", "failureThreshold",
    "fsGroup", "groupPriorityMinimum", "healthCheckNodePort", "hostPort", "initialDelaySeconds", "lun",
    "maxFailedIndexes", "maxReplicas", "maxSkew", "minDomains", "minReadySeconds", "minReplicas", "nodePort",
    "parallelism", "partition", "periodSeconds", "priority", "progressDeadlineSeconds", "replicas",
    "revisionHistoryLimit", "runAsGroup", "runAsUser", "seconds", "stabilizationWindowSeconds",
    "startingDeadlineSeconds", "successThreshold", "successfulJobsHistoryLimit", "targetCPUUtilizationPercentage",
    "terminationGracePeriodSeconds", "timeoutSeconds", "tolerationSeconds", "ttlSecondsAfterFinished",
    "versionPriority", "weight",
})  # fmt: skip
"""Fields that are whole numbers."""

NUMBERS_OR_NAMES = frozenset({"maxSurge", "maxUnavailable", "minAvailable", "port", "targetPort"})
"""Fields that are a number where their text is one."""

TEXTS = frozenset({
    "annotations", "args", "binaryData", "command", "data", "hard", "labels", "limits", "matchLabels", "nodeSelector",
    "requests", "selector", "stringData",
})  # fmt: skip
"""Maps and lists whose plain values are texts."""

VALUED = frozenset({"env", "httpHeaders", "sysctls", "tolerations"})
"""Lists of objects whose `value` is a text."""

_TRUTHS = {
    **dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True),
    **dict.fromkeys(("0", "f", "F", "FALSE", "false", "False"), False),
}
_LARGEST = 1e300
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)


def convert(made: Object, workloads: Workloads) -> None:
    """Gives plain values in an object the types of the API, in place. Raises nothing; what has no such type stays.

    Of a kind that is not of Kubernetes itself these are its metadata, and the template of its pods where it has one.
    """
    version, kind = made["apiVersion"], made["kind"]
    if group_of(version) in GROUPS:
        _convert(made, "")
        return
    _convert(made.get("metadata"), "metadata")
    carrier = workloads.find(kind, made)
    if carrier in workloads.declared and carrier is not None:
        _convert(value_at(made, carrier.template), "template")


def _convert(node: Value, around: str) -> None:
    """Converts what is in a container. `around` is the key under which it, or the list of it, lies."""
    if isinstance(node, PartialList):
        node = node.items
    entries: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        if isinstance(value, (dict, list, PartialList)):
            _convert(value, key if isinstance(key, str) else around)
        elif isinstance(value, (str, bool, int, float)):
            node[key] = _typed(value, key, around)


def _typed(value: str | float, key: str | int, around: str) -> Value:
    if around in TEXTS or (around in VALUED and key == "value"):
        return value if isinstance(value, str) or abs(value) > _LARGEST else _text(value)
    if isinstance(value, str) and isinstance(key, str):
        if key in BOOLEANS:
            return _TRUTHS.get(value, value)
        if (key in INTEGERS or key in NUMBERS_OR_NAMES) and _NUMBER.fullmatch(value):
            return int(value)
    return value


def _text(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, ".10g")  # as Go's big.Float does by itself
