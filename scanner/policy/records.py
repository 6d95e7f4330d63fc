"""Records of rules in the index: plain data and code objects."""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType
from typing import Any

from scanner.model.rules import Rule
from scanner.policy.compiled import Read


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
    sensitive: tuple[Read, ...]
    """See `CompiledRule`."""


@dataclass(frozen=True, slots=True)
class Record:
    """One compiled rule."""

    rule: Rule
    """Its metadata."""
    code: Body
    """Its expressions."""
    linked: tuple[str, ...] = ()
    """Types and kinds of the other resources that it asks for; `*` where they are not written as they are."""
    personal: bool = True
    """Whether names may matter to it: see `mentions.is_personal`."""

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
        expressions = (code.pods, code.when, code.when_per_item, code.check, tuple(code.each), code.message)
        return *expressions, code.focus, code.reads, code.sensitive
