"""The line hash by which GitHub follows an alert while lines move: SARIF's `primaryLocationLineHash`.

As github/codeql-action computes it (`src/fingerprints.ts`): the 100 UTF-16 code units from the start of the line on,
spaces and tabs left out, `\\r\\n` and `\\r` taken as `\\n`, U+FFFF after the end of the file, then zeros, read as
digits of a number in base 37 modulo 2**64, in hexadecimal; then a colon and how often this hash has occurred so far.
"""

from __future__ import annotations

from collections.abc import Callable

from scanner.model.places import Source

_WINDOW = 100
_BASE = 37
_MASK = 2**64 - 1


def line_hashes(source: Source) -> Callable[[int], str]:
    """A function from line number (from 1) to its hash. The file is prepared at the first call.

    A line beyond the end has the hash of the last one.
    """
    windows: list[tuple[str, int]] = []

    def line_hash(line: int) -> str:
        if not windows:
            windows.extend(_windows(source.text))
        window, occurrence = windows[min(max(line, 1), len(windows)) - 1]
        return f"{_hash(window):x}:{occurrence}"

    return line_hash


def _windows(text: str) -> list[tuple[str, int]]:
    """What is hashed for each line, and its how-manieth occurrence that is.

    Equal windows have equal hashes, so they can be counted without hashing any of them.
    """
    units = _code_units(text).replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    padded = units + "\uffff" + "\0" * _WINDOW
    found: list[tuple[str, int]] = []
    counts: dict[str, int] = {}
    start = 0
    while start <= len(units):
        window = padded[start : start + _WINDOW]
        counts[window] = counts.get(window, 0) + 1
        found.append((window, counts[window]))
        end = units.find("\n", start)
        if end < 0:
            break
        start = end + 1
    return found


def _hash(window: str) -> int:
    value = 0
    for unit in window:
        value = (value * _BASE + ord(unit)) & _MASK
    return value


def _code_units(text: str) -> str:
    """The text with each code point beyond U+FFFF as its two surrogates, as JavaScript sees it."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))
