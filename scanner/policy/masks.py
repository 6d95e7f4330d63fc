"""Copies of values without their sensitive entries, made once however many rules ask for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from scanner.model.values import Value

Cover: TypeAlias = Callable[[], Value]
"""Makes what stands in place of a secret."""


class Masks:
    """What was masked in one resource. It keeps the values, so that no other one can take their identity."""

    __slots__ = ("_holds", "_known")

    def __init__(self) -> None:
        self._known: dict[tuple[int, Cover], tuple[Value, Value]] = {}
        self._holds: dict[int, tuple[Value, bool]] = {}

    def masked(self, node: Value, cover: Cover, mask: Callable[[Value, Cover], Value]) -> Value:
        """What `mask` gives for a container."""
        found = self._known.get((id(node), cover))
        if found is None:
            found = self._known[id(node), cover] = (node, mask(node, cover))
        return found[1]

    def holds(self, node: Value, ask: Callable[[Value], bool]) -> bool:
        """What `ask` says of a container."""
        found = self._holds.get(id(node))
        if found is None:
            found = self._holds[id(node)] = (node, ask(node))
        return found[1]
