"""Where things are: files, and ranges in them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from scanner.model.frozen import unguarded


@unguarded
@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A range of a file. Lines and columns count from 1, columns in code points; the end is exclusive."""

    file: str
    """Path relative to the working directory, with `/`."""
    line: int
    """First line."""
    column: int
    """First column."""
    end_line: int
    """Line of the first code point that is no longer part of the range."""
    end_column: int
    """Column of the first code point that is no longer part of the range."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Source:
    """The text of one file that was read, able to turn offsets (in code points) into places."""

    __slots__ = ("_hidden", "_ranges", "_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: array[int] | None = None
        self._hidden: set[tuple[int, int]] | None = None
        self._ranges: list[tuple[int, int]] | None = None

    def place(self, start: int, end: int) -> Place:
        """The place of `text[start:end]`."""
        starts = self._starts or self._line_starts()
        first = bisect_right(starts, start)
        last = bisect_right(starts, end, first)
        return Place(self.path, first, start - starts[first - 1] + 1, last, end - starts[last - 1] + 1)

    def line(self, number: int) -> str:
        """Line `number` (from 1) without its line end; empty when there is no such line."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def offset(self, number: int) -> int:
        """Where line `number` (from 1) begins."""
        return self._line_starts()[number - 1]

    def hide(self, start: int, end: int) -> None:
        """Says that no report may quote `text[start:end]`."""
        if self._hidden is None:
            self._hidden = set()
        self._hidden.add((start, end))
        self._ranges = None

    def hidden_ranges(self) -> list[tuple[int, int]]:
        """What no report may quote, in order: starts and ends."""
        return sorted(self._hidden or ())

    def hidden(self, number: int) -> list[tuple[int, int]]:
        """The parts of line `number` that no report may quote: first column from 0 and the column behind the last."""
        starts = self._line_starts()
        if self._hidden is None or not 1 <= number <= len(starts):
            return []
        if self._ranges is None:
            self._ranges = merged(self._hidden)
        first = starts[number - 1]
        last = first + len(self.line(number))
        found: list[tuple[int, int]] = []
        for start, end in self._ranges[max(bisect_right(self._ranges, (first, first)) - 1, 0) :]:
            if start >= last:
                break
            if end > first:
                found.append((max(start, first) - first, min(end, last) - first))
        return found

    def _line_starts(self) -> array[int]:
        if self._starts is None:
            ends = accumulate([len(line) + 1 for line in self.text.split("\n")], initial=0)
            self._starts = array("I", ends)
            self._starts.pop()  # the last line has no end
        return self._starts

    def __repr__(self) -> str:
        return f"Source({self.path!r})"


def merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same ranges in order, those that overlap made one; empty ones are left out."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


@unguarded
@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a source file that may hold a directive such as `bylaw:ignore[...]`."""

    text: str
    """The comment without its marker (`#`, `//`, `/* */`) and outer white space."""
    place: Place
    """The comment with its marker."""
    alone: bool
    """True when nothing but white space stands before it on its line."""
