"""A scan that several processes share reports what one alone reports, to the last character."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scanner.cli.main import main
from scanner.inputs.kubernetes import reading
from scanner.outputs import json_text, shared, text
from scanner.policy import judge
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


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, language, example in _examples():
        folder = tmp_path / language / name
        folder.mkdir(parents=True)
        (folder / ("main.tf" if language == "terraform" else "objects.yaml")).write_text(example, encoding="utf-8")
    for name, written in HOSTILE.items():
        (tmp_path / name).write_text(written, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "_WORTHWHILE", 1)
    monkeypatch.setattr(judge, "_WORTHWHILE", 1)
    monkeypatch.setattr(shared, "_WORTHWHILE", 1)
    for output in (json_text, text):  # in several rounds
        monkeypatch.setattr(output, "_AT_ONCE", 100)
    return tmp_path


def _report(capfd: Any, processes: int, *arguments: str) -> str:
    code = main(["scan", ".", "--processes", str(processes), *arguments])
    out, err = capfd.readouterr()
    assert err == ""
    return f"{code}\n{out}"


@pytest.mark.parametrize("arguments", [("--format", "json", "--outcomes", "all"), ("--format", "sarif"), ()])
def test_the_same_report(tree: Path, arguments: tuple[str, ...], capfd: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = _report(capfd, 1, *arguments)
    made: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: made.append(fork()) or made[-1])
    for processes in (2, 5):
        assert _report(capfd, processes, *arguments) == alone
    assert len(made) >= 2 * (1 + 4)
    if "json" in arguments:
        summary = json.loads(alone.partition("\n")[2])["summary"]["outcomes"]
        assert min(summary.values()) > 50
