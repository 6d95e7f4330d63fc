"""Terraform at size, the whole process with all rules, beside checkov on the same files."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.configurations import counted, nested, plan, varied
from benchmarks.processes import bylaw, checkov, median_seconds, memory_of_all, run

_PEER_UP_TO = 5000
"""Resources above which the peer is not run: it would take minutes."""


def main() -> None:
    """Prints time and memory of each size, with the ratio where the peer was run."""
    peer = checkov() if "--alone" not in sys.argv else None
    print(f"{'':<34}{'resources':>10}{'bylaw s':>10}{'MB':>6}{'checkov s':>11}{'ratio':>8}")
    for copies in (1, 4, 16, 64):
        _measure(f"varied resources, {copies} x 64", partial(varied, copies=copies), peer)
    for depth in (3, 4, 5):
        _measure(f"nested modules, depth {depth}", partial(nested, depth=depth), peer)
    _measure("instances by count", partial(counted, instances=10_000), None)
    _measure("a plan of 20 MB", partial(plan, megabytes=20), None)


def _measure(name: str, make: Callable[[Path], int], peer: str | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        resources = make(folder)
        command = [bylaw(), "scan", "."]
        run(command, folder)
        ours = [run(command, folder) for _ in range(5)]
        memory = memory_of_all(command, folder)
        line = f"{name:<34}{resources:>10,}{median_seconds(ours):>10.2f}{memory:>6.0f}"
        if peer is not None and resources <= _PEER_UP_TO:
            theirs = run([peer, "-d", ".", "--compact", "--quiet"], folder)
            line += f"{theirs.seconds:>11.1f}{theirs.seconds / median_seconds(ours):>8.1f}"
        bad = [each.code for each in ours if each.code not in (0, 1)]
        print(line + (f"   exit {bad[0]}" if bad else ""), flush=True)
