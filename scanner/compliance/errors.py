"""What can go wrong in this room: `ComplianceError` and, below it, nothing else."""

from __future__ import annotations


class ComplianceError(Exception):
    """A catalogue or the mapping does not say what it must; the message names the file and the control."""
