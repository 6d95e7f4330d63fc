"""Null in arguments: what is null is not there, but an item that is null is there all the same, as plain None."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from planned import our_plan

from scanner.inputs.terraform import load_text
from scanner.model.values import PartialList, Unknown

_CASES = {
    "[{ k = null }, 7]": [{"k": None}, 7],
    "[{ k = null }]": [{"k": None}],
    "{ k = null, a = [null] }": {"k": None, "a": [None]},
    "null": None,
    "var.nothing": None,
    "var.no_list": None,
    "{ k = var.nothing, a = [var.no_list, var.object] }": {"k": None, "a": [None, {"a": None, "k": None}]},
    "[for each in [var.object, null] : each]": [{"a": None, "k": None}, None],
    "merge(var.object, { z = false ? 1 : null })": {"a": None, "k": None, "z": None},
    "false ? var.object : null": None,
}
_VARIABLES = """
variable "nothing" {
  type    = string
  default = null
}
variable "no_list" {
  type    = list(string)
  default = null
}
variable "object" {
  type    = object({ a = optional(string), k = optional(list(object({ z = string }))) })
  default = {}
}
"""
_EVERYWHERE = """
provider "aws" {
  region = var.nothing
}
data "aws_iam_policy_document" "d" {
  policy_id = var.nothing
  statement {
    sid       = var.nothing
    actions   = var.no_list
    resources = ["*"]
  }
}
resource "aws_security_group" "g" {
  name        = var.nothing
  description = false ? "a" : null
  tags        = { a = var.nothing, k = var.object.a }
  ingress {
    from_port   = 1
    to_port     = var.nothing
    cidr_blocks = var.no_list
    description = var.object.a
  }
  dynamic "egress" {
    for_each = [var.nothing, "x"]
    content {
      from_port   = egress.key
      description = egress.value
      cidr_blocks = [egress.value]
    }
  }
}
resource "aws_nothing_known" "n" {
  count = var.unset
  a     = var.object
  block {
    k = [var.object, var.unset]
    j = jsonencode({ o = var.object, u = var.unset })
  }
}
resource "aws_sqs_queue" "q" {
  for_each = { a = var.object, k = var.no_list }
  policy   = jsonencode({ o = each.value, u = var.unset, s = aws_security_group.g.ingress })
  tags     = aws_security_group.g.tags
}
variable "unset" {}
"""


@pytest.mark.parametrize("expression", _CASES)
def test_items_that_are_null_are_kept_in_what_has_no_schema(expression: str, tmp_path: Path) -> None:
    text = f'{_VARIABLES}resource "terraform_data" "r" {{\n  input = {expression}\n}}\n'
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    planned, problems = our_plan(tmp_path)
    assert problems == []
    assert planned.resources["terraform_data.r"] == _CASES[expression]


def test_nothing_that_leaves_evaluation_has_typed_nulls() -> None:
    graph = load_text(_VARIABLES + _EVERYWHERE)
    assert [each.what for each in graph.problems if each.severity == "error"] == []
    found = [part for each in graph.resources for part in _parts([each.attributes, each.region, each.labels])]
    assert len(found) > 60
    assert {type(part).__name__ for part in found if not isinstance(part, (dict, list))} <= {
        "NoneType",
        "TypedUnknown",
        "Unknown",
        "bool",
        "int",
        "str",
    }


def _parts(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, PartialList):
        yield from _parts(value.items)
    elif isinstance(value, Unknown):
        yield from () if value.content is None else _parts(value.content)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _parts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _parts(item)
