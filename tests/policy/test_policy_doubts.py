"""Unknowns anywhere in a resource leave open what it is linked to, as far as they may."""

from __future__ import annotations

from typing import Any

import pytest
from policy_builders import make_resource

from scanner.inputs.kubernetes import load
from scanner.model.origins import Origin
from scanner.model.places import Source
from scanner.model.resources import Link, Resource, ResourceGraph
from scanner.model.values import Reference, Unknown
from scanner.policy import doubts
from scanner.policy.links import LinkIndex

WHY = Unknown("var.x has no value", (Reference("var.x"),))
MANAGED = Unknown("known after apply", (Reference("aws_kms_key.k.arn"),))
BUCKET = make_resource({"bucket": "b"})


def nested(path: str, value: Any = WHY) -> dict[str, Any]:
    """A value at `a.b.0.c`."""
    for step in reversed(path.split(".")):
        value = [None] * int(step) + [value] if step.isdigit() else {step: value}
    return value


def unsure(found: Any) -> bool:
    return isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("attributes", "certain"),
    [
        (nested("rule.0.bucket"), False),
        (nested("a.b.c.d.e.f.g"), False),
        (nested("list.3"), False),
        (nested("rule.0.bucket", MANAGED), True),
        (nested("tags.Name"), True),
        ({"tags": WHY}, True),
        (nested("metadata.0.labels.app"), True),
        ({"bucket": "other"}, True),
        ({"text": "x" * 10_000, "list": list(range(10_000))}, True),
        ({"list": list(range(60_000))}, False),
    ],
)
def test_nested_unknowns_of_terraform(attributes: dict[str, Any], certain: bool) -> None:
    other = make_resource(attributes, "o", "aws_other")
    found = LinkIndex(ResourceGraph([BUCKET, other])).sources(BUCKET, "aws_other")
    assert unsure(found) is not certain
    named = LinkIndex(ResourceGraph([BUCKET, other])).targets(other, "aws_s3_bucket")
    # What is not called after a bucket names none.
    assert unsure(named) if attributes in (nested("rule.0.bucket"), {"list": list(range(60_000))}) else named == []


def test_what_is_linked_to_another_of_the_kind_is_not_in_doubt() -> None:
    other, second = make_resource(nested("a.b"), "o", "aws_other"), make_resource({}, "second")
    links = [Link(other, second, "references")]
    assert LinkIndex(ResourceGraph([BUCKET, second, other], links)).sources(BUCKET, "aws_other") == []


def test_a_tree_of_any_depth_is_looked_through() -> None:
    deep: Any = {"x": WHY}
    for _ in range(5000):
        deep = {"a": deep}
    other = make_resource({"deep": deep}, "o", "aws_other")
    assert LinkIndex(ResourceGraph([BUCKET, other])).sources(BUCKET, "aws_other") == []


