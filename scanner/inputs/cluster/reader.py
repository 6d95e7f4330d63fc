"""One kind read to its end, wherever it may be listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from scanner.inputs.cluster.channel import Channel
from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.errors import Broken, Interrupted, NoConnection, Refusal, Unauthorized, shorten
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.kinds import Kind
from scanner.inputs.cluster.known import CARRIERS, NAMESPACE_BOUND
from scanner.inputs.cluster.listing import Listing
from scanner.inputs.cluster.spaces import NAMESPACES, Spaces, name_of
from scanner.model.problems import Problem, Severity

_SHOWN = 5
"""Namespaces that a problem names."""
_GRANT = "bind the role that `bylaw rules rbac` writes to this user"


@dataclass(frozen=True, slots=True)
class Page:
    """Some objects of one kind, as the API server gave them."""

    kind: Kind
    """The kind."""
    items: list[Any]
    """Plain JSON with `apiVersion` and `kind`; what is malformed is passed on as it is."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What was not read."""

    key: str
    """Kind, or kind and namespace, as in `ResourceGraph.incomplete`."""
    why: str
    """Why not."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What ends the whole reading."""

    error: Unauthorized | NoConnection
    """Why."""


Message: TypeAlias = Page | Gap | Fault | Problem


class KindReader:
    """Reads kinds; used by several threads."""

    def __init__(self, connection: Connection, filters: Filters, spaces: Spaces) -> None:
        self._connection = connection
        self._filters = filters
        self._spaces = spaces

    def read(self, kind: Kind, channel: Channel[Message]) -> None:
        """Reads one kind into its channel, and closes that at the end. An interrupted one stays open."""
        try:
            _Reading(self._connection, self._filters, self._spaces, kind, channel).run()
        except Interrupted:
            return
        except (Unauthorized, NoConnection) as error:
            channel.put(Fault(error))
        except Exception as error:  # noqa: BLE001 - in a thread it would be lost, and pass for a list that never ends
            why = f"reading it failed: {type(error).__name__}: {shorten(error)}"
            channel.put(Gap(kind.leaves_open, why))
            channel.put(Problem("error", "crashed", f"{kind.resource}: {why}"))
        channel.close()


