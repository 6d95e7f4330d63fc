"""Expressions in whole configurations: what Terraform was recorded to make of each, and what it still makes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from asked import ask_bylaw
from planned import TERRAFORM
from recorded_expressions import cases, load, outcome, terraform_outcomes, write_files
from test_terraform_plan import same_type

from scanner.inputs.terraform.evaluate.functions import names
from scanner.inputs.terraform.syntax import HclSyntaxError, parse_expression, tree
from scanner.inputs.terraform.syntax.walk import walk
from scanner.model.places import Source

needs_terraform = pytest.mark.skipif(TERRAFORM is None, reason="the terraform binary is not installed")
_CORPUS = load()
_OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What Bylaw makes of every case of the corpus, all in one configuration."""
    folder = tmp_path_factory.mktemp("ours")
    write_files(_CORPUS, folder)
    every = [case["expression"] for case in cases(_CORPUS)]
    return [outcome(answer) for answer in ask_bylaw(folder, _CORPUS["prelude"], every)]


@pytest.mark.parametrize("section", _CORPUS["cases"])
def test_expressions_give_what_terraform_gives(section: str, ours: list[dict[str, Any]]) -> None:
    wrong = [
        f"{case['expression']}\n  terraform {case}\n  bylaw     {found}"
        for case, found in zip(cases(_CORPUS), ours, strict=True)
        if case in _CORPUS["cases"][section] and not _agree(found, case.get("ours", case))
    ]
    assert not wrong, "\n".join(wrong)


def _agree(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    if "error" in found or "error" in expected:
        return found.get("error") == expected.get("error")
    if found["is"] != expected["is"]:
        return False
    if "type" not in found or "type" not in expected:
        return "type" not in found and "type" not in expected
    return same_type(json.loads(found["type"]), json.loads(expected["type"]))


def test_where_bylaw_differs_it_does_not_know_or_refuses() -> None:
    """But for what Terraform leaves open and cannot turn out otherwise, which is marked so."""
    differing = [case for case in cases(_CORPUS) if "ours" in case]
    assert all("error" in case["ours"] or "<unknown>" in str((case["ours"], case["is"])) for case in differing)
    assert len(differing) * 20 < len(cases(_CORPUS))


def _nodes() -> Iterator[tree.Expression]:
    for case in cases(_CORPUS):
        with suppress(HclSyntaxError):
            yield from walk(parse_expression(case["expression"], Source("corpus", case["expression"])))


def test_every_function_operator_and_kind_of_expression_occurs() -> None:
    nodes = list(_nodes())
    calls = {node.name for node in nodes if isinstance(node, tree.Call)}
    assert [name for name in names() if name not in calls] == []
    assert {node.operator for node in nodes if isinstance(node, tree.Binary)} == set(_OPERATORS)
    assert {node.operator for node in nodes if isinstance(node, tree.Unary)} == {"-", "!"}
    assert {type(node) for node in nodes} == set(tree.Expression.__args__)
    assert {node.full for node in nodes if isinstance(node, tree.Splat)} == {True, False}
    assert {(node.key_result is None, node.group) for node in nodes if isinstance(node, tree.For)} == {
        (True, False),
        (False, False),
        (False, True),
    }
    assert len(cases(_CORPUS)) >= 700


@needs_terraform
def test_terraform_has_no_other_functions() -> None:
    done = subprocess.run([str(TERRAFORM), "metadata", "functions", "-json"], capture_output=True, check=True)
    theirs = {name for name in json.loads(done.stdout)["function_signatures"] if not name.startswith("core::")}
    assert {name for name in names() if "::" not in name} - theirs <= {"list", "map"}
    assert theirs <= set(names())


@needs_terraform
def test_terraform_still_gives_what_was_recorded(tmp_path: Path) -> None:
    found = terraform_outcomes(_CORPUS, tmp_path)
    changed = [
        (case["expression"], answer)
        for case, answer in zip(cases(_CORPUS), found, strict=True)
        if {key: case[key] for key in ("is", "type", "error") if key in case} != answer
    ]
    assert changed == []
