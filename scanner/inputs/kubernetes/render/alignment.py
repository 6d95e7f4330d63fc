"""Which line of a template, or of a manifest that was changed, a line that was rendered comes from.

Rendering keeps the order of most lines and their keys. Lines are told by what stands before their colon; where that is
the same in both, they belong together, and what was filled in between belongs to the line before it.
"""

from __future__ import annotations

import re

_MOST = 4_000_000
"""Pairs of lines that are compared at most; beyond that only the beginning is known."""

_ACTION = re.compile(r"\{\{[^{}]*+\}\}")


def align(rendered: list[str], written: list[str]) -> list[int]:
    """For each rendered line the number (from 0) of the line it comes from."""
    if rendered == written:
        return list(range(len(rendered)))
    if not written or len(rendered) * len(written) > _MOST:
        return [0] * len(rendered)
    from difflib import SequenceMatcher

    ours, theirs = [_token(line) for line in rendered], [_token(line) for line in written]
    found: list[int | None] = [None] * len(rendered)
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            if ours[block.a + offset] is not None:
                found[block.a + offset] = block.b + offset
    return _filled(found, ours, theirs)


def _filled(found: list[int | None], ours: list[str | None], theirs: list[str | None]) -> list[int]:
    """Lines that were rendered more than once than they are written belong to the nearest that reads the same."""
    lines: dict[str, list[int]] = {}
    for at, token in enumerate(theirs):
        if token is not None:
            lines.setdefault(token, []).append(at)
    last = next((number for number in found if number is not None), 0)
    result: list[int] = []
    for number, token in zip(found, ours, strict=True):
        if number is not None:
            last = number
            result.append(number)
            continue
        alike = lines.get(token, ()) if token is not None else ()
        result.append(min(alike, key=lambda each: abs(each - last)) if alike else last)
    return result


def _token(line: str) -> str | None:
    """What tells a line from others; None for one that says nothing."""
    plain = _ACTION.sub("", line).strip()
    while plain.startswith("- "):
        plain = plain[2:].lstrip()
    if not plain or plain in ("-", "---") or plain.startswith("#"):
        return None
    key, colon, _ = plain.partition(":")
    return f"{key.strip()}:" if colon else plain
