"""Charts and overlays among the files of a tree, and the files that are theirs: those are read as they are rendered."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.inputs.files import Tree, shown
from scanner.inputs.kubernetes.render.charts.file_structure import (
    CHART_FILE,
    by_path,
    charts_in,
    is_installed_as_written,
    owner,
)
from scanner.inputs.kubernetes.render.overlays.kustomizations import (
    KUSTOMIZATION_FILES,
    Kustomization,
    overlays_of,
    read_kustomization,
    use_each_other,
)

RENDERED_BY = (CHART_FILE, *KUSTOMIZATION_FILES)
"""Names of files that make a chart or a kustomization of a directory."""


@dataclass(slots=True)
class Found:
    """What there is to read in a tree, and what to render."""

    documents: list[str] = field(default_factory=list)
    """Files that are read as they are."""
    charts: list[str] = field(default_factory=list)
    """Directories of charts that are not part of another chart."""
    overlays: list[Kustomization] = field(default_factory=list)
    """Kustomizations that no other one of the tree uses, or of those that use each other the first."""
    kustomizations: dict[str, Kustomization] = field(default_factory=dict)
    """All kustomizations by their directories, as `shown` writes them; those beside what was asked for, too."""


def find(documents: Sequence[str], tree: Tree) -> Found:
    """Sorts the YAML and JSON files of a tree into those that are read and those that are rendered."""
    if {os.path.basename(path) for path in documents}.isdisjoint(RENDERED_BY):
        return Found(list(documents))
    found = Found(charts=charts_in(documents))
    charts = by_path(found.charts)
    owners = {path: owner(path, charts) for path in documents} if charts else {}
    kustomizations = found.kustomizations
    for path in documents:
        if os.path.basename(path) in KUSTOMIZATION_FILES and owners.get(path) is None:
            read = read_kustomization(path, tree)
            kustomizations[shown(read.directory)] = read
    asked_for = list(kustomizations)
    use_each_other(kustomizations, tree)
    found.overlays = overlays_of(kustomizations, asked_for)
    files = {file for each in kustomizations.values() for file in each.files}
    for path in documents:
        chart = owners.get(path)
        if shown(path) not in files and (chart is None or is_installed_as_written(path, chart)):
            found.documents.append(path)
    return found
