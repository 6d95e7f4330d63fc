"""Configurations evaluated by the terraform binary and by Bylaw: the same addresses, values, unknowns and types."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from planned import TERRAFORM, Planned, our_plan, terraform_plan

from scanner.inputs.terraform import Assignments, Options, load_text
from scanner.model.values import Unknown

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "plans"


@pytest.mark.skipif(TERRAFORM is None, reason="the terraform binary is not installed")
@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_terraform_plans_the_same(name: str, tmp_path: Path) -> None:
    """`arguments.json` beside a configuration says what both are told on the command line and in the environment."""
    folder = tmp_path / name
    shutil.copytree(CORPUS / name, folder)
    given = folder / "arguments.json"
    asked = json.loads(given.read_text(encoding="utf-8")) if given.exists() else {}
    arguments, environment = asked.get("arguments", []), asked.get("environment", {})
    ours, problems = our_plan(folder, Options(Assignments(tuple(map(tuple, arguments)), environment)))
    variables = {f"TF_VAR_{key}": value for key, value in environment.items()}
    theirs = terraform_plan(folder, [f"-{kind}={value}" for kind, value in arguments], variables)
    assert isinstance(theirs, Planned), theirs
    assert [f"{problem.place}: {problem.what}" for problem in problems] == []
    assert ours.resources == theirs.resources
    assert ours.outputs == theirs.outputs
    for output, type in theirs.types.items():
        assert same_type(json.loads(ours.types[output]), json.loads(type)), (output, ours.types[output], type)


def same_type(ours: Any, theirs: Any) -> bool:
    """Whether a type is Terraform's. Null has no type here, where Terraform may know `null` of type string."""
    if ours == "dynamic" or isinstance(ours, str) or isinstance(theirs, str):
        return bool(ours in ("dynamic", theirs))
    if ours[0] != theirs[0]:
        return False
    if ours[0] == "object":
        return ours[1].keys() == theirs[1].keys() and all(same_type(ours[1][key], theirs[1][key]) for key in ours[1])
    if ours[0] == "tuple":
        return len(ours[1]) == len(theirs[1]) and all(map(same_type, ours[1], theirs[1]))
    return same_type(ours[1], theirs[1])


def test_a_tofu_file_takes_the_place_of_its_namesake(tmp_path: Path) -> None:
    texts = {
        "main.tf": 'resource "terraform_data" "shadowed" {}',
        "main.tofu": 'resource "terraform_data" "r" {\n  input = local.a\n}',
        "more.tf.json": '{"locals": {"a": "shadowed"}}',
        "more.tofu.json": '{"locals": {"a": "tofu"}}',
        "plain.tf": 'output "o" { value = local.a }',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ours, problems = our_plan(tmp_path)
    assert not problems
    assert ours.resources == {"terraform_data.r": "tofu"}
    assert ours.outputs == {"o": "tofu"}


@pytest.mark.parametrize("argument", ["count = var.n", "for_each = var.m"])
def test_an_instance_of_what_is_not_known_is_of_no_type_of_its_argument(argument: str) -> None:
    key = "0" if "count" in argument else '"a"'
    text = f"""\
variable "n" {{ type = number }}
variable "m" {{ type = map(string) }}
resource "terraform_data" "b" {{
  {argument}
  input = "x"
}}
resource "terraform_data" "c" {{ input = terraform_data.b[{key}].id }}
"""
    graph = load_text(text)
    assert graph.problems == []
    assert isinstance(graph.resources[-1].attributes["input"], Unknown)
