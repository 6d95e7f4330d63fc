"""Blocks that are written beside dynamic ones of unknown number: rules see those that are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from policy_builders import no_pods, write_rule

from scanner.inputs.terraform.project import load_text
from scanner.model.resources import ResourceGraph
from scanner.model.values import PartialList, Unknown
from scanner.model.verdicts import Verdict
from scanner.policy.defaults import TypeDefaults, with_defaults
from scanner.policy.judge import judge
from scanner.policy.packs import Pack, read_pack
from scanner.policy.rulesets import rules_of

STATIC = """
  ingress {{
    from_port   = {port}
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }}"""
DYNAMIC = """
  dynamic "ingress" {
    for_each = var.more
    content {
      from_port = ingress.value
      to_port   = 22
      protocol  = "tcp"
    }
  }"""
EXISTS = "!resource.ingress.exists(i, i.from_port == 22)"


def group(*blocks: str) -> str:
    body = "".join(blocks)
    return f'variable "more" {{}}\nresource "aws_security_group" "g" {{\n  name = "g"{body}\n}}\n'


def judged(tmp_path: Path, graph: ResourceGraph | str, **keys: Any) -> list[Verdict]:
    graph = load_text(graph) if isinstance(graph, str) else graph
    texts = {name: value if name == "each" else json.dumps(value) for name, value in keys.items()}
    write_rule(tmp_path, match="{terraform: [aws_security_group]}", message=texts.pop("message", '"bad"'), **texts)
    result = judge(
        graph,
        rules_of([Pack(tmp_path, read_pack(tmp_path).rules, {})]),
        no_pods,
        frozenset({"pass", "fail", "unknown"}),
    )
    assert result.problems == []
    return result.verdicts


@pytest.mark.parametrize("order", [(STATIC.format(port=22), DYNAMIC), (DYNAMIC, STATIC.format(port=22))])
def test_a_static_block_can_fail_a_check_over_all(tmp_path: Path, order: tuple[str, ...]) -> None:
    (verdict,) = judged(tmp_path, group(*order), check=EXISTS)
    assert verdict.outcome == "fail"


def test_static_blocks_alone_cannot_pass_it(tmp_path: Path) -> None:
    (verdict,) = judged(tmp_path, group(STATIC.format(port=443), DYNAMIC), check=EXISTS)
    assert verdict.outcome == "unknown"
    assert any(isinstance(reason.value, Unknown) for reason in verdict.because)


@pytest.mark.parametrize("check", ["size(resource.ingress) == 1", "resource.ingress[0].from_port == 22"])
def test_number_and_order_are_unknown(tmp_path: Path, check: str) -> None:
    (verdict,) = judged(tmp_path, group(STATIC.format(port=22), DYNAMIC), check=check)
    assert verdict.outcome == "unknown"


def test_each_judges_the_known_ones_and_leaves_the_rest_open(tmp_path: Path) -> None:
    text = group(STATIC.format(port=22), STATIC.format(port=443), DYNAMIC)
    verdicts = judged(tmp_path, text, each="{i: resource.ingress}", check="i.from_port != 22")
    outcomes = sorted((str(each.item), each.outcome) for each in verdicts)
    assert outcomes == [("None", "unknown"), ("ingress[0]", "fail"), ("ingress[1]", "pass")]
    failed = next(each for each in verdicts if each.outcome == "fail")
    assert failed.place is not None
    assert (failed.place.line, failed.place.column) == (5, 5)


def test_a_dynamic_block_alone_is_wholly_unknown() -> None:
    (resource,) = load_text(group(DYNAMIC)).resources
    ingress = resource.attributes["ingress"]
    assert isinstance(ingress, Unknown)
    assert not isinstance(ingress, PartialList)


def test_a_dynamic_block_that_is_known_makes_a_list() -> None:
    text = group(STATIC.format(port=1), DYNAMIC).replace("var.more", "[2, 3]")
    (resource,) = load_text(text).resources
    assert [block["from_port"] for block in resource.attributes["ingress"]] == [1, 2, 3]


def test_defaults_are_filled_into_the_known_ones(tmp_path: Path) -> None:
    defaults = TypeDefaults("page", {}, {("ingress",): {"self": True}})
    graph = with_defaults(load_text(group(STATIC.format(port=22), DYNAMIC)), lambda kind: defaults)
    (verdict,) = judged(tmp_path, graph, check="!resource.ingress.exists(i, has(i.self) && i.self)")
    assert verdict.outcome == "fail"


SECRET = "hunter22"


@pytest.mark.parametrize("way", ["configuration", "rule"])
def test_secrets_in_the_known_ones_are_not_shown(tmp_path: Path, way: str) -> None:
    given = f'"{SECRET}"' if way == "rule" else "var.secret"
    block = f"\n  ingress {{\n    from_port   = 22\n    description = {given}\n  }}"
    variable = f'variable "secret" {{\n  default   = "{SECRET}"\n  sensitive = true\n}}\n'
    keys = {"sensitive": ["resource.ingress[*].description"]} if way == "rule" else {}
    verdicts = judged(
        tmp_path,
        variable + group(block, DYNAMIC),
        each="{i: resource.ingress}",
        check="i.description == ''",
        message="{i.description} in {i} of {resource.ingress}",
        **keys,
    )
    assert {each.outcome for each in verdicts} == {"fail", "unknown"}
    for each in verdicts:
        assert SECRET not in each.message
        assert SECRET not in repr([reason.value for reason in each.because])


def test_blocks_that_become_something_else_are_known_in_part_as_well() -> None:
    text = """
variable "more" {}
resource "kubernetes_service_v1" "s" {
  metadata { name = "s" }
  spec {
    port { port = 80 }
    dynamic "port" {
      for_each = var.more
      content { port = port.value }
    }
  }
}
"""
    (resource,) = load_text(text).resources
    ports = resource.attributes["spec"]["port"]
    assert isinstance(ports, PartialList)
    assert [each["port"] for each in ports.items] == [80]
