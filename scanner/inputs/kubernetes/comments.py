"""Comments that may be directives, told from `#` inside scalars."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from scanner.model.places import Comment, Source
from scanner.model.values import Span

_SPEAKS = re.compile(r"ignore|skip")
_CANDIDATE = re.compile(r"(?<![^ \t\r\n])#[^\r\n]*+")


def may_hold_directives(text: str) -> bool:
    """True when it is worth looking for comments at all."""
    return ("ignore" in text or "skip" in text) and "#" in text


def comments_at(source: Source, spans: Iterable[Span]) -> list[Comment]:
    """The comments at `spans`, those that speak of ignoring or skipping."""
    return [_comment(source, *span) for span in spans if _SPEAKS.search(source.text, *span)]


def comments_between(source: Source, start: int, end: int, scalars: Sequence[Span]) -> list[Comment]:
    """The comments in a stretch of text whose scalars, in order, are known."""
    starts = [span[0] for span in scalars]
    found = []
    for candidate in _CANDIDATE.finditer(source.text, start, end):
        before = bisect_right(starts, candidate.start()) - 1
        if before < 0 or candidate.start() >= scalars[before][1]:
            found.append(candidate.span())
    return comments_at(source, found)


def _comment(source: Source, start: int, end: int) -> Comment:
    # The place may be in another text: that which this one was rendered from.
    alone = not source.text[source.text.rfind("\n", 0, start) + 1 : start].strip()
    return Comment(source.text[start + 1 : end].strip(), source.place(start, end), alone)
