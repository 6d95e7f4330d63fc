"""A line that tells a person at a terminal what a long scan is doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from scanner.outputs.layout import columns
from scanner.outputs.style import Style

_QUIET_SECONDS = 1.0
_REDRAW_SECONDS = 0.1
_ERASE = "\r\x1b[K"


class Progress:
    """Driven by calls of `advance`. Writes nothing in the first second, and leaves nothing behind once closed.

    Give it the terminal's own stream, never one that is redirected. A context manager, which closes it.
    """

    __slots__ = ("_clock", "_due", "_shown", "_stream", "_style")

    def __init__(self, stream: TextIO, style: Style, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._style = style
        self._clock = clock
        self._due = clock() + _QUIET_SECONDS
        self._shown = False

    def advance(self, what: str) -> None:
        """Tells what is being done now: `reading modules/network/main.tf`. Cheap when it is not time to show it."""
        now = self._clock()
        if now < self._due:
            return
        self._due = now + _REDRAW_SECONDS
        self._shown = True
        self._stream.write(_ERASE + self._fitting(what))
        self._stream.flush()

    def close(self) -> None:
        """Takes the line away. To be called before anything else is written to the terminal."""
        if self._shown:
            self._stream.write(_ERASE)
            self._stream.flush()
            self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fitting(self, what: str) -> str:
        room = self._style.room - 1
        text = self._style.safe(what)
        if columns(text) <= room:
            return text
        cut = text[: room - len(self._style.ellipsis)]
        while columns(cut) + len(self._style.ellipsis) > room:
            cut = cut[:-1]
        return cut + self._style.ellipsis
