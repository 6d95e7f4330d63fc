"""What an HCL expression refers to, as mentions. More exact than a plan's own lists, which leave out computed keys."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.blocks import META_BLOCKS
from scanner.inputs.terraform.evaluate.expansion import suffix
from scanner.inputs.terraform.plan.addresses import Mention
from scanner.inputs.terraform.syntax import tree
from scanner.inputs.terraform.syntax.walk import children

SAME_KEY = "[each]"
"""Stands for the key of the instance at hand: `each.key`, `each.value` or `count.index`."""

EVERY_KEY = "[*]"
"""Stands for every instance."""


def mentions_of_expression(root: tree.Expression) -> tuple[Mention, ...]:
    """Every reference in an expression, in order."""
    found: dict[Mention, None] = {}
    pending = [root]
    while pending:
        node = pending.pop()
        pieces = _pieces(node)
        if pieces:
            found[pieces] = None
            pending += reversed(_keys(node))
        else:
            pending += reversed(children(node))
    return tuple(found)


def mentions_of_body(body: tree.Body) -> tuple[Mention, ...]:
    """Every reference in the arguments of a body and of its nested blocks."""
    found: dict[Mention, None] = {}
    for attribute in body.attributes.values():
        found |= dict.fromkeys(mentions_of_expression(attribute.expression))
    for block in body.blocks:
        if block.type not in META_BLOCKS:
            found |= dict.fromkeys(mentions_of_body(block.body))
    return tuple(found)


def _pieces(node: tree.Expression) -> Mention:
    """A reference with everything that is selected from it; empty when the node is something else."""
    selected: list[str] = []
    while True:
        match node:
            case tree.Reference():
                steps = [step if isinstance(step, str) else suffix(step[0], {}) for step in node.steps]  # type: ignore[arg-type]
                return (node.name, *steps, *reversed(selected))
            case tree.GetAttr():
                selected.append(node.name)
                node = node.object
            case tree.Index():
                selected.append(SAME_KEY if _is_own_key(node.key) else EVERY_KEY)
                node = node.collection
            case tree.Splat():
                body = node.body
                if isinstance(body, tree.GetAttr) and isinstance(body.object, tree.SplatItem):
                    selected.append(body.name)
                selected.append(EVERY_KEY)
                node = node.source
            case _:
                return ()


def _keys(node: tree.Expression) -> list[tree.Expression]:
    """The computed keys in what `_pieces` took together, other than the instance's own."""
    found: list[tree.Expression] = []
    while True:
        match node:
            case tree.GetAttr():
                node = node.object
            case tree.Index():
                if not _is_own_key(node.key):
                    found.append(node.key)
                node = node.collection
            case tree.Splat():
                node = node.source
            case _:
                return found


def _is_own_key(node: tree.Expression) -> bool:
    return isinstance(node, tree.Reference) and (node.name, *node.steps) in (
        ("each", "key"),
        ("each", "value"),
        ("count", "index"),
    )
