"""What becomes of a false, a zero or an empty value that is written in an object of a built-in kind.

The API server reads it into a structure of Go. What is no pointer there, and `omitempty`, is left out when policies see
it; a pointer or a structure stays. Source: the structures of https://github.com/kubernetes/api.
"""

from __future__ import annotations

from typing import Any, Final

from scanner.model.values import PartialList, Unknown, Value

_LEFT_OUT: Final = frozenset({
    "ConfigMap.data", "Secret.data", "accessModes", "add", "annotations", "apiGroups", "args", "binaryData",
    "caBundle", "clusterIP", "command", "concurrencyPolicy", "dnsPolicy", "drop", "egress", "env", "env.value",
    "envFrom", "ephemeralContainers", "externalIPs", "externalName", "externalTrafficPolicy", "finalizers",
    "generateName", "globalDefault", "healthCheckNodePort", "host", "hostAliases", "hostIP", "hostIPC",
    "hostNetwork", "hostPID", "hostPort", "httpHeaders", "imagePullPolicy", "imagePullSecrets", "ingress",
    "initContainers", "initialDelaySeconds", "items", "labels", "livenessProbe.failureThreshold",
    "livenessProbe.periodSeconds", "livenessProbe.successThreshold", "livenessProbe.timeoutSeconds",
    "loadBalancerIP", "loadBalancerSourceRanges", "matchExpressions", "matchLabels", "medium", "metadata.namespace",
    "minReadySeconds", "mountOptions", "namespaces", "nodePort", "nodeSelector", "nonResourceURLs",
    "ownerReferences", "paused", "podManagementPolicy", "policyTypes", "priorityClassName",
    "publishNotReadyAddresses", "readinessGates", "readinessProbe.failureThreshold", "readinessProbe.periodSeconds",
    "readinessProbe.successThreshold", "readinessProbe.timeoutSeconds", "requests", "resourceNames",
    "resources.limits", "restartPolicy", "schedulerName", "schedulingGates", "secrets", "serviceAccount",
    "serviceAccountName", "sessionAffinity",
    "startupProbe.failureThreshold", "startupProbe.periodSeconds", "startupProbe.successThreshold",
    "startupProbe.timeoutSeconds", "stdin", "stdinOnce", "strategy.type", "stringData", "subPath", "subPathExpr",
    "subdomain", "subjects", "supplementalGroups", "sysctls", "terminationMessagePath", "terminationMessagePolicy",
    "tls", "tolerations", "topologySpreadConstraints", "tty", "updateStrategy.type", "volumeClaimTemplates",
    "volumeDevices", "volumeMounts", "volumeMounts.readOnly", "volumes", "workingDir",
})  # fmt: skip
"""Fields, some with the one or the kind that they lie in, of which a zero is left out wherever they are."""
_KEPT: Final = frozenset({
    "ClusterRole.rules", "Role.rules", "activeDeadlineSeconds", "affinity", "allocateLoadBalancerNodePorts",
    "allowPrivilegeEscalation", "allowVolumeExpansion", "appArmorProfile", "automountServiceAccountToken",
    "backoffLimit", "capabilities", "completions", "configMap", "containers", "containers.resources", "csi",
    "defaultMode", "dnsConfig", "downwardAPI", "emptyDir", "enableServiceLinks", "ephemeral", "exec",
    "expirationSeconds", "failedJobsHistoryLimit", "fsGroup", "hostPath", "hostProcess", "hostUsers", "httpGet",
    "immutable", "initContainers.resources", "lifecycle", "maxReplicas", "maxSurge", "maxUnavailable", "metadata",
    "minAvailable", "minReplicas", "namespaceSelector", "nodeAffinity", "optional", "parallelism", "podAffinity",
    "podAntiAffinity", "podSelector", "privileged", "progressDeadlineSeconds", "projected",
    "readOnlyRootFilesystem", "revisionHistoryLimit", "rollingUpdate", "runAsGroup", "runAsNonRoot", "runAsUser",
    "seLinuxOptions", "seccompProfile", "secret", "securityContext", "serviceName", "setHostnameAsFQDN",
    "shareProcessNamespace", "spec", "spec.replicas", "startingDeadlineSeconds", "strategy",
    "successfulJobsHistoryLimit", "suspend", "tcpSocket", "template", "terminationGracePeriodSeconds",
    "tolerationSeconds", "ttlSecondsAfterFinished", "updateStrategy", "valueFrom", "verbs",
})  # fmt: skip
"""Fields of which a zero stays wherever they are."""
_ENTRIES: Final = frozenset({
    "annotations", "binaryData", "data", "hard", "labels", "limits", "matchLabels", "nodeSelector", "parameters",
    "requests", "stringData", "volumeAttributes",
})  # fmt: skip
"""Fields whose keys are the user's: what lies there stays."""


def without_zeros(node: Value, parent: str) -> Value:
    """The value as the API server keeps it: of a zero that it may keep or leave out, presence is Unknown.

    `parent` is the field that the value lies in, or the kind of the object that it is.
    """
    if isinstance(node, list):
        return [without_zeros(item, parent) for item in node]
    if not isinstance(node, dict) or parent in _ENTRIES:
        return node
    found: dict[str, Any] = {}
    for key, value in node.items():
        names = {key, f"{parent}.{key}"}
        if isinstance(value, Unknown):
            found[key] = value if names & _KEPT else _perhaps_left_out(value)
        elif not _is_zero(value):
            found[key] = without_zeros(value, key)
        elif names & _KEPT:
            found[key] = value
        elif not names & _LEFT_OUT:
            found[key] = Unknown(f"whether the API server keeps the empty value of {key} is not known")
    return found


def _perhaps_left_out(value: Unknown) -> Unknown:
    """A value that is not there in the end if it turns out to be a zero."""
    if not value.not_null or value.prefix or value.content is not None or isinstance(value, PartialList):
        return value
    return Unknown(value.cause, value.references, value.origin)


def _is_zero(value: Value) -> bool:
    """Whether Go would call a value empty."""
    return isinstance(value, (bool, int, float, str, list, dict)) and not value
