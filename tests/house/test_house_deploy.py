"""What is shipped to run audits on a schedule: its roles follow from the rules, its manifests from the chart."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HELM = shutil.which("helm")
HADOLINT = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")


@pytest.fixture(scope="module")
def tool() -> Any:
    """The script that writes them."""
    spec = importlib.util.spec_from_file_location("deploy_manifests", ROOT / "tools" / "deploy_manifests.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_roles_are_what_the_rules_need(tool: Any) -> None:
    for path, text in tool.role_files().items():
        assert path.read_text(encoding="utf-8") == text, "run python tools/deploy_manifests.py"


def test_roles_grant_nothing_but_lists_of_explicit_kinds() -> None:
    rules = yaml.safe_load((ROOT / "deploy/chart/files/rules.yaml").read_text(encoding="utf-8"))
    assert rules
    for rule in rules:
        assert set(rule) == {"apiGroups", "resources", "verbs"}
        assert "*" not in (*rule["apiGroups"], *rule["resources"])
        assert "secrets" not in rule["resources"]
        assert rule["verbs"] == (["get", "list"] if rule["resources"] == ["namespaces"] else ["list"])
    parts = [
        yaml.safe_load((ROOT / f"deploy/chart/files/{name}-rules.yaml").read_text())
        for name in ("cluster", "namespace")
    ]

    def grants(rules: Any) -> set[tuple[str, str]]:
        return {(group, resource) for rule in rules for group in rule["apiGroups"] for resource in rule["resources"]}

    assert grants(rules) == grants(parts[0]) | grants(parts[1])
    assert not grants(parts[0]) & grants(parts[1])


@pytest.mark.skipif(HELM is None, reason="helm is not on PATH")
def test_manifests_are_what_the_chart_gives(tool: Any) -> None:
    for path, text in tool.manifest_files(HELM).items():
        assert path.read_text(encoding="utf-8") == text, "run python tools/deploy_manifests.py"


@pytest.mark.skipif(HELM is None, reason="helm is not on PATH")
def test_the_chart_has_no_lint(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(HELM), "lint", "--strict", ROOT / "deploy" / "chart"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_what_is_shipped_passes_the_rules() -> None:
    command = [sys.executable, "-m", "scanner", "scan", "deploy/manifests", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["problems"] == []
    assert report["summary"]["outcomes"]["pass"] > 100
    # There is no published image to name a digest of; whether other policies select it, only the cluster knows.
    assert {each["rule"] for each in report["verdicts"] if each["outcome"] == "fail"} == {"k8s-image-no-digest"}


@pytest.mark.skipif(HADOLINT is None, reason="hadolint is not installed")
def test_the_image_definition_has_no_lint() -> None:
    done = subprocess.run([str(HADOLINT), ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_image_is_built_from_what_it_copies(tmp_path: Path) -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [
        name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    ]
    for name in copied:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {f"!{name}" for name in copied} == {line for line in kept if line.startswith("!")}
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path / "dist"),
        str(tmp_path),
    ]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "USER 65532:65532" in lines
