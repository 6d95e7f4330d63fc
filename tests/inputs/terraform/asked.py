"""Many expressions in one configuration, answered by the terraform binary and by Bylaw."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planned import Planned, our_plan, terraform_plan


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expression comes to."""

    value: Any = None
    """As `planned.comparable` gives it."""
    type: str = ""
    """Its type, when it is known whole."""
    error: str = ""
    """Summary of the error instead; for Bylaw, the problem's text."""


def ask_terraform(folder: Path, prelude: str, expressions: list[str]) -> list[Answer]:
    """What terraform makes of each. A plan names every error; what is left is planned again for its values."""
    answers: dict[int, Answer] = {}
    while True:
        asked = [index for index in range(len(expressions)) if index not in answers]
        lines = _write(folder, prelude, [(index, expressions[index]) for index in asked])
        planned = terraform_plan(folder)
        if isinstance(planned, Planned):
            break
        located = [refusal for refusal in planned if refusal.file]
        assert located, planned
        for refusal in located:
            assert refusal.file == "asked.tf", refusal
            answers.setdefault(lines[refusal.line], Answer(error=f"{refusal.summary}: {refusal.detail}"))
    for index in asked:
        answers[index] = _answer(planned, index)
    return [answers[index] for index in range(len(expressions))]


def ask_bylaw(folder: Path, prelude: str, expressions: list[str]) -> list[Answer]:
    """What Bylaw makes of each, in one go."""
    lines = _write(folder, prelude, list(enumerate(expressions)))
    planned, problems = our_plan(folder)
    errors: dict[int, str] = {}
    for problem in problems:
        assert problem.place is not None, problem
        assert problem.file == "asked.tf", problem
        if problem.severity == "error":
            errors.setdefault(lines[problem.place.line], problem.what)
    return [
        Answer(planned.outputs.get(f"o{index}"), error=errors[index]) if index in errors else _answer(planned, index)
        for index in range(len(expressions))
    ]


def _answer(planned: Planned, index: int) -> Answer:
    name = f"o{index}"
    return Answer(planned.outputs[name], planned.types.get(name, ""))


def _write(folder: Path, prelude: str, expressions: list[tuple[int, str]]) -> dict[int, int]:
    """Writes the configuration; gives the expression that stands on each line."""
    (folder / "main.tf").write_text(prelude, encoding="utf-8")
    text = ""
    lines: dict[int, int] = {}
    at = 1
    for index, expression in expressions:
        piece = f'output "o{index}" {{\n  sensitive = true\n  value     = {expression}\n}}\n'
        count = piece.count("\n")
        lines.update(dict.fromkeys(range(at, at + count), index))
        at += count
        text += piece
    (folder / "asked.tf").write_text(text, encoding="utf-8")
    return lines
