"""What `kubectl get -o yaml` printed, scanned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.cli.main import main

SECRET = "hunter2-hunter2"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
CONTAINER = {"name": "app", "image": "i:1", "env": [{"name": "GREETING", "value": SECRET}]}
SIDECAR = {"name": "mesh", "image": "envoy:1", "securityContext": {"privileged": True}}
Scan = Callable[..., dict[str, Any]]


def live(api: str, kind: str, name: str, owner: Any = None, **rest: Any) -> dict[str, Any]:
    meta: dict[str, Any] = {"name": name, "namespace": "shop", "uid": f"uid-{name}", "resourceVersion": "12"}
    if owner is not None:
        ref = {"apiVersion": owner["apiVersion"], "kind": owner["kind"], "name": owner["metadata"]["name"]}
        meta["ownerReferences"] = [{**ref, "uid": owner["metadata"]["uid"], "controller": True}]
    return {"apiVersion": api, "kind": kind, "metadata": meta, **rest}


def cluster() -> list[dict[str, Any]]:
    meta, spec = {"labels": {"app": "web"}}, {"containers": [CONTAINER]}
    top = live("apps/v1", "Deployment", "web", spec={"replicas": 2, "template": {"metadata": meta, "spec": spec}})
    middle = live(
        "apps/v1", "ReplicaSet", "web-1", top, spec={"replicas": 2, "template": {"metadata": meta, "spec": spec}}
    )
    pods = [live("v1", "Pod", f"web-1-{n}", middle, spec={**spec, "nodeName": f"n{n}"}) for n in range(3)]
    for each in pods:
        each["metadata"] |= meta
    pods[2]["spec"]["containers"] = [CONTAINER, SIDECAR]
    return [top, middle, *pods]


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scan:
    monkeypatch.chdir(tmp_path)

    def run(items: list[Any], form: str = "yaml", *arguments: str) -> dict[str, Any]:
        whole = {"apiVersion": "v1", "kind": "List", "items": items, "metadata": {"resourceVersion": ""}}
        folder = tmp_path / "dump"
        folder.mkdir(exist_ok=True)
        (folder / f"all.{form}").write_text(yaml.safe_dump(whole) if form == "yaml" else json.dumps(whole, indent=1))
        main(["scan", "dump", "--format", f"json={tmp_path}/r.json", "--format", f"text={tmp_path}/r.txt", *arguments])
        return dict(json.loads((tmp_path / "r.json").read_text()))

    return run


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_dump_is_folded_as_a_live_cluster_is(scan: Scan, form: str) -> None:
    report = scan(cluster(), form)
    assert {verdict["resource"]["address"] for verdict in report["verdicts"]} == {"apps/v1/Deployment/shop/web"}
    privileged = [v for v in report["verdicts"] if v["rule"] == "k8s-container-privileged" and v["outcome"] == "fail"]
    assert len(privileged) == 1
    assert privileged[0]["message"].endswith("(seen in Pod shop/web-1-2)")
    assert privileged[0]["resource"]["uid"] == "uid-web"
    assert privileged[0]["resource"]["resource_version"] == "12"
    assert privileged[0]["place"]["file"] == f"dump/all.{form}"
    lines = Path(f"dump/all.{form}").read_text().splitlines()
    assert "privileged" in lines[privileged[0]["place"]["line"] - 1]


def test_kinds_that_are_not_in_the_dump_are_unknown(scan: Scan) -> None:
    def outcome(*more: Any) -> str | None:
        found = scan([*cluster(), *more])["verdicts"]
        return next((v["outcome"] for v in found if v["rule"] == "k8s-no-disruption-budget"), None)

    def budget(app: str) -> dict[str, Any]:
        return live("policy/v1", "PodDisruptionBudget", app, spec={"selector": {"matchLabels": {"app": app}}})

    assert (outcome(), outcome(budget("db")), outcome(budget("web"))) == ("unknown", "fail", None)


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_no_report_of_a_dump_shows_what_is_secret(scan: Scan, form: str) -> None:
    settings = live("v1", "ConfigMap", "settings", data={"plain": SECRET})
    settings["metadata"]["annotations"] = {LAST_APPLIED: json.dumps({"data": {"plain": SECRET}})}
    secret = live("v1", "Secret", "key", data={"a": SECRET}, stringData={"b": SECRET})
    scan(
        [*cluster(), settings, secret, live("v1", "Pod", "bare", spec={"containers": [CONTAINER]})],
        form,
        "--outcomes",
        "all",
    )
    assert SECRET not in Path("r.txt").read_text() + Path("r.json").read_text()


def test_a_manifest_is_none(scan: Scan) -> None:
    plain = cluster()
    for each in plain:
        del each["metadata"]["resourceVersion"]
    report = scan(plain)
    assert {verdict["resource"]["address"] for verdict in report["verdicts"]} > {"apps/v1/Deployment/shop/web"}
    assert "uid" not in report["verdicts"][0]["resource"]


@pytest.mark.parametrize(
    "metadata", [None, "x", [], {"uid": 1, "resourceVersion": []}, {"uid": "u", "resourceVersion": "1"}]
)
def test_malformed_objects_change_nothing_else(scan: Scan, metadata: Any) -> None:
    before = scan(cluster())["verdicts"]
    odd = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": [1]}
    after = scan([*cluster(), odd])["verdicts"]
    assert [v["fingerprint"] for v in after if "ConfigMap" not in v["resource"]["address"]] == [
        v["fingerprint"] for v in before
    ]
