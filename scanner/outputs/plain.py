"""Value trees as plain JSON data."""

from __future__ import annotations

from math import isfinite, isnan
from typing import Any

from scanner.model.secrets import REDACTED, is_hidden
from scanner.model.values import Unknown, Value
from scanner.outputs.values import why

UNKNOWN_KEY = "$unknown"
"""The one key of an object that stands for an unresolved value; its value says why."""

CUT = "..."
"""Stands in a shortened value for what was left out."""

_DEEPEST = 200
_INTEGER_BITS = 4096
"""Python refuses to print much longer integers, and no JSON reader takes them."""


def plain(value: Value, depth: int = _DEEPEST) -> Any:
    """`value` as JSON data, an unresolved one as `{"$unknown": "why"}`, as is what is nested too deep to be written.

    Keys are sorted. An infinite or undefined number becomes its YAML spelling, an integer of more than 4096 bits a
    hexadecimal string: JSON has neither.
    """
    if isinstance(value, (dict, list, tuple)):
        if depth <= 0:
            return {UNKNOWN_KEY: "nested too deep to be shown"}
        if isinstance(value, dict):
            return {
                _key(key): REDACTED if is_hidden(value, key) else plain(value[key], depth - 1)
                for key in sorted(value, key=str)
            }
        return [plain(item, depth - 1) for item in value]
    return _scalar(value)


def brief(value: Value, nodes: int = 200, characters: int = 1000) -> tuple[Any, bool]:
    """`value` as `plain` gives it, but of at most so many nodes and characters a string, and whether it was cut."""
    cutter = _Cutter(nodes, characters)
    return cutter.shorten(value, 8), cutter.cut


class _Cutter:
    __slots__ = ("characters", "cut", "nodes")

    def __init__(self, nodes: int, characters: int) -> None:
        self.nodes = nodes
        self.characters = characters
        self.cut = False

    def shorten(self, value: Value, depth: int) -> Any:
        self.nodes -= 1
        if isinstance(value, (dict, list, tuple)):
            if value and (depth <= 0 or self.nodes <= 0):
                self.cut = True
                return CUT
            if isinstance(value, dict):
                return self._object(value, depth)
            return self._array(value, depth)
        shown = _scalar(value)
        return self._text(shown) if isinstance(shown, str) else shown

    def _text(self, text: str) -> str:
        if len(text) <= self.characters:
            return text
        self.cut = True
        return text[: self.characters] + CUT

    def _object(self, value: dict[str, Value], depth: int) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for key in sorted(value, key=str):
            if self.nodes <= 0:
                self.cut = True
                break
            hidden = is_hidden(value, key)
            shown[self._text(_key(key))] = REDACTED if hidden else self.shorten(value[key], depth - 1)
        return shown

    def _array(self, value: list[Value] | tuple[Value, ...], depth: int) -> list[Any]:
        shown: list[Any] = []
        for item in value:
            if self.nodes <= 0:
                self.cut = True
                shown.append(CUT)
                break
            shown.append(self.shorten(item, depth - 1))
        return shown


def _key(key: object) -> str:
    """A key; one that would be taken for the mark of an unresolved value gets one more `$`."""
    text = str(key)
    return "$" + text if text == UNKNOWN_KEY else text


def _scalar(value: Value) -> Any:
    if isinstance(value, Unknown):
        return {UNKNOWN_KEY: why(value)}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if value.bit_length() <= _INTEGER_BITS else hex(value)
    if isinstance(value, float):
        if isfinite(value):
            return value
        return ".nan" if isnan(value) else ".inf" if value > 0 else "-.inf"
    return repr(value)
