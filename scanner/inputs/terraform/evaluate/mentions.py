"""Which names an expression mentions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from scanner.inputs.terraform.syntax import tree

Mention: TypeAlias = "tuple[tree.Reference, tree.Expression | None, str | None]"
"""A reference in an expression, the computed key that directly follows it (`aws_x.y[each.key]`), and the attribute that
follows a key or a splat (`module.m[each.key].name`, `module.m[*].name`)."""


def mentions(node: tree.Expression) -> list[Mention]:
    """Every reference in an expression, in the order they are written."""
    found: list[Mention] = []
    _collect(node, found)
    return found


def _collect(node: Any, found: list[Mention]) -> None:
    kind = node.__class__
    if kind is tree.Reference:
        found.append((node, None, None))
    elif kind is tree.GetAttr and node.object.__class__ is tree.Index:
        _collect_index(node.object, node.name, found)
    elif kind is tree.Index:
        _collect_index(node, None, found)
    elif kind is tree.Splat and node.source.__class__ is tree.Reference:
        found.append((node.source, None, _first_attribute(node.body)))
        _collect(node.body, found)
    elif kind is not tree.Literal:
        for child in CHILDREN[kind](node):
            _collect(child, found)


def _collect_index(node: tree.Index, attribute: str | None, found: list[Mention]) -> None:
    if isinstance(node.collection, tree.Reference):
        found.append((node.collection, node.key, attribute))
    else:
        _collect(node.collection, found)
    _collect(node.key, found)


def _first_attribute(body: tree.Expression) -> str | None:
    """The attribute that a splat takes of each item, where it takes one."""
    name = None
    while not isinstance(body, tree.SplatItem):
        if isinstance(body, tree.GetAttr):
            name, body = body.name, body.object
        elif isinstance(body, tree.Index):
            name, body = None, body.collection
        else:
            return None
    return name


def free_references(root: tree.Expression, bound: frozenset[str]) -> list[tree.Reference]:
    """The references in an expression but for those to names in `bound` or to the variables of a `for` around them."""
    if root.__class__ is tree.Reference:
        return [root] if root.name not in bound else []
    found: list[tree.Reference] = []
    stack: list[tuple[object, frozenset[str]]] = [(root, bound)]
    while stack:
        node, names = stack.pop()
        kind = node.__class__
        if kind is tree.Reference:
            if node.name not in names:  # type: ignore[attr-defined]
                found.append(node)  # type: ignore[arg-type]
        elif kind is tree.For or kind is tree.TemplateFor:
            assert isinstance(node, (tree.For, tree.TemplateFor))
            stack.append((node.collection, names))
            inner = names | {node.key or node.value, node.value}
            parts = node.body if isinstance(node, tree.TemplateFor) else _parts_of(node)
            stack += [(part, inner) for part in parts]
        elif kind is not tree.Literal:
            stack += [(part, names) for part in CHILDREN[kind](node)]
    return found


def _parts_of(node: tree.For) -> list[tree.Expression]:
    return [part for part in (node.key_result, node.result, node.condition) if part is not None]


CHILDREN: dict[type, Callable[[Any], list[Any]]] = {
    tree.SplatItem: lambda node: [],
    tree.Template: lambda node: node.parts,
    tree.TupleCons: lambda node: node.items,
    tree.Call: lambda node: node.arguments,
    tree.TemplateWrap: lambda node: [node.inner],
    tree.GetAttr: lambda node: [node.object],
    tree.Unary: lambda node: [node.operand],
    tree.ObjectCons: lambda node: [part for item in node.items for part in item],
    tree.TemplateIf: lambda node: [node.condition, *node.yes, *node.no],
    tree.Index: lambda node: [node.collection, node.key],
    tree.Splat: lambda node: [node.source, node.body],
    tree.Binary: lambda node: [node.left, node.right],
    tree.Conditional: lambda node: [node.condition, node.yes, node.no],
    tree.For: lambda node: [node.collection, *_parts_of(node)],
    tree.TemplateFor: lambda node: [node.collection, *node.body],
}
"""What is directly inside a node. A table, because every expression of a configuration is gone through."""
