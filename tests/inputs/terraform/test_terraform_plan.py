"""Configurations evaluated by the terraform binary and by Bylaw: the same addresses, values and unknowns."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from planned import TERRAFORM, Planned, our_plan, terraform_plan

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "plans"


@pytest.mark.skipif(TERRAFORM is None, reason="the terraform binary is not installed")
@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_terraform_plans_the_same(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(CORPUS / name, folder)
    ours, problems = our_plan(folder)
    theirs = terraform_plan(folder)
    assert isinstance(theirs, Planned), theirs
    assert [f"{problem.place}: {problem.what}" for problem in problems] == []
    assert ours.resources == theirs.resources
    assert ours.outputs == theirs.outputs
