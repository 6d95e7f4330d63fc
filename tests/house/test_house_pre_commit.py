"""The hooks, run by the real pre-commit on a repository of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BAD = 'resource "aws_s3_bucket_acl" "{name}" {{\n  bucket = "b"\n  acl    = "public-read"\n}}\n'


def _run(*command: str, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    environment |= {"PRE_COMMIT_HOME": str(home / "pre-commit"), "XDG_CACHE_HOME": str(home / "cache")}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_both_hooks(tmp_path: Path) -> None:
    hooks, work = tmp_path / "hooks", tmp_path / "work"
    files = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                           capture_output=True, text=True, check=True).stdout  # fmt: skip
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "benchmarks/")):
            (hooks / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, hooks / name)
    git = ("git", "-c", "user.name=t", "-c", "user.email=t@example.com")
    for folder in (hooks, work):
        folder.mkdir(exist_ok=True)
        _run(*git, "init", "--quiet", cwd=folder, home=tmp_path)
        _run(*git, "add", "--all", cwd=folder, home=tmp_path)
        _run(*git, "commit", "--quiet", "--allow-empty", "-m", "all", cwd=folder, home=tmp_path)
    revision = _run("git", "rev-parse", "HEAD", cwd=hooks, home=tmp_path).stdout.strip()
    config = f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: bylaw\n  - id: bylaw-all\n"
    (work / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    for name in ("changed", "other"):
        (work / name).mkdir()
        (work / name / "main.tf").write_text(BAD.format(name=name), encoding="utf-8")
        (work / name / "variables.tf").write_text("# nothing yet\n", encoding="utf-8")
    _run(*git, "add", "--all", cwd=work, home=tmp_path)
    command = (sys.executable, "-m", "pre_commit", "run", "--verbose")
    changed = _run(*command, "bylaw", "--files", "changed/variables.tf", cwd=work, home=tmp_path)
    assert changed.returncode == 1, changed.stdout + changed.stderr
    assert "aws_s3_bucket_acl.changed" in changed.stdout
    assert "aws_s3_bucket_acl.other" not in changed.stdout
    everything = _run(*command, "bylaw-all", "--all-files", cwd=work, home=tmp_path)
    assert everything.returncode == 1
    assert "aws_s3_bucket_acl.changed" in everything.stdout
    assert "aws_s3_bucket_acl.other" in everything.stdout
    nothing = _run(*command, "bylaw", "--files", ".pre-commit-config.yaml", cwd=work, home=tmp_path)
    assert nothing.returncode == 0, nothing.stdout
