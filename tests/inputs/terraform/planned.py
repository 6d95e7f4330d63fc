"""The same configuration through the terraform binary and through Bylaw, in one form that can be compared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scanner.inputs.discover import discover
from scanner.inputs.files import Tree
from scanner.inputs.terraform import Options, load
from scanner.model.values import Unknown

TERRAFORM = shutil.which("terraform")
UNKNOWN = "<unknown>"


def terraform_values(folder: Path, *arguments: str) -> dict[str, Any]:
    """Address to planned `input`, with `UNKNOWN` for what is known only after apply."""
    # A setting of this machine's may name a configuration file that is not there, about which terraform warns.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    assert TERRAFORM is not None

    def run(*command: str) -> str:
        done = subprocess.run(
            [TERRAFORM, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init", "-no-color", "-input=false", "-backend=false")
    run("plan", "-no-color", "-input=false", "-refresh=false", "-out=plan.bin", *arguments)
    shown = json.loads(run("show", "-json", "plan.bin"))
    unknown = {each["address"]: each["change"].get("after_unknown", {}) for each in shown["resource_changes"]}
    values = dict(_resources(shown["planned_values"]["root_module"]))
    return {address: _marked(value, unknown[address].get("input", False)) for address, value in values.items()}


def our_values(folder: Path, options: Options | None = None) -> tuple[dict[str, Any], list[str]]:
    """Address to `input` in the same form, and the problems."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        graph = load(discover(["."]).modules, Tree("."), options)
    finally:
        os.chdir(before)
    values = {each.address: _plain(each.attributes.get("input")) for each in graph.resources}
    return values, [f"{problem.place}: {problem.what}" for problem in graph.problems]


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
        return {key: _marked((value or {}).get(key), unknown.get(key, False)) for key in keys}
    if isinstance(unknown, list):
        given = value or [None] * len(unknown)
        return [_marked(item, mark) for item, mark in zip(given, unknown, strict=True)]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
