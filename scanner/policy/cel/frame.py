"""The state of one evaluation by the walker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.dispatch import Overloads
from scanner.policy.cel.meter import CostLimitExceeded, Meter

Node: TypeAlias = tuple[Any, ...]
"""A node of a plan, see `plan.py`."""
Functions: TypeAlias = Mapping[str, Overloads]
"""Functions of the environment by key."""
Run: TypeAlias = "Callable[[Frame], Any]"
"""A node made ready: gives a value, an Unknown, or a CelEvaluationError as a value."""
Build: TypeAlias = Callable[[Node], Run]
"""Makes a node ready."""
Operation: TypeAlias = Callable[[Node, Build], Run]
"""What an operation of a plan means: makes its nodes ready."""


class Delayed:
    """An expression that is evaluated when its value is asked for, at most once."""

    __slots__ = ("name", "run")

    def __init__(self, run: Run, name: str | None = None) -> None:
        self.run = run
        self.name = name
        """Its name, if the user gave it one."""


class Frame(Meter):
    """Slots, functions and cost of one evaluation."""

    __slots__ = ("context", "functions", "slots")

    def __init__(self, slots: list[Any], functions: Functions, context: Any) -> None:
        super().__init__()
        self.slots = slots
        """Values of variables, some of them `Delayed`."""
        self.functions = functions
        """Functions of the environment by key."""
        self.context = context
        """What contextual functions get as their first argument."""


def guarded(offset: int, operation: Callable[..., Any], *arguments: Any) -> Any:
    """Calls an operation that raises its errors, and makes them values with a place."""
    try:
        return operation(*arguments)
    except CelEvaluationError as error:
        return placed(error, offset)


def placed(error: CelEvaluationError, offset: int) -> CelEvaluationError:
    """The error with a place, as a value. Raises it where nothing may absorb it."""
    if error.offset < 0:
        error.offset = offset
    if isinstance(error, CostLimitExceeded):
        raise error
    return error
