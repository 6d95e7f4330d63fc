"""Admission policies on the command line: exported, and judging what is scanned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.cli.main import main

POLICY = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-data}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
  validations:
    - expression: "!has(object.data)"
      message: a ConfigMap has no data
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: no-data}
spec: {policyName: no-data, validationActions: [Deny]}
"""
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: it}\ndata: {a: b}\n"
RULE = """\
id: acme-config
title: ConfigMap is called it
severity: low
theme: workload-hardening
match: {kubernetes: [ConfigMap]}
focus: metadata.name
check: meta.name != "it"
message: "{meta.name}"
why: Names matter.
fix: Call it otherwise.
references: [https://example.com/]
examples:
  - name: good
    verdict: pass
    kubernetes: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a}
  - name: bad
    verdict: fail
    at: v1/ConfigMap/default/it.metadata.name
    kubernetes: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: it}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    return tmp_path


def _findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, str], list[str]]:
    """Exit code, severity by rule, and problems."""
    code = main(["scan", "--format", "json", *arguments])
    report = json.loads(capsys.readouterr().out)
    found = {each["rule"]: each["severity"] for each in report["verdicts"] if each["status"] == "open"}
    return code, found, [each["what"] for each in report["problems"]]


def test_a_policy_among_what_is_scanned(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "policy.yaml").write_text(POLICY)
    (folder / "config.yaml").write_text(CONFIG)
    code, found, problems = _findings(capsys, ".")
    assert (code, found, problems) == (1, {"vap-no-data": "high"}, [])
    assert _findings(capsys, ".", "--skip", "vap-no-data")[:2] == (0, {})
    assert _findings(capsys, ".", "--only", "vap-no-data")[1] == {"vap-no-data": "high"}
    assert _findings(capsys, ".", "--framework", "soc2")[1] == {}
    (folder / "config.yaml").write_text(CONFIG.replace("\ndata:", "\n# bylaw:ignore[vap-no-data] tested\ndata:"))
    code, _, problems = _findings(capsys, ".")
    assert (code, problems) == (0, [])


@pytest.mark.parametrize("given", ["policies", "policies/policy.yaml"])
def test_a_policy_that_rules_name(folder: Path, capsys: pytest.CaptureFixture[str], given: str) -> None:
    (folder / "policies").mkdir()
    (folder / "policies" / "policy.yaml").write_text(POLICY)
    (folder / "src").mkdir()
    (folder / "src" / "config.yaml").write_text(CONFIG)
    assert _findings(capsys, "src")[1] == {}
    assert _findings(capsys, "src", "--rules", given) == (1, {"vap-no-data": "high"}, [])
    (folder / "policies" / "policy.yaml").write_text(POLICY.replace("!has(object.data)", "has("))
    code, _, problems = _findings(capsys, "src", "--rules", given)
    assert code == 2
    assert "no-data" in problems[0]


def test_policies_and_rules_in_one_directory(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "policies").mkdir()
    (folder / "policies" / "policy.yaml").write_text(POLICY)
    (folder / "policies" / "acme-config.yaml").write_text(RULE)
    (folder / "config.yaml").write_text(CONFIG)
    assert _findings(capsys, "config.yaml", "--rules", "policies")[1] == {"vap-no-data": "high", "acme-config": "low"}
    assert main(["rules", "check", "policies"]) == 0
    assert main(["rules", "show", "acme-config", "--rules", "policies"]) == 0


@pytest.mark.parametrize("format", ["text", "sarif"])
def test_every_report_takes_a_policy(folder: Path, capsys: pytest.CaptureFixture[str], format: str) -> None:
    (folder / "all.yaml").write_text(f"{POLICY}---\n{CONFIG}")
    assert main(["scan", "--format", format, "."]) == 1
    assert "vap-no-data" in capsys.readouterr().out


def _exported(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    code = main(["rules", "export", "--to", "vap", *arguments])
    captured = capsys.readouterr()
    return code, list(yaml.safe_load_all(captured.out)), captured.err


def test_export_to_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, documents, said = _exported(capsys, "--only", "k8s-host-pid,k8s-single-replica", "--action", "Audit")
    assert code == 0
    policy, binding = documents
    assert policy["metadata"]["name"] == binding["spec"]["policyName"] == "k8s-host-pid"
    assert policy["metadata"]["annotations"]["bylaw.dev/severity"] == "high"
    assert "soc2: " in policy["metadata"]["annotations"]["bylaw.dev/controls"]
    assert binding["spec"]["validationActions"] == ["Audit"]
    [excluded] = binding["spec"]["matchResources"]["namespaceSelector"]["matchExpressions"]
    assert excluded["values"] == ["kube-system"]
    assert "k8s-single-replica is not exported: it asks for other objects" in said
    assert "1 of 2 rules exported" in said


def test_export_into_a_directory_is_the_same_each_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        arguments = ("--output", name, "--exclude-namespace", "", "--failure-policy", "Ignore")
        code, documents, _ = _exported(capsys, *arguments)
        assert (code, documents) == (0, [])
    files = sorted(path.name for path in (folder / "one").iterdir())
    assert len(files) > 40
    for name in files:
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
        policy, binding = yaml.safe_load_all((folder / "one" / name).read_text())
        assert policy["spec"]["failurePolicy"] == "Ignore"
        assert "matchResources" not in binding["spec"]


def test_what_is_exported_judges_as_the_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _exported(capsys, "--output", "policies", "--only", "k8s-host-pid")
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"hostPID": True, "containers": []}}
    (folder / "pod.yaml").write_text(yaml.safe_dump(pod))
    found = _findings(capsys, "pod.yaml", "--rules", "policies", "--only", "k8s-host-pid,vap-k8s-host-pid")[1]
    assert found == {"k8s-host-pid": "high", "vap-k8s-host-pid": "high"}


def test_a_rule_of_ones_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pack").mkdir()
    (folder / "pack" / "acme-config.yaml").write_text(RULE)
    code, documents, _ = _exported(capsys, "--rules", "pack", "--only", "acme-config")
    assert code == 0
    [validation] = documents[0]["spec"]["validations"]
    assert validation["expression"] == 'object.metadata.?name.orValue("") != "it"'


def test_wrong_uses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "export"]) == 2
    assert _exported(capsys, "--action", "Deny", "--action", "Warn")[0] == 2
    assert _exported(capsys, "--only", "no-such-rule")[0] == 2


def test_policies_of_one_environment_are_asked_about_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: i}]}\n"
    for name in ("dev", "prod"):
        Path(name).mkdir()
        Path(name, "it.yaml").write_text(f"{pod}---\n{CONFIG}", encoding="utf-8")
    Path("dev", "policy.yaml").write_text(POLICY, encoding="utf-8")
    arguments = ["scan", ".", "--only", "vap-no-data", "--outcomes", "all", "--format", "json=r.json"]

    def failed(*more: str) -> list[str]:
        main([*arguments, *more])
        verdicts = json.loads(Path("r.json").read_text(encoding="utf-8"))["verdicts"]
        assert {each["outcome"] for each in verdicts} == {"fail"}
        return [each["resource"]["root"] for each in verdicts]

    assert failed() == ["dev"]
    Path("dev", "policy.yaml").rename("dev/given.txt")
    assert failed("--rules", "dev/given.txt") == ["dev", "prod"]
