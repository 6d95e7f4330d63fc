"""What is judged; what is read; Secrets without their data; the end before the end; requests within bounds."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
from cluster_access import Cluster
from cluster_fake import FakeApiServer
from cluster_reading import QUICK, Reading, gather, limits, open_connection, take

from scanner.inputs.cluster.errors import Interrupted
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.inventory import read
from scanner.inputs.cluster.labels import parse_labels
from scanner.inputs.cluster.limits import Limits, Pace

Json = dict[str, Any]
MARK = "hunter2-is-the-password"


@pytest.fixture
def server(fake_cluster: FakeApiServer) -> FakeApiServer:
    for space in ("team-a", "team-b"):
        fake_cluster.apply([objects.pod(f"{space}-{number}", space) for number in range(7)])
        fake_cluster.apply([objects.network_policy(f"np-{space}", space), objects.service(f"svc-{space}", space)])
    return fake_cluster


def test_pods_of_named_namespaces_and_whole_policies(server: FakeApiServer) -> None:
    reading = gather(server, "Namespace", "NetworkPolicy", "Pod", filters=Filters(("team-a",)))
    assert len(reading.names("Pod")) == 7
    assert reading.names("NetworkPolicy") == ["np-team-a", "np-team-b"]
    assert not [path for _, path in reading.requests if path.startswith("/api/v1/pods")]
    assert (reading.problems, reading.incomplete) == ([], {})


def test_patterns_and_labels_hide_nothing_from_links(server: FakeApiServer) -> None:
    filters = Filters(("team-*",), ("*-b",), labels=parse_labels("app=web"))
    reading = gather(server, "NetworkPolicy", "Pod", filters=filters)
    assert len(reading.names("Pod")) == 14
    assert (reading.problems, reading.incomplete) == ([], {})
    assert not [path for _, path in reading.requests if "labelSelector" in path]


def test_namespaces_that_are_not_there_are_no_pass(server: FakeApiServer) -> None:
    reading = gather(server, "Namespace", "Pod", filters=Filters(("team-a", "team-c", "x-*")))
    assert [one.severity for one in reading.problems] == ["error", "error"]
    assert "called team-c" in reading.texts
    assert "called x-*" in reading.texts
    server.forbid("namespaces", except_in=("team-a", "team-c"))
    reading = gather(server, "Namespace", "Pod", filters=Filters(("team-a", "team-c")))
    assert [one.what for one in reading.errors] == ["no namespace of the cluster is called team-c"]


def test_what_is_judged() -> None:
    filters = Filters(
        ("team-*",), ("team-b",), ("Pod", "Namespace", "ClusterRole"), labels=parse_labels("app in (a,b)")
    )
    good = {"app": "a"}
    assert filters.judges("Pod", "team-a", "x", good)
    assert filters.judges("Namespace", None, "team-a", good)
    assert not filters.judges("Namespace", None, "team-b", good)
    assert not filters.judges("Pod", "team-b", "x", good)
    assert not filters.judges("Pod", "other", "x", good)
    assert not filters.judges("Service", "team-a", "x", good)
    assert not filters.judges("Pod", "team-a", "x", {"app": "c"})
    assert not filters.judges("ClusterRole", None, "x", good)
    assert Filters(exclude_namespaces=("x",)).judges("ClusterRole", None, "x", {})
    assert not Filters(exclude_kinds=("Pod",)).judges("Pod", "a", "x", {})
    assert Filters(("a", "b", "a"), ("b",)).named_namespaces() == ("a",)
    assert Filters(("a*",)).named_namespaces() is None


@pytest.mark.parametrize(
    ("selector", "met", "unmet"),
    [
        ("a=b", {"a": "b"}, {}),
        ("a==b,c", {"a": "b", "c": ""}, {"a": "b"}),
        ("a!=b", {}, {"a": "b"}),
        ("a notin (b, c)", {"a": "d"}, {"a": "c"}),
        ("!a", {}, {"a": ""}),
        ("a=", {"a": ""}, {}),
        ("a=B_1.c-d", {"a": "B_1.c-d"}, {}),
        ("example.com/a in (x),b", {"example.com/a": "x", "b": "1"}, {"example.com/a": "x"}),
    ],
)
def test_label_selectors(selector: str, met: Json, unmet: Json) -> None:
    requirements = parse_labels(selector)
    assert all(one.met_by(met) for one in requirements)
    assert not all(one.met_by(unmet) for one in requirements)


NO_SELECTORS = (
    *("", ",", "a in b", "a in (b", "=b", "a b", "a)", "a is (b)", "!", "a b=c", "a=e=f", "a=b c", "a in (b=c)"),
    *("-a=b", "a=-b", "A.com/a=b", "/a=b", "a/b/c=d", "ä=b", "a=ä", "a=" + 64 * "b", 64 * "a", "a\n=b=c"),
)


@pytest.mark.parametrize("selector", NO_SELECTORS)
def test_no_label_selectors(selector: str) -> None:
    with pytest.raises(ValueError, match="label"):
        parse_labels(selector)


def test_secrets_are_not_listed_unasked(cluster: Cluster) -> None:
    cluster.apply([objects.secret("s", password=MARK)])
    reading = gather(cluster, "Secret", "/Secret", "*")
    assert "Secret" not in reading.items
    assert list(reading.incomplete) == ["Secret"]
    assert not [path for _, path in reading.requests if "/secrets" in path]


def test_secrets_come_without_their_data(cluster: Cluster) -> None:
    applied = json.dumps({"data": {"password": MARK}})
    notes = {"kubectl.kubernetes.io/last-applied-configuration": applied, "other": "kept"}
    cluster.apply([objects.made("v1", "Secret", "s", "default", annotations=notes, stringData={"password": MARK})])
    reading = gather(cluster, "Secret", filters=Filters(secrets=True))
    (found,) = [item for item in reading.items["Secret"] if item["metadata"]["name"] == "s"]
    assert (found["apiVersion"], found["kind"]) == ("v1", "Secret")
    assert found["metadata"]["annotations"] == {"other": "kept"}
    assert set(found) == {"apiVersion", "kind", "metadata"}
    assert MARK not in json.dumps(reading.items)


def test_data_that_a_server_sends_all_the_same_is_dropped(fake_cluster: FakeApiServer) -> None:
    fake_cluster.apply([objects.secret("s", password=MARK)])

    def edit(page: Json) -> Json:
        page["items"][0] |= {"data": {"password": MARK}, "stringData": MARK, "type": "Opaque"}
        return page

    fake_cluster.inject(faults.edited(edit), resource="secrets")
    reading = gather(fake_cluster, "Secret", filters=Filters(secrets=True))
    assert reading.names("Secret") == ["s"]
    assert MARK not in json.dumps(reading.items)


def test_nothing_but_reading(server: FakeApiServer) -> None:
    reading = gather(server, "*", filters=Filters(secrets=True))
    posted = {path for method, path in reading.requests if method != "GET"}
    assert posted == {
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    }
    assert {method for method, _ in reading.requests} == {"GET", "POST"}
    seen = sorted((one.method, one.path) for one in server.requests)
    put = [one for one in seen if one[0] == "POST" and one[1] not in posted]
    assert len(put) < len(seen)
    told = sorted((method, path.partition("?")[0]) for method, path in reading.requests)
    assert [one for one in seen if one not in put] == told


def test_stopping_in_the_middle(server: FakeApiServer) -> None:
    reading = Reading()
    connection = open_connection(server, reading)
    pages = read(connection, ["Namespace", "Pod", "Service"], Filters(), reading.problems.append, reading.incomplete)
    for page in pages:
        if page.kind.kind == "Pod":
            connection.stop.set()
    assert list(reading.incomplete) == ["Pod", "Service"]
    take(connection, ["Deployment"], Filters(), reading)
    assert list(reading.incomplete) == ["Pod", "Service", "Deployment"]
    assert "interrupted" in reading.texts
    assert len(reading.errors) == 1
    assert connection.identity().user == "admin"


def test_stopping_while_the_server_keeps_us_waiting(server: FakeApiServer) -> None:
    server.inject(faults.too_many("30"), resource="pods")
    reading = Reading()
    connection = open_connection(server, reading, limits=limits(longest_pause_seconds=30, patience_seconds=60))
    threading.Timer(0.3, connection.stop.set).start()
    started = time.monotonic()
    take(connection, ["Namespace", "Pod"], Filters(), reading)
    assert time.monotonic() - started < 5
    assert "Pod" in reading.incomplete


def test_a_keyboard_interrupt_ends_the_reading(server: FakeApiServer) -> None:
    def interrupt(what: str) -> None:
        raise KeyboardInterrupt

    reading = Reading()
    connection = open_connection(server, reading)
    kinds = ["Namespace", "Pod"]
    assert list(read(connection, kinds, Filters(), reading.problems.append, reading.incomplete, interrupt)) == []
    assert list(reading.incomplete) == kinds
    assert connection.stop.is_set()


def test_who_stops_taking_pages_leaves_the_rest_incomplete(server: FakeApiServer) -> None:
    reading = Reading()
    pages = read(open_connection(server, reading), ["Pod", "Service"], Filters(), print, reading.incomplete)
    next(iter(pages))
    pages.close()  # type: ignore[attr-defined]
    assert list(reading.incomplete) == ["Pod", "Service"]


def test_no_more_than_a_page_of_a_kind_waits(server: FakeApiServer) -> None:
    reading = Reading()
    pages = read(open_connection(server, reading), ["Pod", "Service"], Filters(), print, reading.incomplete)
    next(iter(pages))
    time.sleep(0.3)
    asked = [path for _, path in reading.requests if "/pods?" in path]
    assert len(asked) <= 2
    assert sum(len(page.items) for page in pages) == 14 - 3 + 2


def test_the_rate_of_requests() -> None:
    pace = Pace(Limits(rate=100, burst=5), threading.Event())
    started = time.monotonic()
    for _ in range(25):
        pace.take()
    assert 0.19 < time.monotonic() - started < 2
    pace.hold(0.1)
    started = time.monotonic()
    pace.take()
    assert time.monotonic() - started > 0.09


def test_a_stop_ends_the_wait_for_a_turn() -> None:
    stop = threading.Event()
    stop.set()
    pace = Pace(Limits(rate=0.001, burst=1), stop)
    with pytest.raises(Interrupted):
        pace.take()


def test_an_overloaded_server_is_left_alone_by_all(server: FakeApiServer) -> None:
    server.inject(faults.too_many("1"), resource="pods", times=1)
    started = time.monotonic()
    reading = gather(server, "Pod", limits=limits(longest_pause_seconds=0.4, workers=1))
    assert len(reading.names("Pod")) == 14
    assert time.monotonic() - started > 0.4


def test_a_storm_of_refusals_is_sat_out(server: FakeApiServer) -> None:
    storm = server.inject(faults.too_many("1"), times=8)
    kinds = ["Namespace", "Service", "NetworkPolicy", "Pod"]
    reading = gather(server, *kinds, limits=limits(longest_pause_seconds=0.05, retries=10))
    assert (storm.done, len(reading.names("Pod"))) == (8, 14)
    assert (reading.problems, reading.incomplete) == ([], {})


def test_progress(server: FakeApiServer) -> None:
    said = gather(server, "Pod", limits=QUICK).said
    assert said[-1] == "pods 14"
