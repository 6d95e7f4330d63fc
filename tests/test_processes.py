"""Work that is shared gives what it gives when it is not, whatever happens to the processes."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.processes import MOST, available, cut, share

HERE = os.getpid()


def shared(parts: int, work: Callable[[range], list[int]], pack: Callable[[list[int]], bytes] = bytes) -> list[int]:
    results = share(cut(20, parts), work, lambda part, result: pack(result), lambda part, content: list(content))
    return [each for result in results for each in result]


@given(st.integers(0, 200), st.integers(1, 9), st.floats(1.0, 3.0))
def test_parts_are_everything_in_order(count: int, parts: int, first: float) -> None:
    ranges = cut(count, parts, first)
    assert len(ranges) == parts
    assert [each for part in ranges for each in part] == list(range(count))
    others = [len(part) for part in ranges[1:]] or [0]
    assert max(others) - min(others) <= 1
    assert parts == 1 or abs(len(ranges[0]) - first * count / (first + parts - 1)) <= 1


@pytest.mark.parametrize("parts", [1, 2, 3, 8])
def test_every_part_but_the_first_has_a_process_of_its_own(parts: int) -> None:
    assert shared(parts, list) == list(range(20))
    processes = shared(parts, lambda part: [os.getpid() == HERE], bytes)
    assert processes == [True] + [False] * (parts - 1)


def _raise(part: range) -> list[int]:
    if os.getpid() != HERE:
        raise ValueError
    return list(part)


def _die(part: range) -> list[int]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(part)


def _leave(part: range) -> list[int]:
    if os.getpid() != HERE:
        raise SystemExit(0)
    return list(part)


@pytest.mark.parametrize("work", [_raise, _die, _leave])
def test_what_a_process_does_not_bring_about_is_done_here(work: Callable[[range], list[int]]) -> None:
    assert shared(4, work) == list(range(20))


def test_what_cannot_be_packed_is_done_here() -> None:
    assert shared(4, list, lambda result: bytes([256])) == list(range(20))


def test_what_cannot_be_unpacked_is_done_here() -> None:
    results = share(cut(20, 3), list, lambda part, result: bytes(result), lambda part, content: [1 // 0])
    assert list(results) == [list(part) for part in cut(20, 3)]


def test_a_system_without_room_for_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork)
    assert shared(4, list) == list(range(20))


def test_large_results_come_whole() -> None:
    results = share([0, 1, 2], lambda part: bytes([part]) * 3_000_000, lambda part, r: r, lambda part, c: c)
    assert [(result[:1], len(result)) for result in results] == [(bytes([part]), 3_000_000) for part in range(3)]


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


def test_how_many_there_may_be() -> None:
    assert 1 <= available() <= MOST
    assert available(3) == 3
    assert available(1_000) == MOST
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    assert available(3) == 1
    done.set()
    thread.join()
