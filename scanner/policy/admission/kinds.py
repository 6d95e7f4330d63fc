"""Kinds and what the API calls their resources: policies name `deployments`, manifests `Deployment`.

Source: the API reference of Kubernetes (https://kubernetes.io/docs/reference/kubernetes-api/).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scanner.model.api_kinds import API_GROUPS, CLUSTER_SCOPED
from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value

_IRREGULAR: Final = {"Endpoints": "endpoints", "PodMetrics": "pods", "NodeMetrics": "nodes"}
_UNTOUCHED: Final = frozenset({
    "LocalSubjectAccessReview", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
    "SelfSubjectAccessReview", "SelfSubjectReview", "SelfSubjectRulesReview", "SubjectAccessReview", "TokenReview",
    "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
})  # fmt: skip


def split_type(type: str) -> tuple[str, str, str]:
    """Group, version and kind of `apps/v1/Deployment`."""
    api_version, _, kind = type.rpartition("/")
    group, _, version = api_version.rpartition("/")
    return group, version, kind


def is_built_in(group: str) -> bool:
    """Whether the kinds of a group are those of the API server itself."""
    return group in API_GROUPS


def is_untouched(group: str, kind: str) -> bool:
    """Whether no admission policy is asked about a kind."""
    return kind in _UNTOUCHED and is_built_in(group)


def guessed_plural(kind: str) -> str:
    """What the resource of a kind is called by the custom that all built-in kinds follow."""
    name = kind.lower()
    if kind in _IRREGULAR:
        return _IRREGULAR[kind]
    if name.endswith(("s", "x", "ch")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"


class Kinds:
    """The kinds of one cluster: built-in ones, and those that its definitions declare."""

    def __init__(self, objects: Iterable[Resource] = (), live: bool = False) -> None:
        """With `live`, objects are as a cluster has them: what has no namespace there has none."""
        self._live = live
        self._declared: dict[tuple[str, str], tuple[str, bool]] = {}
        self._complete: set[str] = set()
        for resource in objects:
            spec = resource.attributes.get("spec")
            if resource.kind != "CustomResourceDefinition" or not isinstance(spec, dict):
                continue
            names = spec.get("names")
            names = names if isinstance(names, dict) else {}
            group, scope, kind, plural = spec.get("group"), spec.get("scope"), names.get("kind"), names.get("plural")
            if isinstance(group, str) and isinstance(scope, str) and isinstance(kind, str) and isinstance(plural, str):
                self._declared[group, kind] = plural, scope != "Cluster"
                self._complete.update(f"{group}/{version}/{kind}" for version in _without_defaults(spec))

    def is_declared(self, group: str, kind: str) -> bool:
        """Whether anything says what a kind is like."""
        return is_built_in(group) or (group, kind) in self._declared

    def plural(self, group: str, kind: str) -> str | Unknown:
        """The name of its resource; Unknown for a kind that nothing declares."""
        declared = self._declared.get((group, kind))
        if declared is None:
            return guessed_plural(kind) if is_built_in(group) else _undeclared(group, kind)
        return declared[0]

    def is_namespaced(self, group: str, kind: str, namespace: str | None) -> bool | Unknown:
        """Whether objects of a kind have a namespace; Unknown for a kind that nothing declares if this one has none."""
        declared = self._declared.get((group, kind))
        if declared is not None:
            return declared[1]
        if is_built_in(group):
            return kind not in CLUSTER_SCOPED.get(group, ())
        return namespace is not None if self._live or namespace is not None else _undeclared(group, kind)

    def may_fill_in(self, type: str) -> bool:
        """Whether the API server may fill in more than the metadata of an object."""
        return type not in self._complete


def _undeclared(group: str, kind: str) -> Unknown:
    cause = f"the definition of {kind}.{group} is not among what was read"
    return Unknown(cause, origin=("kind", group, kind), not_null=True)


def _without_defaults(spec: dict[str, Value]) -> list[str]:
    """The versions of a definition whose schema is known and fills in nothing."""
    versions = spec.get("versions")
    found: list[str] = []
    for version in versions if isinstance(versions, list) else ():
        name = version.get("name") if isinstance(version, dict) else None
        if isinstance(name, str) and isinstance(version.get("schema"), dict) and not _has_default(version["schema"]):
            found.append(name)
    return found


def _has_default(schema: Value) -> bool:
    """Whether a schema may say what is filled in: a property called `default` counts as well."""
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Unknown) or (isinstance(node, dict) and "default" in node):
            return True
        waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return False
