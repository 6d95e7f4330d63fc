"""A scan that several processes share reports what one alone reports, to the last character."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.policy.locations import builtin_directory
from scanner.policy.packs import read_pack

POD = "apiVersion: v1\nkind: Pod\nmetadata: "
HOSTILE = {
    "broken.yaml": f"{POD}{{name: [\n",
    "twice.yaml": f"{POD}{{name: a, name: b}}\nspec: {{containers: [{{name: c, image: c}}]}}\n",
    "nan.yaml": f"{POD}{{name: n}}\nspec: {{priority: .nan, containers: [{{name: c}}]}}\n",
    "anchors.yaml": f"{POD}{{name: &n x}}\nspec: {{containers: [{{name: *n, image: c}}]}}\n",
    "template.yaml": f"{POD}{{name: '{{{{ .x }}}}'}}\nspec: {{containers: []}}\n",
    "secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: hunter2hunter2\n",
    "variable.yaml": f"{POD}{{name: v}}\nspec:\n  containers:\n    - name: c\n      image: c:latest\n      env:\n"
    "        - name: PASSWORD\n          value: hunter2hunter2\n",
    "ignored.yaml": f"# bylaw:ignore[k8s-image-latest] because of a test\n{POD}\n  name: i\n"
    "spec:\n  containers:\n    - name: c\n      image: c:latest\n",
    "surrogate.json": '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "\\ud800"}, "spec": {}}',
    "list.yaml": "apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: l}, spec: {containers: [{name: c}]}}]\n",
}


def _examples() -> Iterator[tuple[str, str, str]]:
    for source in read_pack(builtin_directory()).rules:
        for number, example in enumerate(source.examples):
            yield f"{source.rule.id}-{number}", example.language, example.text


DRIVER = """
import os, sys
from scanner.cli.main import main
from scanner.inputs.kubernetes import reading
from scanner.outputs import shared
from scanner.policy import judge

reading._PIECE, judge._PIECE, shared._PIECE = 2_000, 20, 50
made, fork = [], os.fork
os.fork = lambda: made.append(fork()) or made[-1]
code = main(sys.argv[1:])
sys.stdout.flush()
print(code, len(made), file=sys.stderr)
"""
"""A scan in a process without other threads, which shares whatever it can, and tells how many processes it made."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, language, example in _examples():
        folder = tmp_path / language / name
        folder.mkdir(parents=True)
        (folder / ("main.tf" if language == "terraform" else "objects.yaml")).write_text(example, encoding="utf-8")
    for name, written in HOSTILE.items():
        (tmp_path / name).write_text(written, encoding="utf-8")
    return tmp_path


def _report(tree: Path, processes: int, *arguments: str) -> tuple[str, bytes, int]:
    """Exit code, report, and the number of processes that were made."""
    command = [sys.executable, "-c", DRIVER, "scan", ".", "--processes", str(processes), *arguments]
    ran = subprocess.run(command, cwd=tree, capture_output=True, check=True)
    code, made = ran.stderr.decode().split()
    return code, ran.stdout, int(made)


@pytest.mark.parametrize("arguments", [("--format", "json", "--outcomes", "all"), ("--format", "sarif"), ()])
def test_the_same_report(tree: Path, arguments: tuple[str, ...]) -> None:
    code, alone, made = _report(tree, 1, *arguments)
    assert made == 0
    for processes in (2, 5):
        again = _report(tree, processes, *arguments)
        assert again[:2] == (code, alone)
        assert again[2] >= 3 * (processes - 1)
    if "json" in arguments:
        assert min(json.loads(alone)["summary"]["outcomes"].values()) > 50
