"""Custom workloads in a live cluster: judged themselves, with what they made folded into them."""

from __future__ import annotations

from typing import Any

from scanner.audit.world import World
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.inventory import Page
from scanner.inputs.cluster.kinds import Kind
from scanner.inputs.cluster.needs import needed_kinds
from scanner.inputs.kubernetes import KUBERNETES, Workloads
from scanner.inputs.kubernetes.pods import workload
from scanner.policy.rulesets import Selection, load_rules

CUSTOM = Workloads([workload("Rollout", "argoproj.io", ("spec", "template"))])
TEMPLATE = {
    "metadata": {"labels": {"app": "web"}},
    "spec": {"containers": [{"name": "app", "image": "i:1", "securityContext": {"privileged": True}}]},
}
ONLY = Selection(only=frozenset({"k8s-container-privileged"}))


def item(name: str, spec: Any, owner: tuple[str, str, str] | None = None) -> dict[str, Any]:
    meta: dict[str, Any] = {"name": name, "namespace": "shop", "uid": f"uid-{name}", "labels": {"app": "web"}}
    if owner is not None:
        version, kind, above = owner
        named = {"apiVersion": version, "kind": kind, "name": above, "uid": f"uid-{above}"}
        meta["ownerReferences"] = [{**named, "controller": True}]
    return {"metadata": meta, "spec": spec}


def told(workloads: Workloads) -> list[tuple[str, str]]:
    rules = load_rules(selection=ONLY).carrying(workloads.names)
    world = World("prod", rules, Filters(), frozenset({"fail", "unknown"}), workloads)
    body = {"replicas": 1, "template": TEMPLATE}
    kind = Kind("argoproj.io", "v1alpha1", "Rollout", "rollouts", True)
    world.take(Page(kind, [item("web", dict(body))]))
    middle = item("web-abc", dict(body), ("argoproj.io/v1alpha1", "Rollout", "web"))
    world.take(Page(Kind("apps", "v1", "ReplicaSet", "replicasets", True), [middle]))
    pod = item("web-abc-1", dict(TEMPLATE["spec"]), ("apps/v1", "ReplicaSet", "web-abc"))
    world.take_pods(Page(Kind("", "v1", "Pod", "pods", True), [pod]))
    return [(each.resource.address, each.message) for each in world.judge().verdicts()]


def test_a_rollout_is_judged_once_with_all_that_it_made() -> None:
    assert told(CUSTOM) == [("argoproj.io/v1alpha1/Rollout/shop/web", "Container app is privileged")]
    [(address, message)] = told(KUBERNETES)
    assert address == "argoproj.io/v1alpha1/Rollout/shop/web"
    assert message == "Container app is privileged (seen in ReplicaSet shop/web-abc)"


def test_custom_kinds_are_listed_before_pods() -> None:
    kinds = needed_kinds(load_rules(selection=ONLY).carrying(CUSTOM.names).kubernetes_kinds())
    assert kinds.index("argoproj.io/Rollout") < kinds.index("Pod")
    assert "argoproj.io/Rollout" not in needed_kinds(load_rules(selection=ONLY).kubernetes_kinds())
