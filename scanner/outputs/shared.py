"""The text of many findings, told by several processes."""

from __future__ import annotations

from codecs import iterdecode
from collections.abc import Callable, Iterable, Iterator

from scanner.processes import cut, share

_FIRST = 1.25
"""How much more this process tells than another; measured."""
_WORTHWHILE = 600
"""Findings that keep a process busy for longer than it takes to make it."""


def told(count: int, processes: int, at_once: int, tell: Callable[[range], Iterable[str]]) -> Iterator[str]:
    """The text of `count` findings, in pieces and in order, by at most so many processes.

    `tell` gives that of some of them, by their numbers. From one process it is taken after `at_once` findings, so that
    it stays small beside the rest.
    """
    most = processes * at_once
    for start in range(0, count, most):
        part = range(start, min(start + most, count))
        parts = max(min(processes, len(part) // _WORTHWHILE), 1)
        texts = share(
            [part[each.start : each.stop] for each in cut(len(part), parts, _FIRST)],
            tell,
            lambda _, texts: "".join(texts).encode("utf-8", "surrogatepass"),
            lambda _, content: _decoded(content),
        )
        for text in texts:
            yield from text


def _decoded(content: bytes) -> Iterator[str]:
    pieces = (content[start : start + (1 << 20)] for start in range(0, len(content), 1 << 20))
    return iterdecode(pieces, "utf-8", "surrogatepass")
