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
class Environment:
    """One way in which a root module is run: production, staging, ..."""

    name: str
    """What reports call it."""
    var_files: tuple[str, ...] = ()
    """Variable files, before those of the command line."""
    workspace: str | None = None
    """Its workspace, where it has one of its own."""
    root: str | None = None
    """Directory of the root module it belongs to; None for every root module."""


@dataclass(frozen=True, slots=True)
class Options:
    """Variables and workspace."""

    assignments: Assignments = field(default_factory=Assignments)
    """Values for variables."""
    workspace: str = "default"
    """The workspace, for `terraform.workspace`."""
    environments: tuple[Environment, ...] = ()
    """Ways in which root modules are run; each is evaluated on its own."""

    def variable_files(self) -> frozenset[str]:
        """Every variable file that was named."""
        own = [path for kind, path in self.assignments.arguments if kind == "var-file"]
        return frozenset([*own, *(path for each in self.environments for path in each.var_files)])

    def of_root(self, directory: str) -> list[Environment | None]:
        """The environments one root module is run in; None alone when none is declared for it."""
        found = [each for each in self.environments if each.root is None or each.root == directory]
        return [*found] or [None]
