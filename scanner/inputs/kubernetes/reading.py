"""Files to objects, file by file; many of them by several processes."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.inputs.kubernetes.adapt import adapt
from scanner.inputs.kubernetes.blocks import Known
from scanner.inputs.kubernetes.documents import read_documents
from scanner.inputs.kubernetes.nodes import FileRead
from scanner.inputs.kubernetes.pods import Workloads
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.processes import MOST_PIECES, share, worthwhile

_PIECE = 60_000
"""Characters of YAML that are read at once, in about a hundredth of a second."""


def read_files(sources: Sequence[Source], workloads: Workloads, processes: int = 1) -> list[FileRead]:
    """Each file, read; in at most so many processes. Raises nothing."""
    known = Known()

    def read(source: Source) -> FileRead:
        return _read(source, known, workloads)

    pieces = _pieces(sources)
    if worthwhile(len(pieces), processes) == 1:
        return [read(source) for source in sources]
    from scanner.inputs.kubernetes.transfer import pack, unpack

    return [
        each
        for files in share(
            pieces,
            processes,
            lambda piece: [read(source) for source in piece],
            pack,
            lambda piece, content: unpack(piece, content, read),
        )
        for each in files
    ]


def _read(source: Source, known: Known, workloads: Workloads) -> FileRead:
    documents = read_documents(source, known)
    resources, problems = adapt(documents.documents, source, workloads)
    comments = documents.comments + (list(source.comments) if isinstance(source, Rendered) else [])
    return FileRead(resources, sorted(documents.problems + problems, key=_position), comments)


def _pieces(sources: Sequence[Source]) -> list[Sequence[Source]]:
    """The files in their order, cut where there is enough to read."""
    most = max(_PIECE, sum(len(source.text) for source in sources) // (MOST_PIECES - 1) + 1)
    found: list[list[Source]] = []
    size = most
    for source in sources:
        if size >= most:
            found.append([])
            size = 0
        found[-1].append(source)
        size += len(source.text)
    return list(found)


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place is not None else (0, 0)
