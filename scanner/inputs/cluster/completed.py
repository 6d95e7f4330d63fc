"""What the API server and controllers add to an object on the ground of what else is written in it.

Sources: https://kubernetes.io/docs/reference/kubernetes-api/, for resources of a whole Pod
https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/, for aggregated roles
https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.inputs.cluster.filled import Pattern
from scanner.inputs.kubernetes.pods import CONTAINER_LISTS


def completed(path: Pattern, written: Mapping[str, Any], live: Mapping[str, Any]) -> dict[str, Any]:
    """What is added to a mapping at a path; keys and values."""
    found: dict[str, Any] = {}
    last = path[-1] if path else ""
    if not path:
        found |= _whole(written, live)
    if last == "resources":
        limits, requests, asked = written.get("limits"), written.get("requests"), live.get("requests")
        if isinstance(limits, dict) and isinstance(asked, dict) and (requests is None or isinstance(requests, dict)):
            found["requests"] = {name: limits[name] for name in asked if name in limits} | (requests or {})
    if last == "spec":
        found |= _account(written, live)
        found["policyTypes"] = _policy_types(written, live)
        if written.get("hostNetwork") is True:
            found |= {name: _with_host_ports(written.get(name), live.get(name)) for name in CONTAINER_LISTS}
    if path == ("spec",) and "containers" in written:
        found["resources"] = _of_pod(written.get("resources"), _at(live, "resources", "requests"))
    return {key: value for key, value in found.items() if value is not None}


def _whole(written: Mapping[str, Any], live: Mapping[str, Any]) -> dict[str, Any]:
    """The labels that a workload takes from its pods, and the rules that an aggregated role takes from others."""
    found: dict[str, Any] = {}
    metadata, labels = written.get("metadata"), _at(live, "metadata", "labels")
    of_pods = _at(live, "spec", "template", "metadata", "labels")
    unlabelled = isinstance(metadata, dict) and metadata.get("labels") in (None, {})
    if unlabelled and isinstance(labels, dict) and labels == of_pods:
        found["metadata"] = {**written["metadata"], "labels": labels}
    if live.get("kind") == "ClusterRole" and isinstance(written.get("aggregationRule"), dict):
        rules = live.get("rules")
        found["rules"] = [] if rules is None else rules
    return found


def _account(written: Mapping[str, Any], live: Mapping[str, Any]) -> dict[str, Any]:
    """The service account under both of its names."""
    named = [written.get(key) for key in ("serviceAccountName", "serviceAccount")]
    account = next((each for each in named if each is not None and not (isinstance(each, str) and not each)), None)
    if account is None and live.get("serviceAccountName") == "default" == live.get("serviceAccount"):
        account = "default"
    return {"serviceAccountName": account, "serviceAccount": account}


def _policy_types(written: Mapping[str, Any], live: Mapping[str, Any]) -> Any:
    """What a NetworkPolicy is about that does not say so; None where it does."""
    if "podSelector" not in live or "policyTypes" not in live or written.get("policyTypes") not in (None, []):
        return None
    egress = written.get("egress")
    if egress is not None and not isinstance(egress, list):
        return live["policyTypes"]
    return ["Ingress", *(["Egress"] if egress else [])]


def _with_host_ports(containers: Any, live: Any) -> list[Any] | None:
    """Containers in the host's network with the ports of the host that the server wrote for them."""
    if not isinstance(containers, list) or not isinstance(live, list):
        return None
    opened = {
        (each["name"], number)
        for each in live
        if isinstance(each, dict) and isinstance(each.get("name"), str)
        for number, of_host in _ports(each)
        if number == of_host
    }
    return [_opened(each, opened) for each in containers]


def _ports(container: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Ports of a container and of the host."""
    ports = container.get("ports")
    every = [each for each in ports if isinstance(each, dict)] if isinstance(ports, list) else []
    found = [(each.get("containerPort"), each.get("hostPort")) for each in every]
    return [(one, other) for one, other in found if isinstance(one, int) and isinstance(other, int)]


def _opened(container: Any, opened: set[tuple[str, int]]) -> Any:
    ports = container.get("ports") if isinstance(container, dict) else None
    if not isinstance(ports, list) or not isinstance(container.get("name"), str):
        return container
    filled = []
    for port in ports:
        number = port.get("containerPort") if isinstance(port, dict) else None
        asks = isinstance(number, int) and port.get("hostPort") in (None, 0) and (container["name"], number) in opened
        filled.append({**port, "hostPort": number} if asks else port)
    return {**container, "ports": filled}


def _of_pod(resources: Any, asked: Any) -> dict[str, Any] | None:
    """The resources of a whole Pod with the requests that the server took from its limits and its containers."""
    if not isinstance(resources, dict) or not resources or not isinstance(asked, dict):
        return None
    requests = resources.get("requests")
    if requests is None or isinstance(requests, dict):
        return {**resources, "requests": {**asked, **(requests or {})}}
    return None


def _at(node: Any, *keys: str) -> Any:
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    return node
