"""Work shared between processes, where it is large enough and the system can.

The work is cut into pieces, and each process takes the next one when it is done with one, as jobs of `make -j` do: so
they end at about the same time, however fast each of them is. The processes are forked, so that they see everything as
it is here and nothing has to be sent to them; what they make comes back through pipes. Whatever goes wrong there, its
piece is done here: sharing never changes a result. Nobody shares work while there are threads.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

MOST = 8
"""Most processes. Each keeps what it touches for itself, and more of them save little."""
MOST_PIECES = 1000
"""Their numbers, four bytes each, fit into the smallest pipe."""

_EACH = 4
"""Pieces that keep a process busy for longer than it takes to make it; they take about a hundredth of a second."""

_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")
_NUMBER = 4
_HEAD = 12
"""Bytes before a result: the number of its piece, and how long it is."""
_ROOM = 1 << 20
"""Bytes that may wait in a pipe, so that nobody waits for this process to read them. More than this needs rights."""


def available(asked_for: int = 0) -> int:
    """How many processes may share work here: as many as were asked for, or one a processor for 0."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(asked_for or len(os.sched_getaffinity(0)), MOST)


def worthwhile(pieces: int, processes: int) -> int:
    """How many of so many processes there is enough to do for."""
    return max(min(processes, pieces // _EACH), 1)


def cut(count: int, size: int) -> list[range]:
    """`range(count)` in pieces of that size, in order; larger ones where there would be more than `MOST_PIECES`."""
    size = max(size, -(-count // MOST_PIECES))
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def share(
    pieces: Sequence[_Piece],
    processes: int,
    work: Callable[[_Piece], _Result],
    pack: Callable[[_Piece, _Result], bytes],
    unpack: Callable[[_Piece, bytes], _Result],
) -> Iterator[_Result]:
    """What `work` gives for each piece, in their order, from as many processes as are worthwhile, this one among them.

    There may be at most `MOST_PIECES`. Whoever takes a result may go on with it while the other processes work. `pack`
    and `unpack` carry the result for a piece from one process to another; where that fails, or a process dies, the work
    is done here.
    """
    processes = worthwhile(len(pieces), processes)
    if processes == 1:
        yield from map(work, pieces)
        return
    queue = _queue(len(pieces))
    children: list[_Child] = []
    made: dict[int, _Result] = {}
    following = 0
    try:
        for _ in range(processes - 1):
            child = _forked(queue, pieces, work, pack)
            if child is not None:
                children.append(child)
        while following < len(pieces):
            taken = _taken(queue)
            if taken is not None:
                made[taken] = work(pieces[taken])
            for number, content in _arrived(children, taken is None):
                with suppress(Exception):
                    made[number] = unpack(pieces[number], content)
            if taken is None and following not in made and all(child.ended for child in children):
                made[following] = work(pieces[following])
            while following in made:
                yield made.pop(following)
                following += 1
    finally:
        os.close(queue)
        for child in children:
            child.end()


def _queue(count: int) -> int:
    """The numbers of the pieces in a pipe, from which one process after the other takes the next."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(_NUMBER, "big") for number in range(count)))
    os.close(writing)
    return reading


def _taken(queue: int) -> int | None:
    number = os.read(queue, _NUMBER)
    return int.from_bytes(number, "big") if number else None


class _Child:
    """Another process, and the pipe through which it sends what it makes."""

    __slots__ = ("_content", "_process", "ended", "pipe")

    def __init__(self, process: int, pipe: int) -> None:
        self._process = process
        self._content = bytearray()
        self.pipe = pipe
        """Its end here."""
        self.ended = False
        """Whether nothing more can come."""

    def received(self) -> Iterator[tuple[int, bytes]]:
        """What has come whole since the last time: numbers of pieces, and what was made of them. Waits for something
        to come.
        """
        content = self._content
        read = os.read(self.pipe, _ROOM)
        self.ended = not read
        content += read
        while len(content) >= _HEAD:
            end = _HEAD + int.from_bytes(content[_NUMBER:_HEAD], "big")
            if len(content) < end:
                break
            yield int.from_bytes(content[:_NUMBER], "big"), bytes(memoryview(content)[_HEAD:end])
            del content[:end]

    def end(self) -> None:
        """Sees to it that nothing is left of it."""
        os.close(self.pipe)
        if not self.ended:
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _arrived(children: Sequence[_Child], wait: bool) -> Iterator[tuple[int, bytes]]:
    """What has come from the children; waits for something to come from one of them, or for its end, if `wait`."""
    from select import POLLIN, poll

    waiting = poll()
    open = {child.pipe: child for child in children if not child.ended}
    for pipe in open:
        waiting.register(pipe, POLLIN)
    while open:
        ready = waiting.poll(None if wait else 0)
        for pipe, _ in ready:
            yield from open[pipe].received()
            if open[pipe].ended:
                waiting.unregister(pipe)
                del open[pipe]
        if wait or not ready:
            return


def _forked(
    queue: int, pieces: Sequence[_Piece], work: Callable[[_Piece], _Result], pack: Callable[[_Piece, _Result], bytes]
) -> _Child | None:
    """A process that takes pieces from the queue as long as there are any; None where the system has no room for it."""
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if process:
        os.close(writing)
        return _Child(process, reading)
    try:  # from here on in the new process, which leaves without cleaning up after this one
        gc.freeze()  # what was there before is not looked at, and so not copied
        os.close(reading)
        _widen(writing)
        with os.fdopen(writing, "wb") as pipe:
            while (number := _taken(queue)) is not None:
                content = pack(pieces[number], work(pieces[number]))
                pipe.write(number.to_bytes(_NUMBER, "big") + len(content).to_bytes(_HEAD - _NUMBER, "big"))
                pipe.write(content)
                pipe.flush()
        os._exit(0)
    finally:
        os._exit(1)


def _widen(pipe: int) -> None:
    import fcntl

    with suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)
