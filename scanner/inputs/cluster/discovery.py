"""Which kinds a cluster serves: API discovery, aggregated or group by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scanner.inputs.cluster.errors import Broken, Refusal
from scanner.inputs.cluster.kinds import Kind, Served
from scanner.inputs.cluster.transport import Transport

_AGGREGATED = ",".join(
    (
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
        "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
        "application/json",
    )
)
"""https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery"""


def discover(transport: Transport) -> Served:
    """Asks a cluster what it serves. Raises ClusterError when it does not say anything."""
    served = Served()
    core = transport.get("/api", accept=_AGGREGATED)
    if _kind(core) == "APIGroupDiscoveryList":
        _take_groups(served, core)
    else:
        for version in _texts(_field(core, "versions")):
            _ask_version(transport, served, "", version)
    groups = transport.get("/apis", accept=_AGGREGATED)
    if _kind(groups) == "APIGroupDiscoveryList":
        _take_groups(served, groups)
    else:
        for group in _dicts(_field(groups, "groups")):
            name = _text(group.get("name"))
            for version in _versions(group):
                _ask_version(transport, served, name, version)
    if "Namespace" not in served.kinds and "" not in served.failed:
        raise Broken("what answers under the address is no Kubernetes API server")
    return served


def _take_groups(served: Served, document: Any) -> None:
    for group in _dicts(_field(document, "items")):
        name = _text(_field(group.get("metadata"), "name"))
        for version in _dicts(group.get("versions")):
            listed = list(_dicts(version.get("resources")))
            if version.get("freshness") == "Stale" and not listed:
                served.failed.setdefault(name, "its server does not answer")
            for entry in listed:
                says = entry.get("responseKind")
                scope = entry.get("scope") == "Namespaced"
                _add(served, name, _text(version.get("version")), says, entry.get("resource"), scope, entry)


def _ask_version(transport: Transport, served: Served, group: str, version: str) -> None:
    path = f"/apis/{group}/{version}" if group else f"/api/{version}"
    try:
        document = transport.get(path)
    except (Refusal, Broken) as error:
        if not (isinstance(error, Refusal) and error.status == 404):
            served.failed.setdefault(group, str(error))
        return
    for entry in _dicts(_field(document, "resources")):
        _add(served, group, version, entry, entry.get("name"), entry.get("namespaced") is True, entry)


def _add(served: Served, group: str, version: str, says: Any, plural: Any, scope: bool, entry: dict[str, Any]) -> None:
    """Takes in one resource if it can be listed and is no subresource."""
    kind, verbs = _kind(says), _texts(entry.get("verbs"))
    if not kind or not isinstance(plural, str) or not plural or "/" in plural or "list" not in verbs:
        return
    served.add(Kind(group, version, kind, plural, scope, "create" in verbs))


def _versions(group: dict[str, Any]) -> Iterable[str]:
    """Versions of a group, the preferred one first."""
    preferred = _text(_field(group.get("preferredVersion"), "version"))
    others = [_text(one.get("version")) for one in _dicts(group.get("versions"))]
    return [one for one in dict.fromkeys([preferred, *others]) if one]


def _kind(document: Any) -> str:
    return _text(_field(document, "kind"))


def _field(document: Any, name: str) -> Any:
    return document.get(name) if isinstance(document, dict) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())
