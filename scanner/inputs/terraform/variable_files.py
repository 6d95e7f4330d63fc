"""The values a root module's variables are given, in Terraform's order of precedence."""

from __future__ import annotations

import os
from collections.abc import Callable

from scanner.inputs.files import Tree
from scanner.inputs.terraform.configuration import Configuration
from scanner.inputs.terraform.evaluate.variables import Input
from scanner.inputs.terraform.options import Assignments
from scanner.inputs.terraform.syntax.tree import File
from scanner.model.places import Source
from scanner.model.problems import Problem


def root_inputs(
    configuration: Configuration,
    assignments: Assignments,
    tree: Tree,
    read: Callable[[str], File | Problem],
    problems: list[Problem],
) -> dict[str, Input]:
    """The input of each declared variable: environment, then automatic files, then arguments in their order."""
    inputs: dict[str, Input] = {}
    for name, text in assignments.environment.items():
        if name in configuration.variables:
            inputs[name] = Input(Source(f"TF_VAR_{name}", text), None, "environment")
    for path in automatic_files(configuration.directory):
        if tree.holds(path):
            _take_file(path, configuration, inputs, read, problems, warn=True)
    for kind, given in assignments.arguments:
        if kind == "var-file":
            _take_file(given, configuration, inputs, read, problems, warn=False)
            continue
        name, _, text = given.partition("=")
        if name.strip() in configuration.variables:
            inputs[name.strip()] = Input(Source(f"--var {name.strip()}", text), None, "--var")
    return inputs


def automatic_files(directory: str) -> list[str]:
    """Variable files that Terraform loads by itself, in its order."""
    try:
        names = os.listdir(directory)
    except OSError:
        return []
    automatic = sorted(name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json")))
    fixed = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    return [os.path.join(directory, name) for name in fixed + automatic]


def _take_file(
    path: str,
    configuration: Configuration,
    inputs: dict[str, Input],
    read: Callable[[str], File | Problem],
    problems: list[Problem],
    warn: bool,
) -> None:
    file = read(path)
    if isinstance(file, Problem):
        problems.append(file)
        return
    problems += file.problems
    for name, attribute in file.body.attributes.items():
        if name in configuration.variables:
            inputs[name] = Input(file.source, attribute, os.path.basename(path))
        elif warn:
            place = file.source.place(attribute.start, attribute.end)
            what = f'Value for undeclared variable: the root module does not declare a variable named "{name}"'
            problems.append(Problem("warning", "invalid", what, place.file, place, "declare it or remove the value"))
