"""A fake Kubernetes API server on loopback: a real HTTP server that speaks the list protocol and can be made to fail.

with FakeApiServer(tmp_path) as server:
    server.apply(cluster_objects.deployment_with_pods("web"))
    server.forbid("secrets")
    server.inject(too_many("1"), resource="pods", times=2)
    ...  # any client, with server.kubeconfig()
    assert {request.verb for request in server.requests} <= {"get", "list"}
"""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cluster_objects
from cluster_access import Cluster
from cluster_answers import Answer
from cluster_api import Api
from cluster_faults import Change, Fault, Faults
from cluster_kinds import ResourceType
from cluster_requests import Request, User, read_request
from cluster_rights import Forbidden
from cluster_tls import Certificate

Json = dict[str, Any]
COMPRESSED_FROM = 128 * 1024
"""Bytes from which the real server compresses for those who accept it."""
DROPS = 50
"""Pieces of a body that trickles."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Listener

    def _handle(self) -> None:
        request = read_request(self.command, self.path, dict(self.headers.items()))
        length = int(self.headers.get("Content-Length") or 0)
        request.body = json.loads(self.rfile.read(length)) if length else None
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        self._send(request, self.server.owner.answer(request, token))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle

    def _send(self, request: Request, given: Answer) -> None:
        content = given.body
        if len(content) > COMPRESSED_FROM and "gzip" in request.headers.get("accept-encoding", ""):
            content = gzip.compress(content, 1)
            given.headers["Content-Encoding"] = "gzip"
        if given.cut is None or given.cut >= 0:
            self.send_response_only(given.status)
            for name, value in {**given.headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self._write(request, content if given.cut is None else content[: int(len(content) * given.cut)], given)
        if given.cut is not None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def _write(self, request: Request, content: bytes, given: Answer) -> None:
        size = max(1, len(content) // DROPS) if given.seconds else len(content) or 1
        for start in range(0, len(content), size):
            self.wfile.write(content[start : start + size])
            self.wfile.flush()
            if given.seconds:
                request.ending.wait(given.seconds / DROPS)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read `requests` instead."""


class _Listener(ThreadingHTTPServer):
    """The socket, and every connection, so that none outlives the server."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, owner: FakeApiServer, tls: ssl.SSLContext | None) -> None:
        self.owner = owner
        self._tls = tls
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accepts a connection; its handshake is left to its own thread."""
        accepted, address = super().get_request()
        if self._tls:
            try:
                accepted.getpeername()
            except OSError:  # of a client that has gone already `wrap_socket` would leave the socket open
                accepted.close()
                raise
            accepted = self._tls.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
        self._connections.add(accepted)
        return accepted, address

    def shutdown_request(self, request: Any) -> None:
        """Closes a connection."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away, or does not trust us, is no fault; anything else is one of this server."""
        error = sys.exception()
        if not isinstance(error, (ConnectionError, ssl.SSLError, TimeoutError)):
            self.owner.errors.append(error)

    def hang_up(self) -> None:
        """Ends every connection."""
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                self._connections.discard(connection)


class FakeApiServer(Cluster):
    """The server, from `with` to its end. Without a certificate it speaks plain HTTP."""

    def __init__(self, folder: Path, certificate: Certificate | None = None) -> None:
        tls = None
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate.certificate, certificate.key)
        self.api = Api()
        self.faults = Faults()
        self.requests: list[Request] = []
        """Every request, in the order of arrival."""
        self.errors: list[BaseException | None] = []
        """Faults of this server itself."""
        self._ending = threading.Event()
        self._listener = _Listener(self, tls)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True)
        url = f"{'https' if tls else 'http'}://127.0.0.1:{self._listener.server_port}"
        admin = self.api.add_user("admin", "system:masters")
        super().__init__(url, certificate.certificate if certificate else None, admin, folder)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()
        self._ending.set()
        self._listener.shutdown()
        self._listener.hang_up()
        self._listener.server_close()
        self._thread.join()
        if kind is None and self.errors:
            raise AssertionError(f"the fake API server failed: {self.errors}")

    def token(self, user: str, *groups: str) -> str:
        """A token for a user who has the rights that bindings give."""
        return self.api.add_user(user, *groups)

    def revoke(self, token: str) -> None:
        """The token is answered with 401 from now on."""
        del self.api.users[token]

    def forbid(
        self,
        resource: str,
        *,
        group: str | None = None,
        namespaces: tuple[str, ...] | None = None,
        except_in: tuple[str, ...] = (),
    ) -> None:
        """403 for everybody for a kind (`*`: all): everywhere, in some namespaces (and so for a list of all), or
        everywhere but in some. Access reviews say so too; for one that lies, inject `denied()`."""
        self.api.rights.forbidden.append(Forbidden(resource, group, namespaces, except_in))

    def inject(self, change: Change, **which: Any) -> Fault:
        """Plants a fault; `which`: `resource`, `namespace`, `path`, `method`, `skip`, `times` of `Fault`."""
        return self.faults.add(Fault(change, **which))

    def lose_group(self, group_version: str) -> None:
        """A group version (`metrics.k8s.io/v1beta1`) whose server is down: discovery names it, no more."""
        group, _, version = group_version.rpartition("/")
        if not any(one.api_version == group_version for one in self.api.types):
            self.api.types.append(ResourceType(group, version, "Lost", "losts", True))
        self.api.stale.add(group_version)

    def requests_of(self, token_or_user: str) -> list[Request]:
        """What the holder of a token, or the user of that name, has asked so far."""
        user = self.api.users.get(token_or_user, User(token_or_user))
        return [request for request in self.requests if request.user and request.user.name == user.name]

    def expire_tokens(self) -> None:
        """Every `continue` token given so far is answered with 410 from now on."""
        self.api.store.compact()

    def answer(self, request: Request, token: str) -> Answer:
        """The answer to a request, which is remembered."""
        request.user = self.api.users.get(token)
        request.ending = self._ending
        self.requests.append(request)
        given = self.faults.apply(request, lambda: self.api.answer(request))
        request.status = given.status if given.cut is None or given.cut >= 0 else 0
        return given

    def _post(self, resource: ResourceType, item: Json) -> Json:
        return self.api.create(resource, item)

    def _remove(self, resource: ResourceType, meta: Json) -> None:
        self.api.store.delete(resource, meta.get("namespace"), meta["name"])

    def _make_namespaces(self, names: Any) -> None:
        known = {one["metadata"]["name"] for one in self.api.store.everything("", "namespaces")}
        for name in names:
            if name not in known:
                self._create(cluster_objects.namespace(name))
