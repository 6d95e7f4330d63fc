"""`bylaw drift` and what it finds in charts, overlays, Terraform and settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cluster_objects as objects
import pytest
from cluster_access import Cluster
from cluster_fake import FakeApiServer
from cluster_kubeconfig import write_kubeconfig
from programs import HELM, KUSTOMIZE

from scanner.cli.main import main

Json = dict[str, Any]
Run = Callable[..., tuple[int, Json]]

CHART = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      hostNetwork: {{ .Values.host }}
      containers: [{name: web, image: "web:1"}]
"""
TERRAFORM = """
variable "image" {}
resource "kubernetes_deployment_v1" "api" {
  metadata {
    name      = "api"
    namespace = "shop"
  }
  spec {
    replicas = 2
    selector {
      match_labels = { app = "api" }
    }
    template {
      metadata {
        labels = { app = "api" }
      }
      spec {
        host_ipc = false
        container {
          name  = "api"
          image = var.image
          security_context {
            privileged = false
          }
        }
      }
    }
  }
}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `bylaw drift` in a directory of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KUBECONFIG", raising=False)

    def drift(kubeconfig: Path, *arguments: str) -> tuple[int, Json]:
        code = main(["drift", "--kubeconfig", str(kubeconfig), "--format", "json", "--output", "r.json", *arguments])
        report: Json = json.loads(Path("r.json").read_text(encoding="utf-8"))
        return code, report

    return drift


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def workload(name: str, **spec: Any) -> Json:
    pod = {"containers": [{"name": name, "image": "web:1"}], **spec}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {
            "selector": {"matchLabels": {"app": name}},
            "template": {"metadata": {"labels": {"app": name}}, "spec": pod},
        },
    }


@HELM
def test_a_chart(fake_cluster: FakeApiServer, run: Run) -> None:
    write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
    write("chart/templates/web.yaml", CHART)
    write("chart/values.yaml", "host: false\n")
    fake_cluster.apply([workload("web", hostNetwork=True)])
    code, report = run(fake_cluster.kubeconfig(), "chart", "--helm-release", "web")
    assert code == 1
    (found,) = [each for each in report["fields"] if each["path"].endswith("hostNetwork")]
    assert (found["declared_value"], found["live_value"]) == (False, True)
    assert found["declared_at"]["file"] == "chart/templates/web.yaml"
    assert "hostNetwork" in CHART.splitlines()[found["declared_at"]["line"] - 1]


@KUSTOMIZE
def test_an_overlay(fake_cluster: FakeApiServer, run: Run) -> None:
    write("base/kustomization.yaml", "resources: [web.yaml]\n")
    write("base/web.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n")
    write("overlay/kustomization.yaml", "resources: [../base]\nnamespace: shop\n")
    fake_cluster.apply([objects.config_map("settings", "shop", a="c")])
    _, report = run(fake_cluster.kubeconfig(), ".")
    assert [each["path"] for each in report["fields"]] == ["data.a"]


def test_terraform(cluster: Cluster, run: Run) -> None:
    write("main.tf", TERRAFORM)
    live = workload("api", automountServiceAccountToken=True, enableServiceLinks=True, shareProcessNamespace=False)
    live["spec"]["replicas"] = 2
    own = live["spec"]["template"]["spec"]["containers"][0]
    own["securityContext"] = {"privileged": False, "runAsNonRoot": False}
    own["image"] = "api:1"
    cluster.apply([live])
    code, report = run(cluster.kubeconfig(), ".", "--var", "image=api:1")
    assert (code, report["fields"], report["problems"]) == (0, [], [])
    assert report["scope"]["matched"] == 1

    code, report = run(cluster.kubeconfig(), ".")
    unknown = [(each["path"], each["certainty"]) for each in report["fields"]]
    assert unknown == [("spec.template.spec.containers[api].image", "unknown")]
    assert code == 0

    code, report = run(cluster.kubeconfig(), ".", "--var", "image=api@sha256:" + "0" * 64)
    assert code == 1
    (found,) = report["fields"]
    assert found["declared"]["address"] == "kubernetes_deployment_v1.api"
    assert found["declared_at"]["file"] == "main.tf"
    assert "image" in TERRAFORM.splitlines()[found["declared_at"]["line"] - 1]
    assert "k8s-image-no-digest" in {each["rule"] for each in report["compliance"]}


def test_kinds_that_the_settings_declare_carry_a_pod(cluster: Cluster, run: Run) -> None:
    write(
        "bylaw.toml", "[[kubernetes.workloads]]\nkind = 'Rollout'\ngroup = 'argoproj.io'\ntemplate = 'spec.template'\n"
    )
    declared = {**workload("web", hostNetwork=False), "apiVersion": "argoproj.io/v1", "kind": "Rollout"}
    write("code/web.json", json.dumps(declared))
    live = {**workload("web", hostNetwork=True), "apiVersion": "argoproj.io/v1", "kind": "Rollout"}
    cluster.apply([objects.crd("argoproj.io", "Rollout", "rollouts"), live])
    code, report = run(cluster.kubeconfig(), "code")
    assert code == 1
    assert "k8s-host-network" in {each["rule"] for each in report["compliance"]}
    assert [each["path"] for each in report["fields"]] == ["spec.template.spec.hostNetwork"]


RULE = """
id: own-token
title: Token is short
severity: high
theme: secrets-management
match:
  kubernetes: [Deployment]
