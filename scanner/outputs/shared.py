"""The text of many findings, told by several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scanner.processes import cut, share

_PIECE = 250
"""Findings that are told at once."""


def told(count: int, processes: int, tell: Callable[[range], str]) -> Iterator[str]:
    """The text of `count` findings, in pieces and in order, by at most so many processes; `tell` gives that of some of
    them, by their numbers.
    """
    return share(
        cut(count, _PIECE),
        processes,
        tell,
        lambda _, text: text.encode("utf-8", "surrogatepass"),
        lambda _, content: content.decode("utf-8", "surrogatepass"),
    )
