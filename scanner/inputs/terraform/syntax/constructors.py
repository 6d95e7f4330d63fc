"""Tuples, objects, `for` expressions and calls: everything between brackets."""

from __future__ import annotations

from typing import NoReturn

from scanner.inputs.terraform.syntax.literals import normal, whole
from scanner.inputs.terraform.syntax.patterns import (
    COLON_FREE,
    ELEMENT,
    ELEMENT_END,
    ENTRY,
    ENTRY_END,
    ENTRY_SIGN,
    FOR_IF,
    FOR_INTRO,
    FOR_NAMES,
)
from scanner.inputs.terraform.syntax.templates import TemplateParser
from scanner.inputs.terraform.syntax.tree import Call, Expression, For, Literal, ObjectCons, Reference, TupleCons


class ConstructorParser(TemplateParser):
    """Parses what stands between brackets."""

    __slots__ = ()

    def tuple_cons(self) -> Expression:
        """The tuple or `for` expression at `pos`."""
        start = self.pos
        if FOR_INTRO(self.text, start) is not None:
            return self._for()
        self.pos = start + 1
        items, _ = self._elements("]", "tuple constructor expression", "item")
        return TupleCons(start, self.pos, items)

    def call(self, name: str, start: int) -> Expression:
        """The call of a function whose opening parenthesis has been passed."""
        arguments, expand = self._elements(")", "function call", "argument")
        return Call(start, self.pos, name, arguments, expand)

    def object_cons(self) -> Expression:
        """The object or `for` expression at `pos`."""
        text, start = self.text, self.pos
        if FOR_INTRO(text, start) is not None:
            return self._for()
        items: list[tuple[Expression, Expression]] = []
        pos = start + 1
        key: Expression
        while True:
            match = ENTRY(text, pos)
            kind = match.lastindex
            if kind == 7:
                self.pos = match.end()
                return ObjectCons(start, self.pos, items)
            if kind == 8:
                self.pos = match.end()
                key = self._key(start)
                items.append((key, self._entry_value()))
                pos = self.pos
                continue
            word = match[1]
            if word is not None:
                key = Literal(match.start(1), match.end(1), word if word.isascii() else normal(word))
            else:
                key = Literal(match.start(2) - 1, match.end(2) + 1, normal(match[2]))
            pos = match.end()
            if kind == 3:
                at, end = match.span(3)
                items.append((key, Literal(at - 1, end + 1, normal(match[3]))))
            elif kind == 4:
                items.append((key, self.name(match[4], *match.span(4))))
            elif kind == 5:
                items.append((key, Literal(match.start(5), match.end(5), whole(match[5]))))
            else:
                self.pos = pos
                items.append((key, self._entry_value()))
                pos = self.pos

    def _elements(self, close: str, what: str, each: str) -> tuple[list[Expression], bool]:
        """Elements up to the closing bracket, which is passed, and whether `...` follows the last."""
        text, opening, pos = self.text, self.pos - 1, self.pos
        items: list[Expression] = []
        while True:
            match = ELEMENT(text, pos)
            kind = match.lastindex
            pos = match.end()
            if kind == 1:
                start, end = match.span(1)
                items.append(Literal(start - 1, end + 1, normal(match[1])))
            elif kind == 2:
                items.append(self.name(match[2], *match.span(2)))
            elif kind == 3:
                items.append(Literal(match.start(3), match.end(3), whole(match[3])))
            elif kind == 4 and match[4] == close:
                self.pos = pos
                return items, False
            else:
                self.pos = pos if kind == 5 else pos - 1
                if pos == len(text):
                    self.fail(f"Unterminated {what}: there is no corresponding closing bracket", opening, pos)
                items.append(self.expression(True))
                expand = self._element_end(close, what, each, opening)
                pos = self.pos
                if expand:
                    return items, True

    def _element_end(self, close: str, what: str, each: str, opening: int) -> bool:
        """Passes the comma after an element, or `...` with the closing parenthesis; true for the latter."""
        text = self.text
        match = ELEMENT_END(text, self.pos)
        kind = match.lastindex
        if kind == 1:
            self.pos = match.end()
            return False
        if kind == 2 and match[2] == close:
            self.pos = match.start(2)
            return False
        self.pos = match.end()
        if kind == 3 and close == ")":
            self.skip()
            if text[self.pos : self.pos + 1] != ")":
                self.fail("Missing closing parenthesis: an argument with ... must be the last")
            self.pos += 1
            return True
        if kind == 4:
            self.fail(f"Unterminated {what}: there is no corresponding closing bracket", opening, self.pos)
        message = f"Missing {each} separator: expected a comma to mark the beginning of the next {each}"
        return self.fail(message, match.start(kind or 0))

    def _key(self, opening: int) -> Expression:
        """A key that is more than a name or plain string, with the sign after it."""
        text, start = self.text, self.pos
        if start == len(text):
            self.fail("Unterminated object constructor expression: there is no closing brace", opening, start)
        key = self.expression(False)
        if text[start] != "(":
            if isinstance(key, Reference) and not key.steps:
                key = Literal(key.start, key.end, key.name)
            elif isinstance(key, Literal) and not isinstance(key.value, str) and text[start].isalpha():
                key = Literal(key.start, key.end, text[key.start : key.end])
        sign = ENTRY_SIGN(text, self.pos)
        if sign is None:
            self.skip()
            self.fail("Missing key/value separator: expected an equals sign to mark the beginning of the value")
        self.pos = sign.end()
        return key

    def _entry_value(self) -> Expression:
        value = self.expression(False)
        match = ENTRY_END(self.text, self.pos)
        if match is None:
            self.skip()
            if self.pos == len(self.text):
                self.fail("Unterminated object constructor expression: there is no closing brace", value.start)
            self.fail("Missing attribute separator: expected a newline or comma to mark the next attribute")
        self.pos = match.end()
        return value

    def _for(self) -> Expression:
        """The `for` expression at `pos`."""
        text, start = self.text, self.pos
        intro = FOR_INTRO(text, start)
        assert intro is not None  # the caller has seen it
        names = FOR_NAMES(text, intro.end())
        if names is None:
            self._bad_for(intro.end(), "expected the names it binds, and `in`")
        self.pos = names.end()
        collection = self.expression(True)
        colon = COLON_FREE(text, self.pos)
        if colon is None:
            self._bad_for(self.skip(), "expected a colon after the collection")
        self.pos = colon.end()
        key_result: Expression | None = None
        result = self.expression(True)
        group = False
        if text[start] == "{":
            if not text.startswith("=>", self.skip()):
                self._bad_for(self.pos, "expected `=>` and the value of each entry")
            self.pos += 2
            self.skip()
            key_result, result = result, self.expression(True)
            if text.startswith("...", self.skip()):
                group = True
                self.pos += 3
        condition: Expression | None = None
        keyword = FOR_IF(text, self.pos)
        if keyword is not None:
            self.pos = keyword.end()
            condition = self.expression(True)
        if text[self.skip() : self.pos + 1] != ("]" if text[start] == "[" else "}"):
            self._bad_for(self.pos, "extra characters after its end")
        self.pos += 1
        key, value = (None, names[1]) if names[2] is None else (names[1], names[2])
        return For(start, self.pos, key, value, collection, key_result, result, condition, group)

    def _bad_for(self, start: int, why: str) -> NoReturn:
        self.fail(f"Invalid 'for' expression: {why}", start)
