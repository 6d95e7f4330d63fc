"""Reading manifests with places, beside PyYAML's CSafeLoader reading them without.

Measures CPU time over the manifests of the test corpus, the best of several rounds. Run with
`python benchmarks/yaml_documents.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import yaml

from scanner.inputs.kubernetes import load
from scanner.inputs.kubernetes.blocks import Known
from scanner.inputs.kubernetes.documents import read_documents
from scanner.model.places import Source

CORPUS = Path(__file__).parents[1] / "tests" / "corpus" / "kubernetes"
ROUNDS = 15


def main() -> None:
    """Prints a table: what was read, how fast, and how fast CSafeLoader is on the same text."""
    everything = [path.read_bytes().decode() for path in sorted(CORPUS.rglob("*.yaml"))]
    texts = [text for text in everything if _peer_reads(text)]
    plain = [text for text in texts if text.isascii() and not {"\r", "%"} & set(text)]
    print(f"{'':34}{'bytes':>10}{'bylaw':>12}{'CSafeLoader':>14}")
    _compare("manifests, one by one", texts)
    _compare("manifests, one file", ["\n---\n".join(plain) * 20])
    crd = (CORPUS / "custom" / "crd.yaml").read_text()
    _compare("custom resource definitions", ["---\n".join([crd] * 100)])
    whole = [Source(f"{number}.yaml", text) for number, text in enumerate(texts)]
    size = sum(map(len, texts))
    seconds = _seconds(lambda: [load(whole)])
    print(f"{'to resources with pods and links':34}{size:10,}{size / seconds / 1e6:7.1f} MB/s")


def _compare(name: str, texts: list[str]) -> None:
    size = sum(map(len, texts))
    ours = size / _seconds(lambda: _read(texts))
    theirs = size / _seconds(lambda: [list(yaml.load_all(text, yaml.CSafeLoader)) for text in texts])
    print(f"{name:34}{size:10,}{ours / 1e6:7.1f} MB/s{theirs / 1e6:9.1f} MB/s")


def _read(texts: list[str]) -> None:
    known = Known()
    for text in texts:
        read_documents(Source("m.yaml", text), known)


def _peer_reads(text: str) -> bool:
    """False for what CSafeLoader refuses: unknown tags, broken text."""
    try:
        list(yaml.load_all(text, yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError):
        return False
    return True


def _seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of several rounds, after one to warm up."""
    best = float("inf")
    work()
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main()
