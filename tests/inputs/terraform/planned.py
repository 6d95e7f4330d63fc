"""The same configuration through the terraform binary and through Bylaw, in one form that can be compared.

A value is compared as JSON in one spelling, with `UNKNOWN` for what is known only after apply.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from scanner.inputs.discover import module_files
from scanner.inputs.files import Tree
from scanner.inputs.terraform import Options
from scanner.inputs.terraform.evaluate.access import force_inside
from scanner.inputs.terraform.evaluate.errors import TooLarge
from scanner.inputs.terraform.evaluate.modules import ModuleInstance
from scanner.inputs.terraform.evaluate.nulls import is_null, without_types
from scanner.inputs.terraform.evaluate.types import type_of
from scanner.inputs.terraform.evaluate.unknowns import find_unknowns
from scanner.inputs.terraform.project import Project
from scanner.model.problems import Problem
from scanner.model.values import Unknown

TERRAFORM = shutil.which("terraform")
UNKNOWN = "<unknown>"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One error that terraform reports."""

    summary: str
    """`Reference to undeclared input variable`."""
    detail: str
    """The sentences after it."""
    file: str
    """Relative to the root module; empty where terraform names none."""
    line: int
    """1-based; 0 where terraform names none."""


@dataclass(slots=True)
class Planned:
    """What a configuration comes to."""

    resources: dict[str, Any] = field(default_factory=dict)
    """Address to `input`."""
    outputs: dict[str, Any] = field(default_factory=dict)
    """Outputs of the root module."""
    types: dict[str, str] = field(default_factory=dict)
    """Types of the outputs that are known whole."""


def terraform_plan(
    folder: Path,
    arguments: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    initialise: bool = True,
) -> Planned | list[Refusal]:
    """What terraform plans, or why it refuses to. Without modules there is nothing to initialise."""
    first = [("init", "-input=false", "-backend=false")] if initialise else []
    for command in (*first, ("plan", "-input=false", "-out=plan.bin", *arguments)):
        refused = _refusals(_run(folder, environment, *command, "-json"))
        if refused:
            return refused
    shown = json.loads(_run(folder, environment, "show", "-json", "plan.bin"), parse_float=Decimal)
    unknown = {each["address"]: each["change"].get("after_unknown", {}) for each in shown.get("resource_changes", [])}
    planned = Planned()
    for address, value in _resources(shown["planned_values"]["root_module"]):
        planned.resources[address] = _marked(value, unknown[address].get("input", False))
    for name, change in shown.get("output_changes", {}).items():
        planned.outputs[name] = _marked(change.get("after"), change["after_unknown"])
    for name, output in shown["planned_values"].get("outputs", {}).items():
        if "type" in output:
            planned.types[name] = json.dumps(output["type"], sort_keys=True)
    return planned


def terraform_apply(folder: Path) -> list[Refusal]:
    """What terraform finds wrong while it applies what `terraform_plan` planned."""
    return _refusals(_run(folder, None, "apply", "-input=false", "-json", "plan.bin"))


def our_plan(folder: Path, options: Options | None = None) -> tuple[Planned, list[Problem]]:
    """What Bylaw makes of the same root module, and its problems."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        return _our_plan(options or Options())
    finally:
        os.chdir(before)


def _our_plan(options: Options) -> tuple[Planned, list[Problem]]:
    project = Project(Tree("."), options)
    found = {directory: module_files(directory) for directory, _, _ in os.walk(".") if ".terraform" not in directory}
    directories = {os.path.normpath(directory): files for directory, files in found.items() if files}
    graph = project.load(directories, lambda what: None, lambda root: root == ".")
    planned = Planned({each.address: comparable(each.attributes.get("input")) for each in graph.resources})
    root = next(each for each in project.modules.all() if each.directory == ".")
    for name, value in _outputs(project.root_module(root)):
        planned.outputs[name] = comparable(without_types(value))
        if not find_unknowns(value):
            type = type_of(None if is_null(value) else value)  # of an output that is null terraform shows no type
            planned.types[name] = json.dumps(_json_type(type), sort_keys=True)
    return planned, graph.problems


def _outputs(module: ModuleInstance) -> Iterator[tuple[str, Any]]:
    for name, block in module.configuration.outputs.items():
        value = module.output(block, block, module.scope(block.body.source))
        try:
            yield name, force_inside(value)
        except TooLarge as error:
            yield name, Unknown(str(error))


def _run(folder: Path, environment: Mapping[str, str] | None, *command: str) -> str:
    # A setting of this machine's may name a configuration file that is not there, about which terraform warns.
    own = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    assert TERRAFORM is not None
    done = subprocess.run(
        [TERRAFORM, *command],
        cwd=folder,
        env=own | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def _refusals(lines: str) -> list[Refusal]:
    found = []
    for line in lines.splitlines():
        diagnostic = json.loads(line).get("diagnostic") if line.startswith("{") else None
        if diagnostic is not None and diagnostic["severity"] == "error":
            place = diagnostic.get("range", {"filename": "", "start": {"line": 0}})
            found.append(
                Refusal(diagnostic["summary"], diagnostic["detail"], place["filename"], place["start"]["line"])
            )
    return found


def _resources(module: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for each in module.get("resources", []):
        yield each["address"], each["values"].get("input")
    for child in module.get("child_modules", []):
        yield from _resources(child)


def _marked(value: Any, unknown: Any) -> Any:
    """Terraform leaves unknown values out and marks their places in a tree beside."""
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, dict):
        keys = {**(value or {}), **unknown}
        return {key: _marked((value or {}).get(key), unknown.get(key, False)) for key in sorted(keys)}
    if isinstance(unknown, list):
        given = [*(value or []), *[None] * (len(unknown) - len(value or []))]
        return [_marked(item, mark) for item, mark in zip(given, unknown, strict=True)]
    return comparable(value)


def comparable(value: Any) -> Any:
    """The value with every Unknown as `UNKNOWN`, fractions as `float`, as rules see them; `bool` told from `int`."""
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: comparable(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, (str, bool)) or value is None:
        return f"<{value}>".lower() if isinstance(value, bool) else value
    return int(value) if value == int(value) else float(value)


def _json_type(type: Any) -> Any:
    """A type in the form that `terraform show -json` prints it."""
    match type.__class__.__name__:
        case "Primitive":
            return "dynamic" if type.name == "any" else type.name
        case "ObjectOf":
            return ["object", {name: _json_type(item) for name, item in type.attributes.items()}]
        case "TupleOf":
            return ["tuple", [_json_type(item) for item in type.items]]
        case _:
            return [type.noun, _json_type(type.element)]
