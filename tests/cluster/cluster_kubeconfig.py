"""Kubeconfig files that lead to the test API servers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Context:
    """One context of a kubeconfig file."""

    name: str
    """Its name, and that of its cluster and user."""
    url: str
    """The server."""
    ca_file: Path | None
    """Certificate to trust; None without TLS."""
    token: str
    """Bearer token."""
    namespace: str = ""
    """Namespace of the context, if it has one."""


def write_kubeconfig(path: Path, contexts: Sequence[Context], current: str | None = None) -> Path:
    """Writes a kubeconfig file; the first context is the current one."""
    clusters, users, named = [], [], []
    for one in contexts:
        server = {"server": one.url} | ({"certificate-authority": str(one.ca_file)} if one.ca_file else {})
        clusters.append({"name": one.name, "cluster": server})
        users.append({"name": one.name, "user": {"token": one.token}})
        where = {"cluster": one.name, "user": one.name} | ({"namespace": one.namespace} if one.namespace else {})
        named.append({"name": one.name, "context": where})
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": clusters,
        "users": users,
        "contexts": named,
        "current-context": contexts[0].name if current is None else current,
    }
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")
    return path
