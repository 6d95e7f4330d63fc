"""Links by name: what is linked passes, what is not fails, and what may turn out to be linked is unknown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from policy_builders import make_resource

from scanner.cli.main import main
from scanner.inputs.terraform import load_text
from scanner.inputs.terraform.names.facts import PROVIDERS, namings
from scanner.model.places import Place
from scanner.model.resources import Link, ResourceGraph
from scanner.model.values import Reference, Unknown
from scanner.policy.doubts import NAMES
from scanner.policy.links import LinkIndex

HEAD = """\
variable "x" { type = string }
resource "random_pet" "p" {}
resource "random_pet" "q" {}
"""
VERSIONING = """
resource "aws_s3_bucket_versioning" "v" {{
  bucket = {}
  versioning_configuration {{
    status = "Enabled"
  }}
}}
"""
BUCKET = 'resource "aws_s3_bucket" "b" {{\n  bucket = {}\n}}\n'


def judged(folder: Path, text: str, capsys: pytest.CaptureFixture[str], rule: str) -> dict[str, str]:
    """Outcome of one rule by the address of what it judged."""
    (folder / "main.tf").write_text(text, encoding="utf-8")
    capsys.readouterr()
    main(["scan", str(folder), "--format", "json", "--outcomes", "all", "--rules", str(folder)])
    report = json.loads(capsys.readouterr().out)
    assert not [problem for problem in report["problems"] if problem["severity"] == "error"]
    return {each["resource"]["address"]: each["outcome"] for each in report["verdicts"] if each["rule"] == rule}


@pytest.mark.parametrize(
    ("bucket", "named", "outcome"),
    [
        ('"logs"', '"logs"', "pass"),
        ('"logs"', '"${"lo"}gs"', "pass"),
        ('"logs"', '"other"', "fail"),
        ("null", '"logs"', "fail"),
        # One of the two is not known.
        ('"logs"', "var.x", "unknown"),
        ('"logs"', '"${var.x}-logs"', "unknown"),
        ("var.x", '"logs"', "unknown"),
        ('"logs-${var.x}"', '"logs-a"', "unknown"),
        ('"logs-${var.x}"', '"images"', "fail"),
        # What Terraform makes up is nothing that could be written beforehand, but may be used on both sides.
        ("random_pet.p.id", '"logs"', "fail"),
        ("random_pet.p.id", "random_pet.p.id", "pass"),
        ("random_pet.p.id", "random_pet.q.id", "fail"),
        ("random_pet.p.id", "lower(random_pet.p.id)", "unknown"),
        ('"logs-${random_pet.p.id}"', '"logs-${random_pet.p.id}"', "pass"),
        ("var.x", "var.x", "pass"),
        ('"${var.x}-logs"', '"${var.x}-logs"', "pass"),
        ('"${var.x}-logs"', '"${var.x}-images"', "unknown"),
        ('"logs-${random_pet.p.id}"', '"images-${random_pet.p.id}"', "fail"),
        ('"logs-${random_pet.p.id}"', "aws_s3_bucket.b.bucket", "pass"),
        ("random_pet.p.id", "aws_s3_bucket.b.id", "pass"),
    ],
)
def test_versioning_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bucket: str, named: str, outcome: str
) -> None:
    text = HEAD + BUCKET.format(bucket) + VERSIONING.format(named)
    assert judged(tmp_path, text, capsys, "aws-s3-no-versioning") == {"aws_s3_bucket.b": outcome}


RULE = """\
id: own-role
title: Function has a role of its own
severity: low
theme: least-privilege
match:
  terraform: [aws_lambda_function]
check: 'linked("aws_iam_role").exists(r, r.name == "app")'
message: Not linked
why: A rule for tests.
fix: Name it.
references: [https://example.com]
examples:
  - name: nothing
    verdict: fail
    terraform: |
      resource "aws_lambda_function" "x" {
        role = "app"
      }
  - name: a role
    verdict: pass
    terraform: |
      resource "aws_lambda_function" "x" {
        role = "arn:aws:iam::123456789012:role/app"
      }
      resource "aws_iam_role" "app" {
        name               = "app"
        assume_role_policy = "{}"
      }
"""


def test_what_a_resource_names_by_a_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own-role.yaml").write_text(RULE, encoding="utf-8")
    text = """
resource "aws_iam_role" "app" { name = "app" }
resource "aws_lambda_function" "one" { role = "arn:aws:iam::123456789012:role/service/app" }
resource "aws_lambda_function" "two" { role = "arn:aws:iam::123456789012:role/app2" }
"""
    expected = {"aws_lambda_function.one": "pass", "aws_lambda_function.two": "fail"}
    assert judged(tmp_path, text, capsys, "own-role") == expected


def asked(text: str, about: str, kind: str) -> Any:
    """Who is linked to a resource: addresses are not in the answer, so how many, or why that is not known."""
    graph = load_text(text)
    (resource,) = [each for each in graph.resources if each.address == about]
    found = LinkIndex(graph).sources(resource, kind)
    return found.cause if isinstance(found, Unknown) else len(found)


LOGGING = """
variable "x" { type = string }
resource "aws_s3_bucket" "b" { bucket = "data" }
resource "aws_s3_bucket" "l" { bucket = "logs" }
resource "aws_s3_bucket_logging" "g" {
  bucket                = %s
  target_bucket         = "logs"
  target_prefix         = "p/"
  expected_bucket_owner = %s
}
"""


@pytest.mark.parametrize(
    ("bucket", "owner", "expected"),
    [
        ('"data"', '"1"', 1),
        ('"other"', '"1"', 0),
        ('"other"', "var.x", 0),
        ("aws_s3_bucket.l.id", "var.x", 0),
        ("var.x", '"1"', "aws_s3_bucket_logging.g may refer to it: var.x has no value"),
    ],
)
def test_a_name_decides_its_own_argument_only(bucket: str, owner: str, expected: object) -> None:
    found = asked(LOGGING % (bucket, owner), "aws_s3_bucket.b", "aws_s3_bucket_logging")
    assert found == expected or (isinstance(expected, str) and str(found).startswith(expected.partition(":")[0]))
    assert asked(LOGGING % (bucket, owner), "aws_s3_bucket.l", "aws_s3_bucket_logging") == 1


@pytest.mark.parametrize(
    ("argument", "certain"),
    [
        ("network_security_group_name", False),
        ("network_security_group_id", False),
        ("security_group_ids", False),
        ("source_security_group_id", False),
        ("resource_group_name", True),
        ("group_owner", True),
        ("description", True),
    ],
)
def test_arguments_that_are_called_after_a_type(argument: str, certain: bool) -> None:
    why = Unknown("var.x has no value", (Reference("var.x"),))
    first, second = (make_resource({}, name, "azurerm_network_security_group") for name in "ab")
    rule = make_resource({argument: [why]}, "r", "azurerm_network_security_rule")
    index = LinkIndex(
        ResourceGraph([first, second, rule], [Link(rule, second, "references", Place("main.tf", 1, 1, 1, 9))])
    )
    assert isinstance(index.sources(first, rule.kind), Unknown) is not certain


def test_every_argument_that_holds_a_name_is_known_to_hold_one() -> None:
    held = {naming.by for provider in PROVIDERS for naming in namings(provider)}
    assert {each for each in held if "." not in each} == NAMES
