"""What a rule matches, as the resource rules of a policy."""

from __future__ import annotations

from typing import Any, Final

from scanner.model.pod_kinds import POD_GROUPS
from scanner.policy.admission.kinds import guessed_plural, is_untouched
from scanner.policy.admission.writing import CannotWriteError, quoted

OPERATIONS: Final = ("CREATE", "UPDATE")
_V1: Final = frozenset({
    "", "admissionregistration.k8s.io", "apps", "batch", "networking.k8s.io", "policy", "rbac.authorization.k8s.io",
})  # fmt: skip
"""Groups of Kubernetes itself that serve in v1 whatever a rule can be about, and call their resources by its custom."""
_CORE: Final = frozenset({
    "ConfigMap", "Endpoints", "LimitRange", "Namespace", "Node", "PersistentVolume", "PersistentVolumeClaim", "Pod",
    "PodTemplate", "ReplicationController", "ResourceQuota", "Secret", "Service", "ServiceAccount",
})  # fmt: skip
"""Kinds that mean those of Kubernetes itself where a rule names no group."""
_NOT_SERVED: Final = frozenset({"extensions"})
"""Groups that no version with admission policies serves."""


def resource_rules(kinds: tuple[str, ...]) -> tuple[list[dict[str, Any]], str]:
    """The resource rules for the kinds that a rule matches, and a condition on what they match besides; empty for none.

    What other groups call their resources, and in which versions they serve them, is their own affair: every resource
    of theirs is matched, and the condition asks for its kind.

    Raises:
        CannotWriteError: policies are not asked about one of them.
    """
    resources: dict[str, dict[str, None]] = {}
    named: dict[str, None] = {}
    for each in kinds:
        group, _, kind = each.rpartition("/")
        named.update(dict.fromkeys(POD_GROUPS if each == "pods" else (kind,)))
        if each == "pods":
            for pod_kind, pod_group in POD_GROUPS.items():
                resources.setdefault(pod_group, {})[guessed_plural(pod_kind)] = None
            resources[""]["pods/ephemeralcontainers"] = None
        elif is_untouched(group, kind):
            raise CannotWriteError(f"the API server asks no policy about a {kind}")
        elif group in _V1 and (group or kind in _CORE):
            resources.setdefault(group, {})[guessed_plural(kind)] = None
        elif group not in _NOT_SERVED:
            resources.setdefault(group or "*", {})["*"] = None
    condition = ""
    if any("*" in names for names in resources.values()):
        condition = f"object.kind in [{', '.join(map(quoted, named))}]"
    return [_rule(group, sorted(names)) for group, names in resources.items()], condition


def _rule(group: str, names: list[str]) -> dict[str, Any]:
    return {
        "apiGroups": [group],
        "apiVersions": ["v1"] if group in _V1 else ["*"],
        "operations": list(OPERATIONS),
        "resources": names,
    }
