"""What may not be listed is told, and looked for namespace by namespace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
from cluster_access import Cluster
from cluster_answers import Answer, answer
from cluster_fake import FakeApiServer
from cluster_reading import gather, limits
from cluster_requests import Request

from scanner.inputs.cluster.filters import Filters

Json = dict[str, Any]
EVERYTHING = [objects.rule("", ["namespaces", "pods", "services"]), objects.rule("apps", ["deployments"])]
REVIEWS = "/apis/authorization.k8s.io/v1/"


def fill(cluster: Cluster) -> None:
    for space in ("team-a", "team-b"):
        cluster.apply([objects.pod(f"pod-{space}", space), objects.service(f"svc-{space}", space)])


@pytest.fixture
def server(fake_cluster: FakeApiServer) -> FakeApiServer:
    fill(fake_cluster)
    return fake_cluster


def test_a_role_for_everything_that_is_asked(cluster: Cluster) -> None:
    fill(cluster)
    reading = gather(cluster, "Namespace", "Service", "Deployment", "Pod", token=cluster.reader(EVERYTHING))
    assert {"pod-team-a", "pod-team-b"} <= set(reading.names("Pod"))
    assert (reading.problems, reading.incomplete) == ([], {})


def test_a_kind_that_may_not_be_listed_anywhere(cluster: Cluster) -> None:
    fill(cluster)
    reading = gather(cluster, "Service", "NetworkPolicy", "Pod", token=cluster.reader(EVERYTHING))
    assert list(reading.incomplete) == ["NetworkPolicy"]
    (problem,) = reading.problems
    assert (problem.severity, problem.kind) == ("error", "forbidden")
    for word in ("list", "networkpolicies.networking.k8s.io", "system:serviceaccount:default:auditor"):
        assert word in problem.what
    assert "/apis/networking.k8s.io/v1/networkpolicies?limit=3" not in [path for _, path in reading.requests]
    assert {"pod-team-a", "pod-team-b"} <= set(reading.names("Pod"))


def test_one_namespace_is_read_where_only_that_is_allowed(cluster: Cluster) -> None:
    fill(cluster)
    token = cluster.reader([objects.rule("", ["namespaces"])])
    account = objects.service_account("auditor")
    cluster.apply(objects.grant([objects.rule("", ["pods"])], account, name="inside", namespace="team-a"))
    reading = gather(cluster, "Pod", token=token)
    assert reading.names("Pod") == ["pod-team-a"]
    assert "Pod/team-b" in reading.incomplete
    assert "Pod/team-a" not in reading.incomplete
    assert "Pod" not in reading.incomplete
    (problem,) = reading.problems
    assert "pods" in problem.what
    assert "team-b" in problem.what


def test_namespaces_that_cannot_be_listed_leave_the_kind_open(cluster: Cluster) -> None:
    fill(cluster)
    token = cluster.reader([objects.rule("", ["pods"])], namespace="team-a")
    alone = gather(cluster, "Pod", token=token)
    assert (alone.items, list(alone.incomplete)) == ({}, ["Pod"])
    own = gather(cluster, "Pod", token=token, namespace="team-a")
    assert own.names("Pod") == ["pod-team-a"]
    assert list(own.incomplete) == ["Pod"]
    assert "only team-a could be looked into" in own.texts


def test_a_namespaced_audit_needs_no_more_than_its_namespace(cluster: Cluster) -> None:
    fill(cluster)
    rules = [objects.rule("", ["pods", "services", "namespaces"])]
    token = cluster.reader(rules, namespace="team-a")
    reading = gather(cluster, "Namespace", "Service", "ClusterRole", "Pod", token=token, filters=Filters(("team-a",)))
    assert reading.names("Namespace") == ["team-a"]
    assert reading.names("Service") == ["svc-team-a"]
    assert reading.names("Pod") == ["pod-team-a"]
    assert reading.errors == []
    assert set(reading.incomplete) == {"Namespace", "Service/*", "ClusterRole"}


def test_what_only_policies_ask_for_across_namespaces_is_open_for_them_alone(cluster: Cluster) -> None:
    cluster.apply([objects.config_map("limits", "team-a"), objects.config_map("limits", "team-b")])
    token = cluster.reader([objects.rule("", ["configmaps", "namespaces"])], namespace="team-a")
    reading = gather(cluster, "ConfigMap", token=token, filters=Filters(("team-a",)))
    assert "limits" in reading.names("ConfigMap")
    assert "//ConfigMap" in reading.incomplete
    assert not [key for key in reading.incomplete if key.startswith("ConfigMap")]
    assert "//ConfigMap" not in gather(cluster, "ConfigMap", filters=Filters(("team-a",))).incomplete


@pytest.mark.parametrize("resource", ["namespaces", "services", "deployments", "clusterroles", "pods"])
def test_each_kind_in_turn(server: FakeApiServer, resource: str) -> None:
    kinds = ["Namespace", "Service", "Deployment", "ClusterRole", "Pod"]
    before = gather(server, *kinds)
    server.forbid(resource)
    after = gather(server, *kinds)
    (kind,) = after.incomplete
    assert kind.lower() + "s" == resource
    assert len(after.errors) == 1
    assert {name: items for name, items in before.items.items() if name != kind} == after.items


def test_access_that_turns_out_to_be_denied(server: FakeApiServer) -> None:
    server.inject(faults.denied(), resource="pods")
    reading = gather(server, "Service", "Pod")
    assert list(reading.incomplete) == ["Pod"]
    assert len(reading.errors) == 1


def said(document: Json) -> faults.Change:
    def change(_: Request, __: Callable[[], Answer]) -> Answer:
        return answer(document, 201)

    return change


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(403),
        faults.status(404),
        faults.unavailable(),
        faults.body(b"[]"),
        faults.cut(-1),
        said({"status": {"allowed": "no"}}),
        said({"status": {"allowed": False, "evaluationError": "webhook failed"}}),
        said({"status": None}),
    ],
)
def test_a_question_that_is_not_answered_is_no_denial(server: FakeApiServer, fault: faults.Change) -> None:
    server.inject(fault, path=REVIEWS)
    reading = gather(server, "Service", "Pod", limits=limits(retries=1))
    assert {"pod-team-a", "pod-team-b"} == set(reading.names("Pod"))
    assert (reading.problems, reading.incomplete) == ([], {})


def test_a_namespace_whose_rules_are_not_all_known(server: FakeApiServer) -> None:
    server.forbid("pods", namespaces=("team-b",))
    rules = faults.edited(lambda review: {**review, "status": {"resourceRules": [], "incomplete": True}})
    server.inject(rules, path=REVIEWS + "selfsubjectrulesreviews")
    reading = gather(server, "Pod")
    assert reading.names("Pod") == ["pod-team-a"]
    assert list(reading.incomplete) == ["Pod/team-b"]


def test_credentials_that_are_refused_end_the_run(server: FakeApiServer) -> None:
    server.inject(faults.status(401), resource="pods", skip=0)
    reading = gather(server, "Service", "Pod", "Deployment")
    assert {"Pod", "Deployment"} == set(reading.incomplete)
    assert len(reading.problems) == 1
    assert "credentials" in reading.texts


def test_no_credentials_at_all(server: FakeApiServer) -> None:
    reading = gather(server, "Service", "Pod", token="wrong")
    assert list(reading.incomplete) == ["*"]
    assert len(reading.problems) == 1
    assert "wrong" not in reading.texts
    assert len(reading.requests) == 2


def test_a_server_without_reviews_of_the_subject(server: FakeApiServer) -> None:
    server.forbid("pods")
    server.inject(faults.status(404), path="/apis/authentication.k8s.io")
    assert "the user may not list pods" in gather(server, "Pod").texts


def test_a_foreign_kind_of_the_same_name_leaves_the_own_one_complete(server: FakeApiServer) -> None:
    server.apply([objects.crd("serving.knative.dev", "Service", "services")])
    server.forbid("services", group="serving.knative.dev")
    reading = gather(server, "Service")
    assert set(reading.names("Service")) == {"svc-team-a", "svc-team-b"}
    assert list(reading.incomplete) == ["serving.knative.dev/Service"]
    assert reading.errors == []
    assert len(reading.problems) == 1
