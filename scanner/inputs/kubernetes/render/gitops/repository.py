"""Charts as Argo CD and Flux name them, and values for them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from scanner.inputs.files import shown
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def chart_at(path: str, tree: Tree) -> str | None:
    """The directory of a chart, given from the root of the repository; None when it is not in the tree."""
    directory = shown(os.path.join(tree.root, path.lstrip("/")))
    return directory if tree.holds(directory) and os.path.isfile(os.path.join(directory, "Chart.yaml")) else None


def as_yaml(values: Value) -> str | None:
    """Values as YAML; None when they are not known."""
    try:
        return json.dumps(values)  # JSON is YAML
    except TypeError:
        return None
