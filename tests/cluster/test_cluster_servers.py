"""The fake API server speaks as the real one does: the same assertions, through the real client, on both."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cluster_objects as objects
import kubernetes
import pytest
from cluster_access import Cluster, RefusedError
from cluster_fake import FakeApiServer
from cluster_kinds import built_in
from cluster_kubeconfig import write_kubeconfig
from cluster_requests import Request

Json = dict[str, Any]
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
PARTIAL = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
RULES = [objects.rule("", ["pods", "namespaces"])]


@contextlib.contextmanager
def client(cluster: Cluster, token: str | None = None) -> Iterator[kubernetes.client.ApiClient]:
    """The real client, set up from a kubeconfig file."""
    made = kubernetes.config.new_client_from_config(str(cluster.kubeconfig(token)))
    with made:
        yield made
    made.rest_client.pool_manager.clear()


def ask(api: kubernetes.client.ApiClient, path: str, accept: str = "application/json", **query: Any) -> tuple[int, Any]:
    """Status and document, decoded by us."""
    asked = api.param_serialize(
        "GET", path, query_params=list(query.items()), header_params={"Accept": accept}, auth_settings=["BearerToken"]
    )
    response = api.call_api(*asked)
    return response.status, json.loads(response.read())


def get(api: kubernetes.client.ApiClient, path: str, accept: str = "application/json", **query: Any) -> Json:
    """A document."""
    code, found = ask(api, path, accept, **query)
    assert code == 200, found
    read: Json = found
    return read


def refused(api: kubernetes.client.ApiClient, path: str, **query: Any) -> tuple[int, Json]:
    """Code and Status of a refusal."""
    code, found = ask(api, path, **query)
    assert code >= 400
    return code, found


def names(page: Json) -> list[str]:
    return [item["metadata"]["name"] for item in page["items"]]


def review(cluster: Cluster, token: str, **attributes: str) -> bool:
    body: Json = {"spec": {"resourceAttributes": attributes}}
    body |= {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview"}
    made = cluster.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", body, token=token)
    return bool(made["status"]["allowed"])


def test_pages_of_a_list(cluster: Cluster) -> None:
    cluster.apply([objects.pod(f"p-{number}", f"ns-{number % 2}") for number in range(5)])
    with client(cluster) as api:
        first = get(api, "/api/v1/pods", limit=2)
        assert (first["kind"], first["apiVersion"]) == ("PodList", "v1")
        assert names(first) == ["p-0", "p-2"]
        assert first["metadata"]["remainingItemCount"] == 3
        assert "kind" not in first["items"][0]
        second = get(api, "/api/v1/pods", limit=2, **{"continue": first["metadata"]["continue"]})
        third = get(api, "/api/v1/pods", limit=2, **{"continue": second["metadata"]["continue"]})
    assert names(second) == ["p-4", "p-1"]
    assert names(third) == ["p-3"]
    assert "continue" not in third["metadata"] or third["metadata"]["continue"] == ""
    assert first["metadata"]["resourceVersion"] == third["metadata"]["resourceVersion"]


def test_pages_through_the_typed_client(cluster: Cluster) -> None:
    cluster.apply([objects.pod(f"p-{number}") for number in range(5)])
    with client(cluster) as api:
        core = kubernetes.client.CoreV1Api(api)
        found: list[str] = []
        token = ""
        while token is not None:
            page = core.list_namespaced_pod("default", limit=2, _continue=token)
            found += [pod.metadata.name for pod in page.items]
            token = page.metadata._continue or None
    assert found == [f"p-{number}" for number in range(5)]


def test_a_list_is_a_snapshot(cluster: Cluster) -> None:
    cluster.apply([objects.pod(f"p-{number}") for number in range(0, 6, 2)])
    with client(cluster) as api:
        first = get(api, "/api/v1/pods", limit=1)
        cluster.apply([objects.pod("p-1")])
        rest = get(api, "/api/v1/pods", **{"continue": first["metadata"]["continue"]})
    assert names(first) + names(rest) == ["p-0", "p-2", "p-4"]


def test_an_expired_token_brings_one_that_continues_without_a_snapshot(cluster: Cluster) -> None:
    cluster.apply([objects.pod(f"p-{number}") for number in range(0, 6, 2)])
    with client(cluster) as api:
        first = get(api, "/api/v1/pods", limit=1)
        cluster.apply([objects.pod("p-1")])
        cluster.expire_tokens()
        code, status = refused(api, "/api/v1/pods", limit=1, **{"continue": first["metadata"]["continue"]})
        assert (code, status["reason"], status["code"]) == (410, "Expired", 410)
        rest = get(api, "/api/v1/pods", **{"continue": status["metadata"]["continue"]})
    assert names(rest) == ["p-1", "p-2", "p-4"]


def test_a_token_that_is_none_is_a_bad_request(cluster: Cluster) -> None:
    with client(cluster) as api:
        code, status = refused(api, "/api/v1/pods", **{"continue": "nonsense!"})
    assert (code, status["reason"]) == (400, "BadRequest")


def test_selectors_choose_and_leave_the_rest_uncounted(cluster: Cluster) -> None:
    cluster.apply([objects.pod(f"p-{number}", labels={"app": f"a-{number % 2}"}) for number in range(5)])
    with client(cluster) as api:
        chosen = get(api, "/api/v1/pods", labelSelector="app=a-0", limit=1)
        assert names(chosen) == ["p-0"]
        assert "remainingItemCount" not in chosen["metadata"]
        assert names(get(api, "/api/v1/pods", labelSelector="app!=a-0")) == ["p-1", "p-3"]
        assert names(get(api, "/api/v1/pods", fieldSelector="metadata.name=p-4")) == ["p-4"]
        spaces = get(api, "/api/v1/namespaces", labelSelector="kubernetes.io/metadata.name=kube-system")
    assert names(spaces) == ["kube-system"]


def test_owners_carry_the_uid_that_the_server_gave_them(cluster: Cluster) -> None:
    top, middle, *pods = cluster.apply(objects.deployment_with_pods("web", "shop"))
    assert middle["metadata"]["ownerReferences"][0]["uid"] == top["metadata"]["uid"]
    assert {pod["metadata"]["ownerReferences"][0]["uid"] for pod in pods} == {middle["metadata"]["uid"]}
    cron, job, pod = cluster.apply(objects.job_with_pod("backup", "shop"))
    assert job["metadata"]["ownerReferences"][0]["uid"] == cron["metadata"]["uid"]
    assert pod["metadata"]["ownerReferences"][0]["kind"] == "Job"


def test_discovery_names_the_same_kinds_either_way(cluster: Cluster) -> None:
    with client(cluster) as api:
        assert get(api, "/version")["gitVersion"].startswith("v1.")
        assert get(api, "/api")["versions"] == ["v1"]
        groups = {group["name"]: group for group in get(api, "/apis")["groups"]}
        assert groups["autoscaling"]["preferredVersion"]["groupVersion"] == "autoscaling/v2"
        core = get(api, "/api", AGGREGATED)["items"]
        rest = get(api, "/apis", AGGREGATED)["items"]
        assert [version["version"] for version in core[0]["versions"]] == ["v1"]
        together = {
            (group["metadata"].get("name", ""), version["version"], one["resource"]): one
            for group in core + rest
            for version in group["versions"]
            for one in version["resources"]
        }
        for known in built_in():
            path = f"/apis/{known.api_version}" if known.group else "/api/v1"
            [one] = [one for one in get(api, path)["resources"] if one["name"] == known.plural]
            assert (one["kind"], one["namespaced"]) == (known.kind, known.namespaced)
            assert set(one["verbs"]) == set(known.verbs)
            assert tuple(one.get("shortNames", ())) == known.short_names
            shown = together[known.group, known.version, known.plural]
            assert shown["responseKind"]["kind"] == known.kind
            assert (shown["scope"] == "Namespaced") == known.namespaced
            assert set(shown["verbs"]) == set(known.verbs)


def test_a_definition_brings_a_kind(cluster: Cluster) -> None:
    gadget = objects.made("bylaw.example/v1", "Gadget", "one", "default", spec={"size": 3})
    cluster.apply([gadget, objects.crd("bylaw.example", "Gadget", "gadgets")])
    with client(cluster) as api:
        page = get(api, "/apis/bylaw.example/v1/gadgets")
        [served] = [one for one in get(api, "/apis/bylaw.example/v1")["resources"] if one["name"] == "gadgets"]
    assert page["items"][0]["kind"] == "Gadget"
    assert page["items"][0]["spec"] == {"size": 3}
    assert served["kind"] == "Gadget"


def test_what_is_not_served_is_not_found(cluster: Cluster) -> None:
    with client(cluster) as api:
        assert refused(api, "/apis/apps/v1/nothings")[0] == 404
        code, status = refused(api, "/api/v1/namespaces/absent")
        assert (code, status["reason"], status["details"]["name"]) == (404, "NotFound", "absent")


def test_metadata_alone(cluster: Cluster) -> None:
    cluster.apply([objects.secret("password", key="value")])
    with client(cluster) as api:
        page = get(api, "/api/v1/namespaces/default/secrets", PARTIAL)
    assert page["kind"] == "PartialObjectMetadataList"
    assert [set(item) - {"apiVersion", "kind"} for item in page["items"]] == [{"metadata"}]


def test_the_cluster_has_an_identity(cluster: Cluster) -> None:
    with client(cluster) as api:
        assert len(get(api, "/api/v1/namespaces/kube-system")["metadata"]["uid"]) == 36
        answer = cluster.call(
            "POST",
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"},
        )
    assert answer["status"]["userInfo"]["username"] == "admin"
    assert set(answer["status"]["userInfo"]["groups"]) == {"system:masters", "system:authenticated"}


def test_a_service_account_has_the_rights_of_its_role(cluster: Cluster) -> None:
    token = cluster.reader(RULES)
    with client(cluster, token) as api:
        get(api, "/api/v1/pods")
        code, status = refused(api, "/apis/apps/v1/deployments")
        assert (code, status["reason"], status["details"]) == (
            403,
            "Forbidden",
            {"group": "apps", "kind": "deployments"},
        )
        assert status["message"] == (
            'deployments.apps is forbidden: User "system:serviceaccount:default:auditor" cannot list resource '
            '"deployments" in API group "apps" at the cluster scope'
        )
        assert refused(api, "/apis/apps/v1/namespaces/default/deployments")[1]["message"].endswith(
            'in the namespace "default"'
        )
    assert review(cluster, token, verb="list", resource="pods")
    assert not review(cluster, token, verb="list", resource="deployments", group="apps")
    assert not review(cluster, token, verb="delete", resource="pods")


def test_rights_in_one_namespace(cluster: Cluster) -> None:
    cluster.apply([objects.namespace("shop"), objects.pod("p", "shop")])
    token = cluster.reader(RULES, namespace="shop")
    with client(cluster, token) as api:
        assert refused(api, "/api/v1/pods")[0] == 403
        assert names(get(api, "/api/v1/namespaces/shop/pods")) == ["p"]
        assert refused(api, "/api/v1/namespaces/default/pods")[0] == 403
    assert review(cluster, token, verb="list", resource="pods", namespace="shop")
    assert not review(cluster, token, verb="list", resource="pods")
    rules = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {"namespace": "shop"}}
    answer = cluster.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", rules, token=token)
    assert any(rule["resources"] == ["pods", "namespaces"] for rule in answer["status"]["resourceRules"])


def test_a_token_that_is_none_is_unauthorized(cluster: Cluster) -> None:
    with client(cluster, "nonsense") as api:
        code, status = refused(api, "/api/v1/pods")
    assert (code, status["reason"]) == (401, "Unauthorized")


def test_requests_are_remembered(cluster: Cluster) -> None:
    token = cluster.reader(RULES)
    with client(cluster, token) as api:
        get(api, "/api/v1/namespaces/default/pods", limit=7)
        refused(api, "/apis/apps/v1/deployments")
        get(api, "/api/v1/namespaces/kube-system")

    def told(request: Request) -> tuple[Any, ...]:
        target = request.target
        return request.verb, target.group, target.resource, target.namespace, target.name, request.status

    assert sorted((told(request) for request in cluster.requests_of(token)), key=str) == [
        ("get", "", "namespaces", "kube-system", "kube-system", 200),
        ("list", "", "pods", "default", "", 200),
        ("list", "apps", "deployments", None, "", 403),
    ]


def test_two_contexts_in_one_file(cluster: Cluster, tmp_path: Path) -> None:
    contexts = [cluster.context("first", namespace="shop"), cluster.context("second", "nonsense")]
    path = write_kubeconfig(tmp_path / "config", contexts, current="second")
    _, current = kubernetes.config.list_kube_config_contexts(str(path))
    assert current["name"] == "second"


def test_deleting_a_namespace_takes_what_is_in_it(cluster: Cluster) -> None:
    cluster.apply([objects.pod("p", "shop")])
    cluster.delete_namespace("shop")
    assert cluster.call("GET", "/api/v1/pods")["items"] == []
    with pytest.raises(RefusedError):
        cluster.call("GET", "/api/v1/namespaces/shop")


def test_a_connection_that_the_server_has_closed_is_opened_again(fake_cluster: FakeApiServer) -> None:
    assert fake_cluster.call("GET", "/version")
    for connection in fake_cluster._open:
        assert connection.sock is not None
        connection.sock.shutdown(socket.SHUT_RDWR)
    assert fake_cluster.call("GET", "/version")
