"""Cilium's policies select pods, in their namespace or in all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.inputs.kubernetes import pod_view_of
from scanner.model.resources import ResourceGraph
from scanner.policy.judge import judge
from scanner.policy.rulesets import Selection, load_rules

Graph = Callable[..., ResourceGraph]

POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: %s, labels: {app: %s}}\n"
    "spec: {containers: [{name: c}]}\n"
)
PODS = (POD % ("a", "shop", "web"), POD % ("b", "shop", "db"), POD % ("c", "other", "web"))
LOCAL = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: shop}\n"
GLOBAL = "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: p}\n"


def selected(found: ResourceGraph) -> str:
    assert all(link.relation == "selects" for link in found.links)
    return "".join(link.target.name for link in found.links)


@pytest.mark.parametrize(
    ("selector", "local", "everywhere"),
    [
        ("{}", "ab", "abc"),
        ("{matchLabels: {}}", "ab", "abc"),
        ("{matchLabels: {app: web}}", "a", "ac"),
        ("{matchLabels: {'k8s:app': web}}", "a", "ac"),
        ("{matchLabels: {'any:app': web}}", "a", "ac"),
        ("{matchLabels: {'reserved:host': ''}}", "", ""),
        ("{matchLabels: {'k8s:io.kubernetes.pod.namespace': shop}}", "ab", "ab"),
        ("{matchLabels: {'k8s:io.kubernetes.pod.namespace': other}}", "", "c"),
        ("{matchLabels: {app: web, io.kubernetes.pod.namespace: shop}}", "a", "a"),
        ("{matchExpressions: [{key: app, operator: NotIn, values: [web]}]}", "b", "b"),
        ("{matchExpressions: [{key: 'k8s:io.kubernetes.pod.namespace', operator: NotIn, values: [shop]}]}", "", "c"),
        ("{matchExpressions: [{key: 'k8s:app', operator: Exists}]}", "ab", "abc"),
    ],
)
def test_endpoint_selectors(selector: str, local: str, everywhere: str, graph: Graph) -> None:
    for policy, expected in ((LOCAL, local), (GLOBAL, everywhere)):
        found = graph(*PODS, f"{policy}spec: {{endpointSelector: {selector}, ingress: []}}\n")
        assert selected(found) == expected
        assert found.incomplete == {} and found.problems == []
        for link in found.links:
            assert link.place is not None and link.place.line == 4


def test_several_rules_in_one_policy(graph: Graph) -> None:
    rules = "[{endpointSelector: {matchLabels: {app: web}}}, {endpointSelector: {matchLabels: {app: db}}}]"
    assert selected(graph(*PODS, f"{LOCAL}specs: {rules}\n")) == "ab"


@pytest.mark.parametrize("rest", ["", "spec: {}\n", "spec: {nodeSelector: {}}\n", "spec: 5\n", "specs: 5\n"])
def test_what_selects_no_pod(rest: str, graph: Graph) -> None:
    found = graph(*PODS, GLOBAL + rest)
    assert selected(found) == "" and found.incomplete == {}


@pytest.mark.parametrize(
    "selector",
    [
        "{matchLabels: {'k8s:io.cilium.k8s.policy.serviceaccount': web}}",
        "{matchExpressions: [{key: io.cilium.k8s.namespace.labels.team, operator: Exists}]}",
        "{matchExpressions: [{key: app, operator: Like}]}",
        "{matchExpressions: [5]}",
        "{matchLabels: !!int x}",
        "[]",
    ],
)
def test_what_only_the_cluster_knows_is_not_decided(selector: str, graph: Graph) -> None:
    found = graph(*PODS, f"{GLOBAL}spec: {{endpointSelector: {selector}}}\n")
    assert selected(found) == ""
    assert list(found.incomplete) == ["CiliumClusterwideNetworkPolicy"]


def outcomes(found: ResourceGraph, asked: str = "k8s-no-network-policy") -> list[str]:
    rule = load_rules(selection=Selection(only=frozenset({asked})))
    verdicts = judge(found, rule, pod_view_of, frozenset({"pass", "fail", "unknown"})).verdicts
    return [verdict.outcome for verdict in verdicts]


def test_a_pod_that_cilium_guards_needs_no_other_policy(graph: Graph) -> None:
    own = "spec: {endpointSelector: {matchLabels: {app: web}}, ingress: [{}]}\n"
    account = "spec: {endpointSelector: {matchLabels: {io.cilium.k8s.policy.serviceaccount: x}}}\n"
    assert outcomes(graph(*PODS)) == ["fail", "fail", "fail"]
    assert outcomes(graph(*PODS, LOCAL + own)) == ["pass", "fail", "fail"]
    assert outcomes(graph(*PODS, GLOBAL + own)) == ["pass", "fail", "pass"]
    assert outcomes(graph(*PODS, GLOBAL + account)) == ["unknown", "unknown", "unknown"]


def test_each_rule_of_a_policy_selects_for_itself(graph: Graph) -> None:
    web, db = "endpointSelector: {matchLabels: {app: web}}", "endpointSelector: {matchLabels: {app: db}}"
    for policy in (LOCAL, GLOBAL):
        found = graph(*PODS[:2], f"{policy}specs: [{{{web}, egress: [{{}}]}}, {{{db}, ingress: [{{}}]}}]\n")
        assert outcomes(found) == ["fail", "pass"]
        assert outcomes(found, "k8s-egress-unrestricted") == ["pass", "fail"]
        assert len({link.source.address for link in found.links}) == 1
    both = graph(*PODS[:2], f"{LOCAL}spec: {{{web}, ingress: [{{}}]}}\nspecs: [{{{db}, egress: [{{}}]}}]\n")
    assert outcomes(both) == ["pass", "fail"]


NAMESPACES = tuple(f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}}}\n" for name in ("shop", "other"))


@pytest.mark.parametrize(
    ("selector", "local", "everywhere"),
    [
        ("{}", ["shop"], ["shop", "other"]),
        ("{matchLabels: {'k8s:io.kubernetes.pod.namespace': other}}", [], ["other"]),
        (
            "{matchExpressions: [{key: 'k8s:io.kubernetes.pod.namespace', operator: NotIn, values: [kube-system]}]}",
            ["shop"],
            ["shop", "other"],
        ),
        ("{matchLabels: {app: web}}", [], []),
        ("{matchLabels: {app: web, io.kubernetes.pod.namespace: shop}}", [], []),
        ("{matchLabels: {kubernetes.io/metadata.name: shop}}", [], []),
    ],
)
def test_namespaces_of_which_every_pod_is_selected(
    selector: str, local: list[str], everywhere: list[str], graph: Graph
) -> None:
    for policy, expected in ((LOCAL, local), (GLOBAL, everywhere)):
        found = graph(*NAMESPACES, f"{policy}spec: {{endpointSelector: {selector}, ingress: [{{}}]}}\n")
        assert [link.target.name for link in found.links if link.relation == "selects"] == expected


def test_what_lies_in_a_namespace_that_is_not_known_is_not_selected_by_it(graph: Graph) -> None:
    elsewhere = "{matchExpressions: [{key: io.kubernetes.pod.namespace, operator: NotIn, values: [kube-system]}]}"
    generated = "apiVersion: v1\nkind: Namespace\nmetadata: {generateName: shop-}\n"
    found = graph(generated, f"{GLOBAL}spec: {{endpointSelector: {elsewhere}, ingress: [{{}}]}}\n")
    assert found.links == []
