"""Requests as the API server reads them: who asks for which verb on what, and what the servers remember of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class User:
    """Whom a token stands for."""

    name: str
    """User name."""
    groups: tuple[str, ...] = ()
    """Groups, `system:authenticated` among them."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a path means."""

    group: str = ""
    """API group."""
    version: str = ""
    """API version; empty where the path is no resource."""
    resource: str = ""
    """Plural; empty where the path is no resource."""
    namespace: str | None = None
    """Namespace in the path."""
    name: str = ""
    """Object in the path."""
    subresource: str = ""
    """`log`, `token`, ..."""

    @property
    def full_resource(self) -> str:
        """Resource as RBAC rules write it: `pods`, `pods/log`."""
        return f"{self.resource}/{self.subresource}" if self.subresource else self.resource


@dataclass(slots=True)
class Request:
    """One request that a server saw."""

    method: str
    """HTTP method."""
    path: str
    """Path without the query."""
    query: dict[str, str]
    """Query parameters."""
    headers: dict[str, str] = field(default_factory=dict)
    """Headers by lower-case name, without `authorization`."""
    body: Any = None
    """JSON that was sent."""
    target: Target = Target()
    """What the path means."""
    user: User | None = None
    """Who asked; None without a valid token."""
    status: int = 0
    """Status of the answer; 0 where none was sent."""
    ending: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)
    """Set when the server ends: nobody need wait any longer."""

    @property
    def verb(self) -> str:
        """The verb that RBAC rules name."""
        if self.method == "GET":
            listing = self.target.resource and not self.target.name
            return "list" if listing else "get"
        return {"POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}.get(self.method, "")


def target(path: str) -> Target:
    """What a path means: `/api/v1/namespaces/x/pods/y/log` or `/apis/apps/v1/deployments`."""
    parts = path.strip("/").split("/")
    if parts[0] == "api" and len(parts) > 2:
        group, version, rest = "", parts[1], parts[2:]
    elif parts[0] == "apis" and len(parts) > 3:
        group, version, rest = parts[1], parts[2], parts[3:]
    else:
        return Target()
    namespace = None
    if rest[0] == "namespaces" and len(rest) > 2 and rest[2] not in ("finalize", "status"):
        namespace, rest = rest[1], rest[2:]
    resource, name, subresource, *_ = [*rest, "", ""]
    if resource == "namespaces" and name:
        namespace = name  # a namespace is in itself, as rights see it
    return Target(group, version, resource, namespace, name, subresource)


def read_request(method: str, url: str, headers: dict[str, str]) -> Request:
    """A request from its first line and headers, without its token."""
    split = urlsplit(url)
    kept = {name.lower(): value for name, value in headers.items() if name.lower() != "authorization"}
    query = dict(parse_qsl(split.query, keep_blank_values=True))
    return Request(method, split.path, query, kept, target=target(split.path))
