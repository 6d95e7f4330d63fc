"""RE2 syntax to a tree: what Go's `regexp.Compile` takes, with its messages."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.functions.re2.classes import CharacterClasses
from scanner.inputs.terraform.evaluate.functions.re2.tree import (
    Assertion,
    Choice,
    Class,
    Group,
    Node,
    PatternError,
    Repeat,
    Sequence,
    TooMuch,
    orbit,
)

_MOST_REPEATS = 1000
_DEEPEST = 200
_ASSERTIONS = {"A": "text start", "z": "text end", "b": "word", "B": "no word"}


def parse(pattern: str) -> tuple[Node, tuple[str | None, ...]]:
    """The tree of a pattern and the names of its groups. Raises PatternError, Unsupported or TooMuch."""
    return _Parser(pattern).whole()


class _Parser(CharacterClasses):
    """Goes through a pattern once."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.groups: list[str | None] = []
        self.flags = {"i": False, "m": False, "s": False, "U": False}
        self.depth = 0

    def whole(self) -> tuple[Node, tuple[str | None, ...]]:
        if len(self.pattern) > 20_000:
            raise TooMuch
        node = self._choice()
        if self.at < len(self.pattern):
            raise PatternError(f"unexpected ): `{self.pattern}`")
        return node, tuple(self.groups)

    def _choice(self) -> Node:
        alternatives = [self._sequence()]
        while self.at < len(self.pattern) and self.pattern[self.at] == "|":
            self.at += 1
            alternatives.append(self._sequence())
        return alternatives[0] if len(alternatives) == 1 else Choice(alternatives)

    def _sequence(self) -> Node:
        parts: list[Node] = []
        repeated = -1  # where the last repetition operator started, when nothing came after it
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            start = self.at
            bounds = self._bounds()
            if bounds is None:
                repeated = -1
                self._term(parts)
                continue
            if not parts:
                raise PatternError(f"missing argument to repetition operator: `{self.pattern[start : self.at]}`")
            greedy = not self._take("?")
            if repeated >= 0:
                raise PatternError(f"invalid nested repetition operator: `{self.pattern[repeated : self.at]}`")
            repeated = start
            least, most = bounds
            if least > _MOST_REPEATS or (most or 0) > _MOST_REPEATS or (most is not None and least > most):
                raise PatternError(f"invalid repeat count: `{self.pattern[start : self.at]}`")
            parts[-1] = Repeat(parts[-1], least, most, greedy != self.flags["U"])
        return parts[0] if len(parts) == 1 else Sequence(parts)

    def _take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _bounds(self) -> tuple[int, int | None] | None:
        """The repetition operator at hand, if it is one."""
        character = self.pattern[self.at]
        if character in "*+?":
            self.at += 1
            return (1 if character == "+" else 0), (1 if character == "?" else None)
        if character != "{":
            return None
        close = self.pattern.find("}", self.at)
        least, comma, most = self.pattern[self.at + 1 : close].partition(",")
        if close < 0 or not _is_count(least) or (most and not _is_count(most)):
            return None
        self.at = close + 1
        first = int(least[:5])
        return first, (int(most[:5]) if most else None if comma else first)

    def _term(self, parts: list[Node]) -> None:
        """Adds the next thing that is no repetition; flags and `\\Q...\\E` may add nothing or much."""
        character = self.pattern[self.at]
        if character == "(":
            parts.extend(self._group())
        elif character == "[":
            parts.append(self.bracket(self.flags["i"]))
        elif character == "\\":
            self._escape(parts)
        else:
            self.at += 1
            parts.append(self._plain(character))

    def _plain(self, character: str) -> Node:
        if character == "^":
            return Assertion("line start" if self.flags["m"] else "text start")
        if character == "$":
            return Assertion("line end" if self.flags["m"] else "text end")
        if character == ".":
            return Class([] if self.flags["s"] else [((("\n", "\n"),), "", False)], negated=True)
        return self._literal(character)

    def _literal(self, character: str) -> Node:
        if self.flags["i"] and len(orbit(character)) > 1:
            return Class([(((character, character),), "", False)], fold=True)
        return character

    def _escape(self, parts: list[Node]) -> None:
        letter = self.pattern[self.at + 1 : self.at + 2]
        if letter in _ASSERTIONS and letter:
            self.at += 2
            parts.append(Assertion(_ASSERTIONS[letter]))
        elif letter == "Q":
            close = self.pattern.find("\\E", self.at + 2)
            end = len(self.pattern) if close < 0 else close
            parts.extend(map(self._literal, self.pattern[self.at + 2 : end]))
            self.at = end if close < 0 else end + 2
        else:
            item = self.class_escape()
            parts.append(
                self._literal(self.escaped_character()) if item is None else Class([item], fold=self.flags["i"])
            )

    def _group(self) -> list[Node]:
        """A group, or nothing for flags alone. Flags hold to the end of the group they stand in."""
        start = self.at
        saved = dict(self.flags)
        number = 0
        self.at += 1
        if self._take("?"):
            name = self._group_name(start)
            if name is None:
                if not self._read_flags(start):
                    return []
            else:
                self.groups.append(name)
                number = len(self.groups)
        else:
            self.groups.append(None)
            number = len(self.groups)
        inner = self._inner()
        self.flags = saved
        return [Group(number, inner) if number else inner]

    def _inner(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise TooMuch
        inner = self._choice()
        self.depth -= 1
        if not self._take(")"):
            raise PatternError(f"missing closing ): `{self.pattern}`")
        return inner

    def _group_name(self, start: int) -> str | None:
        """The name in `P<name>` or `<name>`; None where something else follows the `?`."""
        for opening in ("P<", "<"):
            if self._take(opening):
                close = self.pattern.find(">", self.at)
                if close < 0:
                    raise PatternError(f"invalid named capture: `{self.pattern[start:]}`")
                name = self.pattern[self.at : close]
                self.at = close + 1
                if not name or not all(c.isascii() and (c.isalnum() or c == "_") for c in name):
                    raise PatternError(f"invalid named capture: `{self.pattern[start : self.at]}`")
                return name
        return None

    def _read_flags(self, start: int) -> bool:
        """Reads `i-s:` or `i-s)`. True when a group follows."""
        negative = flagged = False
        flags = dict(self.flags)
        while self.at < len(self.pattern):
            character = self.pattern[self.at]
            self.at += 1
            if character in flags:
                flags[character] = not negative
                flagged = True
            elif character == "-" and not negative:
                negative, flagged = True, False
            elif character in ":)" and (flagged or not negative):
                self.flags = flags
                return character == ":"
            else:
                break
        raise PatternError(f"invalid or unsupported Perl syntax: `{self.pattern[start : self.at]}`")


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and (len(text) == 1 or text[0] != "0")
