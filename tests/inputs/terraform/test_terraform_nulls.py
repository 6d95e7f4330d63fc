"""Null in arguments: what is null is not there, but an item that is null is there all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from planned import our_plan

_CASES = {
    "[{ k = null }, 7]": [{"k": None}, 7],
    "[{ k = null }]": [{"k": None}],
    "{ k = null, a = [null] }": {"k": None, "a": [None]},
    "null": None,
}


@pytest.mark.parametrize("expression", _CASES)
def test_items_that_are_null_are_kept_in_what_has_no_schema(expression: str, tmp_path: Path) -> None:
    assert _input(expression, tmp_path) == _CASES[expression]


def _input(expression: str, folder: Path) -> Any:
    (folder / "main.tf").write_text(f'resource "terraform_data" "r" {{\n  input = {expression}\n}}\n', encoding="utf-8")
    planned, problems = our_plan(folder)
    assert problems == []
    return planned.resources["terraform_data.r"]
