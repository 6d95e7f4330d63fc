"""The admission policies of a cluster judge what is in it, as the rules do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cluster_objects as objects
import pytest
from cluster_access import Cluster
from cluster_fake import FakeApiServer

from scanner.cli.main import main

GROUP = "admissionregistration.k8s.io/v1"


def policies(param: bool = False) -> list[Any]:
    """A policy that wants a label on Deployments, and its binding."""
    spec: Any = {
        "failurePolicy": "Fail",
        "matchConstraints": {
            "resourceRules": [
                {"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["deployments"]}
            ]
        },
        "validations": [{"expression": "'team' in object.metadata.?labels.orValue({})", "message": "say which team"}],
    }
    bound: Any = {"policyName": "team-label", "validationActions": ["Deny"]}
    if param:
        spec["paramKind"] = {"apiVersion": "example.com/v1", "kind": "Settings"}
        spec["validations"] = [{"expression": "object.spec.replicas <= params.spec.most", "message": "too many"}]
        bound["paramRef"] = {"name": "limits", "parameterNotFoundAction": "Deny"}
    return [
        {"apiVersion": GROUP, "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "team-label"}, "spec": spec},
        {"apiVersion": GROUP, "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "b"}, "spec": bound},
    ]


def outcomes(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *arguments: str) -> dict[str, str]:
    """What the policy says of each Deployment."""
    monkeypatch.chdir(tmp_path)
    main(
        ["audit", "--kubeconfig", str(cluster.kubeconfig()), "--format", "json=r.json", "--outcomes", "all", *arguments]
    )
    verdicts = json.loads((tmp_path / "r.json").read_text())["verdicts"]
    return {
        each["resource"]["address"].rpartition("/")[2]: each["outcome"]
        for each in verdicts
        if each["rule"] == "vap-team-label"
    }


def test_a_policy_of_the_cluster_is_asked(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    good = objects.workload("Deployment", "good", "shop", labels={"team": "a"})
    cluster.apply([good, *objects.deployment_with_pods("bad", "shop", 2), *policies()])
    assert outcomes(cluster, monkeypatch, tmp_path) == {"good": "pass", "bad": "fail"}
    assert outcomes(cluster, monkeypatch, tmp_path, "--framework", "soc2") == {}


def test_parameters_of_any_kind_are_read(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits = {"apiVersion": "example.com/v1", "kind": "Settings", "metadata": {"name": "limits"}, "spec": {"most": 1}}
    crd = objects.crd("example.com", "Settings", "settings", scope="Cluster")
    cluster.apply([crd, limits, objects.workload("Deployment", "one", "shop"), *policies(param=True)])
    assert outcomes(cluster, monkeypatch, tmp_path) == {"one": "pass"}


def test_policies_that_may_not_be_read_are_told(
    fake_cluster: FakeApiServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_cluster.apply([objects.workload("Deployment", "one", "shop"), *policies()])
    fake_cluster.forbid("validatingadmissionpolicies", group="admissionregistration.k8s.io")
    assert outcomes(fake_cluster, monkeypatch, tmp_path) == {}
    problems = json.loads((tmp_path / "r.json").read_text())["problems"]
    assert any("validatingadmissionpolicies" in each["what"] for each in problems)
