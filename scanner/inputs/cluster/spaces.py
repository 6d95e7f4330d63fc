"""Which namespaces are read one by one where a kind may not be listed in the whole cluster."""

from __future__ import annotations

import threading
from typing import Any

from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.errors import Broken, Refusal
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.kinds import Kind
from scanner.inputs.cluster.listing import Listing

NAMESPACES = Kind("", "v1", "Namespace", "namespaces", False)
"""The kind of namespaces."""


class Spaces:
    """Namespaces that are asked for; the cluster is asked for them once."""

    def __init__(self, connection: Connection, filters: Filters) -> None:
        self._connection = connection
        self._filters = filters
        self._lock = threading.Lock()
        self._found: tuple[tuple[str, ...], bool] | None = None

    def names(self) -> tuple[tuple[str, ...], bool]:
        """Namespaces that are judged, and whether they are all of them.

        Raises Unauthorized, NoConnection, Interrupted.
        """
        with self._lock:
            if self._found is None:
                self._found = self._find()
            return self._found

    def _find(self) -> tuple[tuple[str, ...], bool]:
        named = self._filters.named_namespaces()
        if named is not None:
            return named, True
        try:
            listed = [name for page in self._listing().pages() for name in map(name_of, page) if name]
        except (Refusal, Broken):
            own = self._connection.namespace
            return ((own,) if own and self._filters.takes_namespace(own) else ()), False
        return tuple(name for name in listed if self._filters.takes_namespace(name)), True

    def _listing(self) -> Listing:
        return Listing(self._connection.transport, NAMESPACES, None, lambda what: None)


def name_of(item: Any) -> str | None:
    """The name of an object, if it has one."""
    meta = item.get("metadata") if isinstance(item, dict) else None
    name = meta.get("name") if isinstance(meta, dict) else None
    return name if isinstance(name, str) else None
