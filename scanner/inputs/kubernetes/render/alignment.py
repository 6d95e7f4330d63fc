"""Which line of a template a line that was rendered comes from.

Rendering keeps the order of most lines. A line of a template without an action is rendered as it stands, so only one
that reads the same comes from it; a line with an action is told by what stands before its colon. What was filled in
between belongs to the line before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from scanner.inputs.kubernetes.render.lines import is_literal, key, plain

_MOST = 4_000_000
"""Steps of a comparison, of which a second holds some ten millions. Lines that repeat cost their number cubed."""

_BLOCK = re.compile(r"\{\{-?\s*(range|if|with|define|block|end)\b")


class Effort:
    """How much may still be compared."""

    __slots__ = ("_left",)

    def __init__(self, most: int = _MOST) -> None:
        self._left = most

    def allows(self, steps: int) -> bool:
        """Whether so many more steps may be taken; they count as taken."""
        self._left -= steps
        return self._left >= 0


def align(rendered: list[str], written: list[str], effort: Effort | None = None) -> list[int]:
    """For each rendered line the number (from 0) of the line it comes from; only the beginning is known where there is
    no room for more in `effort`, which several comparisons may share."""
    if rendered == written:
        return list(range(len(rendered)))
    effort = Effort() if effort is None else effort
    if not written or not effort.allows(len(rendered) + len(written)):
        return [0] * len(rendered)
    literal = {text for line in written if is_literal(line) and (text := plain(line))}
    ours = [_token(line, literal) for line in rendered]
    theirs = [_token(line, literal) for line in written]
    found: list[int | None] = [None] * len(rendered)
    for ours_at, theirs_at, size in _blocks(ours, theirs, effort):
        for offset in range(size):
            if ours[ours_at + offset] is not None:
                found[ours_at + offset] = theirs_at + offset
    return _filled(found, rendered, theirs, _loops(written), effort)


def _blocks(ours: list[str | None], theirs: list[str | None], effort: Effort) -> Iterator[tuple[int, int, int]]:
    """Stretches that are the same, the longest first: where they begin, and how many lines they have."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    often = Counter(theirs)
    steps = list(accumulate((often[each] + 1 for each in ours), initial=0))
    waiting = [(0, len(ours), 0, len(theirs))]
    while waiting:
        begin, end, first, last = waiting.pop()
        if not effort.allows(steps[end] - steps[begin]):
            return
        at, there, size = matcher.find_longest_match(begin, end, first, last)
        if size:
            yield at, there, size
            rest = ((begin, at, first, there), (at + size, end, there + size, last))
            waiting += [each for each in rest if each[0] < each[1] and each[2] < each[3]]


def _token(line: str, literal: set[str]) -> str | None:
    """What tells a line from others; None for one that says nothing."""
    text = plain(line)
    return (text if text in literal else key(text)) or None


def _filled(
    found: list[int | None], rendered: list[str], theirs: list[str | None], loops: list[int], effort: Effort
) -> list[int]:
    """The lines that have none yet belong to one that may be theirs between those of their neighbours, to another one
    of the same loop, which repeats its lines, or else to the line before."""
    lines: dict[str, list[int]] = {}
    for at, token in enumerate(theirs):
        if token is not None:
            lines.setdefault(token, []).append(at)
    following = [len(theirs)] * (len(found) + 1)
    for number in range(len(found) - 1, -1, -1):
        known = found[number]
        following[number] = following[number + 1] if known is None else known
    last = -1
    before = following[0] if following[0] < len(theirs) else 0
    result: list[int] = []
    for number, line in enumerate(rendered):
        origin = found[number]
        if origin is None:
            text = plain(line)
            alike = [lines[each] for each in {text, key(text)} if each in lines]
            origin = _choice(alike, last, following[number], loops, effort)
        if origin is not None:
            last = before = origin
        result.append(before)
    return result


def _choice(alike: Sequence[list[int]], last: int, following: int, loops: list[int], effort: Effort) -> int | None:
    """One of the lines, which are in order in each of the lists."""
    behind = [each[at] for each in alike if (at := bisect_right(each, last)) < len(each)]
    if behind and min(behind) < following:
        return min(behind)
    near = {loops[each] for each in (last, following) if 0 <= each < len(loops)} - {-1}
    if not near or not effort.allows(sum(map(len, alike))):
        return None
    repeated = (at for each in alike for at in each if loops[at] in near)
    return min(repeated, key=lambda at: (abs(at - last), at), default=None)


def _loops(written: list[str]) -> list[int]:
    """For each line the number of the line where the outermost loop around it begins; -1 outside of loops."""
    result: list[int] = []
    opened: list[bool] = []
    start, depth = -1, 0
    for number, line in enumerate(written):
        inside = start
        for block in _BLOCK.finditer(line):
            if block[1] != "end":
                opened.append(block[1] == "range")
                depth += opened[-1]
                if depth and start < 0:
                    start = inside = number
            elif opened:
                depth -= opened.pop()
                start = start if depth else -1
        result.append(inside)
    return result
