"""Google's own engine as a second opinion: the same value, an error, or a refusal to compile."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from cel_google import google, ours
from cel_grammar import expressions

HERE = Path(__file__).parent
EXCEPTIONS: dict[str, str] = yaml.safe_load((HERE / "cel_exceptions.yaml").read_text())
WRITTEN = [
    line
    for line in (HERE / "cel_expressions.txt").read_text().split("\n")
    if line.strip() and not line.startswith("# ")
]
GENERATED = expressions(seed=20240229, count=1500)


@pytest.mark.parametrize("text", [text for text in WRITTEN if text not in EXCEPTIONS])
def test_same_outcome(text: str) -> None:
    assert ours(text) == google(text)


@pytest.mark.parametrize("text", EXCEPTIONS)
def test_exceptions_are_needed(text: str) -> None:
    assert ours(text) != google(text)


@pytest.mark.parametrize("start", range(0, len(GENERATED), 100))
def test_same_outcome_of_random_expressions(start: int) -> None:
    different = [text for text in GENERATED[start : start + 100] if ours(text) != google(text)]
    assert different == []


def test_there_are_enough() -> None:
    assert len(set(WRITTEN)) > 1000
    outcomes = [ours(text)[0] for text in GENERATED]
    assert outcomes.count("value") > 800
    assert outcomes.count("error") > 200
