"""Live objects that nobody declares, and keys that are not certain."""

from __future__ import annotations

from typing import Any

import pytest

from scanner.drift.identity import Key
from scanner.drift.left_out import claims_of_sets, is_claim_of, is_made_by_kubernetes, left_behind
from scanner.inputs.cluster.adapt import adapt
from scanner.inputs.cluster.kinds import Kind
from scanner.model.resources import Resource


def live(kind: str, name: str, namespace: str | None = "shop", **rest: Any) -> Resource:
    metadata = {"name": name, **rest.pop("metadata", {})}
    if namespace:
        metadata["namespace"] = namespace
    return adapt({"metadata": metadata, **rest}, Kind("", "v1", kind, kind.lower() + "s", namespace is not None), "c")


def owner(kind: str, controller: bool) -> dict[str, Any]:
    return {"ownerReferences": [{"apiVersion": "v1", "kind": kind, "name": "x", "uid": "1", "controller": controller}]}


@pytest.mark.parametrize(
    "resource",
    [
        live("ConfigMap", "kube-root-ca.crt"),
        live("ServiceAccount", "default"),
        live("Service", "kubernetes", "default"),
        live("Namespace", "kube-system", None),
        live("ClusterRole", "view", None, metadata={"labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}),
        live("ClusterRoleBinding", "system:node", None),
        live("Secret", "sh.helm.release.v1.web.v1"),
        live("Secret", "x", type="helm.sh/release.v1"),
        live("Secret", "x", type="kubernetes.io/service-account-token"),
        live("Pod", "web-abc", metadata=owner("ReplicaSet", True)),
        live("Lease", "x"),
        live("EndpointSlice", "x"),
        live("PersistentVolume", "pvc-1", None, metadata={"annotations": {"pv.kubernetes.io/provisioned-by": "a"}}),
    ],
    ids=lambda each: f"{each.kind}/{each.name}",
)
def test_made_by_kubernetes(resource: Resource) -> None:
    assert is_made_by_kubernetes(resource)


@pytest.mark.parametrize(
    "resource",
    [
        live("ConfigMap", "settings"),
        live("ServiceAccount", "web"),
        live("ClusterRole", "view", None),
        live("Secret", "key", type="Opaque"),
        live("Pod", "bare", metadata=owner("Other", False)),
        live("Pod", "odd", metadata={"ownerReferences": "x", "labels": 1, "annotations": []}),
        live("PersistentVolume", "mine", None),
    ],
    ids=lambda each: f"{each.kind}/{each.name}",
)
def test_made_by_somebody(resource: Resource) -> None:
    assert not is_made_by_kubernetes(resource)


@pytest.mark.parametrize(
    ("hooks", "is_test"),
    [("test", True), ("post-install, test-success", True), ("pre-install", False), (["test"], False), (None, False)],
)
def test_what_helm_test_leaves_behind(hooks: Any, is_test: bool) -> None:
    found = left_behind(live("Pod", "web-test", metadata={"annotations": {"helm.sh/hook": hooks}}))
    assert (found is not None) is is_test
    assert left_behind(live("Pod", "odd", metadata={"annotations": []})) is None


def test_claims_of_a_stateful_set() -> None:
    spec = {"volumeClaimTemplates": [{"metadata": {"name": "data"}}, 1, {"metadata": []}]}
    claims = claims_of_sets([live("StatefulSet", "db", spec=spec), live("StatefulSet", "odd", spec=[])])
    assert is_claim_of(live("PersistentVolumeClaim", "data-db-0"), claims)
    assert not is_claim_of(live("PersistentVolumeClaim", "data-db-x"), claims)
    assert not is_claim_of(live("PersistentVolumeClaim", "data-db-0", "other"), claims)
    assert not is_claim_of(live("PersistentVolumeClaim", "data-0"), claims)


@pytest.mark.parametrize(
    ("namespace", "name", "may"),
    [("shop", "web-*", True), ("*", "web-1", True), ("*", "*", True), ("other", "*", False), ("shop", "api-*", False)],
)
def test_keys_that_are_not_certain(namespace: str, name: str, may: bool) -> None:
    key = Key("apps", "Deployment", namespace, name)
    assert not key.is_certain
    assert key.may_be(Key("apps", "Deployment", "shop", "web-1")) is may
    assert not key.may_be(Key("", "Deployment", "shop", "web-1"))
