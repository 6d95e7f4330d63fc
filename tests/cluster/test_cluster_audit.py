"""`bylaw audit` against API servers: the fake one and the real one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
from cluster_access import Cluster
from cluster_fake import FakeApiServer
from jsonschema import Draft202012Validator

from scanner.cli.main import main
from scanner.inputs.cluster.limits import Limits

ROOT = Path(__file__).resolve().parents[2]
SECRET = "hunter2-hunter2"
Audit = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    """Runs `bylaw audit` and gives its exit code and its report, which fits the schema."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KUBECONFIG", raising=False)
    schema = json.loads((ROOT / "docs" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))

    def run(kubeconfig: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
        code = main(["audit", "--kubeconfig", str(kubeconfig), "--format", "json=r.json", *arguments])
        report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(report)
        assert code == report["summary"]["exit_code"]
        return code, report

    return run


def told(report: dict[str, Any], without: Iterable[str] = ()) -> list[tuple[Any, ...]]:
    return sorted(
        (each["rule"], each["resource"]["address"], each["item"] or "", each["outcome"], each["message"])
        for each in report["verdicts"]
        if each["rule"] not in without
    )


def shop() -> list[Any]:
    env = [{"name": "GREETING", "value": SECRET}]
    spec = objects.pod_spec(objects.container(env=env, securityContext={"privileged": True}))
    return [
        *objects.deployment_with_pods("web", "shop", 3, spec),
        *objects.job_with_pod("nightly", "shop"),
        objects.pod("bare", "shop"),
        objects.config_map("settings", "shop", password=SECRET),
        objects.secret("key", "shop", a=SECRET),
        objects.service("web", "shop"),
        objects.network_policy("deny", "shop", policyTypes=["Ingress", "Egress"]),
    ]


def test_evidence_has_an_identity(cluster: Cluster, audit: Audit) -> None:
    cluster.apply(shop())
    code, report = audit(cluster.kubeconfig())
    assert (code, report["problems"]) == (1, [])
    (found,) = report["scope"]["clusters"]
    space = cluster.call("GET", "/api/v1/namespaces/kube-system")
    assert found["uid"] == space["metadata"]["uid"]
    assert found["version"] == cluster.call("GET", "/version")["gitVersion"]
    assert found["server"].startswith("http")
    assert found["user"]
    assert found["started"] <= found["ended"]
    live = cluster.call("GET", "/apis/apps/v1/namespaces/shop/deployments/web")["metadata"]
    resource = next(
        v["resource"] for v in report["verdicts"] if v["resource"]["address"].endswith("Deployment/shop/web")
    )
    assert (resource["uid"], resource["resource_version"]) == (live["uid"], live["resourceVersion"])


def test_what_owners_made_is_told_of_them(cluster: Cluster, audit: Audit) -> None:
    cluster.apply(shop())
    _, report = audit(cluster.kubeconfig(), "--namespace", "shop")
    addresses = {verdict["resource"]["address"] for verdict in report["verdicts"]}
    carriers = {address for address in addresses if "Deployment" in address or "Job" in address or "Pod" in address}
    assert carriers == {"apps/v1/Deployment/shop/web", "batch/v1/CronJob/shop/nightly", "v1/Pod/shop/bare"}
    assert not any("seen in" in verdict["message"] for verdict in report["verdicts"])


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_no_report_shows_what_is_secret(
    cluster: Cluster, audit: Audit, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster.apply(shop())
    audit(cluster.kubeconfig(), "--format", f"{form}=out", "--outcomes", "all", "--secrets")
    assert SECRET not in Path("out").read_text() + Path("r.json").read_text() + capfd.readouterr().out
    assert "k8s-secret-in-config-map" in Path("out").read_text()


HOSTILE = "\x1b[31m<script>alert(1)</script>=cmd|'/c calc'!A1"


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_hostile_texts_reach_no_terminal(fake_cluster: FakeApiServer, audit: Audit, form: str) -> None:
    meta: dict[str, Any] = {"name": HOSTILE, "namespace": HOSTILE, "uid": HOSTILE, "resourceVersion": HOSTILE}
    meta |= {"labels": {HOSTILE: HOSTILE}, "annotations": {HOSTILE: HOSTILE}}
    item = {"metadata": meta, "spec": {"containers": [{"name": HOSTILE, "image": HOSTILE}]}}
    fake_cluster.inject(faults.with_items(item), resource="pods")
    _, report = audit(fake_cluster.kubeconfig(), "--format", f"{form}=out")
    shown = Path("out").read_bytes()
    assert b"\x1b" not in shown
    assert any(verdict["resource"]["address"] == f"v1/Pod/{HOSTILE}/{HOSTILE}" for verdict in report["verdicts"])


@pytest.mark.parametrize(
    "fault", [faults.cut(0.5), faults.truncated(), faults.with_items(None, "x", {}), faults.status(500)]
)
def test_a_list_that_breaks_leaves_the_rest_as_it_is(
    fake_cluster: FakeApiServer, audit: Audit, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.audit.Limits", partial(Limits, backoff_seconds=0.01))
    fake_cluster.apply(shop())
    _, whole = audit(fake_cluster.kubeconfig())
    fake_cluster.inject(fault, resource="configmaps")
    code, report = audit(fake_cluster.kubeconfig())
    assert code == 2
    lost = {each for each in set(told(whole)) ^ set(told(report)) if "/ConfigMap/" not in each[1]}
    assert not lost


def test_a_pod_without_containers_and_a_binding_without_subjects(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply(shop())
    _, whole = audit(fake_cluster.kubeconfig())
    bad = {"metadata": {"name": "empty", "namespace": "shop"}, "spec": {}}
    bound = {"metadata": {"name": "nobody"}, "roleRef": {"kind": "ClusterRole", "name": "x"}, "subjects": None}
    fake_cluster.inject(faults.with_items(bad), resource="pods")
    fake_cluster.inject(faults.with_items(bound), resource="clusterrolebindings")
    code, report = audit(fake_cluster.kubeconfig())
    assert code == 2
    new = set(told(report)) - set(told(whole))
    assert not set(told(whole)) - set(told(report))
    assert {each[1] for each in new} == {"v1/Pod/shop/empty"}
    assert "unknown" in {each[3] for each in new}


def test_nobody_is_let_in(fake_cluster: FakeApiServer, audit: Audit) -> None:
    code, report = audit(fake_cluster.kubeconfig(token="wrong"))
    assert (code, report["verdicts"], report["summary"]["complete"]) == (2, [], False)
    assert report["problems"]


def test_several_clusters_are_worlds_of_their_own(fake_cluster: FakeApiServer, audit: Audit, tmp_path: Path) -> None:
    fake_cluster.apply(shop())
    config = fake_cluster.kubeconfig(contexts=("one", "two"))
    _, report = audit(config, "--context", "one", "--context", "two")
    assert [found["name"] for found in report["scope"]["clusters"]] == ["one", "two"]
    by_root = {
        root: [v["fingerprint"] for v in report["verdicts"] if v["resource"]["root"] == root] for root in ("one", "two")
    }
    assert len(by_root["one"]) == len(by_root["two"]) > 0
    assert not set(by_root["one"]) & set(by_root["two"])
    _, every = audit(config, "--all-contexts")
    assert told(every) == told(report)


def test_objects_are_chosen(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply([*shop(), *objects.deployment_with_pods("api", "other")])
    config = fake_cluster.kubeconfig()

    def addresses(*arguments: str) -> set[str]:
        return {verdict["resource"]["address"] for verdict in audit(config, *arguments)[1]["verdicts"]}

    assert addresses("--namespace", "oth*", "--kind", "Deployment") == {"apps/v1/Deployment/other/api"}
    assert not any("/other/" in each for each in addresses("--exclude-namespace", "other"))
    assert addresses("--selector", "app=nothing") == set()
    assert addresses("--kind", "ConfigMap") == {"v1/ConfigMap/shop/settings"}


def test_settings_come_from_the_file_too(fake_cluster: FakeApiServer, audit: Audit) -> None:
    fake_cluster.apply(shop())
    config = fake_cluster.kubeconfig(contexts=("one", "two"))
    Path("bylaw.toml").write_text('[audit]\ncontexts = ["two"]\nkinds = ["ConfigMap"]\nqps = 500\n')
    _, report = audit(config)
    assert [found["name"] for found in report["scope"]["clusters"]] == ["two"]
    assert {verdict["resource"]["address"] for verdict in report["verdicts"]} == {"v1/ConfigMap/shop/settings"}


@pytest.mark.parametrize(
    "arguments",
    [("--selector", "a in ("), ("--qps", "0"), ("--context", "nope"), ("--qps", "x"), ("--only", "no-such")],
)
def test_usage_errors_end_with_two(fake_cluster: FakeApiServer, arguments: tuple[str, ...]) -> None:
    assert main(["audit", "--kubeconfig", str(fake_cluster.kubeconfig()), *arguments]) == 2


def test_an_annotation_asks_for_a_finding_to_be_ignored(fake_cluster: FakeApiServer, audit: Audit) -> None:
    note = {"bylaw/ignore.k8s-host-pid": "needed by the agent"}
    fake_cluster.apply([objects.pod("agent", "shop", objects.pod_spec(hostPID=True), annotations=note)])
    _, report = audit(fake_cluster.kubeconfig(), "--only", "k8s-host-pid")
    assert [(v["status"], v["justification"]) for v in report["verdicts"]] == [("ignored", "needed by the agent")]


def test_an_interrupted_audit_tells_what_it_found(fake_cluster: FakeApiServer, tmp_path: Path) -> None:
    fake_cluster.apply(shop())
    fake_cluster.inject(faults.slow(30), resource="pods")
    command = [
        sys.executable,
        "-m",
        "scanner",
        "audit",
        "--kubeconfig",
        str(fake_cluster.kubeconfig()),
        "--format",
        "json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        while not any("/pods" in request.path for request in list(fake_cluster.requests)):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    report = json.loads(out)
    assert process.returncode == 2, err
    assert any("interrupted" in problem["what"] for problem in report["problems"])
    assert any(verdict["resource"]["address"] == "apps/v1/Deployment/shop/web" for verdict in report["verdicts"])
