"""The YAML and JSON files of a tree: plans, manifests that are read, charts and overlays that are rendered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from scanner.inputs.files import MAX_BYTES, MAX_JSON_BYTES, Tree, is_below, read_source, shown
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.render.detection import Found, find
from scanner.inputs.kubernetes.render.tasks import Rendering
from scanner.inputs.plans import Plans
from scanner.inputs.selection import Selection
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph

if TYPE_CHECKING:
    from scanner.inputs.kubernetes.render.belonging import Belonging

_FOLLOWED = ("argoproj.io/", "helm.toolkit.fluxcd.io/", "kustomize.toolkit.fluxcd.io/", "source.toolkit.fluxcd.io/")
"""Groups of objects that may say how charts and overlays are rendered."""


def read_manifests(
    paths: Sequence[str],
    tree: Tree,
    rendering: Rendering,
    advance: Callable[[str], None],
    plans: Plans,
    selection: Selection,
    workloads: Workloads = KUBERNETES,
    processes: int = 1,
) -> ResourceGraph:
    """The Kubernetes objects in these files of a tree, as yet without links, read by at most so many processes.

    `selection` comes to know which of those that are rendered belong to what was asked for.
    """
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
        if not any(is_below(shown(tree.root), each) for each in selection.directories):
            from scanner.inputs.kubernetes.render.belonging import belonging_to

            asked = (selection.directories, selection.documents)
            _select(selection, belonging_to(*asked, followed, tree, found, rendering), found, rendered)
        graph.extend(rendered)
    return graph


def _select(selection: Selection, belonging: Belonging, found: Found, rendered: ResourceGraph) -> None:
    """Selects what was rendered from the directories and with the files that were asked for, wherever it is placed."""
    made: set[str] = set()
    for resource in rendered.resources:
        made.add(resource.origin.root)
        if belonging.holds(resource):
            selection.rendered[id(resource.origin)] = resource.origin
            selection.sources.add(resource.place.file)
    is_missing = belonging.is_missing(made, found)
    for problem in rendered.problems:
        # Of what is not rendered at all, the cause may lie in an object that asks for it.
        may_explain = is_missing and problem.place is not None
        may_explain = may_explain and problem.kind == "unrendered" and problem.severity != "note"
        if problem.file is not None and (may_explain or belonging.explains(problem)):
            selection.sources.add(problem.file)


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
