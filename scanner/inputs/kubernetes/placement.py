"""Which objects are in a cluster together, and in one namespace: what selectors and names cannot tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.alternatives import Alternatives, Cluster, Unit
from scanner.model.resources import UNKNOWN_NAMESPACE, Link, Resource
from scanner.model.values import Value


def alternatives_among(resources: Sequence[Resource], workloads: Workloads = KUBERNETES) -> Alternatives:
    """Which places declare the same workload of the same namespace, and so are meant for two clusters, or for two
    namespaces where they do not say which.
    """
    declared = (
        (each.identity, each.origin)
        for each in resources
        if each.origin.kind != "cluster"
        and "*" not in each.name
        and each.namespace != UNKNOWN_NAMESPACE
        and workloads.find(each.kind, each.attributes) is not None
    )
    fixed = ((each.identity, each.origin) for each in resources if _is_fixed(each))
    return Alternatives(declared, fixed, _clusters(resources))


def _clusters(resources: Iterable[Resource]) -> dict[Unit, Cluster]:
    """The clusters that what was rendered is sent to, where that is one."""
    found: dict[Unit, set[Cluster | None]] = {}
    for each in resources:
        source = each.attributes.source
        if isinstance(source, Rendered):
            found.setdefault(each.origin.unit, set()).add(source.cluster)
    only = {unit: next(iter(clusters)) for unit, clusters in found.items() if len(clusters) == 1}
    return {unit: cluster for unit, cluster in only.items() if cluster is not None}


class Placement:
    """Which of the links between some resources there are, as far as that hangs on where their ends are."""

    __slots__ = ("_alternatives", "_fixed", "_is_plain")

    def __init__(self, resources: Sequence[Resource], alternatives: Alternatives) -> None:
        unknown = (each.namespace == UNKNOWN_NAMESPACE or _goes_anywhere(each) for each in resources)
        self._is_plain = not alternatives and not any(unknown)
        self._alternatives = alternatives
        self._fixed = (
            frozenset(id(each) for each in resources if _is_fixed(each)) if alternatives.unsure else frozenset()
        )

    def placed(self, links: Iterable[Link]) -> Iterable[Link]:
        """The links without those between two that are not in one cluster and namespace.

        Those between two that may be or may not have a doubt.
        """
        return links if self._is_plain else filter(None, map(self._placed, links))

    def _placed(self, link: Link) -> Link | None:
        source, target = link.source, link.target
        branch = self._alternatives.branch
        if self._alternatives.are_apart(branch(source.origin), branch(target.origin)):
            if not self._may_meet(source, target):
                return None
            ends = (f"{end.address} of {end.origin.root}" for end in (source, target))
            return replace(
                link, doubt=f"{' and '.join(ends)} may be in one cluster: neither says which namespace it is for"
            )
        if source.namespace == target.namespace == UNKNOWN_NAMESPACE:
            return link if _written_namespace(source) == _written_namespace(target) else None
        if link.relation == "selects" and _may_be_elsewhere(source, target):
            return replace(
                link, doubt=f"{source.address} selects {target.address}, if both are installed into one namespace"
            )
        return link

    def _may_meet(self, source: Resource, target: Resource) -> bool:
        """Whether two that are apart may be linked all the same, as two namespaces of one cluster."""
        ends = id(source) in self._fixed, id(target) in self._fixed
        if not any(ends) or (source.namespace == target.namespace == "default" and not all(ends)):
            return False
        branch, may_bear_on = self._alternatives.branch, self._alternatives.may_bear_on
        return (not ends[0] or may_bear_on(source.identity, source.origin, branch(target.origin))) and (
            not ends[1] or may_bear_on(target.identity, target.origin, branch(source.origin))
        )


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


def _is_fixed(resource: Resource) -> bool:
    """Whether it is certain which namespace an object is in, or that it is in none: `kubectl apply` puts one that says
    nothing wherever it is told to.
    """
    if resource.namespace != "default" or resource.origin.kind != "kubernetes":
        return resource.namespace != UNKNOWN_NAMESPACE
    source = resource.attributes.source
    if isinstance(source, Rendered):
        return source.namespace is not None
    return isinstance(_written_namespace(resource), str)


def _written_namespace(resource: Resource) -> Value:
    metadata = resource.attributes.get("metadata")
    return metadata.get("namespace") if isinstance(metadata, dict) else metadata
