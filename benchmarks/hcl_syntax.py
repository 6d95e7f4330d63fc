"""Parsing the corpus of HCL modules, beside python-hcl2: CPU time of one core, best of several runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from scanner.inputs.terraform.syntax import parse
from scanner.model.places import Source

CORPUS = Path(__file__).parent.parent / "tests" / "corpus" / "hcl"
OUR_RUNS = 15
THEIR_RUNS = 2


def main() -> None:
    """Prints megabytes a second of both, and the ratio."""
    import hcl2

    files = [
        path
        for path in sorted(CORPUS.rglob("*"))
        if path.suffix in (".tf", ".tfvars", ".hcl") and "invalid" not in path.parts
    ]
    sources = [Source(str(path), path.read_bytes().decode()) for path in files]
    readable = [source for source in sources if _reads(hcl2.loads, source.text)]
    print(f"{len(sources)} files of {_megabytes(sources):.2f} MB; python-hcl2 reads {len(readable)} of them")
    ours = _best(lambda source: parse(source), sources, OUR_RUNS)
    print(f"bylaw         {_megabytes(sources) / ours:6.2f} MB/s on all files")
    ours = _best(lambda source: parse(source), readable, OUR_RUNS)
    theirs = _best(lambda source: hcl2.loads(source.text), readable, THEIR_RUNS)
    print(f"bylaw         {_megabytes(readable) / ours:6.2f} MB/s on those that both read")
    print(f"python-hcl2   {_megabytes(readable) / theirs:6.2f} MB/s")
    print(f"ratio         {theirs / ours:6.0f}")


def _megabytes(sources: list[Source]) -> float:
    return sum(len(source.text.encode()) for source in sources) / 1e6


def _reads(load: Callable[[str], object], text: str) -> bool:
    try:
        load(text)
    except Exception:  # noqa: BLE001 - whatever the peer raises, it has not read the file
        return False
    return True


def _best(work: Callable[[Source], object], sources: list[Source], runs: int) -> float:
    """Seconds of CPU time for all sources, the best of some runs."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        for source in sources:
            work(source)
        seconds.append(time.process_time() - start)
    return min(seconds)
