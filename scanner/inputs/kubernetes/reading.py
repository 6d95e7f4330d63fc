"""Files to objects, file by file; many of them by several processes."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.inputs.kubernetes.adapt import adapt
from scanner.inputs.kubernetes.blocks import Known
from scanner.inputs.kubernetes.documents import read_documents
from scanner.inputs.kubernetes.nodes import FileRead
from scanner.inputs.kubernetes.pods import Workloads
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.processes import share

_WORTHWHILE = 250_000
"""Characters of YAML that keep a process busy for longer than it takes to make it."""


def read_files(sources: Sequence[Source], workloads: Workloads, processes: int = 1) -> list[FileRead]:
    """Each file, read; in at most so many processes. Raises nothing."""
    known = Known()

    def read(source: Source) -> FileRead:
        return _read(source, known, workloads)

    parts = min(processes, sum(len(source.text) for source in sources) // _WORTHWHILE, len(sources))
    if parts < 2:
        return [read(source) for source in sources]
    from scanner.inputs.kubernetes.transfer import pack, unpack

    return [
        each
        for files in share(
            _parts(sources, parts),
            lambda part: [read(source) for source in part],
            pack,
            lambda part, content: unpack(part, content, read),
        )
        for each in files
    ]


def _read(source: Source, known: Known, workloads: Workloads) -> FileRead:
    documents = read_documents(source, known)
    resources, problems = adapt(documents.documents, source, workloads)
    return FileRead(resources, sorted(documents.problems + problems, key=_position), documents.comments)


def _parts(sources: Sequence[Source], parts: int) -> list[Sequence[Source]]:
    """The files in their order, cut into so many parts. The first is a third larger: the others are packed too."""
    whole = sum(len(source.text) for source in sources)
    found: list[list[Source]] = [[] for _ in range(parts)]
    size = 0
    for source in sources:
        found[max(int(size / whole * (parts + 0.3) - 0.3), 0)].append(source)
        size += len(source.text)
    return [part for part in found if part]


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place is not None else (0, 0)
