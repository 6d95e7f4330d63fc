"""Configurations generated at random, planned by terraform and evaluated by Bylaw: refusals, addresses and values."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from planned import TERRAFORM, UNKNOWN, Planned, Refusal, our_plan, terraform_apply, terraform_plan
from random_configurations import Slot, generate

from scanner.model.problems import Problem

needs_terraform = pytest.mark.skipif(TERRAFORM is None, reason="the terraform binary is not installed")
_ROUNDS = 12
_OWN_WAY = ("Invalid count argument", "Invalid for_each argument")
"""Where Terraform refuses a number of instances that it cannot know, Bylaw has one that stands for them."""


@dataclass(slots=True)
class Comparison:
    """What came of a generated root module."""

    wrong: list[str] = field(default_factory=list)
    """Refused by Bylaw only, other addresses, other values."""
    missed: list[str] = field(default_factory=list)
    """What Terraform knows, or knows to be in error, and Bylaw does not."""
    agreed: int = 0
    """Values and refusals that are the same."""


def compare(seed: int, count: int) -> Comparison:
    """Plans a generated root module with both. What terraform refuses is replaced until it plans the rest."""
    made = generate(Random(seed), count)
    result = Comparison()
    with tempfile.TemporaryDirectory() as directory:
        for _ in range(_ROUNDS):
            lines = made.write(Path(directory))
            theirs = terraform_plan(Path(directory))
            ours, problems = our_plan(Path(directory))
            errors = [each for each in problems if each.severity == "error"]
            if isinstance(theirs, Planned):
                if errors:
                    _compare_errors(errors, terraform_apply(Path(directory)), lines, result)
                _compare_plans(ours, theirs, result)
                return result
            _replace(theirs, errors, lines, result)
    result.wrong.append(f"terraform plans nothing of it: {theirs}")
    return result


def _compare_errors(
    errors: list[Problem], refusals: list[Refusal], lines: dict[tuple[str, int], Slot], result: Comparison
) -> None:
    """Bylaw may know before that what terraform plans fails when it is applied."""
    failed = {id(lines[each.file, each.line]) for each in refusals if each.file}
    for error in errors:
        assert error.place is not None, error
        slot = lines[error.file, error.place.line]
        if id(slot) not in failed:
            result.wrong.append(f"refused by Bylaw only: {slot.expression}: {error.what}")


def _replace(
    refusals: list[Refusal], errors: list[Problem], lines: dict[tuple[str, int], Slot], result: Comparison
) -> None:
    found = {id(lines[each.file, each.place.line]) for each in errors if each.place is not None}
    for refusal in refusals:
        if not refusal.file:
            continue
        slot = lines[refusal.file, refusal.line]
        if id(slot) in found:
            result.agreed += 1
        elif not slot.repeated and refusal.summary not in _OWN_WAY:
            result.missed.append(f"refused by terraform only: {slot.expression}: {refusal.summary}: {refusal.detail}")
        slot.expression = slot.instead


def _compare_plans(ours: Planned, theirs: Planned, result: Comparison) -> None:
    if ours.resources.keys() != theirs.resources.keys():
        result.wrong.append(f"addresses: {sorted(ours.resources.keys() ^ theirs.resources.keys())}")
    for mine, their in ((ours.resources, theirs.resources), (ours.outputs, theirs.outputs)):
        for name in sorted(mine.keys() & their.keys()):
            found = {*_differences(mine[name], their[name])}
            text = f"{name}: terraform {their[name]!r}, Bylaw {mine[name]!r}"
            if "wrong" in found:
                result.wrong.append(text)
            elif found:
                result.missed.append(text)
            else:
                result.agreed += 1


def _differences(ours: Any, theirs: Any) -> list[str]:
    """`wrong` and `missed`. Bylaw may know what cannot turn out otherwise, where Terraform leaves it open."""
    if ours == theirs or theirs == UNKNOWN:
        return []
    if ours == UNKNOWN:
        return ["missed"]
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        return [each for key in ours for each in _differences(ours[key], theirs[key])]
    if isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) == len(theirs):
            return [each for pair in zip(ours, theirs, strict=True) for each in _differences(*pair)]
        # The same unknown value twice is one item of a set here, and for Terraform two that may turn out one.
        return [] if UNKNOWN in str(theirs) and len(ours) < len(theirs) else ["wrong"]
    return ["wrong"]


@needs_terraform
@settings(max_examples=6, derandomize=True, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_generated_configurations_give_what_terraform_gives(seed: int) -> None:
    result = compare(seed, 10)
    assert result.wrong == []
    assert len(result.missed) * 25 <= result.agreed, result.missed
