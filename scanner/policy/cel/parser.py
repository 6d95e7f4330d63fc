"""Tokens to a syntax tree, by precedence climbing."""

from __future__ import annotations

from typing import Final

from scanner.policy.cel.errors import CelSyntaxError
from scanner.policy.cel.lexer import RESERVED, Token, tokens
from scanner.policy.cel.literals import integer, string
from scanner.policy.cel.macros import expand
from scanner.policy.cel.tree import (
    Call,
    Conditional,
    Constant,
    Expr,
    Index,
    ListLiteral,
    Logic,
    MapLiteral,
    Message,
    Mode,
    Name,
    Node,
    Select,
)

MAX_NESTING: Final = 80
"""Deepest nesting of brackets and of the right sides of operators."""
MAX_DEPTH: Final = 150
"""Deepest tree; a chain such as `a.b.c` or `1 + 2 + 3` grows by one level a link. `&&` and `||` chains do not grow."""

_PRECEDENCE: Final = {
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("<", "<=", ">=", ">", "==", "!=", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
}
_DESCRIPTIONS: Final = {"end": "end of expression", "name": "name", "quoted": "quoted name"}


def parse(text: str) -> Expr:
    """The syntax tree of `text`, macros expanded. Raises CelSyntaxError."""
    parser = _Parser(tokens(text))
    tree = parser.expression()
    parser.expect("end")
    return tree


class _Parser:
    """A cursor over tokens."""

    __slots__ = ("_at", "_nesting", "_tokens", "kind")

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._nesting = 0
        self.kind = found[0][0]

    # Tokens

    def take(self) -> Token:
        token = self._tokens[self._at]
        if token[0] != "end":
            self._at += 1
        self.kind = self._tokens[self._at][0]
        return token

    def skip(self, kind: str) -> bool:
        if self.kind != kind:
            return False
        self.take()
        return True

    def expect(self, kind: str) -> Token:
        if self.kind != kind:
            raise self.unexpected(f"expected {_DESCRIPTIONS.get(kind, repr(kind))}")
        return self.take()

    def unexpected(self, hint: str) -> CelSyntaxError:
        kind, piece, offset = self._tokens[self._at]
        what = "end of expression" if kind == "end" else repr(piece[:40])
        return CelSyntaxError(f"unexpected {what}, {hint}", offset)

    @property
    def offset(self) -> int:
        return self._tokens[self._at][2]

    def depth(self, offset: int, *nodes: Node) -> int:
        deepest = 1 + max([node.depth for node in nodes], default=0)
        if deepest > MAX_DEPTH:
            raise CelSyntaxError(f"expression is nested more than {MAX_DEPTH} levels deep", offset)
        return deepest

    # Operators

    def expression(self) -> Node:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise CelSyntaxError(f"expression is nested more than {MAX_NESTING} brackets deep", self.offset)
        node = self.binary(1)
        if self.kind == "?":
            offset = self.take()[2]
            then = self.binary(1)
            self.expect(":")
            otherwise = self.expression()
            node = Conditional(offset, self.depth(offset, node, then, otherwise), node, then, otherwise)
        self._nesting -= 1
        return node

    def binary(self, lowest: int) -> Node:
        left = self.unary()
        while (precedence := _PRECEDENCE.get(self.kind, 0)) >= lowest:
            operator, _, offset = self.take()
            right = self.binary(precedence + 1)
            if operator == "&&" or operator == "||":
                operands = [left, right]
                while self.skip(operator):
                    operands.append(self.binary(precedence + 1))
                left = Logic(offset, self.depth(offset, *operands), "&&" if operator == "&&" else "||", tuple(operands))
            else:
                name = "@in" if operator == "in" else f"_{operator}_"
                left = Call(offset, self.depth(offset, left, right), name, None, (left, right))
        return left

    def unary(self) -> Node:
        if self.kind != "!" and self.kind != "-":
            return self.member()
        offsets: list[int] = []
        operator = self.kind
        while self.kind == operator and not self.at_negative_number():
            offsets.append(self.take()[2])
        node = self.member()
        for offset in reversed(offsets):
            node = Call(offset, self.depth(offset, node), f"{operator}_", None, (node,))
        return node

    def at_negative_number(self) -> bool:
        return self.kind == "-" and self._tokens[self._at + 1][0] in ("int", "float")

    # Members

    def member(self) -> Node:
        node = self.primary()
        while True:
            if self.kind == ".":
                node = self.field(node)
            elif self.kind == "[":
                offset = self.take()[2]
                optional = self.skip("?")
                index = self.expression()
                self.expect("]")
                node = Index(offset, self.depth(offset, node, index), node, index, optional)
            elif self.kind == "{" and (name := _qualified(node)) is not None:
                node = self.message(name, node.offset if isinstance(node, Name) else _start(node))
            else:
                return node

    def field(self, operand: Node) -> Node:
        self.take()
        mode: Mode = "optional" if self.skip("?") else "plain"
        kind, piece, offset = self._tokens[self._at]
        if kind == "quoted":
            self.take()
            return Select(offset, self.depth(offset, operand), operand, piece[1:-1], mode)
        self.expect("name")
        if self.kind == "(" and mode == "plain":
            arguments = self.arguments()
            macro = expand(piece, offset, operand, arguments, self.depth(offset, operand, *arguments))
            return macro or Call(offset, self.depth(offset, operand, *arguments), piece, operand, arguments)
        return Select(offset, self.depth(offset, operand), operand, piece, mode)

    def arguments(self) -> tuple[Node, ...]:
        self.take()
        found: list[Node] = []
        if self.kind != ")":
            found.append(self.expression())
            while self.skip(","):
                found.append(self.expression())
        self.expect(")")
        return tuple(found)

    # Primaries

    def primary(self) -> Node:
        kind, piece, offset = self._tokens[self._at]
        if kind == "name" or kind == ".":
            return self.name(root=self.skip("."))
        if kind == "(":
            self.take()
            node = self.expression()
            self.expect(")")
            return node
        if kind == "[":
            return self.list()
        if kind == "{":
            return self.map()
        if self.at_negative_number():
            self.take()
            kind, piece, _ = self.take()
            if kind == "float":
                return Constant(offset, 1, -float(piece))
            if piece[-1] in "uU":
                return self.negated(offset, piece)
            return Constant(offset, 1, integer(piece, offset, negative=True))
        return self.constant(kind, piece, offset)

    def negated(self, offset: int, piece: str) -> Node:
        """`-1u`: no literal, but a negation that the checker refuses."""
        return Call(offset, 2, "-_", None, (Constant(offset + 1, 1, integer(piece, offset)),))

    def constant(self, kind: str, piece: str, offset: int) -> Node:
        match kind:
            case "string":
                value: object = string(piece, offset)
            case "int":
                value = integer(piece, offset)
            case "float":
                value = float(piece)
            case "true" | "false":
                value = kind == "true"
            case "null":
                value = None
            case _:
                raise self.unexpected("expected an expression")
        self.take()
        return Constant(offset, 1, value)

    def name(self, root: bool) -> Node:
        _, piece, offset = self.expect("name")
        if piece in RESERVED:
            raise CelSyntaxError(f"{piece} is a reserved word", offset)
        if self.kind != "(":
            return Name(offset, 1, piece, root)
        arguments = self.arguments()
        macro = expand(piece, offset, None, arguments, self.depth(offset, *arguments))
        return macro or Call(offset, self.depth(offset, *arguments), piece, None, arguments)

    def list(self) -> Node:
        offset = self.take()[2]
        elements: list[Node] = []
        optional: list[int] = []
        while self.kind != "]":
            if self.skip("?"):
                optional.append(len(elements))
            elements.append(self.expression())
            if not self.skip(","):
                break
        self.expect("]")
        return ListLiteral(offset, self.depth(offset, *elements), tuple(elements), tuple(optional))

    def map(self) -> Node:
        offset = self.take()[2]
        entries: list[tuple[Node, Node, bool]] = []
        while self.kind != "}":
            optional = self.skip("?")
            key = self.expression()
            self.expect(":")
            entries.append((key, self.expression(), optional))
            if not self.skip(","):
                break
        self.expect("}")
        nodes = [node for key, value, _ in entries for node in (key, value)]
        return MapLiteral(offset, self.depth(offset, *nodes), tuple(entries))

    def message(self, name: str, offset: int) -> Node:
        self.take()
        fields: list[tuple[str, int, Node, bool]] = []
        while self.kind != "}":
            optional = self.skip("?")
            field, at = self._tokens[self._at][1:]
            if not self.skip("quoted"):
                self.expect("name")
            self.expect(":")
            if any(known == field for known, *_ in fields):
                raise CelSyntaxError(f"field {field} is given twice", at)
            fields.append((field, at, self.expression(), optional))
            if not self.skip(","):
                break
        self.expect("}")
        return Message(offset, self.depth(offset, *(value for _, _, value, _ in fields)), name, tuple(fields))


def _qualified(node: Node) -> str | None:
    """The dotted name that a chain of plain selections spells."""
    parts: list[str] = []
    while isinstance(node, Select) and node.mode == "plain":
        parts.append(node.field)
        node = node.operand
    return ".".join((node.name, *reversed(parts))) if isinstance(node, Name) else None


def _start(node: Node) -> int:
    while isinstance(node, Select):
        node = node.operand
    return node.offset
