"""One kind's objects, page after page, and what is done when a list breaks in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scanner.inputs.cluster.errors import Broken, Refusal, TooLarge
from scanner.inputs.cluster.kinds import Kind
from scanner.inputs.cluster.transport import JSON, Transport

METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
"""https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches"""
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"

_FRUITLESS = 20
"""Pages without a new object, one after the other, until a server is taken to repeat itself."""
_RESTARTS = 2
"""How often a list is begun again when its snapshot expired and the server cannot go on."""
_SECRET_FIELDS = ("apiVersion", "kind", "metadata")


class Listing:
    """The list of one kind, in the cluster or in one namespace.

    A list whose snapshot expires in the middle (410) is continued from a newer one where the server can, so that
    objects made or deleted meanwhile may be missing or too many; otherwise it is begun again, and what was read
    before is not given twice. Both are noted.
    """

    def __init__(self, transport: Transport, kind: Kind, namespace: str | None, note: Callable[[str], None]) -> None:
        """`note` is told of what makes the list less than a snapshot."""
        self._transport = transport
        self._kind = kind
        self._path = kind.path(namespace)
        self._secret = kind.kind == "Secret" and not kind.group
        self._note = note
        self._seen: set[str] = set()
        self._restarts = 0
        self._fruitless = 0
        self.count = 0
        """Objects given so far."""

    def pages(self) -> Iterator[list[Any]]:
        """The objects, page by page, each once.

        Raises:
            ClusterError: the list cannot be had, or not to its end.
        """
        token = ""
        limit = self._transport.limits.page
        while True:
            try:
                document = self._ask(limit, token)
            except TooLarge:
                if limit == 1:
                    raise
                limit = max(1, limit // 2)
                continue
            except Refusal as error:
                if error.status != 410:
                    raise
                token = self._resume(error, token)
                continue
            items, following = self._read(document)
            fresh = [item for item in map(self._object, items) if self._is_new(item)]
            self._fruitless = 0 if fresh else self._fruitless + 1
            self.count += len(fresh)
            if fresh:
                yield fresh
            if not following:
                return
            if self._fruitless > _FRUITLESS:
                raise Broken("the server repeats itself instead of going on with the list")
            if self.count >= self._transport.limits.objects:
                raise Broken(f"there are more than {self.count} objects")
            token = following

    def _ask(self, limit: int, token: str) -> Any:
        query = {"limit": str(limit)}
        if token:
            query["continue"] = token
        return self._transport.get(self._path, query, METADATA_ONLY if self._secret else JSON)

    def _resume(self, error: Refusal, token: str) -> str:
        """The token to go on with after a snapshot expired; empty to begin again."""
        self._fruitless += 1
        if error.resume and error.resume != token and self._fruitless <= _FRUITLESS:
            self._note("the list took longer than the server keeps a snapshot; it is whole, but not of one moment")
            return error.resume
        self._restarts += 1
        if self._restarts > _RESTARTS:
            raise Broken("the list expired again and again before its end (410)")
        self._note("the list expired and was begun again; it is whole, but not of one moment")
        return ""

    def _read(self, document: Any) -> tuple[list[Any], str]:
        """Items of a page and the token of the next one.

        Raises:
            Broken: it is no page.
        """
        if not isinstance(document, dict) or "items" not in document:
            raise Broken("the answer is not a list of objects")
        items = document["items"]
        meta = document.get("metadata")
        token = meta.get("continue") if isinstance(meta, dict) else None
        if items is not None and not isinstance(items, list):
            raise Broken("the items of the list are not a list")
        if token is not None and not isinstance(token, str):
            raise Broken("the list's `continue` is not a text")
        return items or [], token or ""

    def _object(self, item: Any) -> Any:
        """An object with its type, and without what nobody reads."""
        if not isinstance(item, dict):
            return item
        meta = item.get("metadata")
        if isinstance(meta, dict):
            meta.pop("managedFields", None)
        if self._secret:
            item = _without_data(item)
        elif "kind" in item and "apiVersion" in item:
            return item
        return {**item, "apiVersion": self._kind.api_version, "kind": self._kind.kind}

    def _is_new(self, item: Any) -> bool:
        """Whether an object was not given before."""
        meta = item.get("metadata") if isinstance(item, dict) else None
        uid = meta.get("uid") if isinstance(meta, dict) else None
        if not isinstance(uid, str):
            return True
        if uid in self._seen:
            return False
        self._seen.add(uid)
        return True


def _without_data(secret: dict[str, Any]) -> dict[str, Any]:
    """The metadata of a Secret alone, whatever the server sent; the last applied configuration holds its data too."""
    kept = {key: secret[key] for key in _SECRET_FIELDS if key in secret}
    meta = kept.get("metadata")
    annotations = meta.get("annotations") if isinstance(meta, dict) else None
    if isinstance(annotations, dict):
        annotations.pop(LAST_APPLIED, None)
    return kept
