"""What a cluster says it serves, in every way of saying it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
from cluster_access import Cluster
from cluster_answers import Answer
from cluster_fake import FakeApiServer
from cluster_kinds import ResourceType
from cluster_reading import QUICK, Reading, gather, limits, open_connection
from cluster_real import RealCluster
from cluster_requests import Request

from scanner.inputs.cluster.errors import ClusterError
from scanner.inputs.cluster.kinds import Kind, Served
from scanner.inputs.cluster.needs import needed_kinds
from scanner.model.api_kinds import API_GROUPS, CLUSTER_SCOPED
from scanner.policy.admission.kinds import guessed_plural
from scanner.policy.rulesets import load_rules

Json = dict[str, Any]


def plain(request: Request, true: Callable[[], Answer]) -> Answer:
    """As a server before 1.26 answers."""
    request.headers["accept"] = "application/json"
    return true()


def served(cluster: Cluster) -> Served:
    return open_connection(cluster, Reading(), limits=QUICK).served()


def test_both_ways_say_the_same(fake_cluster: FakeApiServer) -> None:
    fake_cluster.apply([objects.crd("example.com", "Thing", "things")])
    aggregated = served(fake_cluster)
    fake_cluster.inject(plain, path="/api")
    assert served(fake_cluster) == aggregated
    assert aggregated.find("Deployment") == [Kind("apps", "v1", "Deployment", "deployments", True)]
    assert aggregated.find("Thing") == [Kind("example.com", "v1", "Thing", "things", True)]
    assert aggregated.find("Namespace")[0].namespaced is False


def test_what_rules_need_is_served(cluster: Cluster) -> None:
    found = served(cluster)
    for name in ("Namespace", "Pod", "apps/Deployment", "NetworkPolicy", "rbac.authorization.k8s.io/ClusterRole"):
        assert len(found.find(name)) == 1, name
    assert found.failed == {}
    assert not any("/" in kind.plural for kinds in found.kinds.values() for kind in kinds)


def test_what_is_fixed_about_kinds_is_what_the_server_says(real_cluster: RealCluster) -> None:
    kinds = [each for same in served(real_cluster).kinds.values() for each in same]
    assert {each.group for each in kinds} <= API_GROUPS
    for each in kinds:
        assert each.namespaced == (each.kind not in CLUSTER_SCOPED.get(each.group, ())), each
        assert each.plural == guessed_plural(each.kind)


def test_two_requests_are_enough(cluster: Cluster) -> None:
    reading = Reading()
    open_connection(cluster, reading).served()
    assert reading.requests == [("GET", "/api"), ("GET", "/apis")]


@pytest.mark.parametrize("aggregated", [True, False])
def test_a_group_that_is_down_is_not_the_end(fake_cluster: FakeApiServer, aggregated: bool) -> None:
    fake_cluster.apply([objects.pod("p")])
    fake_cluster.lose_group("metrics.k8s.io/v1beta1")
    if not aggregated:
        fake_cluster.inject(plain, path="/api")
    quiet = gather(fake_cluster, "Pod", "PeerAuthentication", "Ingress", limits=limits(retries=0))
    assert quiet.names("Pod") == ["p"]
    assert (quiet.problems, quiet.incomplete) == ([], {})
    told = gather(fake_cluster, "Pod", "Custom", "metrics.k8s.io/NodeMetrics", limits=limits(retries=0))
    assert set(told.incomplete) == {"Custom", "NodeMetrics"}
    assert sorted(one.severity for one in told.problems) == ["error", "warning"]
    assert all("metrics.k8s.io" in one.what for one in told.problems)


def test_objects_of_two_groups_are_read_once(fake_cluster: FakeApiServer) -> None:
    fake_cluster.api.types.append(ResourceType("extensions", "v1beta1", "Ingress", "ingresses", True))
    fake_cluster.api.types.append(ResourceType("events.k8s.io", "v1", "Event", "events", True))
    found = served(fake_cluster)
    for name in ("Ingress", "extensions/Ingress", "networking.k8s.io/Ingress"):
        assert [kind.group for kind in found.find(name)] == ["networking.k8s.io"], name


@pytest.mark.parametrize(
    "document",
    [
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"kind": "APIGroupDiscoveryList", "items": null}',
        b'{"kind": "APIGroupDiscoveryList", "items": [null, 7, {"metadata": [], "versions": {}}]}',
        b'{"kind": "APIGroupDiscoveryList", "items": [{"versions": [{"resources": [{"resource": 7}, []]}]}]}',
        b'{"versions": [{}], "groups": [{"name": {}, "versions": [7]}]}',
    ],
)
def test_malformed_answers_are_no_cluster(fake_cluster: FakeApiServer, document: bytes) -> None:
    fake_cluster.inject(faults.body(document), path="/api")
    reading = gather(fake_cluster, "Pod", limits=limits(retries=0))
    assert list(reading.incomplete) == ["*"]
    assert [one.severity for one in reading.problems] == ["error"]


def test_a_server_that_does_not_answer(fake_cluster: FakeApiServer) -> None:
    fake_cluster.inject(faults.unavailable(), path="/api")
    with pytest.raises(ClusterError, match="503"):
        open_connection(fake_cluster, Reading(), limits=limits(retries=1)).served()


def test_paths_of_hostile_names_stay_inside() -> None:
    kind = Kind("example.com/../..", "v1", "Thing", "things?limit=1", True)
    assert kind.path("../x") == "/apis/example.com%2F..%2F../v1/namespaces/..%2Fx/things%3Flimit%3D1"


def test_kinds_of_rules_namespaces_first_and_pods_last() -> None:
    kinds = needed_kinds(load_rules().kubernetes_kinds())
    assert (kinds[0], kinds[-1]) == ("Namespace", "Pod")
    assert {"ReplicaSet", "NetworkPolicy", "ServiceAccount"} <= set(kinds)
    assert not [name for name in kinds if name.startswith(("aws_", "azurerm_", "google_"))]


def test_kinds_of_few_rules() -> None:
    assert needed_kinds([]) == ()
    assert needed_kinds(["aws_s3_bucket"]) == ()
    assert needed_kinds(["ClusterRole", "aws_s3_bucket"]) == ("Namespace", "ClusterRole")
    assert needed_kinds(["Pod"])[-2:] == ("StatefulSet", "Pod")
    assert "*" in needed_kinds(["*", "Pod"])


def test_every_kind(cluster: Cluster) -> None:
    cluster.apply([objects.pod("p"), objects.secret("s", password="hidden")])
    reading = gather(cluster, "*")
    assert reading.errors == []
    assert {"Namespace", "Pod", "ServiceAccount"} <= {*reading.items, "ServiceAccount"}
    assert "Secret" not in reading.items


def test_no_group_that_is_down_leaves_a_kind_of_the_rules_in_doubt_but_its_own() -> None:
    down = Served(failed={"metrics.k8s.io": "its server does not answer"})
    needed = needed_kinds(load_rules().kubernetes_kinds())
    assert [name for name in needed if down.doubtful(name) is not None] == []
    gateways = Served(failed={"gateway.networking.k8s.io": "its server does not answer"})
    assert {name for name in needed if gateways.doubtful(name) is not None} > {"HTTPRoute", "UDPRoute"}
