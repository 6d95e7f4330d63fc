"""What a resource can be linked within: its root module or its cluster, without what is meant for another one."""

from __future__ import annotations

from functools import cached_property
from typing import TypeAlias

from scanner.model.alternatives import Branch
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import Unknown

World: TypeAlias = tuple[str, Branch]
"""A root, and where in it a resource lies among alternatives."""
_CODE = ""
"""The root of all objects that are code."""


class Surroundings:
    """The resources of a graph by what they can be linked within."""

    def __init__(self, graph: ResourceGraph) -> None:
        self._graph = graph
        self._seen: dict[tuple[World, str], list[Resource]] = {}
        self._doubtful: dict[tuple[World, str], list[Resource]] = {}
        self._fixed: dict[tuple[str, str], list[Resource]] = {}
        self._branches: dict[tuple[str, str], list[Branch]] = {}

    def of(self, resource: Resource) -> World:
        """The root module of a resource, for each environment by itself, or its cluster, wherever its manifests lie."""
        root = _root(resource)
        return root, self._graph.alternatives.branch(resource.origin) if root == _CODE else ()

    def of_kind(self, world: World, kind: str) -> list[Resource]:
        """What is of a kind there, as far as it is certain that it is there."""
        root, branch = world
        every = self._kinds.get((root, kind), [])
        if not branch or not every:
            return every
        if (world, kind) not in self._seen:
            are_apart = self._graph.alternatives.are_apart
            branches = self._branches_of(root, kind)
            there = {each for each in set(branches) if not are_apart(branch, each)}
            self._seen[world, kind] = [each for each, its in zip(every, branches, strict=True) if its in there]
        return self._seen[world, kind]

    def _branches_of(self, root: str, kind: str) -> list[Branch]:
        """Where each of a kind lies among alternatives."""
        if (root, kind) not in self._branches:
            branch = self._graph.alternatives.branch
            self._branches[root, kind] = [branch(each.origin) for each in self._kinds.get((root, kind), ())]
        return self._branches[root, kind]

    def doubtful(self, world: World, kind: str) -> list[Resource]:
        """What is of a kind and may be there as well: of an alternative that may be a namespace of the same cluster."""
        root, branch = world
        alternatives = self._graph.alternatives
        if not branch or not alternatives.unsure:
            return []
        if (world, kind) not in self._doubtful:
            there = [each for each in self._fixed_of_kind(root, kind) if self.is_doubtful(world, each)]
            self._doubtful[world, kind] = there
        return self._doubtful[world, kind]

    def is_doubtful(self, world: World, resource: Resource) -> bool:
        """Whether something is one of these."""
        return self._graph.alternatives.may_bear_on(resource.identity, resource.origin, world[1])

    def every(self, world: World, kind: str) -> list[Resource]:
        """What is of a kind in any alternative."""
        return self._kinds.get((world[0], kind), [])

    def _fixed_of_kind(self, root: str, kind: str) -> list[Resource]:
        """Those of a kind that may bear on alternatives at all."""
        if (root, kind) not in self._fixed:
            is_fixed = self._graph.alternatives.is_fixed
            every = self._kinds.get((root, kind), ())
            self._fixed[root, kind] = [each for each in every if is_fixed(each.identity, each.origin)]
        return self._fixed[root, kind]

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], list[Resource]]:
        """The resources by their root, and by kind."""
        found: dict[tuple[str, str], list[Resource]] = {}
        for resource in self._graph.resources:
            found.setdefault((_root(resource), resource.kind), []).append(resource)
        return found


def may_be_there(doubtful: Resource | None) -> Unknown | None:
    """Why there may be more of a kind, where there may be this one."""
    if doubtful is None:
        return None
    place = f"{doubtful.address} of {doubtful.origin.root}"
    cause = f"{place} may be in the same cluster: neither says which namespace it is for"
    return Unknown(cause, origin=("may be there", doubtful.address))


def _root(resource: Resource) -> str:
    """The root module of a resource, in its environment; for an object its cluster, or all that is code."""
    if not resource.is_object:
        environment = resource.origin.environment
        return resource.origin.root if environment is None else f"{resource.origin.root}\0{environment}"
    return f"{resource.origin.root}/" if resource.origin.kind == "cluster" else _CODE
