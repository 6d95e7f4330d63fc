"""The cost of an evaluation, and its limit."""

from __future__ import annotations

from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError

COST_LIMIT: Final = 2_000_000
"""Most steps of one evaluation: a node evaluated, an item of a list or map visited, 16 characters; about 1 s in all."""
MAX_TEXT: Final = 16_000_000
"""Longest string or bytes that an expression may make."""
MAX_NESTING: Final = 100
"""Deepest value that equality and formatting follow."""


class CostLimitExceeded(CelEvaluationError):
    """The evaluation was given up. Unlike other errors, nothing absorbs it."""


class Meter:
    """Counts the steps of one evaluation. One is made for each, and most count nothing."""

    steps = 0
    """Steps so far."""

    def charge(self, steps: int) -> None:
        """Adds steps. Raises CostLimitExceeded."""
        self.steps += steps
        if self.steps > COST_LIMIT:
            raise CostLimitExceeded("cost limit exceeded")

    def text(self, length: int) -> None:
        """Charges for a string or bytes of `length` before it is made. Raises CostLimitExceeded."""
        if length > MAX_TEXT:
            raise CostLimitExceeded("cost limit exceeded: string is too long")
        self.charge(length >> 4)

    def size(self, value: Any) -> None:
        """Charges for going through a value once, one level deep."""
        if isinstance(value, (str, bytes)):
            self.charge(len(value) >> 4)
        elif isinstance(value, (list, tuple, dict)):
            self.charge(len(value))
