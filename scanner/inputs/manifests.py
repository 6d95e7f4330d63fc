"""The YAML and JSON files of a tree: plans, manifests that are read, charts and overlays that are rendered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from scanner.inputs.files import MAX_BYTES, MAX_JSON_BYTES, Tree, read_source
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.render.found import find
from scanner.inputs.kubernetes.render.options import Rendering
from scanner.inputs.plans import Plans
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph

_FOLLOWED = ("argoproj.io/", "helm.toolkit.fluxcd.io/", "kustomize.toolkit.fluxcd.io/")
"""Groups of objects that may say how charts and overlays are rendered."""


def read_manifests(
    paths: Sequence[str],
    tree: Tree,
    rendering: Rendering,
    advance: Callable[[str], None],
    plans: Plans,
    workloads: Workloads = KUBERNETES,
    processes: int = 1,
) -> ResourceGraph:
    """The Kubernetes objects in these files of a tree, as yet without links, read by at most so many processes."""
    found = find(paths, tree)
    graph = _read(found.documents, advance, plans, workloads, processes)
    followed = [each for each in graph.resources if each.type.startswith(_FOLLOWED)]
    if found.charts or found.overlays or followed or rendering.releases:
        from scanner.inputs import kubernetes
        from scanner.inputs.kubernetes.render.rendering import render

        read = partial(kubernetes.read, workloads=workloads)
        rendered, applied = render(found, followed, tree, rendering, read, advance)
        if applied:
            _leave_out(graph, applied)
        graph.extend(rendered)
    return graph


def _leave_out(graph: ResourceGraph, files: set[str]) -> None:
    """Takes what was read of these files out of a graph."""
    graph.resources = [each for each in graph.resources if each.place.file not in files]
    graph.comments = [each for each in graph.comments if each.place.file not in files]
    graph.problems = [each for each in graph.problems if each.file not in files]


def _read(
    paths: Sequence[str], advance: Callable[[str], None], plans: Plans, workloads: Workloads, processes: int
) -> ResourceGraph:
    """Files as they are written. Those that cannot hold a Kubernetes object are not parsed."""
    problems: list[Problem] = []
    sources: list[Source] = []
    for path in paths:
        source = read_source(path, MAX_JSON_BYTES if path.endswith(".json") else MAX_BYTES)
        if isinstance(source, Problem):
            problems.append(plans.binary(path) or source)
        elif not source.text.strip():
            problems.append(Problem("note", "unreadable", "the file is empty", source.path))
        elif plans.take(source):
            continue
        elif "apiVersion" in source.text and "kind" in source.text:
            sources.append(source)
    if not sources:
        return ResourceGraph(problems=problems)
    from scanner.inputs import kubernetes

    advance(f"{len(sources)} manifests")
    graph = kubernetes.read(sources, workloads, processes)
    graph.problems = problems + graph.problems
    return graph
