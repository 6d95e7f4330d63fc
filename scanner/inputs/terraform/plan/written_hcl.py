"""How a block is written, told by its source: places, `dynamic` blocks and exact references."""

from __future__ import annotations

from typing import Any

from scanner.inputs.terraform.evaluate.blocks import META_ARGUMENTS, block_types
from scanner.inputs.terraform.plan.addresses import Mention
from scanner.inputs.terraform.plan.matching import best_match, same
from scanner.inputs.terraform.plan.mentions import mentions_of_body, mentions_of_expression
from scanner.inputs.terraform.plan.written import Written, WrittenBlock
from scanner.inputs.terraform.schemas import Nesting
from scanner.inputs.terraform.syntax.tree import Block, Body, Expression, Literal, ObjectCons, TupleCons
from scanner.model.places import Place, Source
from scanner.model.values import Array, Object, Value


class HclWritten(Written):
    """A block's body in a `.tf` file."""

    def __init__(self, body: Body) -> None:
        super().__init__({}, None)
        self._body = body
        self._nested: dict[Body, HclWritten] = {}
        self.source = body.source
        self.span = (body.start, body.end)
        self.spans = {
            name: (attribute.start, attribute.end)
            for name, attribute in body.attributes.items()
            if body.overridden is None or name not in body.overridden
        }
        for name in block_types(body):
            self.spans[name] = next((b.start, b.heading_end) for b in body.blocks if name in (b.type, *b.labels[:1]))

    def names(self) -> list[str]:
        return [*(name for name in self._body.attributes if name not in META_ARGUMENTS), *block_types(self._body)]

    def has(self, name: str) -> bool | None:
        return name in self._body.attributes or any(
            name == block.type or (block.type == "dynamic" and block.labels[:1] == [name])
            for block in self._body.blocks
        )

    def mentions(self, name: str) -> tuple[Mention, ...]:
        found = self._mentions.get(name)
        if found is None:
            attribute = self._body.attributes.get(name)
            if attribute is not None:
                found = mentions_of_expression(attribute.expression)
            else:
                every = [each for block in self._blocks(name) for each in mentions_of_body(block.body)]
                found = tuple(dict.fromkeys(every))
            self._mentions[name] = found
        return found

    def place(self, name: str) -> Place | None:
        attribute = self._body.attributes.get(name)
        if attribute is not None:
            return self._body.source_of(name).place(attribute.start, attribute.end)
        span = (self.spans or {}).get(name)
        return None if span is None else self._body.source.place(*span)

    def blocks(self, name: str, items: list[Value], repeats: Nesting) -> list[WrittenBlock]:
        found = self._blocks(name)
        if not found:
            return [(None, None)] * len(items)
        generated = [number for number, block in enumerate(found) if block.type == "dynamic"]
        if len(found) == 1 or (not generated and len(found) == len(items) and repeats != "set"):
            chosen: list[Block | None] = [found[min(number, len(found) - 1)] for number in range(len(items))]
        elif len(generated) == 1 and repeats == "list" and len(items) >= len(found) - 1:
            many = len(items) - len(found) + 1
            at = generated[0]
            chosen = [*found[:at], *([found[at]] * many), *found[at + 1 :]]
        else:
            constants = [_constants(block) for block in found]
            matches = [best_match(constants, item) for item in items]
            chosen = [None if number is None else found[number] for number in matches]
        first = (found[0].start, found[0].heading_end)
        return [
            (None, first) if block is None else (self._inner(block), (block.start, block.heading_end))
            for block in chosen
        ]

    def placed(self, name: str, value: Value) -> Value:
        attribute = self._body.attributes.get(name)
        return value if attribute is None else _placed(value, attribute.expression, self._body.source_of(name))

    def _blocks(self, name: str) -> list[Block]:
        return [
            block
            for block in self._body.blocks
            if block.type == name or (block.type == "dynamic" and block.labels == [name])
        ]

    def _inner(self, block: Block) -> HclWritten | None:
        body = _content(block)
        if body is None:
            return None
        known = self._nested.get(body)
        if known is None:
            known = self._nested[body] = HclWritten(body)
        return known


def _content(block: Block) -> Body | None:
    """The body that one block, or each of those that `dynamic` generates, has."""
    if block.type != "dynamic":
        return block.body
    return next((inner.body for inner in block.body.blocks if inner.type == "content"), None)


def _constants(block: Block) -> dict[str, Any]:
    """The arguments of a block that are constants, or lists of such."""
    body = _content(block)
    found: dict[str, Any] = {}
    for name, attribute in body.attributes.items() if body is not None else ():
        node = attribute.expression
        if isinstance(node, Literal) and node.value is not None:
            found[name] = node.value
        elif isinstance(node, TupleCons):
            found[name] = [each.value for each in node.items if isinstance(each, Literal)]
    return found


def _placed(value: Value, node: Expression, source: Source) -> Value:
    if isinstance(node, TupleCons) and isinstance(value, list):
        return _placed_list(value, node, source)
    if isinstance(node, ObjectCons) and isinstance(value, dict):
        written = {key.value: (key, inner) for key, inner in node.items if isinstance(key, Literal)}
        spans = {key: (written[key][0].start, written[key][1].end) for key in value if key in written}
        entries = {
            key: _placed(item, written[key][1], source) if key in written else item for key, item in value.items()
        }
        secret = value.sensitive if isinstance(value, Object) else frozenset()
        return Object(entries, source, (node.start, node.end), spans, sensitive=secret)
    return value


def _placed_list(value: list[Value], node: TupleCons, source: Source) -> Value:
    """Items by position, or by what they are where a set put them into another order."""
    parts = node.items
    by_value = {str(each.value): each for each in parts if isinstance(each, Literal)}
    in_order = len(parts) == len(value) and all(
        not isinstance(each, Literal) or same(each.value, item) for each, item in zip(parts, value, strict=True)
    )
    if in_order:
        items = [_placed(item, each, source) for item, each in zip(value, parts, strict=True)]
        return Array(items, source, (node.start, node.end), [(each.start, each.end) for each in parts])
    found = [by_value.get(str(item)) if isinstance(item, (str, int, float)) else None for item in value]
    whole = (node.start, node.end)
    return Array(value, source, whole, [whole if each is None else (each.start, each.end) for each in found])
