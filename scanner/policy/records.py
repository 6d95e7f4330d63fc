"""Records of rules in the index: plain data and code objects, and back again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType
from typing import Any

from scanner.model.rules import Rule
from scanner.policy.compiled import CompiledRule, Each, Evaluate, Read


@dataclass(frozen=True, slots=True)
class Body:
    """The compiled expressions of a rule as they lie in a record."""

    pods: bool
    """See `CompiledRule`."""
    when: CodeType | None
    """See `CompiledRule`."""
    when_per_item: bool
    """See `CompiledRule`."""
    check: CodeType
    """See `CompiledRule`."""
    each: tuple[tuple[str, CodeType, tuple[Read, ...]], ...]
    """Name, code and reads of each."""
    message: tuple[str | CodeType, ...]
    """Text and code."""
    focus: tuple[Read, ...]
    """See `CompiledRule`."""
    reads: tuple[Read, ...]
    """See `CompiledRule`."""


@dataclass(frozen=True, slots=True)
class Record:
    """One compiled rule."""

    rule: Rule
    """Its metadata."""
    code: Body
    """Its expressions."""

    def metadata(self) -> tuple[Any, ...]:
        """The metadata as plain data."""
        rule = self.rule
        return (
            rule.id,
            rule.title,
            rule.severity,
            rule.theme,
            rule.also,
            rule.terraform,
            rule.kubernetes,
            rule.why,
            rule.fix,
            rule.references,
            dict(rule.aliases),
            rule.file,
        )

    @property
    def body(self) -> tuple[Any, ...]:
        """The expressions as plain data."""
        code = self.code
        each = tuple(code.each)
        return code.pods, code.when, code.when_per_item, code.check, each, code.message, code.focus, code.reads


def load_rule(metadata: tuple[Any, ...]) -> Rule:
    """The rule whose metadata this is."""
    return Rule(*metadata)


def load_compiled(rule: Rule, body: tuple[Any, ...], load: Callable[[CodeType], Evaluate]) -> CompiledRule:
    """The rule ready to judge; `load` makes a function of code."""
    pods, when, when_per_item, check, each, message, focus, reads = body
    return CompiledRule(
        rule=rule,
        pods=pods,
        when=None if when is None else load(when),
        when_per_item=when_per_item,
        check=load(check),
        each=tuple(Each(name, load(code), found) for name, code, found in each),
        message=tuple(part if isinstance(part, str) else load(part) for part in message),
        focus=focus,
        reads=reads,
    )
