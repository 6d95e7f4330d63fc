"""Regular expressions as Go's `regexp` has them: RE2 syntax, leftmost-first matches, time linear in the text.

Python's `re` differs in syntax and can take exponential time, which hostile input would use. Here a pattern becomes a
program for a Pike machine, which goes through the text once whatever the pattern. What would still take too long raises
`TooMuch`, what the tables of Python do not know (`\\p{Greek}`) raises `Unsupported`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from scanner.inputs.terraform.evaluate.functions.re2.machine import Captures, search
from scanner.inputs.terraform.evaluate.functions.re2.parser import parse
from scanner.inputs.terraform.evaluate.functions.re2.program import Program, assemble
from scanner.inputs.terraform.evaluate.functions.re2.tree import PatternError, TooMuch, Unsupported

__all__ = ["Captures", "Pattern", "PatternError", "TooMuch", "Unsupported", "compile"]


class Pattern:
    """A compiled regular expression."""

    __slots__ = ("_program", "groups")

    def __init__(self, program: Program, groups: tuple[str | None, ...]) -> None:
        self._program = program
        self.groups = groups
        """Name of each capturing group in order, None where it has none."""

    def search(self, text: str, start: int = 0) -> Captures | None:
        """The first match at or after `start`: start and end of the match and of each group, -1 where unmatched."""
        return search(self._program, text, start)

    def find_all(self, text: str) -> Iterator[Captures]:
        """Every match, none overlapping, no empty one right after another."""
        at, before = 0, -1
        while at <= len(text):
            found = self.search(text, at)
            if found is None:
                return
            start, end = found[0], found[1]
            accepted = end != at or start != before
            at = at + 1 if end == at else end
            before = end
            if accepted:
                yield found

    def replace_all(self, text: str, template: str) -> str:
        """`text` with every match replaced; `$1` and `${name}` in the template stand for groups."""
        pieces = list(_pieces(template))
        made: list[str] = []
        done = at = room = 0
        while at <= len(text):
            found = self.search(text, at)
            if found is None:
                break
            start, end = found[0], found[1]
            made.append(text[done:start])
            if end > done or start == 0:
                made.append("".join(self._expanded(piece, text, found) for piece in pieces))
                room += len(made[-1]) + len(pieces)
                if room > _LARGEST:
                    raise TooMuch
            done = end
            at = max(end, at + 1)
        made.append(text[done:])
        return "".join(made)

    def _expanded(self, piece: tuple[str, bool], text: str, found: Captures) -> str:
        content, is_group = piece
        if not is_group:
            return content
        group = self._group(content, found)
        return "" if group is None or found[2 * group] < 0 else text[found[2 * group] : found[2 * group + 1]]

    def _group(self, name: str, found: Captures) -> int | None:
        if name.isascii() and name.isdigit() and (name == "0" or name[0] != "0"):
            return int(name) if len(name) < 9 and int(name) <= len(self.groups) else None
        for number, group in enumerate(self.groups, 1):
            if group == name and found[2 * number] >= 0:
                return number
        return None


_LARGEST = 1024 * 1024


def _pieces(template: str) -> Iterator[tuple[str, bool]]:
    """The parts of a replacement: text, or with True the name or number of a group."""
    at = 0
    while (dollar := template.find("$", at)) >= 0:
        yield template[at:dollar], False
        at = dollar + 1
        if template.startswith("$", at):
            yield "$", False
            at += 1
            continue
        name, after = _name(template, at)
        yield (name, True) if name else ("$", False)
        at = after if name else at
    yield template[at:], False


def _name(template: str, at: int) -> tuple[str, int]:
    """The group name after a `$`, and where it ends; empty when there is none."""
    brace = template.startswith("{", at)
    start = end = at + 1 if brace else at
    while end < len(template) and (template[end].isalpha() or template[end].isdigit() or template[end] == "_"):
        end += 1
    if brace and not template.startswith("}", end):
        return "", at
    return template[start:end], end + 1 if brace else end


@lru_cache(maxsize=256)
def compile(pattern: str) -> Pattern:
    """Raises PatternError with Go's words, Unsupported or TooMuch."""
    parsed, groups = parse(pattern)
    return Pattern(assemble(parsed, len(groups)), groups)
