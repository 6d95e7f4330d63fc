"""Everything that can go wrong with an expression.

CelError
    CelSyntaxError        the text is not CEL
    CelTypeError          the checker refuses it
    CelEvaluationError    it gives no value for these inputs
"""

from __future__ import annotations


class CelError(Exception):
    """An expression that could not be read, checked or evaluated."""

    def __init__(self, message: str, offset: int = -1, variable: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        """What happened, one sentence without the place."""
        self.offset = offset
        """Where in the expression, in code points; -1 where the fault has no place."""
        self.variable = variable
        """The named variable whose text the offset counts in; None for the expression itself."""

    def position(self, text: str) -> tuple[int, int]:
        """Line and column in `text`, both from 1; columns in code points."""
        before = text[: max(self.offset, 0)]
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    def excerpt(self, text: str) -> str:
        """The line of `text` at fault with a caret below it."""
        line, column = self.position(text)
        lines = text.split("\n")
        return f"{lines[line - 1]}\n{' ' * (column - 1)}^"


class CelSyntaxError(CelError):
    """The text is not CEL."""


class CelTypeError(CelError):
    """A name is not declared, or no overload takes these types."""


class CelEvaluationError(CelError):
    """Evaluation gave an error instead of a value."""
