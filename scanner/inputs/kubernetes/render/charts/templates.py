"""Where the templates of a chart lie. Helm calls a chart by the name in its `Chart.yaml`, or by its alias, and not by
its directory: `web/charts/db/templates/x.yaml`.

Source: https://helm.sh/docs/topics/charts/#chart-dependencies
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from scanner.inputs.files import Tree
from scanner.inputs.kubernetes.render.charts.chart_file import SUBCHARTS, chart_name, dependencies, is_chart
from scanner.inputs.kubernetes.render.fields import get, text


class Templates:
    """The files of templates, by what helm calls them. Remembers the charts that it looked into."""

    def __init__(self, chart: str, tree: Tree, fetched: Mapping[str, str] | None = None) -> None:
        """`fetched` are the directories of charts that it depends on and that lie elsewhere, by their names."""
        self.name = chart_name(chart, tree)
        """What helm calls the chart itself; None where that cannot be read."""
        self._chart = chart
        self._tree = tree
        self._inner: dict[str, dict[str, str]] = {}
        self._fetched = fetched or {}

    def file(self, named: str) -> str | None:
        """The file of a template; None where there is none: charts in archives have no files.

        A template may forge such a name, so it never leads out of the chart.
        """
        steps = named.split("/")[1:]
        directory: str | None = self._chart
        while directory is not None and steps[:1] == ["charts"]:
            directory = self._charts_in(directory).get(steps[1]) if len(steps) > 1 else None
            steps = steps[2:]
        if directory is None or steps[:1] != ["templates"] or ".." in steps:
            return None
        path = os.path.join(directory, *steps)
        return path if os.path.isfile(path) else None

    def _charts_in(self, directory: str) -> dict[str, str]:
        """The directories of the charts that a chart depends on, by what helm calls these. Where two have the same
        name, it is not known which is meant."""
        if directory not in self._inner:
            found = _by_name(directory, self._tree)
            single = {name: paths[0] for name, paths in found.items() if len(paths) == 1}
            if directory == self._chart:
                single = {**self._fetched, **single}
            aliases = _aliases(directory, self._tree)
            self._inner[directory] = single | {alias: single[name] for alias, name in aliases if name in single}
        return self._inner[directory]


def names_within(chart: str, tree: Tree) -> set[str]:
    """The names of the charts in the `charts` of a chart, those in archives left out."""
    return set(_by_name(chart, tree))


def _by_name(chart: str, tree: Tree) -> dict[str, list[str]]:
    """The directories in the `charts` of a chart, by the names of the charts there."""
    found: dict[str, list[str]] = {}
    for path in _folders(os.path.join(chart, SUBCHARTS)):
        name = chart_name(path, tree)
        if name is not None:
            found.setdefault(name, []).append(path)
    return found


def _folders(directory: str) -> list[str]:
    """The directories in a chart's `charts` that helm takes for charts."""
    try:
        names = sorted(os.listdir(directory))
    except OSError:
        return []
    paths = [os.path.join(directory, name) for name in names if not name.startswith((".", "_"))]
    return [path for path in paths if is_chart(path)]


def _aliases(directory: str, tree: Tree) -> list[tuple[str, str]]:
    """What the dependencies of a chart are called, with the names they have."""
    found: list[tuple[str, str]] = []
    for each in dependencies(directory, tree) or ():
        alias, name = text(get(each, ("alias",))), text(get(each, ("name",)))
        if alias is not None and name is not None:
            found.append((alias, name))
    return found
