"""YAML inside Terraform: the places of its values in the file that holds it."""

from __future__ import annotations

from bisect import bisect_right

from scanner.model.places import Source
from scanner.model.values import Array, Object, Span, Value


class Moved:
    """Takes values that were read from a text to the file that the text stands in.

    Where the text stands there line by line, as in a heredoc, every value has its own line; otherwise all have the
    place of the argument.
    """

    def __init__(self, text: str, source: Source | None, span: Span | None) -> None:
        self._source = source
        self._span = span
        self._lines = _starts(text)
        self._found = [] if source is None or span is None else _line_starts(text, source.text, span)

    def value(self, node: Value) -> Value:
        """The same value with its containers in their new places, and without nulls in its mappings."""
        if isinstance(node, dict):
            entries = {key: self.value(item) for key, item in node.items() if item is not None}
            spans = node.spans if isinstance(node, Object) and node.spans else dict.fromkeys(entries)
            moved = {key: place for key in entries if (place := self._move(spans.get(key))) is not None}
            return Object(entries, self._source, self._move(getattr(node, "span", None)), moved)
        if isinstance(node, list):
            items = [self.value(item) for item in node]
            listed = [self._move(each) for each in getattr(node, "spans", None) or [None] * len(items)]
            spans_of = None if any(each is None for each in listed) else [each for each in listed if each is not None]
            return Array(items, self._source, self._move(getattr(node, "span", None)), spans_of)
        return node

    def _move(self, span: Span | None) -> Span | None:
        if not self._found or span is None:
            return self._span
        return self._offset(span[0]), self._offset(span[1])

    def _offset(self, offset: int) -> int:
        line = bisect_right(self._lines, offset) - 1
        start, end = self._found[line]
        return min(start + offset - self._lines[line], end)


def _starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _line_starts(text: str, file: str, span: Span) -> list[tuple[int, int]]:
    """Begin and end in the file of each line of a text that is written as a heredoc there; nothing when it is not."""
    written = file[span[0] : span[1]]
    head = written.find("<<")
    first = written.find("\n", max(head, 0))
    if head < 0 or first < 0:
        return []
    lines = text.split("\n")
    found: list[tuple[int, int]] = []
    at = span[0] + first + 1
    for line in lines[:-1] if lines[-1] == "" else lines:
        end = file.find("\n", at, span[1])
        if end < 0:
            return []
        whole = file[at:end]
        indent = len(whole) - len(whole.lstrip()) - (len(line) - len(line.lstrip()))
        if indent < 0 or ("${" not in whole and whole[indent:].rstrip("\r") != line.rstrip("\r")):
            return []
        found.append((at + indent, end))
        at = end + 1
    found.append((at, at))
    return found
