"""Kinds of other groups that share the name of one that is followed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.inputs.kubernetes import pod_view_of
from scanner.model.resources import ResourceGraph
from scanner.policy.judge import judge
from scanner.policy.rulesets import Selection, load_rules

Graph = Callable[..., ResourceGraph]

POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: %s, labels: {app: web}}\n"
    "spec: {serviceAccountName: web, containers: [{name: c}]}\n"
)
SHOP, OTHER = POD % "shop", POD % "other"
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"
OWN = (
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n, namespace: shop}\n"
    "spec: {podSelector: {}}\n"
)


def made(version: str, kind: str, spec: str = "{}", namespace: str = "shop") -> str:
    where = f", namespace: {namespace}" if namespace else ""
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: web{where}}}\nspec: {spec}\n"


def outcomes(found: ResourceGraph, rule: str) -> list[str]:
    rules = load_rules(selection=Selection(only=frozenset({rule})))
    verdicts = judge(found, rules, pod_view_of, frozenset({"pass", "fail", "unknown"})).verdicts
    return [verdict.outcome for verdict in verdicts]


@pytest.mark.parametrize(
    ("version", "spec"),
    [
        ("projectcalico.org/v3", "{selector: \"app == 'db'\", types: [Ingress]}"),
        ("crd.projectcalico.org/v1", "{selector: all(), types: [Ingress, Egress]}"),
        ("crd.antrea.io/v1beta1", "{appliedTo: [{podSelector: {matchLabels: {app: db}}}], ingress: []}"),
    ],
)
def test_policies_that_are_not_followed_leave_their_namespace_open(version: str, spec: str, graph: Graph) -> None:
    policy = made(version, "NetworkPolicy", spec)
    found = graph(SHOP, OTHER, policy)
    assert found.links == []
    assert found.incomplete == {"NetworkPolicy/shop": f"what {version}/NetworkPolicy/shop/web selects is not followed"}
    assert outcomes(found, "k8s-no-network-policy") == ["unknown", "fail"]
    assert outcomes(graph(SHOP, OTHER, OWN, policy), "k8s-no-network-policy") == ["pass", "fail"]
    assert outcomes(graph(NAMESPACE, policy), "k8s-namespace-no-default-deny") == ["unknown"]
    assert outcomes(graph(NAMESPACE, OWN, policy), "k8s-namespace-no-default-deny") == ["pass"]


@pytest.mark.parametrize(
    ("version", "kind"),
    [("projectcalico.org/v3", "GlobalNetworkPolicy"), ("crd.antrea.io/v1beta1", "ClusterNetworkPolicy")],
)
def test_policies_for_the_whole_cluster_leave_every_namespace_open(version: str, kind: str, graph: Graph) -> None:
    found = graph(SHOP, OTHER, made(version, kind, namespace=""))
    assert outcomes(found, "k8s-no-network-policy") == ["unknown", "unknown"]


def test_a_policy_without_a_namespace_is_in_the_default_one(graph: Graph) -> None:
    found = graph(POD % "default", OTHER, made("projectcalico.org/v3", "NetworkPolicy", namespace=""))
    assert outcomes(found, "k8s-no-network-policy") == ["unknown", "fail"]


@pytest.mark.parametrize("version", ["snowflake.upbound.io/v1", "networking.k8s.example/v1"])
def test_a_policy_about_something_else_is_none(version: str, graph: Graph) -> None:
    found = graph(NAMESPACE, SHOP, made(version, "NetworkPolicy", "{podSelector: {}}"))
    assert outcomes(found, "k8s-no-network-policy") == ["fail"]
    assert outcomes(found, "k8s-namespace-no-default-deny") == ["fail"]


@pytest.mark.parametrize(
    ("version", "kind", "spec"),
    [
        ("serving.knative.dev/v1", "Service", "{selector: {app: web}}"),
        ("example.com/v1", "PodDisruptionBudget", "{selector: {}}"),
        ("example.com/v1", "Server", "{podSelector: {}}"),
    ],
)
def test_other_kinds_of_the_same_name_select_nothing(version: str, kind: str, spec: str, graph: Graph) -> None:
    assert [link for link in graph(SHOP, made(version, kind, spec)).links if link.relation == "selects"] == []


def test_what_is_named_is_of_its_own_group(graph: Graph) -> None:
    cloud = made("cloudplatform.gcp.upbound.io/v1beta1", "ServiceAccount", namespace="")
    near = made("example.com/v1", "ServiceAccount")
    account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop}\n"
    everybody = (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: shop}\n"
        "roleRef: {kind: ClusterRole, name: r}\nsubjects: [{kind: Group, name: 'system:serviceaccounts:shop'}]\n"
    )
    assert graph(SHOP, cloud, near, everybody).links == []
    assert outcomes(graph(SHOP, cloud, near), "k8s-service-account-missing") == ["fail"]
    assert [link.target.type for link in graph(SHOP, cloud, near, account).links] == ["v1/ServiceAccount"]


OWNED = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, namespace: shop, ownerReferences: [{apiVersion: %s, kind: Service, name: web}]}
"""


@pytest.mark.parametrize("version", ["serving.knative.dev/v1", "v1"])
def test_a_reference_that_says_its_group(version: str, graph: Graph) -> None:
    services = made("serving.knative.dev/v1", "Service"), made("v1", "Service")
    assert [link.target.type for link in graph(*services, OWNED % version).links] == [f"{version}/Service"]


@pytest.mark.parametrize("group", ["", "apiGroup: rbac.authorization.k8s.io, "])
def test_roles_of_bindings(group: str, graph: Graph) -> None:
    roles = [
        f"apiVersion: {version}\nkind: ClusterRole\nmetadata: {{name: r}}\n"
        for version in ("example.com/v1", "rbac.authorization.k8s.io/v1")
    ]
    binding = (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\n"
        f"roleRef: {{{group}kind: ClusterRole, name: r}}\n"
    )
    assert [link.target.type for link in graph(*roles, binding).links] == ["rbac.authorization.k8s.io/v1/ClusterRole"]
