"""Kubernetes manifests at size, the whole process with all rules, beside checkov on the same files."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.manifests import large, small
from benchmarks.processes import bylaw, checkov, median_seconds, memory_of_all, run


def main() -> None:
    """Prints time and memory of each size, with the ratio where the peer was run."""
    peer = checkov() if "--alone" not in sys.argv else None
    print(f"{'':<34}{'objects':>10}{'bylaw s':>10}{'MB':>6}{'checkov s':>11}{'ratio':>8}")
    for name, make in (("small", small), ("large", large)):
        for objects in (800, 8_000):
            with tempfile.TemporaryDirectory() as place:
                _measure(name, make(Path(place), objects), Path(place), peer)


def _measure(name: str, objects: int, folder: Path, peer: str | None) -> None:
    command = [bylaw(), "scan", "."]
    run(command, folder)
    ours = [run(command, folder) for _ in range(5)]
    memory = memory_of_all(command, folder)
    line = f"{f'{name}, {objects // 2:,} files':<34}{objects:>10,}{median_seconds(ours):>10.2f}{memory:>6.0f}"
    if peer is not None:
        theirs = run([peer, "-d", ".", "--compact", "--quiet", "--framework", "kubernetes"], folder)
        line += f"{theirs.seconds:>11.1f}{theirs.seconds / median_seconds(ours):>8.1f}"
    print(line, flush=True)
