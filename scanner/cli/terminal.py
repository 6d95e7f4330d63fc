"""What the terminal can show, and where reports go."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from scanner.outputs.style import Style


def style_for(stream: TextIO, color: str | None = None) -> Style:
    """How to write to a stream: colour only for a terminal, and never when `NO_COLOR` is set."""
    terminal = stream.isatty()
    colored = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if color is not None and color != "auto":
        colored = color == "always"
    encoding = (getattr(stream, "encoding", "") or "ascii").lower()
    return Style(color=colored, width=_width(stream) if terminal else 100, unicode=encoding.startswith("utf"))


def _width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 100
    except (OSError, ValueError):
        return 100


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Tells a person at a terminal what takes long; silent in CI and when stderr is redirected."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda what: None
        return
    from scanner.outputs.progress import Progress

    with Progress(sys.stderr, style_for(sys.stderr), time.monotonic) as line:
        yield line.advance


@contextmanager
def destination(path: str | None) -> Iterator[TextIO]:
    """Standard output, or a file. A report is whole or not there: the file appears when it has been written."""
    if path is None or path == "-":
        with _buffered(sys.stdout) as stream:
            yield stream
        return
    temporary = f"{path}.{os.getpid()}.part"
    try:
        with open(temporary, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            yield file
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


@contextmanager
def _buffered(stream: TextIO) -> Iterator[TextIO]:
    """A stream that gathers its lines, whatever the environment says of buffering: reports have many thousands."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError, AttributeError):
        yield stream
        return
    stream.flush()
    encoding = stream.encoding or "utf-8"
    with open(descriptor, "w", 1 << 16, encoding, "backslashreplace", "\n", closefd=False) as gathered:
        yield gathered


def complain(what: str) -> None:
    """Says on stderr why a command could not be carried out."""
    from scanner.outputs.style import printable

    print(f"bylaw: {printable(what)}", file=sys.stderr)
