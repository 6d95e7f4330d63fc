"""What of all that is rendered belongs to the files and directories that were asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from scanner.inputs.files import Tree, is_below, shown
from scanner.inputs.kubernetes.render.charts.chart_file import chart_file
from scanner.inputs.kubernetes.render.charts.file_structure import by_path, is_template, owner, reads
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.gitops.asked import asked_by
from scanner.inputs.kubernetes.render.gitops.flux_charts import HelmCharts, helm_charts_in
from scanner.inputs.kubernetes.render.overlays.kustomizations import used_by
from scanner.inputs.kubernetes.render.tasks import Release, Rendering
from scanner.model.problems import Problem
from scanner.model.resources import Resource


@dataclass(slots=True)
class Belonging:
    """Charts and kustomizations by their directories, as `shown` writes them."""

    whole: set[str] = field(default_factory=set)
    """Those of which everything is reported: a file was named that any object may depend on."""
    partly: set[str] = field(default_factory=set)
    """Those of which files were named that objects are written in: these, and why there are none, are reported."""
    installed: dict[str, set[str]] = field(default_factory=dict)
    """Those that objects install that were asked for, or with values that were; with the names that they give."""
    _files: set[str] = field(default_factory=set)
    """Files whose problems say why nothing is rendered."""

    def holds(self, resource: Resource) -> bool:
        """Whether something that was rendered is reported wherever it is placed."""
        origin = resource.origin
        return origin.root in self.whole or (
            origin.root in self.installed and origin.environment in (None, *self.installed[origin.root])
        )

    def explains(self, problem: Problem) -> bool:
        """Whether a problem of what was rendered is one of what was asked for."""
        file = problem.file
        return file is not None and (file in self._files or any(is_below(file, each) for each in self.whole))

    def is_missing(self, made: Set[str], found: Found) -> bool:
        """Whether nothing came of a chart, or of all kustomizations; `made` are those of which something did."""
        overlays = (self.whole | self.partly) & found.kustomizations.keys()
        charts = (self.whole | self.partly) - overlays
        return bool(charts - made) or (bool(overlays) and not overlays & made)


def belonging_to(
    directories: Sequence[str],
    named: Set[str],
    objects: Iterable[Resource],
    tree: Tree,
    found: Found,
    rendering: Rendering,
) -> Belonging:
    """What is rendered from these directories, and with these files in it. All are as `shown` writes them.

    `objects` are those that may say how charts and kustomizations are rendered.
    """
    belonging = Belonging()
    roots = {*map(shown, found.charts), *found.kustomizations}
    belonging.whole |= {root for root in roots if any(is_below(root, each) for each in directories)}
    _add_charts(belonging, named, found, rendering)
    _add_kustomizations(belonging, named, found)
    declared = list(objects)
    charts = helm_charts_in(declared)
    for resource in declared:
        file = resource.place.file
        is_asked_for = file in named or any(is_below(file, each) for each in directories)
        _add_installed(belonging, named, resource, is_asked_for, tree, found, charts)
    for root in belonging.whole | belonging.partly | belonging.installed.keys():
        belonging._files.add(shown(chart_file(root)))
        for each in used_by([root], found.kustomizations):
            belonging._files.add(found.kustomizations[each].file)
    return belonging


def _add_charts(belonging: Belonging, named: Set[str], found: Found, rendering: Rendering) -> None:
    charts = by_path(found.charts)
    for file in named:
        chart = owner(file, charts)
        if chart is not None:
            (belonging.partly if is_template(file, chart) else belonging.whole).add(shown(chart))
        else:
            belonging.whole |= {shown(each) for each in reads(file, charts)}
    if any(shown(file) in named for file in rendering.files):
        belonging.whole |= set(map(shown, found.charts))
    for release in rendering.releases:
        if any(shown(file) in named for file in release.files):
            belonging.whole.add(shown(release.chart))


def _add_kustomizations(belonging: Belonging, named: Set[str], found: Found) -> None:
    changed = {path for path, each in found.kustomizations.items() if named & each.files - each.resources}
    written = {path for path, each in found.kustomizations.items() if named & each.resources}
    if not changed and not written:
        return
    for path in found.kustomizations:
        used = used_by([path], found.kustomizations)
        if used & changed:
            belonging.whole.add(path)
        if used & written:
            belonging.partly.add(path)


def _add_installed(
    belonging: Belonging,
    named: Set[str],
    resource: Resource,
    is_asked_for: bool,
    tree: Tree,
    found: Found,
    charts: HelmCharts,
) -> None:
    for task in asked_by(resource, tree, found, charts)[0]:
        if isinstance(task, Release):
            directories = {shown(task.chart)}
            is_changed = is_asked_for or any(shown(each) in named for each in task.files)
        else:
            is_changed = is_asked_for
            directories = {shown(task.directory), *(os.path.dirname(shown(each)) or "." for each in task.files)}
        for directory in directories if is_changed else ():
            belonging.installed.setdefault(directory, set()).add(task.name)
