"""Places of planned resources: in the configuration they were planned from, otherwise in the plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from plan_samples import by_address, change, configured, constant, document, loaded, read, references, resource, write

from scanner.model.places import Source
from scanner.model.values import place_at

MAIN = """\
variable "port" {}

resource "aws_security_group" "g" {
  for_each = toset(["k", "l"])
  name     = "group-${each.key}" # bylaw:ignore[x] y
  ingress {
    from_port   = var.port
    to_port     = 443
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  }
  ingress {
    from_port   = 22
    to_port     = 22
    cidr_blocks = var.cidrs
  }
  dynamic "egress" {
    for_each = var.egress
    content {
      to_port = egress.value
    }
  }
  tags = {
    Name = "g"
    Team = var.team
  }
}

module "m" {
  source = "./child"
}
"""
CHILD = 'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\n'
GROUP = 'aws_security_group.g["k"]'


def _plan() -> dict:
    ingress = [
        {"from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/16"]},
        {"from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0", "10.0.0.0/8"]},
    ]
    values = {
        "name": "group-k",
        "ingress": ingress,
        "egress": [{"to_port": 1}, {"to_port": 2}],
        "tags": {"Name": "g", "Team": "t"},
        "revoke_rules_on_delete": False,
    }
    expressions = {"name": references("each.key"), "tags": references("var.team")}
    found = document(
        [resource(GROUP, values)],
        [change(GROUP, "create", unknown={"id": True})],
        [configured("aws_security_group.g", expressions, for_each_expression=constant(["k", "l"]))],
    )
    root = found["planned_values"]["root_module"]
    root["child_modules"] = [
        {"address": "module.m", "resources": [resource("module.m.aws_vpc.v", {"cidr_block": "x"})]}
    ]
    inner = {"resources": [configured("aws_vpc.v", {"cidr_block": constant("10.0.0.0/16")})]}
    found["configuration"]["root_module"]["module_calls"] = {"m": {"source": "./child", "module": inner}}
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "infra" / "child").mkdir(parents=True)
    write(tmp_path / "infra", "main.tf", MAIN)
    write(tmp_path / "infra" / "child", "main.tf", CHILD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("path", "source"), [("infra/plan.json", None), ("plan.json", "infra")])
def test_places_are_those_of_the_source(folder: Path, path: str, source: str | None) -> None:
    graph = loaded(_plan(), path, source)
    assert graph.problems == []
    group = by_address(graph)[GROUP]
    assert str(group.place) == "infra/main.tf:3:1"
    assert (group.extent.line, group.extent.end_line) == (3, 26)
    assert group.origin.root == "infra"

    def at(*path: str | int) -> str:
        return str(place_at(group.attributes, path)).removeprefix("infra/main.tf:")

    assert at("name") == "5:3"
    assert at("tags") == "22:3"
    assert at("tags", "Team") == "24:5"
    # The set has the blocks in another order, and the addresses of one in another order than they are written.
    assert at("ingress", 1, "cidr_blocks") == "9:5"
    assert at("ingress", 1, "cidr_blocks", 0) == "9:34"
    assert at("ingress", 1, "cidr_blocks", 1) == "9:20"
    assert at("ingress", 0) == "11:3"
    assert at("ingress", 0, "cidr_blocks", 0) == "14:5"
    assert at("egress", 1, "to_port") == "19:7"
    assert at("revoke_rules_on_delete") == "None"
    vpc = by_address(graph)["module.m.aws_vpc.v"]
    assert str(vpc.place) == "infra/child/main.tf:1:1"
    assert [(call.address, str(call.place)) for call in vpc.origin.calls] == [("module.m", "infra/main.tf:28:1")]
    assert [str(comment.place) for comment in graph.comments] == ["infra/main.tf:5:34"]
    assert graph.sources["infra/main.tf"] is group.attributes.source


def test_a_dynamic_block_in_the_source_tells_what_is_written(folder: Path) -> None:
    found = _plan()
    del found["planned_values"]["root_module"]["resources"][0]["values"]["egress"]
    found["resource_changes"][0]["change"]["after_unknown"] = {"egress": True, "arn": True}
    value = by_address(loaded(found, "infra/plan.json"))[GROUP].attributes["egress"]
    assert [each.name for each in value.references][1:] == ["var.egress"]
    assert str(value.references[0].place) == "infra/main.tf:16:3"
    (folder / "infra" / "main.tf").write_text(MAIN.replace('dynamic "egress"', 'dynamic "other"'))
    assert "egress" not in by_address(loaded(found, "infra/plan.json"))[GROUP].attributes


def test_a_source_that_has_changed_since_gives_headings_only(folder: Path) -> None:
    (folder / "infra" / "main.tf").write_text(MAIN.replace("  name     =", "  name_prefix ="))
    group = by_address(loaded(_plan(), "infra/plan.json"))[GROUP]
    assert str(group.place) == "infra/main.tf:3:1"
    assert place_at(group.attributes, ("tags",)) is None


def test_another_configuration_beside_the_plan_is_not_its_source(folder: Path) -> None:
    (folder / "infra" / "main.tf").write_text(MAIN.replace('"aws_security_group" "g"', '"aws_security_group" "h"'))
    graph = loaded(_plan(), "infra/plan.json")
    assert {each.place.file for each in graph.resources} == {"infra/plan.json"}
    assert list(graph.sources) == ["infra/plan.json"]
    assert graph.comments == []


def test_a_source_that_was_named_and_is_not_there(folder: Path) -> None:
    graph = loaded(_plan(), "plan.json", "nowhere")
    assert [(each.severity, each.kind, each.file) for each in graph.problems] == [("error", "unreadable", "plan.json")]
    assert len(graph.resources) == 2


def test_a_source_that_was_named_and_has_nothing_of_the_plan(folder: Path) -> None:
    (folder / "infra" / "main.tf").write_text('resource "aws_vpc" "other" {}\n')
    graph = loaded(_plan(), "plan.json", "infra")
    assert [(each.severity, each.kind) for each in graph.problems] == [("warning", "unresolved")]


def test_what_is_wrong_with_the_source_did_not_keep_terraform_from_planning(folder: Path) -> None:
    (folder / "infra" / "broken.tf").write_text("resource {{{\n")
    graph = loaded(_plan(), "infra/plan.json")
    assert graph.problems
    assert {(each.severity, each.file) for each in graph.problems} == {("warning", "infra/plan.json")}
    assert {str(each.place) for each in graph.problems} == {"infra/broken.tf:1:11"}
    assert str(by_address(graph)[GROUP].place) == "infra/main.tf:3:1"


def test_files_that_are_known_are_not_read_again(folder: Path) -> None:
    known = {"infra/main.tf": Source("infra/main.tf", MAIN)}
    graph, origins = read(_plan(), "infra/plan.json", None, known)
    assert graph.sources["infra/main.tf"] is known["infra/main.tf"]
    assert graph.comments == []
    assert {id(each.origin) for each in graph.resources} == {id(each) for each in origins}


def test_places_in_a_plan_of_many_lines() -> None:
    text = json.dumps(_plan(), indent=2)
    graph = loaded(text)
    lines = text.splitlines()
    for each in graph.resources:
        line = lines[each.place.line - 1]
        entry = line[each.place.column - 1 : each.place.end_column - 1]
        assert json.loads("{" + entry + "}") == {"address": each.address}
    vpc = by_address(graph)["module.m.aws_vpc.v"]
    assert '"address": "module.m"' in lines[vpc.origin.calls[0].place.line - 1]
    assert all(each.origin.root == "." for each in graph.resources)


def test_a_plan_in_one_line_has_no_places_to_point_at() -> None:
    assert {str(each.place) for each in loaded(_plan(), "plans/p.json").resources} == {"plans/p.json:1:1"}
    assert {each.origin.root for each in loaded(_plan(), "plans/p.json").resources} == {"plans"}


@pytest.mark.parametrize("indent", [None, 1, "broken lines"])
def test_reports_can_quote_nothing_of_a_plan_but_addresses(indent: object) -> None:
    values = {"password": "hunter2", "text": '"address": "aws_vpc.v"'}
    found = document([resource("aws_vpc.v", values, {"password": True}), resource("aws_vpc.w", {"cidr_block": "x"})])
    if indent == "broken lines":
        text = json.dumps(found).replace('{"address"', '{\n"address"')
    else:
        text = json.dumps(found, indent=indent)  # type: ignore[arg-type]
    graph = loaded(text)
    quoted = graph.sources["plan.json"]
    for each in graph.resources:
        line = quoted.line(each.place.line)[each.place.column - 1 :]
        assert indent is None or line.replace(" ", "") == f'"address":"{each.address}"'
    rest = quoted.text.replace('"address"', "").replace("aws_vpc.v", "").replace("aws_vpc.w", "")
    assert "hunter2" not in rest
    assert "values" not in rest


def test_explanations_lead_through_variables_and_locals(folder: Path) -> None:
    group = by_address(loaded(_plan(), "infra/plan.json"))[GROUP]
    assert group.explain is not None
    assert [(each.name, str(each.place)) for each in group.explain(("ingress", 1, "from_port"))] == [
        ("var.port", "infra/main.tf:1:1"),
        ("var.cidrs", "None"),
    ]
    assert group.explain(()) == ()
