"""JSON as Go's `json.Marshal` and `json.MarshalIndent` lay it out, keys in the order they are given."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.data import Undecided
from scanner.inputs.terraform.evaluate.functions.json_codec import quoted
from scanner.model.values import Value

_EXACT = 2**53


def compact(tree: Value) -> str:
    """Without white space."""
    if isinstance(tree, dict):
        return "{" + ",".join(f"{quoted(name)}:{compact(value)}" for name, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(compact, tree)) + "]"
    return _scalar(tree)


def indented(tree: Value, margin: str = "\n") -> str:
    """One entry a line, each level two spaces further in. `margin` is what every line starts with."""
    deeper = margin + "  "
    if isinstance(tree, dict) and tree:
        entries = [f"{deeper}{quoted(name)}: {indented(value, deeper)}" for name, value in tree.items()]
        return "{" + ",".join(entries) + margin + "}"
    if isinstance(tree, list) and tree:
        return "[" + ",".join(deeper + indented(value, deeper) for value in tree) + margin + "]"
    return compact(tree)


def _scalar(value: Value) -> str:
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) < _EXACT:
        return str(value)
    raise Undecided("a policy document with fractions or very large numbers is not written here")
