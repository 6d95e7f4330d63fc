"""The value tree: plain Python scalars, `Object` and `Array` nodes that know their places, and `Unknown`.

A value is `None`, `bool`, `int`, `float`, `str`, a `list` or a `dict` with string keys, or an `Unknown`. Where a
value was read from a file its containers are `Object` and `Array`; where it was computed they may be plain.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any, TypeAlias

from scanner.model.places import Place, Source

Span: TypeAlias = tuple[int, int]
"""Start and end offset in a `Source`, in code points, end exclusive."""

_PAIR = Struct("=II")


class EntrySpans(Mapping[str, Span]):
    """The extents of a mapping's entries in the least room: most of them nobody ever asks for."""

    __slots__ = ("keys_read", "packed")

    def __init__(self, keys_read: tuple[str, ...], packed: bytes) -> None:
        self.keys_read = keys_read
        """The keys in the order in which they were read."""
        self.packed = packed
        """For each of them start and end, four bytes each in the machine's own order."""

    def __getitem__(self, key: str) -> Span:
        try:
            return _PAIR.unpack_from(self.packed, self.keys_read.index(key) * _PAIR.size)
        except ValueError:
            raise KeyError(key) from None

    def get(self, key: str, default: Any = None) -> Any:
        """The extent of an entry; `default` where nothing is known of it."""
        if key not in self.keys_read:
            return default
        return _PAIR.unpack_from(self.packed, self.keys_read.index(key) * _PAIR.size)

    def first(self) -> Span | None:
        """The extent of the entry that was read first; None where there is none."""
        return self[self.keys_read[0]] if self.keys_read else None

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_read)

    def __len__(self) -> int:
        return len(self.keys_read)


Value: TypeAlias = Any
"""A node of the value tree, see above. `Any`, because mypy cannot check recursive containers of this kind."""

Path: TypeAlias = tuple[str | int, ...]
"""A route into a value tree: keys and indices."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing that a value depends on, such as a variable nobody gave a value."""

    name: str
    """What it is called where it is used: `var.acl`, `aws_kms_key.k.arn`."""
    place: Place | None = None
    """Where it is declared."""
    help: str = ""
    """What would settle it: `pass --var acl=...`."""


class Unknown:
    """A value that cannot be known from what was read.

    Two Unknowns with the same `origin` are equal: whatever the value turns out to be, it is the same value.
    Truth of an Unknown is an error, so that no code takes one for a value by accident.
    """

    __slots__ = ("cause", "content", "not_null", "origin", "prefix", "references")

    def __init__(
        self,
        cause: str,
        references: tuple[Reference, ...] = (),
        origin: Hashable | None = None,
        not_null: bool = False,
        content: Value | None = None,
    ) -> None:
        self.cause = cause
        """Why it is unknown, in a phrase that can stand in a report."""
        self.references = references
        """What it depends on, nearest first; the last one is what would settle it."""
        self.origin: Hashable = origin if origin is not None else object()
        """Identity of the value behind it."""
        self.not_null = not_null
        """True when it is certain that the value will not turn out null."""
        self.content = content
        """For the text of a JSON document: what it encodes, with Unknowns in it. None for everything else."""
        self.prefix = ""
        """For a text: how it starts for certain; empty where nothing of it is known."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and self.origin == other.origin

    def __hash__(self) -> int:
        return hash(self.origin)

    def __bool__(self) -> bool:
        raise TypeError(f"truth of an unknown value was asked: {self.cause}")

    def __repr__(self) -> str:
        return f"Unknown({self.cause!r})"


class Object(dict[str, Value]):
    """A mapping that knows where it and its entries were written."""

    __slots__ = ("path", "sensitive", "source", "span", "spans")

    def __init__(
        self,
        entries: Mapping[str, Value] | Iterable[tuple[str, Value]] = (),
        source: Source | None = None,
        span: Span | None = None,
        spans: Mapping[str, Span] | None = None,
        path: str | None = None,
        sensitive: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(entries)
        self.source = source
        """The file it was written in."""
        self.span = span
        """Its own extent in the file."""
        self.spans = spans
        """Extent of each entry, key and value together. Shared between instances: never change it."""
        self.path = path
        """Where it lies in its resource, when it is also reachable by another way (the pod view)."""
        self.sensitive = sensitive
        """Keys of the entries that no report may show, because their configuration says they are secret."""


class Array(list[Value]):
    """A list that knows where it and its items were written."""

    __slots__ = ("source", "span", "spans")

    def __init__(
        self,
        items: Iterable[Value] = (),
        source: Source | None = None,
        span: Span | None = None,
        spans: Sequence[Span] | None = None,
    ) -> None:
        super().__init__(items)
        self.source = source
        """The file it was written in."""
        self.span = span
        """Its own extent in the file."""
        self.spans = spans
        """Extent of each item. Shared between instances: never change it."""


class PartialList(Unknown):
    """A list of which some items are known; how many more there are, and where between these, is not.

    Whoever does not know it takes it for an Unknown, which is right, if less than could be said.
    """

    __slots__ = ("items",)

    def __init__(self, rest: Unknown, items: Array) -> None:
        super().__init__(rest.cause, rest.references, None, True)
        self.items = items
        """Items that are in it for certain, at least one."""

    def with_items(self, items: Sequence[Value]) -> PartialList:
        """The same list with its known items replaced, one by one."""
        known = self.items
        return PartialList(self, Array(items, known.source, known.span, known.spans))


def place_of(node: Value) -> Place | None:
    """Where a container was written, when it knows."""
    if isinstance(node, (Object, Array)) and node.source is not None and node.span is not None:
        return node.source.place(*node.span)
    return None


def place_at(root: Value, path: Path, file: str | None = None) -> Place | None:
    """The place of the deepest entry on `path` that exists and knows where it was written.

    With `file`, entries written in other files are passed over: the finding points into the resource's own file.
    """
    found = None
    node = root
    for step in path:
        if isinstance(node, PartialList):
            node = node.items
        extent = extent_of(node, step)
        if extent is not None and (file is None or extent[0].path == file):
            found = extent[0].place(*extent[1])
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
    return found


def extent_of(node: Value, step: str | int) -> tuple[Source, Span] | None:
    """Where an entry or item of a container was written, when it knows."""
    if not isinstance(node, (Object, Array)) or node.source is None or not node.spans:
        return None
    if isinstance(node, Object):
        span = node.spans.get(step) if isinstance(step, str) else None
    else:
        span = node.spans[step] if isinstance(step, int) and 0 <= step < len(node.spans) else None
    return None if span is None else (node.source, span)
