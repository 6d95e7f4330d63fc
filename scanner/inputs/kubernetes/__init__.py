"""Kubernetes manifests: YAML and JSON files to resources, the pod view and the links between objects."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.inputs.kubernetes.pods import POD_KINDS, pod_view, pod_view_of
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph

__all__ = ["POD_KINDS", "load", "pod_view", "pod_view_of"]


def load(sources: Sequence[Source]) -> ResourceGraph:
    """The Kubernetes objects in these files, linked. Other YAML and JSON gives no resources. Raises nothing."""
    from scanner.inputs.kubernetes.adapt import adapt
    from scanner.inputs.kubernetes.documents import read_documents
    from scanner.inputs.kubernetes.links import link

    graph = ResourceGraph()
    keys: dict[str, str] = {}
    for source in sources:
        read = read_documents(source, keys)
        resources, problems = adapt(read.documents, source)
        graph.resources += resources
        graph.problems += sorted(read.problems + problems, key=_position)
        if resources:
            graph.comments += read.comments
        if resources or problems or read.problems:
            graph.sources[source.path] = source
    graph.links, problems = link(graph.resources, graph.incomplete)
    graph.problems += problems
    if problems:
        graph.incomplete |= {each.kind: problems[0].what for each in graph.resources}
    return graph


def _position(problem: object) -> tuple[int, int]:
    place = getattr(problem, "place", None)
    return (place.line, place.column) if place is not None else (0, 0)
