"""A cluster as a world: what is said of it does not depend on pages, batches and the names of pods."""

from __future__ import annotations

import copy
import json
from collections import Counter
from typing import Any

import pytest

import scanner.audit.world as world_module
from scanner.audit.world import World
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.inventory import Page
from scanner.inputs.cluster.kinds import Kind
from scanner.policy.owners import Merged
from scanner.policy.rulesets import RuleSet, Selection, load_rules
from scanner.triage.fingerprints import fingerprints

POD = Kind("", "v1", "Pod", "pods", True)
DEPLOYMENT = Kind("apps", "v1", "Deployment", "deployments", True)
REPLICA_SET = Kind("apps", "v1", "ReplicaSet", "replicasets", True)
POLICY = Kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", True)
CONFIG_MAP = Kind("", "v1", "ConfigMap", "configmaps", True)

SPEC = {"containers": [{"name": "app", "image": "i:1", "env": [{"name": "A", "value": "hunter2hunter2"}]}]}
ALL = frozenset({"fail", "unknown", "pass"})


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


def item(name: str, owner: dict[str, Any] | None = None, **rest: Any) -> dict[str, Any]:
    meta: dict[str, Any] = {"name": name, "namespace": "shop", "uid": f"uid-{name}", "labels": {"app": "web"}}
    if owner is not None:
        named = {"name": owner["metadata"]["name"], "uid": owner["metadata"]["uid"]}
        meta["ownerReferences"] = [
            {"apiVersion": "apps/v1", "kind": owner.get("kind", "ReplicaSet"), **named, "controller": True}
        ]
    return {"metadata": meta | rest.pop("metadata", {}), **rest}


def web(spec: Any = SPEC) -> list[Page]:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": spec}
    top = item("web", spec={"replicas": 3, "template": template})
    middle = item("web-abc", {"kind": "Deployment", **top}, spec={"replicas": 3, "template": template})
    return [Page(DEPLOYMENT, [top]), Page(REPLICA_SET, [middle])]


def pods(*items: Any) -> Page:
    return Page(POD, list(items))


def judged(
    rules: RuleSet, pages: list[Page], filters: Filters | None = None, outcomes: frozenset[Any] = ALL, **gaps: str
) -> tuple[Merged, World]:
    world = World("prod", rules, filters or Filters(), outcomes)
    world.incomplete.update(gaps)
    for page in copy.deepcopy(pages):
        (world.take_pods if page.kind == POD else world.take)(page)
    return world.judge(), world


def told(found: Merged) -> Counter[tuple[str, str, str | None, str]]:
    verdicts = found.verdicts()
    return Counter((v.rule.id, v.resource.address, v.item, v.outcome) for v in verdicts if v.outcome != "pass")


def test_pods_of_a_template_add_nothing(rules: RuleSet) -> None:
    middle = web()[1].items[0]
    alone, _ = judged(rules, web()[:1])
    found, world = judged(
        rules, [*web(), pods(item("web-abc-1", middle, spec=SPEC), item("web-abc-2", middle, spec=SPEC))]
    )
    assert told(found) == told(alone)
    assert found.counts == alone.counts
    assert (world.read, world.judged) == (4, 4)


def sidecar(name: str) -> dict[str, Any]:
    injected = {"name": "mesh", "image": "envoy:1", "securityContext": {"privileged": True}}
    return item(name, web()[1].items[0], spec={"containers": [*SPEC["containers"], injected]})


def test_what_only_a_pod_shows_is_told_of_its_owner_once(rules: RuleSet) -> None:
    alone, _ = judged(rules, web())
    found, _ = judged(rules, [*web(), pods(sidecar("web-abc-1"), sidecar("web-abc-2"))])
    new = told(found) - told(alone)
    assert {address for _, address, _, _ in new} == {"apps/v1/Deployment/shop/web"}
    assert new["k8s-container-privileged", "apps/v1/Deployment/shop/web", "containers[mesh]", "fail"] == 1
    assert not told(alone) - told(found)
    assert max(told(found).values()) == 1
    shown = [v.message for v in found.verdicts() if v.rule.id == "k8s-container-privileged" and v.outcome == "fail"]
    assert len(shown) == 1
    assert shown[0].endswith("(seen in Pod shop/web-abc-1)")


def test_the_next_audit_finds_the_same_under_the_same_fingerprints(rules: RuleSet) -> None:
    def prints(*names: str) -> set[str]:
        verdicts = judged(rules, [*web(), pods(*map(sidecar, names))])[0].verdicts()
        return set(fingerprints([v for v in verdicts if v.outcome == "fail"]))

    assert prints("web-abc-1", "web-abc-2") == prints("web-abc-9", "web-abc-8", "web-abc-7")


def test_pods_of_a_controller_that_was_not_read_are_told_of_it(rules: RuleSet) -> None:
    owner = {"metadata": {"name": "db", "uid": "u"}, "kind": "Postgres"}
    found, _ = judged(rules, [pods(item("db-0", owner, spec=SPEC), item("db-1", owner, spec=SPEC))])
    assert {address for _, address, _, _ in told(found)} == {"apps/v1/Postgres/shop/db"}
    assert set(told(found).values()) == {1}


def test_bare_pods_that_are_alike_are_judged_as_each_would_be(rules: RuleSet) -> None:
    assert rules.are_impersonal("v1/Pod")
    several = [item(f"p{number}", spec=SPEC) for number in range(3)]
    together, _ = judged(rules, [pods(*several)])
    apart = [judged(rules, [pods(each)])[0] for each in several]
    assert told(together) == sum((told(each) for each in apart), Counter())
    assert together.counts == sum((Counter(each.counts) for each in apart), Counter())
    messages = {(v.rule.id, v.resource.address, v.item): v.message for v in together.verdicts()}
    assert messages == {(v.rule.id, v.resource.address, v.item): v.message for one in apart for v in one.verdicts()}


