"""The rights an audit needs, as RBAC objects in YAML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Rights:
    """What an audit lists."""

    cluster: tuple[tuple[str, str], ...]
    """Group and resource of what has no namespace."""
    namespaced: tuple[tuple[str, str], ...]
    """Group and resource of what has one."""


def write_rules(rights: Iterable[tuple[str, str]], stream: TextIO) -> None:
    """The `rules` of a role alone, as a YAML list."""
    stream.writelines(f"{line}\n" for line in _rules(rights))


def write_roles(
    rights: Rights, name: str, namespaces: Sequence[str], account: tuple[str, str] | None, stream: TextIO
) -> None:
    """A ClusterRole for everything, or one for what has no namespace and a Role in each of the namespaces; bindings for
    the account (namespace and name), if there is one."""
    if namespaces:
        roles = [("ClusterRole", None, rights.cluster)] if rights.cluster else []
        roles += [("Role", namespace, rights.namespaced) for namespace in namespaces]  # type: ignore[misc]
    else:
        roles = [("ClusterRole", None, tuple(sorted({*rights.cluster, *rights.namespaced})))]
    documents = []
    for kind, namespace, rules in roles:
        lines = ["rules:", *(f"  {line}" for line in _rules(rules))] if rules else ["rules: []"]
        documents.append([*_heading(kind, name, namespace), *lines])
        if account is not None:
            documents.append(_binding(kind, name, namespace, account))
    stream.write("---\n".join("".join(f"{line}\n" for line in document) for document in documents))


def _rules(rights: Iterable[tuple[str, str]]) -> list[str]:
    """One rule a group: `list`, and `get` of namespaces, one of which tells which cluster it is."""
    groups: dict[str, list[str]] = {}
    for group, resource in sorted(rights):
        groups.setdefault(group, []).append(resource)
    lines: list[str] = []
    for group, resources in groups.items():
        plain = [each for each in resources if (group, each) != ("", "namespaces")]
        for listed, verbs in ((plain, "[list]"), ([each for each in resources if each not in plain], "[get, list]")):
            if listed:
                lines += [f'- apiGroups: ["{group}"]', "  resources:"]
                lines += [f"    - {resource}" for resource in listed]
                lines.append(f"  verbs: {verbs}")
    return lines


def _heading(kind: str, name: str, namespace: str | None) -> list[str]:
    lines = ["apiVersion: rbac.authorization.k8s.io/v1", f"kind: {kind}", "metadata:", f"  name: {name}"]
    return lines if namespace is None else [*lines, f"  namespace: {namespace}"]


def _binding(kind: str, name: str, namespace: str | None, account: tuple[str, str]) -> list[str]:
    return [
        *_heading(f"{kind}Binding", name, namespace),
        "roleRef:",
        "  apiGroup: rbac.authorization.k8s.io",
        f"  kind: {kind}",
        f"  name: {name}",
        "subjects:",
        "  - kind: ServiceAccount",
        f"    name: {account[1]}",
        f"    namespace: {account[0]}",
    ]
