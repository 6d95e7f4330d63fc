"""Terraform: configuration to resources, as `terraform plan` would know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from scanner.inputs.terraform.options import Assignments, Options

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import ResourceGraph

__all__ = ["Assignments", "Options", "load", "load_text"]


def load(
    directories: Mapping[str, list[str]],
    tree: Tree,
    options: Options | None = None,
    advance: Callable[[str], None] = lambda what: None,
    only: Callable[[str], bool] = lambda root: True,
) -> ResourceGraph:
    """Evaluates every root module among the directories (with their files) and what it calls.

    `only` chooses root modules by directory; `advance` is told each root module before its evaluation.
    """
    from scanner.inputs.terraform.project import Project

    project = Project(tree, options or Options())
    return project.load(directories, advance, only)


def load_text(text: str, name: str = "main.tf") -> ResourceGraph:
    """Evaluates one file's text as a root module of its own, with no files beside it."""
    from scanner.inputs.terraform.project import load_text

    return load_text(text, name)
