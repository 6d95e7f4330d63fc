"""Going through trees without recursion: children, height, and moving to other offsets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias, assert_never

from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.tree import (
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    GetAttr,
    Index,
    Literal,
    ObjectCons,
    Reference,
    Splat,
    SplatItem,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateWrap,
    TupleCons,
    Unary,
)

MAX_HEIGHT = 200
"""How high the tree of one expression may be: others recurse over it."""

Offsets: TypeAlias = Callable[[int], int]
"""Where an offset of one text lies in another."""


def children(node: Expression) -> list[Expression]:
    """The expressions directly inside a node, in the order they are written, but for a `for` with a key."""
    match node:
        case Literal() | Reference() | SplatItem():
            return []
        case Template(parts=nodes) | TupleCons(items=nodes) | Call(arguments=nodes):
            return nodes
        case TemplateWrap(inner=inner) | GetAttr(object=inner) | Unary(operand=inner):
            return [inner]
        case ObjectCons(items=items):
            return [part for item in items for part in item]
        case TemplateIf():
            return [node.condition, *node.yes, *node.no]
        case TemplateFor():
            return [node.collection, *node.body]
        case Index():
            return [node.collection, node.key]
        case Splat():
            return [node.source, node.body]
        case Binary():
            return [node.left, node.right]
        case Conditional():
            return [node.condition, node.yes, node.no]
        case For():
            parts = (node.collection, node.key_result, node.result, node.condition)
            return [part for part in parts if part is not None]
        case _:
            assert_never(node)


def walk(root: Expression) -> Iterator[Expression]:
    """The node and everything below it, each once, in no particular order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += children(node)


def check_height(root: Expression, level: int = 1) -> None:
    """Refuses a tree that is too high to recurse over, where its root stands at a level."""
    stack = [(root, level)]
    while stack:
        node, height = stack.pop()
        if height > MAX_HEIGHT:
            raise HclSyntaxError(f"Nested too deeply: more than {MAX_HEIGHT} levels", root.start, root.end)
        stack += [(child, height + 1) for child in children(node)]


def move(root: Expression, offsets: Offsets) -> None:
    """Gives every node of a fresh tree its offsets in the file its text was taken from."""
    seen: set[int] = set()
    for node in walk(root):
        if id(node) not in seen:
            seen.add(id(node))
            node.start = offsets(node.start)
            node.end = offsets(node.end)
