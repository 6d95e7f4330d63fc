"""Work shared between processes, where it is large enough and the system can.

A process is forked for each part but the first, so that it sees everything as it is here and nothing has to be sent to
it; what it made comes back through a pipe. Whatever goes wrong there, its part is done here: sharing never changes a
result. Nobody shares work while there are threads.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeAlias, TypeVar

MOST = 8
"""Most processes. Each keeps what it touches for itself, and more of them save little."""

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")
_SIZE = 8
_Child: TypeAlias = "tuple[int, int] | None"
"""Its process id, and where to read what it made; None where the system has no room for it."""


def available(asked_for: int = 0) -> int:
    """How many processes may share work here: as many as were asked for, or one a processor for 0."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(asked_for or len(os.sched_getaffinity(0)), MOST)


def cut(count: int, parts: int, first: float = 1.0) -> list[range]:
    """`range(count)` cut into so many parts, in order: the first as many times as long as each of the others.

    Other processes copy the memory that they touch, and have to send what they made: the same work takes them longer.
    """
    ends = [int(count * (first + number) / (first + parts - 1)) for number in range(parts)]
    return [range(start, end) for start, end in zip([0, *ends], [*ends[:-1], count], strict=False)]


def share(
    parts: Sequence[_Part],
    work: Callable[[_Part], _Result],
    pack: Callable[[_Part, _Result], bytes],
    unpack: Callable[[_Part, bytes], _Result],
) -> Iterator[_Result]:
    """What `work` gives for each part, each part in a process of its own, the first in this one.

    Whoever takes a result may go on with it while the other processes work. `pack` and `unpack` carry the result for a
    part from one process to another; where that fails, or a process dies, the work is done here.
    """
    children: list[_Child] = []
    try:
        children.extend(_forked(part, work, pack) for part in parts[1:])
        yield work(parts[0])
        for part in parts[1:]:
            content = _collected(children.pop(0))
            yield _unpacked(part, content, work, unpack)
    finally:
        for child in filter(None, children):
            os.kill(child[0], signal.SIGKILL)
            _collected(child)


def _forked(part: _Part, work: Callable[[_Part], _Result], pack: Callable[[_Part, _Result], bytes]) -> _Child:
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if process:
        os.close(writing)
        return process, reading
    try:  # from here on in the new process, which leaves without cleaning up after this one
        gc.freeze()  # what was there before is not looked at, and so not copied
        os.close(reading)
        content = pack(part, work(part))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(len(content).to_bytes(_SIZE, "big"))
            pipe.write(content)
        os._exit(0)
    finally:
        os._exit(1)


def _unpacked(
    part: _Part, content: bytes | None, work: Callable[[_Part], _Result], unpack: Callable[[_Part, bytes], _Result]
) -> _Result:
    if content is not None:
        with suppress(Exception):
            return unpack(part, content)
    return work(part)


def _collected(child: _Child) -> bytes | None:
    """What a process has sent; None where that is not all of it. Waits for its end."""
    if child is None:
        return None
    process, reading = child
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    os.waitpid(process, 0)
    whole = len(content) >= _SIZE and int.from_bytes(content[:_SIZE], "big") == len(content) - _SIZE
    return content[_SIZE:] if whole else None
