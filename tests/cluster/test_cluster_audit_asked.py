"""The kinds that the admission policies of a cluster are about are listed, whether rules read them or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cluster_objects as objects
import pytest
import yaml
from cluster_access import Cluster
from cluster_fake import FakeApiServer

from scanner.cli.main import main

GROUP = "admissionregistration.k8s.io/v1"
Audit = Callable[..., tuple[int, dict[str, Any]]]


def policy(name: str, *kinds: str, narrowed: tuple[str, ...] = ()) -> list[Any]:
    """A policy that wants labels on the kinds, `group/resources`, and its binding, which may be about fewer; it refuses
    nothing, so that a real server can be filled."""

    def rules(named: tuple[str, ...]) -> list[Any]:
        split = [each.rpartition("/") for each in named]
        return [
            {"apiGroups": [group], "apiVersions": ["*"], "operations": ["CREATE"], "resources": [plural]}
            for group, _, plural in split
        ]

    spec = {
        "matchConstraints": {"resourceRules": rules(kinds)},
        "validations": [{"expression": "has(object.metadata.labels)", "message": "say whose it is"}],
    }
    bound: Any = {"policyName": name, "validationActions": ["Audit"]}
    if narrowed:
        bound["matchResources"] = {"resourceRules": rules(narrowed)}
    return [
        {"apiVersion": GROUP, "kind": "ValidatingAdmissionPolicy", "metadata": {"name": name}, "spec": spec},
        {"apiVersion": GROUP, "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": name}, "spec": bound},
    ]


def claim(name: str, **rest: Any) -> Any:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    return objects.made("v1", "PersistentVolumeClaim", name, "shop", spec=spec, **rest)


def widget(name: str) -> list[Any]:
    crd = objects.crd("example.com", "Chassis", "chassis")
    return [crd, objects.made("example.com/v1", "Chassis", name, "shop", spec={})]


def said(report: dict[str, Any], rule: str) -> dict[str, str]:
    return {each["resource"]["address"]: each["outcome"] for each in report["verdicts"] if each["rule"] == rule}


def test_kinds_that_no_rule_reads(cluster: Cluster, audit: Audit) -> None:
    cluster.apply([claim("bare"), claim("good", labels={"team": "a"}), *policy("claims", "/persistentvolumeclaims")])
    for only in ((), ("--only", "vap-claims"), ("--only", "vap-claims", "--kind", "PersistentVolumeClaim")):
        code, report = audit(cluster, "--namespace", "shop", *only)
        assert (code, report["problems"]) == (1, [])
        assert said(report, "vap-claims") == {
            "v1/PersistentVolumeClaim/shop/bare": "fail",
            "v1/PersistentVolumeClaim/shop/good": "pass",
        }


def test_custom_kinds(cluster: Cluster, audit: Audit) -> None:
    cluster.apply([*widget("one"), *policy("widgets", "example.com/chassis")])
    for only in ((), ("--only", "vap-widgets"), ("--kind", "Chassis")):
        _, report = audit(cluster, *only)
        assert said(report, "vap-widgets") == {"example.com/v1/Chassis/shop/one": "fail"}


def test_a_star_is_every_kind_but_secrets(cluster: Cluster, audit: Audit) -> None:
    cluster.apply([claim("bare"), *widget("one"), objects.secret("key", "shop", a="b"), *policy("all", "*/*")])
    _, report = audit(cluster, "--only", "vap-all", "--namespace", "shop")
    found = said(report, "vap-all")
    assert found["v1/PersistentVolumeClaim/shop/bare"] == found["example.com/v1/Chassis/shop/one"] == "fail"
    assert not any("/Secret/" in each for each in found)
    assert ["Secrets were not listed" in each["what"] for each in report["problems"]] == [True]
    _, report = audit(cluster, "--only", "vap-all", "--namespace", "shop", "--secrets")
    assert said(report, "vap-all")["v1/Secret/shop/key"] == "fail"
    assert report["problems"] == []


def test_only_what_a_binding_takes_in_is_listed(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply([claim("bare"), *policy("all", "*/*", narrowed=("/persistentvolumeclaims",))])
    _, report = audit(fake_cluster, "--only", "vap-all")
    assert set(said(report, "vap-all")) == {"v1/PersistentVolumeClaim/shop/bare"}
    assert not any("/leases" in each.path for each in fake_cluster.requests)


def test_policies_that_are_not_chosen_ask_for_nothing(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply([claim("bare"), *policy("claims", "/persistentvolumeclaims"), *policy("maps", "/configmaps")])
    audit(fake_cluster, "--only", "vap-maps")
    assert not any("/persistentvolumeclaims" in each.path for each in fake_cluster.requests)


def test_pods(cluster: Cluster, audit: Audit) -> None:
    cluster.apply([objects.pod("bare", "shop", labels=None), *policy("pods", "/pods")])
    _, report = audit(cluster, "--only", "vap-pods")
    assert said(report, "vap-pods") == {"v1/Pod/shop/bare": "fail"}


def test_pods_that_are_like_the_template_of_their_owner(cluster: Cluster, audit: Audit) -> None:
    """A policy about pods says nothing of their Deployment, whose template is judged for all that rules ask."""
    policies = policy("pods", "/pods")
    policies[0]["spec"]["validations"] = [{"expression": "has(object.spec.hostNetwork)"}]
    cluster.apply([*objects.deployment_with_pods("web", "shop", 3), *policies])
    _, report = audit(cluster, "--namespace", "shop")
    assert said(report, "vap-pods") == {"apps/v1/Deployment/shop/web": "fail"}
    (told,) = [each["message"] for each in report["verdicts"] if each["rule"] == "vap-pods"]
    assert "(seen in Pod shop/web-" in told
    seen = [each["rule"] for each in report["verdicts"] if "seen in" in each["message"]]
    assert seen == ["vap-pods"]


def test_policies_in_files(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply([claim("bare")])
    Path("policies.yaml").write_text(yaml.safe_dump_all(policy("claims", "/persistentvolumeclaims")), encoding="utf-8")
    _, report = audit(fake_cluster, "--rules", "policies.yaml")
    assert said(report, "vap-claims") == {"v1/PersistentVolumeClaim/shop/bare": "fail"}


def test_what_may_not_be_listed_is_told(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply([claim("bare"), *policy("claims", "/persistentvolumeclaims")])
    fake_cluster.forbid("persistentvolumeclaims")
    code, report = audit(fake_cluster, "--only", "vap-claims")
    assert code == 2
    assert any("persistentvolumeclaims" in each["what"] for each in report["problems"])


def test_a_group_that_does_not_answer_is_told(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply([*policy("lost", "lost.example.com/things"), *policy("all", "*/configmaps")])
    fake_cluster.lose_group("lost.example.com/v1")
    code, report = audit(fake_cluster, "--only", "vap-lost", "--only", "vap-all")
    told = [(each["severity"], "lost.example.com" in each["what"]) for each in report["problems"]]
    assert (code, sorted(told)) == (2, [("error", True), ("warning", True)])


def test_a_kind_that_no_policy_is_about(
    fake_cluster: FakeApiServer, audit: Audit, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_cluster.apply(policy("claims", "/persistentvolumeclaims"))
    config = str(fake_cluster.kubeconfig())
    assert main(["audit", "--kubeconfig", config, "--only", "vap-claims", "--kind", "ConfigMap"]) == 2
    assert "the chosen rules read no kind 'ConfigMap'" in capsys.readouterr().err
