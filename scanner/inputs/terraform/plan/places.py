"""Where resources stand in a plan's own text, and as much of that text as a report may quote."""

from __future__ import annotations

import json
import re

from scanner.model.places import Place, Source

_ADDRESS = re.compile(r'"address"[ \t]*+:[ \t]*+"((?:[^"\\\n]++|\\.)*+)"')
_WIDEST = 400
"""A line with more columns before an address is nothing to show or to point into."""

UNQUOTED = "(a plan is not quoted: it holds secrets as they are)"


class PlanPlaces:
    """The places of `"address"` entries in a plan."""

    def __init__(self, source: Source) -> None:
        self.file = source.path
        self._source = source
        self._offsets: dict[str, tuple[int, int]] | None = None
        self.fallback = Place(source.path, 1, 1, 1, 1)

    def of(self, address: str) -> Place:
        """The place of the first entry with an address; the file's first line when it is far out on a line."""
        if self._offsets is None:
            self._offsets = self._find()
        span = self._offsets.get(address)
        return self.fallback if span is None else self._source.place(*span)

    def quotable(self) -> Source:
        """The plan with nothing but these entries in it, each where it stands."""
        if self._offsets is None:
            self._offsets = self._find()
        text = self._source.text
        lines: dict[int, str] = {}
        for start, end in sorted(self._offsets.values()):
            place = self._source.place(start, end)
            lines.setdefault(place.line, " " * (place.column - 1) + text[start:end])
        if 1 not in lines:
            lines[1] = UNQUOTED
        last = max(lines)
        return Source(self.file, "\n".join(lines.get(number, "") for number in range(1, last + 1)))

    def _find(self) -> dict[str, tuple[int, int]]:
        text = self._source.text
        found: dict[str, tuple[int, int]] = {}
        if text.find("\n", 0, len(text) - 1) < 0:
            return found
        for match in _ADDRESS.finditer(text):
            start = match.start()
            if start > _WIDEST and text.find("\n", start - _WIDEST, start) < 0:
                continue
            raw = match[1]
            try:
                found.setdefault(json.loads(f'"{raw}"') if "\\" in raw else raw, match.span())
            except ValueError:
                continue
        return found
