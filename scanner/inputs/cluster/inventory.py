"""Everything of some kinds in a cluster, page by page, and what could not be read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scanner.inputs.cluster.channel import Channel
from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.errors import ClusterError, Interrupted, NoConnection, Unauthorized
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.kinds import Kind, Served
from scanner.inputs.cluster.reader import Fault, Gap, KindReader, Message, Page
from scanner.inputs.cluster.spaces import Spaces
from scanner.inputs.cluster.transport import TRUST
from scanner.inputs.kubernetes.api_groups import adds_to
from scanner.model.problems import Problem
from scanner.model.resources import EVERY_KIND

__all__ = ["Filters", "Kind", "Page", "read"]

_INTERRUPTED = "the reading was interrupted"
_UNVERIFIED = "the server is not verified; anybody on the way could have answered in its place"
_STALE = "see `kubectl get apiservices`"
_LOGIN = "renew the credentials that the kubeconfig names"
_SECRETS = "Secrets are not listed unless that is asked for"


@dataclass(slots=True)
class _Task:
    """One kind to be read."""

    name: str
    """The kind as it was asked for."""
    kind: Kind
    """The kind."""
    channel: Channel[Message]
    """What was read of it."""


def read(
    connection: Connection,
    kinds: Sequence[str],
    filters: Filters,
    report: Callable[[Problem], None],
    incomplete: dict[str, str],
    advance: Callable[[str], None] = lambda what: None,
) -> Iterator[Page]:
    """The objects of the kinds, in the order of the kinds.

    `kinds` are names of kinds, some as `group/Kind`; `*` stands for all that are served. Some kinds are read ahead,
    each by one page at most. Whatever was not read has a problem and a key in `incomplete`: `Kind`, `Kind/namespace`,
    or `*`. A kind that the cluster does not serve is complete and empty. After a keyboard interrupt, or when
    `connection.stop` is set, the iterator ends and what is left is incomplete. Nothing is raised. Several readings
    through one connection tell once what is true of all of them. The identity of the cluster is known before the first
    page is given, if it can be had.

    At most one page of each of `Limits.workers` kinds waits besides the one that was given: with 500 pods of 4 kB a
    page, about 35 MB at most; of what was taken only the uids stay, 150 bytes each.
    """
    run = _Run(connection, filters, report, incomplete, advance)
    if not connection.verified and connection.first_time(_UNVERIFIED):
        report(Problem("warning", "invalid", f"{connection.name}: {_UNVERIFIED}", help=TRUST))
    try:
        served = connection.served()
    except Interrupted:
        run.give_up([EVERY_KIND], _INTERRUPTED, "")
        return
    except KeyboardInterrupt:
        connection.stop.set()
        run.give_up([EVERY_KIND], _INTERRUPTED, "")
        return
    except ClusterError as error:
        help = error.help if isinstance(error, NoConnection) else _LOGIN if isinstance(error, Unauthorized) else ""
        run.give_up([EVERY_KIND], f"the cluster does not say what it serves: {error}", help)
        return
    yield from run.pages(run.tasks(kinds, served))


class _Run:
    """One reading."""

    def __init__(
        self,
        connection: Connection,
        filters: Filters,
        report: Callable[[Problem], None],
        incomplete: dict[str, str],
        advance: Callable[[str], None],
    ) -> None:
        self._connection = connection
        self._filters = filters
        self._report = report
        self._incomplete = incomplete
        self._advance = advance
        self._halt = threading.Event()

    def tasks(self, names: Sequence[str], served: Served) -> list[_Task]:
        """What is to be read, each kind once."""
        found: dict[Kind, str] = {}
        every = sorted(served.kinds, key=lambda kind: kind == "Pod") if EVERY_KIND in names else ()
        for name in dict.fromkeys((*every, *names)):
            if name in ("Secret", "/Secret") and not self._filters.secrets:
                self._incomplete["Secret"] = _SECRETS
                continue
            kinds = served.find(name)
            for kind in kinds:
                found.setdefault(kind, name)
            if not kinds and (doubt := served.doubtful(name)):
                self._doubt(name, served, *doubt)
        return [_Task(name, kind, Channel(self._connection.stop, self._halt)) for kind, name in found.items()]

    def _doubt(self, name: str, served: Served, group: str, certain: bool) -> None:
        """A kind that a group may serve which does not answer."""
        why = f"the API group {group} does not say what it serves: {served.failed[group]}"
        of, _, kind = name.rpartition("/")
        self._incomplete[adds_to(of, kind)] = why
        what = f"{name} could not be read: {why}"
        self._report(Problem("error" if certain else "warning", "forbidden", what, help=_STALE))

    def pages(self, tasks: list[_Task]) -> Iterator[Page]:
        """The pages of all tasks, in their order."""
        left = list(tasks)
        why, help = _INTERRUPTED, ""
        try:
            self._start(tasks)
            self._connection.identity()  # before anything is given: whoever stops then knows what he has
            while left:
                yield from self._drain(left[0])
                left.pop(0)
        except (Interrupted, KeyboardInterrupt):
            self._connection.stop.set()
        except (Unauthorized, NoConnection) as error:
            why, help = str(error), error.help if isinstance(error, NoConnection) else _LOGIN
        finally:
            self._halt.set()
            if left:
                self.give_up([task.kind.leaves_open for task in left], why, help)

    def _start(self, tasks: list[_Task]) -> None:
        """Starts the threads, which take one kind after the other. They die with the process."""
        todo = iter(tasks)
        lock = threading.Lock()
        reader = KindReader(self._connection, self._filters, Spaces(self._connection, self._filters))

        def work(first: bool) -> None:
            if first:
                self._connection.identity()
            while not self._halt.is_set():
                with lock:
                    task = next(todo, None)
                if task is None:
                    return
                reader.read(task.kind, task.channel)

        for number in range(min(self._connection.transport.limits.workers, len(tasks))):
            threading.Thread(target=work, args=(number == 0,), name=f"cluster-{number}", daemon=True).start()

    def _drain(self, task: _Task) -> Iterator[Page]:
        count = 0
        while (message := task.channel.take()) is not None:
            if isinstance(message, Page):
                count += len(message.items)
                self._advance(f"{message.kind.plural} {count}")
                yield message
            elif isinstance(message, Gap):
                self._incomplete.setdefault(message.key, message.why)
            elif isinstance(message, Fault):
                raise message.error
            else:
                self._report(message)

    def give_up(self, keys: list[str], why: str, help: str) -> None:
        """Marks what will not be read any more."""
        for key in keys:
            self._incomplete.setdefault(key, why)
        what = f"{why}; not everything was read" if why == _INTERRUPTED else why
        if self._connection.first_time(what):
            self._report(Problem("error", "unreadable" if why == _INTERRUPTED else "forbidden", what, help=help))
