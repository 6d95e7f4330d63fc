"""Flow collections (`[a, b]`, `{a: b}`) and quoted scalars of the plain subset."""

from __future__ import annotations

import re

from scanner.inputs.kubernetes.errors import BadScalar, NotPlain
from scanner.inputs.kubernetes.nodes import Remarks
from scanner.inputs.kubernetes.scalars import NAMED, ODD, key_text, resolve
from scanner.model.values import Array, Object, Span, Value

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
      | ((?!\.\.\.)-*+[\w./$~][\w./$@+=*%()^~-]*+(?=[ \n]*+[,\]}}]|:[ \n]))[ \n]*+,?   # 3 plain, its comma
      | {DOUBLE}(?:[ \n]*+,)?                                   # 4
      | {SINGLE}(?:[ \n]*+,)?                                   # 5
    )""",
    re.VERBOSE,
)
_ENTRY = re.compile(
    rf"""[ \n]*+([A-Za-z_/][\w./-]*+):[ ]++(?:                     # 1 key
        ((?!\.\.\.)-*+[\w./$~][\w./$@+=*%()^~-]*+(?=[ \n]*+[,}}])) # 2 plain
      | {DOUBLE}                                                # 3
    )[ \n]*+,?""",
    re.VERBOSE,
)
"""An entry of the simplest kind, with its comma."""
_LONG = 19
_COMMA = re.compile(r"[ \n]*+,")


def unquote_double(raw: str) -> str:
    """The text of a double quoted scalar, of what DOUBLE lets through."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), raw) if "\\" in raw else raw


def read_flow(text: str, pos: int, end: int, remarks: Remarks, depth: int = 0) -> tuple[Value, int]:
    """The flow collection whose bracket is at `pos`, and the offset behind it. Raises NotPlain."""
    if depth > _DEPTH:
        raise NotPlain
    if text[pos] == "[":
        return _array(text, pos, end, remarks, depth)
    return _object(text, pos, end, remarks, depth)


def _array(text: str, start: int, end: int, remarks: Remarks, depth: int) -> tuple[Array, int]:
    items: list[Value] = []
    spans: list[Span] = []
    pos, comma, match = start + 1, True, _TOKEN.match
    while True:
        token = match(text, pos, end)
        if token is None:
            raise NotPlain
        kind = token.lastindex
        if kind == 2 and text[token.end() - 1] == "]":
            return Array(items, remarks.source, (start, token.end()), spans), token.end()
        if not comma or kind == 2:
            raise NotPlain
        value, first, last, pos, comma = _value(text, token, kind, end, remarks, depth)
        items.append(value)
        spans.append((first, last))


def _object(text: str, start: int, end: int, remarks: Remarks, depth: int) -> tuple[Object, int]:
    node = Object(source=remarks.source)
    spans: dict[str, Span] = {}
    pos, comma = start + 1, True
    while True:
        entry = _ENTRY.match(text, pos, end) if comma else None
        if entry is not None:
            key, key_start, key_end = entry[1], *entry.span(1)
            if key in NAMED:
                key = plain_key(key)
            kind = entry.lastindex
            value = plain_value(entry[2], remarks) if kind == 2 else unquote_double(entry[3])
            last = entry.end(2) if kind == 2 else entry.end(3) + 1
            pos = entry.end()
            comma = text[pos - 1] == ","
        else:
            token = _TOKEN.match(text, pos, end)
            if token is None:
                raise NotPlain
            if token.lastindex == 2 and text[token.end() - 1] == "}":
                node.span, node.spans = (start, token.end()), spans
                return node, token.end()
            if not comma:
                raise NotPlain
            key, key_start, key_end = _key(token, token.lastindex)
            token = _TOKEN.match(text, key_end + 1, end) if text.startswith(":", key_end) else None
            if token is None or token.lastindex == 2:
                raise NotPlain
            value, _, last, pos, comma = _value(text, token, token.lastindex, end, remarks, depth)
        if key in node:
            remarks.duplicate(key, key_start, key_end, node, spans[key])
        node[key] = value
        spans[key] = (key_start, last)


def plain_key(raw: str) -> str:
    try:
        return key_text(raw)
    except BadScalar as error:
        raise NotPlain from error


def _key(token: re.Match[str], kind: int | None) -> tuple[str, int, int]:
    if kind is None or kind < 3 or len(token[kind]) > _KEY_LENGTH:
        raise NotPlain
    if kind == 3:
        return plain_key(token[3]), token.start(3), token.end(3)
    raw = token[kind]
    text = unquote_double(raw) if kind == 4 else raw.replace("''", "'")
    return text, token.start(kind) - 1, token.end(kind) + 1


def _value(
    text: str, token: re.Match[str], kind: int | None, end: int, remarks: Remarks, depth: int
) -> tuple[Value, int, int, int, bool]:
    """A value, its start and end, where to read on, and whether a comma has followed it."""
    pos = token.end()
    if kind == 3:
        return plain_value(token[3], remarks), token.start(3), token.end(3), pos, text[pos - 1] == ","
    if kind == 4:
        return unquote_double(token[4]), token.start(4) - 1, token.end(4) + 1, pos, text[pos - 1] == ","
    if kind == 5:
        return token[5].replace("''", "'"), token.start(5) - 1, token.end(5) + 1, pos, text[pos - 1] == ","
    value, last = read_flow(text, pos - 1, end, remarks, depth + 1)
    comma = _COMMA.match(text, last, end)
    return value, pos - 1, last, last if comma is None else comma.end(), comma is not None


def plain_value(raw: str, remarks: Remarks) -> Value:
    """The value of a plain scalar that is not empty. Raises NotPlain for numbers that JSON cannot hold."""
    if raw[0] not in ODD:
        value = NAMED.get(raw, raw)
    elif raw.isdigit() and raw[0] != "0" and len(raw) < _LONG and raw.isascii():
        return int(raw)
    else:
        value = resolve(raw)
    if value is None:
        remarks.nulls = True
    elif value.__class__ is float and (value != value or value in (float("inf"), float("-inf"))):
        raise NotPlain
    return value
