"""Network policies of other groups in a cluster: they are not followed, and so leave open who may connect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cluster_objects as objects
import pytest
from cluster_access import Cluster
from cluster_fake import FakeApiServer

CALICO, ANTREA = "crd.projectcalico.org", "crd.antrea.io"
KINDS = [
    (CALICO, "GlobalNetworkPolicy", "globalnetworkpolicies", None),
    (CALICO, "NetworkPolicy", "networkpolicies", "shop"),
    (ANTREA, "ClusterNetworkPolicy", "clusternetworkpolicies", None),
    (ANTREA, "NetworkPolicy", "networkpolicies", "shop"),
]
RULE = "k8s-no-network-policy"
Audit = Callable[..., tuple[int, dict[str, Any]]]


def definition(group: str, kind: str, plural: str, namespace: str | None) -> dict[str, Any]:
    return objects.crd(group, kind, plural, scope="Namespaced" if namespace else "Cluster")


def outcomes(report: dict[str, Any]) -> dict[str, str]:
    return {each["resource"]["address"]: each["outcome"] for each in report["verdicts"] if each["rule"] == RULE}


@pytest.mark.parametrize(("group", "kind", "plural", "namespace"), KINDS)
def test_they_leave_open_what_they_may_select(
    group: str, kind: str, plural: str, namespace: str | None, cluster: Cluster, audit: Audit
) -> None:
    cluster.apply([definition(group, kind, plural, namespace), objects.pod("a", "shop"), objects.pod("b", "bank")])
    here, there = "v1/Pod/shop/a", "v1/Pod/bank/b"
    code, report = audit(cluster, "--only", RULE)
    assert (code, outcomes(report)) == (1, {here: "fail", there: "fail"})  # served, and there is none
    cluster.apply([objects.made(f"{group}/v1", kind, "deny", namespace, spec={"selector": "all()"})])
    code, report = audit(cluster, "--only", RULE)
    assert outcomes(report) == {here: "unknown", there: "fail" if namespace else "unknown"}
    assert report["problems"] == []


@pytest.mark.parametrize(("group", "kind", "plural", "namespace"), KINDS)
def test_those_that_may_not_be_listed_leave_everything_open(
    group: str, kind: str, plural: str, namespace: str | None, fake_cluster: FakeApiServer, audit: Audit
) -> None:
    fake_cluster.apply([definition(group, kind, plural, namespace), objects.pod("a", "shop")])
    covered = objects.network_policy("own", "bank", policyTypes=["Ingress"])
    fake_cluster.apply([objects.pod("b", "bank"), covered])
    fake_cluster.forbid(plural, group=group)
    code, report = audit(fake_cluster, "--only", RULE)
    assert outcomes(report) == {"v1/Pod/shop/a": "unknown", "v1/Pod/bank/b": "pass"}
    (problem,) = report["problems"]
    assert (problem["severity"], problem["kind"]) == ("error", "forbidden")
    assert f"{plural}.{group}" in problem["what"]
    assert code == 2


def test_a_group_that_does_not_say_what_it_serves(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply([objects.pod("a", "shop")])
    fake_cluster.lose_group("projectcalico.org/v3")
    code, report = audit(fake_cluster, "--only", RULE)
    assert (code, outcomes(report)) == (2, {"v1/Pod/shop/a": "unknown"})
    assert {each["severity"] for each in report["problems"]} == {"error"}


def test_rules_that_ask_for_no_network_policy_do_not_list_them(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply([definition(*KINDS[0]), objects.pod("a", "shop")])
    audit(fake_cluster, "--only", "k8s-container-privileged")
    assert not [each for each in fake_cluster.requests if "networkpolicies" in each.path]


def test_policies_of_kubernetes_that_calico_shows_again_are_no_others(
    fake_cluster: FakeApiServer, audit: Audit
) -> None:
    fake_cluster.apply([objects.crd("projectcalico.org", "NetworkPolicy", "networkpolicies", "v3")])
    again = objects.made("projectcalico.org/v3", "NetworkPolicy", "knp.default.db", "shop", spec={})
    fake_cluster.apply([again, objects.pod("a", "shop")])
    _, report = audit(fake_cluster, "--only", RULE)
    assert outcomes(report) == {"v1/Pod/shop/a": "fail"}


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        ({"ingress": [{"action": "Deny", "from": [{"namespaces": {}}]}]}, "unknown"),
        ({"egress": [{"action": "Deny"}]}, "unknown"),
        ({"ingress": [{"action": "Allow"}, {"action": "Pass"}]}, "fail"),
        ({}, "fail"),
        ({"ingress": 5}, "unknown"),
    ],
)
@pytest.mark.parametrize("kind", ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"])
def test_policies_of_administrators_count_where_they_deny(
    kind: str, rules: dict[str, Any], outcome: str, fake_cluster: FakeApiServer, audit: Audit
) -> None:
    group, plural = "policy.networking.k8s.io", f"{kind.lower()[:-1]}ies"
    fake_cluster.apply([objects.crd(group, kind, plural, "v1alpha1", "Cluster"), objects.pod("a", "shop")])
    policy = objects.made(f"{group}/v1alpha1", kind, "default", spec={"subject": {"namespaces": {}}, **rules})
    fake_cluster.apply([policy])
    _, report = audit(fake_cluster, "--only", RULE)
    assert outcomes(report) == {"v1/Pod/shop/a": outcome}
