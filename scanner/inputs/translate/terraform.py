"""Terraform's Kubernetes resources of a graph, replaced by the objects that they make."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.inputs.kubernetes.pods import Workloads
from scanner.inputs.translate.manifests import ARGUMENTS, manifest_object
from scanner.inputs.translate.not_known import NotKnown
from scanner.inputs.translate.resources import typed_object
from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource, ResourceGraph
from scanner.model.values import PartialList, Unknown, Value

_HELP = (
    "Rules about Kubernetes objects do not see it, and those that ask whether there is such an object cannot decide."
)


def translate_terraform(graph: ResourceGraph, released: frozenset[int], workloads: Workloads) -> None:
    """Puts objects in place of resources, in the graph's resources and links. `released` as for `translate`."""
    made: dict[int, Resource] = {}
    resources: list[Resource] = []
    for resource in graph.resources:
        found = None if "/" in resource.type else _object_of(resource, graph, released, workloads)
        if found is not None:
            made[id(resource)] = found
        resources.append(resource if found is None else found)
    if made:
        graph.resources = resources
        relinked = [_relinked(each, made) for each in graph.links]
        needed = _Needed()
        graph.links = [each for each in relinked if not each.source.is_object or needed.is_needed(each)]


def _object_of(
    resource: Resource, graph: ResourceGraph, released: frozenset[int], workloads: Workloads
) -> Resource | None:
    if resource.type == "helm_release":
        if id(resource) not in released:
            from scanner.inputs.translate.releases import report_release

            report_release(resource, graph)
        return None
    if resource.type not in ARGUMENTS:
        return typed_object(resource, graph.problems) if resource.provider == "kubernetes" else None
    try:
        return manifest_object(resource, graph.problems, workloads)
    except NotKnown as error:
        what = f"{resource.address}: {error}"
        help = f"{error.help[:1].upper()}{error.help[1:]}. {_HELP}" if error.help else _HELP
        graph.problems.append(Problem("warning", "unresolved", what, resource.place.file, resource.place, help))
        graph.incomplete.setdefault(error.kind, what)
        return None


def _relinked(link: Link, made: dict[int, Resource]) -> Link:
    source, target = made.get(id(link.source)), made.get(id(link.target))
    if source is None and target is None:
        return link
    return Link(source or link.source, target or link.target, link.relation, link.place)


class _Needed:
    """Which references between objects count beside the names that the objects call each other by.

    A namespace that is taken from another object is no link to that object; a name that only the API server will choose
    is one, and nothing else tells.
    """

    def __init__(self) -> None:
        self._referred: dict[int, frozenset[str]] = {}

    def is_needed(self, link: Link) -> bool:
        """False when names say all that the reference does."""
        if not link.target.is_object:
            return True
        names = self._referred.get(id(link.source))
        if names is None:
            names = self._referred[id(link.source)] = frozenset(_referred(link.source.attributes))
        return any(name.startswith(f"{link.target.address}.") for name in names)


def _referred(root: Value) -> Iterator[str]:
    """What the values that are not known come from."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Unknown):
            yield from (reference.name for reference in node.references)
            if isinstance(node, PartialList):
                waiting.extend(node.items)
        elif isinstance(node, (dict, list)):
            waiting.extend(node.values() if isinstance(node, dict) else node)
