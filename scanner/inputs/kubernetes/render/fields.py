"""Reading what may be missing, or of another shape than it should be."""

from __future__ import annotations

from scanner.model.values import Path, Value


def get(node: Value, path: Path) -> Value:
    """What lies at a path of mappings; None where nothing does."""
    for step in path:
        node = node.get(step) if isinstance(node, dict) else None
    return node


def items(node: Value) -> list[Value]:
    """The items of a list; none of anything else."""
    return node if isinstance(node, list) else []


def text(node: Value) -> str | None:
    """A text that is not empty; None for anything else."""
    return node if isinstance(node, str) and node else None


def is_given(node: Value) -> bool:
    """Whether something is set at all: nothing is, where it is absent or empty."""
    return node is not None and node not in ("", [], {})
