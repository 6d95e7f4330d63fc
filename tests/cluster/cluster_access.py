"""What a test can do with either API server: put objects in, make tokens and kubeconfig files, take everything out."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cluster_objects
from cluster_kinds import ResourceType, built_in, defined_by
from cluster_kubeconfig import Context, write_kubeconfig
from cluster_order import FIRST, Identity, identity, owned, waves
from cluster_requests import Request

Json = dict[str, Any]
AT_ONCE = "gracePeriodSeconds=0&propagationPolicy=Background"


class RefusedError(Exception):
    """The server refused; `status` is its Status document, or the text it sent."""

    def __init__(self, code: int, status: Any) -> None:
        super().__init__(f"{code}: {status['message'] if isinstance(status, dict) and 'message' in status else status}")
        self.code = code
        self.status = status


class Cluster:
    """An API server on loopback. The fake one and the real one are used in the same way."""

    def __init__(self, url: str, ca_file: Path | None, admin_token: str, folder: Path) -> None:
        self.url = url
        """`https://127.0.0.1:<port>`."""
        self.ca_file = ca_file
        """Certificate of the server; None without TLS."""
        self.admin_token = admin_token
        """Token that may do everything."""
        self._folder = folder
        self._files = 0
        self._types = {(one.api_version, one.kind): one for one in built_in()}
        self._created: list[tuple[ResourceType, Json]] = []  # and the metadata of each object
        self._local = threading.local()
        self._open: list[http.client.HTTPConnection] = []
        self._workers: ThreadPoolExecutor | None = None

    # Access

    def context(self, name: str = "bylaw-test", token: str | None = None, namespace: str = "") -> Context:
        """A context for `write_kubeconfig`; the administrator's without a token."""
        return Context(name, self.url, self.ca_file, token or self.admin_token, namespace)

    def kubeconfig(self, token: str | None = None, contexts: Sequence[str] = ("bylaw-test",)) -> Path:
        """A new kubeconfig file whose contexts all lead here; the first is the current one."""
        self._files += 1
        path = self._folder / f"kubeconfig-{urlsplit(self.url).port}-{self._files}"
        return write_kubeconfig(path, [self.context(name, token) for name in contexts])

    def token_for(self, namespace: str, service_account: str) -> str:
        """A token for a service account that exists, by the TokenRequest API."""
        path = f"/api/v1/namespaces/{namespace}/serviceaccounts/{service_account}/token"
        wanted = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"audiences": []}}
        return str(self.call("POST", path, wanted)["status"]["token"])

    def reader(self, rules: Sequence[Json], name: str = "auditor", namespace: str | None = None) -> str:
        """A token for a new service account in `default` with these RBAC rules, everywhere or in one namespace."""
        account = cluster_objects.service_account(name)
        self.apply([account, *cluster_objects.grant(rules, account, name=name, namespace=namespace)])
        return self.token_for("default", name)

    def requests_of(self, token_or_user: str) -> list[Request]:
        """What the holder of a token, or the user of that name, has asked so far."""
        raise NotImplementedError

    def expire_tokens(self) -> None:
        """Every `continue` token given so far is answered with 410 from now on."""
        raise NotImplementedError

    # Objects

    def apply(self, objects: Iterable[Json]) -> list[Json]:
        """Creates objects, each namespace before what is in it and each owner before what it owns (`ownerReferences`
        get the uid that the server gave the owner). Returns them as the server keeps them, in the order given."""
        given = list(objects)
        kept: list[Json | None] = [None] * len(given)
        missing = {item["metadata"].get("namespace") for item in given} - {None}
        missing -= {item["metadata"]["name"] for item in given if item["kind"] == "Namespace"}
        self._make_namespaces(sorted(str(name) for name in missing))
        uids: dict[Identity, str] = {}
        for wave in waves(given):
            for index, made in zip(wave, self._create_all([owned(given[i], uids) for i in wave]), strict=True):
                kept[index] = made
                uids[identity(given[index])] = made["metadata"]["uid"]
            for index in wave:
                if given[index]["kind"] == "CustomResourceDefinition":
                    self._serve(given[index])
        return [one for one in kept if one is not None]

    def delete(self, item: Json) -> None:
        """Deletes one object, if it is there."""
        self._remove(self._type(item), self._placed(item)["metadata"])

    def delete_namespace(self, name: str) -> None:
        """Deletes a namespace and what was created in it through `apply`."""
        inside = [pair for pair in self._created if pair[1].get("namespace") == name]
        self._created = [pair for pair in self._created if pair[1].get("namespace") != name]
        self._remove_all(inside)
        self._remove(self._types["v1", "Namespace"], {"name": name})

    def clear(self) -> None:
        """Takes out everything that was put in through `apply`: admission policies first, namespaces last."""
        created, self._created = self._created, []
        policies = [pair for pair in created if pair[0].kind.startswith("ValidatingAdmission")]
        rest = [pair for pair in created if pair[0].kind not in FIRST and pair not in policies]
        self._remove_all(policies)
        self._remove_all(rest)
        for resource, meta in created:
            if resource.kind == "Namespace":
                self.delete_namespace(meta["name"])
            elif resource.kind in FIRST:
                self._remove(resource, meta)

    def call(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> Any:
        """One request as the administrator, or as the holder of a token; RefusedError unless it succeeds."""
        code, content = self._send(method, path, body, token or self.admin_token)
        try:
            read = json.loads(content)
        except ValueError:
            read = content.decode(errors="replace")
        if code >= 300:
            raise RefusedError(code, read)
        return read

    def close(self) -> None:
        """Closes this side's connections."""
        if self._workers:
            self._workers.shutdown()
            self._workers = None
        for connection in self._open:
            connection.close()
        self._open.clear()

    # How

    def _send(self, method: str, path: str, body: Any, token: str) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        for is_last in (False, True):
            connection = self._connection()
            try:
                connection.request(method, path, content, headers)
                with connection.getresponse() as response:
                    return response.status, response.read()
            except (http.client.HTTPException, OSError):
                # The server has closed a connection that was long idle: what was sent never reached it.
                connection.close()
                self._open.remove(connection)
                if is_last:
                    raise
        raise AssertionError

    def _connection(self) -> http.client.HTTPConnection:
        made: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if made is None or made not in self._open:
            address = urlsplit(self.url)
            assert address.hostname is not None
            if self.ca_file is None:
                made = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
            else:
                trust = ssl.create_default_context(cafile=str(self.ca_file))
                made = http.client.HTTPSConnection(address.hostname, address.port, timeout=30, context=trust)
            self._local.connection = made
            self._open.append(made)
        return made

    def _type(self, item: Json) -> ResourceType:
        return self._types[item["apiVersion"], item["kind"]]

    def _serve(self, crd: Json) -> None:
        for one in defined_by(crd):
            self._types[one.api_version, one.kind] = one

    def _make_namespaces(self, names: Iterable[str]) -> None:
        for name in names:
            item = cluster_objects.namespace(name)
            try:
                self._create(item)
            except RefusedError as error:
                if error.code != 409:
                    raise

    def _placed(self, item: Json) -> Json:
        """The object with its namespace."""
        if "namespace" in item["metadata"] or not self._type(item).namespaced:
            return item
        return {**item, "metadata": {**item["metadata"], "namespace": "default"}}

    def _create(self, item: Json) -> Json:
        resource, placed = self._type(item), self._placed(item)
        made = self._post(resource, placed)
        self._created.append((resource, placed["metadata"]))
        return made

    def _post(self, resource: ResourceType, item: Json) -> Json:
        made: Json = self.call("POST", resource.path(item["metadata"].get("namespace")), item)
        return made

    def _remove(self, resource: ResourceType, meta: Json) -> None:
        self._call_delete(resource.path(meta.get("namespace"), meta["name"]))

    def _call_delete(self, path: str) -> None:
        try:
            self.call("DELETE", f"{path}?{AT_ONCE}")
        except RefusedError as error:
            if error.code not in (404, 409):
                raise

    def _create_all(self, items: list[Json]) -> list[Json]:
        if len(items) < 20:
            return [self._create(item) for item in items]
        return list(self._pool().map(self._create, items))

    def _remove_all(self, created: list[tuple[ResourceType, Json]]) -> None:
        list(self._pool().map(lambda pair: self._remove(*pair), created))

    def _pool(self) -> ThreadPoolExecutor:
        if self._workers is None:
            self._workers = ThreadPoolExecutor(8)
        return self._workers
