"""Which files are plans, whatever their names, and what is said of those that cannot be read."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import configured, constant, document, resource, write

from scanner.inputs import Selection, load_paths
from scanner.inputs.terraform.options import Options
from scanner.model.resources import Resource, ResourceGraph

PLAN = document([resource("aws_vpc.v", {"cidr_block": "x"})])
MAIN = 'resource "aws_vpc" "v" {\n  cidr_block = "x"\n}\n'
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n"


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ResourceGraph, Selection]]:
    """Writes nothing: reads paths in an empty directory that is no repository."""
    monkeypatch.chdir(tmp_path)

    def load(*paths: str, source: str | None = None) -> tuple[ResourceGraph, Selection]:
        return load_paths(paths, Options(), source=source)

    return load


def _kept(found: tuple[ResourceGraph, Selection]) -> list[Resource]:
    return [each for each in found[0].resources if found[1].holds(each)]


@pytest.mark.parametrize("asked", [".", "out/any name.json"])
def test_json_of_any_name_is_recognised_by_its_content(asked: str, tmp_path: Path, read: Callable) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out", "any name.json", PLAN)
    graph, selection = read(asked)
    assert [(each.address, each.place.file) for each in _kept((graph, selection))] == [
        ("aws_vpc.v", "out/any name.json")
    ]
    assert list(graph.sources) == ["out/any name.json"]


@pytest.mark.parametrize("name", ["plan", "plan.txt", "tfplan", "x.tfplan", "plan.out"])
def test_a_file_of_any_name_when_it_is_named(name: str, tmp_path: Path, read: Callable) -> None:
    write(tmp_path, name, "\ufeff  " + json.dumps(PLAN))
    assert [each.address for each in _kept(read(name))] == ["aws_vpc.v"]
    assert len(_kept(read("."))) == (name in ("tfplan", "x.tfplan", "plan.out"))


def test_one_plan_is_read_once(tmp_path: Path, read: Callable) -> None:
    write(tmp_path, "plan.json", PLAN)
    assert len(_kept(read("plan.json", "./plan.json", "."))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"format_version": "1.0"}',
        '{"format_version": "1.0", "provider_schemas": {"values": {}}}',
        '{"format_version": "1.0", "values": {"root_module": 1}}',
        '{"format_version": "1.0", "terraform_version": "1.1", "values": {}}',
        '["format_version", "planned_values"]',
        '"format_version planned_values"',
    ],
)
def test_other_json_is_none_of_ours(text: str, tmp_path: Path, read: Callable) -> None:
    write(tmp_path, "other.json", text)
    graph, _ = read(".")
    assert (graph.resources, graph.problems) == ([], [])


def test_a_manifest_that_speaks_of_plans_is_a_manifest(tmp_path: Path, read: Callable) -> None:
    manifest = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "c"},
        "data": {"format_version": "values"},
    }
    write(tmp_path, "c.json", json.dumps(manifest).replace('"values"', '"\\"planned_values\\""'))
    assert [each.kind for each in _kept(read("."))] == ["ConfigMap"]


@pytest.mark.parametrize("name", ["plan.out", "tfplan", "a.tfplan", "named.bin", "named.json"])
def test_a_binary_plan_is_a_problem_with_the_way_out(name: str, tmp_path: Path, read: Callable) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("tfplan", "x")
    (problem,) = read(name)[0].problems
    assert (problem.severity, problem.kind, problem.file) == ("error", "unreadable", name)
    assert f"terraform show -json {name} > plan.json" in problem.what
    found = [each.severity for each in read(".")[0].problems]
    assert found == ([] if name == "named.bin" else ["error"])


def test_other_files_with_the_names_of_plans_are_left_alone(tmp_path: Path, read: Callable) -> None:
    write(tmp_path, "tfplan", "# notes")
    os.mkfifo(tmp_path / "pipe.tfplan")
    (tmp_path / "plan.out").mkdir()
    assert read(".")[0].problems == []


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_truncated_plan_is_located(cut: float, tmp_path: Path, read: Callable) -> None:
    text = json.dumps(PLAN, indent=1)
    write(tmp_path, "plan.json", text[: int(len(text) * cut)])
    graph, _ = read(".")
    (problem,) = graph.problems
    assert (problem.severity, problem.kind) == ("error", "unparsable")
    assert problem.place is not None
    assert problem.place.line > 1


def test_the_other_files_are_read_whatever_the_plan(tmp_path: Path, read: Callable) -> None:
    write(tmp_path, "plan.json", json.dumps(PLAN)[:-10])
    write(tmp_path, "pod.yaml", POD)
    graph, _ = read(".")
    assert [each.kind for each in graph.resources] == ["Pod"]


def test_a_plan_nobody_asked_for_is_not_read(tmp_path: Path, read: Callable) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "plan.json", PLAN)
    write(tmp_path, "sub.tfplan", "PK\x03\x04")
    write(tmp_path, "pod.yaml", POD)
    graph, selection = read("pod.yaml")
    assert [each.kind for each in graph.resources] == ["Pod"]
    assert [each for each in graph.problems if selection.concerns(each)] == []


def test_what_was_planned_belongs_to_the_plan_wherever_its_source_is(tmp_path: Path, read: Callable) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "plans").mkdir()
    write(tmp_path / "infra", "main.tf", MAIN)
    configuration = {"root_module": {"resources": [configured("aws_vpc.v", {"cidr_block": constant("x")})]}}
    write(tmp_path / "plans", "p.json", PLAN | {"configuration": configuration})
    for asked in ("plans", "plans/p.json"):
        found = read(asked, source="infra")
        assert [str(each.place) for each in _kept(found)] == ["infra/main.tf:1:1"]
    beside = read("plans", "infra", source="infra")
    assert [each.origin.root for each in _kept(beside)] == ["infra", "infra"]
    assert beside[0].sources.keys() == {"infra/main.tf", "plans/p.json"}
    assert {id(each.attributes.source) for each in beside[0].resources} == {id(beside[0].sources["infra/main.tf"])}
