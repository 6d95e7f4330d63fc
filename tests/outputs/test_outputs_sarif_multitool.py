"""SARIF, judged by the validator of Microsoft's SARIF SDK, with its own rules and those of GitHub.

Needs the npm package `@microsoft/sarif-multitool` in `.cache/npm`, or its executable in `BYLAW_SARIF_MULTITOOL`.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from outputs_hostile import hostile_result
from outputs_samples import acl_finding, full_result, render, ssh_finding, unknown_finding

from scanner.model.report import ScanResult, Scope

JUSTIFIED = {
    "SARIF2005": "there is no page about the tool yet that `informationUri` could name",
}
"""Errors and warnings that stay, and why."""


def executable() -> str | None:
    named = os.environ.get("BYLAW_SARIF_MULTITOOL")
    if named:
        return named
    installed = Path(__file__).parents[2] / ".cache" / "npm" / "node_modules" / "@microsoft"
    found = sorted(installed.glob("sarif-multitool-*/Sarif.Multitool*"))
    names = ("Sarif.Multitool", "Sarif.Multitool.exe")
    return next((str(path) for path in found if path.name in names and os.access(path, os.X_OK)), None)


TOOL = executable()

pytestmark = pytest.mark.skipif(TOOL is None, reason="@microsoft/sarif-multitool is not installed")


def judge(text: str, folder: Path) -> list[tuple[str, str, str]]:
    """Rule, level and arguments of every error and warning. The tool's exit code says nothing, its report does."""
    assert TOOL is not None
    (folder / "log.sarif").write_text(text, encoding="utf-8")
    command = [TOOL, "validate", "log.sarif", "--rule-kind", "Sarif;Ghas", "--output", "report.sarif"]
    done = subprocess.run(
        [*command, "--level", "Error;Warning", "--kind", "Fail", "--log", "ForceOverwrite"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    report = json.loads((folder / "report.sarif").read_text(encoding="utf-8-sig"))
    (run,) = report["runs"]
    assert all(item["executionSuccessful"] for item in run["invocations"]), done.stdout + done.stderr
    return [
        (item["ruleId"], item.get("level", "warning"), " ".join(item["message"].get("arguments", [])))
        for item in run.get("results", [])
    ]


def passing() -> ScanResult:
    passed = ssh_finding()
    passed = replace(passed, verdict=replace(passed.verdict, outcome="pass", message=""))
    return replace(
        full_result(), findings=(passed, unknown_finding(), acl_finding("existing")), problems=(), exit_code=0
    )


@pytest.mark.parametrize(
    "result",
    [full_result(), hostile_result(), passing(), ScanResult("0.1.0", Scope())],
    ids=["full", "hostile", "pass", "empty"],
)
def test_no_unjustified_error_or_warning(result: ScanResult, tmp_path: Path) -> None:
    found = judge(render(result, "sarif"), tmp_path)
    assert [item for item in found if item[0] not in JUSTIFIED] == []


def test_every_justification_is_needed(tmp_path: Path) -> None:
    found = {rule for rule, _, _ in judge(render(full_result(), "sarif"), tmp_path)}
    assert found == set(JUSTIFIED)


def test_the_validator_sees_a_fault(tmp_path: Path) -> None:
    document: Any = json.loads(render(full_result(), "sarif"))
    document["runs"][0]["results"][0]["ruleIndex"] = 99
    del document["runs"][0]["tool"]["driver"]["rules"][0]["help"]
    found = {rule for rule, _, _ in judge(json.dumps(document), tmp_path)}
    assert {"SARIF1009", "GH2012"} <= found
