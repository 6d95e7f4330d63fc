"""Whom a user of a kubeconfig acts as: the client library leaves these fields out, and would act with the user's own
rights.

Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote

from scanner.inputs.cluster.errors import NoConnection

Header: TypeAlias = tuple[str, str]
"""Name and value; a name may come several times."""

_TOKEN_CHARACTERS = "!#$&'*+-.^_`|~"
"""Besides letters and digits, what names of headers may have; everything else is written as `%2F`."""


def impersonation(user: Mapping[str, Any]) -> tuple[Header, ...]:
    """The headers that the fields `as`, `as-uid`, `as-groups` and `as-user-extra` stand for.

    Raises:
        NoConnection: they cannot be followed.
    """
    found = tuple(_headers(user))
    if found and not user.get("as"):
        raise NoConnection("the kubeconfig says as which groups or uid to act, and not as which user (`as`)")
    return found


def _headers(user: Mapping[str, Any]) -> Iterator[Header]:
    for key, header in (("as", "Impersonate-User"), ("as-uid", "Impersonate-Uid")):
        if user.get(key) not in (None, ""):
            yield header, _text(user[key], key)
    for group in _texts(user.get("as-groups"), "as-groups"):
        yield "Impersonate-Group", group
    extra = user.get("as-user-extra") or {}
    if not isinstance(extra, dict):
        raise _unusable("as-user-extra")
    for name, values in extra.items():
        for value in _texts(values, "as-user-extra"):
            yield f"Impersonate-Extra-{quote(_text(name, 'as-user-extra'), safe=_TOKEN_CHARACTERS)}", value


def _texts(values: Any, key: str) -> list[str]:
    if values is not None and not isinstance(values, list):
        raise _unusable(key)
    return [_text(value, key) for value in values or ()]


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise _unusable(key)
    return value.encode("utf-8", "replace").decode("latin-1")  # the client encodes headers in Latin-1


def _unusable(key: str) -> NoConnection:
    return NoConnection(f"`{key}` of the kubeconfig's user, which says whom to act as, cannot be used")
