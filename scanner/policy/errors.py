"""The errors of this room.

PolicyError
  PackError        rule packs that cannot be used; carries every problem that was found
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.model.problems import Problem


class PolicyError(Exception):
    """Anything that keeps rules from being loaded."""


class PackError(PolicyError):
    """Rule packs have faults. `problems` holds all of them, each with its place where it has one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        where = f"{first.place or first.file or 'rules'}: "
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{where}{first.what}{more}")
