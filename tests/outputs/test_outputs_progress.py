"""The progress line: silent at first, gone at the end."""

from __future__ import annotations

from io import StringIO

from scanner.outputs.progress import Progress
from scanner.outputs.style import Style


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_short_scan_shows_nothing() -> None:
    clock, stream = Clock(), StringIO()
    with Progress(stream, Style(), clock) as progress:
        for _ in range(10):
            clock.now += 0.09
            progress.advance("reading")
    assert stream.getvalue() == ""


def test_a_long_scan_shows_one_line_and_takes_it_away() -> None:
    clock, stream = Clock(), StringIO()
    with Progress(stream, Style(), clock) as progress:
        clock.now += 1.0
        progress.advance("reading a.tf")
        clock.now += 0.05
        progress.advance("reading b.tf")
        clock.now += 0.06
        progress.advance("reading c.tf")
    assert stream.getvalue() == "\r\x1b[Kreading a.tf\r\x1b[Kreading c.tf\r\x1b[K"


def test_a_hostile_or_long_name_stays_on_the_line() -> None:
    clock, stream = Clock(), StringIO()
    progress = Progress(stream, Style(width=40), clock)
    clock.now += 2
    progress.advance("reading \x1b[2J" + "宽" * 100)
    line = stream.getvalue().removeprefix("\r\x1b[K")
    assert line.startswith("reading \\x1b[2J宽") and line.endswith("…")
    assert "\x1b" not in line and len(line) <= 40


def test_closing_twice_is_harmless() -> None:
    clock, stream = Clock(), StringIO()
    progress = Progress(stream, Style(), clock)
    clock.now += 2
    progress.advance("x")
    progress.close()
    progress.close()
    assert stream.getvalue() == "\r\x1b[Kx\r\x1b[K"
