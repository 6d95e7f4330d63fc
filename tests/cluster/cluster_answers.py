"""Answers of the fake API server, and the Status documents of its refusals."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from cluster_requests import Target, User

Json = dict[str, Any]
EXPIRED = "The provided continue parameter is too old to display a consistent list result."
REASONS = {
    400: "BadRequest",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    409: "AlreadyExists",
    410: "Expired",
    429: "TooManyRequests",
    500: "InternalError",
    503: "ServiceUnavailable",
    504: "Timeout",
}


@dataclass(slots=True)
class Answer:
    """What is sent, and how badly."""

    status: int
    """HTTP status."""
    body: bytes
    """Body, before compression."""
    headers: dict[str, str] = field(default_factory=dict)
    """Headers beside `Content-Length`."""
    cut: float | None = None
    """Part of the body after which the connection is cut; -1 cuts it before any answer."""
    seconds: float = 0
    """Time over which the body trickles."""

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def answer(document: Any, status: int = 200, content_type: str = "application/json", **headers: str) -> Answer:
    """A JSON document."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps(document, separators=(",", ":")).encode()
    return Answer(status, body, {"Content-Type": content_type, **named})


def refusal(code: int, message: str, *, reason: str = "", meta: Json | None = None, **details: Any) -> Answer:
    """A Status document."""
    status: Json = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": meta or {},
        "status": "Failure",
        "message": message,
        "reason": reason or REASONS.get(code, ""),
        "code": code,
    }
    return answer(status | ({"details": details} if details else {}), code)


def unauthorized() -> Answer:
    """No token that this server knows."""
    return refusal(401, "Unauthorized", reason="Unauthorized")


def forbidden(user: User | None, verb: str, target: Target, path: str) -> Answer:
    """Words of a refusal by RBAC."""
    who = user.name if user else "system:anonymous"
    if not target.resource:
        return refusal(403, f'forbidden: User "{who}" cannot {verb} path "{path}"')
    scope = f'in the namespace "{target.namespace}"' if target.namespace else "at the cluster scope"
    named = f'{target.resource} "{target.name}"' if target.name else target.resource
    kind = ".".join(part for part in (target.resource, target.group) if part)
    what = f'User "{who}" cannot {verb} resource "{target.full_resource}" in API group "{target.group}" {scope}'
    details = {"name": target.name, "group": target.group, "kind": target.resource}
    given: Json = {key: value for key, value in details.items() if value}
    return refusal(403, f"{named.replace(target.resource, kind, 1)} is forbidden: {what}", **given)


def not_found(target: Target) -> Answer:
    """No such object, or no such resource."""
    if not target.name:
        return refusal(404, "the server could not find the requested resource")
    kind = ".".join(part for part in (target.resource, target.group) if part)
    return refusal(404, f'{kind} "{target.name}" not found', name=target.name, kind=target.resource)


def expired(token: str) -> Answer:
    """The snapshot of a list is gone; with a token, the rest can be had from another one."""
    if token:
        return refusal(410, f"{EXPIRED} You can start a new list without it, or go on.", meta={"continue": token})
    return refusal(410, f"{EXPIRED} You must start a new list without the continue parameter.")
