"""What a person may say about how Terraform would be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Assignments:
    """What was given for the variables of root modules from outside their directories."""

    arguments: tuple[tuple[str, str], ...] = ()
    """`("var", "name=value")` and `("var-file", path)`, in the order they were given: the later one wins."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Values of `TF_VAR_name`, by name."""


@dataclass(frozen=True, slots=True)
class Options:
    """Variables and workspace."""

    assignments: Assignments = field(default_factory=Assignments)
    """Values for variables."""
    workspace: str = "default"
    """The workspace, for `terraform.workspace`."""
