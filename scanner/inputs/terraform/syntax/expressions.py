"""Operands and operators."""

from __future__ import annotations

from typing import Literal as Choice
from typing import cast

from scanner.inputs.terraform.syntax.literals import normal, number, whole
from scanner.inputs.terraform.syntax.patterns import (
    COLON_FREE,
    COLON_INLINE,
    FOLLOW_FREE,
    FOLLOW_INLINE,
    FREE,
    INLINE,
    NUMBER,
    TERM,
)
from scanner.inputs.terraform.syntax.postfix import PostfixParser
from scanner.inputs.terraform.syntax.tree import Binary, Conditional, Expression, Literal, Unary

_PRECEDENCE = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
_START = "Invalid expression: expected the start of an expression"


class ExpressionParser(PostfixParser):
    """Parses expressions."""

    __slots__ = ()

    def expression(self, free: bool) -> Expression:
        """Parses the expression at `pos`. Inside brackets `free` is true, and line ends mean nothing."""
        node = self._operand(free)
        follow = self.follow
        if follow is None or follow.lastindex == 1:
            return node
        start = self.begin(node)
        node = self._binary(node, start, free)
        follow = self.follow
        if follow is not None and follow.lastindex == 3:
            return self._conditional(node, start, free)
        return node

    def _operand(self, free: bool) -> Expression:
        """A term with the postfix operators after it."""
        text, pos = self.text, self.pos
        match = TERM(text, pos)
        kind = match.lastindex
        node: Expression
        if kind == 1:
            self.pos = end = match.end()
            node = Literal(pos, end, normal(match[1]))
        elif kind == 2:
            self.pos = end = match.end()
            node = self.name(match[2], pos, end)
        elif kind == 3:
            self.pos = end = match.end()
            node = Literal(pos, end, whole(match[3]))
        else:
            node = self._compound(free)
        self.follow = follow = (FOLLOW_FREE if free else FOLLOW_INLINE)(text, self.pos)
        if follow is not None and follow.lastindex == 1:
            if kind == 2 and follow[1] in ("(", "::"):
                node = self.function(match[2], pos, free)
                follow = self.follow
                if follow is None or follow.lastindex != 1:
                    return node
            return self.postfix(node, free)
        return node

    def _compound(self, free: bool) -> Expression:
        """A term that may hold expressions, or a number that is not whole."""
        text, start = self.text, self.pos
        character = text[start : start + 1]
        self.descend(start)
        node: Expression
        if character == '"':
            node = self.quoted()
        elif character == "[":
            node = self.tuple_cons()
        elif character == "{":
            node = self.object_cons()
        elif character == "(":
            node = self._parenthesised()
        elif character in ("-", "!") and character:
            self.pos = (FREE if free else INLINE)(text, start + 1).end()
            operand = self._operand(free)
            node = Unary(start, self.pos, cast('Choice["-", "!"]', character), operand)
        elif character == "<":
            node = self.heredoc()
        else:
            node = self._number()
        self.depth -= 1
        return node

    def _number(self) -> Expression:
        text, start = self.text, self.pos
        match = NUMBER(text, start)
        if match is None:
            if text[start : start + 1].strip("\r\n"):
                self.fail(_START)
            self.fail(f"{_START}, but found the end of the line", start)
        self.pos = match.end()
        return Literal(start, self.pos, number(match[0], start))

    def _parenthesised(self) -> Expression:
        start = self.pos
        self.pos = start + 1
        self.skip()
        node = self.expression(True)
        if self.text[self.skip() : self.pos + 1] != ")":
            self.fail("Unbalanced parentheses: expected a closing parenthesis to terminate the expression")
        self.pos += 1
        self.opened = start
        return node

    def _binary(self, first: Expression, start: int, free: bool) -> Expression:
        """The operand just parsed with all binary operators after it."""
        operands = [(start, self.pos, first)]
        operators: list[str] = []
        follow = self.follow
        while follow is not None and follow.lastindex == 2:
            operator = follow[2]
            level = _PRECEDENCE[operator]
            while operators and _PRECEDENCE[operators[-1]] >= level:
                _reduce(operands, operators)
            operators.append(operator)
            self.link(len(operands))
            self.pos = follow.end()
            right = self._operand(free)
            operands.append((self.begin(right), self.pos, right))
            follow = self.follow
        while operators:
            _reduce(operands, operators)
        return operands[0][2]

    def _conditional(self, condition: Expression, start: int, free: bool) -> Expression:
        """The conditional whose condition was parsed just now, and those in its last branch."""
        links: list[tuple[int, Expression, Expression]] = []
        while True:
            follow = self.follow
            assert follow is not None  # the caller has seen the question mark
            self.pos = follow.end()
            self.descend(start)
            yes = self.expression(free)
            self.depth -= 1
            colon = (COLON_FREE if free else COLON_INLINE)(self.text, self.pos)
            if colon is None:
                self.fail("Missing false expression in conditional: expected a colon and the other value")
            self.pos = colon.end()
            links.append((start, condition, yes))
            self.link(len(links))
            no = self._operand(free)
            start = self.begin(no)
            if self.follow is not None and self.follow.lastindex == 2:
                no = self._binary(no, start, free)
            if self.follow is None or self.follow.lastindex != 3:
                break
            condition = no
        for start, condition, yes in reversed(links):
            no = Conditional(start, self.pos, condition, yes, no)
        return no


def _reduce(operands: list[tuple[int, int, Expression]], operators: list[str]) -> None:
    """Joins the last two operands by the last operator."""
    _, end, right = operands.pop()
    start, _, left = operands.pop()
    operands.append((start, end, Binary(start, end, operators.pop(), left, right)))
