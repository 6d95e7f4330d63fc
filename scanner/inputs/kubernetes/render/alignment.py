"""Which line of a template a line that was rendered comes from.

Rendering keeps the order of most lines. A line of a template without an action is rendered as it stands, so only one
that reads the same comes from it; a line with an action is told by what stands before its colon. What was filled in
between belongs to the line before it.
"""

from __future__ import annotations

import re

from scanner.inputs.kubernetes.render.lines import is_literal, key, plain

_MOST = 4_000_000
"""Pairs of lines that are compared at most; beyond that only the beginning is known."""

_BLOCK = re.compile(r"\{\{-?\s*(range|if|with|define|block|end)\b")


def align(rendered: list[str], written: list[str]) -> list[int]:
    """For each rendered line the number (from 0) of the line it comes from."""
    if rendered == written:
        return list(range(len(rendered)))
    if not written or len(rendered) * len(written) > _MOST:
        return [0] * len(rendered)
    from difflib import SequenceMatcher

    literal = {text for line in written if is_literal(line) and (text := plain(line))}
    ours = [_token(line, literal) for line in rendered]
    theirs = [_token(line, literal) for line in written]
    found: list[int | None] = [None] * len(rendered)
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            if ours[block.a + offset] is not None:
                found[block.a + offset] = block.b + offset
    return _filled(found, rendered, theirs, _loops(written))


def _token(line: str, literal: set[str]) -> str | None:
    """What tells a line from others; None for one that says nothing."""
    text = plain(line)
    return (text if text in literal else key(text)) or None


def _filled(found: list[int | None], rendered: list[str], theirs: list[str | None], loops: list[int]) -> list[int]:
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
            alike = sorted({*lines.get(text, ()), *lines.get(key(text), ())})
            origin = _choice(alike, last, following[number], loops)
        if origin is not None:
            last = before = origin
        result.append(before)
    return result


def _choice(alike: list[int], last: int, following: int, loops: list[int]) -> int | None:
    between = next((each for each in alike if last < each < following), None)
    if between is not None:
        return between
    near = {loops[each] for each in (last, following) if 0 <= each < len(loops)} - {-1}
    return min((each for each in alike if loops[each] in near), key=lambda each: abs(each - last), default=None)


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
