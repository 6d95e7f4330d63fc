"""What a resource can be linked within: its root module or its cluster, without what is meant for another one."""

from __future__ import annotations

from collections.abc import Sequence
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
            alternatives = self._graph.alternatives
            there = [each for each in every if not alternatives.are_apart(branch, alternatives.branch(each.origin))]
            self._seen[world, kind] = there
        return self._seen[world, kind]

    def doubtful(self, world: World, kind: str) -> list[Resource]:
        """What is of a kind and may be there as well: of an alternative that may be a namespace of the same cluster."""
        root, branch = world
        alternatives = self._graph.alternatives
        if not branch or not alternatives.unsure:
            return []
        if (world, kind) not in self._doubtful:
            every = self._kinds.get((root, kind), ())
            there = [each for each in every if alternatives.may_bear_on(each.identity, each.origin, branch)]
            self._doubtful[world, kind] = there
        return self._doubtful[world, kind]

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], list[Resource]]:
        """The resources by their root, and by kind."""
        found: dict[tuple[str, str], list[Resource]] = {}
        for resource in self._graph.resources:
            found.setdefault((_root(resource), resource.kind), []).append(resource)
        return found


def may_be_there(doubtful: Sequence[Resource]) -> Unknown | None:
    """Why there may be more of a kind, where there may be these."""
    for each in doubtful:
        cause = (
            f"{each.address} of {each.origin.root} may be in the same cluster: neither says which namespace it is for"
        )
        return Unknown(cause, origin=("may be there", each.address))
    return None


def _root(resource: Resource) -> str:
    """The root module of a resource, in its environment; for an object its cluster, or all that is code."""
    if not resource.is_object:
        environment = resource.origin.environment
        return resource.origin.root if environment is None else f"{resource.origin.root}\0{environment}"
    return f"{resource.origin.root}/" if resource.origin.kind == "cluster" else _CODE
