"""Rules ready to judge: metadata and the functions that their expressions compiled to."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any, TypeAlias

from scanner.model.rules import Rule
from scanner.model.values import Path

Evaluate: TypeAlias = Callable[..., Any]
"""A compiled expression: called with the context and the values of its names, in order."""

Read: TypeAlias = tuple[str, Path]
"""The name a value is reached from (`resource`, `pod`, `meta`, a name of `each`), and the path from there."""


class Each:
    """One name of `each`, bound to item after item."""

    __slots__ = ("items", "name", "reads")

    def __init__(self, name: str, items: Evaluate, reads: tuple[Read, ...]) -> None:
        self.name = name
        """The name."""
        self.items = items
        """Gives the list or map; takes the names bound before it as well."""
        self.reads = reads
        """What it reads; the first is taken for the list itself."""


class CompiledRule:
    """One rule, able to judge. The functions take (context, resource, meta[, pod], *names of each)."""

    __slots__ = (
        "check", "deciding", "each", "flat", "focus", "lists", "message", "pods", "pointed", "reads", "rule",
        "sensitive", "when", "when_per_item",
    )  # fmt: skip

    def __init__(
        self,
        rule: Rule,
        *,
        pods: bool,
        when: Evaluate | None,
        when_per_item: bool,
        check: Evaluate,
        each: tuple[Each, ...],
        message: tuple[str | Evaluate, ...],
        focus: tuple[Read, ...],
        reads: tuple[Read, ...],
        sensitive: tuple[Read, ...] = (),
    ) -> None:
        self.rule = rule
        """What reports need of it."""
        self.pods = pods
        """True when it matches `pods`: its functions take the pod, and it applies only where there is one."""
        self.when = when
        """Whether the rule applies."""
        self.when_per_item = when_per_item
        """True when `when` is asked for each item; otherwise it takes none and is asked once."""
        self.check = check
        """True passes, false fails."""
        self.each = each
        """What it is asked for; empty for the resource as a whole."""
        self.message = message
        """Text and expressions of the message."""
        self.focus = focus
        """Where to point, in order of preference; empty for what the check reads."""
        self.reads = reads
        """What `check` and then `when` read."""
        self.sensitive = sensitive
        """Values that no report may show."""
        self.lists = tuple(dict.fromkeys(read for read in (*focus, *reads) if "*" in read[1]))
        """Those of `focus` and `reads` that run over a list or a map."""
        self.pointed = tuple(dict.fromkeys(read for read in focus or reads if read[0] != "meta"))
        """Where to point, in order of preference."""
        self.deciding = tuple(dict.fromkeys(reads or (read for one in each for read in one.reads if read[1])))
        """What a verdict rests on."""
        self.flat = not any("*" in path for _, path in (*self.pointed, *self.deciding))
        """True when none of these runs over a list or a map."""


def load_rule(metadata: tuple[Any, ...]) -> Rule:
    """The rule whose metadata this is."""
    return Rule(*metadata)


def load_compiled(
    rule: Rule,
    body: tuple[Any, ...],
    load: Callable[[CodeType], Evaluate],
    known: dict[tuple[Any, ...], Each],
) -> CompiledRule:
    """The rule ready to judge; `load` makes a function of code. `known` keeps what other rules ask for items with."""
    pods, when, when_per_item, check, each, message, focus, reads, sensitive = body
    return CompiledRule(
        rule=rule,
        pods=pods,
        when=None if when is None else load(when),
        when_per_item=when_per_item,
        check=load(check),
        each=tuple(known.get(each) or known.setdefault(each, Each(each[0], load(each[1]), each[2])) for each in each),
        message=tuple(part if isinstance(part, str) else load(part) for part in message),
        focus=focus,
        reads=reads,
        sensitive=sensitive,
    )
