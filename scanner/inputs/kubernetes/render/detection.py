"""Which directories of a tree are charts and kustomizations, and which files are theirs: those are read as rendered."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.inputs.discover import SKIPPED
from scanner.inputs.files import Tree, shown
from scanner.inputs.kubernetes.render.file_names import KUSTOMIZATION_FILES, RENDERED_BY

if TYPE_CHECKING:
    from scanner.inputs.kubernetes.render.overlays.kustomizations import Kustomization


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
    _jsonnet: list[str] | None = None

    def jsonnet_in(self, tree: Tree) -> list[str]:
        """Files of Jsonnet in the tree, as `shown` writes them. Nobody looks for them before somebody asks."""
        if self._jsonnet is None:
            self._jsonnet = []
            for folder, names, files in os.walk(tree.root):
                names[:] = [name for name in names if name not in SKIPPED]
                self._jsonnet += (shown(os.path.join(folder, file)) for file in files if file.endswith(".jsonnet"))
        return self._jsonnet


def find(documents: Sequence[str], tree: Tree) -> Found:
    """Sorts the YAML and JSON files of a tree into those that are read and those that are rendered."""
    if {os.path.basename(path) for path in documents}.isdisjoint(RENDERED_BY):
        return Found(list(documents))
    from scanner.inputs.kubernetes.render.charts import file_structure
    from scanner.inputs.kubernetes.render.overlays import kustomizations as overlays

    found = Found(charts=file_structure.charts_in(documents, tree))
    charts = file_structure.by_path(found.charts)
    owners = {path: file_structure.owner(path, charts) for path in documents} if charts else {}
    kustomizations = found.kustomizations
    for path in documents:
        if os.path.basename(path) in KUSTOMIZATION_FILES and owners.get(path) is None:
            read = overlays.read_kustomization(path, tree)
            kustomizations[shown(read.directory)] = read
    asked_for = list(kustomizations)
    overlays.use_each_other(kustomizations, tree)
    found.overlays = overlays.overlays_of(kustomizations, asked_for)
    built = overlays.used_by([shown(each.directory) for each in found.overlays], kustomizations)
    files = {file for path, each in kustomizations.items() for file in _taken(each, path in built)}
    for path in documents:
        chart = owners.get(path)
        if shown(path) not in files and (chart is None or file_structure.is_installed_as_written(path, chart)):
            found.documents.append(path)
    return found


def _taken(kustomization: Kustomization, is_built: bool) -> set[str]:
    """The files of a kustomization that are not read as they are: of a component that nobody uses, its patches."""
    lone = kustomization.is_component and not is_built
    return kustomization.files - kustomization.resources if lone else kustomization.files
