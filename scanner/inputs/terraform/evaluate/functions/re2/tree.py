"""The parts of a parsed regular expression, and what can be wrong with one."""

from __future__ import annotations

from typing import TypeAlias


class PatternError(ValueError):
    """A pattern that Go would refuse, in its words: ``missing closing ): `(a` ``."""


class Unsupported(Exception):
    """A valid pattern that needs facts Python does not have."""


class TooMuch(Exception):
    """A pattern or a match that would take too long or too much room."""


class Class:
    """One character of a set. `matches` remembers its answers."""

    __slots__ = ("_known", "fold", "items", "negated")

    def __init__(self, items: list[Item], negated: bool = False, fold: bool = False) -> None:
        self.items = items
        """What belongs to the set."""
        self.negated = negated
        """True when everything else matches instead."""
        self.fold = fold
        """True when upper and lower case are the same."""
        self._known: dict[str, bool] = {}

    def matches(self, character: str) -> bool:
        """Whether one character belongs to the set."""
        found = self._known.get(character)
        if found is None:
            variants = orbit(character) if self.fold else (character,)
            found = any(self._holds(item, variants) for item in self.items) != self.negated
            self._known[character] = found
        return found

    @staticmethod
    def _holds(item: Item, variants: tuple[str, ...]) -> bool:
        ranges, category, negated = item
        if category:
            return any(_has_category(variant, category) for variant in variants) != negated
        return any(first <= variant <= last for variant in variants for first, last in ranges) != negated


Ranges: TypeAlias = tuple[tuple[str, str], ...]
"""First and last character of each range."""

Item: TypeAlias = tuple[Ranges, str, bool]
"""Ranges, or the name of a Unicode category where there are none, and whether they are meant negated."""


class Assertion:
    """A place between characters: one of `text start`, `text end`, `line start`, `line end`, `word`, `no word`."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Group:
    """A capturing group, numbered from 1."""

    __slots__ = ("inner", "number")

    def __init__(self, number: int, inner: Node) -> None:
        self.number = number
        self.inner = inner


class Repeat:
    """`inner` from `least` to `most` times; `most` is None where there is no limit."""

    __slots__ = ("greedy", "inner", "least", "most")

    def __init__(self, inner: Node, least: int, most: int | None, greedy: bool) -> None:
        self.inner = inner
        self.least = least
        self.most = most
        self.greedy = greedy


class Sequence:
    """Parts one after the other; the empty pattern has none."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Node]) -> None:
        self.parts = parts


class Choice:
    """Alternatives, the first that leads to a match wins."""

    __slots__ = ("alternatives",)

    def __init__(self, alternatives: list[Node]) -> None:
        self.alternatives = alternatives


Node: TypeAlias = "str | Class | Assertion | Group | Repeat | Sequence | Choice"
"""A `str` is one character that matches itself."""

_LARGE_ORBITS = (
    "kK\u212a",
    "sS\u017f",
    "\xe5\xc5\u212b",
    "\xb5\u039c\u03bc",
    "\xdf\u1e9e",
    "\u0345\u0399\u03b9\u1fbe",
    "\u0392\u03b2\u03d0",
    "\u0395\u03b5\u03f5",
    "\u0398\u03b8\u03d1\u03f4",
    "\u039a\u03ba\u03f0",
    "\u03a0\u03c0\u03d6",
    "\u03a1\u03c1\u03f1",
    "\u03a3\u03c2\u03c3",
    "\u03a6\u03c6\u03d5",
    "\u03a9\u03c9\u2126",
    "\u1e60\u1e61\u1e9b",
)
"""Characters with more than two forms, or whose other form Python does not give one by one."""


def orbit(character: str) -> tuple[str, ...]:
    """All characters that differ from this one in case only, itself among them."""
    for large in _LARGE_ORBITS:
        if character in large:
            return tuple(large)
    variants = (character, character.lower(), character.upper(), character.title())
    return tuple(dict.fromkeys(variant for variant in variants if len(variant) == 1))


def _has_category(character: str, category: str) -> bool:
    from unicodedata import category as category_of

    found = category_of(character)
    if category == "Any":
        return True
    return found != "Cn" and found.startswith(category)
