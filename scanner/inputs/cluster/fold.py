"""Objects that others own are judged through their owners.

A Deployment, its ReplicaSets and their pods are one thing to whoever has to mend it. What an owner made from its own
template is not judged again. A pod may differ from the template, though: admission changes it, people attach ephemeral
containers. Of the pods of one owner that differ in the same way one is judged, and what it shows is the owner's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from scanner.inputs.cluster.adapt import cluster_place
from scanner.inputs.cluster.essence import essence
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.model.origins import Origin
from scanner.model.resources import Resource
from scanner.model.values import Object

DEPENDENTS = ("ReplicaSet", "Job", "Pod")
"""Kinds whose objects controllers make from the template of another object, owners before what they own."""
_DEEPEST = 8
"""Owners above one another."""

Uid: TypeAlias = str


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What is to be done with an object that may be owned."""

    owner: Resource | None
    """Whom its findings are told of, without attributes where it is known by name alone; None for itself."""
    role: Literal["alone", "shows", "same"]
    """`alone`: judged for itself. `shows`: judged, as the first that differs from its owner in this way. `same`: there
    is nothing new in it."""


_ALONE = Standing(None, "alone")


class Folding:
    """The owners of one cluster, and what was seen of what they own."""

    def __init__(
        self,
        cluster: str,
        owners: Iterable[Resource],
        is_judged: Callable[[Resource], bool],
        workloads: Workloads = KUBERNETES,
        apart: Collection[str] = (),
    ) -> None:
        """`owners`: objects that may own others, those that are owned themselves included, as they were read.

        `is_judged` tells whether an owner is judged itself: nothing need be said of what is like it then, unless its
        kind is one of `apart`, of which something is asked that is not asked of owners.
        """
        self._cluster = cluster
        self._apart = frozenset(apart)
        self._by_uid: dict[Uid, Resource] = {}
        self._by_name: dict[tuple[str, str | None, str], Resource] = {}
        self._named: dict[str, Resource] = {}
        self._essences: dict[int, bytes | None] = {}
        self._seen: set[tuple[str, bytes]] = set()
        for each in owners:
            if workloads.find(each.kind, each.attributes) is not None:
                if each.kind != "Pod" and is_judged(each):
                    self._essences[id(each)] = essence(each, workloads)
                if each.origin.uid is not None:
                    self._by_uid[each.origin.uid] = each
                else:
                    self._by_name[each.kind, each.namespace, each.name] = each

    def standing(self, resource: Resource) -> Standing:
        """What is to be done with an object of one of the kinds `DEPENDENTS`, as it was read."""
        reference = _controller(resource)
        if reference is None:
            return _ALONE
        owner = self._owner(resource, reference)
        if owner is None:
            return _ALONE
        if resource.kind == "ReplicaSet" and _replicas(resource) == 0:
            return Standing(owner, "same")
        own = essence(resource)
        if own is None:
            return Standing(owner, "shows")
        if own == self._essences.get(id(owner)) and resource.kind not in self._apart:
            return Standing(owner, "same")
        key = (owner.address, own)
        if key in self._seen:
            return Standing(owner, "same")
        self._seen.add(key)
        return Standing(owner, "shows")

    def _owner(self, resource: Resource, reference: dict[str, Any]) -> Resource | None:
        """The topmost owner; known by name alone where it was not read."""
        top: Resource | None = None
        for _ in range(_DEEPEST):
            parent = self._find(resource, reference)
            if parent is None:
                if top is not None and top.kind not in DEPENDENTS:
                    break
                return self._by_reference(resource, reference)
            top = parent
            above = _controller(parent)
            if above is None:
                break
            reference = above
        return top

    def _find(self, resource: Resource, reference: dict[str, Any]) -> Resource | None:
        found = self._by_uid.get(reference["uid"]) if isinstance(reference.get("uid"), str) else None
        if found is None and not self._by_uid:
            found = self._by_name.get((reference["kind"], resource.namespace, reference["name"]))
        return found if found is not None and found.kind == reference["kind"] else None

    def _by_reference(self, resource: Resource, reference: dict[str, Any]) -> Resource:
        kind, name, namespace = reference["kind"], reference["name"], resource.namespace
        type_ = f"{reference['apiVersion']}/{kind}"
        address = "/".join(part for part in (type_, namespace, name) if part is not None)
        owner = self._named.get(address)
        if owner is None:
            place = cluster_place(self._cluster, kind, namespace, name)
            uid = reference.get("uid")
            origin = Origin("cluster", self._cluster, uid=uid if isinstance(uid, str) else None)
            owner = Resource(address, type_, "kubernetes", name, Object(), origin, place, place, namespace)
            self._named[address] = owner
        return owner


def _controller(resource: Resource) -> dict[str, Any] | None:
    """The reference to the controller of an object. A node, which owns its static pods, is none."""
    metadata = resource.attributes.get("metadata")
    references = metadata.get("ownerReferences") if isinstance(metadata, dict) else None
    for each in _dicts(references):
        if each.get("controller") is True and each.get("kind") != "Node":
            named = (each.get(key) for key in ("apiVersion", "kind", "name"))
            return each if all(isinstance(part, str) and part for part in named) else None
    return None


def _dicts(values: Any) -> Iterator[dict[str, Any]]:
    return (each for each in values if isinstance(each, dict)) if isinstance(values, list) else iter(())


def _replicas(resource: Resource) -> Any:
    spec = resource.attributes.get("spec")
    found = spec.get("replicas") if isinstance(spec, dict) else None
    return None if isinstance(found, bool) else found
