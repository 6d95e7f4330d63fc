"""The syntax tree of a regular expression."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["text-start", "text-end", "line-start", "line-end", "word-edge", "no-word-edge"]

MAX_CODE: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Characters:
    """One character out of a set."""

    ranges: tuple[tuple[int, int], ...]
    """First and last code point of each range."""
    categories: tuple[tuple[str, bool], ...] = ()
    """Unicode categories, and whether it is their complement that belongs to the set."""
    negated: bool = False
    """Whether it is the complement of all that."""
    fold: bool = False
    """Whether case is ignored."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A condition on the place between two characters."""

    kind: Kind
    """Which."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; empty for the empty pattern."""

    items: tuple[Pattern, ...] = ()
    """The parts in their order."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One or the other."""

    items: tuple[Pattern, ...]
    """The alternatives."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """A number of times. Greedy or not makes no difference to whether there is a match."""

    item: Pattern
    """What is repeated."""
    low: int
    """At least."""
    high: int | None
    """At most; None without limit."""
    count: int = field(default=1, compare=False)
    """Product of the counts of repetitions nested in it and its own; RE2 limits it."""


Pattern: TypeAlias = Characters | Assertion | Sequence | Alternatives | Repetition
