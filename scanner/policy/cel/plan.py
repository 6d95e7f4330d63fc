"""Lowering: a checked tree becomes a plan, and the paths it reads are collected.

A plan is made of nested tuples of plain constants, so that it can lie in a code object and be marshalled. Each node is
`(operation, offset, ...)`; `exact.py` defines what each operation means. Names are resolved to slots: first the
variables of the environment in their order, then named expressions and the variables of macros.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from scanner.policy.cel.checker import Checked
from scanner.policy.cel.tree import (
    Bind,
    Call,
    Comprehension,
    Conditional,
    Constant,
    Expr,
    Index,
    ListLiteral,
    Logic,
    MapLiteral,
    Message,
    Name,
    Node,
    OptionalMap,
    Select,
)
from scanner.policy.cel.values import UInt

Plan: TypeAlias = tuple[Any, ...]
"""A node of a plan."""

Route: TypeAlias = tuple[str, tuple[str, ...]] | None
"""The variable and path that a value was read from; None for a computed value."""


@dataclass(frozen=True, slots=True)
class Read:
    """A path that an expression reads."""

    variable: str
    """The variable of the environment."""
    path: tuple[str, ...]
    """Keys below it; `*` for any item or computed key."""
    offset: int = field(default=-1, compare=False)
    """Where in the text it is read first; -1 for a read inside a named expression."""


@dataclass(slots=True)
class Definition:
    """A named intermediate expression."""

    name: str
    """Its name."""
    tree: Expr
    """Its tree."""
    checked: Checked
    """What the checker says of it."""
    visible: int
    """How many definitions stand before it."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """A whole expression, ready for code."""

    plan: Plan
    """The expression."""
    definitions: dict[int, tuple[str, Plan]]
    """Named expressions that it uses, by slot: name and plan."""
    slots: int
    """How many slots an evaluation needs."""
    reads: tuple[Read, ...]
    """Paths it reads, in the order of their first use."""


def lower(
    tree: Expr, checked: Checked, variables: tuple[str, ...], definitions: tuple[Definition, ...] = ()
) -> Lowered:
    """The plan of a checked tree."""
    lowering = _Lowering(variables, definitions)
    lowering.enter(checked, len(definitions))
    plan = lowering.used(tree)
    return Lowered(plan, lowering.defined, lowering.slots, tuple(lowering.reads))


class _Lowering:
    """One walk over a tree and the definitions it reaches."""

    def __init__(self, variables: tuple[str, ...], definitions: tuple[Definition, ...]) -> None:
        self.slots = len(variables)
        self.reads: dict[Read, None] = {}
        self.defined: dict[int, tuple[str, Plan]] = {}
        self._variables = {name: slot for slot, name in enumerate(variables)}
        self._definitions = definitions
        self._known: dict[int, tuple[int, Route]] = {}
        self._local: dict[str, list[tuple[int, Route]]] = {}
        self._inside_definition = False

    def enter(self, checked: Checked, visible: int) -> None:
        self._checked = checked
        self._visible = visible

    def visit(self, node: Node) -> tuple[Plan, Route]:
        """The plan of a node, and the route of its value; the route counts as read only once something uses it."""
        return _VISIT[type(node)](self, node)

    def used(self, node: Node) -> Plan:
        """The plan of a node whose value is used as it is."""
        plan, route = self.visit(node)
        self.read(route, plan[1])
        return plan

    def all_used(self, nodes: tuple[Node, ...]) -> tuple[Plan, ...]:
        return tuple(map(self.used, nodes))

    def read(self, route: Route, offset: int) -> None:
        if route is not None:
            self.reads.setdefault(Read(route[0], route[1], -1 if self._inside_definition else offset))

    def _constant(self, node: Constant) -> tuple[Plan, Route]:
        if isinstance(node.value, UInt):
            return ("uint", node.offset, int(node.value)), None
        return ("constant", node.offset, node.value), None

    def _name(self, node: Name) -> tuple[Plan, Route]:
        scopes = self._local.get(node.name)
        if scopes and not node.root:
            slot, route = scopes[-1]
            return ("variable", node.offset, slot), route
        for at in range(self._visible - 1, -1, -1):
            if self._definitions[at].name == node.name:
                slot, route = self._defined(at)
                return ("named", node.offset, slot), route
        if node.name in self._variables:
            return ("variable", node.offset, self._variables[node.name]), (node.name, ())
        return ("type", node.offset, self._checked.types[id(node)]), None

    def _defined(self, at: int) -> tuple[int, Route]:
        """Slot and route of a definition, lowered when it is first named."""
        if at not in self._known:
            outer = self._checked, self._visible, self._local, self._inside_definition
            definition = self._definitions[at]
            self.enter(definition.checked, definition.visible)
            self._local, self._inside_definition = {}, True
            plan, route = self.visit(definition.tree)
            self._checked, self._visible, self._local, self._inside_definition = outer
            slot = self._slot()
            self.defined[slot] = definition.name, plan
            self._known[at] = slot, route
        return self._known[at]

    def _slot(self) -> int:
        self.slots += 1
        return self.slots - 1

    def _select(self, node: Select) -> tuple[Plan, Route]:
        if id(node) in self._checked.types:
            return ("type", node.offset, self._checked.types[id(node)]), None
        operand, route = self.visit(node.operand)
        route = (route[0], (*route[1], node.field)) if route else None
        if node.mode == "has":
            self.read(route, node.offset)
            return ("has", node.offset, operand, node.field), None
        return ("select" if node.mode == "plain" else "optSelect", node.offset, operand, node.field), route

    def _index(self, node: Index) -> tuple[Plan, Route]:
        operand, route = self.visit(node.operand)
        step = node.index.value if isinstance(node.index, Constant) and isinstance(node.index.value, str) else "*"
        route = (route[0], (*route[1], step)) if route else None
        return ("optIndex" if node.optional else "index", node.offset, operand, self.used(node.index)), route

    def _call(self, node: Call) -> tuple[Plan, Route]:
        module, key = self._checked.calls[id(node)]
        operands = (node.target, *node.arguments) if key[0] == "." and node.target else node.arguments
        match key:
            case "_==_" | "_!=_" | "@in" | "type" | "optional.of" | "!_" if module in ("special", "operators"):
                return (_SPECIAL[key], node.offset, *self.all_used(operands)), None
            case "dyn" if module == "special":
                return self.visit(operands[0])
            case ".or" | ".orValue" if module == "special":
                operand, route = self.visit(operands[0])
                return (_SPECIAL[key], node.offset, operand, self.used(operands[1])), route
            case ".value" if module == "optionals":
                operand, route = self.visit(operands[0])
                return ("call", node.offset, module, key, (operand,)), route
        if not module:
            return ("extra", node.offset, key, self.all_used(operands)), None
        return ("call", node.offset, module, key, self.all_used(operands)), None

    def _logic(self, node: Logic) -> tuple[Plan, Route]:
        return ("and" if node.operator == "&&" else "or", node.offset, self.all_used(node.operands)), None

    def _conditional(self, node: Conditional) -> tuple[Plan, Route]:
        return ("if", node.offset, *self.all_used((node.test, node.then, node.otherwise))), None

    def _list(self, node: ListLiteral) -> tuple[Plan, Route]:
        return ("newList", node.offset, self.all_used(node.elements), node.optional), None

    def _map(self, node: MapLiteral) -> tuple[Plan, Route]:
        entries = tuple((self.used(key), self.used(value), optional) for key, value, optional in node.entries)
        return ("newMap", node.offset, entries), None

    def _message(self, node: Message) -> tuple[Plan, Route]:
        fields = tuple((name, self.used(value), optional) for name, _, value, optional in node.fields)
        return ("message", node.offset, node.name, fields), None

    def _bind(self, node: Bind) -> tuple[Plan, Route]:
        value, route = self.visit(node.value)
        slot = self._slot()
        body, result = self._inside({node.variable: (slot, route)}, node.body)
        return ("bind", node.offset, slot, value, body), result

    def _optional_map(self, node: OptionalMap) -> tuple[Plan, Route]:
        operand, route = self.visit(node.operand)
        self.read(route, operand[1])
        slot = self._slot()
        body, result = self._inside({node.variable: (slot, route)}, node.body)
        return ("optMap", node.offset, operand, slot, body, node.flat), result

    def _comprehension(self, node: Comprehension) -> tuple[Plan, Route]:
        operand, route = self.visit(node.operand)
        self.read(route, operand[1])
        item: Route = (route[0], (*route[1], "*")) if route else None
        routes: tuple[Route, ...] = (item,) if len(node.variables) == 1 else (None, item)
        variables = {name: (self._slot(), one) for name, one in zip(node.variables, routes, strict=True)}
        slots = tuple(slot for slot, _ in variables.values())
        condition = None if node.condition is None else self._inside(variables, node.condition, use=True)[0]
        result = None if node.result is None else self._inside(variables, node.result, use=True)[0]
        kept = route if node.macro in ("filter", "sortBy") else None
        return (node.macro, node.offset, operand, slots, condition, result), kept

    def _inside(self, variables: dict[str, tuple[int, Route]], body: Node, use: bool = False) -> tuple[Plan, Route]:
        for name, entry in variables.items():
            self._local.setdefault(name, []).append(entry)
        found = (self.used(body), None) if use else self.visit(body)
        for name in variables:
            self._local[name].pop()
        return found


_SPECIAL: Final = {
    "_==_": "equal",
    "_!=_": "unequal",
    "@in": "in",
    "type": "typeOf",
    "optional.of": "optionalOf",
    "!_": "not",
    ".or": "orElse",
    ".orValue": "orValue",
}
_VISIT: Final[dict[type[Node], Callable[[_Lowering, Any], tuple[Plan, Route]]]] = {
    Constant: _Lowering._constant,
    Name: _Lowering._name,
    Select: _Lowering._select,
    Index: _Lowering._index,
    Call: _Lowering._call,
    Logic: _Lowering._logic,
    Conditional: _Lowering._conditional,
    ListLiteral: _Lowering._list,
    MapLiteral: _Lowering._map,
    Message: _Lowering._message,
    Bind: _Lowering._bind,
    OptionalMap: _Lowering._optional_map,
    Comprehension: _Lowering._comprehension,
}
