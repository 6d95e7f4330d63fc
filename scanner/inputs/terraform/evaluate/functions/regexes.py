"""Regular expressions as Go's `regexp` has them: RE2's own engine, with Go's rules for repeated matches and its words.

Python's `re` differs in syntax and can take exponential time, which hostile input would use.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

Span: TypeAlias = tuple[int, int]
"""Start and end of a group, in code points; -1 where it took no part."""

Captures: TypeAlias = list[Span]
"""The whole match, then each group."""

_LARGEST = 1024 * 1024
"""Longest text a replacement may add, in characters."""

_WORDS = {
    "missing ]": "missing closing ]",
    "missing )": "missing closing )",
    "trailing \\": "trailing backslash at end of expression",
    "no argument for repetition operator": "missing argument to repetition operator",
    "invalid repetition size": "invalid repeat count",
    "bad repetition operator": "invalid nested repetition operator",
    "invalid perl operator": "invalid or unsupported Perl syntax",
    "invalid named capture group": "invalid named capture",
}
"""What RE2 says, and what Go says of the same."""


class PatternError(ValueError):
    """A pattern that RE2 refuses, in Go's words: ``missing closing ): `(a` ``."""


class TooMuch(Exception):
    """A replacement that blows up."""


class Unsupported(ValueError):
    """Text that is no UTF-8 and that no engine of the family takes."""


class Pattern:
    """A compiled regular expression."""

    __slots__ = ("_regexp", "groups")

    def __init__(self, text: str) -> None:
        import re2

        options = re2.Options()
        options.log_errors = False
        try:
            if "\\C" in text.replace("\\\\", ""):
                raise PatternError("invalid escape sequence: `\\C`")
            self._regexp: Any = re2.compile(text, options)
        except UnicodeEncodeError:
            raise Unsupported("the pattern is not valid UTF-8") from None
        except re2.error as error:
            raise PatternError(_in_go_words(error)) from None
        names = {number: name for name, number in self._regexp.groupindex.items()}
        self.groups: tuple[str | None, ...] = tuple(names.get(n) for n in range(1, self._regexp.groups + 1))
        """Name of each capturing group in order, None where it has none."""

    def search(self, text: str) -> Captures | None:
        """The first match."""
        return next(self.find_all(text), None)

    def find_all(self, text: str) -> Iterator[Captures]:
        """Every match, none overlapping, no empty one right after another."""
        before = -1
        try:
            for found in self._regexp.finditer(text):
                spans = [found.span(number) for number in range(len(self.groups) + 1)]
                start, end = spans[0]
                if start != end or start != before:
                    yield spans
                before = end
        except UnicodeEncodeError:
            raise Unsupported("the text is not valid UTF-8") from None

    def replace_all(self, text: str, template: str) -> str:
        """`text` with every match replaced; `$1` and `${name}` in the template stand for groups."""
        pieces = list(_pieces(template))
        made: list[str] = []
        done = room = 0
        for spans in self.find_all(text):
            start, end = spans[0]
            made.append(text[done:start])
            made.append("".join(self._expanded(piece, text, spans) for piece in pieces))
            room += len(made[-1]) + len(pieces)
            if room > _LARGEST:
                raise TooMuch
            done = end
        made.append(text[done:])
        return "".join(made)

    def _expanded(self, piece: tuple[str, bool], text: str, spans: Captures) -> str:
        content, is_group = piece
        if not is_group:
            return content
        start, end = self._group(content, spans)
        return text[start:end] if start >= 0 else ""

    def _group(self, name: str, spans: Captures) -> Span:
        if name.isascii() and name.isdigit() and (name == "0" or name[0] != "0"):
            return spans[int(name)] if len(name) < 9 and int(name) < len(spans) else (-1, -1)
        taken = (spans[number] for number, group in enumerate(self.groups, 1) if group == name)
        return next((span for span in taken if span[0] >= 0), (-1, -1))


def _in_go_words(error: Exception) -> str:
    said = error.args[0]
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    what, _, where = text.partition(": ")
    return f"{_WORDS.get(what, what)}: `{where}`"


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
    """Raises PatternError with Go's words, or Unsupported."""
    return Pattern(pattern)
