"""Paths as Argo CD and Flux write them: from the root of the repository, with a `/` before it or without."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scanner.inputs.files import shown
from scanner.inputs.kubernetes.render.charts.chart_file import is_chart
from scanner.inputs.kubernetes.render.fields import text
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def file_at(path: str, tree: Tree) -> str:
    """The path of a file."""
    return os.path.normpath(os.path.join(tree.root, path.lstrip("/")))


def directory_at(path: Value, tree: Tree) -> str | None:
    """A directory, as `shown` writes it; None where no path is given."""
    return None if text(path) is None else shown(os.path.join(tree.root, path.lstrip("/")))


def is_there(directory: str | None, tree: Tree) -> bool:
    """Whether there is such a directory in the tree."""
    return directory is not None and tree.holds(directory) and os.path.isdir(directory)


def chart_at(path: Value, tree: Tree) -> str | None:
    """The directory of a chart, as `shown` writes it; None when it is not in the tree."""
    directory = directory_at(path, tree)
    return directory if directory is not None and tree.holds(directory) and is_chart(directory) else None


def is_root(directory: str, tree: Tree) -> bool:
    """Whether a directory is the whole repository: an application of another one may well name its own like this."""
    return directory == shown(tree.root)
