"""What every reader of documents makes: documents, and the remarks about what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from scanner.model.places import Comment, Source
from scanner.model.problems import Kind, Problem
from scanner.model.resources import Resource
from scanner.model.values import Object, Span, Value

MAX_DEPTH = 200
"""Containers inside each other. Deeper documents are refused, so that whoever walks a tree may recurse."""

MAX_ALIASED = 100_000
"""Nodes that a document may gain by its aliases."""

_DUPLICATE = "Kubernetes refuses or silently drops one of them; keep one."


Dropped: TypeAlias = tuple[Object, str, Span]
"""A mapping, a key of it that is given twice, and the extent of the entry that does not count."""


@dataclass(slots=True)
class Document:
    """One document of a file, read."""

    value: Value
    """Its tree."""
    span: Span
    """Extent of the tree in the file."""
    remarks: list[Problem] = field(default_factory=list)
    """What `kubectl` would refuse in it although it could be read: duplicate keys, tags that do not fit."""
    dropped: list[Dropped] = field(default_factory=list)
    """Entries whose key is given again."""
    nulls: bool = False
    """True when some mapping in it may hold a null."""
    known: bool = False
    """True when it is certain that no value in it is unknown."""


@dataclass(slots=True)
class Documents:
    """A file, read."""

    documents: list[Document] = field(default_factory=list)
    """Those that could be read and are not empty, in order."""
    comments: list[Comment] = field(default_factory=list)
    """Comments that speak of ignoring or skipping something, in order."""
    problems: list[Problem] = field(default_factory=list)
    """What could not be read, in order."""


@dataclass(slots=True)
class FileRead:
    """One file as it was read."""

    resources: list[Resource] = field(default_factory=list)
    """Its objects."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with it, in order."""
    comments: list[Comment] = field(default_factory=list)
    """Its comments that may be directives."""


class Remarks:
    """Collects what is odd about one document while it is built."""

    __slots__ = ("dropped", "nulls", "problems", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.dropped: list[Dropped] = []
        self.nulls = False

    def document(self, value: Value, span: Span) -> Document:
        """The document that was built, with all of this."""
        return Document(value, span, self.problems, self.dropped, self.nulls)

    def duplicate(self, key: str, start: int, end: int, node: Object, before: Span) -> None:
        """The key of a mapping was there before; its last value counts, as for kubectl."""
        self.dropped.append((node, key, before))
        self._add("invalid", f"the key `{key[:80]}` is given twice; the last one counts", start, end, _DUPLICATE)

    def invalid(self, what: str, start: int, end: int) -> None:
        """Something that kubectl refuses."""
        self._add("invalid", what, start, end, "kubectl refuses this document.")

    def _add(self, kind: Kind, what: str, start: int, end: int, help: str) -> None:
        if len(self.problems) < 100:
            place = self.source.place(start, end)
            self.problems.append(Problem("warning", kind, what, self.source.path, place, help))
