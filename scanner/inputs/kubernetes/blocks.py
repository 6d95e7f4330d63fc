"""A quick reader for the plain subset of YAML that manifests are written in.

Block mappings and sequences, plain and quoted scalars, literal and folded blocks, flow collections of simple scalars,
comments. One regular expression a line; no expression here can backtrack far. Whatever is not certain raises NotPlain,
and the document is read again by `events.py`: this reader may give up, but it never gives another tree. The tests hold
both against each other.
"""

from __future__ import annotations

import re
from typing import Any

from scanner.inputs.kubernetes.errors import BadScalar, NotPlain
from scanner.inputs.kubernetes.flow import DOUBLE, PLAIN_REST, SINGLE, plain_value, read_flow, unquote_double
from scanner.inputs.kubernetes.literals import read_literal
from scanner.inputs.kubernetes.nodes import MAX_DEPTH, Document, Remarks
from scanner.inputs.kubernetes.scalars import key_text
from scanner.model.places import Source
from scanner.model.values import Array, Object, Span, Value

_TAIL = r"[ ]*+((?<![^ \n])\#[^\n]*+)?\n"
_LINE = re.compile(
    rf"""
    ([ ]*+)                                                       # 1 indentation
    ((?:-(?:[ ]++|(?=\n)))?)                                      # 2 the dash of a sequence
    (?:([\w./$][\w./$-]{{0,200}}+|"[^"\\\n\t]{{0,200}}+"|'[^'\n\t]{{0,200}}+')[ ]*+:(?=[ \n])[ ]*+)?    # 3 key
    (?:
      (?:
        ((?:[^\s\-?:,\[\]{{}}\#&*!|>'"%@`]|-(?=[^\s])){PLAIN_REST})   # 4 plain
      | {DOUBLE}                                                  # 5
      | {SINGLE}                                                  # 6
      | ([|>][-+]?)                                               # 7 literal or folded block
      )?
      {_TAIL}                                                     # 8 comment
      | (?=([\[{{]))                                              # 9 flow collection
    )
    """,
    re.VERBOSE | re.ASCII,
)
_CONTINUED = re.compile(rf"((?:[ ]*+\n)*+)([ ]++)(?=[^\s\#])({PLAIN_REST}){_TAIL}", re.VERBOSE | re.ASCII)
_REST = re.compile(_TAIL, re.VERBOSE)
_KEY, _PLAIN, _DOUBLE, _SINGLE, _BLOCK, _COMMENT, _FLOW = 3, 4, 5, 6, 7, 8, 9


