"""What every part of the parser stands on: the text, where it has got to, how deep it is, and how it fails."""

from __future__ import annotations

import re
from typing import NoReturn

from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.literals import whole
from scanner.inputs.terraform.syntax.patterns import FREE, NAME, NUMBER, STEPS
from scanner.inputs.terraform.syntax.tree import Expression, Literal, Reference, Step

MAX_DEPTH = 100
"""How deep brackets, blocks, templates and prefix operators may nest. Terraform itself has no limit, no configuration
comes near this one, and Python's stack holds five frames a level."""

_STRANGE = {
    "'": "Invalid character: single quotes are not valid, use double quotes",
    "`": "Invalid character: the backtick is not valid, use double quotes or a heredoc",
    ";": "Invalid character: the semicolon is not valid, arguments end with their line",
    "&": "Unsupported operator: bitwise operators are not supported, did you mean &&",
    "|": "Unsupported operator: bitwise operators are not supported, did you mean ||",
    "^": "Unsupported operator: bitwise operators are not supported",
    "~": "Unsupported operator: bitwise operators are not supported",
    **dict.fromkeys("$@\\\0", "Invalid character: it is not used within the language"),
}
"""What is wrong with characters that begin no token, wherever they stand."""

_KEYWORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class Cursor:
    """A position in a text. `pos` is where the next construct begins, or where the last one ended."""

    __slots__ = ("_names", "depth", "links", "opened", "pos", "text")

    def __init__(self, text: str, pos: int = 0) -> None:
        self.text = text
        self.pos = pos
        self.depth = 0
        self.opened = 0
        """Where the parentheses opened that were closed last."""
        self.links = 0
        """How many nodes there are that no bracket, but a chain of operators or a directive has put into others."""
        self._names: dict[str, tuple[str, tuple[Step, ...]]] = {}

    def fail(self, message: str, start: int | None = None, end: int | None = None) -> NoReturn:
        """Raises at a range; by default at the token that stands next."""
        text = self.text
        if start is None:
            start = min(self.pos, len(text))
        if end is None:
            message = _STRANGE.get(text[start : start + 1], message)
            word = NAME(text, start) or NUMBER(text, start)
            end = word.end() if word else min(start + 1, len(text))
        raise HclSyntaxError(message, start, end)

    def descend(self, start: int) -> None:
        """One level deeper. The way back is `self.depth -= 1`; after an error nobody goes on from here."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"Nested too deeply: more than {MAX_DEPTH} levels", start, start + 1)

    def skip(self) -> int:
        """Passes over white space, line ends and comments."""
        end = FREE(self.text, self.pos).end()
        self.pos = end
        return end

    def expression(self, free: bool) -> Expression:
        """Parses the expression at `pos`. Inside brackets `free` is true, and line ends mean nothing."""
        raise NotImplementedError

    def begin(self, node: Expression) -> int:
        """Where the operand that was parsed just now begins, its parentheses included."""
        return node.start if node.end == self.pos else self.opened

    def name(self, text: str, start: int, end: int) -> Expression:
        """The reference or keyword that was matched as `text`."""
        known = self._names.get(text)
        if known is None:
            if text in _KEYWORDS:
                return Literal(start, end, _KEYWORDS[text])
            known = self._names[text] = _reference(text)
        return Reference(start, end, known[0], known[1])


def _reference(text: str) -> tuple[str, tuple[Step, ...]]:
    if "[" not in text:
        first, *rest = text.split(".")
        return first, tuple(rest)
    head = NAME(text)
    assert head is not None  # the pattern that matched the text begins with one
    steps: list[Step] = []
    for match in re.finditer(STEPS, text[head.end() :]):
        name, index, key = match.groups()
        if name is not None:
            steps.append(name)
        else:
            steps.append((whole(index),) if key is None else (key,))
    return head[0], tuple(steps)
