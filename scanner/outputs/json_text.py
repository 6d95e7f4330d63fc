"""Writing JSON: ASCII only, reproducible, with long lists one item a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TextIO, TypeVar

from scanner.outputs.shared import told

_Thing = TypeVar("_Thing")

_NOT_ASCII = re.compile("[^\x00-\x7e]")


class Lazily:
    """A list whose items are made when they are written, by several processes, so that there need not be room for all
    of them.
    """

    __slots__ = ("make", "processes", "things")

    def __init__(self, things: Sequence[_Thing], make: Callable[[_Thing], Any], processes: int) -> None:
        self.things: Sequence[Any] = things
        """What the items are made of."""
        self.make = make
        """Makes one, whichever were made before."""
        self.processes = processes
        """Most processes that make them."""


def write_json(document: dict[str, Any], stream: TextIO, depth: int) -> None:
    """Writes `document` with containers opened over lines down to `depth`; what lies deeper stays on one line.

    ASCII only, so that no encoding of the stream and no terminal can be upset. A lone surrogate, which no JSON reader
    is bound to accept, becomes U+FFFD. Two `#` never stand together: build servers take `##[...]` in their logs for
    commands.
    """
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    _write(document, stream.write, encode, depth, "\n")
    stream.write("\n")


def _write(node: Any, write: Callable[[str], object], encode: Callable[[Any], str], depth: int, newline: str) -> None:
    if not isinstance(node, Lazily) and (depth <= 0 or not node or not isinstance(node, (dict, list))):
        write(_ascii(encode(node)))
        return
    deeper = newline + "  "
    separator = deeper
    if isinstance(node, dict):
        write("{")
        for key, entry in node.items():
            write(f"{separator}{_ascii(encode(key))}: ")
            _write(entry, write, encode, depth - 1, deeper)
            separator = "," + deeper
        write(newline + "}")
    elif isinstance(node, Lazily):
        write("[")
        for text in told(len(node.things), node.processes, lambda piece: _lines(node, piece, encode, deeper)):
            write(text)
        write(newline + "]" if node.things else "]")
    else:
        write("[")
        for entry in node:
            write(separator)
            _write(entry, write, encode, depth - 1, deeper)
            separator = "," + deeper
        write("]" if separator == deeper else newline + "]")


def _lines(node: Lazily, piece: range, encode: Callable[[Any], str], newline: str) -> str:
    """Some items, each on one line."""
    lines = [_ascii(encode(node.make(node.things[number]))) for number in piece]
    return ("," if piece.start else "") + newline + f",{newline}".join(lines)


def _ascii(text: str) -> str:
    if "##" in text:
        text = text.replace("##", "#\\u0023")
    if text.isascii() and "\x7f" not in text:
        return text
    return _NOT_ASCII.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{0xFFFD if 0xD800 <= code <= 0xDFFF else code:04x}"
