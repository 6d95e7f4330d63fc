"""Charts that a chart needs and that nobody has fetched into its `charts/`: helm renders nothing then, not even what is
certain without them.

Source: https://helm.sh/docs/topics/charts/#tags-and-condition-fields-in-dependencies
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from scanner.inputs.files import Tree
from scanner.inputs.kubernetes.render.charts.chart_file import (
    REQUIREMENTS,
    SUBCHARTS,
    chart_name,
    chart_version,
    dependencies,
    is_chart,
    leads_outside,
)
from scanner.inputs.kubernetes.render.charts.templates import names_within
from scanner.inputs.kubernetes.render.fields import get, is_given, items, text
from scanner.inputs.kubernetes.render.file_names import CHART_FILE
from scanner.inputs.kubernetes.render.tasks import Release
from scanner.inputs.kubernetes.render.yaml_values import mapping_of, values_in
from scanner.model.places import Source
from scanner.model.values import Value

_MISSING = re.compile(r"missing in charts/ directory: (.+)$")
_Switch: TypeAlias = Literal["on", "off", "unset", "not known"]


@dataclass(frozen=True, slots=True)
class Lighter:
    """A chart without the charts that it misses, but for those that lie in the tree."""

    directory: str
    """Where it was put: all else is linked to what the chart holds."""
    fetched: dict[str, str]
    """The directories of those that lie in the tree, by their names."""
    wanted: tuple[str, ...]
    """Those of the others that would be installed, too, as far as is known: what they make is missing."""


def without_missing(release: Release, tree: Tree, error: str, folder: str) -> Lighter | None:
    """Puts the chart of a release into `folder`, without what helm's `error` says that it misses.

    None where that is not what the error says, or the rest would be something else without it.
    """
    named = _MISSING.search(error)
    needed = dependencies(release.chart, tree)
    if named is None or needed is None:
        return None
    missing = set(named[1].split(", "))
    fetched = _fetched(release.chart, [each for each in needed if get(each, ("name",)) in missing], tree)
    missing -= fetched.keys()
    left_out = [each for each in needed if get(each, ("name",)) in missing]
    if not (left_out or fetched) or any(is_given(get(each, ("import-values",))) for each in left_out):
        return None
    values = _Values(release, tree)
    wanted = tuple(dict.fromkeys(str(get(each, ("name",))) for each in left_out if values.installs(each)))
    return Lighter(_put(release.chart, os.path.join(folder, "chart"), missing, fetched, tree), fetched, wanted)


def _fetched(chart: str, needed: list[Value], tree: Tree) -> dict[str, str]:
    """The charts of the tree that `helm dependency build` would fetch for a chart, by their names."""
    found: dict[str, str] = {}
    for each in needed:
        name, repository = text(get(each, ("name",))), text(get(each, ("repository",))) or ""
        path = os.path.normpath(os.path.join(chart, repository.removeprefix("file://")))
        if name is None or not repository.startswith("file://") or not tree.holds(path) or not is_chart(path):
            continue
        its_own = dependencies(path, tree)
        if its_own is None or not {get(inner, ("name",)) for inner in its_own} <= names_within(path, tree):
            continue
        if chart_name(path, tree) == name and leads_outside(path, tree) is None:
            found[name] = path
    names = [get(each, ("name",)) for each in needed]  # of two charts with one name helm goes by their versions
    return {name: path for name, path in found.items() if names.count(name) == 1}


def _put(chart: str, directory: str, missing: set[str], fetched: dict[str, str], tree: Tree) -> str:
    """Makes a directory of links to what a chart holds, without some charts and with some others."""
    os.makedirs(os.path.join(directory, SUBCHARTS))
    inner = os.path.join(chart, SUBCHARTS)
    for name in os.listdir(chart):
        path = os.path.join(chart, name)
        if name in (CHART_FILE, REQUIREMENTS):
            described = mapping_of(path, tree) or {}
            kept = [
                _versioned(each, fetched, tree)
                for each in items(described.get("dependencies"))
                if get(each, ("name",)) not in missing
            ]
            lighter = json.dumps({**described, "dependencies": kept})  # JSON is YAML
            Path(directory, name).write_text(lighter, encoding="utf-8")
        elif name != SUBCHARTS:
            os.symlink(os.path.abspath(path), os.path.join(directory, name))
    for name in os.listdir(inner) if os.path.isdir(inner) else ():
        os.symlink(os.path.abspath(os.path.join(inner, name)), os.path.join(directory, SUBCHARTS, name))
    for number, path in enumerate(fetched.values()):
        os.symlink(os.path.abspath(path), os.path.join(directory, SUBCHARTS, f"bylaw-fetched-{number}"))
    return directory


def _versioned(dependency: Value, fetched: dict[str, str], tree: Tree) -> Value:
    """A dependency, of the very version that lies in the tree: helm heeds no condition and no alias of another one."""
    path = fetched.get(str(get(dependency, ("name",))))
    return dependency if path is None else {**dependency, "version": chart_version(path, tree)}


class _Values:
    """The values of a release, as far as they switch charts on and off."""

    def __init__(self, release: Release, tree: Tree) -> None:
        names = (*(name for name, _, _ in release.settings), *(name for name, _ in release.literals))
        self._set = {re.split(r"[.\[]", name)[0] for name in names}
        self._sets_more = any("," in part for name, value, _ in release.settings for part in (name, value))
        self._layers = list(_layers(release, tree))

    def installs(self, dependency: Value) -> bool:
        """Whether a chart is installed with another, unless it is certain that it is not."""
        conditions = text(get(dependency, ("condition",))) or ""
        for condition in filter(None, (each.strip() for each in conditions.split(","))):
            switch = self._switch(condition.split("."))
            if switch != "unset":
                return switch != "off"
        tags = {self._switch(["tags", str(each)]) for each in items(get(dependency, ("tags",)))}
        return tags.isdisjoint({"off"}) or not tags.isdisjoint({"on", "not known"})

    def _switch(self, path: list[str]) -> _Switch:
        if self._sets_more or path[0] in self._set:
            return "not known"
        for layer in self._layers:
            node: Value = layer
            for step in path:
                if not isinstance(node, dict):
                    return "not known"
                if step not in node:
                    break
                node = node[step]
            else:
                return "not known" if not isinstance(node, bool) else "on" if node else "off"
        return "unset"


def _layers(release: Release, tree: Tree) -> Iterator[Value]:
    """The values from those that win over all others down to the chart's own; None for what cannot be read."""
    for written in reversed(release.values):
        read, problems = values_in(Source("values.yaml", written))
        yield None if problems else read[0] if read else {}
    for path in reversed(release.files):
        yield mapping_of(path, tree)
    own = os.path.join(release.chart, "values.yaml")
    yield mapping_of(own, tree) if os.path.lexists(own) else {}
