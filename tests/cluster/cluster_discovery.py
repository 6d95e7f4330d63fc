"""What the fake API server says it serves: one document a group and version, or all at once (aggregated)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cluster_kinds import ResourceType

Json = dict[str, Any]
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
SUBRESOURCES = {"pods": ("log", "Pod", ("get",)), "deployments": ("scale", "Scale", ("get", "patch", "update"))}


def _versions(types: Iterable[ResourceType], group: str) -> list[str]:
    return list(dict.fromkeys(one.version for one in types if one.group == group))


def _groups(types: Iterable[ResourceType]) -> list[str]:
    return [group for group in dict.fromkeys(one.group for one in types) if group]


def _group(types: list[ResourceType], group: str) -> Json:
    versions = [{"groupVersion": f"{group}/{name}", "version": name} for name in _versions(types, group)]
    return {"name": group, "versions": versions, "preferredVersion": versions[0]}


def _resource(one: ResourceType) -> list[Json]:
    shown: Json = {
        "name": one.plural,
        "singularName": one.kind.lower(),
        "namespaced": one.namespaced,
        "kind": one.kind,
        "verbs": list(one.verbs),
    }
    if one.short_names:
        shown["shortNames"] = list(one.short_names)
    if one.plural not in SUBRESOURCES:
        return [shown]
    name, kind, verbs = SUBRESOURCES[one.plural]
    scope = {"singularName": "", "namespaced": one.namespaced}
    return [shown, {"name": f"{one.plural}/{name}", **scope, "kind": kind, "verbs": list(verbs)}]


def document(types: list[ResourceType], path: str) -> Json | None:
    """The document at `/api`, `/apis`, `/api/v1`, `/apis/<group>` or `/apis/<group>/<version>`."""
    parts = path.strip("/").split("/")
    if parts == ["api"]:
        return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []}
    if parts == ["apis"]:
        groups = [_group(types, name) for name in _groups(types)]
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}
    if parts[0] == "apis" and len(parts) == 2 and parts[1] in _groups(types):
        return {"kind": "APIGroup", "apiVersion": "v1", **_group(types, parts[1])}
    group_version = "/".join(parts[1:])
    served = [one for one in types if one.api_version == group_version]
    if len(parts) != (2 if parts[0] == "api" else 3) or not served:
        return None
    resources = [shown for one in served for shown in _resource(one)]
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group_version, "resources": resources}


def _aggregated_resource(one: ResourceType) -> Json:
    kind = {"group": one.group, "version": one.version, "kind": one.kind}
    shown: Json = {
        "resource": one.plural,
        "responseKind": kind,
        "scope": "Namespaced" if one.namespaced else "Cluster",
        "singularResource": one.kind.lower(),
        "verbs": list(one.verbs),
    }
    if one.short_names:
        shown["shortNames"] = list(one.short_names)
    if one.plural in SUBRESOURCES:
        name, sub_kind, verbs = SUBRESOURCES[one.plural]
        shown["subresources"] = [
            {"subresource": name, "responseKind": {**kind, "kind": sub_kind}, "verbs": list(verbs)}
        ]
    return shown


def aggregated(types: list[ResourceType], path: str, stale: set[str]) -> Json:
    """The aggregated document at `/api` or `/apis`; group versions that are `stale` could not be asked."""
    groups = []
    for group in [""] if path == "/api" else _groups(types):
        versions = []
        for version in _versions(types, group):
            served = [one for one in types if (one.group, one.version) == (group, version)]
            down = f"{group}/{version}" in stale
            resources = [] if down else [_aggregated_resource(one) for one in served]
            versions.append({"version": version, "freshness": "Stale" if down else "Current", "resources": resources})
        groups.append({"metadata": {"name": group, "creationTimestamp": None}, "versions": versions})
    return {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": {}, "items": groups}
