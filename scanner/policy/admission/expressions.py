"""Compiles the expressions of a policy in the environment that the API server gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from scanner.policy import cel
from scanner.policy.cel.lexer import tokens
from scanner.policy.cel.tree import Bind, Call, Constant, ListLiteral, Name, Node
from scanner.policy.cel.types import DYN, Type
from scanner.policy.cel.values import kind_of

MOST_EXPRESSIONS = 500
"""Most expressions of one policy."""

_FOREIGN: Final = frozenset({"math", "base64"})
_AUTHORIZER = Type("kubernetes.authorization.Authorizer")
_RESOURCE_CHECK = Type("kubernetes.authorization.ResourceCheck")
_OWN_RESOURCE = "authorizer_requestResource"
NAMES = ("object", "oldObject", "request", "namespaceObject", "authorizer", _OWN_RESOURCE)
"""The variables of every expression, in the order of their values; `params` comes last where there are some."""


class Expressions:
    """The expressions of one policy: its variables, and what is compiled after them."""

    def __init__(self, has_params: bool) -> None:
        types: dict[str, Type] = dict.fromkeys(NAMES, DYN)
        types["authorizer"], types[_OWN_RESOURCE] = _AUTHORIZER, _RESOURCE_CHECK
        if has_params:
            types["params"] = DYN
        self._environment = cel.Environment(types)
        self._variables: list[tuple[str, str]] = []

    def define(self, name: str, text: str) -> None:
        """Adds a variable. Raises CelError."""
        written = plain_names(text)
        self._compiled(written, self._variables)
        self._variables.append((f"variables_{name}", written))

    def condition(self, text: str) -> cel.Program:
        """A match condition, which knows no variables. Raises CelError."""
        return self._bool(text, [])

    def validation(self, text: str) -> cel.Program:
        """A validation. Raises CelError."""
        return self._bool(text, self._variables)

    def message(self, text: str) -> cel.Program:
        """A message expression. Raises CelError."""
        program = self._compiled(plain_names(text), self._variables)
        if not _may_give(program, "string"):
            raise cel.CelTypeError(f"messageExpression must give a string, not {program.type}")
        return program

    def annotation(self, text: str) -> cel.Program:
        """What an audit annotation is to say, which is a string or null. Raises CelError."""
        program = self._compiled(plain_names(text), self._variables)
        if not (_may_give(program, "string") or program.type.name in ("null_type", "dyn")):
            raise cel.CelTypeError(f"valueExpression must give a string or null, not {program.type}")
        return program

    def _bool(self, text: str, variables: list[tuple[str, str]]) -> cel.Program:
        program = self._compiled(plain_names(text), variables)
        if not _may_give(program, "bool"):
            raise cel.CelTypeError(f"the expression must give a bool, not {program.type}")
        return program

    def _compiled(self, text: str, variables: list[tuple[str, str]]) -> cel.Program:
        program = cel.compile(text, self._environment, variables=variables)
        refuse_foreign(cel.parse(text))
        return program


def refuse_foreign(tree: Node) -> None:
    """Raises CelTypeError for what rules may say and Kubernetes does not take."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Bind):
            raise cel.CelTypeError("Kubernetes has no cel.bind()", node.offset)
        if isinstance(node, Call) and isinstance(node.target, Name) and node.target.name in _FOREIGN:
            raise cel.CelTypeError(f"Kubernetes has no {node.target.name}.{node.function}()", node.offset)
        if isinstance(node, ListLiteral):
            kinds = {kind_of(each.value) for each in node.elements if isinstance(each, Constant)}
            if len(kinds) > 1:
                raise cel.CelTypeError("Kubernetes takes no list of several types; wrap each in dyn()", node.offset)
        for field in fields(node):
            waiting += _nodes(getattr(node, field.name))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _nodes(each)


def _may_give(program: cel.Program, type: str) -> bool:
    """Whether the API server takes the expression for one of a type: it knows those of the fields of a request."""
    if program.type.name == "dyn":
        return any(read.variable in ("request", "namespaceObject") for read in program.reads)
    return program.type.name == type


def plain_names(text: str) -> str:
    """The expression with `variables.x` and `authorizer.requestResource` as plain names, nothing moved if possible."""
    found = tokens(text)
    parts: list[str] = []
    at = 0
    for before, first, dot, last in zip([("", "", 0), *found], found, found[1:], found[2:], strict=False):
        named = first[1] == "variables" or (first[1] == "authorizer" and last[1] == "requestResource")
        if named and first[0] == last[0] == "name" and dot[0] == "." and before[0] != ".":
            parts += [text[at : first[2]], f"{first[1]}_"]
            at = last[2]
    return "".join([*parts, text[at:]])
