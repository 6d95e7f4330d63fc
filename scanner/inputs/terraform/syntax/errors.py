"""The one error of this room."""

from __future__ import annotations


class HclSyntaxError(Exception):
    """Text that is not HCL. `parse` turns it into a problem; parsing a lone expression or template raises it."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        """What is wrong, in HCL's own words."""
        self.start = start
        """Offset of the offending text, in code points."""
        self.end = end
        """Offset where it ends, exclusive."""
