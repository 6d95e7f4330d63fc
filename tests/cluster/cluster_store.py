"""Objects of the fake API server, and the pages of their lists: snapshots at a resource version, as etcd gives them."""

from __future__ import annotations

import base64
import binascii
import copy
import json
import threading
import uuid
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cluster_kinds import ResourceType

Json = dict[str, Any]
CREATED = "2026-01-01T00:00:00Z"


class AlreadyExistsError(Exception):
    """An object of that name is there."""


class BadTokenError(Exception):
    """A `continue` parameter that this server never gave."""


class ExpiredError(Exception):
    """A `continue` parameter whose snapshot is gone; `token` continues without one."""

    def __init__(self, token: str) -> None:
        super().__init__("expired")
        self.token = token


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list."""

    items: list[Json]
    """Objects, in the order of namespace and name."""
    revision: int
    """Resource version of the snapshot."""
    token: str
    """Continues the list; empty at its end."""
    remaining: int | None
    """Objects after this page; None at the end, or when a selector makes counting dear."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of which list."""

    namespace: str | None = None
    """Only this namespace."""
    limit: int = 0
    """Most objects; 0 for all."""
    token: str = ""
    """`continue` parameter."""
    selects: Callable[[Json], bool] | None = None
    """Selectors."""


def encode_token(revision: int, start: str) -> str:
    """A `continue` parameter; revision -1 goes on in the present."""
    text = json.dumps({"v": "meta.k8s.io/v1", "rv": revision, "start": start})
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_token(token: str) -> tuple[int, str]:
    """Revision and first key of a `continue` parameter; BadTokenError for one of another shape."""
    try:
        read = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        return int(read["rv"]), str(read["start"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise BadTokenError(token) from None


class Store:
    """Objects by kind, namespace and name; every change is a revision."""

    def __init__(self) -> None:
        self.revision = 1
        self._tables: dict[tuple[str, str], dict[str, Json]] = {}
        self._snapshots: dict[tuple[tuple[str, str], int], tuple[list[str], list[Json]]] = {}
        self._lock = threading.RLock()

    def create(self, resource: ResourceType, item: Json) -> Json:
        """Keeps a copy with uid, resource version and creation time; AlreadyExistsError if there is one."""
        kept = copy.deepcopy(item)
        meta = kept.setdefault("metadata", {})
        with self._lock:
            table = self._tables.setdefault(resource.table, {})
            if (key := self._key(meta.get("namespace"), meta["name"])) in table:
                raise AlreadyExistsError(key)
            self.revision += 1
            meta |= {"uid": str(uuid.uuid4()), "resourceVersion": str(self.revision), "creationTimestamp": CREATED}
            table[key] = kept
        return kept

    def get(self, resource: ResourceType, namespace: str | None, name: str) -> Json | None:
        """One object."""
        return self._tables.get(resource.table, {}).get(self._key(namespace, name))

    def delete(self, resource: ResourceType, namespace: str | None, name: str) -> Json | None:
        """Removes one object, and what a namespace holds with it."""
        with self._lock:
            self.revision += 1
            if resource.table == ("", "namespaces"):
                for table in self._tables.values():
                    for key in [key for key in table if key.startswith(f"{name}/")]:
                        del table[key]
            return self._tables.get(resource.table, {}).pop(self._key(namespace, name), None)

    def everything(self, group: str, plural: str) -> list[Json]:
        """All objects of a kind."""
        with self._lock:
            return list(self._tables.get((group, plural), {}).values())

    def compact(self) -> None:
        """Forgets the past: every `continue` token given so far is expired."""
        with self._lock:
            self._snapshots.clear()

    def page(self, resource: ResourceType, wanted: Wanted) -> Page:
        """The part of the list that is wanted; ExpiredError or BadTokenError for its token."""
        revision, start = decode_token(wanted.token) if wanted.token else (-1, "")
        with self._lock:
            if revision == -1:
                revision = self.revision
                self._snapshot(resource, revision)
            if (found := self._snapshots.get((resource.table, revision))) is None:
                raise ExpiredError(encode_token(-1, start))
        return self._cut(*found, revision, start, wanted)

    def _snapshot(self, resource: ResourceType, revision: int) -> None:
        if (resource.table, revision) not in self._snapshots:
            pairs = sorted(self._tables.get(resource.table, {}).items())
            self._snapshots[resource.table, revision] = [key for key, _ in pairs], [item for _, item in pairs]

    @staticmethod
    def _cut(keys: list[str], items: list[Json], revision: int, start: str, wanted: Wanted) -> Page:
        first, last = bisect_left(keys, start), len(keys)
        if wanted.namespace is not None:
            first = max(first, bisect_left(keys, f"{wanted.namespace}/"))
            last = bisect_left(keys, f"{wanted.namespace}0")  # "0" follows "/"
        taken: list[Json] = []
        for index in range(first, last):
            if wanted.limit and len(taken) == wanted.limit:
                left = None if wanted.selects else last - index
                return Page(taken, revision, encode_token(revision, keys[index - 1] + "\0"), left)
            if wanted.selects is None or wanted.selects(items[index]):
                taken.append(items[index])
        return Page(taken, revision, "", None)

    @staticmethod
    def _key(namespace: str | None, name: str) -> str:
        return f"{namespace}/{name}" if namespace else name
