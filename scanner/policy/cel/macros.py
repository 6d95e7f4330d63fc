"""Macros: calls that mean more than a call."""

from __future__ import annotations

from typing import Final

from scanner.policy.cel.errors import CelSyntaxError
from scanner.policy.cel.tree import Bind, Call, Comprehension, ListLiteral, Name, Node, OptionalMap, Select

_COMPREHENSIONS: Final[dict[tuple[str, int], tuple[str, int, bool, bool]]] = {
    # name and number of arguments: macro, number of variables, has a condition, has a result
    ("all", 2): ("all", 1, True, False),
    ("all", 3): ("all", 2, True, False),
    ("exists", 2): ("exists", 1, True, False),
    ("exists", 3): ("exists", 2, True, False),
    ("exists_one", 2): ("existsOne", 1, True, False),
    ("exists_one", 3): ("existsOne", 2, True, False),
    ("existsOne", 2): ("existsOne", 1, True, False),
    ("existsOne", 3): ("existsOne", 2, True, False),
    ("filter", 2): ("filter", 1, True, False),
    ("map", 2): ("map", 1, False, True),
    ("map", 3): ("map", 1, True, True),
    ("sortBy", 2): ("sortBy", 1, False, True),
    ("transformList", 3): ("transformList", 2, False, True),
    ("transformList", 4): ("transformList", 2, True, True),
    ("transformMap", 3): ("transformMap", 2, False, True),
    ("transformMap", 4): ("transformMap", 2, True, True),
    ("transformMapEntry", 3): ("transformMapEntry", 2, False, True),
    ("transformMapEntry", 4): ("transformMapEntry", 2, True, True),
}


def expand(name: str, offset: int, target: Node | None, arguments: tuple[Node, ...], depth: int) -> Node | None:
    """The node that a macro call stands for, or None for an ordinary call. Raises CelSyntaxError for a wrong use."""
    if target is None:
        return _has(offset, arguments) if name == "has" and len(arguments) == 1 else None
    if (name, len(arguments)) in _COMPREHENSIONS:
        return _comprehension(name, offset, target, arguments, depth)
    if name in ("optMap", "optFlatMap") and len(arguments) == 2:
        return OptionalMap(offset, depth, target, _variable(arguments[0]), arguments[1], name == "optFlatMap")
    if isinstance(target, Name) and target.name == "cel" and name == "bind" and len(arguments) == 3:
        return Bind(offset, depth, _variable(arguments[0]), arguments[1], arguments[2])
    if isinstance(target, Name) and target.name == "math" and name in ("greatest", "least"):
        return _extreme(name, offset, target, arguments, depth)
    return None


def _has(offset: int, arguments: tuple[Node, ...]) -> Node:
    selection = arguments[0]
    if not isinstance(selection, Select) or selection.mode != "plain":
        raise CelSyntaxError("has() asks for a field, as in has(x.field)", selection.offset)
    return Select(selection.offset, selection.depth, selection.operand, selection.field, "has")


def _comprehension(name: str, offset: int, target: Node, arguments: tuple[Node, ...], depth: int) -> Node:
    macro, count, conditional, transforming = _COMPREHENSIONS[name, len(arguments)]
    variables = tuple(_variable(argument) for argument in arguments[:count])
    if len(set(variables)) < count:
        raise CelSyntaxError(f"{name}() needs two different variables", arguments[1].offset)
    rest = list(arguments[count:])
    condition = rest.pop(0) if conditional else None
    return Comprehension(offset, depth, macro, target, variables, condition, rest.pop(0) if transforming else None)


def _variable(node: Node) -> str:
    if not isinstance(node, Name) or node.root:
        raise CelSyntaxError("a variable of a macro is a simple name", node.offset)
    return node.name


def _extreme(name: str, offset: int, target: Node, arguments: tuple[Node, ...], depth: int) -> Node:
    """`math.greatest` and `math.least` take any number of arguments; more than two become a list."""
    if not arguments:
        raise CelSyntaxError(f"math.{name}() needs an argument", offset)
    if len(arguments) == 1 and isinstance(arguments[0], ListLiteral) and not arguments[0].elements:
        raise CelSyntaxError(f"math.{name}() of an empty list", arguments[0].offset)
    if len(arguments) > 2:
        arguments = (ListLiteral(offset, depth, arguments, ()),)
    return Call(offset, depth + 1, name, target, arguments)
