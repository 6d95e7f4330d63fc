"""The types of literals: Kubernetes takes only lists and maps whose members are of one type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scanner.policy.cel.tree import Constant, ListLiteral, MapLiteral, Node
from scanner.policy.cel.values import kind_of

ANY: Final = "any"
"""The type of what is no literal, or of one whose members have none in common."""


def literal_type(node: Node) -> str:
    """The type that a literal surely has; `ANY` for everything else."""
    if isinstance(node, Constant):
        return kind_of(node.value)
    if isinstance(node, ListLiteral):
        inner = {literal_type(each) for each in node.elements}
    elif isinstance(node, MapLiteral):
        inner = {f"{literal_type(key)}:{literal_type(value)}" for key, value, _ in node.entries}
    else:
        return ANY
    if len(inner) != 1 or ANY in next(iter(inner)):
        return ANY
    return f"{type(node).__name__}({inner.pop()})"


def is_mixed(nodes: Iterable[Node]) -> bool:
    """Whether some of them surely are of different types."""
    return len({literal_type(each) for each in nodes} - {ANY}) > 1
