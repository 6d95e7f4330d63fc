"""What the README shows is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scanner.cli.main import help_text
from scanner.cli.scan import scan_parser

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.parametrize(
    ("command", "real"), [("bylaw --help", help_text()), ("bylaw scan --help", scan_parser().format_help())]
)
def test_help_in_the_readme_is_the_real_one(command: str, real: str) -> None:
    text = README.read_text(encoding="utf-8")
    found = re.search(rf"\$ {command}\n(.*?)```", text, re.DOTALL)
    assert found is not None, f"the README does not show `{command}`"
    assert found.group(1) == real
