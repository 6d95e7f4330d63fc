"""Plans and states as the terraform binary prints them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scanner.inputs.discover import discover
from scanner.inputs.files import Tree
from scanner.inputs.terraform import load
from scanner.model.resources import ResourceGraph
from scanner.model.values import Unknown, Value

TERRAFORM = shutil.which("terraform")
needs_terraform = pytest.mark.skipif(TERRAFORM is None, reason="the terraform binary is not installed")
UNKNOWN = "<unknown>"


def terraform(folder: Path, *command: str) -> str:
    """What a command prints."""
    # A setting of this machine's may name a configuration file that is not there, about which terraform warns.
    own = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    assert TERRAFORM is not None
    done = subprocess.run([TERRAFORM, *command], cwd=folder, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown_plan(folder: Path, *arguments: str) -> str:
    """The plan of a root module as JSON."""
    terraform(folder, "init", "-no-color", "-input=false", "-backend=false")
    terraform(folder, "plan", "-no-color", "-input=false", "-out=saved.bin", *arguments)
    return terraform(folder, "show", "-json", "saved.bin")


def evaluated(folder: Path) -> ResourceGraph:
    """The same root module by our own evaluation, its called modules not as roots of their own."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        return load(discover(["."], Tree(".")).modules, Tree("."), only=lambda root: root == ".")
    finally:
        os.chdir(before)


def comparable(value: Value) -> Value:
    """The value with every Unknown as text, and booleans told from numbers."""
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return f"<{value}>" if isinstance(value, bool) else value