def test_counts_do_not_depend_on_what_is_shown(rules: RuleSet) -> None:
    pages = [*web(), pods(sidecar("web-abc-1"), item("bare", spec=SPEC))]
    assert judged(rules, pages)[0].counts == judged(rules, pages, outcomes=frozenset({"fail", "unknown"}))[0].counts


def test_batches_change_no_verdict(rules: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = item("deny", spec={"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress", "Egress"]})
    bare = [item(f"p{n}", spec={"containers": [{"name": "c", "image": f"i:{n}"}]}) for n in range(9)]
    pages = [Page(POLICY, [policy]), *web(), *(pods(each) for each in [*bare, sidecar("web-abc-1")])]
    whole, _ = judged(rules, pages)
    monkeypatch.setattr(world_module, "MOST_PODS", 2)
    assert told(judged(rules, pages)[0]) == told(whole)
    assert not any(rule == "k8s-no-network-policy" for rule, _, _, _ in told(whole))


def test_a_rule_that_names_its_object_is_asked_of_every_pod(tmp_path: Any) -> None:
    (tmp_path / "pod-named-badly.yaml").write_text(RULE)
    named = load_rules([tmp_path], Selection(frozenset({"pod-named-badly"})))
    assert not named.are_impersonal("v1/Pod")
    found, _ = judged(named, [pods(item("good", spec=SPEC), item("bad", spec=SPEC))])
    assert set(told(found)) == {("pod-named-badly", "v1/Pod/shop/bad", None, "fail")}


RULE = """
id: pod-named-badly
title: Pod has a bad name
severity: low
theme: network-segmentation
match: {kubernetes: [Pod]}
check: meta.name != "bad"
message: "Pod {meta.name} has a bad name"
why: A name may say something.
fix: Give it another one.
references: [https://kubernetes.io/docs/concepts/overview/working-with-objects/names/]
examples:
  - {name: good, verdict: pass, kubernetes: "{apiVersion: v1, kind: Pod, metadata: {name: good}, spec: {containers: [{name: a, image: i}]}}"}
  - {name: bad, verdict: fail, at: v1/Pod/default/bad.metadata.name, kubernetes: "{apiVersion: v1, kind: Pod, metadata: {name: bad}, spec: {containers: [{name: a, image: i}]}}"}
"""  # noqa: E501


@pytest.mark.parametrize("malformed", [None, "x", 7, [], {}, {"metadata": None}, {"metadata": {"name": 1}}])
def test_a_malformed_object_changes_no_other_verdict(rules: RuleSet, malformed: Any) -> None:
    pages = [*web(), pods(item("bare", spec=SPEC))]
    whole, _ = judged(rules, pages)
    found, world = judged(rules, [*web(), Page(CONFIG_MAP, [malformed]), pods(malformed, item("bare", spec=SPEC))])
    assert told(found) == told(whole)
    assert [problem.severity for problem in world.problems] == ["error", "error"]
    assert {"ConfigMap", "Pod"} <= set(world.incomplete)


def test_a_malformed_policy_leaves_open_what_it_would_decide(rules: RuleSet) -> None:
    found, _ = judged(rules, [*web(), Page(POLICY, [{"metadata": None}])])
    assert told(found)["k8s-no-network-policy", "apps/v1/Deployment/shop/web", None, "unknown"] == 1
    complete, _ = judged(rules, [*web(), Page(POLICY, [])])
    assert told(complete)["k8s-no-network-policy", "apps/v1/Deployment/shop/web", None, "fail"] == 1


def test_what_was_not_read_leaves_open_what_depends_on_it(rules: RuleSet) -> None:
    found, _ = judged(rules, web(), NetworkPolicy="may not be listed")
    whole, _ = judged(rules, web())
    assert told(found)["k8s-no-network-policy", "apps/v1/Deployment/shop/web", None, "unknown"] == 1
    assert {key[0] for key in told(found) - told(whole)} == {"k8s-no-network-policy", "k8s-egress-unrestricted"}


def test_filters_choose_what_is_judged_and_not_what_is_linked(rules: RuleSet) -> None:
    policy = item("deny", spec={"podSelector": {}, "policyTypes": ["Ingress"]})
    pages = [*web(), Page(POLICY, [policy])]
    found, _ = judged(rules, pages, Filters(exclude_kinds=("NetworkPolicy",)))
    assert "k8s-no-network-policy" not in {rule for rule, _, _, _ in told(found)}
    assert {address for _, address, _, _ in told(found)} == {"apps/v1/Deployment/shop/web"}
    nothing, world = judged(rules, [*pages, pods(sidecar("a"))], Filters(namespaces=("other",)))
    assert (told(nothing), world.judged) == (Counter(), 0)


def test_no_value_of_the_environment_is_kept_in_a_verdict(rules: RuleSet) -> None:
    found, _ = judged(rules, [*web(), pods(item("bare", spec=SPEC))])
    shown = json.dumps([[v.message, [str(r.value) for r in v.because]] for v in found.verdicts()])
    assert "hunter2" not in shown


def test_verdicts_do_not_hold_the_objects(rules: RuleSet) -> None:
    found, _ = judged(rules, [*web(), pods(item("bare", spec=SPEC))])
    assert all(not verdict.resource.attributes for verdict in found.verdicts())
