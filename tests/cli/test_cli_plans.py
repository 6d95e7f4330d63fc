"""`bylaw scan` and `bylaw inspect` of Terraform plans."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
ONLY = ("--only", "aws-s3-public-acl")
HCL = """\
resource "aws_s3_bucket_acl" "old" {
  bucket = "b"
  acl    = "public-read"
}

resource "aws_s3_bucket_acl" "new" {
  bucket = "b"
  acl    = "public-read"
}
"""


def _entry(name: str, action: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    names = {"address": f"aws_s3_bucket_acl.{name}", "mode": "managed", "type": "aws_s3_bucket_acl", "name": name}
    values = {"bucket": "b", "acl": "public-read"}
    change = {"actions": [action], "before": None, "after": values, "after_unknown": {"id": True}}
    expressions = {key: {"constant_value": value} for key, value in values.items()}
    return names | {"values": values}, names | {"change": change}, names | {"expressions": expressions}


def _plan() -> str:
    entries = [_entry("old", "no-op"), _entry("new", "create"), _entry("gone", "delete")]
    return json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.11.4",
            "planned_values": {"root_module": {"resources": [each[0] for each in entries[:2]]}},
            "resource_changes": [each[1] for each in entries],
            "configuration": {"root_module": {"resources": [each[2] for each in entries[:2]]}},
        }
    )


def _findings(text: str) -> list[tuple[str, str, str]]:
    report = json.loads(text)
    schema = json.loads((ROOT / "docs" / "schemas" / "report.schema.json").read_text())
    Draft202012Validator(schema).validate(report)
    return [
        (each["resource"]["address"], each["resource"]["action"], f"{each['place']['file']}:{each['place']['line']}")
        for each in report["verdicts"]
    ]


@pytest.mark.parametrize(
    ("arguments", "addresses"),
    [((), ["old", "new"]), (("--changes-only",), ["new"])],
)
def test_findings_of_a_plan(arguments: tuple[str, ...], addresses: list[str], run: Callable, write: Callable) -> None:
    write("plan.json", _plan())
    result = run("scan", "plan.json", "--format", "json", *ONLY, *arguments)
    assert result.code == 1
    assert sorted(address for address, _, _ in _findings(result.out)) == sorted(
        f"aws_s3_bucket_acl.{name}" for name in addresses
    )


def test_places_and_ignores_come_from_the_source(run: Callable, write: Callable) -> None:
    write(
        "infra/main.tf",
        HCL.replace('acl    = "public-read"\n', 'acl    = "public-read" # bylaw:ignore[aws-s3-public-acl] it is\n', 1),
    )
    write("plan.json", _plan())
    result = run("scan", "plan.json", "--source", "infra", "--format", "json", *ONLY)
    assert result.code == 1
    assert _findings(result.out) == [
        ("aws_s3_bucket_acl.old", "no-op", "infra/main.tf:3"),
        ("aws_s3_bucket_acl.new", "create", "infra/main.tf:8"),
    ]
    assert [each["status"] for each in json.loads(result.out)["verdicts"]] == ["ignored", "open"]
    assert json.loads(result.out)["problems"] == []


def test_a_directive_about_what_is_not_judged_is_not_unused(run: Callable, write: Callable) -> None:
    write("infra/main.tf", "# bylaw:ignore[aws-s3-public-acl] it is\n" + HCL)
    write("plan.json", _plan())
    result = run("scan", "plan.json", "--source", "infra", "--changes-only", "--format", "json", *ONLY)
    assert [address for address, _, _ in _findings(result.out)] == ["aws_s3_bucket_acl.new"]
    assert json.loads(result.out)["problems"] == []


def test_settings_say_the_same(run: Callable, write: Callable) -> None:
    write("infra/main.tf", HCL)
    write("plans/plan.json", _plan())
    write("bylaw.toml", 'changes-only = true\n\n[terraform]\nsource = "infra"\n')
    result = run("scan", "plans/plan.json", "--format", "json", *ONLY)
    assert _findings(result.out) == [("aws_s3_bucket_acl.new", "create", "infra/main.tf:8")]


def test_inspect_says_what_will_happen(run: Callable, write: Callable) -> None:
    write("plan.json", _plan())
    shown = run("inspect", "plan.json")
    assert "aws_s3_bucket_acl.new  plan.json:1:1  (create)" in shown.out
    document = json.loads(run("inspect", "plan.json", "--format", "json").out)
    schema = json.loads((ROOT / "docs" / "schemas" / "inspect.schema.json").read_text())
    Draft202012Validator(schema).validate(document)
    assert {each["address"]: each["action"] for each in document["resources"]} == {
        "aws_s3_bucket_acl.new": "create",
        "aws_s3_bucket_acl.old": "no-op",
    }
    assert run("inspect", "plan.json", "--source", "nowhere").code == 2


def test_a_binary_plan_is_not_passed_over(run: Callable, write: Callable, tmp_path: Path) -> None:
    (tmp_path / "tfplan").write_bytes(b"PK\x03\x04rest")
    result = run("scan", ".", *ONLY)
    assert result.code == 2
    assert "terraform show -json tfplan" in result.out


def test_secrets_of_a_plan_are_not_shown(run: Callable, write: Callable) -> None:
    names = {"address": "aws_db_instance.d", "mode": "managed", "type": "aws_db_instance", "name": "d"}
    values = {"password": "hunter2", "username": "hunter3", "publicly_accessible": True}
    planned = names | {"values": values, "sensitive_values": {"password": True, "username": True}}
    plan = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [planned]}}}
    for text in (json.dumps(plan), json.dumps(plan, indent=1)):
        write("plan.json", text)
        for command in (("scan", "plan.json"), ("inspect", "plan.json"), ("inspect", "plan.json", "--format", "json")):
            result = run(*command)
            assert "aws_db_instance.d" in result.out
            assert "hunter" not in result.out + result.err
        for format in ("json", "sarif"):
            assert "hunter" not in run("scan", "plan.json", "--format", format, "--outcomes", "all").out
