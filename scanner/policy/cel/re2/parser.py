"""Patterns after https://github.com/google/re2/wiki/Syntax."""

from __future__ import annotations

import re
from typing import Final

from scanner.policy.cel.re2.classes import CATEGORIES, PERL, POSIX, complement
from scanner.policy.cel.re2.tree import (
    MAX_CODE,
    Alternatives,
    Assertion,
    Characters,
    Pattern,
    Repetition,
    Sequence,
)

MAX_LENGTH: Final = 5000
MAX_REPEAT: Final = 1000
_MAX_NESTING: Final = 60
_COUNT: Final = re.compile(r"\{([0-9]{1,6})(,?)([0-9]{1,6})?\}", re.ASCII)
_GROUP: Final = re.compile(r"\(\?(?:P?<([A-Za-z0-9_]+)>|([imsU]*)(?:-([imsU]+))?([:)]))", re.ASCII)
_HEX: Final = re.compile(r"x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})", re.ASCII)
_OCTAL: Final = re.compile(r"0[0-7]{0,2}|[1-7][0-7]{1,2}", re.ASCII)
_PROPERTY: Final = re.compile(r"([pP])(?:([A-Z])|\{(\^?)([A-Za-z_]+)\})", re.ASCII)
_NAMED: Final = re.compile(r"\[:(\^?)([a-z]+):\]", re.ASCII)
_CONTROL: Final = {"a": 0x07, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09, "v": 0x0B}
_ASSERTIONS: Final = {
    "A": Assertion("text-start"),
    "z": Assertion("text-end"),
    "b": Assertion("word-edge"),
    "B": Assertion("no-word-edge"),
}


class PatternError(Exception):
    """A pattern that RE2 refuses, or that is too large."""


def parse(text: str) -> Pattern:
    """The tree of a pattern. Raises PatternError."""
    if len(text) > MAX_LENGTH:
        raise PatternError(f"pattern is longer than {MAX_LENGTH} characters")
    parser = _Parser(text)
    tree = parser.alternatives()
    if parser.at < len(text):
        raise PatternError("unexpected )")
    return tree


