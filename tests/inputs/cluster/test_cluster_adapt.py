"""Live objects to resources: what is malformed, what is never kept, what is marked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scanner.inputs.cluster.adapt import Malformed, adapt, cluster_place, settle
from scanner.inputs.cluster.kinds import Kind
from scanner.inputs.kubernetes import pod_view
from scanner.model.resources import Resource
from scanner.model.secrets import sensitive_keys
from scanner.model.values import Unknown

POD = Kind("", "v1", "Pod", "pods", True)
DEPLOYMENT = Kind("apps", "v1", "Deployment", "deployments", True)
CONFIG_MAP = Kind("", "v1", "ConfigMap", "configmaps", True)
SECRET = Kind("", "v1", "Secret", "secrets", True)
BINDING = Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", False)
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def of(kind: Kind, name: str = "web", **rest: Any) -> dict[str, Any]:
    meta = {"name": name, "uid": f"uid-{name}", "resourceVersion": "7", "managedFields": [{"manager": "x"}]}
    if kind.namespaced:
        meta["namespace"] = "shop"
    meta |= rest.pop("metadata", {})
    return {"apiVersion": kind.api_version, "kind": kind.kind, "metadata": meta, **rest}


def settled(item: Any, kind: Kind) -> tuple[Resource, list[str]]:
    resource = adapt(item, kind, "prod")
    return resource, [problem.what for problem in settle(resource)]


def test_an_object_knows_where_it_comes_from() -> None:
    resource = adapt(of(DEPLOYMENT), DEPLOYMENT, "prod")
    assert resource.address == "apps/v1/Deployment/shop/web"
    assert (resource.origin.kind, resource.origin.root) == ("cluster", "prod")
    assert (resource.origin.uid, resource.origin.version) == ("uid-web", "7")
    assert resource.place.file == "prod/shop/Deployment/web"
    assert "managedFields" not in resource.attributes["metadata"]
    assert adapt(of(BINDING), BINDING, "prod").address == "rbac.authorization.k8s.io/v1/ClusterRoleBinding/web"


@pytest.mark.parametrize("item", [None, "pod", 1, [], {}])
def test_what_is_not_even_an_object_is_a_problem(item: Any) -> None:
    with pytest.raises(Malformed):
        adapt(item, POD, "prod")


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        [],
        {},
        {"name": 1, "namespace": "a"},
        {"name": "", "namespace": "a"},
        {"name": "a"},
        {"name": "a", "namespace": 3},
    ],
)
def test_an_object_that_nobody_can_name_is_a_problem(metadata: Any) -> None:
    with pytest.raises(Malformed) as caught:
        adapt({"metadata": metadata}, POD, "prod")
    assert caught.value.problem.severity == "error"
    assert "Pod" in caught.value.problem.what


@pytest.mark.parametrize("cluster", ["../../etc", "/", "..", "a//b", "arn:aws:eks:eu-west-1:1:cluster/prod"])
def test_a_place_never_leads_out_of_the_working_directory(cluster: str) -> None:
    file = cluster_place(cluster, "Pod", None, "x").file
    assert not file.startswith("/")
    assert ".." not in file.split("/")


@pytest.mark.parametrize(
    "spec", [None, {}, {"containers": []}, {"containers": None}, {"containers": "x"}, {"containers": {"a": 1}}, "x", []]
)
def test_a_pod_without_containers_is_reported_and_unknown(spec: Any) -> None:
    resource, problems = settled(of(POD, spec=spec), POD)
    view = pod_view(resource)
    assert problems
    assert view is not None
    assert isinstance(view["allContainers"], Unknown)


def test_only_the_wrong_part_is_unknown() -> None:
    containers = [{"name": "a", "securityContext": "x", "image": "i"}]
    resource, problems = settled(of(POD, spec={"containers": containers}), POD)
    assert len(problems) == 1
    found = resource.attributes["spec"]["containers"][0]
    assert isinstance(found["securityContext"], Unknown)
    assert found["image"] == "i"


def test_null_is_absent() -> None:
    resource, problems = settled(of(BINDING, subjects=None, roleRef={"name": "x", "kind": None}), BINDING)
    assert not problems
    assert "subjects" not in resource.attributes
    assert resource.attributes["roleRef"] == {"name": "x"}


def test_nothing_of_a_secret_is_kept_but_its_type_and_metadata() -> None:
    applied = {LAST_APPLIED: json.dumps({"data": {"a": "aHVudGVyMg=="}}), "team": "a"}
    item = of(
        SECRET,
        metadata={"annotations": applied},
        data={"a": "aHVudGVyMg=="},
        stringData={"b": "hunter2"},
        type="Opaque",
    )
    resource, _ = settled(item, SECRET)
    assert sorted(resource.attributes) == ["apiVersion", "kind", "metadata", "type"]
    assert resource.attributes["metadata"]["annotations"] == {"team": "a"}


def test_what_no_report_may_show_is_marked() -> None:
    item = of(CONFIG_MAP, data={"plain": "x"}, binaryData={"b": "eA=="}, metadata={"annotations": {LAST_APPLIED: "{}"}})
    resource, _ = settled(item, CONFIG_MAP)
    assert sensitive_keys(resource.attributes["data"]) == {"plain"}
    assert sensitive_keys(resource.attributes["binaryData"]) == {"b"}
    assert sensitive_keys(resource.attributes["metadata"]["annotations"]) == {LAST_APPLIED}


@pytest.mark.parametrize("holder", ["containers", "initContainers", "ephemeralContainers"])
def test_environment_values_are_marked_in_every_container(holder: str) -> None:
    env = [{"name": "A", "value": "x"}, {"name": "B", "valueFrom": {}}, "odd"]
    spec = {"containers": [{"name": "a", "image": "i"}], holder: [{"name": "c", "image": "i", "env": env}]}
    item = of(DEPLOYMENT, spec={"template": {"spec": spec}})
    resource, _ = settled(item, DEPLOYMENT)
    found = resource.attributes["spec"]["template"]["spec"][holder][0]["env"]
    assert sensitive_keys(found[0]) == {"value"}
    assert not sensitive_keys(found[1])
