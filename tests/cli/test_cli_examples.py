"""The examples: every planted mistake at its exact place, and nothing that must not be found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| \d+ \|.*\| `(?P<place>[^`]+)` \| `(?P<rule>[^`]+)` \|$", re.MULTILINE)


@pytest.fixture
def report(run: Callable, tmp_path: Path) -> dict:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    result = run("scan", "examples/", "--format", "json", "--outcomes", "all")
    assert result.code == 1
    return result.json


def test_every_planted_mistake_is_found_at_its_place(report: dict) -> None:
    planted = {
        (f"examples/{found['place']}", found["rule"])
        for found in ROW.finditer((ROOT / "examples" / "README.md").read_text(encoding="utf-8"))
    }
    assert len(planted) >= 13
    places = {
        ("{file}:{line}:{column}".format(**verdict["place"]), verdict["rule"])
        for verdict in report["verdicts"]
        if verdict["outcome"] == "fail"
    }
    assert planted <= places


def test_the_examples_give_no_problems(report: dict) -> None:
    assert report["problems"] == []


@pytest.mark.parametrize(
    ("rule", "address"),
    [
        ("aws-s3-public-acl", 'module.service["invoices"].aws_s3_bucket_acl.assets'),
        ("aws-rds-unencrypted", "aws_db_instance.reports"),
    ],
)
def test_what_is_right_passes(report: dict, rule: str, address: str) -> None:
    outcomes = {
        verdict["outcome"]
        for verdict in report["verdicts"]
        if verdict["rule"] == rule and verdict["resource"]["address"] == address
    }
    assert outcomes == {"pass"}


def test_the_public_acl_says_where_its_value_came_from(report: dict) -> None:
    (found,) = (
        each for each in report["verdicts"] if each["rule"] == "aws-s3-public-acl" and each["outcome"] == "fail"
    )
    (reason,) = (each for each in found["because"] if each["path"] == "acl")
    files = {step["place"]["file"] for step in reason["provenance"]}
    assert "examples/terraform/terraform.tfvars" in files
    assert "examples/terraform/modules/service/variables.tf" in files
