"""Real plans and our own evaluation of the same configuration: the same resources, values, places and links."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from plan_samples import by_address, loaded, pairs
from plan_terraform import comparable, evaluated, needs_terraform, shown_plan, terraform

from scanner.model.resources import ResourceGraph
from scanner.model.values import place_at

pytestmark = needs_terraform
CORPUS = Path(__file__).resolve().parents[3] / "corpus" / "plans"

LINKED = """
variable "names" { default = ["a", "b"] }
locals {
  first = terraform_data.plain.id
  many  = { for key, each in terraform_data.repeated : key => each.id }
}
resource "terraform_data" "plain" { input = "x" }
resource "terraform_data" "repeated" {
  for_each = toset(var.names)
  input    = each.key
}
resource "terraform_data" "same_key" {
  for_each = terraform_data.repeated
  input    = each.value.id
}
resource "terraform_data" "own_key" {
  for_each = toset(var.names)
  input    = { list = [terraform_data.repeated[each.key].id, "x"], known = "y" }
}
resource "terraform_data" "counted" {
  count = 2
  input = terraform_data.repeated[var.names[count.index]].id
}
resource "terraform_data" "by_count" {
  count = 2
  input = terraform_data.counted[count.index].id
}
resource "terraform_data" "one_key" { input = terraform_data.repeated["b"].id }
resource "terraform_data" "all" { input = values(terraform_data.repeated)[*].id }
resource "terraform_data" "local" { input = "${local.first}-suffix" }
module "child" {
  source   = "./child"
  for_each = toset(var.names)
  target   = terraform_data.repeated[each.key].id
  fixed    = terraform_data.plain.id
}
resource "terraform_data" "output" { input = module.child["a"].inner }
resource "terraform_data" "outputs" {
  for_each = toset(var.names)
  input    = module.child[each.key].inner
}
"""
CHILD = """
variable "target" {}
variable "fixed" { default = null }
resource "terraform_data" "inner" { input = var.target }
resource "terraform_data" "fixed" { input = var.fixed }
output "inner" { value = terraform_data.inner.id }
"""
THROUGH_LOCAL = {("terraform_data.local", "terraform_data.plain")}
COMPUTED_KEY = {
    ("terraform_data.counted[0]", 'terraform_data.repeated["b"]'),
    ("terraform_data.counted[1]", 'terraform_data.repeated["a"]'),
}
"""Links that a plan makes too many: it does not say what the key in `x[var.names[count.index]]` comes to."""


def _planned(folder: Path, elsewhere: Path | None = None) -> ResourceGraph:
    """The plan of a folder, read from within it, or from a folder with nothing else in it."""
    text = shown_plan(folder)
    target = elsewhere or folder
    target.mkdir(exist_ok=True)
    before = os.getcwd()
    os.chdir(target)
    try:
        return loaded(text)
    finally:
        os.chdir(before)


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_a_plan_gives_what_evaluation_gives(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(CORPUS / name, folder)
    ours, planned = by_address(evaluated(folder)), _planned(folder)
    assert planned.problems == []
    theirs = by_address(planned)
    assert theirs.keys() == ours.keys()
    for address, resource in theirs.items():
        own = ours[address]
        # What a plan knows beyond the configuration is what has no value there.
        assert comparable(resource.attributes) == {
            key: value for key, value in comparable(own.attributes).items() if value is not None
        }, address
        assert (resource.type, resource.name, resource.provider) == (own.type, own.name, own.provider)
        assert (resource.place, resource.extent, resource.origin) == (own.place, own.extent, own.origin)
        for key in resource.attributes:
            assert place_at(resource.attributes, (key,)) == place_at(own.attributes, (key,))
        assert resource.action == "create"


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    folder = tmp_path / "linked"
    (folder / "child").mkdir(parents=True)
    (folder / "main.tf").write_text(LINKED)
    (folder / "child" / "main.tf").write_text(CHILD)
    return folder


def test_links_are_those_of_evaluation(linked: Path) -> None:
    ours, planned = evaluated(linked), _planned(linked)
    assert pairs(planned.links) == pairs(ours.links) | COMPUTED_KEY
    assert {(link.source.address, link.place) for link in planned.links} == {
        (link.source.address, link.place) for link in ours.links
    }


def test_links_without_the_source_lack_only_those_through_locals(linked: Path, tmp_path: Path) -> None:
    ours, planned = evaluated(linked), _planned(linked, tmp_path / "elsewhere")
    assert pairs(planned.links) == (pairs(ours.links) - THROUGH_LOCAL) | COMPUTED_KEY
    assert all(resource.place.file == "plan.json" for resource in planned.resources)


def test_unknowns_say_what_they_depend_on(linked: Path) -> None:
    resources = by_address(_planned(linked))
    value = resources['module.child["a"].terraform_data.inner'].attributes["input"]
    assert [reference.name for reference in value.references] == [
        'module.child["a"].terraform_data.inner.input',
        "var.target",
        'terraform_data.repeated["a"].id',
    ]
    assert [str(reference.place) for reference in value.references] == [
        "child/main.tf:4:37",
        "child/main.tf:2:1",
        "main.tf:8:1",
    ]
    assert value.not_null
    assert resources["terraform_data.all"].attributes["input"][0].references[-1].name.startswith("terraform_data.repe")
    values = [each.attributes.get("input") for each in resources.values()]
    unknown = [value for value in values if getattr(value, "origin", None) is not None]
    assert len({value.origin for value in unknown}) == len(unknown)


def test_values_of_sensitive_variables_are_marked(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'variable "secret" {\n  default   = "hunter2"\n  sensitive = true\n}\n'
        'resource "terraform_data" "whole" { input = var.secret }\n'
        'resource "terraform_data" "part" { input = { a = var.secret, b = "open", c = ["open", var.secret] } }\n'
    )
    resources = by_address(_planned(tmp_path))
    assert resources["terraform_data.whole"].attributes.sensitive == {"input"}
    part = resources["terraform_data.part"].attributes
    assert part["input"].sensitive == {"a", "c"}
    assert comparable(part["input"]) == {"a": "hunter2", "b": "open", "c": ["open", "hunter2"]}


def test_what_is_left_alone_changed_replaced_and_destroyed(tmp_path: Path) -> None:
    def configuration(*inputs: str, trigger: str = "1") -> str:
        written = [
            f'resource "terraform_data" "r{number}" {{\n  input = {value}\n}}\n' for number, value in enumerate(inputs)
        ]
        return "".join(written) + f'resource "terraform_data" "t" {{\n  triggers_replace = {trigger}\n}}\n'

    (tmp_path / "main.tf").write_text(configuration('"a"', '"b"', '"c"'))
    terraform(tmp_path, "init", "-no-color", "-input=false")
    terraform(tmp_path, "apply", "-no-color", "-auto-approve")
    (tmp_path / "main.tf").write_text(configuration('"a"', '"B"', trigger="2"))
    resources = by_address(_planned(tmp_path))
    assert {address: each.action for address, each in resources.items()} == {
        "terraform_data.r0": "no-op",
        "terraform_data.r1": "update",
        "terraform_data.t": "replace",
    }
    assert resources["terraform_data.r1"].attributes["input"] == "B"
    assert resources["terraform_data.r0"].attributes["output"] == "a"
    assert resources["terraform_data.t"].attributes["triggers_replace"] == 2


def test_a_destroying_plan_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "terraform_data" "a" {\n  input = 1\n}\n')
    terraform(tmp_path, "init", "-no-color", "-input=false")
    terraform(tmp_path, "apply", "-no-color", "-auto-approve")
    graph = loaded(shown_plan(tmp_path, "-destroy"))
    assert (graph.resources, graph.problems) == ([], [])


def test_a_state_has_values_and_links(linked: Path, tmp_path: Path) -> None:
    terraform(linked, "init", "-no-color", "-input=false")
    terraform(linked, "apply", "-no-color", "-auto-approve")
    text = terraform(linked, "show", "-json")
    graph = loaded(text)
    assert graph.problems == []
    resources = by_address(graph)
    assert resources.keys() == by_address(evaluated(linked)).keys()
    assert {each.action for each in graph.resources} == {None}
    plain = resources["terraform_data.plain"].attributes
    assert (
        resources['terraform_data.same_key["a"]'].attributes["input"]
        == resources['terraform_data.repeated["a"]'].attributes["id"]
    )
    assert plain["input"] == "x"
    # Values that are handed on whole tell; what an expression builds around them does not.
    assert pairs(graph.links) == pairs(evaluated(linked).links) - THROUGH_LOCAL


def test_a_plan_that_ended_in_an_error_is_not_complete(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "terraform_data" "a" {\n  input = 1\n}\n')
    document = json.loads(shown_plan(tmp_path))
    (problem,) = loaded(document | {"errored": True}).problems
    assert problem.severity == "error"
    assert "ended with an error" in problem.what
