"""Source lines with a range underlined, safe to print and no wider than the page, without what is secret in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.places import Place, Source, merged
from scanner.outputs.layout import columns
from scanner.outputs.style import RUNNER_COMMANDS, Role, Style, escaped

MASK = "(sensitive)"
"""Stands for text that is not to be quoted."""

_TAB = 4
_WHOLE_LINES = 4
"""A range of more lines shows its first two and its last one."""


def excerpt(source: Source, place: Place, style: Style, role: Role, hidden: Sequence[Place] = ()) -> list[str]:
    """The lines of `place`, numbered, each with its part of the range underlined. Empty when there is no such line.

    What the source hides, and what lies in `hidden`, is left out.
    """
    last, end = _inclusive_end(source, place)
    beginning = source.line(place.line)
    if not beginning and place.line != 1:
        return []
    numbers = _shown(place.line, last)
    gutter = len(str(last))
    bar = " " * (gutter + 3) + style.paint("|", "faint")
    lines = [bar]
    for number in numbers:
        if number is None:
            lines.append("  " + style.paint(style.ellipsis.rjust(gutter), "faint"))
            continue
        text = beginning if number == place.line else source.line(number)
        start = place.column - 1 if number == place.line else len(text) - len(text.lstrip())
        stop = end if number == last else len(text)
        secrets = _secrets(source, number, len(text), hidden)
        if secrets:
            text, start, stop = _masked(text, secrets, start, stop)
        shown, mark = _underlined(text, start, stop, style, style.room - gutter - 5)
        head = "  " + style.paint(f"{number:>{gutter}} |", "faint")
        lines.append(f"{head} {shown}")
        lines.append(f"{bar} {mark[0]}{style.paint(mark[1], role)}")
    lines.append(bar)
    return lines


def _inclusive_end(source: Source, place: Place) -> tuple[int, int]:
    """Last line of the range and the end of the range in it; a range up to a line's very end stays on that line."""
    if place.end_line > place.line and place.end_column <= 1:
        return place.end_line - 1, len(source.line(place.end_line - 1))
    return max(place.end_line, place.line), max(place.end_column - 1, 0)


def _shown(first: int, last: int) -> list[int | None]:
    if last - first < _WHOLE_LINES:
        return list(range(first, last + 1))
    return [first, first + 1, None, last]


def _secrets(source: Source, number: int, width: int, hidden: Sequence[Place]) -> list[tuple[int, int]]:
    """The parts of a line of this width that must not be shown, in order and apart."""
    found = source.hidden(number)
    for place in hidden:
        if place.file == source.path and place.line <= number <= place.end_line:
            start = place.column - 1 if number == place.line else 0
            found.append((start, min(place.end_column - 1, width) if number == place.end_line else width))
    return merged(found) if found else found


def _masked(text: str, secrets: list[tuple[int, int]], start: int, stop: int) -> tuple[str, int, int]:
    """The line with each of its secrets replaced, and where `start` and `stop` have moved to."""
    pieces: list[str] = []
    done = shown = 0
    moved_start, moved_stop = start, stop
    for first, last in secrets:
        pieces += [text[done:first], MASK]
        shown += first - done + len(MASK)
        done = last
        if start > first:
            moved_start = shown - len(MASK) if start < last else start - last + shown
        if stop > first:
            moved_stop = shown if stop < last else stop - last + shown
    return "".join(pieces) + text[done:], moved_start, moved_stop


def _underlined(text: str, start: int, stop: int, style: Style, room: int) -> tuple[str, tuple[str, str]]:
    """The part of a line around `text[start:stop]` that fits, and below it the blank and the marks."""
    start = min(max(start, 0), len(text))
    if text.isascii() and text.isprintable() and "##" not in text:
        return _underlined_plainly(text, start, stop, style.ellipsis, room)
    first = _window_start(text, start, style, room)
    lead = style.ellipsis if first else ""
    cells = list(_cells(text, first, columns(lead), room - columns(style.ellipsis), style))
    cut = first + len(cells) < len(text)
    shown = lead + "".join(cell for cell, _ in cells) + (style.ellipsis if cut else "")
    before = columns(lead) + sum(width for _, width in cells[: start - first])
    marked = sum(width for _, width in cells[start - first : max(stop - first, 0)])
    return shown, (" " * before, "^" * max(marked, 1))


def _underlined_plainly(text: str, start: int, stop: int, ellipsis: str, room: int) -> tuple[str, tuple[str, str]]:
    """The same for a line of which every code point takes one column: most are."""
    first = max(start - room * 2 // 3, 0)
    lead = ellipsis if first else ""
    shown = text[first : first + max(room - len(ellipsis) - len(lead), 0)]
    marked = min(max(stop - first, 0), len(shown)) - (start - first)
    before = len(lead) + min(start - first, len(shown))
    cut = ellipsis if first + len(shown) < len(text) else ""
    return lead + shown + cut, (" " * before, "^" * max(marked, 1))


def _window_start(text: str, start: int, style: Style, room: int) -> int:
    """Where to begin to show a line, so that what stands at `start` is seen with what stands before it."""
    index, width, limit = start, 0, room * 2 // 3
    while index > 0 and start - index < limit:
        width += _TAB if text[index - 1] == "\t" else columns(escaped(text[index - 1], style.unicode))
        if width > limit:
            break
        index -= 1
    return index


def _cells(text: str, first: int, used: int, room: int, style: Style) -> Iterator[tuple[str, int]]:
    """Code points from `first` on as they are shown, with their widths, while they fit; tabs as spaces."""
    for index in range(first, min(len(text), first + 2 * room)):
        char = text[index]
        if char == "\t":
            cell = " " * (_TAB - used % _TAB)
        elif char == "#" and text.startswith(RUNNER_COMMANDS, index):
            cell = "\\x23"
        else:
            cell = escaped(char, style.unicode)
        width = columns(cell)
        used += width
        if used > room:
            return
        yield cell, width
