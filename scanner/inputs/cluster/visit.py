"""One cluster visited: connected to, read, and told apart from every other, whatever happens on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from scanner.inputs.cluster.connect import Target, connect
from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.errors import ClusterError
from scanner.inputs.cluster.limits import Limits
from scanner.model.problems import Problem
from scanner.model.report import ClusterIdentity
from scanner.model.resources import EVERY_KIND

INTERRUPTED = "the reading was interrupted"
_UNREACHABLE = "What was not read was not judged."


def visit(
    target: Target,
    limits: Limits,
    stop: threading.Event,
    use: Callable[[Connection], int],
    problems: list[Problem],
    incomplete: dict[str, str],
) -> ClusterIdentity:
    """Connects to a cluster, has it read by `use`, which gives the number of objects, and tells which cluster it is.

    What cannot be read is a problem, and incomplete. A keyboard interrupt ends the reading. Raises nothing.
    """

    def fail(what: str, help: str) -> None:
        problems.append(Problem("error", "unreadable", f"{target.name}: {what}", help=help or _UNREACHABLE))
        incomplete.setdefault(EVERY_KIND, what)

    identity = ClusterIdentity(target.name, started=now())
    try:
        connection = connect(target, limits, stop)
    except ClusterError as error:
        fail(str(error), getattr(error, "help", ""))
        return replace(identity, ended=now())
    objects = 0
    try:
        objects = use(connection)
    except KeyboardInterrupt:
        stop.set()
        fail(INTERRUPTED, "")
    identity = connection.identity()
    connection.close()
    return replace(identity, ended=now(), objects=objects)


def now() -> str:
    """The time, RFC 3339 in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
