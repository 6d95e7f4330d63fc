"""What is known of how a block is written: which arguments, and what they refer to. Told by the plan alone here."""

from __future__ import annotations

from typing import Any, TypeAlias

from scanner.inputs.terraform.plan.addresses import Mention
from scanner.inputs.terraform.plan.configuration import is_expression, mentions_in
from scanner.inputs.terraform.plan.matching import best_match
from scanner.inputs.terraform.schemas import BlockSchema, Nesting
from scanner.model.places import Place, Source
from scanner.model.values import Span, Value


class Written:
    """A block as the plan's own configuration has it. It has no places, and no `dynamic` blocks."""

    source: Source | None = None
    """The file it is written in."""
    span: Span | None = None
    """Its body there."""
    spans: dict[str, Span] | None = None
    """Each entry there. Shared between instances: never change it."""

    def __init__(self, expressions: dict[str, Any], schema: BlockSchema | None) -> None:
        self._expressions = expressions
        self._schema = schema
        self._mentions: dict[str, tuple[Mention, ...]] = {}
        self._referring: list[tuple[str, tuple[Mention, ...]]] | None = None

    def names(self) -> list[str]:
        """The arguments and blocks that are certain to be written."""
        return list(self._expressions)

    def has(self, name: str) -> bool | None:
        """Whether an argument or block is written; None when that cannot be told."""
        if name in self._expressions:
            return True
        schema = self._schema
        if name == "id" or (schema is not None and name in schema.attributes and name not in schema.blocks):
            return False
        # Written as `dynamic`, it would not be here either.
        return None

    def mentions(self, name: str) -> tuple[Mention, ...]:
        """What an argument, or the blocks of one type, refer to."""
        found = self._mentions.get(name)
        if found is None:
            found = self._mentions[name] = mentions_in(self._expressions.get(name))
        return found

    def referring(self) -> list[tuple[str, tuple[Mention, ...]]]:
        """The arguments and blocks that refer to something, with what that is."""
        if self._referring is None:
            every = [(name, self.mentions(name)) for name in self.names()]
            self._referring = [each for each in every if each[1]]
        return self._referring

    def place(self, name: str) -> Place | None:
        """Where an argument or the first block of a type is written."""
        return None

    def blocks(self, name: str, items: list[Value], repeats: Nesting) -> list[WrittenBlock]:
        """For each of the blocks that there are, how it is written and its heading; None where nobody can tell."""
        inner = self._schema.blocks.get(name) if self._schema is not None else None
        schema = inner.block if inner is not None else None
        expression = self._expressions.get(name)
        if isinstance(expression, dict) and not is_expression(expression):
            expression = [expression]
        blocks = expression if isinstance(expression, list) else []
        # More blocks than are written: some come from `dynamic`, and nobody knows which.
        if len(blocks) < len(items) or not all(isinstance(each, dict) for each in blocks):
            return [(None, None)] * len(items)
        if len(blocks) == len(items) and (repeats != "set" or len(items) == 1):
            return [(Written(each, schema), None) for each in blocks]
        constants = [_constants(each) for each in blocks]
        matches = [best_match(constants, item) for item in items]
        together = None if None not in matches else Written(_together(blocks), schema)
        return [(together if number is None else Written(blocks[number], schema), None) for number in matches]

    def placed(self, name: str, value: Value) -> Value:
        """A composite value with the places of its parts, where they are written one by one."""
        return value


def _constants(expressions: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, expression in expressions.items():
        constant = expression.get("constant_value") if is_expression(expression) else None
        parts = constant if isinstance(constant, list) else [constant]
        if all(isinstance(each, (str, bool, int, float)) for each in parts):
            found[name] = constant
    return found


def _together(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """For a block of which nobody can tell which it is: an argument counts as written if it is in any of them."""
    found: dict[str, Any] = {}
    for each in blocks:
        for key, value in each.items():
            found[key] = [found[key], value] if key in found else value
    return found


WrittenBlock: TypeAlias = "tuple[Written | None, Span | None]"
