"""A quick reader for the plain subset of YAML that manifests are written in.

Block mappings and sequences, plain and quoted scalars, literal and folded blocks, flow collections of simple scalars,
comments. One regular expression a line; no expression here can backtrack far. Whatever is not certain raises NotPlain,
and the document is read again by `events.py`: this reader may give up, but it never gives another tree. The tests hold
both against each other.
"""

from __future__ import annotations

import re
import sys
from struct import Struct, pack
from typing import Any

from scanner.inputs.kubernetes.errors import NotPlain
from scanner.inputs.kubernetes.flow import DOUBLE, PLAIN_REST, SINGLE, plain_key, plain_value, read_flow, unquote_double
from scanner.inputs.kubernetes.literals import read_literal
from scanner.inputs.kubernetes.nodes import MAX_DEPTH, Document, Remarks
from scanner.inputs.kubernetes.scalars import NAMED, ODD
from scanner.model.places import Source
from scanner.model.values import Array, EntrySpans, Object, Span, Value

_TAIL = r"[ ]*+((?<![^ \n])\#[^\n]*+)?\n"
_LINE = re.compile(
    rf"""
    ([ ]*+)                                                       # 1 indentation
    ((?:-(?:[ ]++|(?=\n)))?)                                      # 2 the dash of a sequence
    (?:([\w./$][\w./$-]{{0,200}}+|"[^"\\\n\t]{{0,200}}+"|'[^'\n\t]{{0,200}}+'):(?=[ \n])[ ]*+)?    # 3 key
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
    re.VERBOSE,
)
_CONTINUED = re.compile(rf"((?:[ ]*+\n)*+)([ ]++)(?=[^\s\#])({PLAIN_REST}){_TAIL}", re.VERBOSE)
_REST = re.compile(_TAIL, re.VERBOSE)
_new_object: Any = Object.__new__
_new_array: Any = Array.__new__
"""Nodes are made without their `__init__`, which takes a tenth of the time of a document; `_close` fills them."""
_QUOTES = frozenset("\"'")
_KEY, _PLAIN, _DOUBLE, _SINGLE, _BLOCK, _COMMENT, _FLOW = 3, 4, 5, 6, 7, 8, 9
_REPEATED = frozenset({_KEY, _PLAIN, _DOUBLE, _SINGLE})
_FEW = 32
_PACK = tuple(Struct(f"={number}I").pack for number in range(_FEW))
_MOST_ENTRIES = 20_000
"""Lines that are remembered, if they are no longer than what stands in many files."""
_LONG_LINE = 200


class Known:
    """What was read before, by how it is written: the same few hundred lines stand in all manifests."""

    __slots__ = ("entries", "keys", "shapes")

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        """Keys."""
        self.shapes: dict[tuple[str, ...], tuple[str, ...]] = {}
        """The keys of mappings."""
        self.entries: dict[str, tuple[int, int, str, int, Value, int]] = {}
        """Lines with a key, and with a scalar behind it or nothing: where the dash or the key begins, where the key
        does, the key itself, what is behind it, the value of that, and where it ends."""


class BlockReader:
    """Reads one document. A container is open at a column; `_waiting` tells that it expects the value of a key or of a
    lone dash on the lines to come."""

    __slots__ = (
        "_column", "_end", "_entries", "_frames", "_is_map", "_key", "_key_start", "_keys", "_last", "_node", "_pos",
        "_remarks", "_shapes", "_source", "_spans", "_start", "_text", "_waiting", "comments",
    )  # fmt: skip

    def __init__(self, source: Source, text: str, start: int, end: int, known: Known) -> None:
        self.comments: list[Span] = []
        """All comments, as far as the document was read."""
        self._source = source
        self._text = text
        self._pos = start
        self._end = end
        self._remarks = Remarks(source)
        self._keys = known.keys
        self._entries = known.entries
        self._shapes = known.shapes
        self._frames: list[tuple[Any, ...]] = []
        self._node: Any = Array()
        self._spans: Any = []
        self._column = -1
        self._start = self._last = start
        self._is_map = False
        self._waiting = True
        self._key = ""
        self._key_start = start

    def read(self) -> Document | None:
        """The document, None when it is empty. Raises NotPlain."""
        text, end, pos, entries = self._text, self._end, self._pos, self._entries
        previous = -1  # where the line begins that the next one may continue
        node, spans = self._node, self._spans
        expected = -1  # the column of the next entry of an open mapping that expects nothing else
        while pos < end:
            written = text[pos : text.find("\n", pos, end)]
            entry = entries.get(written)
            if entry is None:
                pos, previous = self._line(pos, previous, written)
                node, spans = self._node, self._spans
                expected = self._column if self._is_map and not self._waiting else -1
                continue
            column, content, key, kind, value, last = entry
            start = pos + content
            if content != expected or column != content:
                if not self._arrange(column, pos + column, start, True, False):
                    pos, previous = self._continue(previous), -1
                    continue
                node, spans, expected = self._node, self._spans, self._column
            if key in node:
                raise NotPlain
            self._last, previous = pos + last, pos
            pos += len(written) + 1
            if kind == _KEY:
                self._waiting, self._key, self._key_start, expected = True, key, start, -1
                continue
            if value is None:
                self._remarks.nulls = True
            node[key] = value
            spans.append(start)
            spans.append(self._last)
        return self._finish()

    def _line(self, pos: int, previous: int, written: str) -> tuple[int, int]:
        """Takes a line that is no entry known from elsewhere. Gives the new `pos` and `previous` of `read`."""
        line = _LINE.match(self._text, pos, self._end)
        if line is None:
            return self._continue(previous), -1
        kind = line.lastindex
        commented = kind == _COMMENT
        if commented:
            kind = self._comment(line)
        raw, start, indented = line[3], line.end(2), line.end(1)
        if kind == 2 and indented == start:  # nothing but white space and perhaps a comment
            return line.end(), -1 if commented else previous
        column = indented - pos
        taken = self._is_map and not self._waiting and column == self._column and raw is not None and indented == start
        if not taken and not self._arrange(column, indented, start, raw is not None, line.lastindex == _FLOW):
            if commented:
                self.comments.pop()  # the line is read again
            return self._continue(previous), -1
        if raw is None:
            return self._item(line, kind), pos
        key = self._keys.get(raw)
        if key is None:
            key = self._new_key(raw)
        if key in self._node:
            raise NotPlain
        after = line.end()
        if kind == _KEY:
            value = None
            self._waiting, self._key, self._key_start, self._last = True, key, start, line.end(3) + 1
        else:
            if kind == _PLAIN:
                self._last = line.end(4)
                value = self._plain(line[4])
            else:
                value, _, self._last, after = self._value(line, kind)
            self._node[key] = value
            self._spans += (start, self._last)
        short = len(written) < _LONG_LINE and not commented
        if kind in _REPEATED and short and len(self._entries) < _MOST_ENTRIES:
            self._entries[written] = (column, start - pos, key, kind, value, self._last - pos)
        return after, pos

    def _plain(self, raw: str) -> Value:
        """The value of a plain scalar that is no word; the end that was noted goes back over trailing spaces."""
        if raw[0] not in ODD and raw[-1] != " ":
            value = NAMED.get(raw, raw)
            self._remarks.nulls |= value is None
            return value
        text = raw.rstrip(" ")
        self._last -= len(raw) - len(text)
        return plain_value(text, self._remarks)

    def _value(self, line: re.Match[str], kind: int | None) -> tuple[Value, int, int, int]:
        """The value on a line, its start and end, and where to read on."""
        if kind == _DOUBLE:
            return unquote_double(line[5]), line.start(5) - 1, line.end(5) + 1, line.end()
        if kind == _SINGLE:
            return line[6].replace("''", "'"), line.start(6) - 1, line.end(6) + 1, line.end()
        if kind == _PLAIN:
            self._last = line.end(4)
            value = self._plain(line[4])
            return value, line.start(4), self._last, line.end()
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

    def _item(self, line: re.Match[str], kind: int | None) -> int:
        """Takes what stands alone: a dash, or a scalar behind a dash or below its key."""
        if kind == 2:
            self._waiting, self._key_start, self._last = True, line.end(1), line.end(1) + 1
            return line.end()
        value, start, self._last, pos = self._value(line, kind)
        if self._is_map:
            self._node[self._key] = value
            self._spans += (self._key_start, self._last)
        else:
            self._node.append(value)
            self._spans.append((start, self._last))
        self._waiting = False
        return pos

    def _new_key(self, raw: str) -> str:
        key = raw
        if raw[0] in _QUOTES:
            key = raw[1:-1]
        elif raw[0] in ODD or raw in NAMED:
            key = plain_key(raw)
        # The keys that rules ask for are interned too: then nobody has to compare letters.
        key = self._keys[raw] = sys.intern(key)
        return key

    def _comment(self, line: re.Match[str]) -> int:
        """Notes the comment and tells what else the line holds."""
        self.comments.append(line.span(_COMMENT))
        return next((kind for kind in (_BLOCK, _SINGLE, _DOUBLE, _PLAIN, _KEY) if line[kind] is not None), 2)

    def _arrange(self, column: int, indented: int, content: int, keyed: bool, flow: bool) -> bool:
        """Opens and closes containers until the one that a line at a column speaks of is open. Its dash, if it has one,
        stands at `indented`, and the rest at `content`. False when it can only continue the scalar before it."""
        dashed = content > indented
        if self._waiting and (column > self._column or (dashed and self._is_map and column == self._column)):
            if dashed:
                self._open(_new_array(Array), column, indented)
            elif keyed:
                self._open(_new_object(Object), column, content)
            elif self._column < 0 and not flow:
                raise NotPlain
        elif column > self._column:
            return False
        else:
            if self._waiting:
                self._nothing()
            while column < self._column:
                self._close()
            if not dashed and not self._is_map:
                self._close()  # a sequence may stand at the column of the key that holds it
            if column != self._column or self._is_map == dashed or not (dashed or keyed):
                raise NotPlain
        if dashed and keyed:
            self._open(_new_object(Object), column + content - indented, content)
        return True

    def _nothing(self) -> None:
        """The key or dash that waits has no value."""
        self._remarks.nulls = True
        if self._is_map:
            self._node[self._key] = None
            self._spans += (self._key_start, self._last)
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
        self._node, self._spans = node, []
        self._column, self._start, self._waiting = column, start, False

    def _close(self) -> None:
        node, last = self._node, self._last
        node.source, node.span = self._source, (self._start, last)
        if self._is_map:
            keys = tuple(node)
            keys = self._shapes.setdefault(keys, keys)
            spans = self._spans
            packed = _PACK[len(spans)](*spans) if len(spans) < _FEW else pack(f"={len(spans)}I", *spans)
            node.spans = EntrySpans(keys, packed)
            node.path = None
        else:
            node.spans = self._spans
        if not self._frames:
            raise NotPlain
        self._node, self._spans, self._column, self._start, self._is_map, self._key, self._key_start = (
            self._frames.pop()
        )
        self._waiting = False
        if self._is_map:
            self._node[self._key] = node
            self._spans += (self._key_start, last)
        else:
            self._node.append(node)
            self._spans.append(node.span)

    def _continue(self, before: int) -> int:
        """Takes the lines that continue the plain scalar of the line that begins at `before`."""
        previous = _LINE.match(self._text, before, self._end) if before >= 0 else None
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
            self._node[self._key if previous[3] is None else self._keys[previous[3]]] = value
            self._spans[-1] = self._last
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
        document = self._remarks.document(value, self._spans[0])
        document.known = True  # there are no numbers but those that JSON can hold, and no tags
        return document
