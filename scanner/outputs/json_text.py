"""Writing JSON: ASCII only, reproducible, with long lists one item a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

_NOT_ASCII = re.compile("[^\x00-\x7e]")


class Lazily:
    """A list whose items are made when they are written, so that there need not be room for all of them."""

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[Any]) -> None:
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)


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
    if depth <= 0 or not node or not isinstance(node, (dict, list, Lazily)):
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
    else:
        write("[")
        for entry in node:
            write(separator)
            _write(entry, write, encode, depth - 1, deeper)
            separator = "," + deeper
        write("]" if separator == deeper else newline + "]")


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