class BlockReader:
    """Reads one document. A container is open at a column; `_waiting` tells that it expects the value of a key or of a
    lone dash on the lines to come."""

    __slots__ = (
        "_column", "_end", "_frames", "_is_map", "_key", "_key_end", "_key_start", "_keys", "_last", "_node", "_pos",
        "_remarks", "_source", "_spans", "_start", "_text", "_values", "_waiting", "comments",
    )  # fmt: skip

    def __init__(self, source: Source, text: str, start: int, end: int) -> None:
        self.comments: list[Span] = []
        """All comments, as far as the document was read."""
        self._source = source
        self._text = text
        self._pos = start
        self._end = end
        self._remarks = Remarks(source)
        self._keys: dict[str, str] = {}
        self._values: dict[str, Value] = {}
        self._frames: list[tuple[Any, ...]] = []
        self._node: Any = Array()
        self._spans: Any = []
        self._column = -1
        self._start = self._last = start
        self._is_map = False
        self._waiting = True
        self._key = ""
        self._key_start = self._key_end = start

    def read(self) -> Document | None:
        """The document, None when it is empty. Raises NotPlain."""
        text, end, match, keys, pos = self._text, self._end, _LINE.match, self._keys, self._pos
        previous: re.Match[str] | None = None
        while pos < end:
            line = match(text, pos, end)
            if line is None:
                pos, previous = self._continue(previous), None
                continue
            kind = line.lastindex
            if kind == _COMMENT:
                kind = self._comment(line)
            indented, content = line.end(1), line.end(2)
            raw = line[3]
            if indented - pos != self._column or raw is None or self._waiting or not self._is_map or content > indented:
                if kind == 2 and content == indented:
                    previous = None if line.lastindex == _COMMENT else previous
                    pos = line.end()
                    continue
                if not self._arrange(line, indented - pos):
                    pos, previous = self._continue(previous), None
                    continue
            previous = line
            if raw is not None:
                key = keys.get(raw)
                if key is None:
                    key = self._new_key(raw)
                start = line.start(3)
                if key in self._node:
                    self._remarks.duplicate(key, start, line.end(3))
                if kind == _KEY:
                    self._waiting, self._key, self._key_start = True, key, start
                    self._last = text.index(":", line.end(3)) + 1
                    pos = line.end()
                    continue
                value, _, self._last, pos = self._value(line, kind)
                self._node[key] = value
                self._spans[key] = (start, self._last)
            elif kind == 2:
                self._waiting, self._key_start, self._last = True, indented, indented + 1
                pos = line.end()
            else:
                value, start, self._last, pos = self._value(line, kind)
                self._item(value, start)
        return self._finish()

    def _value(self, line: re.Match[str], kind: int | None) -> tuple[Value, int, int, int]:
        """The value on a line, its start and end, and where to read on."""
        if kind == _PLAIN:
            raw = line[4].rstrip(" ")
            start = line.start(4)
            try:
                value = self._values[raw]
            except KeyError:
                value = self._values[raw] = plain_value(raw, self._remarks)
            return value, start, start + len(raw), line.end()
        if kind == _DOUBLE:
            return unquote_double(line[5]), line.start(5) - 1, line.end(5) + 1, line.end()
        if kind == _SINGLE:
            return line[6].replace("''", "'"), line.start(6) - 1, line.end(6) + 1, line.end()
        if kind == _BLOCK:
            text, last, pos = read_literal(self._text, line.end(), self._end, line[7], self._column)
            return text, line.start(7), line.end(7) if last == line.end() else last, pos
        return self._flow(line.end())

    def _flow(self, start: int) -> tuple[Value, int, int, int]:
        value, last = read_flow(self._text, start, self._end, self._remarks)
        rest = _REST.match(self._text, last, self._end)
        if rest is None:
            raise NotPlain
        if rest[1] is not None:
            self.comments.append(rest.span(1))
        return value, start, last, rest.end()

    def _item(self, value: Value, start: int) -> None:
        """Takes a scalar that stands alone, behind a dash or below its key."""
        if not self._is_map:
            self._node.append(value)
            self._spans.append((start, self._last))
        elif self._waiting:
            self._node[self._key] = value
            self._spans[self._key] = (self._key_start, self._last)
        else:
            raise NotPlain
        self._waiting = False

    def _new_key(self, raw: str) -> str:
        if raw[0] in "\"'":
            key = raw[1:-1]
        else:
            try:
                key = key_text(raw)
            except BadScalar as error:
                raise NotPlain from error
        self._keys[raw] = key
        return key

    def _comment(self, line: re.Match[str]) -> int:
        """Notes the comment and tells what else the line holds."""
        self.comments.append(line.span(_COMMENT))
        return next((kind for kind in (_BLOCK, _SINGLE, _DOUBLE, _PLAIN, _KEY) if line[kind] is not None), 2)

    def _arrange(self, line: re.Match[str], column: int) -> bool:
        """Opens and closes containers until the one that the line speaks of is open. False when the line can only
        continue the scalar before it."""
        dashed, keyed = line.end(2) > line.end(1), line[3] is not None
        if self._waiting and (column > self._column or (dashed and self._is_map and column == self._column)):
            if dashed:
                self._open(Array(source=self._source), column, line.end(1))
            elif keyed:
                self._open(Object(source=self._source), column, line.start(3))
            elif self._column < 0 and line.lastindex != _FLOW:
                raise NotPlain
        elif column > self._column:
            return False
        else:
            self._return_to(column, dashed)
            if self._is_map == dashed or not (dashed or keyed):
                raise NotPlain
        if dashed and keyed:
            self._open(Object(source=self._source), column + line.end(2) - line.end(1), line.start(3))
        return True

    def _return_to(self, column: int, dashed: bool) -> None:
        if self._waiting:
            self._nothing()
        while column < self._column:
            self._close()
        if column == self._column and not dashed and not self._is_map:
            self._close()  # a sequence may stand at the column of the key that holds it
        if column != self._column:
            raise NotPlain

    def _nothing(self) -> None:
        """The key or dash that waits has no value."""
        self._remarks.nulls = True
        if self._is_map:
            self._node[self._key] = None
            self._spans[self._key] = (self._key_start, self._last)
        else:
            self._node.append(None)
            self._spans.append((self._key_start, self._last))
        self._waiting = False

    def _open(self, node: Object | Array, column: int, start: int) -> None:
        if len(self._frames) > MAX_DEPTH:
            raise NotPlain
        frame = (self._node, self._spans, self._column, self._start, self._is_map, self._key, self._key_start)
        self._frames.append(frame)
        self._is_map = isinstance(node, Object)
        self._node, self._spans = node, {} if self._is_map else []
        self._column, self._start, self._waiting = column, start, False

    def _close(self) -> None:
        node, start, last = self._node, self._start, self._last
        node.span, node.spans = (start, last), self._spans
        if not self._frames:
            raise NotPlain
        self._node, self._spans, self._column, self._start, self._is_map, self._key, self._key_start = (
            self._frames.pop()
        )
        self._waiting = False
        if self._is_map:
            self._node[self._key] = node
            self._spans[self._key] = (self._key_start, last)
        else:
            self._node.append(node)
            self._spans.append((start, last))

    def _continue(self, previous: re.Match[str] | None) -> int:
        """Takes the lines that continue a plain scalar."""
        if previous is None or previous.lastindex != _PLAIN:
            raise NotPlain
        start = previous.start(4)
        pieces, pos = [previous[4].rstrip(" ")], previous.end()
        while (more := _CONTINUED.match(self._text, pos, self._end)) is not None and len(more[2]) > self._column:
            piece = more[3].rstrip(" ")
            pieces += ["\n" * more[1].count("\n") or " ", piece]
            self._last = more.start(3) + len(piece)
            pos = more.end()
            if more[4] is not None:
                self.comments.append(more.span(4))
                break
        if len(pieces) == 1:
            raise NotPlain
        value = plain_value("".join(pieces), self._remarks)
        if self._is_map:
            key, key_start = self._key, self._key_start
            if previous[3] is not None:
                key, key_start = self._keys[previous[3]], previous.start(3)
            self._node[key] = value
            self._spans[key] = (key_start, self._last)
        else:
            self._node[-1] = value
            self._spans[-1] = (start, self._last)
        return pos

    def _finish(self) -> Document | None:
        if not self._frames and self._waiting:
            return None
        if self._waiting:
            self._nothing()
        while self._frames:
            self._close()
        value = self._node[0]
        return Document(value, self._spans[0], self._remarks.problems, self._remarks.nulls)
