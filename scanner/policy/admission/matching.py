"""What a rule matches, as the resource rules of a policy."""

from __future__ import annotations

from typing import Any, Final

from scanner.policy.admission.kinds import UNTOUCHED, guessed_plural
from scanner.policy.admission.writing import CannotWriteError

OPERATIONS: Final = ("CREATE", "UPDATE")
_PODS: Final = (
    ("", ("pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers")),
    ("apps", ("daemonsets", "deployments", "replicasets", "statefulsets")),
    ("batch", ("cronjobs", "jobs")),
)
_NOT_SERVED: Final = frozenset({"extensions"})
"""Groups that no version with admission policies serves."""


def resource_rules(kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """The resource rules for the kinds that a rule matches.

    Raises:
        CannotWriteError: policies are not asked about one of them.
    """
    resources: dict[str, dict[str, None]] = {}
    for each in kinds:
        group, _, kind = each.rpartition("/")
        if each == "pods":
            for pod_group, names in _PODS:
                resources.setdefault(pod_group, {}).update(dict.fromkeys(names))
        elif kind in UNTOUCHED:
            raise CannotWriteError(f"the API server asks no policy about a {kind}")
        elif group not in _NOT_SERVED:
            resources.setdefault(group, {})[guessed_plural(kind)] = None
    return [
        {
            "apiGroups": [group],
            "apiVersions": ["v1"] if _is_built_in(group) else ["*"],
            "operations": list(OPERATIONS),
            "resources": sorted(names),
        }
        for group, names in resources.items()
    ]


def _is_built_in(group: str) -> bool:
    return "." not in group or group.endswith(".k8s.io")
