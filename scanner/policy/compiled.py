"""Rules ready to judge: metadata and the functions that their expressions compiled to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from scanner.model.rules import Rule
from scanner.model.values import Path

Evaluate: TypeAlias = Callable[..., Any]
"""A compiled expression: called with the context and the values of its names, in order."""

Read: TypeAlias = tuple[str, Path]
"""The name a value is reached from (`resource`, `pod`, `meta`, a name of `each`), and the path from there."""


@dataclass(frozen=True, slots=True)
class Each:
    """One name of `each`, bound to item after item."""

    name: str
    """The name."""
    items: Evaluate
    """Gives the list or map; takes the names bound before it as well."""
    reads: tuple[Read, ...]
    """What it reads; the first is taken for the list itself."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """One rule, able to judge. The functions take (context, resource, meta[, pod], *names of each)."""

    rule: Rule
    """What reports need of it."""
    pods: bool
    """True when it matches `pods`: its functions take the pod, and it applies only where there is one."""
    when: Evaluate | None
    """Whether the rule applies."""
    when_per_item: bool
    """True when `when` is asked for each item; otherwise it takes none and is asked once."""
    check: Evaluate
    """True passes, false fails."""
    each: tuple[Each, ...]
    """What it is asked for; empty for the resource as a whole."""
    message: tuple[str | Evaluate, ...]
    """Text and expressions of the message."""
    focus: tuple[Read, ...]
    """Where to point, in order of preference; empty for what the check reads."""
    reads: tuple[Read, ...]
    """What `check` and then `when` read."""
