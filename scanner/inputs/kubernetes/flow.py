"""Flow collections (`[a, b]`, `{a: b}`) and quoted scalars of the plain subset."""

from __future__ import annotations

import re

from scanner.inputs.kubernetes.errors import BadScalar, NotPlain
from scanner.inputs.kubernetes.nodes import Remarks
from scanner.inputs.kubernetes.scalars import key_text, resolve
from scanner.model.values import Array, Object, Value

PLAIN_REST = r"[^\n:\#\t]*+(?:(?::(?=[^ \n\t])|(?<=[^ \t\n])\#)[^\n:\#\t]*+)*+"
"""What follows the first character of a plain scalar on its line, outside flow collections."""

DOUBLE = r'"((?:[^"\\\n]++|\\["\\/nt])*+)"'
"""A double quoted scalar on one line, with the simplest escapes."""

SINGLE = r"'((?:[^'\n]++|'')*+)'"
"""A single quoted scalar on one line."""

_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t"}
_DEPTH = 40
_KEY_LENGTH = 200
_TOKEN = re.compile(
    rf"""[ \n]*+(?:([\[{{])                                     # 1 opens
      | ([\]}}])                                                # 2 closes
      | (,)                                                     # 3
      | {DOUBLE}                                                # 4
      | {SINGLE}                                                # 5
      | ((?!\.\.\.)-?[\w./$][\w./$@+=*%()^~-]*+(?=[ \n]*+[,\]}}]|[ ]*+:[ \n]))   # 6 plain
    )""",
    re.VERBOSE | re.ASCII,
)
_COLON = re.compile(r"[ ]*+:")


def unquote_double(raw: str) -> str:
    """The text of a double quoted scalar, of what DOUBLE lets through."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), raw) if "\\" in raw else raw


def read_flow(text: str, pos: int, end: int, remarks: Remarks) -> tuple[Value, int]:
    """The flow collection at `pos` and the offset behind it. Raises NotPlain."""
    token = _TOKEN.match(text, pos, end)
    if token is None or token.lastindex != 1:
        raise NotPlain
    return _collection(text, token, end, remarks, 0)


def _collection(text: str, token: re.Match[str], end: int, remarks: Remarks, depth: int) -> tuple[Value, int]:
    if depth > _DEPTH:
        raise NotPlain
    if token[1] == "[":
        return _array(text, token, end, remarks, depth)
    return _object(text, token, end, remarks, depth)


def _array(text: str, opening: re.Match[str], end: int, remarks: Remarks, depth: int) -> tuple[Array, int]:
    start, pos = opening.start(1), opening.end()
    items: list[Value] = []
    spans: list[tuple[int, int]] = []
    while True:
        token = _next(text, pos, end)
        if token[2] == "]":
            return Array(items, remarks.source, (start, token.end()), spans), token.end()
        value, first, last = _value(text, token, end, remarks, depth)
        items.append(value)
        spans.append((first, last))
        pos = _behind_comma(text, last, end)


def _object(text: str, opening: re.Match[str], end: int, remarks: Remarks, depth: int) -> tuple[Object, int]:
    start, pos = opening.start(1), opening.end()
    node = Object(source=remarks.source)
    spans: dict[str, tuple[int, int]] = {}
    while True:
        token = _next(text, pos, end)
        if token[2] == "}":
            node.span, node.spans = (start, token.end()), spans
            return node, token.end()
        key, first, last = _key(token)
        colon = _COLON.match(text, last, end)
        if colon is None:
            raise NotPlain
        value, _, value_end = _value(text, _next(text, colon.end(), end), end, remarks, depth)
        if key in node:
            remarks.duplicate(key, first, last)
        node[key] = value
        spans[key] = (first, value_end)
        pos = _behind_comma(text, value_end, end)


def _next(text: str, pos: int, end: int) -> re.Match[str]:
    token = _TOKEN.match(text, pos, end)
    if token is None:
        raise NotPlain
    return token


def _behind_comma(text: str, pos: int, end: int) -> int:
    """Behind the comma if there is one; otherwise a closing bracket must follow."""
    token = _next(text, pos, end)
    if token.lastindex == 3:
        return token.end()
    if token.lastindex == 2:
        return pos
    raise NotPlain


def _key(token: re.Match[str]) -> tuple[str, int, int]:
    kind = token.lastindex or 0
    raw = token[kind]
    if kind < 4 or len(raw) > _KEY_LENGTH:
        raise NotPlain
    if kind == 6:
        try:
            return key_text(raw), token.start(6), token.end()
        except BadScalar as error:
            raise NotPlain from error
    text = unquote_double(raw) if kind == 4 else raw.replace("''", "'")
    return text, token.start(kind) - 1, token.end()


def _value(text: str, token: re.Match[str], end: int, remarks: Remarks, depth: int) -> tuple[Value, int, int]:
    kind = token.lastindex
    if kind == 4:
        return unquote_double(token[4]), token.start(4) - 1, token.end()
    if kind == 5:
        return token[5].replace("''", "'"), token.start(5) - 1, token.end()
    if kind == 6:
        return plain_value(token[6], remarks), token.start(6), token.end()
    if kind == 1:
        value, last = _collection(text, token, end, remarks, depth + 1)
        return value, token.start(1), last
    raise NotPlain


def plain_value(raw: str, remarks: Remarks) -> Value:
    """The value of a plain scalar. Raises NotPlain for numbers that JSON cannot hold."""
    value = resolve(raw)
    if value is None:
        remarks.nulls = True
    elif value.__class__ is float and (value != value or value in (float("inf"), float("-inf"))):
        raise NotPlain
    return value
