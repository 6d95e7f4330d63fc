"""Charts among the files of a tree, and which of the files below one are its own.

Source: https://helm.sh/docs/topics/charts/#the-chart-file-structure
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping

from scanner.inputs.files import Tree, read_source
from scanner.inputs.kubernetes.render.charts.chart_file import SUBCHARTS, TEMPLATES, may_have_subcharts
from scanner.inputs.kubernetes.render.file_names import CHART_FILE
from scanner.model.places import Source

_CRDS = "crds"
_OWN_FILE = re.compile(r"(?:Chart|requirements|values[^/]*)\.(?:yaml|yml|json|lock)|[^/]*\.schema\.json")
"""Files beside `Chart.yaml` that say how it is rendered."""
_MOST_TEMPLATES = 1_000
"""Templates that are looked into; a chart with more may ask for any file."""


def charts_in(documents: Iterable[str], tree: Tree) -> list[str]:
    """Directories of charts that are not part of another chart, sorted."""
    there = {os.path.dirname(path) or "." for path in documents if os.path.basename(path) == CHART_FILE}
    there = {each for each in there if _renders(each, tree)}
    known = by_path(there)
    return sorted(each for each in there if owner(each, known) is None)


def by_path(charts: Iterable[str]) -> dict[str, str]:
    """Directories of charts by their absolute paths."""
    return {os.path.abspath(each): each for each in charts}


def owner(path: str, charts: Mapping[str, str]) -> str | None:
    """The chart whose own file or directory this is; None for what merely lies below one. `charts` are by path.

    A chart may lie at the root of a repository, with manifests, overlays and other charts below it. Helm renders what
    is in `templates` and `charts`, installs `crds`, and reads values and schemas. All else is data at most, which
    templates may ask for: as anywhere, it is a manifest where it is one.
    """
    for chart, inner in _around(path, charts):
        if inner[0] in (TEMPLATES, SUBCHARTS, _CRDS) or (len(inner) == 1 and _OWN_FILE.fullmatch(inner[0])):
            return chart
    return None


def is_installed_as_written(path: str, chart: str) -> bool:
    """True for what is in the directory `crds` of a chart or of a chart in it: Helm does not render it."""
    return _folder(path, chart) == _CRDS


def is_template(path: str, chart: str) -> bool:
    """True for a template that objects come from; those of other names only define what others include."""
    return _folder(path, chart) == TEMPLATES and not os.path.basename(path).startswith("_")


def reads(path: str, charts: Mapping[str, str]) -> Iterator[str]:
    """The charts that a file merely lies below and whose templates ask for such files."""
    for chart, _ in _around(path, charts):
        if _asks_for_files(os.path.join(chart, TEMPLATES)):
            yield chart


def _asks_for_files(templates: str) -> bool:
    seen = 0
    for directory, _, names in os.walk(templates):
        for name in names:
            source = read_source(os.path.join(directory, name))
            seen += 1
            if seen > _MOST_TEMPLATES or (isinstance(source, Source) and ".Files" in source.text):
                return True
    return False


def _folder(path: str, chart: str) -> str:
    """The directory of a chart, or of a chart in it, that a file lies in; its name where it lies in none."""
    for _, inner in _around(path, by_path([chart])):
        while len(inner) > 2 and inner[0] == SUBCHARTS:
            inner = inner[2:]
        return inner[0]
    return ""


def _around(path: str, charts: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """The charts that a path lies below, the nearest first, and the names that lead from there to it."""
    above, name = os.path.split(os.path.abspath(path))
    inner = [name]
    while name:
        if above in charts:
            yield charts[above], inner
        above, name = os.path.split(above)
        inner = [name, *inner]


def _renders(directory: str, tree: Tree) -> bool:
    """Whether something comes of a chart: of its templates, or of those of the charts that it is made of.

    Where that cannot be read it does: helm is to tell what is wrong.
    """
    return os.path.isdir(os.path.join(directory, TEMPLATES)) or may_have_subcharts(directory, tree)
