"""Arguments and blocks."""

from __future__ import annotations

from typing import NoReturn, TypeAlias

from scanner.inputs.terraform.syntax.cursor import MAX_DEPTH
from scanner.inputs.terraform.syntax.expressions import ExpressionParser
from scanner.inputs.terraform.syntax.literals import normal, unescape, whole
from scanner.inputs.terraform.syntax.patterns import INLINE, ITEM, LABEL, LINE_END, NAME
from scanner.inputs.terraform.syntax.tree import Attribute, Block, Body, Expression, Literal
from scanner.inputs.terraform.syntax.walk import check_height
from scanner.model.places import Source
from scanner.model.values import Span

MAX_LINKS = 50
"""How many operators an expression may have before the height of its tree is looked at."""

_Heading: TypeAlias = tuple[int, str, list[str], int, list[Span], int]
"""Start, type, labels, end of the heading, spans of the labels, and where the body begins."""

_Open: TypeAlias = tuple[dict[str, Attribute], list[Block], _Heading]
"""What an open block stands in, and its heading."""


class BodyParser(ExpressionParser):
    """Parses a file's body, item by item. What it has parsed stays in `attributes` and `blocks` when an item fails."""

    __slots__ = ("attributes", "blocks", "item", "source")

    def __init__(self, source: Source) -> None:
        super().__init__(source.text, 1 if source.text.startswith("\ufeff") else 0)
        self.source = source
        self.attributes: dict[str, Attribute] = {}
        """Top-level arguments."""
        self.blocks: list[Block] = []
        """Top-level blocks."""
        self.item = self.pos
        """Where the top-level item at hand begins."""

    def items(self) -> None:
        """Parses items from `pos` to the end of the file; raises at the first that is wrong.

        One long loop with a stack instead of a method for each kind of item: it runs once a line.
        """
        text, pos, attributes, blocks = self.text, self.pos, self.attributes, self.blocks
        stack: list[_Open] = []
        ascii_only = text.isascii()
        node: Expression
        while True:
            match = ITEM(text, pos)
            kind = match.lastindex or 10
            pos = match.end()
            if not stack:
                self.item = match.start(1) if kind < 9 else pos
            if kind < 6:
                name, start = match[1], match.start(1)
                end = pos
                if kind == 2:
                    at, end = match.span(2)
                    end += 1
                    node = Literal(at - 1, end, match[2] if ascii_only else normal(match[2]))
                elif kind == 4:
                    at, end = match.span(4)
                    node = self.name(match[4], at, end)
                elif kind == 3:
                    at, end = match.span(3)
                    node = Literal(at, end, whole(match[3]))
                else:
                    self.pos = pos
                    node = self._value()
                    pos = end = self.pos
                if name in attributes:
                    self._redefined(name, start)
                attributes[name] = Attribute(start, end, name, node)
            elif kind == 8:
                stack.append((attributes, blocks, self._heading(match.regs, match.groups(), len(stack))))
                attributes, blocks = {}, []
            elif kind == 10 and pos == len(text) and not stack:
                return
            elif stack and text.startswith("}", at := match.start(9) if kind == 9 else pos):
                pos = pos if kind == 9 else self._line_end(at + 1, "block definition")
                block = self._block(stack[-1][2], attributes, blocks, at)
                attributes, blocks, _ = stack.pop()
                blocks.append(block)
            else:
                self.pos = match.start(9) if kind == 9 else pos
                made = self._unusual(stack)
                pos = self.pos
                if isinstance(made, Block):
                    blocks.append(made)
                elif isinstance(made, Attribute):
                    if made.name in attributes:
                        self._redefined(made.name, made.start)
                    attributes[made.name] = made
                else:
                    stack.append((attributes, blocks, made))
                    attributes, blocks = {}, []

    def _heading(self, regs: tuple[Span, ...], groups: tuple[str | None, ...], depth: int) -> _Heading:
        """The heading that `ITEM` matched, with at most two labels in plain quotes."""
        start, end = regs[1]
        self._check_depth(depth, start)
        labels: list[str] = []
        spans: list[Span] = []
        for number in (6, 7):
            label = groups[number - 1]
            if label is not None:
                end = regs[number][1] + 1
                labels.append(normal(label))
                spans.append((regs[number][0] - 1, end))
        return start, groups[0] or "", labels, end, spans, regs[8][1]

    def _check_depth(self, depth: int, start: int) -> None:
        if depth >= MAX_DEPTH:
            self.fail(f"Nested too deeply: more than {MAX_DEPTH} levels", start)

    def _block(self, heading: _Heading, attributes: dict[str, Attribute], blocks: list[Block], end: int) -> Block:
        """The block that is closed by the brace at `end`."""
        start, type, labels, heading_end, spans, begin = heading
        body = Body(begin, end, attributes, blocks, self.source)
        return Block(start, end + 1, type, labels, body, heading_end, spans)

    def _value(self) -> Expression:
        """The expression at `pos`, up to the end of its line."""
        node = self._checked()
        if LINE_END(self.text, self.pos) is None:
            self._line_end(self.pos, "argument")
        return node

    def _checked(self) -> Expression:
        self.links = 0
        node = self.expression(False)
        if self.links > MAX_LINKS:
            check_height(node)
        return node

    def _line_end(self, pos: int, what: str) -> int:
        """Makes sure that nothing else stands on the line; where the next item may begin."""
        end = LINE_END(self.text, pos)
        if end is not None:
            return end.end()
        self.pos = INLINE(self.text, pos).end()
        if what == "argument" and self.text[self.pos] == ",":
            self.fail("Unexpected comma after argument: each argument stands on a line of its own, without commas")
        return self.fail(f"Missing newline after {what}: nothing else may follow it on its line")

    def _redefined(self, name: str, start: int) -> NoReturn:
        self.fail(f"Attribute redefined: the argument {name} may be set only once", start, start + len(name))

    def _unusual(self, stack: list[_Open]) -> Attribute | Block | _Heading:
        """Any other item: comments between its parts, unusual labels, one line, or wrong."""
        text, start = self.text, self.pos
        name = NAME(text, start)
        if name is None:
            self._no_item(stack)
        self._check_depth(len(stack), start)
        self.pos = INLINE(text, name.end()).end()
        if text.startswith("=", self.pos) and not text.startswith(("==", "=>"), self.pos):
            self.pos = INLINE(text, self.pos + 1).end()
            node = self._value()
            return Attribute(start, self.pos, name[0], node)
        return self._unusual_block(name[0], start, name.end())

    def _no_item(self, stack: list[_Open]) -> NoReturn:
        start = self.pos
        if start == len(self.text) and stack:
            heading = stack[-1][2]
            message = (
                "Unclosed configuration block: there is no closing brace for this block before the end of the file"
            )
            self.fail(message, heading[0], heading[3])
        if self.text.startswith('"', start):
            self.fail("Invalid argument name: argument names must not be quoted")
        self.fail("Argument or block definition required: an argument or block is required here")

    def _unusual_block(self, type: str, start: int, end: int) -> Block | _Heading:
        """A block whose type has been passed: its heading, or all of it when it is written in one line."""
        text = self.text
        labels: list[str] = []
        spans: list[Span] = []
        while (label := LABEL(text, self.pos)) is not None:
            quoted = label[1]
            labels.append(label[2] if quoted is None else normal(unescape(quoted, label.start(1))))
            spans.append(label.span())
            end = label.end()
            self.pos = INLINE(text, end).end()
        if not text.startswith("{", self.pos):
            self._no_block(bool(labels))
        self.pos += 1
        heading = (start, type, labels, end, spans, self.pos)
        if LINE_END(text, self.pos) is not None:
            return heading
        self.pos = INLINE(text, self.pos).end()
        attributes = {}
        if not text.startswith("}", self.pos):
            attribute = self._only_argument()
            attributes[attribute.name] = attribute
        closing = self.pos
        self.pos = self._line_end(closing + 1, "block definition")
        return self._block(heading, attributes, [], closing)

    def _no_block(self, labelled: bool) -> NoReturn:
        if self.text.startswith('"', self.pos):
            self.fail("Invalid string literal: a label is a quoted string on one line, without interpolation")
        if not labelled:
            message = "to set an argument, use the equals sign to introduce its value"
            self.fail(f"Argument or block definition required: {message}")
        if self.text.startswith("=", self.pos):
            self.fail("Invalid block definition: the equals sign introduces an argument and must not follow labels")
        message = "a label or an opening brace is expected here, on the line of the block's heading"
        self.fail(f"Invalid block definition: {message}")

    def _only_argument(self) -> Attribute:
        """The argument of a block written in one line, up to the closing brace."""
        text, start = self.text, self.pos
        name = NAME(text, start)
        if name is None:
            self.fail("Invalid argument name: an argument name or a closing brace is expected here")
        self.pos = INLINE(text, name.end()).end()
        if not text.startswith("=", self.pos):
            self.fail("Argument definition required: a block written in one line can contain only an argument")
        self.pos = INLINE(text, self.pos + 1).end()
        node = self._checked()
        end = self.pos
        self.pos = INLINE(text, end).end()
        if not text.startswith("}", self.pos):
            message = "a block written in one line contains one argument and closes on that line"
            self.fail(f"Invalid single-argument block definition: {message}")
        return Attribute(start, end, name[0], node)
