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


def read(sources: Sequence[Source], workloads: Workloads = KUBERNETES, processes: int = 1) -> ResourceGraph:
    """The same objects as yet without links: there may be others to link them with.

    Much text is shared between at most `processes` processes.
    """
    from scanner.inputs.kubernetes.reading import read_files

    graph = ResourceGraph()
    for source, read in zip(sources, read_files(sources, workloads, processes), strict=True):
        graph.resources += read.resources
        graph.problems += read.problems
        if read.resources:
            graph.comments += read.comments
        if read.resources or read.problems:
            graph.sources[source.path] = source.written if isinstance(source, Rendered) else source
    return graph


def link_objects(graph: ResourceGraph, workloads: Workloads = KUBERNETES) -> None:
    """Adds the links between all Kubernetes objects of a graph, whatever they were read from."""
    objects = [resource for resource in graph.resources if resource.is_object]
    if not objects:
        return
    from scanner.inputs.kubernetes.links import link
    from scanner.inputs.kubernetes.placement import alternatives_among

    graph.alternatives = alternatives_among(objects, workloads)
    links, problems = link(objects, graph.incomplete, workloads, graph.alternatives)
    graph.links += [link for link in links if link.doubt is None]
    graph.doubtful_links += [link for link in links if link.doubt is not None]
    graph.problems += problems
    if problems:
        graph.incomplete |= {each.kind: problems[0].what for each in objects}
