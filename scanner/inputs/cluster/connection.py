"""A cluster that is being read: who asks it, what it serves, and what it is."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime

from scanner.inputs.cluster.access import Access
from scanner.inputs.cluster.discovery import discover
from scanner.inputs.cluster.errors import ClusterError
from scanner.inputs.cluster.identity import Server, User, ask_server, ask_user
from scanner.inputs.cluster.kinds import Served
from scanner.inputs.cluster.transport import Transport
from scanner.model.report import ClusterIdentity


class Connection:
    """A cluster that is being read."""

    def __init__(
        self, name: str, namespace: str | None, transport: Transport, server: str, stop: threading.Event
    ) -> None:
        self.name = name
        """Name of the context, or `in-cluster`."""
        self.namespace = namespace
        """The context's own namespace."""
        self.server = server
        """Address of the API server."""
        self.verified = True
        """Whether the server has shown a certificate that the configuration trusts."""
        self.transport = transport
        """Sends the requests."""
        self.access = Access(transport)
        """Knows what the user may list."""
        self.stop = stop
        """Set it to end the reading early."""
        self.started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        """When reading began, RFC 3339 in UTC."""
        self.rights: dict[str, str] = {}
        """Resources that were asked for, and where they could be listed: `everywhere`, `some`, `denied`."""
        self._lock = threading.Lock()
        self._served: Served | ClusterError | None = None
        self._told: set[str] = set()
        self._server: Server | None = None
        self._user: User | None = None

    def served(self) -> Served:
        """The kinds that the cluster serves, asked for once. Raises ClusterError."""
        if self._served is None:
            try:
                self._served = discover(self.transport)
            except ClusterError as error:
                self._served = error
        if isinstance(self._served, ClusterError):
            raise self._served
        return self._served

    def first_time(self, what: str) -> bool:
        """Whether something is to be told of this cluster for the first time."""
        told = what in self._told
        self._told.add(what)
        return not told

    def cluster(self) -> Server:
        """Uid and version of the cluster, asked for once. Raises Unauthorized, NoConnection, Interrupted."""
        with self._lock:
            if self._server is None:
                self._server = ask_server(self.transport)
            return self._server

    def user(self) -> User:
        """Whom the server takes us for, asked for once. Raises Unauthorized, NoConnection, Interrupted."""
        with self._lock:
            if self._user is None:
                self._user = ask_user(self.transport)
            return self._user

    def identity(self) -> ClusterIdentity:
        """Which cluster this is, who asked, and what could be listed so far; what cannot be had is left empty."""
        cluster, user = Server(None, None), User(None)
        with suppress(ClusterError):
            cluster, user = self.cluster(), self.user()
        listed = sorted((resource, where) for resource, where in self.rights.items() if where != "denied")
        return ClusterIdentity(
            name=self.name,
            server=self.server,
            uid=cluster.uid,
            version=cluster.version or "",
            user=user.name or "",
            groups=user.groups,
            rights=tuple(
                f"list {name}{'' if where == 'everywhere' else ' in some namespaces'}" for name, where in listed
            ),
            started=self.started,
        )

    def who(self) -> str:
        """The user as problems name it. Raises Unauthorized, NoConnection, Interrupted."""
        name = self.user().name
        return f"the user {name}" if name else "the user"

    def close(self) -> None:
        """Closes what is kept open."""
        self.transport.close()
