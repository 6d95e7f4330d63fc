"""Which lines a comment speaks of.

A comment after code speaks of its own line, a comment on a line of its own of the next line, further comments between
passed over. If that line opens a block, a mapping, a list or an item, it speaks of all of it; by indentation, which is
what a reader goes by too. A comment followed by a blank line speaks of no line in particular.
"""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model.places import Place, Source

_COMMENTS = ("#", "//", '"//"')
_CLOSERS = ("}", "]", ")")


@dataclass(frozen=True, slots=True)
class Scope:
    """Lines, both inclusive."""

    first: int
    """The line spoken of."""
    last: int
    """The last line of what it opens."""

    def covers(self, place: Place) -> bool:
        """Whether it speaks of something at the place: the place begins in it, or runs over its first line."""
        return self.first <= place.line <= self.last or place.line <= self.first <= last_line(place)


class FileLines:
    """The lines of one file. Remembers what it worked out, so that many comments cost no more than one walk."""

    __slots__ = ("_count", "_ends", "_next", "_source")

    def __init__(self, source: Source | None) -> None:
        self._source = source
        self._count = source.text.count("\n") + 1 if source else 0
        self._next: dict[int, int] = {}
        self._ends: dict[int, int] = {}

    def scope(self, comment: Place, alone: bool) -> Scope | None:
        """What a comment at this place speaks of; None when a blank line or the end of the file follows it."""
        line = self._target(comment, alone)
        return Scope(line, self._end_of(line)) if line else None

    def _target(self, comment: Place, alone: bool) -> int:
        last = last_line(comment)
        if self._source is None:
            return last + 1 if alone else comment.line
        if not alone or self._source.line(last)[comment.end_column - 1 :].strip(" \t,"):
            return comment.line
        return self._next_code(last + 1)

    def _next_code(self, line: int) -> int:
        """The first line from here on that is not a comment; 0 when it is blank."""
        passed = []
        at = line
        while at not in self._next:
            text = self._text(at)
            if not (text.startswith(_COMMENTS) or text == "---"):
                self._next[at] = at if text else 0
                break
            passed.append(at)
            at += 1
        found = self._next[at]
        self._next.update(dict.fromkeys(passed, found))
        return found

    def _end_of(self, line: int) -> int:
        if line not in self._ends:
            self._ends[line] = self._find_end(line)
        return self._ends[line]

    def _find_end(self, line: int) -> int:
        if self._source is None:
            return line
        indent, opens_list = self._indent(line), self._opens_list(line)
        end, at = line, line + 1
        while at <= self._count:
            text = self._text(at)
            if text and self._indent(at) <= indent:
                if text.startswith(_CLOSERS) and self._indent(at) == indent:
                    return at
                if not (opens_list and self._indent(at) == indent and text.startswith("-") and text != "---"):
                    return end
            if text:
                end = at
            at += 1
        return end

    def _opens_list(self, line: int) -> bool:
        """Whether list items at the same indentation may belong to this line, as in YAML."""
        text = self._text(line).partition(" #")[0].rstrip()
        return text.endswith(":") and not text.startswith("-")

    def _text(self, line: int) -> str:
        return self._source.line(line).strip() if self._source else ""

    def _indent(self, line: int) -> int:
        text = self._source.line(line) if self._source else ""
        return len(text) - len(text.lstrip())


def last_line(place: Place) -> int:
    """The last line that has something of the place on it."""
    return place.end_line - 1 if place.end_column == 1 and place.end_line > place.line else place.end_line