class _Reading:
    """One kind being read."""

    def __init__(
        self, connection: Connection, filters: Filters, spaces: Spaces, kind: Kind, channel: Channel[Message]
    ) -> None:
        self._connection = connection
        self._filters = filters
        self._spaces = spaces
        self._kind = kind
        self._channel = channel
        self._notes: dict[str, None] = {}
        self._namespaces: list[str] = []

    def run(self) -> None:
        kind = self._kind
        named = self._filters.named_namespaces()
        if named is not None and kind.namespaced and kind.kind in CARRIERS:
            self._each_namespace("", named, whole=True)
        else:
            self._everywhere()
        for note in self._notes:
            self._channel.put(Problem("note", "unreadable", f"{kind.resource}: {note}"))

    def _everywhere(self) -> None:
        kind = self._kind
        right = self._connection.access.everywhere(kind)
        if right != "denied":
            why = self._list(None)
            if why is None:
                self._connection.rights[kind.resource] = "everywhere"
                if kind == NAMESPACES:
                    self._absent(self._filters.unmatched(self._namespaces))
                return
            if why:
                self._missing(kind.leaves_open, f"{kind.resource} could not be read to the end: {why}", why)
                return
        self._connection.rights[kind.resource] = "denied"
        denied = f"{self._connection.who()} may not list {kind.resource} in the whole cluster"
        if kind.namespaced:
            self._each_namespace(denied, *self._spaces.names())
        elif kind.kind == "Namespace" and self._filters.named_namespaces() is not None:
            self._named_namespaces(denied)
        else:
            self._missing(kind.leaves_open, denied, denied, _GRANT, judged=not self._filters.namespaces)

    def _list(self, namespace: str | None) -> str | None:
        """Lists into the channel. None when all was read, empty when it was denied at once, else why not all was."""
        listing = Listing(self._connection.transport, self._kind, namespace, self._note)
        try:
            for items in listing.pages():
                self._namespaces += filter(None, map(name_of, items)) if self._kind == NAMESPACES else ()
                self._channel.put(Page(self._kind, items))
                self._channel.wait_until_taken()
        except Refusal as error:
            if listing.count == 0 and error.status == 403:
                return ""
            if listing.count == 0 and error.status == 404:
                return None  # Not served any more: its definition was deleted a moment ago.
            return str(error)
        except Broken as error:
            return str(error)
        return None

    def _note(self, what: str) -> None:
        self._notes[what] = None

    def _each_namespace(self, denied: str, names: tuple[str, ...], whole: bool) -> None:
        """Reads namespace by namespace; `whole` tells whether these are all that are judged."""
        kind = self._kind
        refused: list[str] = []
        for name in names:
            right = self._connection.access.inside(kind, name)
            why = "" if right == "denied" else self._list(name)
            if why == "":
                refused.append(name)
            elif why is not None:
                what = f"{kind.resource} in the namespace {name} could not be read to the end: {why}"
                self._missing(f"{kind.leaves_open}/{name}", what, why)
        if not whole:
            only = f"only {', '.join(names)} could be looked into" if names else "there was none to look into"
            what = f"{denied}, and does not see which namespaces there are: {only}"
            self._missing(kind.leaves_open, what, denied, _GRANT)
        if len(refused) < len(names):
            self._connection.rights[kind.resource] = "some"
        if refused:
            self._refused(refused, all_of_them=len(refused) == len(names))
        if self._filters.namespaces or self._filters.exclude_namespaces:
            self._elsewhere()

    def _refused(self, names: list[str], all_of_them: bool) -> None:
        kind = self._kind
        shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
        denied = f"{self._connection.who()} may not list {kind.resource}"
        if all_of_them and not self._filters.namespaces:
            self._missing(kind.leaves_open, f"{denied}, in the whole cluster or any namespace", denied, _GRANT)
            return
        for name in names[1:]:
            self._channel.put(Gap(f"{kind.leaves_open}/{name}", denied))
        self._missing(f"{kind.leaves_open}/{names[0]}", f"{denied} in the namespaces {shown}", denied, _GRANT)

    def _elsewhere(self) -> None:
        """Other namespaces were not read, which matters for what is named across namespaces: of some kinds the
        parameters of admission policies alone.
        """
        kind, why = self._kind, "only the namespaces that are judged were read"
        if kind.kind not in NAMESPACE_BOUND:
            self._channel.put(Gap(f"{kind.leaves_open}/*", why))
        elif kind.kind not in CARRIERS:
            self._channel.put(Gap(f"//{kind.leaves_open}", why))

    def _named_namespaces(self, denied: str) -> None:
        """Namespaces one by one: who may do something in a namespace may often read that one."""
        for name in self._filters.named_namespaces() or ():
            try:
                item = self._connection.transport.get(f"{self._kind.path()}/{name}")
            except (Refusal, Broken) as error:
                if isinstance(error, Refusal) and error.status == 404:
                    self._absent([name])
                else:
                    self._missing("Namespace", denied, denied, _GRANT)
                continue
            self._channel.put(Page(self._kind, [item]))
        self._channel.put(Gap("Namespace", denied))

    def _absent(self, names: list[str]) -> None:
        """Tells of namespaces that are asked for and not there: nothing is judged for them, which is no pass."""
        for name in () if self._filters.lenient else names:
            what = f"no namespace of the cluster is called {shorten(name)}"
            self._channel.put(Problem("error", "unreadable", what, help="see `kubectl get namespaces`"))

    def _missing(self, key: str, what: str, why: str, help: str = "", judged: bool = True) -> None:
        """Tells of a gap. Where nothing of the kind is judged, it only leaves open what depends on it."""
        self._channel.put(Gap(key, why))
        severity: Severity = "error" if judged and not self._kind.is_namesake else "warning"
        self._channel.put(Problem(severity, "forbidden" if help else "unreadable", what, help=help))
