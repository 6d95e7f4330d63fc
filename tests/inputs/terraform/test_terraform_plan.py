"""Configurations evaluated by the terraform binary and by Bylaw: the same addresses, values and unknowns."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from planned import TERRAFORM, our_values, terraform_values

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "plans"


@pytest.mark.skipif(TERRAFORM is None, reason="the terraform binary is not installed")
@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_terraform_plans_the_same(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(CORPUS / name, folder)
    ours, problems = our_values(folder)
    assert problems == []
    assert ours == terraform_values(folder)