check: resource.metadata.?annotations["example.com/token"].orValue("").size() < 5
message: too long
sensitive: ['resource.metadata.annotations["example.com/token"]']
why: It is.
fix: Shorten it.
references: [https://example.com]
examples:
  - name: short
    verdict: pass
    kubernetes: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}"
  - name: long
    verdict: fail
    kubernetes: |
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, annotations: {example.com/token: abcdefgh}}}
"""


def test_what_a_rule_says_is_secret_is_shown_nowhere(fake_cluster: FakeApiServer, run: Run) -> None:
    write("pack/own-token.yaml", RULE)
    declared, live = workload("web"), workload("web")
    declared["metadata"]["annotations"] = {"example.com/token": "abc"}
    live["metadata"]["annotations"] = {"example.com/token": "abcdefgh"}
    write("code/web.json", json.dumps(declared))
    fake_cluster.apply([live])
    _, report = run(fake_cluster.kubeconfig(), "code", "--rules", "pack", "--only", "own-token")
    (found,) = report["fields"]
    assert (found["declared_value"], found["live_value"]) == ("(sensitive value)", "(sensitive value)")
    assert [each["rule"] for each in report["compliance"]] == ["own-token"]
    assert "abcdefgh" not in Path("r.json").read_text(encoding="utf-8")


def test_what_names_no_namespace_is_in_that_of_the_context(
    fake_cluster: FakeApiServer, run: Run, tmp_path: Path
) -> None:
    declared = workload("web")
    del declared["metadata"]["namespace"]
    write("code/web.json", json.dumps(declared))
    fake_cluster.apply([workload("web")])
    _, report = run(fake_cluster.kubeconfig(), "code")
    assert report["scope"]["matched"] == 0
    kubeconfig = write_kubeconfig(tmp_path / "config", [fake_cluster.context(namespace="shop")])
    _, report = run(kubeconfig, "code")
    assert (report["scope"]["matched"], report["scope"]["namespaces"]) == (1, ["shop"])


def test_what_the_rest_of_the_repository_declares_is_not_live_only(fake_cluster: FakeApiServer, run: Run) -> None:
    Path(".git").mkdir()
    write("code/web.json", json.dumps(workload("web")))
    write("code/api.json", json.dumps(workload("api")))
    fake_cluster.apply([workload("web"), workload("api"), workload("new")])
    _, report = run(fake_cluster.kubeconfig(), "code/web.json")
    assert (report["scope"]["declared"], report["scope"]["matched"]) == (1, 1)
    assert [each["live"]["name"] for each in report["live_only"]] == ["new"]


def test_code_is_compared_with_one_cluster(
    fake_cluster: FakeApiServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = fake_cluster.kubeconfig(contexts=("a", "b"))
    assert main(["drift", str(tmp_path), "--kubeconfig", str(config), "--context", "a", "--context", "b"]) == 2
    assert "one cluster" in capsys.readouterr().err


def test_a_cluster_that_does_not_answer(run: Run, fake_cluster: FakeApiServer, tmp_path: Path) -> None:
    write("code/web.json", json.dumps(workload("web")))
    text = fake_cluster.kubeconfig().read_text(encoding="utf-8").replace(fake_cluster.url, "https://127.0.0.1:1")
    write("config", text)
    code, report = run(tmp_path / "config", "code")
    assert code == 2
    assert [each["certainty"] for each in report["declared_only"]] == ["unknown"]
    assert not report["summary"]["complete"]


def test_code_that_cannot_be_read_is_no_clean_run(fake_cluster: FakeApiServer, run: Run) -> None:
    write("code/web.yaml", "apiVersion: v1\nkind: [\n")
    code, report = run(fake_cluster.kubeconfig(), "code")
    assert code == 2
    assert report["problems"][0]["severity"] == "error"
