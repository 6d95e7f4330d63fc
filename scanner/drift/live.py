"""What a cluster has: everything of some kinds, but for the pods and other objects that controllers keep."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.drift.identity import Key, key_of
from scanner.inputs.cluster.adapt import Malformed, adapt, settle
from scanner.inputs.cluster.connect import Target
from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.fold import DEPENDENTS
from scanner.inputs.cluster.inventory import Page, read
from scanner.inputs.cluster.known import CARRIERS, NAMESPACE_BOUND
from scanner.inputs.cluster.limits import Limits
from scanner.inputs.cluster.visit import visit
from scanner.inputs.kubernetes import Workloads, link_objects
from scanner.model.report import ClusterIdentity
from scanner.model.resources import EVERY_KIND, Resource, ResourceGraph


@dataclass(slots=True)
class Live:
    """The objects of one cluster."""

    identity: ClusterIdentity
    """Which cluster it is."""
    graph: ResourceGraph
    """Its objects, linked, and what could not be read."""

    def doubt(self, key: Key) -> str | None:
        """Why an object may be in the cluster though it was not read; None where it is not there."""
        known = self.graph.incomplete
        names = (EVERY_KIND, key.kind, f"{key.group}/{key.kind}", f"{key.kind}/{key.namespace}")
        return next((known[name] for name in names if name in known), None)


def read_live(
    target: Target,
    kinds: Sequence[str],
    filters: Filters,
    declared: Collection[Key],
    workloads: Workloads,
    limits: Limits,
    advance: Callable[[str], None],
) -> Live:
    """Reads a cluster. Raises nothing; what could not be read is a problem of the graph, and incomplete."""
    graph = ResourceGraph()
    reader = _Reader(target.name, graph, filters, declared)

    def use(connection: Connection) -> int:
        def tell(what: str) -> None:
            advance(f"{target.name}: {what}")

        for page in read(connection, kinds, filters, graph.problems.append, graph.incomplete, tell):
            reader.take(page)
        return reader.count

    advance(f"{target.name}: connecting")
    identity = visit(target, limits, threading.Event(), use, graph.problems, graph.incomplete)
    for resource in graph.resources:
        graph.problems += settle(resource, workloads)
    link_objects(graph, workloads)
    return Live(identity, graph)


class _Reader:
    """Takes page after page."""

    def __init__(self, cluster: str, graph: ResourceGraph, filters: Filters, declared: Collection[Key]) -> None:
        self.count = 0
        """Objects that were read."""
        self._cluster = cluster
        self._graph = graph
        self._filters = filters
        self._declared = declared

    def take(self, page: Page) -> None:
        """Keeps the objects of a page that are compared, or that verdicts about these depend on."""
        self.count += len(page.items)
        for item in page.items:
            try:
                resource = adapt(item, page.kind, self._cluster)
            except Malformed as error:
                self._graph.problems.append(error.problem)
                self._graph.incomplete.setdefault(page.kind.leaves_open, error.problem.what)
                continue
            aside = self._is_far(resource) or (resource.kind in DEPENDENTS and _is_kept(item))
            if not aside or key_of(resource) in self._declared:
                self._graph.resources.append(resource)

    def _is_far(self, resource: Resource) -> bool:
        """Whether an object lies in a namespace that is not looked at, and bears on none that is."""
        inside = resource.namespace if resource.kind in NAMESPACE_BOUND else None
        return inside is not None and not self._filters.takes_namespace(inside)


def _is_kept(item: dict[str, Any]) -> bool:
    """Whether a controller of a kind that is read keeps an object: its owner speaks for it."""
    metadata = item.get("metadata")
    references = metadata.get("ownerReferences") if isinstance(metadata, dict) else None
    for each in references if isinstance(references, list) else ():
        if isinstance(each, dict) and each.get("controller") is True and each.get("kind") in CARRIERS:
            return True
    return False
