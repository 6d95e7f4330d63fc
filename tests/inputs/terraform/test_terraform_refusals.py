"""Malformed configurations: what Terraform refuses is a problem with its heading and place, and the rest is judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from planned import TERRAFORM, terraform_plan
from refused import Case, agrees, bylaw_says, read_cases, terraform_says

CASES = read_cases()
CIRCLES = [case for case in CASES if any(saying.heading == "Cycle" for saying in case.terraform)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bylaw_says_what_is_recorded_and_judges_the_rest(case: Case, tmp_path: Path) -> None:
    case.write(tmp_path)
    said, planned, problems = bylaw_says(case, tmp_path)
    assert said == case.bylaw, [f"{each.place}: {each.what}" for each in problems]
    assert planned.resources["terraform_data.bystander"] == "judged"


@pytest.mark.skipif(TERRAFORM is None, reason="the terraform binary is not installed")
@pytest.mark.parametrize("case", [case for case in CASES if not case.unasked], ids=lambda case: case.name)
def test_terraform_says_what_is_recorded(case: Case, tmp_path: Path) -> None:
    case.write(tmp_path)
    said = terraform_says(case, tmp_path)
    assert agrees(said, case.terraform), said


@pytest.mark.skipif(TERRAFORM is None, reason="the terraform binary is not installed")
@pytest.mark.parametrize("case", CIRCLES, ids=lambda case: case.name)
def test_members_of_a_circle_are_those_that_terraform_names(case: Case, tmp_path: Path) -> None:
    case.write(tmp_path)
    _, _, problems = bylaw_says(case, tmp_path)
    ours = {name for each in problems if each.what.startswith("Cycle") for name in _members(each.what)}
    refused = terraform_plan(tmp_path)
    assert isinstance(refused, list)
    theirs = {name for each in refused if each.summary.startswith("Cycle") for name in _members(each.summary)}
    # Terraform names what is inside of called modules too; a circle is reported where the calls are.
    assert ours <= theirs
    assert [name for name in theirs - ours if not name.startswith("module.")] == []


def _members(summary: str) -> set[str]:
    return set(re.sub(r" \((?:expand|close)\)", "", summary.removeprefix("Cycle: ")).split(", "))


def test_most_are_refused_in_one_voice() -> None:
    agreed = [case for case in CASES if case.terraform and {s.heading for s in case.bylaw} >= _headings(case)]
    assert len(agreed) >= 200
    assert sum(not case.terraform for case in CASES) >= 10


def _headings(case: Case) -> set[str]:
    return {saying.heading for saying in case.terraform}


def test_a_large_knot_is_one_short_problem(tmp_path: Path) -> None:
    names = [f"l{index}" for index in range(300)]
    everything = ", ".join(f"local.{name}" for name in names)
    lines = "".join(f"  {name} = [{everything}]\n" for name in names)
    case = Case("knot", {"main.tf": f"locals {{\n{lines}}}\n"})
    case.write(tmp_path)
    _, planned, problems = bylaw_says(case, tmp_path)
    knots = [each for each in problems if each.what.startswith("Cycle")]
    assert len(knots) == 1
    assert knots[0].what.endswith("local.l31 and 268 more")
    assert planned.resources["terraform_data.bystander"] == "judged"
