"""Work that is shared gives what it gives when it is not, whatever happens to the processes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.processes import MOST, MOST_PIECES, available, cut, share, worthwhile

HERE = os.getpid()


PIECES = cut(64, 2)


def shared(
    processes: int,
    work: Callable[[range], list[int]],
    pack: Callable[[list[int]], bytes] = bytes,
    unpack: Callable[[bytes], list[int]] = list,
) -> list[int]:
    results = share(PIECES, processes, work, lambda _, result: pack(result), lambda _, content: unpack(content))
    return [each for result in results for each in result]


@given(st.integers(0, 5_000), st.integers(1, 200))
def test_pieces_are_everything_in_order(count: int, size: int) -> None:
    pieces = cut(count, size)
    assert len(pieces) <= MOST_PIECES
    assert [each for piece in pieces for each in piece] == list(range(count))
    assert count == 0 or all(len(piece) == len(pieces[0]) for piece in pieces[:-1])
    assert count // size > MOST_PIECES or all(len(piece) <= size for piece in pieces)


@pytest.mark.parametrize("processes", [1, 2, 3, 8])
def test_no_process_is_idle_while_there_are_pieces(processes: int, tmp_path: Path) -> None:
    assert shared(processes, list) == list(range(64))

    def work(piece: range) -> list[int]:
        """Holds a piece until every process has one."""
        (tmp_path / str(os.getpid())).touch()
        waits_until = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) < processes and time.monotonic() < waits_until:
            time.sleep(0.001)
        return [os.getpid()]

    made = shared(processes, work, lambda result: str(result[0]).encode(), lambda content: [int(content)])
    assert len(made) == len(PIECES)
    assert len(set(made)) == processes


@given(st.integers(0, 2_000), st.integers(1, MOST))
def test_a_process_is_made_where_there_is_enough_to_do(pieces: int, processes: int) -> None:
    assert worthwhile(pieces, 1) == worthwhile(3, processes) == 1
    assert worthwhile(pieces, processes) <= max(min(processes, pieces), 1)
    assert worthwhile(pieces, processes) <= worthwhile(pieces + 1, processes)
    assert worthwhile(4 * processes, processes) == processes


def _later(piece: range) -> list[int]:
    if os.getpid() == HERE:
        time.sleep(0.01)  # so that the other processes get something to do
    return list(piece)


def _raise(piece: range) -> list[int]:
    if os.getpid() != HERE:
        raise ValueError
    return _later(piece)


def _die(piece: range) -> list[int]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return _later(piece)


def _leave(piece: range) -> list[int]:
    if os.getpid() != HERE:
        raise SystemExit(0)
    return _later(piece)


@pytest.mark.parametrize("work", [_raise, _die, _leave])
def test_what_a_process_does_not_bring_about_is_done_here(work: Callable[[range], list[int]]) -> None:
    assert shared(4, work) == list(range(64))


def test_what_cannot_be_packed_is_done_here() -> None:
    assert shared(4, _later, lambda result: bytes([256])) == list(range(64))


def test_what_cannot_be_unpacked_is_done_here() -> None:
    assert shared(3, _later, bytes, lambda content: [1 // 0]) == list(range(64))


def _die_late(piece: range) -> list[int]:
    """Here the first piece takes so long that the others have to be taken by another process, which does not live to
    see the last one.
    """
    if os.getpid() == HERE:
        time.sleep(0.3 if piece.start == 0 else 0)
    elif piece.stop == 64:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(piece)


def test_what_a_process_has_sent_before_it_dies_counts() -> None:
    assert shared(2, _die_late) == list(range(64))


def test_a_system_without_room_for_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork)
    assert shared(4, list) == list(range(64))


def test_large_results_come_whole() -> None:
    """Larger than any pipe."""
    results = share(range(12), 3, lambda piece: bytes([piece]) * 2_000_000, lambda _, r: r, lambda _, c: c)
    assert [(result[:1], len(result)) for result in results] == [(bytes([piece]), 2_000_000) for piece in range(12)]


def test_nothing_is_left_when_nobody_wants_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: children.append(fork()) or children[-1])
    results = share(PIECES, 3, list, lambda _, result: bytes(result), lambda _, content: list(content))
    assert next(results) == [0, 1]
    results.close()
    assert len(children) == 2
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_an_error_here_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: made.append(fork()) or made[-1])

    def work(part: range) -> list[int]:
        if os.getpid() == HERE:
            raise KeyboardInterrupt
        signal.pause()
        return []

    with pytest.raises(KeyboardInterrupt):
        shared(3, work)
    assert len(made) == 2
    for process in made:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_how_many_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # other tests may have left some
    assert 1 <= available() <= MOST
    assert available(3) == 3
    assert available(1_000) == MOST
    monkeypatch.undo()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    assert available(3) == 1
    done.set()
    thread.join()
