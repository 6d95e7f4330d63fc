"""What somebody who runs `bylaw audit` meets: interrupts, misspelt kinds, one cluster under two names, secrets in
arguments, what the API server makes for itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cluster_objects as objects
import pytest
from cluster_fake import FakeApiServer
from cluster_real import RealCluster

from scanner.cli.main import main
from scanner.policy.judge import Court

SECRET = "hunter2-hunter2"
RULE = """\
id: k8s-{name}-shown
title: It shows what it is started with
severity: high
theme: workload-hardening
match:
  kubernetes: [pods]
each:
  container: pod.allContainers
check: container.name == 'none'
message: "{message}"
focus: container.{focus}
why: To see whether a report shows it.
fix: Nothing.
references:
  - https://kubernetes.io/docs/
examples:
  - {{name: named so, verdict: pass, kubernetes: "{pod} {{name: a}}, spec: {{containers: [{{name: none}}]}}}}"}}
  - {{name: other, verdict: fail, kubernetes: "{pod} {{name: a}}, spec: {{containers: [{{name: a}}]}}}}"}}
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KUBECONFIG", raising=False)


def audit(cluster: Any, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, JSON report, and the text of all reports together."""
    forms = [part for form in ("text", "json", "sarif") for part in ("--format", f"{form}={form}")]
    code = main(["audit", "--kubeconfig", str(cluster.kubeconfig(contexts=("one", "two"))), *forms, *arguments])
    every = "".join(Path(form).read_text(encoding="utf-8") for form in ("text", "json", "sarif"))
    return code, json.loads(Path("json").read_text(encoding="utf-8")), every


@pytest.mark.parametrize("after", [0, 2, 5])
def test_an_interrupt_during_judgement(
    fake_cluster: FakeApiServer, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    for name in ("a", "b", "c"):
        fake_cluster.apply(objects.deployment_with_pods(name, "shop"))
    heard: list[str] = []
    true = Court.hear

    def hear(court: Court, resource: Any) -> None:
        if len(heard) == after:
            heard.append("")
            raise KeyboardInterrupt
        heard.append(resource.address)
        true(court, resource)

    _, whole, _ = audit(fake_cluster)
    monkeypatch.setattr(Court, "hear", hear)
    code, report, every = audit(fake_cluster)
    assert code == 2
    assert every.count("judging was interrupted") >= 3
    assert not report["summary"]["complete"]
    assert {each["resource"]["address"] for each in report["verdicts"]} <= set(heard)
    known = {each["fingerprint"]: each for each in whole["verdicts"]}
    assert all(known[each["fingerprint"]] == each for each in report["verdicts"])
    assert bool(report["verdicts"]) == (after > 0)


@pytest.mark.parametrize(
    ("given", "help", "rules"),
    [
        ("deployments", "write Deployment", ""),
        ("Foo", "as in manifests", "--skip=vap-none"),
        ("Foo", "as in manifests", "--only=k8s-host-pid"),
    ],
)
def test_kinds_that_nobody_reads(
    fake_cluster: FakeApiServer, capsys: pytest.CaptureFixture[str], given: str, help: str, rules: str
) -> None:
    """A policy of the cluster may be about any kind, so that the cluster is asked first where policies count."""
    config = str(fake_cluster.kubeconfig())
    assert main(["audit", "--kubeconfig", config, "--kind", given, *filter(None, [rules])]) == 2
    assert help in capsys.readouterr().err
    assert bool(fake_cluster.requests) == rules.startswith("--skip")


def test_a_namespace_that_is_not_there(fake_cluster: FakeApiServer) -> None:
    code, _, every = audit(fake_cluster, "--namespace", "nosuch")
    assert code == 2
    assert "1 part of what was asked for could not be read" in every
    assert "1 file" not in every


def test_one_cluster_under_two_names(fake_cluster: FakeApiServer) -> None:
    fake_cluster.apply([objects.pod("bare", "shop")])
    code, report, every = audit(fake_cluster, "--all-contexts")
    assert (code, [each["severity"] for each in report["problems"]]) == (1, ["note"])
    assert every.count("the contexts one, two are one cluster, counted 2 times") == 3


PLACES = {
    "args": {"args": [f"--password={SECRET}"]},
    "command": {"command": ["sh", "-c", f"curl -u admin:{SECRET} https://db.example"]},
    "env": {"env": [{"name": "GREETING", "value": SECRET}]},
    "livenessProbe": {"livenessProbe": {"exec": {"command": ["check", SECRET]}}},
    "lifecycle": {"lifecycle": {"preStop": {"exec": {"command": ["bye", SECRET]}}}},
}


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("kind", ["Deployment", "CronJob", "Pod"])
def test_what_containers_are_started_with_is_not_shown(fake_cluster: FakeApiServer, kind: str, where: str) -> None:
    spec = objects.pod_spec(objects.container(**PLACES[where]))
    made = objects.pod("web", "shop", spec) if kind == "Pod" else objects.workload(kind, "web", "shop", spec)
    fake_cluster.apply([made])
    inner = {"livenessProbe": "livenessProbe.exec.command", "lifecycle": "lifecycle.preStop.exec.command"}
    Path("pack").mkdir()
    text = RULE.format(
        pod="{apiVersion: v1, kind: Pod, metadata:",
        name=where.lower(),
        message=f"It is {{container.{inner.get(where, where)}}}",
        focus=where,
    )
    (Path("pack") / f"k8s-{where.lower()}-shown.yaml").write_text(text, encoding="utf-8")
    code, report, every = audit(fake_cluster, "--rules", "pack", "--outcomes", "all")
    assert any(each["rule"] == f"k8s-{where.lower()}-shown" for each in report["verdicts"]), report["problems"]
    assert SECRET not in every
    assert "(sensitive value)" in every
    assert code == 1


def test_what_the_api_server_makes_for_itself_raises_no_alarm(real_cluster: RealCluster) -> None:
    code, report, _ = audit(real_cluster)
    bootstrapped = {
        each["metadata"]["name"]
        for plural in ("clusterroles", "clusterrolebindings")
        for each in real_cluster.call("GET", f"/apis/rbac.authorization.k8s.io/v1/{plural}")["items"]
        if each["metadata"].get("labels", {}).get("kubernetes.io/bootstrapping") == "rbac-defaults"
    }
    assert len(bootstrapped) > 50
    told = {each["resource"]["address"].rpartition("/")[2] for each in report["verdicts"]}
    assert not told & bootstrapped
    assert not any("/kube-" in each["resource"]["address"] for each in report["verdicts"])
    assert code in (0, 1)
