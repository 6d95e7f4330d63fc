"""Where resources come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scanner.model.places import Place


@dataclass(frozen=True, slots=True)
class Call:
    """One module call on the way from the root module to a resource."""

    address: str
    """Address of the module instance: `module.network["a"]`."""
    place: Place
    """The `module` block that calls it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a resource comes from."""

    kind: Literal["terraform", "kubernetes", "cluster"]
    """The format it was read from; `cluster` for an object that the API server gave, now or into a file."""
    root: str
    """Directory of the root module, of the manifest, or of what it was rendered from, relative to the working
    directory; `.` for that itself. The name of a live cluster."""
    calls: tuple[Call, ...] = ()
    """Module calls from the root module down to the resource."""
    environment: str | None = None
    """The environment the root module was evaluated for, where several are declared."""
    uid: str | None = None
    """The object's `metadata.uid` in its cluster."""
    version: str | None = None
    """Its `metadata.resourceVersion` when it was read."""

    @property
    def unit(self) -> tuple[str, str | None]:
        """What is in a cluster as a whole, or not at all: the root in its environment."""
        return self.root, self.environment
