"""A cluster read as an audit reads it, and everything that came of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cluster_access import Cluster

from scanner.inputs.cluster.connect import connect, find_targets
from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.inventory import read
from scanner.inputs.cluster.limits import Limits
from scanner.model.problems import Problem

QUICK = Limits(page=3, retries=3, backoff_seconds=0.01, longest_pause_seconds=0.3, patience_seconds=20)
"""Small pages and short pauses."""


@dataclass(slots=True)
class Reading:
    """What was read."""

    items: dict[str, list[Any]] = field(default_factory=dict)
    """Objects by kind."""
    pages: list[tuple[str, int]] = field(default_factory=list)
    """Kind and number of objects of every page, in order."""
    problems: list[Problem] = field(default_factory=list)
    """Problems."""
    incomplete: dict[str, str] = field(default_factory=dict)
    """Gaps."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of every request."""
    said: list[str] = field(default_factory=list)
    """Progress."""

    def names(self, kind: str) -> list[str]:
        """Names of the objects of a kind, in the order they came."""
        return [item["metadata"]["name"] for item in self.items.get(kind, [])]

    @property
    def texts(self) -> str:
        """All problems."""
        return "\n".join(f"{one.severity}: {one.what} ({one.help})" for one in self.problems)

    @property
    def errors(self) -> list[Problem]:
        """Problems that make the run incomplete."""
        return [one for one in self.problems if one.severity == "error"]


def open_connection(
    cluster: Cluster, reading: Reading, token: str | None = None, limits: Limits = QUICK, **more: Any
) -> Connection:
    """A connection with a token; `reading` remembers its requests."""
    path: Path = cluster.kubeconfig(token)
    stop: threading.Event | None = more.get("stop")
    lock = threading.Lock()

    def remember(method: str, asked: str) -> None:
        with lock:
            reading.requests.append((method, asked))

    return connect(find_targets(str(path))[0], limits, stop, remember)


def gather(
    cluster: Cluster,
    *kinds: str,
    token: str | None = None,
    filters: Filters | None = None,
    limits: Limits = QUICK,
    namespace: str | None = None,
) -> Reading:
    """Reads these kinds to the end."""
    reading = Reading()
    connection = open_connection(cluster, reading, token, limits)
    connection.namespace = namespace
    return take(connection, kinds, filters or Filters(), reading)


def take(connection: Connection, kinds: Sequence[str], filters: Filters, reading: Reading) -> Reading:
    """Reads these kinds through a connection."""
    pages = read(connection, kinds, filters, reading.problems.append, reading.incomplete, reading.said.append)
    for page in pages:
        reading.pages.append((page.kind.kind, len(page.items)))
        reading.items.setdefault(page.kind.kind, []).extend(page.items)
    return reading


def limits(**changes: Any) -> Limits:
    """The quick limits, changed."""
    return replace(QUICK, **changes)
