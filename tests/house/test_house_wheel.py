"""A wheel installed into an empty environment outside the checkout scans the examples."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_scans_the_examples(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (tmp_path / "dist").glob("bylaw-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    rules = {
        f"scanner/data/rules/{path.relative_to(ROOT / 'rules').as_posix()}" for path in ROOT.glob("rules/*/*/*.yaml")
    }
    assert rules <= names
    assert "scanner/data/rules/PACK" in names
    assert not any(name.startswith(("tests/", "benchmarks/", "rules/")) for name in names)

    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    venv.create(tmp_path / "venv", with_pip=True)
    pip = [str(tmp_path / "venv" / "bin" / "pip"), "install", "--quiet", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")}
    command = [str(tmp_path / "venv" / "bin" / "bylaw"), "scan", "examples", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["problems"] == []
    found = {verdict["rule"] for verdict in report["verdicts"] if verdict["outcome"] == "fail"}
    assert {"aws-s3-public-acl", "k8s-container-privileged"} <= found
    assert all(verdict["controls"] for verdict in report["verdicts"])
