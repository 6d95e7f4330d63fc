"""JSON with the place of every value."""

from __future__ import annotations

import re
from json import JSONDecodeError, loads

from scanner.inputs.kubernetes.errors import BrokenDocument
from scanner.inputs.kubernetes.nodes import MAX_DEPTH, Document, Remarks
from scanner.model.places import Source
from scanner.model.values import Array, Object, Unknown, Value

_SPACE = re.compile(r"(?:[ \t\r\n]++|---(?=\s))*+")
_STRING = r'"(?:[^"\\\x00-\x1f]++|\\[^\x00-\x1f])*+"'
_ITEM = re.compile(
    rf"""[ \t\r\n]*+(?:({_STRING})[ \t\r\n]*+:[ \t\r\n]*+)?       # 1 key
    (?: ({_STRING})                                               # 2
      | (-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?) # 3 number
      | (true|false|null)\b                                       # 4
      | ([{{\[])                                                  # 5 opens
    )""",
    re.VERBOSE | re.ASCII,
)
_CLOSE = re.compile(r"[ \t\r\n]*+([\]}])")
_NEXT = re.compile(r"[ \t\r\n]*+([,\]}])")
_NAMED = {"true": True, "false": False, "null": None}
_LONGEST_INTEGER = 19


class JsonReader:
    """Reads one document after the other: Kubernetes takes several in one file."""

    def __init__(self, source: Source) -> None:
        self.documents: list[Document] = []
        """Those that are complete, also when `read` raises."""
        self._source = source
        self._text = source.text
        self._remarks = Remarks(source)

    def read(self) -> None:
        """Reads all documents. Raises BrokenDocument."""
        pos = self._skip(1 if self._text.startswith("\ufeff") else 0)
        while pos < len(self._text):
            self._remarks = Remarks(self._source)
            start = pos
            value, pos = self._document(pos)
            if value is not None:
                self.documents.append(self._remarks.document(value, (start, pos)))
            pos = self._skip(pos)

    def _skip(self, pos: int) -> int:
        match = _SPACE.match(self._text, pos)
        return match.end() if match else pos

    def _document(self, pos: int) -> tuple[Value, int]:
        text, match_item, match_next = self._text, _ITEM.match, _NEXT.match
        root = Array()
        root.spans = []
        stack: list[tuple[Object | Array, str | None, int]] = []
        node: Object | Array = root
        while True:
            item = match_item(text, pos)
            if item is None or (item[1] is None) is isinstance(node, Object):
                raise self._unexpected(pos)
            key = None if item[1] is None else self._string(item[1], item.start(1))
            kind = item.lastindex
            start = item.start(kind or 0)
            pos = item.end()
            if kind == 5:
                stack.append((node, key, start if key is None else item.start(1)))
                node = self._open(item[5], start, len(stack))
                if (closed := _CLOSE.match(text, pos)) is None:
                    continue
                pos = closed.start()
            else:
                entry = start if key is None else item.start(1)
                self._put(node, key, self._scalar(item, kind, start), entry, pos)
            while stack:
                following = match_next(text, pos)
                if following is None:
                    raise self._unexpected(pos)
                pos = following.end()
                if following[1] == ",":
                    break
                node = self._close(node, following, stack)
            if not stack:
                return root[0], pos

    def _open(self, bracket: str, start: int, depth: int) -> Object | Array:
        if depth > MAX_DEPTH:
            raise BrokenDocument(f"more than {MAX_DEPTH} levels deep", start, "Flatten the document.")
        if bracket == "{":
            return Object(source=self._source, span=(start, start), spans={})
        return Array(source=self._source, span=(start, start), spans=[])

    def _close(
        self, node: Object | Array, bracket: re.Match[str], stack: list[tuple[Object | Array, str | None, int]]
    ) -> Object | Array:
        if (bracket[1] == "}") is not isinstance(node, Object):
            raise self._unexpected(bracket.start(1))
        end = bracket.end()
        assert node.span is not None
        node.span = (node.span[0], end)
        parent, key, start = stack.pop()
        self._put(parent, key, node, start, end)
        return parent

    def _put(self, node: Object | Array, key: str | None, value: Value, start: int, end: int) -> None:
        if isinstance(node, Object):
            assert key is not None
            if key in node:
                self._remarks.duplicate(key, start, end, node, node.spans[key])  # type: ignore[index]
            if value is None:
                self._remarks.nulls = True
            node[key] = value
            node.spans[key] = (start, end)  # type: ignore[index]
        else:
            node.append(value)
            node.spans.append((start, end))  # type: ignore[union-attr]

    def _scalar(self, item: re.Match[str], kind: int | None, start: int) -> Value:
        if kind == 2:
            return self._string(item[2], start)
        if kind == 4:
            return _NAMED[item[4]]
        return self._number(item[3], start)

    def _string(self, raw: str, start: int) -> str:
        if "\\" not in raw:
            return raw[1:-1]
        try:
            text: str = loads(raw)
        except JSONDecodeError as error:
            raise BrokenDocument(error.msg[0].lower() + error.msg[1:], start + error.pos) from error
        # a lone half of a surrogate pair is no character; Go reads it as U+FFFD
        return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _number(self, raw: str, start: int) -> Value:
        if len(raw) < _LONGEST_INTEGER and raw.lstrip("-").isdigit():
            return int(raw)
        number = float(raw)
        if number in (float("inf"), float("-inf")):
            self._remarks.invalid(f"`{raw[:40]}` is too large a number", start, start + len(raw))
            return Unknown("a number too large to be held")
        if len(raw) <= _LONGEST_INTEGER + 1 and raw.lstrip("-").isdigit() and -(2**63) <= int(raw) < 2**63:
            return int(raw)
        return number

    def _unexpected(self, pos: int) -> BrokenDocument:
        pos = self._skip(pos)
        if pos >= len(self._text):
            return BrokenDocument("the JSON ends too early", len(self._text))
        return BrokenDocument(f"unexpected {self._text[pos]!r} in JSON", pos)
