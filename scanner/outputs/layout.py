"""Laying out lines for a terminal: display widths, wrapping, and a page to write on."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import StringIO
from typing import TextIO

from scanner.outputs.style import Role, Style

_KEY_WIDTH = 10
_BLANK = " " * (4 + _KEY_WIDTH)


def columns(text: str) -> int:
    """How many terminal columns `text` takes: two for wide East Asian characters, none for combining marks."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    width = 0
    for char in text:
        if char < "\u0300":
            width += 1
        elif category(char) not in ("Mn", "Me"):
            width += 2 if east_asian_width(char) in "WF" else 1
    return width


def wrap(text: str, width: int) -> list[str]:
    """`text` broken at spaces into lines of at most `width` columns; a longer word keeps its own line whole."""
    if len(text) <= width and text.isascii():
        return [text]
    return list(_wrapped(text, width))


@lru_cache(maxsize=1024)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """The lines of a text that is longer. What a rule says stands below each of its findings."""
    lines: list[str] = []
    current: list[str] = []
    used = 0
    for word in text.split(" "):
        needed = columns(word)
        if current and used + 1 + needed > width:
            lines.append(" ".join(current))
            current, used = [], 0
        used += needed + (1 if current else 0)
        current.append(word)
    lines.append(" ".join(current))
    return tuple(lines)


def _harmless(text: str) -> str:
    bare = text.lstrip()
    return text[: len(text) - len(bare)] + "\\x3a" + bare[1:] if bare.startswith("::") else text


class Page:
    """A stream that is written line by line for a person to read."""

    __slots__ = ("_last_key", "_last_text", "_repeated", "_write", "style")

    def __init__(self, stream: TextIO, style: Style) -> None:
        self._write = stream.write
        self._repeated: dict[str, str] = {}
        self._last_key: object = None
        self._last_text = ""
        self.style = style
        """How it looks."""

    def line(self, text: str = "") -> None:
        """One line. What a build server would take for a command (`::` first) is made harmless."""
        self._write((_harmless(text) if "::" in text else text).rstrip() + "\n")

    def paragraph(self, text: str, indent: str = "  ", label: tuple[str, Role] | None = None) -> None:
        """Wrapped text, after a coloured `label:` if there is one. `text` is escaped already."""
        lines = wrap(f"{label[0]}: {text}" if label else text, self.style.room - len(indent))
        if label:
            lines[0] = self.style.paint(label[0], label[1]) + lines[0][len(label[0]) :]
        for line in lines:
            self.line(indent + line)

    def entry(self, key: str, lines: list[str]) -> None:
        """A named entry below a finding; each of `lines` is escaped already and is wrapped by itself."""
        if not lines:
            return
        style = self.style
        head = "    " + style.paint(key, "faint") + " " * (_KEY_WIDTH - len(key))
        room = max(style.room - len(_BLANK), 20)
        for text in lines:
            if len(text) <= room and text.isascii():
                self.line(head + text)
                head = _BLANK
                continue
            for line in wrap(text, room):
                self.line(head + line)
                head = _BLANK

    def unchanged(self, key: object, make: Callable[[], list[str]]) -> None:
        """The lines that `make` gives; those of the last time where that had an equal key."""
        if key != self._last_key:
            self._last_key = key
            self._last_text = "".join([_harmless(line).rstrip() + "\n" for line in make()])
        self._write(self._last_text)

    def repeated(self, name: str, write: Callable[[Page], None]) -> None:
        """What `write` writes for this name, laid out once and then copied."""
        text = self._repeated.get(name)
        if text is None:
            lines = StringIO()
            write(Page(lines, self.style))
            text = self._repeated[name] = lines.getvalue()
        self._write(text)
