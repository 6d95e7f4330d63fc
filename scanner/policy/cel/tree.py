"""The syntax tree. Offsets are code points in the text and point at what a person would point at: the operator of an
operation, the name of a field or function, the bracket of an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Mode: TypeAlias = Literal["plain", "optional", "has"]
"""`x.f`, `x.?f`, `has(x.f)`."""

# Not frozen: hundreds of thousands are made while packs load, and nobody changes them.


@dataclass(slots=True, eq=False)
class Node:
    """Part of an expression."""

    offset: int
    """Where it is."""
    depth: int
    """Levels of nodes below it and itself."""


@dataclass(slots=True, eq=False)
class Constant(Node):
    """A literal other than a list or map."""

    value: Any
    """`None`, `bool`, `int`, `UInt`, `float`, `str` or `bytes`."""


@dataclass(slots=True, eq=False)
class Name(Node):
    """A name that stands alone."""

    name: str
    """The name without a leading dot."""
    root: bool
    """Written with a leading dot: variables of comprehensions do not count."""


@dataclass(slots=True, eq=False)
class Select(Node):
    """Selection of a field, or the question whether it is there."""

    operand: Node
    """What it is selected from."""
    field: str
    """The field."""
    mode: Mode
    """How it is selected."""


@dataclass(slots=True, eq=False)
class Index(Node):
    """`x[i]` or `x[?i]`."""

    operand: Node
    """List or map."""
    index: Node
    """Index or key."""
    optional: bool
    """Whether the result is an optional."""


@dataclass(slots=True, eq=False)
class Call(Node):
    """A call of a function or an operator other than `&&`, `||` and `?:`."""

    function: str
    """Name, or an operator's: `_+_`, `!_`, `@in`."""
    target: Node | None
    """What a receiver call is made on."""
    arguments: tuple[Node, ...]
    """Arguments without the target."""


@dataclass(slots=True, eq=False)
class Logic(Node):
    """A chain of `&&` or of `||`."""

    operator: Literal["&&", "||"]
    """Which."""
    operands: tuple[Node, ...]
    """Two or more."""


@dataclass(slots=True, eq=False)
class Conditional(Node):
    """`test ? then : otherwise`."""

    test: Node
    """What decides."""
    then: Node
    """The value where it is true."""
    otherwise: Node
    """The value where it is false."""


@dataclass(slots=True, eq=False)
class ListLiteral(Node):
    """`[a, ?b]`."""

    elements: tuple[Node, ...]
    """The elements."""
    optional: tuple[int, ...]
    """Which of them are optional."""


@dataclass(slots=True, eq=False)
class MapLiteral(Node):
    """`{k: v, ?k: v}`."""

    entries: tuple[tuple[Node, Node, bool], ...]
    """Key, value, and whether the value is an optional."""


@dataclass(slots=True, eq=False)
class Message(Node):
    """`google.protobuf.Duration{seconds: 1}`."""

    name: str
    """The message's full name."""
    fields: tuple[tuple[str, int, Node, bool], ...]
    """Field, its offset, value, and whether the value is an optional."""


@dataclass(slots=True, eq=False)
class Comprehension(Node):
    """A macro that runs over a list or map."""

    macro: str
    """`all`, `exists`, `existsOne`, `map`, `filter`, `transformList`, `transformMap`, `transformMapEntry`, `sortBy`."""
    operand: Node
    """What it runs over."""
    variables: tuple[str, ...]
    """One or two names."""
    condition: Node | None
    """The predicate, or the filter before a transformation."""
    result: Node | None
    """The transformation, or the key to sort by."""


@dataclass(slots=True, eq=False)
class Bind(Node):
    """`cel.bind(variable, value, body)`."""

    variable: str
    """The name."""
    value: Node
    """What it stands for."""
    body: Node
    """Where it may be used."""


@dataclass(slots=True, eq=False)
class OptionalMap(Node):
    """`operand.optMap(variable, body)` or `operand.optFlatMap(variable, body)`."""

    operand: Node
    """An optional."""
    variable: str
    """The name of its value in the body."""
    body: Node
    """What becomes of the value."""
    flat: bool
    """Whether the body gives an optional itself."""


Expr: TypeAlias = Node
"""A parsed expression: its root."""
