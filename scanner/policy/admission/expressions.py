"""Compiles the expressions of a policy in the environment that the API server gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from scanner.policy import cel
from scanner.policy.admission.literals import is_mixed
from scanner.policy.cel.lexer import tokens
from scanner.policy.cel.tree import Bind, Call, Index, ListLiteral, MapLiteral, Name, Node, Select
from scanner.policy.cel.types import DYN, Type

MOST_EXPRESSIONS = 500
"""Most expressions of one policy."""

_FOREIGN: Final = frozenset({"math", "base64"})
_AUTHORIZER = Type("kubernetes.authorization.Authorizer")
_RESOURCE_CHECK = Type("kubernetes.authorization.ResourceCheck")
_OWN_RESOURCE = "authorizer_requestResource"
NAMES = ("object", "oldObject", "request", "namespaceObject", "authorizer", _OWN_RESOURCE)
"""The variables of every expression, in the order of their values; `params` comes last where there are some."""
_AUTHORIZERS: Final = frozenset({"authorizer", _OWN_RESOURCE})
_VERSIONED: Final = {"group": None, "version": None}
_KIND, _RESOURCE = {**_VERSIONED, "kind": None}, {**_VERSIONED, "resource": None}
_PLAIN_REQUEST: Final = (
    "subResource", "requestSubResource", "name", "namespace", "operation", "dryRun", "options",
)  # fmt: skip
_METADATA: Final = (
    "name", "generateName", "namespace", "labels", "annotations", "UID", "creationTimestamp",
    "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "resourceVersion", "finalizers",
)  # fmt: skip
_TYPED: Final[dict[str, dict[str, Any]]] = {
    "request": {
        **dict.fromkeys(("kind", "requestKind"), _KIND),
        **dict.fromkeys(("resource", "requestResource"), _RESOURCE),
        **dict.fromkeys(_PLAIN_REQUEST),
        "userInfo": dict.fromkeys(("username", "uid", "groups", "extra")),
    },
    "namespaceObject": {
        "metadata": dict.fromkeys(_METADATA),
        "spec": {"finalizers": None},
        "status": {"conditions": None, "phase": None},
    },
}
"""The variables of which Kubernetes knows the fields: `BuildRequestType` and `BuildNamespaceType` of
https://github.com/kubernetes/apiserver/blob/master/pkg/admission/plugin/cel/compile.go"""


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
        """A message expression, which knows no authorizer. Raises CelError."""
        program = self._compiled(plain_names(text), self._variables)
        if _AUTHORIZERS.intersection(token[1] for token in tokens(plain_names(text)) if token[0] == "name"):
            raise cel.CelTypeError("undeclared reference to 'authorizer'")
        if not _may_give(program, "string"):
            raise cel.CelTypeError(f"messageExpression must give a string, not {program.type}")
        return program

    def annotation(self, text: str) -> cel.Program:
        """What an audit annotation is to say, which is a string or null. Raises CelError."""
        program = self._compiled(plain_names(text), self._variables)
        if not (_may_give(program, "string") or program.type.name == "null_type"):
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
        if isinstance(node, ListLiteral) and is_mixed(node.elements):
            raise cel.CelTypeError("Kubernetes takes no list of several types; wrap each in dyn()", node.offset)
        if isinstance(node, MapLiteral) and any(map(is_mixed, list(zip(*node.entries, strict=True))[:2])):
            raise cel.CelTypeError("Kubernetes takes no map of several types; wrap each in dyn()", node.offset)
        if isinstance(node, (Select, Index)):
            _refuse_undefined(node)
        for field in fields(node):
            waiting += _nodes(getattr(node, field.name))


def _refuse_undefined(node: Select | Index) -> None:
    """Raises CelTypeError for a field that the type of a request or of a namespace does not have."""
    fields = _fields_of(node.operand)
    if isinstance(fields, dict) and (isinstance(node, Index) or node.field not in fields):
        name = "a value at an index" if isinstance(node, Index) else f"the field {node.field}"
        raise cel.CelTypeError(f"{name} is not defined for the type that Kubernetes gives this", node.offset)


def _fields_of(node: Node) -> Any:
    """The fields of what a name, or a field of one, is; None where anything may be there."""
    if isinstance(node, Name):
        return _TYPED.get(node.name)
    if not isinstance(node, Select):
        return None
    fields = _fields_of(node.operand)
    return fields.get(node.field) if isinstance(fields, dict) else None


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
