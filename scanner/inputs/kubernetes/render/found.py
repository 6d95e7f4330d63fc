"""Charts and overlays among the files of a tree, and the files that are theirs: those are read as they are rendered."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.inputs.files import Tree, is_below, shown
from scanner.inputs.kubernetes.render.kustomizations import Kustomization, read_kustomization

CHART_FILE = "Chart.yaml"
KUSTOMIZATION_FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


@dataclass(slots=True)
class Found:
    """What there is to read in a tree, and what to render."""

    documents: list[str] = field(default_factory=list)
    """Files that are read as they are."""
    charts: list[str] = field(default_factory=list)
    """Directories of charts that are not part of another chart."""
    overlays: list[Kustomization] = field(default_factory=list)
    """Kustomizations that no other one of the tree uses."""
    kustomizations: dict[str, Kustomization] = field(default_factory=dict)
    """All kustomizations by their normalised directories."""


def find(documents: Sequence[str], tree: Tree) -> Found:
    """Sorts the YAML and JSON files of a tree into those that are read and those that are rendered."""
    names = {os.path.basename(path) for path in documents}
    if CHART_FILE not in names and names.isdisjoint(KUSTOMIZATION_FILES):
        return Found(list(documents))
    found = Found()
    charts = {os.path.dirname(path) or "." for path in documents if os.path.basename(path) == CHART_FILE}
    charts = {each for each in charts if os.path.isdir(os.path.join(each, "templates"))}
    found.charts = sorted(each for each in charts if not any(_below(each, other) for other in charts if other != each))
    kustomizations = found.kustomizations
    for path in documents:
        if os.path.basename(path) in KUSTOMIZATION_FILES and not any(_below(path, chart) for chart in found.charts):
            read = read_kustomization(path, tree)
            kustomizations[os.path.normpath(read.directory)] = read
    used = {each for kustomization in kustomizations.values() for each in kustomization.bases}
    found.overlays = [
        each for path, each in sorted(kustomizations.items()) if path not in used and not each.is_component
    ]
    files = {file for each in kustomizations.values() for file in each.files}
    found.documents = [path for path in documents if os.path.normpath(path) not in files and not _is_of(path, found)]
    return found


def _is_of(path: str, found: Found) -> bool:
    """True for a file of a chart that is a template or says how to render. What is in `crds` is not rendered."""
    chart = next((each for each in found.charts if _below(path, each)), None)
    return chart is not None and "crds" not in shown(os.path.relpath(path, chart)).split("/")[:1]


def _below(path: str, directory: str) -> bool:
    path, directory = os.path.normpath(path), os.path.normpath(directory)
    return path != directory and is_below(path, directory)