POD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {x: y}}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: i}]}
"""
BIND = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: shop}\n"
POLICY = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\n"
SCALER = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h, namespace: shop}\n"
NAN = "!!int x"
"""A value that cannot be read."""


def asked(text: str, kind: str, relation: Any = None, about: str = "Deployment") -> Any:
    graph = load([Source("m.yaml", text)])
    (resource,) = [each for each in graph.resources if each.kind == about]
    index = LinkIndex(graph)
    return index.targets(resource, kind) if relation == "targets" else index.sources(resource, kind, relation)


@pytest.mark.parametrize(
    ("policy", "certain"),
    [
        (POLICY + f"spec: {{podSelector: {{matchLabels: {{app: {NAN}}}}}}}", False),
        (POLICY + f"spec: {{podSelector: {NAN}}}", False),
        (POLICY + f"spec: {NAN}", False),
        (POLICY + f"spec: {{podSelector: {{matchExpressions: [{{key: app, operator: In, values: [{NAN}]}}]}}}}", False),
        (POLICY + f"spec: {{podSelector: {{matchLabels: {{app: b}}}}, ingress: [{{ports: [{{port: {NAN}}}]}}]}}", True),
        (POLICY + "spec: {podSelector: {matchLabels: {app: b}}}", True),
        (POLICY.replace("shop", "else") + "spec: {podSelector: {}}", True),
    ],
)
def test_selectors(policy: str, certain: bool) -> None:
    assert unsure(asked(f"{POD}---\n{policy}\n", "NetworkPolicy", "selects")) is not certain


@pytest.mark.parametrize(
    ("old", "new", "certain"),
    [
        ("{app: web}", f"{{app: {NAN}}}", False),
        ("{labels: {app: web}}", f"{{labels: {NAN}}}", False),
        ("{labels: {app: web}}", NAN, False),
        ("namespace: shop", f"namespace: {NAN}", False),
        ("image: i", f"image: {NAN}", True),
        ("app: web", "app: other", True),
    ],
)
def test_labels_of_the_pod_itself(old: str, new: str, certain: bool) -> None:
    policy = POLICY + "spec: {podSelector: {matchLabels: {app: b}}}"
    text = f"{POD.replace(old, new)}---\n{policy}\n"
    assert unsure(asked(text, "NetworkPolicy", "selects")) is not certain
    if not certain:
        assert asked(text.partition("---")[0], "NetworkPolicy", "selects") == []  # no policy, nothing to doubt


@pytest.mark.parametrize(
    ("scaler", "certain"),
    [
        (f"spec: {{scaleTargetRef: {{kind: Deployment, name: {NAN}}}}}", False),
        (f"spec: {{scaleTargetRef: {NAN}}}", False),
        ("spec: {scaleTargetRef: {kind: Deployment, name: other}}", True),
        (f"spec: {{scaleTargetRef: {{kind: Deployment, name: other}}}}\nstatus: {{currentReplicas: {NAN}}}", True),
    ],
)
def test_references_by_name(scaler: str, certain: bool) -> None:
    assert unsure(asked(f"{POD}---\n{SCALER}{scaler}\n", "HorizontalPodAutoscaler")) is not certain


def test_roles_of_bindings() -> None:
    role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: []\n"
    for reference, certain in ((f"{{kind: ClusterRole, name: {NAN}}}", False), ("{kind: ClusterRole, name: q}", True)):
        text = f"{role}---\n{BIND}roleRef: {reference}\n"
        assert unsure(asked(text, "RoleBinding", None, "ClusterRole")) is not certain


def test_what_an_object_names_itself() -> None:
    text = POD.replace("spec: {containers", f"spec: {{serviceAccountName: {NAN}, containers")
    assert unsure(asked(text, "ServiceAccount", "targets"))
    assert asked(POD, "ServiceAccount", "targets") == []
    labelled = POD.replace("{x: y}", f"{{x: {NAN}}}")
    assert asked(labelled, "ServiceAccount", "targets") == []


@pytest.mark.parametrize("format", ["kubernetes", "terraform"])
def test_a_cluster_is_one_wherever_its_manifests_lie_and_a_root_module_stands_alone(format: Any) -> None:
    def of(root: str, attributes: dict[str, Any], kind: str) -> Resource:
        return make_resource(attributes, kind=kind, origin=Origin(format, root), namespace="n", provider=format)

    pod, policy = of("a", {}, "v1/Pod"), of("b", {"spec": WHY}, "networking.k8s.io/v1/NetworkPolicy")
    found = LinkIndex(ResourceGraph([pod, policy])).sources(pod, "NetworkPolicy", "selects")
    assert unsure(found) is (format == "kubernetes")


def test_more_than_is_looked_at_is_a_doubt_of_the_resource_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "_MOST", 100)
    items = ", ".join(["1"] * 200)
    text = POD.replace("containers: [{name: c, image: i}]", f"containers: [{{name: c, command: &all [{items}]}}]")
    policy = POLICY + "spec: {podSelector: {matchLabels: {app: b}}}"
    assert unsure(asked(f"{text}---\n{policy}\n", "NetworkPolicy", "selects"))


def test_several_rules_in_a_policy_of_cilium() -> None:
    policy = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: shop}\n"
    assert unsure(asked(f"{POD}---\n{policy}specs: {NAN}\n", "CiliumNetworkPolicy", "selects"))
    assert asked(f"{POD}---\n{policy}specs: []\n", "CiliumNetworkPolicy", "selects") == []
