"""Which kinds are listed for rules that judge and ask for some, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.inputs.cluster.known import CARRIERS
from scanner.inputs.kubernetes.api_groups import FOREIGN_POLICIES
from scanner.model.resources import EVERY_KIND

_OWNERS = frozenset({"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job", "CronJob"})
"""Kinds that own pods, directly or through one another."""


def needed_kinds(asked: Iterable[str]) -> tuple[str, ...]:
    """The kinds to list for rules that judge and ask for `asked` (`RuleSet.kubernetes_kinds`), Terraform's left out.

    Namespaces come first, for their labels; pods last, after whatever owns them. Who asks for network policies is also
    told that there are those of other groups.
    """
    found = {name for name in asked if name == EVERY_KIND or name.rpartition("/")[2][:1].isupper()}
    if not found:
        return ()
    found.add("Namespace")
    if not found.isdisjoint(CARRIERS):
        found |= _OWNERS
    if not found.isdisjoint(("NetworkPolicy", "networking.k8s.io/NetworkPolicy")):
        found.update(f"{group}/{kind}" for group, kinds in FOREIGN_POLICIES.items() for kind in kinds)
    return tuple(sorted(found, key=_order))


def _order(name: str) -> tuple[bool, bool, bool, str]:
    kind = name.rpartition("/")[2]
    return kind != "Namespace", kind in CARRIERS, kind == "Pod", name
