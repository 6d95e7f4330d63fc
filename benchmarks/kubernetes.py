"""Kubernetes manifests at size, the whole process with all rules, beside checkov on the same files."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.manifests import manifests
from benchmarks.processes import bylaw, checkov, median_seconds, memory_of_all, run


def main() -> None:
    """Prints time and memory of each size, with the ratio where the peer was run."""
    peer = checkov() if "--alone" not in sys.argv else None
    print(f"{'':<34}{'objects':>10}{'bylaw s':>10}{'MB':>6}{'checkov s':>11}{'ratio':>8}")
    for objects in (800, 8_000):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            made = manifests(folder, objects)
            command = [bylaw(), "scan", "."]
            run(command, folder)
            ours = [run(command, folder) for _ in range(5)]
            name = f"{made // 2:,} files"
            memory = memory_of_all(command, folder)
            line = f"{name:<34}{made:>10,}{median_seconds(ours):>10.2f}{memory:>6.0f}"
            if peer is not None:
                theirs = run([peer, "-d", ".", "--compact", "--quiet", "--framework", "kubernetes"], folder)
                line += f"{theirs.seconds:>11.1f}{theirs.seconds / median_seconds(ours):>8.1f}"
            print(line, flush=True)
