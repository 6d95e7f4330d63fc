"""Expressions at random, of a kind that is asked for, over the names that a configuration declares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

KINDS = ("number", "string", "bool", "list", "set", "map", "any")

_TEXTS = ("", "a", "b", "é", "a b", "10", "-3", "true", "x-y", "日本", "k")
_CONSTANTS: Mapping[str, Sequence[str]] = {
    "number": ("0", "1", "2", "3", "7", "10", "0.5", "1.25", "100", "3.3", "1e3", "12345678901234567890"),
    "string": tuple(f'"{text}"' for text in _TEXTS),
    "bool": ("true", "false"),
    "list": ("[]", '["a", "b"]', "[1, 2, 3]", '[1, "a", null]', "tolist([])", "[[1], [2]]", 'tolist(["b", "a"])'),
    "set": ('toset(["b", "a"])', "toset([2, 1])", "toset([])", "toset([true])"),
    "map": ("{}", '{ a = 1, k = "x" }', "{ k = null }", 'tomap({ a = "1" })', '{ a = { k = [1] }, "a b" = true }'),
}
_PLACE = re.compile(r"<(number|string|bool|list|set|map|object|any|each|text|v)>")


@cache
def _forms() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    text = (Path(__file__).parent / "random_forms.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("[") and line[1:-1] in (*KINDS, "object"):
            forms = found[line[1:-1]] = []
        elif not line.startswith("#"):
            forms.append(line.replace("↵", "\n"))
    return found


class Expressions:
    """Makes expressions. The same `random` in the same state makes the same ones."""

    def __init__(self, random: Random, names: Mapping[str, Sequence[str]]) -> None:
        self.random = random
        self.names = names
        """References that may be used, by kind."""
        self._bound: list[str] = []
        self._count = 0

    def make(self, kind: str, depth: int) -> str:
        """An expression that gives this kind of value, or sometimes another kind, at most so deep."""
        random = self.random
        if kind == "each":
            kind = random.choice(("list", "set", "map", "list", "any"))
        if random.random() < 0.06:
            kind = random.choice(KINDS)
        if depth <= 0 or random.random() < 0.12:
            return self._leaf(kind)
        form = random.choice(_forms()[kind])
        return self._filled(form, depth - 1)

    def _leaf(self, kind: str) -> str:
        random = self.random
        if kind != "bool" and random.random() < 0.03:
            return "null"
        if self._bound and random.random() < 0.5:
            return random.choice(self._bound)
        if kind == "object":
            kind = "map"
        if kind == "any":
            kind = random.choice([each for each in KINDS if each != "any"])
        names = self.names.get(kind, ())
        if names and random.random() < 0.55:
            return random.choice(names)
        return random.choice(_CONSTANTS[kind])

    def _filled(self, form: str, depth: int) -> str:
        random = self.random
        fresh = ""
        if "<v>" in form:
            self._count += 1
            fresh = f"v{self._count}"
        parts: list[str] = []
        at = 0
        bound = len(self._bound)
        for found in _PLACE.finditer(form):
            parts.append(form[at : found.start()])
            at = found.end()
            kind = found[1]
            if kind == "v":
                parts.append(fresh)
            elif kind == "text":
                parts.append(random.choice(_TEXTS))
            else:
                parts.append(self._argument(form, found, kind, depth))
            if kind == "each" or (fresh and kind == "list"):
                # What comes after the collection of a loop may use its variables.
                self._bound += [fresh, f"{fresh}k"] if "<v>k" in form else [fresh]
        parts.append(form[at:])
        del self._bound[bound:]
        return "".join(parts)

    def _argument(self, form: str, found: re.Match[str], kind: str, depth: int) -> str:
        text = self.make(kind, depth)
        before, after = form[found.start() - 1 : found.start()], form[found.end() : found.end() + 1]
        if before in ("{", "(", "[") and after in ("}", ")", "]", ","):
            return text
        return text if re.fullmatch(r"[\w.]+|\"[^\"$%]*\"", text) else f"({text})"
