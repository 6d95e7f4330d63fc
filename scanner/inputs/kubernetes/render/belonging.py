"""What of all that is rendered belongs to the files and directories that were asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from scanner.inputs.files import is_below, shown
from scanner.inputs.kubernetes.render.charts import CHART_FILE, by_path, is_template, owner, reads
from scanner.inputs.kubernetes.render.found import Found
from scanner.inputs.kubernetes.render.kustomizations import used_by
from scanner.inputs.kubernetes.render.options import Rendering
from scanner.model.problems import Problem


@dataclass(slots=True)
class Belonging:
    """Charts and kustomizations by their directories, as `shown` writes them."""

    whole: set[str] = field(default_factory=set)
    """Those of which everything is reported: a file was named that any object may depend on."""
    partly: set[str] = field(default_factory=set)
    """Those of which files were named that objects are written in: these, and why there are none, are reported."""
    _files: set[str] = field(default_factory=set)
    """Files whose problems say why nothing is rendered."""

    def explains(self, problem: Problem) -> bool:
        """Whether a problem of what was rendered is one of what was asked for."""
        file = problem.file
        return file is not None and (file in self._files or any(is_below(file, each) for each in self.whole))

    def is_missing(self, made: Set[str], found: Found) -> bool:
        """Whether nothing came of a chart, or of all kustomizations; `made` are those of which something did."""
        overlays = (self.whole | self.partly) & found.kustomizations.keys()
        charts = (self.whole | self.partly) - overlays
        return bool(charts - made) or (bool(overlays) and not overlays & made)


def belonging_to(directories: Sequence[str], named: Set[str], found: Found, rendering: Rendering) -> Belonging:
    """What is rendered from these directories, and with these files in it. All are as `shown` writes them."""
    belonging = Belonging()
    roots = {*map(shown, found.charts), *found.kustomizations}
    belonging.whole |= {root for root in roots if any(is_below(root, each) for each in directories)}
    _add_charts(belonging, named, found, rendering)
    _add_kustomizations(belonging, named, found)
    for root in belonging.whole | belonging.partly:
        belonging._files.add(shown(os.path.join(root, CHART_FILE)))
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
