"""Which objects are in a cluster together, and in one namespace: what selectors and names cannot tell."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.inputs.kubernetes.api_groups import group
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.alternatives import Alternatives
from scanner.model.resources import UNKNOWN_NAMESPACE, Link, Resource
from scanner.model.values import Value


def alternatives_among(resources: Iterable[Resource], workloads: Workloads = KUBERNETES) -> Alternatives:
    """Which places declare the same workload of the same namespace, and so are meant for two clusters."""
    return Alternatives(
        ((group(each), each.kind, each.namespace, each.name), each.origin)
        for each in resources
        if each.origin.kind != "cluster"
        and "*" not in each.name
        and each.namespace != UNKNOWN_NAMESPACE
        and workloads.find(each.kind, each.attributes) is not None
    )


def together(
    links: list[Link], resources: Iterable[Resource], alternatives: Alternatives, incomplete: dict[str, str]
) -> list[Link]:
    """The links between these resources, without those between two that are not in one cluster and namespace, or may
    not be.

    What may select in the namespace of another all the same is added to `incomplete`.
    """
    known = not any(resource.namespace == UNKNOWN_NAMESPACE or _goes_anywhere(resource) for resource in resources)
    if known and not alternatives:
        return links
    found: list[Link] = []
    branch, are_apart = alternatives.branch, alternatives.are_apart
    for link in links:
        source, target = link.source, link.target
        if alternatives and are_apart(branch(source.origin), branch(target.origin)):
            continue
        if source.namespace == target.namespace == UNKNOWN_NAMESPACE:
            if _written_namespace(source) != _written_namespace(target):
                continue
        elif link.relation == "selects" and _may_be_elsewhere(source, target):
            what = f"{source.address} selects {target.address}, if both are installed into one namespace"
            incomplete.setdefault(f"{source.kind}/{target.namespace}", what)
            continue
        found.append(link)
    return found


def _may_be_elsewhere(source: Resource, target: Resource) -> bool:
    """Whether two objects of one namespace are in it only because nobody says where the chart of the one goes, and what
    the other comes from is none of that.
    """
    if source.namespace != target.namespace or source.origin.unit == target.origin.unit:
        return False
    return _goes_anywhere(source) or _goes_anywhere(target)


def _goes_anywhere(resource: Resource) -> bool:
    """Whether an object goes wherever what was rendered is installed, and nothing says where: then its template has
    `default` for it, written or not.
    """
    source = resource.attributes.source
    return isinstance(source, Rendered) and source.namespace is None and resource.namespace == "default"


def _written_namespace(resource: Resource) -> Value:
    metadata = resource.attributes.get("metadata")
    return metadata.get("namespace") if isinstance(metadata, dict) else metadata
