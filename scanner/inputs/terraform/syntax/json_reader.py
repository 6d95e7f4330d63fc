"""JSON text to a raw tree with offsets, in the strict grammar of RFC 8259 that HCL asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn, TypeAlias

from scanner.inputs.terraform.syntax.cursor import MAX_DEPTH
from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.literals import number
from scanner.inputs.terraform.syntax.patterns import always_later

_VALUE = always_later(
    r'[ \t\r\n]*+(?:"((?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*)"|(-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?'
    r"(?:[eE][+-]?[0-9]++)?)(?![0-9A-Za-z.+_-])|(true|false|null)(?![0-9A-Za-z_])|(\{)|(\[)|())"
)
_CLOSE = always_later(r"[ \t\r\n]*+([\]}]?+)")
_COMMA = always_later(r"[ \t\r\n]*+(,?+)")
_COLON = always_later(r"[ \t\r\n]*+(:?+)")
_ESCAPE = (
    r"\\(?:u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})"  # two surrogates are one character
    r"|u([0-9A-Fa-f]{4})|(.))"
)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_KEYWORDS = {"true": True, "false": False, "null": None}


@dataclass(slots=True, eq=False)
class JsonString:
    """A string."""

    start: int
    """Offset of the opening quote."""
    end: int
    """Offset after the closing quote."""
    text: str
    """Its value, escapes decoded."""
    raw: str
    """What is written between the quotes."""


@dataclass(slots=True, eq=False)
class JsonScalar:
    """A number, true, false or null."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset after its last."""
    value: int | Decimal | bool | None
    """Its value."""


@dataclass(slots=True, eq=False)
class JsonArray:
    """An array."""

    start: int
    """Offset of the opening bracket."""
    end: int
    """Offset after the closing bracket."""
    items: list[Json]
    """Its elements."""


@dataclass(slots=True, eq=False)
class JsonObject:
    """An object."""

    start: int
    """Offset of the opening brace."""
    end: int
    """Offset after the closing brace."""
    members: list[tuple[JsonString, Json]]
    """Its properties as they are written, repeated names included."""


Json: TypeAlias = JsonString | JsonScalar | JsonArray | JsonObject


def read_json(text: str) -> Json:
    """Reads a whole text.

    Raises:
        HclSyntaxError: it is not JSON, or nested too deeply.
    """
    reader = _Reader(text)
    value = reader.value()
    end = _CLOSE(text, reader.pos).start(1)
    if end != len(text):
        raise HclSyntaxError("Extraneous data after value: extra characters appear after the JSON value", end, end + 1)
    return value


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.depth = 0

    def value(self) -> Json:
        match = _VALUE(self.text, self.pos)
        kind = match.lastindex
        self.pos = end = match.end()
        if kind == 1:
            start = match.start(1) - 1
            return JsonString(start, end, _decode(match[1]), match[1])
        if kind == 2:
            start = match.start(2)
            digits = match[2]
            if digits[0] == "-":
                return JsonScalar(start, end, -number(digits[1:], start))
            return JsonScalar(start, end, number(digits, start))
        if kind == 3:
            return JsonScalar(match.start(3), end, _KEYWORDS[match[3]])
        if kind == 6:
            self._bad_value()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._fail(f"Nested too deeply: more than {MAX_DEPTH} levels", end - 1)
        node = self._object(end - 1) if kind == 4 else self._array(end - 1)
        self.depth -= 1
        return node

    def _array(self, start: int) -> JsonArray:
        items: list[Json] = []
        if self._closes("]", "array", start):
            return JsonArray(start, self.pos, items)
        while True:
            items.append(self.value())
            if self._closes("]", "array", start):
                return JsonArray(start, self.pos, items)
            self._comma("]", "array", "Missing JSON array separator: expected a comma between elements")

    def _object(self, start: int) -> JsonObject:
        members: list[tuple[JsonString, Json]] = []
        if self._closes("}", "object", start):
            return JsonObject(start, self.pos, members)
        while True:
            at = self._next()
            name = self.value() if self.text.startswith('"', at) else None
            if not isinstance(name, JsonString):
                self._fail("Invalid object property name: a JSON object property name must be a string", at)
            colon = _COLON(self.text, self.pos)
            if not colon[1]:
                self._fail("Missing property value colon: a colon must stand between name and value", colon.end())
            self.pos = colon.end()
            members.append((name, self.value()))
            if self._closes("}", "object", start):
                return JsonObject(start, self.pos, members)
            self._comma("}", "object", "Missing attribute separator: expected a comma between properties")

    def _next(self) -> int:
        return _CLOSE(self.text, self.pos).start(1)

    def _closes(self, bracket: str, what: str, start: int) -> bool:
        """Passes the closing bracket when it stands next."""
        close = _CLOSE(self.text, self.pos)
        if close[1] == bracket:
            self.pos = close.end()
            return True
        if close.start(1) == len(self.text):
            self._fail(f"Unclosed {what}: no closing bracket was found for this JSON {what}", start)
        return False

    def _comma(self, bracket: str, what: str, message: str) -> None:
        comma = _COMMA(self.text, self.pos)
        if not comma[1]:
            self._fail(message, comma.end())
        self.pos = comma.end()
        if _CLOSE(self.text, self.pos)[1] == bracket:
            self._fail(f"Trailing comma in {what}: JSON does not permit a comma after the last one", comma.start(1))

    def _bad_value(self) -> NoReturn:
        at, text = self.pos, self.text
        if at == len(text):
            self._fail("Missing value: the JSON data ends prematurely", at)
        if text[at] == '"':
            self._fail("Invalid JSON string: it must be closed on its line, with only the escapes of JSON", at)
        if text[at] in "-0123456789":
            self._fail("Invalid JSON number: there is a syntax error in the number", at)
        if text[at].isalpha():
            self._fail("Invalid JSON keyword: only true, false and null are", at)
        self._fail("Invalid start of value: a brace, a bracket, a number, a string or a keyword is expected", at)

    def _fail(self, message: str, at: int) -> NoReturn:
        raise HclSyntaxError(message, at, min(at + 1, len(self.text)))


def _decode(raw: str) -> str:
    return re.sub(_ESCAPE, _escaped, raw) if "\\" in raw else raw


def _escaped(match: re.Match[str]) -> str:
    high, low, code, single = match.groups()
    if single:
        return _ESCAPES.get(single, single)
    if high:
        return chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00)
    value = int(code, 16)
    return "\ufffd" if 0xD800 <= value <= 0xDFFF else chr(value)


def offsets_of(string: JsonString) -> list[int]:
    """For each character of the decoded string, and for its end, where it is written."""
    first = string.start + 1
    offsets: list[int] = []
    pos = 0
    for match in re.finditer(_ESCAPE, string.raw):
        offsets += range(first + pos, first + match.start() + 1)
        pos = match.end()
    offsets += range(first + pos, string.end)
    return offsets
