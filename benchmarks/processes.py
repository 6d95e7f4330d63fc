"""Whole processes, measured from outside: wall time and peak memory, medians of paired runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".benchmarks"
"""Where peers are installed, each in an environment of its own."""


_INTERVAL = 0.01
"""Seconds between two looks at a process."""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process."""

    seconds: float
    """Wall time."""
    megabytes: float
    """Peak resident memory of the process itself, as Linux counts it."""
    code: int
    """Exit code."""


def run(command: Sequence[str], cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> Run:
    """Runs a command to its end, output thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )
    peaks = [0]
    watch = threading.Thread(target=_watch, args=(process.pid, peaks))
    watch.start()
    process.wait()
    seconds = time.perf_counter() - started
    watch.join()
    return Run(seconds, max(peaks) / 1024, process.returncode)


def _watch(pid: int, peaks: list[int]) -> None:
    """Looks at a process until it has ended."""
    while peak := _peak_kilobytes(pid):
        peaks.append(peak)
        time.sleep(_INTERVAL)


def _peak_kilobytes(pid: int) -> int:
    """The peak of a process so far, 0 when it has ended. Not `ru_maxrss`, which it inherits from who started it."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def memory_of_all(command: Sequence[str], cwd: Path) -> float:
    """Peak memory in megabytes of a command and its processes together, shared pages counted once.

    Asking takes time: it is a run by itself.
    """
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_share_kilobytes, (process.pid, *_children(process.pid)))))
        time.sleep(_INTERVAL)
    return peak / 1024


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _share_kilobytes(pid: int) -> int:
    """What a process holds, its part of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def paired(
    ours: Sequence[str], theirs: Sequence[str], cwd: Path, runs: int = 5, theirs_runs: int | None = None
) -> tuple[list[Run], list[Run]]:
    """Runs both in turn after one warm-up each, so that a machine whose speed drifts treats them alike."""
    run(ours, cwd)
    run(theirs, cwd)
    mine: list[Run] = []
    other: list[Run] = []
    for number in range(runs):
        mine.append(run(ours, cwd))
        if number < (theirs_runs or runs):
            other.append(run(theirs, cwd))
    return mine, other


def median_seconds(runs: Sequence[Run]) -> float:
    """Median wall time."""
    return statistics.median(each.seconds for each in runs)


def peak_megabytes(runs: Sequence[Run]) -> float:
    """Median of the peak memory."""
    return statistics.median(each.megabytes for each in runs)


def bylaw() -> str:
    """The installed command of this environment."""
    return str(Path(sys.executable).parent / "bylaw")


def checkov() -> str:
    """The peer's command, installed when it is missing, in an environment of its own."""
    folder = CACHE / "checkov"
    command = folder / "bin" / "checkov"
    if not command.exists():
        print("installing checkov into an environment of its own ...", file=sys.stderr)
        venv.create(folder, with_pip=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", "checkov"], check=True)
    return str(command)
