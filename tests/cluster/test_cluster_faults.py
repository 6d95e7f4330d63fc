"""The fake API server fails as told: each fault reaches the real client, and nothing else changes."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
import urllib3
from cluster_access import RefusedError
from cluster_discovery import AGGREGATED
from cluster_fake import FakeApiServer
from cluster_tls import Certificate, self_signed

Json = dict[str, Any]
PODS = "/api/v1/pods"


@pytest.fixture
def server(fake_cluster: FakeApiServer) -> FakeApiServer:
    """A server with four pods in two namespaces."""
    fake_cluster.apply([objects.pod(f"p-{number}", f"ns-{number // 2}") for number in range(4)])
    return fake_cluster


@contextlib.contextmanager
def pool(server: FakeApiServer) -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(ca_certs=str(server.ca_file) if server.ca_file else None, retries=False) as made:
        yield made


def ask(server: FakeApiServer, path: str = PODS, **query: Any) -> urllib3.BaseHTTPResponse:
    with pool(server) as made:
        headers = {"Authorization": f"Bearer {server.admin_token}"}
        return made.request("GET", server.url + path, fields=query, headers=headers)


def names(response: urllib3.BaseHTTPResponse) -> list[str]:
    return [item["metadata"]["name"] for item in response.json()["items"]]


def test_too_many_requests_then_the_answer(server: FakeApiServer) -> None:
    fault = server.inject(faults.too_many("2"), resource="pods", times=2)
    statuses = [ask(server) for _ in range(3)]
    assert [(one.status, one.headers.get("Retry-After")) for one in statuses] == [(429, "2"), (429, "2"), (200, None)]
    assert fault.done == 2


def test_a_page_can_be_chosen(server: FakeApiServer) -> None:
    server.inject(faults.unavailable(), resource="pods", skip=1, times=1)
    first = ask(server, limit=3)
    token = first.json()["metadata"]["continue"]
    assert [ask(server, limit=3, **{"continue": token}).status for _ in range(2)] == [503, 200]
    assert ask(server, "/api/v1/services").status == 200


@pytest.mark.parametrize("resume", [True, False])
def test_an_expired_token(server: FakeApiServer, resume: bool) -> None:
    server.inject(faults.token_expired(resume), resource="pods", skip=1, times=1)
    token = ask(server, limit=3).json()["metadata"]["continue"]
    refused = ask(server, limit=3, **{"continue": token})
    assert (refused.status, refused.json()["reason"]) == (410, "Expired")
    meta = refused.json()["metadata"]
    assert ("continue" in meta) == resume
    if resume:
        assert names(ask(server, limit=3, **{"continue": meta["continue"]})) == ["p-3"]


@pytest.mark.parametrize("part", [-1, 0, 0.5])
def test_a_connection_is_cut(server: FakeApiServer, part: float) -> None:
    server.inject(faults.cut(part), resource="pods", times=1)
    with pytest.raises(urllib3.exceptions.HTTPError):
        ask(server)
    assert names(ask(server)) == ["p-0", "p-1", "p-2", "p-3"]


def test_json_is_truncated(server: FakeApiServer) -> None:
    server.inject(faults.truncated(), resource="pods", times=1)
    with pytest.raises(ValueError):
        ask(server).json()


def test_a_body_of_another_kind(server: FakeApiServer) -> None:
    server.inject(faults.body(b"<html>sign in</html>", "text/html"), path="/version")
    assert ask(server, "/version").data == b"<html>sign in</html>"


def test_malformed_items(server: FakeApiServer) -> None:
    server.inject(faults.with_items(None, "text", {"spec": {}}), resource="pods")
    assert ask(server).json()["items"][:3] == [None, "text", {"spec": {}}]


def test_an_empty_page_goes_on(server: FakeApiServer) -> None:
    server.inject(faults.without_items(), resource="pods", skip=1, times=1)
    found: list[str] = []
    token = ""
    for _ in range(3):
        page = ask(server, limit=3, **({"continue": token} if token else {}))
        found.append(",".join(names(page)))
        token = page.json()["metadata"].get("continue", "")
    assert found == ["p-0,p-1,p-2", "", "p-3"]
    assert token == ""


def test_slow_answers(server: FakeApiServer) -> None:
    server.inject(faults.slow(0.2), resource="pods", times=1)
    begun = time.monotonic()
    assert ask(server).status == 200
    assert time.monotonic() - begun >= 0.2


def test_answers_that_trickle(server: FakeApiServer) -> None:
    server.inject(faults.trickling(0.2), resource="pods", times=1)
    begun = time.monotonic()
    assert names(ask(server)) == ["p-0", "p-1", "p-2", "p-3"]
    assert time.monotonic() - begun >= 0.2


def test_the_end_of_a_server_waits_for_nobody(tmp_path: Path) -> None:
    with FakeApiServer(tmp_path) as server, pool(server) as made:
        server.inject(faults.slow(60))
        headers = {"Authorization": f"Bearer {server.admin_token}"}
        with pytest.raises(urllib3.exceptions.ReadTimeoutError):
            made.request("GET", f"{server.url}/version", headers=headers, timeout=0.1)
        begun = time.monotonic()
    assert time.monotonic() - begun < 5


def test_a_server_without_aggregated_discovery(server: FakeApiServer) -> None:
    accept = f"{AGGREGATED},application/json"

    def kind() -> str:
        with pool(server) as made:
            headers = {"Authorization": f"Bearer {server.admin_token}", "Accept": accept}
            return str(made.request("GET", f"{server.url}/apis", headers=headers).json()["kind"])

    assert kind() == "APIGroupDiscoveryList"
    server.api.aggregates = False
    assert kind() == "APIGroupList"


def test_a_kind_is_forbidden_to_all_and_reviews_say_so(server: FakeApiServer) -> None:
    server.forbid("pods", namespaces=("ns-1",))
    assert ask(server).status == 403
    assert ask(server, "/api/v1/namespaces/ns-0/pods").status == 200
    assert ask(server, "/api/v1/namespaces/ns-1/pods").status == 403
    server.forbid("services", except_in=("ns-0",))
    assert ask(server, "/api/v1/services").status == 403
    assert ask(server, "/api/v1/namespaces/ns-0/services").status == 200
    review = {"spec": {"resourceAttributes": {"verb": "list", "resource": "pods", "namespace": "ns-1"}}}
    answer = server.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
    assert answer["status"] == {"allowed": False}


def test_a_review_that_lies(server: FakeApiServer) -> None:
    server.inject(faults.denied(), resource="pods", namespace="")
    assert ask(server).status == 403
    assert ask(server, "/api/v1/namespaces/ns-1/pods").status == 200


def test_reviews_that_cannot_be_asked(server: FakeApiServer) -> None:
    server.inject(faults.status(500), resource="selfsubjectaccessreviews")
    with pytest.raises(RefusedError, match="500"):
        server.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {"spec": {}})


def test_a_group_whose_server_is_down(server: FakeApiServer) -> None:
    server.lose_group("metrics.k8s.io/v1beta1")
    assert "metrics.k8s.io" in {group["name"] for group in ask(server, "/apis").json()["groups"]}
    assert ask(server, "/apis/metrics.k8s.io/v1beta1").status == 503


def test_a_token_is_revoked(server: FakeApiServer) -> None:
    token = server.token("ann")
    server.apply(
        [
            viewer := objects.role("viewer", [objects.rule("", ["pods"])]),
            objects.binding("viewer", viewer, [objects.subject("User", "ann")]),
            objects.binding("nobody", viewer, None),
        ]
    )
    server.call("GET", PODS, token=token)
    server.revoke(token)
    with pytest.raises(RefusedError, match="401"):
        server.call("GET", PODS, token=token)


def test_long_lists_are_compressed_for_those_who_ask(server: FakeApiServer) -> None:
    server.apply([objects.config_map(f"c-{number}", text="x" * 50_000) for number in range(4)])
    with pool(server) as made:
        headers = {"Authorization": f"Bearer {server.admin_token}", "Accept-Encoding": "gzip"}
        response = made.request("GET", f"{server.url}/api/v1/configmaps", headers=headers)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(names(response)) == 4


def test_requests_are_kept_without_their_tokens(server: FakeApiServer) -> None:
    ask(server, limit=1)
    last = server.requests[-1]
    assert (last.verb, last.target.resource, last.query, last.status) == ("list", "pods", {"limit": "1"}, 200)
    assert server.admin_token not in json.dumps([last.headers, last.query])


def test_a_certificate_of_somebody_else_is_not_trusted(server: FakeApiServer, tmp_path: Path) -> None:
    other = self_signed(tmp_path, "other")
    with (
        urllib3.PoolManager(ca_certs=str(other.certificate), retries=False) as made,
        pytest.raises(urllib3.exceptions.SSLError),
    ):
        made.request("GET", server.url + "/version")


def test_two_servers_at_once_one_without_tls(server: FakeApiServer, tmp_path: Path, certificate: Certificate) -> None:
    with FakeApiServer(tmp_path) as plain, FakeApiServer(tmp_path, certificate) as third:
        assert plain.ca_file is None
        assert names(ask(plain)) == names(ask(third)) == []
        assert plain.kubeconfig() != third.kubeconfig() != server.kubeconfig()
