"""Every function against what Terraform was recorded to make of it, and Terraform against the record."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from expression_walker import Folder, evaluate

from scanner.inputs.terraform.evaluate.functions import LAZY, FunctionError, names
from scanner.inputs.terraform.evaluate.functions.json_codec import encode
from scanner.inputs.terraform.evaluate.nulls import without_types
from scanner.inputs.terraform.evaluate.unknowns import find_unknowns

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORPUS = yaml.load((Path(__file__).parent / "functions.yaml").read_text(encoding="utf-8"), Loader=_LOADER)
_CASES: list[dict[str, Any]] = [case for family in _CORPUS["cases"].values() for case in family]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("module")
    for name, content in _CORPUS["files"].items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(bytes.fromhex(content))
    return Folder(path)


def _outcome(expression: str, folder: Folder) -> dict[str, Any]:
    try:
        value = without_types(evaluate(expression, folder))
    except FunctionError as error:
        return {"error": str(error)}
    return {"unknown": True} if find_unknowns(value) else {"is": encode(value)}


@pytest.mark.parametrize("family", _CORPUS["cases"])
def test_functions_give_what_terraform_gives(family: str, folder: Folder) -> None:
    wrong = []
    for case in _CORPUS["cases"][family]:
        ours = _outcome(case["expression"], folder)
        expected = case.get("ours") or {key: case[key] for key in ("is", "error", "unknown") if key in case}
        if "error" in expected and "error" in ours and (case.get("loose") or ours["error"].endswith(expected["error"])):
            continue
        if ours != expected:
            wrong.append(f"{case['expression']}\n  expected {expected}\n  got      {ours}")
    assert not wrong, "\n".join(wrong)


def test_where_we_differ_from_terraform_we_are_unknown_and_never_another_value() -> None:
    differing = [case for case in _CASES if "ours" in case]
    assert all(case["ours"] == {"unknown": True} or "unknown" in case for case in differing), differing


def test_the_corpus_calls_every_function() -> None:
    text = "\n".join(case["expression"] for case in _CASES)
    unavoidable = {"uuid", "timestamp", "plantimestamp", "templatestring", "abspath", *LAZY}
    assert [name for name in names() if f"{name}(" not in text and name not in unavoidable] == []
    assert len(_CASES) >= 450


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not on PATH")
def test_terraform_still_gives_what_was_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[4] / "tools"))
    monkeypatch.delitem(sys.modules, "record_functions", raising=False)
    import record_functions

    files = {name: bytes.fromhex(content) for name, content in _CORPUS["files"].items()}
    answers = record_functions.ask([case["expression"] for case in _CASES], files)
    changed = [
        (case["expression"], answer)
        for case, answer in zip(_CASES, answers, strict=True)
        if {key: case[key] for key in ("is", "error", "unknown") if key in case} != answer
    ]
    assert changed == []
