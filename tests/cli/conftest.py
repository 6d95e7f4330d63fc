"""Runs the command in this process, in an empty directory, with nothing of this machine's environment in the way."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scanner.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What one run of the command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("scan", ".")` in `tmp_path`."""
    for name in list(os.environ):
        if name in ("CI", "NO_COLOR", "TERM") or name.startswith(("GITHUB_", "TF_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def runner(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(arguments)
        shown = capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    return runner


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file below `tmp_path`, with the folders it needs."""

    def writer(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
        return path

    return writer


@pytest.fixture
def application_set() -> Callable[..., str]:
    """`application_set(generators, source)`: one of Argo CD, both in YAML's flow style."""

    def made(generators: str, source: str, namespace: str = "{{.name}}", name: str = "all") -> str:
        return f"""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: {name}, namespace: argocd}}
spec:
  goTemplate: true
  generators: [{generators}]
  template:
    metadata: {{name: '{namespace}'}}
    spec:
      destination: {{namespace: '{namespace}'}}
      source: {source}
"""

    return made
