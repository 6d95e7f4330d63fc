"""The real API server: `etcd` and `kube-apiserver` from the directory that KUBEBUILDER_ASSETS names, on loopback."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from cluster_access import Cluster, RefusedError
from cluster_kinds import defined_by
from cluster_requests import Request, User, read_request
from cluster_tls import self_signed, signing_key

Json = dict[str, Any]
VARIABLE = "KUBEBUILDER_ASSETS"
DEADLINE = 60.0
"""Seconds in which the server must be ready. It takes about four; more on a busy machine."""
DIE_WITH_PARENT = (
    "import ctypes, os, sys; prctl = getattr(ctypes.CDLL(None), 'prctl', None); "
    "prctl and prctl(1, 9); os.execv(sys.argv[1], sys.argv[1:])"
)
AUDIT_POLICY: Json = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "omitStages": ["ResponseStarted"],
    "rules": [{"level": "None", "users": ["admin", "system:apiserver"]}, {"level": "Metadata"}],
}
METHODS = {"get": "GET", "list": "GET", "watch": "GET", "create": "POST", "update": "PUT", "patch": "PATCH"}


def program(name: str) -> str:
    """Path of a program that `tests/apiserver/build` makes; skips the test where there is none."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        pytest.skip(f"{VARIABLE} is not set: no {name}")
    if not (Path(folder) / name).is_file():
        pytest.skip(f"{VARIABLE} holds no {name}")
    return str(Path(folder) / name)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class RealCluster(Cluster):
    """A running API server; `real_cluster()` starts and ends it."""

    def __init__(self, url: str, ca_file: Path, tokens: dict[str, str], folder: Path, etcd: str) -> None:
        super().__init__(url, ca_file, tokens["admin"], folder)
        self.nobody_token = tokens["nobody"]
        """Token of a user without any rights."""
        self._users = {token: name for name, token in tokens.items()}
        self._etcd = etcd
        self._log = folder / "audit.log"
        self._seen = 0

    def clear(self) -> None:
        """Takes out everything that was put in through `apply`, and forgets who asked what."""
        super().clear()
        self._seen = self._log.stat().st_size if self._log.exists() else 0

    def requests_of(self, token_or_user: str) -> list[Request]:
        """What the holder of a token, or the user of that name, has asked so far (not the administrator's)."""
        name = self._users.get(token_or_user) or _subject(token_or_user)
        until = time.monotonic() + 5
        while True:
            text = self._log.read_bytes()[self._seen :].decode() if self._log.exists() else ""
            events = [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
            mine = [event for event in events if event["user"].get("username") == name]
            done = [event for event in mine if event["stage"] != "RequestReceived"]
            asked = {event["auditID"] for event in mine}
            if asked <= {event["auditID"] for event in done} or time.monotonic() > until:
                return [_request(event) for event in done]
            time.sleep(0.02)

    def dry_run(self, item: Json) -> Json:
        """What the server would keep; RefusedError if it refuses, admission policies included (the server needs a
        second or two to heed a new one)."""
        resource = self._type(item)
        namespace = (item["metadata"].get("namespace") or "default") if resource.namespaced else None
        kept: Json = self.call("POST", f"{resource.path(namespace)}?dryRun=All", item)
        return kept

    def expire_tokens(self) -> None:
        """Every `continue` token given so far is answered with 410 from now on: etcd forgets the past."""
        made = self._ask_etcd("kv/put", {"key": "YWdl", "value": "YWdl"})  # a revision after every token's
        self._ask_etcd("kv/compaction", {"revision": made["header"]["revision"], "physical": True})

    def delete_namespace(self, name: str) -> None:
        """Deletes a namespace and what was created in it through `apply`: there is no controller to do it."""
        super().delete_namespace(name)
        with contextlib.suppress(RefusedError):
            path = f"/api/v1/namespaces/{name}"
            self.call("PUT", f"{path}/finalize", {**self.call("GET", path), "spec": {"finalizers": []}})

    def _serve(self, crd: Json) -> None:
        super()._serve(crd)
        until = time.monotonic() + DEADLINE
        for one in defined_by(crd):
            while True:
                try:
                    self.call("GET", one.path())
                    break
                except RefusedError as error:
                    if time.monotonic() > until:
                        raise TimeoutError(f"{one.kind} is not served") from error
                    time.sleep(0.05)

    def _ask_etcd(self, path: str, body: Json) -> Any:
        request = urllib.request.Request(f"{self._etcd}/v3/{path}", json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)


def _subject(token: str) -> str:
    """User name in a service account's token, or the text itself if it is none."""
    parts = token.split(".")
    if len(parts) != 3:
        return token
    return str(json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))["sub"])


