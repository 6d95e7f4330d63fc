"""Configurations that Terraform refuses, read from `refusals.txt`, with what it and Bylaw say of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from planned import Planned, our_plan, terraform_plan

from scanner.inputs.terraform import Assignments, Options
from scanner.model.problems import Problem

REFUSALS = Path(__file__).with_name("refusals.txt")
BYSTANDER = 'resource "terraform_data" "bystander" {\n  input = "judged"\n}\n'
"""Stands in a file of its own beside every configuration, and is to be judged whatever is wrong there."""

_LINE = re.compile(r"([>~+*-]) (?:([^\s<]+|<[^>]+>):(\d+) )?(.+)")


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that is said of a configuration."""

    heading: str
    """Terraform's summary; for Bylaw, the text before the first colon."""
    file: str = ""
    """Relative to the root module; empty where none is named."""
    line: int = 0
    """1-based; 0 where none is named."""
    error: bool = True
    """False for warnings and notes, which do not fail a scan."""


@dataclass(slots=True)
class Case:
    """One configuration."""

    name: str
    files: dict[str, str] = field(default_factory=lambda: {"main.tf": ""})
    arguments: list[str] = field(default_factory=list)
    """As on the command line: `-var=a=1`."""
    unasked: bool = False
    """Whether Terraform's answer depends on the machine, so that it is not asked."""
    terraform: set[Saying] = field(default_factory=set)
    bylaw: set[Saying] = field(default_factory=set)

    def write(self, folder: Path) -> None:
        """Writes its files, and the bystander."""
        for path, text in {**self.files, "bystander.tf": BYSTANDER}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")

    def options(self) -> Options:
        """Its arguments as Bylaw takes them."""
        pairs = [argument.removeprefix("-").partition("=") for argument in self.arguments]
        return Options(Assignments(tuple((kind, value) for kind, _, value in pairs), {}))


def read_cases(path: Path = REFUSALS) -> list[Case]:
    """The configurations of a file, whose first lines say how it is written."""
    cases: list[Case] = []
    at = "main.tf"
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        told = _LINE.fullmatch(line.rstrip("\n"))
        if line.startswith("=== "):
            cases.append(Case(line[4:].strip()))
            at = "main.tf"
        elif line.startswith("--- "):
            at = line[4:].strip()
            cases[-1].files[at] = ""
        elif line.startswith("!args "):
            cases[-1].arguments += line[6:].split()
        elif line.startswith("!unasked"):
            cases[-1].unasked = True
        elif told is not None:
            _take(cases[-1], *told.groups())
        elif cases:
            cases[-1].files[at] += line
    return cases


def _take(case: Case, mark: str, file: str | None, line: str | None, heading: str) -> None:
    if mark not in "+*":
        case.terraform.add(Saying(heading, file or "", int(line or 0)))
    if mark != "-":
        case.bylaw.add(Saying(heading, file or "", int(line or 0), mark in ">+"))


def terraform_says(case: Case, folder: Path) -> set[Saying]:
    """What the terraform binary says of it, empty where it plans."""
    initialise = any("module" in text for text in case.files.values())
    planned = terraform_plan(folder, case.arguments, initialise=initialise)
    if isinstance(planned, Planned):
        return set()
    return {
        Saying(heading_of(each.summary), each.file, each.line)
        for each in planned
        if not each.summary.startswith("Terraform encountered problems during initialisation")
    }


def bylaw_says(case: Case, folder: Path) -> tuple[set[Saying], Planned, list[Problem]]:
    """What Bylaw says of it, and what it makes of it."""
    planned, problems = our_plan(folder, case.options())
    told = set()
    for each in problems:
        line = 0 if each.place is None else each.place.line
        told.add(Saying(heading_of(each.what), each.file or "", line, each.severity == "error"))
    return told, planned, problems


def heading_of(text: str) -> str:
    """What comes before the details."""
    return text.partition(": ")[0]


def agrees(theirs: set[Saying], recorded: set[Saying]) -> bool:
    """Whether Terraform says what is recorded; where it names no place, whatever place is recorded will do."""
    placed = {(each.heading, each.file, each.line) for each in recorded}
    headings = {each.heading for each in recorded}
    said = {(each.heading, each.file, each.line) for each in theirs if each.file}
    unplaced = {each.heading for each in theirs if not each.file}
    return said <= placed and unplaced <= headings and {heading for heading, _, _ in placed - said} <= unplaced
