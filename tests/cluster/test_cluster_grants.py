"""What is taken for granted of the roles that every cluster has, as the real API server has them."""

from __future__ import annotations

import pytest
from cluster_real import RealCluster

from scanner.policy.grants import EDITS


@pytest.mark.parametrize("role", ["edit", "admin"])
def test_roles_that_edit(real_cluster: RealCluster, role: str) -> None:
    parts = real_cluster.call(
        "GET",
        f"/apis/rbac.authorization.k8s.io/v1/clusterroles?labelSelector=rbac.authorization.k8s.io/aggregate-to-{role}=true",
    )["items"]
    if role == "admin":
        parts += real_cluster.call(
            "GET",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles?labelSelector=rbac.authorization.k8s.io/aggregate-to-edit=true",
        )["items"]
    granted = {
        (group, resource, verb)
        for part in parts
        for rule in part["rules"] or ()
        for group in rule.get("apiGroups", [])
        for resource in rule.get("resources", [])
        for verb in rule["verbs"]
    }
    for rule in EDITS:
        for resource in rule["resources"]:
            assert {("", resource, verb) for verb in rule["verbs"]} <= granted


def test_the_administrator_may_do_everything(real_cluster: RealCluster) -> None:
    role = real_cluster.call("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/cluster-admin")
    assert {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]} in role["rules"]
