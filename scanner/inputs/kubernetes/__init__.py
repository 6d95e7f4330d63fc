"""Kubernetes manifests: YAML and JSON files to resources, the pod view and the links between objects."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.inputs.kubernetes.pods import KUBERNETES, POD_KINDS, Workloads, pod_view, pod_view_of
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph

__all__ = ["KUBERNETES", "POD_KINDS", "Workloads", "link_objects", "load", "pod_view", "pod_view_of", "read"]


def load(sources: Sequence[Source], workloads: Workloads = KUBERNETES) -> ResourceGraph:
    """The Kubernetes objects in these files, linked. Other YAML and JSON gives no resources. Raises nothing."""
    graph = read(sources, workloads)
    link_objects(graph, workloads)
    return graph


def read(sources: Sequence[Source], workloads: Workloads = KUBERNETES) -> ResourceGraph:
    """The same objects as yet without links: there may be others to link them with."""
    from scanner.inputs.kubernetes.adapt import adapt
    from scanner.inputs.kubernetes.documents import read_documents

    graph = ResourceGraph()
    keys: dict[str, str] = {}
    for source in sources:
        read = read_documents(source, keys)
        resources, problems = adapt(read.documents, source, workloads)
        graph.resources += resources
        graph.problems += sorted(read.problems + problems, key=_position)
        if resources:
            graph.comments += read.comments
        if resources or problems or read.problems:
            graph.sources[source.path] = source.written if isinstance(source, Rendered) else source
    return graph


def link_objects(graph: ResourceGraph, workloads: Workloads = KUBERNETES) -> None:
    """Adds the links between all Kubernetes objects of a graph, whatever they were read from."""
    objects = [resource for resource in graph.resources if resource.is_object]
    if not objects:
        return
    from scanner.inputs.kubernetes.links import link

    links, problems = link(objects, graph.incomplete, workloads)
    graph.links += links
    graph.problems += problems
    if problems:
        graph.incomplete |= {each.kind: problems[0].what for each in objects}


def _position(problem: object) -> tuple[int, int]:
    place = getattr(problem, "place", None)
    return (place.line, place.column) if place is not None else (0, 0)