def _request(event: Json) -> Request:
    method = METHODS.get(event["verb"], "DELETE")
    request = read_request(method, event["requestURI"], {"User-Agent": event.get("userAgent", "")})
    request.user = User(event["user"]["username"], tuple(event["user"].get("groups", ())))
    request.status = int(event.get("responseStatus", {}).get("code", 0))
    return request


@contextlib.contextmanager
def _running(log: IO[bytes], *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block, or with this process whatever becomes of it."""
    process = subprocess.Popen(
        [sys.executable, "-ISc", DIE_WITH_PARENT, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _etcd(folder: Path, port: int) -> list[str]:
    peer = f"http://127.0.0.1:{_free_port()}"
    client = f"http://127.0.0.1:{port}"
    return [
        *("--name=test", f"--data-dir={folder / 'etcd'}", "--unsafe-no-fsync", "--log-level=warn"),
        *(f"--listen-client-urls={client}", f"--advertise-client-urls={client}"),
        *(f"--listen-peer-urls={peer}", f"--initial-advertise-peer-urls={peer}", f"--initial-cluster=test={peer}"),
    ]


def _apiserver(folder: Path, etcd: str, port: int, tokens: dict[str, str]) -> list[str]:
    certificate, key = self_signed(folder, "apiserver"), signing_key(folder / "accounts.key")
    lines = [f'{tokens["admin"]},admin,admin,"system:masters"', f"{tokens['nobody']},nobody,nobody"]
    (folder / "tokens.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "audit.json").write_text(json.dumps(AUDIT_POLICY), encoding="utf-8")
    return [
        *(f"--etcd-servers={etcd}", f"--secure-port={port}", "--bind-address=127.0.0.1"),
        *(f"--tls-cert-file={certificate.certificate}", f"--tls-private-key-file={certificate.key}"),
        *(f"--token-auth-file={folder / 'tokens.csv'}", "--authorization-mode=RBAC", "--allow-privileged=true"),
        "--disable-admission-plugins=ServiceAccount,StorageObjectInUseProtection",
        *("--service-account-issuer=https://kubernetes.default.svc", f"--service-account-key-file={key}"),
        *(f"--service-account-signing-key-file={key}", "--service-cluster-ip-range=10.0.0.0/16"),
        *(f"--audit-policy-file={folder / 'audit.json'}", f"--audit-log-path={folder / 'audit.log'}"),
        # Lists continued from memory would outlive what etcd forgets: then no token would ever expire.
        "--feature-gates=ListFromCacheSnapshot=false",
        *("--endpoint-reconciler-type=none", "--etcd-compaction-interval=0", "--profiling=false"),
    ]


def _await_ready(cluster: Cluster, *processes: subprocess.Popen[bytes]) -> bool:
    """Waits until the server answers and has made its own objects; False if a process has ended."""
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until:
        if any(process.poll() is not None for process in processes):
            return False
        try:
            cluster.call("GET", "/readyz")
            cluster.call("GET", "/api/v1/namespaces/default")
            cluster.call("GET", "/api/v1/namespaces/kube-system")
            return True
        except (RefusedError, OSError):
            cluster.close()
            time.sleep(0.1)
    return False


@contextlib.contextmanager
def real_cluster(folder: Path) -> Iterator[RealCluster]:
    """A new API server with nothing in it but its own objects."""
    etcd_program, api_program = program("etcd"), program("kube-apiserver")
    tokens = {name: secrets.token_urlsafe(24) for name in ("admin", "nobody")}
    for attempt in range(3):  # somebody else may take a port between our asking and our using it
        place = folder / str(attempt)
        place.mkdir(parents=True)
        etcd_port, port = _free_port(), _free_port()
        etcd, url = f"http://127.0.0.1:{etcd_port}", f"https://127.0.0.1:{port}"
        flags = _apiserver(place, etcd, port, tokens)
        with (
            (place / "log").open("wb") as log,
            _running(log, etcd_program, *_etcd(place, etcd_port)) as first,
            _running(log, api_program, *flags) as second,
        ):
            cluster = RealCluster(url, place / "apiserver.crt", tokens, place, etcd)
            try:
                if _await_ready(cluster, first, second):
                    yield cluster
                    return
            finally:
                cluster.close()
    tail = (folder / "2" / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"the API server did not start:\n{tail}")
