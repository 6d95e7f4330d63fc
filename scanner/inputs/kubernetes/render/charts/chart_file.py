"""What `Chart.yaml` says of a chart, and `requirements.yaml` of an older one.

Source: https://helm.sh/docs/topics/charts/#the-chartyaml-file
"""

from __future__ import annotations

import os

from scanner.inputs.files import Tree, shown
from scanner.inputs.kubernetes.render.fields import get, text
from scanner.inputs.kubernetes.render.file_names import CHART_FILE
from scanner.inputs.kubernetes.render.yaml_values import mapping_of
from scanner.model.values import Value

TEMPLATES, SUBCHARTS = "templates", "charts"
"""Directories of a chart."""
_MOST_FILES = 20_000
REQUIREMENTS = "requirements.yaml"
"""The file of an older chart that says what it needs."""


def is_chart(directory: str) -> bool:
    """Whether a directory is that of a chart."""
    return os.path.isfile(chart_file(directory))


def chart_file(chart: str) -> str:
    """The path of the file that makes a chart of a directory."""
    return os.path.join(chart, CHART_FILE)


def chart_name(chart: str, tree: Tree) -> str | None:
    """What a chart calls itself; None where that cannot be read."""
    return text(get(mapping_of(chart_file(chart), tree), ("name",)))


def chart_version(chart: str, tree: Tree) -> str | None:
    """Which version a chart says it is; None where that cannot be read."""
    return text(get(mapping_of(chart_file(chart), tree), ("version",)))


def dependencies(chart: str, tree: Tree) -> list[Value] | None:
    """The charts that a chart says it needs; None where that cannot be read."""
    found: list[Value] = []
    requirements = os.path.join(chart, REQUIREMENTS)
    for path in (chart_file(chart), *([requirements] if os.path.lexists(requirements) else [])):
        described = mapping_of(path, tree)
        listed = None if described is None else described.get("dependencies") or []
        if not isinstance(listed, list):
            return None
        found += listed
    return found


def leads_outside(chart: str, tree: Tree) -> str | None:
    """A file of a chart that helm would read, as it follows every link, and that does not lie in the tree."""
    seen = 0
    for directory, folders, files in os.walk(chart):
        for name in (*folders, *files):
            path = os.path.join(directory, name)
            seen += 1
            if os.path.islink(path) and not tree.holds(path):
                return shown(path)
        if seen > _MOST_FILES:
            return f"{shown(chart)}, a chart of more than {_MOST_FILES:,} files,"
    return None


def may_have_subcharts(chart: str, tree: Tree) -> bool:
    """Whether a chart is made of others, too, as far as can be told."""
    if any(os.path.exists(os.path.join(chart, name)) for name in (SUBCHARTS, REQUIREMENTS)):
        return True
    return dependencies(chart, tree) != []
