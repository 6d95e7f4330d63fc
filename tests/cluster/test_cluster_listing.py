"""Lists: whole where the server lets them be, and what breaks one tells exactly what was not read."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
from cluster_access import Cluster
from cluster_fake import FakeApiServer
from cluster_reading import Reading, gather, limits, open_connection

from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.inventory import read

Json = dict[str, Any]
PODS = [f"p-{number}" for number in range(8)]


def put_pods(cluster: Cluster) -> None:
    cluster.apply([objects.pod(name, "apps") for name in PODS])


@pytest.fixture
def server(fake_cluster: FakeApiServer) -> FakeApiServer:
    put_pods(fake_cluster)
    fake_cluster.apply([objects.workload("Deployment", "web", "apps")])
    return fake_cluster


def read_pods(server: FakeApiServer) -> Reading:
    """Reads a kind that must not suffer, too."""
    reading = gather(server, "Deployment", "Pod")
    assert reading.names("Deployment") == ["web"]
    assert "Deployment" not in reading.incomplete
    return reading


def test_every_object_once_with_its_type(cluster: Cluster) -> None:
    put_pods(cluster)
    reading = gather(cluster, "Namespace", "Pod")
    assert [name for name in reading.names("Pod") if name in PODS] == PODS
    assert {(item["apiVersion"], item["kind"]) for item in reading.items["Pod"]} == {("v1", "Pod")}
    assert "apps" in reading.names("Namespace")
    assert not any("managedFields" in item["metadata"] for item in reading.items["Pod"])
    assert max(count for _, count in reading.pages) == 3
    assert (reading.problems, reading.incomplete) == ([], {})


def test_a_list_of_a_custom_kind(cluster: Cluster) -> None:
    cluster.apply([objects.crd("example.com", "Thing", "things")])
    cluster.apply([objects.made("example.com/v1", "Thing", "one", "apps", spec={})])
    reading = gather(cluster, "Thing", "example.com/Thing", "other.example.com/Thing")
    assert [(item["apiVersion"], item["metadata"]["name"]) for item in reading.items["Thing"]] == [
        ("example.com/v1", "one")
    ]
    assert (reading.problems, reading.incomplete) == ([], {})


def test_a_kind_that_is_not_served_is_complete_and_empty(cluster: Cluster) -> None:
    reading = gather(cluster, "PeerAuthentication", "Nonsense", "cilium.io/CiliumNetworkPolicy")
    assert (reading.items, reading.problems, reading.incomplete) == ({}, [], {})


@pytest.mark.parametrize(
    "fault",
    [
        faults.too_many("0"),
        faults.too_many(None),
        faults.too_many("Wed, 21 Oct 2015 07:28:00 GMT"),
        faults.too_many("soon"),
        faults.unavailable(),
        faults.unavailable("0"),
        faults.status(504),
        faults.status(500),
        faults.cut(0.5),
        faults.cut(-1),
        faults.truncated(),
        faults.body(b"<html>"),
        faults.body(b'{"items": [NaN]}'),
        faults.body(b"[" * 100_000),
    ],
)
def test_what_passes_is_asked_again_from_where_the_list_was(server: FakeApiServer, fault: faults.Change) -> None:
    planted = server.inject(fault, resource="pods", skip=1, times=2)
    reading = read_pods(server)
    assert reading.names("Pod") == PODS
    assert (reading.problems, reading.incomplete, planted.done) == ([], {}, 2)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (faults.too_many("0"), "429"),
        (faults.unavailable(), "503"),
        (faults.cut(0.5), "connection broke"),
        (faults.cut(-1), "connection broke"),
        (faults.truncated(), "not JSON"),
        (faults.body(b"\xff\xfe\x00"), "not JSON"),
        (faults.body(b"[" * 100_000), "nested too deeply"),
        (faults.status(400), "400"),
        (faults.status(302, Location="http://127.0.0.1:1/"), "not followed"),
        (faults.denied(), "403"),
        (faults.status(404), "404"),
        (faults.status(410), "expired again and again"),
        (faults.body(b"null"), "not a list of objects"),
        (faults.body(b"{}"), "not a list of objects"),
        (faults.body(b'{"kind": "Status", "code": 200}'), "not a list of objects"),
        (faults.body(b'{"items": {}}'), "not a list"),
        (faults.body(b'{"items": [], "metadata": {"continue": 7}}'), "not a text"),
        (faults.body(b'{"items": [], "metadata": {"continue": "x"}}'), "repeats itself"),
    ],
)
def test_what_stays_leaves_the_kind_incomplete(server: FakeApiServer, fault: faults.Change, words: str) -> None:
    server.inject(fault, resource="pods", skip=1)
    reading = read_pods(server)
    assert reading.names("Pod") == PODS[:3]
    assert list(reading.incomplete) == ["Pod"]
    assert words in reading.incomplete["Pod"]
    assert [one.severity for one in reading.problems if words in one.what and "pods" in one.what] == ["error"]


def test_the_server_is_waited_for_as_long_as_it_asks_within_bounds(server: FakeApiServer) -> None:
    server.inject(faults.too_many("100"), resource="pods", times=1)
    started = time.monotonic()
    reading = read_pods(server)
    assert reading.names("Pod") == PODS
    assert 0.3 <= time.monotonic() - started < 5


def test_an_expired_list_goes_on_where_the_server_can(server: FakeApiServer) -> None:
    server.inject(faults.token_expired(), resource="pods", skip=1, times=1)
    reading = read_pods(server)
    assert reading.names("Pod") == PODS
    assert [one.severity for one in reading.problems] == ["note"]
    assert "not of one moment" in reading.texts
    assert reading.incomplete == {}


def test_an_expired_list_is_begun_again_where_it_cannot(server: FakeApiServer) -> None:
    server.inject(faults.token_expired(resume=False), resource="pods", skip=2, times=1)
    reading = read_pods(server)
    assert reading.names("Pod") == PODS
    assert [one.severity for one in reading.problems] == ["note"]
    assert "begun again" in reading.texts


def test_a_snapshot_that_expires(cluster: Cluster) -> None:
    """With the server's own words and tokens."""
    put_pods(cluster)
    asked: list[str] = []
    reading = Reading()
    connection = open_connection(cluster, reading)
    for page in read(connection, ["Pod"], Filters(), reading.problems.append, reading.incomplete):
        if not asked:
            cluster.expire_tokens()
        asked += [item["metadata"]["name"] for item in page.items]
    assert [name for name in asked if name in PODS] == PODS
    assert reading.incomplete == {}
    assert [one.severity for one in reading.problems] in ([], ["note"])


