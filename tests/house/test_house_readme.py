"""What the README shows is what the command prints."""

from __future__ import annotations

import pytest
from readme import README, command, real_help, shown_help


@pytest.mark.parametrize("shown", sorted(real_help()))
def test_help_in_the_readme_is_the_real_one(shown: str) -> None:
    found = shown_help(README.read_text(encoding="utf-8"), shown)
    assert found is not None, f"the README does not show `{shown}`"
    assert found.group(1) == real_help()[shown], "run: python tests/house/readme.py write"


def test_the_two_commands_are_one_line_each() -> None:
    assert "bylaw scan examples/" in command("scan")
    assert "pytest" in command("test")