class _Parser:
    """A cursor over a pattern."""

    __slots__ = ("_nesting", "at", "flags", "names", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.flags: frozenset[str] = frozenset()
        self.names: set[str] = set()
        self._nesting = 0

    def skip(self, piece: str) -> bool:
        if not self.text.startswith(piece, self.at):
            return False
        self.at += len(piece)
        return True

    def alternatives(self) -> Pattern:
        self._nesting += 1
        if self._nesting > _MAX_NESTING:
            raise PatternError("pattern is nested too deeply")
        items = [self.sequence()]
        while self.skip("|"):
            items.append(self.sequence())
        self._nesting -= 1
        return items[0] if len(items) == 1 else Alternatives(tuple(items))

    def sequence(self) -> Pattern:
        items: list[Pattern] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            start = self.at
            if self.skip(r"\Q"):
                items += self.quoted()
                continue
            item = self.atom()
            if item is not None:
                items.append(self.repeated(item, start))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def quoted(self) -> list[Pattern]:
        """`\\Q...\\E`; a quantifier after it belongs to its last character."""
        end = self.text.find(r"\E", self.at)
        quoted = self.text[self.at : end if end >= 0 else len(self.text)]
        self.at = end + 2 if end >= 0 else len(self.text)
        items: list[Pattern] = [self.literal(ord(character)) for character in quoted]
        if items:
            items[-1] = self.repeated(items[-1], self.at)
        return items

    def atom(self) -> Pattern | None:
        character = self.text[self.at]
        match character:
            case "(":
                return self.group()
            case "[":
                return self.bracket()
            case "\\":
                return self.escape()
            case "*" | "+" | "?":
                raise PatternError(f"missing argument to repetition operator: {character}")
            case "{" if _COUNT.match(self.text, self.at):
                raise PatternError("missing argument to repetition operator: {")
            case _:
                self.at += 1
                return self.single(character)

    def single(self, character: str) -> Pattern:
        match character:
            case "^":
                return Assertion("line-start" if "m" in self.flags else "text-start")
            case "$":
                return Assertion("line-end" if "m" in self.flags else "text-end")
            case ".":
                return Characters(((0, MAX_CODE),) if "s" in self.flags else ((0, 9), (11, MAX_CODE)))
            case _:
                return self.literal(ord(character))

    def literal(self, code: int) -> Characters:
        return Characters(((code, code),), fold="i" in self.flags and chr(code).swapcase() != chr(code))

    def group(self) -> Pattern | None:
        outer = self.flags
        if self.skip("(?"):
            self.at -= 2
            found = _GROUP.match(self.text, self.at)
            if found is None:
                raise PatternError(f"invalid or unsupported group: {self.text[self.at : self.at + 10]}")
            self.at = found.end()
            if found[1]:
                if found[1] in self.names:
                    raise PatternError(f"duplicate group name: {found[1]}")
                self.names.add(found[1])
            else:
                self.flags = (self.flags | set(found[2])) - set(found[3] or "")
                if found[4] == ")":
                    return None
        else:
            self.at += 1
        inner = self.alternatives()
        if not self.skip(")"):
            raise PatternError("missing )")
        self.flags = outer
        return inner

    def repeated(self, item: Pattern, start: int) -> Pattern:
        """The item with the quantifier after it. Two quantifiers in a row are an error, as in RE2."""
        count = 0
        while (span := self.quantifier()) is not None:
            count += 1
            if count > 1:
                raise PatternError(f"bad repetition operator: {self.text[start : self.at]}")
            low, high = span
            largest = max(low, high or 0)
            inner = _nested_count(item)
            if largest > MAX_REPEAT or (high is not None and low > high) or inner * max(largest, 1) > MAX_REPEAT:
                raise PatternError(f"bad repetition count: {self.text[start : self.at]}")
            item = Repetition(item, low, high, inner * max(largest, 1))
        return item

    def quantifier(self) -> tuple[int, int | None] | None:
        found: tuple[int, int | None] | None = None
        for sign, span in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.skip(sign):
                found = span
                break
        else:
            counted = _COUNT.match(self.text, self.at)
            if counted is None or (counted[3] and not counted[2]):
                return None
            low = int(counted[1])
            found = low, (int(counted[3]) if counted[3] else None) if counted[2] else low
            self.at = counted.end()
        self.skip("?")
        return found

    def escape(self) -> Pattern:
        following = self.text[self.at + 1 : self.at + 2]
        if following in _ASSERTIONS and following:
            self.at += 2
            return _ASSERTIONS[following]
        group = self.shorthand()
        return group if group is not None else self.literal(self.code())

    def shorthand(self) -> Characters | None:
        """`\\d`, `\\pL` and the like, or None."""
        following = self.text[self.at + 1 : self.at + 2]
        if following and following.lower() in PERL:
            self.at += 2
            ranges = PERL[following.lower()]
            return Characters(ranges if following.islower() else complement(ranges))
        found = _PROPERTY.match(self.text, self.at + 1)
        if found is None:
            return None
        self.at = found.end()
        name = found[2] or found[4]
        outside = (found[1] == "P") is not (found[3] == "^")
        if name == "Any":
            return Characters(() if outside else ((0, MAX_CODE),))
        if name not in CATEGORIES:
            raise PatternError(f"unknown or unsupported character class: {found.group()}")
        return Characters((), ((name, outside),), fold="i" in self.flags)

    def code(self) -> int:
        """The code point of an escaped character."""
        at = self.at + 1
        following = self.text[at : at + 1]
        if following in _CONTROL and following:
            self.at = at + 1
            return _CONTROL[following]
        found = _HEX.match(self.text, at)
        if found is not None and int(found[1] or found[2], 16) <= MAX_CODE:
            self.at = found.end()
            return int(found[1] or found[2], 16)
        found = _OCTAL.match(self.text, at)
        if found is not None:
            self.at = found.end()
            return int(found.group(), 8)
        if not following or following.isalnum() or ord(following) >= 0x80:
            raise PatternError(f"invalid escape sequence: \\{following}")
        self.at = at + 1
        return ord(following)

    def bracket(self) -> Characters:
        start = self.at
        self.at += 1
        negated = self.skip("^")
        ranges: list[tuple[int, int]] = []
        categories: list[tuple[str, bool]] = []
        first = True
        while first or not self.skip("]"):
            if self.at >= len(self.text):
                raise PatternError(f"missing closing ]: {self.text[start : start + 20]}")
            self.bracket_item(ranges, categories)
            first = False
        return Characters(tuple(ranges), tuple(categories), negated, "i" in self.flags)

    def bracket_item(self, ranges: list[tuple[int, int]], categories: list[tuple[str, bool]]) -> None:
        if self.text.startswith("[:", self.at) and self.text.find(":]", self.at) > 0:
            named = _NAMED.match(self.text, self.at)
            if named is None or named[2] not in POSIX:
                raise PatternError(f"invalid character class: {self.text[self.at : self.at + 12]}")
            self.at = named.end()
            ranges += complement(POSIX[named[2]]) if named[1] else POSIX[named[2]]
            return
        if self.text[self.at] == "\\":
            group = self.shorthand()
            if group is not None:
                ranges += group.ranges
                categories += group.categories
                return
        low = self.bracket_code()
        high = low
        if self.text[self.at : self.at + 1] == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
            self.at += 1
            high = self.bracket_code()
            if high < low:
                raise PatternError("invalid character class range")
        ranges.append((low, high))

    def bracket_code(self) -> int:
        if self.text[self.at] == "\\":
            return self.code()
        self.at += 1
        return ord(self.text[self.at - 1])


def _nested_count(item: Pattern) -> int:
    """The largest product of counts of repetitions nested in a pattern."""
    if isinstance(item, Repetition):
        return item.count
    if isinstance(item, (Sequence, Alternatives)):
        return max(map(_nested_count, item.items), default=1)
    return 1