def test_empty_pages_are_no_end(server: FakeApiServer) -> None:
    server.inject(faults.without_items(), resource="pods", skip=1, times=2)
    assert read_pods(server).names("Pod") == PODS


def test_a_list_that_never_ends_is_left(server: FakeApiServer) -> None:
    def endless(page: Json) -> Json:
        page["metadata"]["continue"] = f"{page['metadata'].get('continue', '')}x"
        return page

    server.inject(faults.edited(endless), resource="pods")
    reading = gather(server, "Pod", limits=limits(page=500))
    assert reading.names("Pod") == PODS
    assert list(reading.incomplete) == ["Pod"]


def test_items_that_are_no_objects_are_passed_on(server: FakeApiServer) -> None:
    odd: list[Any] = [None, "text", 7, [], {}, {"metadata": None}, {"metadata": {"uid": 7}}]
    server.inject(faults.with_items(*odd), resource="pods", times=1)
    reading = gather(server, "Pod", limits=limits(page=500))
    given = reading.items["Pod"]
    assert given[:4] == odd[:4]
    assert given[4:6] == [{"apiVersion": "v1", "kind": "Pod"}, {"metadata": None, "apiVersion": "v1", "kind": "Pod"}]
    assert [item["metadata"]["name"] for item in given[7:]] == PODS
    assert reading.incomplete == {}


def test_no_items_at_all_may_be_null(server: FakeApiServer) -> None:
    server.inject(faults.body(b'{"kind": "PodList", "metadata": {}, "items": null}'), resource="pods")
    reading = gather(server, "Pod")
    assert (reading.items, reading.problems, reading.incomplete) == ({}, [], {})


def test_a_page_that_is_too_large_is_asked_for_in_halves(server: FakeApiServer) -> None:
    server.apply([objects.pod("a-large", "apps", annotations={"text": "x" * 20_000}) for _ in range(1)])
    server.apply([objects.pod("b-large", "apps", annotations={"text": "x" * 20_000}) for _ in range(1)])
    reading = gather(server, "Pod", limits=limits(page=8, page_bytes=30_000))
    assert sorted(reading.names("Pod")) == ["a-large", "b-large", *PODS]
    asked = [int(found[1]) for _, path in reading.requests if (found := re.search(r"pods\?limit=(\d+)", path))]
    assert asked[:4] == [8, 4, 2, 1]
    assert (reading.problems, reading.incomplete) == ([], {})


def test_an_object_that_is_too_large_ends_the_list(server: FakeApiServer) -> None:
    server.apply([objects.pod("a-large", "apps", annotations={"text": "x" * 20_000})])
    reading = gather(server, "Pod", limits=limits(page=8, page_bytes=15_000))
    assert list(reading.incomplete) == ["Pod"]
    assert "more than" in reading.texts


def test_a_compressed_bomb_is_not_unpacked(server: FakeApiServer) -> None:
    bomb = b'{"items": [], "x": "' + b" " * 50_000_000 + b'"}'
    server.inject(faults.body(bomb), resource="pods")
    reading = gather(server, "Pod", limits=limits(page=1, page_bytes=1_000_000))
    assert list(reading.incomplete) == ["Pod"]


def test_lone_surrogates_are_replaced(server: FakeApiServer) -> None:
    def edit(page: Json) -> Json:
        page["items"][0]["metadata"]["annotations"] = {"bad": "a\ud800b", "good": "\U0001f600"}
        return page

    server.inject(faults.edited(edit), resource="pods", times=1)
    annotations = gather(server, "Pod").items["Pod"][0]["metadata"]["annotations"]
    assert annotations == {"bad": "a\ufffdb", "good": "\U0001f600"}
    json.dumps(annotations, ensure_ascii=False).encode()


def test_words_of_the_server_are_bounded(server: FakeApiServer) -> None:
    server.inject(faults.status(400, "long " * 10_000), resource="pods")
    (problem,) = gather(server, "Pod").problems
    assert len(problem.what) < 500


def test_a_server_that_went_away_is_not_waited_for_kind_by_kind(server: FakeApiServer) -> None:
    server.inject(faults.cut(-1), path="/api/v1/")
    server.inject(faults.cut(-1), path="/apis/")
    kinds = ["Service", "ConfigMap", "Deployment", "Job", "CronJob", "Role", "RoleBinding", "NetworkPolicy", "Pod"]
    reading = gather(server, *kinds)
    assert set(reading.incomplete) == set(kinds)
    about_kinds = [path for _, path in reading.requests if "/self" not in path]
    assert len(about_kinds) < 2 + len(kinds) * 4
