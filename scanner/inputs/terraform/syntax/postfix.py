"""What follows a term: attributes, indices, splats and the parentheses of a call."""

from __future__ import annotations

from scanner.inputs.terraform.syntax.constructors import ConstructorParser
from scanner.inputs.terraform.syntax.literals import number
from scanner.inputs.terraform.syntax.patterns import FOLLOW_FREE, FOLLOW_INLINE, NAME, NUMBER
from scanner.inputs.terraform.syntax.tree import Expression, GetAttr, Index, Literal, Reference, Splat, SplatItem, Step

MAX_CHAIN = 1000
"""How many operators or steps may follow each other."""


class PostfixParser(ConstructorParser):
    """Parses what follows a term."""

    __slots__ = ("follow",)

    def __init__(self, text: str, pos: int = 0) -> None:
        super().__init__(text, pos)
        self.follow = FOLLOW_INLINE(text, len(text))
        """What follows the operand that was parsed just now."""

    def link(self, length: int) -> None:
        """Counts one more link of a chain that has this length now."""
        self.links += 1
        if length > MAX_CHAIN:
            self.fail(f"Nested too deeply: more than {MAX_CHAIN} operators follow each other")

    def function(self, name: str, start: int, free: bool) -> Expression:
        """The call of the function whose name, or its first part, was parsed just now."""
        follow = self.follow
        opening = start
        while follow is not None and follow.lastindex == 1 and follow[1] == "::":
            part = NAME(self.text, follow.end())
            if part is None:
                self.fail("Missing function name: expected a name after the double colon", follow.end())
            name = f"{name}::{part[0]}"
            self.pos = opening = part.end()
            self.link(name.count(":"))
            follow = (FOLLOW_FREE if free else FOLLOW_INLINE)(self.text, self.pos)
        if follow is None or follow.lastindex != 1 or follow[1] != "(":
            self.fail("Missing open parenthesis: a function call needs its arguments in parentheses", start, opening)
        if "." in name or "[" in name:
            self.fail("Invalid expression: only a function can be called, by its name", start, self.pos)
        self.pos = follow.start(1) + 1
        self.descend(start)
        node = self.call(name, start)
        self.depth -= 1
        self.follow = (FOLLOW_FREE if free else FOLLOW_INLINE)(self.text, self.pos)
        return node

    def postfix(self, node: Expression, free: bool) -> Expression:
        """The operand that was parsed just now with all that follows it; `follow` is the first of it."""
        read = FOLLOW_FREE if free else FOLLOW_INLINE
        start = self.begin(node)
        plain = node.end == self.pos
        length = 0
        follow = self.follow
        while follow is not None and follow.lastindex == 1:
            if follow[1] == ".":
                node = self._dot(node, start, follow.end(), free, plain)
            elif follow[1] == "[":
                node = self._index(node, start, follow.end(), free, plain)
            else:
                break
            plain = True
            length += 1
            self.link(length)
            self.follow = follow = read(self.text, self.pos)
        return node

    def _dot(self, node: Expression, start: int, pos: int, free: bool, plain: bool) -> Expression:
        text = self.text
        if text[pos : pos + 1] == "*":
            self.pos = pos + 1
            return self._attribute_splat(node, start, free)
        step = self._step(pos)
        if plain and isinstance(node, Reference):
            return Reference(start, self.pos, node.name, (*node.steps, step))
        return self._after_dot(node, start, pos, step)

    def _step(self, pos: int) -> Step:
        """The name or number after a dot."""
        text = self.text
        name = NAME(text, pos)
        if name is not None:
            self.pos = name.end()
            return name[0]
        digits = NUMBER(text, pos)
        if digits is None:
            self.fail("Invalid attribute name: an attribute name is required after a dot", pos)
        if "." in digits[0]:
            self.fail("Invalid legacy index syntax: only one index may follow a dot, write a[0][1]", pos)
        self.pos = digits.end()
        return (number(digits[0], pos),)

    def _after_dot(self, node: Expression, start: int, pos: int, step: Step) -> Expression:
        if isinstance(step, str):
            return GetAttr(start, self.pos, node, step)
        return Index(start, self.pos, node, Literal(pos, self.pos, step[0]))

    def _attribute_splat(self, source: Expression, start: int, free: bool) -> Expression:
        """`source.*`, whose star has been passed, with the names after it."""
        star = self.pos - 1
        body: Expression = SplatItem(star, self.pos)
        read = FOLLOW_FREE if free else FOLLOW_INLINE
        length = 0
        follow = read(self.text, self.pos)
        while follow is not None and follow[1] == ".":
            pos = follow.end()
            if self.text[pos : pos + 1] == "*":
                self.fail("Nested splat expression not allowed: use [*] instead of .*", pos)
            body = self._after_dot(body, star, pos, self._step(pos))
            length += 1
            self.link(length)
            follow = read(self.text, self.pos)
        return Splat(start, self.pos, source, body, False)

    def _index(self, node: Expression, start: int, pos: int, free: bool, plain: bool) -> Expression:
        """`node[key]` or `node[*]`, whose bracket has been passed."""
        text = self.text
        self.descend(start)
        self.pos = pos
        if text[self.skip() : self.pos + 1] == "*":
            star = self.pos
            self.pos += 1
            if text[self.skip() : self.pos + 1] == "]":
                return self._full_splat(node, start, star, free)
            self.fail("Invalid expression: expected the start of an expression", star)
        key = self.expression(True)
        if text[self.skip() : self.pos + 1] != "]":
            self.fail("Missing close bracket on index: expected a bracket to close the index operator")
        self.pos += 1
        self.depth -= 1
        if plain and isinstance(node, Reference) and isinstance(key, Literal):
            value = key.value
            if value is not None and not isinstance(value, bool):
                return Reference(start, self.pos, node.name, (*node.steps, (value,)))
        return Index(start, self.pos, node, key)

    def _full_splat(self, source: Expression, start: int, star: int, free: bool) -> Expression:
        """`source[*]`, whose closing bracket stands next, with everything after it."""
        self.pos += 1
        item = SplatItem(star, self.pos)
        self.follow = (FOLLOW_FREE if free else FOLLOW_INLINE)(self.text, self.pos)
        body = self.postfix(item, free)
        self.depth -= 1
        return Splat(start, self.pos, source, body, True)
