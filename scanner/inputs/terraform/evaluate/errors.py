"""Errors of evaluation.

EvaluationError      an expression that Terraform would refuse; becomes a located problem, and its value Unknown
TooLarge             a value that a few lines blow up beyond reason; becomes a located problem as well
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.places import Place

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.scope import Scope
    from scanner.inputs.terraform.syntax.tree import Node


class TooLarge(Exception):
    """A value with so many parts, or so long a text, that working with it would take the memory or the day."""


class EvaluationError(Exception):
    """An expression has no value. `message` uses Terraform's words."""

    def __init__(self, message: str, node: Node, scope: Scope) -> None:
        super().__init__(message)
        self.message = message
        self.node = node
        self.scope = scope

    @property
    def place(self) -> Place:
        """Where the expression stands."""
        return self.scope.source.place(self.node.start, self.node.end)
