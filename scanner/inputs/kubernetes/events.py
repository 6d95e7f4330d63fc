"""The whole of YAML: PyYAML's event stream built into trees that know their places.

Everything that the quick reader in `blocks.py` does not know is read here: anchors, aliases, merge keys, tags,
complex flow style, tabs, Windows line ends. Broken text ends the stream with a BrokenDocument.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from scanner.inputs.kubernetes.errors import BadScalar, BrokenDocument
from scanner.inputs.kubernetes.nodes import MAX_ALIASED, MAX_DEPTH, Document, Remarks
from scanner.inputs.kubernetes.scalars import key_text, not_finite, resolve, resolve_tagged, value_key
from scanner.model.places import Source
from scanner.model.values import Array, Object, Span, Unknown, Value

_HEADER_COMMENT = re.compile(r"[ \t]#.*")
_OPEN: Any = object()
"""Stands for an anchored container that is not complete."""


class _Frame:
    """A container under construction."""

    __slots__ = (
        "anchor",
        "end",
        "has_key",
        "height",
        "key",
        "key_end",
        "key_start",
        "merge",
        "merged",
        "node",
        "size",
        "spans",
        "start",
    )

    def __init__(self, node: Object | Array | None, start: int, anchor: str | None) -> None:
        self.node = node
        self.spans: Any = {} if isinstance(node, Object) else []
        self.start = start
        self.end = start
        self.anchor = anchor
        self.size = 1
        self.height = 1
        self.has_key = False
        self.key: str | None = None
        self.key_start = self.key_end = start
        self.merge = False
        self.merged: frozenset[str] = frozenset()


class EventReader:
    """Builds the documents of one stretch of a file."""

    def __init__(self, source: Source, text: str, start: int, end: int) -> None:
        self.documents: list[Document] = []
        """Those that are complete, also when `read` raises."""
        self.scalars: list[Span] = []
        """Extents of all scalars, in order: what looks like a comment in one of them is none."""
        self._source = source
        self._text = text
        self._base = start
        self._end = end
        self._remarks = Remarks(source)
        self._frames: list[_Frame] = []
        self._anchors: dict[str, tuple[Value, int, int]] = {}
        self._aliased = 0

    def read(self) -> None:
        """Reads all documents. Raises BrokenDocument."""
        text = self._text[self._base : self._end]
        try:
            next_event, scalar = _parser()(text).get_event, self._scalar
            while (event := next_event()) is not None:
                if event.__class__ is ScalarEvent:
                    scalar(event)
                else:
                    self._take(event)
        except yaml.MarkedYAMLError as error:
            raise self._broken(error) from error
        except yaml.YAMLError as error:
            raise BrokenDocument(_one_line(str(error)), self._base) from error
        except (ValueError, OverflowError) as error:
            raise BrokenDocument("an escape names no character", self._last_offset()) from error

    def _take(self, event: Any) -> None:
        kind = event.__class__
        if kind is MappingStartEvent:
            self._open(Object(source=self._source), event)
        elif kind is SequenceStartEvent:
            self._open(Array(source=self._source), event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._close(event)
        elif kind is AliasEvent:
            self._alias(event)
        elif kind is DocumentStartEvent:
            self._remarks = Remarks(self._source)
            self._anchors = {}
            self._aliased = 0
            self._frames = [_Frame(Array(), self._base + event.end_mark.index, None)]
        elif kind is DocumentEndEvent:
            self._finish()

    def _finish(self) -> None:
        root = self._frames.pop()
        value = root.node[0] if isinstance(root.node, Array) and root.node else None
        if value is not None:
            self.documents.append(self._remarks.document(value, root.spans[0]))

    def _open(self, node: Object | Array, event: Any) -> None:
        start = self._base + event.start_mark.index
        if len(self._frames) > MAX_DEPTH:
            raise _too_deep(start)
        if event.anchor is not None:
            self._anchors[event.anchor] = (_OPEN, 0, 0)
        self._frames.append(_Frame(node, start, event.anchor))

    def _close(self, event: Any) -> None:
        frame = self._frames.pop()
        node = frame.node
        assert node is not None
        first, last = event.start_mark.index, event.end_mark.index
        end = self._base + last if last > first else frame.end
        node.span = (frame.start, end)
        node.spans = frame.spans
        if frame.anchor is not None:
            self._anchors[frame.anchor] = (node, frame.size, frame.height)
        self._attach(node, frame.start, end, frame.size, frame.height)

    def _alias(self, event: Any) -> None:
        start, end = self._base + event.start_mark.index, self._base + event.end_mark.index
        value, size, height = self._anchors.get(event.anchor, (None, -1, 0))
        if size < 0:
            raise BrokenDocument(f"the alias `*{event.anchor[:80]}` has no anchor", start)
        if value is _OPEN:
            raise BrokenDocument(f"the anchor `&{event.anchor[:80]}` contains itself", start)
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            what = f"aliases repeat more than {MAX_ALIASED} nodes"
            raise BrokenDocument(what, start, "Write the repeated parts out, or use fewer aliases.")
        if len(self._frames) + height > MAX_DEPTH + 1:
            raise _too_deep(start)
        self._attach(value, start, end, size, height)

    def _scalar(self, event: Any) -> None:
        start, end = self._base + event.start_mark.index, self._base + event.end_mark.index
        text, tag = event.value, event.tag
        style = event.style
        if style == "|" or style == ">":
            end = self._block_end(start, end)
        else:
            self.scalars.append((start, end))
        frame = self._frames[-1]
        if not frame.has_key and isinstance(frame.node, Object):
            self._scalar_key(frame, event, start, end)
            return
        value = text
        if tag is not None:
            value = self._tagged(tag, text, start, end)
        elif event.implicit[0]:
            value = resolve(text)
        if value.__class__ is float and (unknown := not_finite(value)) is not None:
            self._remarks.invalid(f"`{text}` is no number for JSON", start, end)
            value = unknown
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1, 0)
        self._attach(value, start, end, 1, 0)

    def _block_end(self, start: int, end: int) -> int:
        """Where a literal or folded block ends: behind its last character that is not white space."""
        content = self._text.find("\n", start, end)
        content = content if content >= 0 else end
        last = start + len(self._text[start:end].rstrip())
        self.scalars.append((content, last))  # a comment may follow the indicator
        return last if last > content else start + len(_HEADER_COMMENT.sub("", self._text[start:content]).rstrip())

    def _scalar_key(self, frame: _Frame, event: Any, start: int, end: int) -> None:
        text, tag = event.value, event.tag
        frame.merge = text == "<<" and event.implicit[0] and tag is None
        value = text
        try:
            if tag is not None:
                value = resolve_tagged(tag, text)
                key = value_key(value)
            else:
                key = key_text(text) if event.implicit[0] else text
        except BadScalar as error:
            self._bad_key(frame, str(error), start, end)
        else:
            self._key(frame, key, start, end)
        if event.anchor is not None:
            self._anchors[event.anchor] = (resolve(text) if tag is None and event.implicit[0] else value, 1, 0)

    def _tagged(self, tag: str, text: str, start: int, end: int) -> Value:
        try:
            return resolve_tagged(tag, text)
        except BadScalar as error:
            self._remarks.invalid(str(error), start, end)
            return Unknown(f"its tag does not fit: {error}")

    def _key(self, frame: _Frame, key: str | None, start: int, end: int) -> None:
        frame.key, frame.key_start, frame.key_end, frame.has_key = key, start, end, True
        node = frame.node
        if isinstance(node, Object) and key in frame.spans and not frame.merge and key not in frame.merged:
            self._remarks.duplicate(str(key), start, end, node, frame.spans[key])

    def _bad_key(self, frame: _Frame, what: str, start: int, end: int) -> None:
        self._remarks.invalid(f"{what}, which JSON does not know", start, end)
        self._key(frame, None, start, end)

    def _attach(self, value: Value, start: int, end: int, size: int, height: int) -> None:
        """Puts a finished value into the container that is open."""
        frame = self._frames[-1]
        frame.size += size
        if height >= frame.height:
            frame.height = height + 1
        node = frame.node
        if isinstance(node, Object):
            if frame.has_key:
                self._entry(frame, node, value, start, end)
                return
            frame.merge = False
            try:
                self._key(frame, value_key(value), start, end)
            except BadScalar as error:
                self._bad_key(frame, str(error), start, end)
        elif node is not None:
            if start == end:  # an empty item: its dash stands for it
                start = max(start - 1, frame.start)
            node.append(value)
            frame.spans.append((start, end))
            frame.end = end

    def _entry(self, frame: _Frame, node: Object, value: Value, start: int, end: int) -> None:
        key, frame.has_key = frame.key, False
        if start == end:
            end = self._after_colon(frame.key_end, end)
        frame.end = end
        if key is None:
            return
        if frame.merge:
            frame.merge = False
            self._merge(frame, node, value, start, end)
            return
        if value is None:
            self._remarks.nulls = True
        node[key] = value
        frame.spans[key] = (frame.key_start, end)

    def _merge(self, frame: _Frame, node: Object, value: Value, start: int, end: int) -> None:
        """`<<`: takes over the entries of other mappings; as for kubectl, what is written later counts."""
        parts = value if isinstance(value, Array) else [value]
        if not all(isinstance(part, Object) for part in parts):
            self._remarks.invalid("`<<` merges something that is no mapping", start, end)
            return
        for part in reversed(parts):
            node.update(part)
            frame.spans.update(part.spans)
            frame.merged = frame.merged.union(part)

    def _after_colon(self, key_end: int, limit: int) -> int:
        """Where an entry without a value ends: behind the colon if there is one, otherwise behind the key."""
        colon = self._text.find(":", key_end, limit)
        between = self._text[key_end:colon] if colon >= 0 else "x"
        return colon + 1 if not between.strip() else key_end

    def _broken(self, error: yaml.MarkedYAMLError) -> BrokenDocument:
        mark = error.problem_mark or error.context_mark
        offset = self._base + mark.index if mark is not None else self._base
        words = [part for part in (error.context, error.problem) if part]
        return BrokenDocument(_one_line(", ".join(words)), min(offset, self._end))

    def _last_offset(self) -> int:
        return self.scalars[-1][1] if self.scalars else self._base


def _too_deep(offset: int) -> BrokenDocument:
    return BrokenDocument(f"more than {MAX_DEPTH} levels deep", offset, "Flatten the document.")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def _parser() -> Any:
    """libyaml's parser where PyYAML was built with it, otherwise the one in Python."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        return _PythonParser
    return CParser


class _PythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
