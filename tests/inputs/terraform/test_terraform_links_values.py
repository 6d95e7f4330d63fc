"""Links that only values tell: names that are not known but the same, modules as a whole, what blocks repeat over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scanner.inputs.discover import module_files
from scanner.inputs.files import Tree
from scanner.inputs.terraform import load, load_text
from scanner.model.resources import ResourceGraph

BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "logs"\n}\n'
ACL = "aws_s3_bucket_acl.a"


def links(graph: ResourceGraph) -> list[tuple[str, str]]:
    """Addresses of both ends of every link, sorted."""
    assert not graph.problems
    return sorted((link.source.address, link.target.address) for link in graph.links)


def linked(text: str) -> list[tuple[str, str]]:
    """The links of one file."""
    return links(load_text(text))


def acl(argument: str, before: str, head: str = "") -> str:
    """A bucket's ACL with an argument, and what else there is."""
    return f'{before}\nresource "aws_s3_bucket_acl" "a" {{\n  {head}\n  bucket = {argument}\n}}\n'


def project(folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> ResourceGraph:
    """The graph of a root module and one below it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return load({name: module_files(name) for name in {os.path.dirname(each) or "." for each in files}}, Tree("."))


UNKNOWN = """\
variable "x" {}
variable "y" {}
locals {
  name = "${var.x}-logs"
  once = uuid()
}
resource "random_pet" "p" {}
resource "random_pet" "q" {
  count = 2
}
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("var.x", "var.x"),
        ('"${var.x}-logs"', '"${var.x}-logs"'),
        ('"${var.x}-logs"', "local.name"),
        ('"${var.x}-${"logs"}"', "local.name"),
        ('"${var.y}-${var.x}"', '"${var.y}-${var.x}"'),
        ("lower(var.x)", "lower(var.x)"),
        ("local.once", "local.once"),
        ("random_pet.p.id", "random_pet.p.id"),
        ('"a-${random_pet.q[1].id}"', '"a-${random_pet.q[1].id}"'),
    ],
)
def test_what_is_not_known_is_the_same_in_two_places(one: str, other: str) -> None:
    assert (ACL, "aws_s3_bucket.b") in linked(acl(other, UNKNOWN + BUCKET.replace('"logs"', one)))


@pytest.mark.parametrize("other", ["random_pet.q[1].id", "random_pet.p.id", "var.x", "uuid()"])
def test_what_is_not_known_is_another_elsewhere(other: str) -> None:
    found = linked(acl(other, UNKNOWN + BUCKET.replace('"logs"', "random_pet.q[0].id")))
    assert (ACL, "aws_s3_bucket.b") not in found


def test_instances_share_what_is_not_known_with_their_own_only() -> None:
    each = 'for_each = toset(["x", "y"])\n  bucket = "${var.x}-${each.key}"'
    text = UNKNOWN + f'resource "aws_s3_bucket" "b" {{\n  {each}\n}}\n' + acl('"${var.x}-${each.key}"', "", each[:28])
    assert linked(text) == [(f'{ACL}["{key}"]', f'aws_s3_bucket.b["{key}"]') for key in "xy"]


def test_what_may_be_null_on_both_sides_names_nothing_for_certain() -> None:
    group = 'resource "aws_cloudwatch_log_group" "g" {\n  name = %s\n}\n'
    flow = 'resource "aws_flow_log" "f" {\n  log_group_name = %s\n  vpc_id = "vpc-1"\n}\n'
    optional = 'variable "x" {\n  type = string\n}\n'
    assert linked(optional + group % "var.x" + flow % "var.x") == []
    assert len(linked(optional + group % '"${var.x}"' + flow % '"${var.x}"')) == 0
    assert len(linked(optional + group % '"/${var.x}"' + flow % '"/${var.x}"')) == 1
    settled = optional.replace("string", "string\n  nullable = false")
    assert len(linked(settled + group % "var.x" + flow % "var.x")) == 1


def test_an_argument_that_takes_no_bare_name() -> None:
    destination = 'resource "aws_flow_log" "f" {\n  log_destination = "a${var.x}"\n}\n' + UNKNOWN
    assert linked(destination + BUCKET.replace('"logs"', '"a${var.x}"')) == []


WHOLE = """
module "m" {
  source   = "./m"
  for_each = toset(["a", "b"])
}
module "s" {
  source = "./m"
}
locals {
  all = module.s
}
resource "aws_s3_bucket_acl" "a" {
  bucket = %s
}
"""
OUTPUTS = """
resource "aws_s3_bucket" "one" {}
resource "aws_s3_bucket" "other" {}
resource "aws_s3_bucket" "named" {
  bucket = "logs"
}
output "bucket" { value = aws_s3_bucket.one.id }
output "other" { value = aws_s3_bucket.other.id }
output "name" { value = aws_s3_bucket.named.bucket }
"""


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ('join("", values(module.m)[*].bucket)', ['m["a"].aws_s3_bucket.one', 'm["b"].aws_s3_bucket.one']),
        ('lookup(module.s, "other")', ["s.aws_s3_bucket.other"]),
        ("local.all.bucket", ["s.aws_s3_bucket.one"]),
        ("[for k, m in module.m : m.bucket][1]", ['m["b"].aws_s3_bucket.one']),
        ('one([for k, m in module.m : m.bucket if k == "a"])', ['m["a"].aws_s3_bucket.one']),
        # What is known says by its name which is meant, among those that are mentioned.
        ("local.all.name", ["s.aws_s3_bucket.named"]),
        ('"${length(module.m)}"', []),
        ('"${length(keys(module.s))}-${local.all.other}"', ["s.aws_s3_bucket.other"]),
    ],
)
def test_a_module_as_a_whole_leads_only_where_the_value_comes_from(
    argument: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = project(tmp_path, {"main.tf": WHOLE % argument, "m/main.tf": OUTPUTS}, monkeypatch)
    assert links(graph) == [(ACL, f"module.{each}") for each in expected]


def test_a_module_that_a_resource_repeats_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = WHOLE % "each.value.bucket\n  for_each = module.m"
    graph = project(tmp_path, {"main.tf": text, "m/main.tf": OUTPUTS}, monkeypatch)
    assert links(graph) == [(f'{ACL}["{key}"]', f'module.m["{key}"].aws_s3_bucket.one') for key in "ab"]


@pytest.mark.parametrize(
    ("over", "value", "expected"),
    [
        ('[module.m["b"]]', "access_logs.value.bucket", ['module.m["b"].aws_s3_bucket.one']),
        ("[module.s]", "access_logs.value.other", ["module.s.aws_s3_bucket.other"]),
        ("[aws_s3_bucket.b]", "access_logs.value.id", ["aws_s3_bucket.b"]),
        ("[aws_s3_bucket.b]", '"images"', []),
        ("module.m", "access_logs.key", []),
    ],
)
def test_what_a_dynamic_block_repeats_over(
    over: str, value: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lb = (
        f'resource "aws_lb" "l" {{\n  dynamic "access_logs" {{\n    for_each = {over}\n    content {{\n'
        f"      bucket = {value}\n    }}\n  }}\n}}\n"
    )
    text = BUCKET.replace("logs", "own") + WHOLE[: WHOLE.index("locals")] + lb
    graph = project(tmp_path, {"main.tf": text, "m/main.tf": OUTPUTS}, monkeypatch)
    assert links(graph) == [("aws_lb.l", each) for each in expected]
