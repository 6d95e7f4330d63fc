"""Where the templates of a chart lie. Helm calls a chart by the name in its `Chart.yaml`, or by its alias, and not by
its directory: `web/charts/db/templates/x.yaml`.

Source: https://helm.sh/docs/topics/charts/#chart-dependencies
"""

from __future__ import annotations

import os

from scanner.inputs.files import read_source
from scanner.inputs.kubernetes.render.fields import get, items, text
from scanner.model.problems import Problem
from scanner.model.values import Value

_DECLARING = ("Chart.yaml", "requirements.yaml")
"""Files that list dependencies; the second one those of older charts."""


class Templates:
    """The files of templates, by what helm calls them. Remembers the charts that it looked into."""

    def __init__(self, chart: str) -> None:
        self.name = _name(chart)
        """What helm calls the chart itself; None where that cannot be read."""
        self._chart = chart
        self._inner: dict[str, dict[str, str]] = {}

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
            found: dict[str, list[str]] = {}
            for path in _folders(os.path.join(directory, "charts")):
                name = _name(path)
                if name is not None:
                    found.setdefault(name, []).append(path)
            single = {name: paths[0] for name, paths in found.items() if len(paths) == 1}
            self._inner[directory] = single | {
                alias: single[name] for alias, name in _aliases(directory) if name in single
            }
        return self._inner[directory]


def _folders(directory: str) -> list[str]:
    """The directories in a chart's `charts` that helm takes for charts."""
    try:
        names = sorted(os.listdir(directory))
    except OSError:
        return []
    paths = [os.path.join(directory, name) for name in names if not name.startswith((".", "_"))]
    return [path for path in paths if os.path.isfile(os.path.join(path, "Chart.yaml"))]


def _aliases(directory: str) -> list[tuple[str, str]]:
    """What the dependencies of a chart are called, with the names they have."""
    found: list[tuple[str, str]] = []
    for file in _DECLARING:
        for each in items(get(_read(os.path.join(directory, file)), ("dependencies",))):
            alias, name = text(get(each, ("alias",))), text(get(each, ("name",)))
            if alias is not None and name is not None:
                found.append((alias, name))
    return found


def _name(chart: str) -> str | None:
    return text(get(_read(os.path.join(chart, "Chart.yaml")), ("name",)))


def _read(path: str) -> Value:
    """What stands in a file; None where it cannot be read."""
    source = read_source(path) if os.path.isfile(path) else None
    if source is None or isinstance(source, Problem):
        return None
    from scanner.inputs.kubernetes.documents import read_documents

    documents = read_documents(source).documents
    return documents[0].value if documents else None
