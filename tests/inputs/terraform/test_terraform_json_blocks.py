"""Nested blocks in JSON syntax: one may stand without a list, and what is no block is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.inputs.discover import module_files
from scanner.inputs.files import Tree
from scanner.inputs.terraform import Options
from scanner.inputs.terraform.project import Project
from scanner.model.resources import ResourceGraph
from scanner.model.values import Unknown


def load(folder: Path, arguments: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> ResourceGraph:
    text = json.dumps({"data": {"aws_iam_policy_document": {"d": arguments}}})
    (folder / "main.tf.json").write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return Project(Tree("."), Options()).load({".": module_files(".")}, lambda what: None, lambda root: True)


STATEMENT = {"actions": ["s3:Get*"], "principals": {"type": "AWS", "identifiers": ["*"]}}


@pytest.mark.parametrize("given", [STATEMENT, [STATEMENT], [None, STATEMENT]])
def test_one_block_needs_no_list(given: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = load(tmp_path, {"statement": given}, monkeypatch)
    (resource,) = graph.resources
    assert graph.problems == []
    (statement,) = json.loads(resource.attributes["json"])["Statement"]
    assert statement == {"Effect": "Allow", "Action": "s3:Get*", "Principal": {"AWS": "*"}}
    assert resource.attributes["statement"][0]["principals"][0]["type"] == "AWS"


@pytest.mark.parametrize("given", ["x", 1, ["x"], [[STATEMENT]], {"principals": "x"}, {"principals": ["x"]}])
def test_what_is_no_block_is_refused(given: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = load(tmp_path, {"statement": given}, monkeypatch)
    (resource,) = graph.resources
    (problem,) = graph.problems
    assert problem.what.startswith("Incorrect attribute value type: ")
    assert isinstance(resource.attributes["json"], Unknown)
