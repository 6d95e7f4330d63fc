"""Which cluster was read, and by whom: the identity of the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scanner.inputs.cluster.errors import Broken, Refusal, shorten
from scanner.inputs.cluster.transport import Transport

_GROUPS = 50
"""Groups of a user that are kept."""


@dataclass(frozen=True, slots=True)
class Server:
    """Which cluster answers."""

    uid: str | None
    """Uid of the namespace `kube-system`, which stands for the cluster's; None when it may not be read."""
    version: str | None
    """Version of the API server: `v1.36.3`."""


@dataclass(frozen=True, slots=True)
class User:
    """Who asks, as the server sees it."""

    name: str | None
    """User name; None when the server does not say."""
    groups: tuple[str, ...] = ()
    """Groups."""


def ask_server(transport: Transport) -> Server:
    """Asks which cluster this is. Raises Unauthorized, NoConnection, Interrupted."""
    space = _ask(transport, "/api/v1/namespaces/kube-system")
    version = _ask(transport, "/version")
    return Server(_text(_inside(space, "metadata").get("uid")), _text(version.get("gitVersion")))


def ask_user(transport: Transport) -> User:
    """Asks who the server takes us for (Kubernetes 1.28 and later). Raises Unauthorized, NoConnection, Interrupted."""
    for version in ("v1", "v1beta1"):
        review = {"apiVersion": f"authentication.k8s.io/{version}", "kind": "SelfSubjectReview"}
        try:
            answer = transport.post(f"/apis/authentication.k8s.io/{version}/selfsubjectreviews", review)
        except Refusal:
            continue
        except Broken:
            break
        info = _inside(_inside(answer, "status"), "userInfo")
        groups = info.get("groups")
        kept = [shorten(one) for one in groups if isinstance(one, str)] if isinstance(groups, list) else []
        return User(_text(info.get("username")), tuple(kept[:_GROUPS]))
    return User(None)


def _ask(transport: Transport, path: str) -> dict[str, Any]:
    try:
        answer = transport.get(path)
    except (Refusal, Broken):
        return {}
    return answer if isinstance(answer, dict) else {}


def _inside(document: Any, name: str) -> dict[str, Any]:
    found = document.get(name) if isinstance(document, dict) else None
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str | None:
    return shorten(value) if isinstance(value, str) and value else None
