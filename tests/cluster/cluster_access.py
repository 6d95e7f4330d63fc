"""What a test can do with either API server: put objects in, make tokens and kubeconfig files, take everything out."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cluster_objects
from cluster_kinds import ResourceType, built_in, defined_by
from cluster_requests import Request

Json = dict[str, Any]
AT_ONCE = "gracePeriodSeconds=0&propagationPolicy=Background"
FIRST = ("Namespace", "CustomResourceDefinition")


class RefusedError(Exception):
    """The server refused; `status` is its Status document, or the text it sent."""

    def __init__(self, code: int, status: Any) -> None:
        super().__init__(f"{code}: {status['message'] if isinstance(status, dict) and 'message' in status else status}")
        self.code = code
        self.status = status


@dataclass(frozen=True, slots=True)
class Context:
    """One context of a kubeconfig file."""

    name: str
    """Its name, and that of its cluster and user."""
    url: str
    """The server."""
    ca_file: Path | None
    """Certificate to trust; None without TLS."""
    token: str
    """Bearer token."""
    namespace: str = ""
    """Namespace of the context, if it has one."""


def write_kubeconfig(path: Path, contexts: Sequence[Context], current: str | None = None) -> Path:
    """Writes a kubeconfig file; the first context is the current one."""
    clusters, users, named = [], [], []
    for one in contexts:
        server = {"server": one.url} | ({"certificate-authority": str(one.ca_file)} if one.ca_file else {})
        clusters.append({"name": one.name, "cluster": server})
        users.append({"name": one.name, "user": {"token": one.token}})
        where = {"cluster": one.name, "user": one.name} | ({"namespace": one.namespace} if one.namespace else {})
        named.append({"name": one.name, "context": where})
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": clusters,
        "users": users,
        "contexts": named,
        "current-context": contexts[0].name if current is None else current,
    }
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")
    return path


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
        self._created: list[tuple[ResourceType, Json]] = []
        self._local = threading.local()
        self._open: list[http.client.HTTPConnection] = []

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
        uids: dict[tuple[str, str, str], str] = {}
        for wave in _waves(given):
            for index, made in zip(wave, self._create_all([_owned(given[i], uids) for i in wave]), strict=True):
                kept[index] = made
                uids[_identity(given[index])] = made["metadata"]["uid"]
            for index in wave:
                if given[index]["kind"] == "CustomResourceDefinition":
                    self._serve(given[index])
        return [one for one in kept if one is not None]

    def delete(self, item: Json) -> None:
        """Deletes one object, if it is there."""
        resource = self._type(item)
        path = resource.path(item["metadata"].get("namespace"), item["metadata"]["name"])
        try:
            self.call("DELETE", f"{path}?{AT_ONCE}")
        except RefusedError as error:
            if error.code not in (404, 409):
                raise

    def delete_namespace(self, name: str) -> None:
        """Deletes a namespace and what was created in it through `apply`."""
        inside = [pair for pair in self._created if pair[1]["metadata"].get("namespace") == name]
        self._created = [pair for pair in self._created if pair not in inside]
        self._delete_all([item for _, item in inside])
        self.delete({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})

    def clear(self) -> None:
        """Takes out everything that was put in through `apply`."""
        created, self._created = self._created, []
        first = [item for resource, item in created if resource.kind.startswith("ValidatingAdmission")]
        last = [item for resource, item in created if resource.kind in FIRST]
        self._delete_all(first)
        self._delete_all([item for _, item in created if item not in first and item not in last])
        for item in last:
            if item["kind"] == "Namespace":
                self.delete_namespace(item["metadata"]["name"])
            else:
                self.delete(item)

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
        for connection in self._open:
            connection.close()
        self._open.clear()

    # How

    def _send(self, method: str, path: str, body: Any, token: str) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection = self._connection()
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        with connection.getresponse() as response:
            return response.status, response.read()

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

    def _create(self, item: Json) -> Json:
        resource = self._type(item)
        if resource.namespaced and "namespace" not in item["metadata"]:
            item = {**item, "metadata": {**item["metadata"], "namespace": "default"}}
        made = self._post(resource, item)
        self._created.append((resource, item))
        return made

    def _post(self, resource: ResourceType, item: Json) -> Json:
        made: Json = self.call("POST", resource.path(item["metadata"].get("namespace")), item)
        return made

    def _create_all(self, items: list[Json]) -> list[Json]:
        if len(items) < 20:
            return [self._create(item) for item in items]
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(self._create, items))

    def _delete_all(self, items: list[Json]) -> None:
        if not items:
            return
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(self.delete, items))


def _identity(item: Json) -> tuple[str, str, str]:
    return item["kind"], item["metadata"].get("namespace", ""), item["metadata"]["name"]


def _owners(item: Json) -> list[tuple[str, str, str]]:
    meta = item["metadata"]
    return [(ref["kind"], meta.get("namespace", ""), ref["name"]) for ref in meta.get("ownerReferences", ())]


def _waves(items: list[Json]) -> Iterable[list[int]]:
    """Positions of the objects, in the order in which they can be created."""
    first = [index for index, item in enumerate(items) if item["kind"] in FIRST]
    if first:
        yield first
    waiting = {_identity(item): index for index, item in enumerate(items) if item["kind"] not in FIRST}
    while waiting:
        ready = {key: index for key, index in waiting.items() if not any(o in waiting for o in _owners(items[index]))}
        if not ready:
            raise ValueError("objects that own each other")
        yield sorted(ready.values())
        waiting = {key: index for key, index in waiting.items() if key not in ready}


def _owned(item: Json, uids: dict[tuple[str, str, str], str]) -> Json:
    """The object with its owners' uids as the server gave them."""
    if not (owners := _owners(item)):
        return item
    refs = item["metadata"]["ownerReferences"]
    known = [{**ref, "uid": uids.get(owner, ref["uid"])} for ref, owner in zip(refs, owners, strict=True)]
    return {**item, "metadata": {**item["metadata"], "ownerReferences": known}}
