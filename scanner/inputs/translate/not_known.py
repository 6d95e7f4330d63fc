"""What cannot be known of what a resource makes."""

from __future__ import annotations

from scanner.model.resources import EVERY_KIND


class NotKnown(Exception):
    """What a resource makes cannot be known."""

    def __init__(self, what: str, kind: str = EVERY_KIND, help: str = "") -> None:
        super().__init__(what)
        self.kind = kind
        """The Kubernetes kind that it is; a star where that is not known either."""
        self.help = help
        """What would settle it."""
