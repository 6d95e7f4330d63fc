"""The state of one evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from scanner.policy.cel.meter import Meter

Node: TypeAlias = tuple[Any, ...]
"""A node of a plan, see `plan.py`."""
Operation: TypeAlias = Callable[[Node, "Frame"], Any]
"""Gives a value, an Unknown, or a CelEvaluationError as a value."""
Overloads: TypeAlias = Mapping[str, tuple[Any, ...]]
"""Functions of the environment by key."""


class Delayed:
    """An expression that is evaluated when its value is asked for, at most once."""

    __slots__ = ("name", "node")

    def __init__(self, node: Node, name: str | None = None) -> None:
        self.node = node
        self.name = name


class Frame(Meter):
    """Slots, functions and cost of one evaluation."""

    __slots__ = ("context", "functions", "operations", "slots")

    def __init__(
        self, operations: Mapping[str, Operation], slots: list[Any], functions: Overloads, context: Any
    ) -> None:
        super().__init__()
        self.operations = operations
        """What each operation of a plan means."""
        self.slots = slots
        """Values of variables, some of them `Delayed`."""
        self.functions = functions
        """Functions of the environment by key."""
        self.context = context
        """What contextual functions get as their first argument."""

    def value(self, node: Node) -> Any:
        """What a node evaluates to. Raises nothing but CostLimitExceeded."""
        self.charge(1)
        return self.operations[node[0]](node, self)
