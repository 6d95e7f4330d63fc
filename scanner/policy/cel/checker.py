"""The type checker: refuses expressions that cannot work, and says which name means what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from scanner.policy.cel.declarations import Signature, parse_type, standard
from scanner.policy.cel.environment import MESSAGES, Environment
from scanner.policy.cel.errors import CelTypeError
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
from scanner.policy.cel.types import (
    BOOL,
    BYTES,
    DENOTED,
    DOUBLE,
    DYN,
    INT,
    NULL,
    STRING,
    UINT,
    Type,
    list_of,
    map_of,
    optional_of,
    type_of,
)
from scanner.policy.cel.unify import Substitution
from scanner.policy.cel.values import kind_of

_CONSTANTS: Final = {"n": NULL, "b": BOOL, "i": INT, "u": UINT, "d": DOUBLE, "s": STRING, "y": BYTES}
_SELECTABLE: Final = frozenset({"map", "dyn"})
_KEYS: Final = frozenset({"int", "uint", "bool", "string", "dyn"})
_ORDERED: Final = frozenset(
    {"int", "uint", "double", "bool", "string", "bytes", "google.protobuf.Timestamp", "google.protobuf.Duration", "dyn"}
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker found out."""

    type: Type
    """Type of the whole expression."""
    types: dict[int, str]
    """Names (by `id` of the node) that denote a type, and which."""
    calls: dict[int, tuple[str, str]]
    """Calls (by `id` of the node): module of `library/` and key of the function."""


def check_tree(tree: Expr, environment: Environment, named: dict[str, Type] | None = None) -> Checked:
    """Checks a tree; `named` are the types of named intermediate expressions. Raises CelTypeError."""
    checker = _Checker(environment, named or {})
    result = checker.visit(tree)
    return Checked(checker.substitution.final(result), checker.types, checker.calls)


class _Checker:
    """One walk over a tree."""

    def __init__(self, environment: Environment, named: dict[str, Type]) -> None:
        self.substitution = Substitution()
        self.types: dict[int, str] = {}
        self.calls: dict[int, tuple[str, str]] = {}
        self._root: dict[str, Type] = {**environment.variables, **named}
        self._local: dict[str, list[Type]] = {}
        self._extra: dict[str, tuple[Signature, ...]] = {}
        for function in environment.functions:
            signature = Signature(function.parameters, function.result, "")
            self._extra[function.key] = (*self._extra.get(function.key, ()), signature)

    def visit(self, node: Node) -> Type:
        """The type of a node."""
        return _VISIT[type(node)](self, node)

    def _constant(self, node: Constant) -> Type:
        return _CONSTANTS[kind_of(node.value)]

    def _name(self, node: Name) -> Type:
        declared = self._variable(node)
        if declared is not None:
            return declared
        if node.name in DENOTED:
            self.types[id(node)] = node.name
            return type_of(DENOTED[node.name])
        raise CelTypeError(f"undeclared reference to '{node.name}'", node.offset)

    def _select(self, node: Select) -> Type:
        if node.mode == "plain":
            name = self._qualified(node)
            if name is not None and name in DENOTED:
                self.types[id(node)] = name
                return type_of(DENOTED[name])
        selected, optional = self._selected(self.visit(node.operand), node)
        if node.mode == "has":
            return BOOL
        return optional_of(selected) if optional or node.mode == "optional" else selected

    def _selected(self, operand: Type, node: Select) -> tuple[Type, bool]:
        """Type of a field, and whether the operand is an optional."""
        operand = self.substitution.resolve(operand)
        optional = operand.name == "optional_type"
        if optional:
            operand = self.substitution.resolve(operand.parameters[0])
        if operand.name in _SELECTABLE:
            return (operand.parameters[1] if operand.parameters else DYN), optional
        if operand.is_parameter:
            return DYN, optional
        shown = self.substitution.final(operand)
        raise CelTypeError(f"no field '{node.field}' in a value of type '{shown}'", node.offset)

    def _index(self, node: Index) -> Type:
        name = "_[?_]" if node.optional else "_[_]"
        return self._resolve(name, name, (self.visit(node.operand), self.visit(node.index)), node.offset)[0]

    def _function(self, node: Call) -> Type:
        if node.target is None:
            self._overloads(node.function, node.function, node.offset)
            return self._call(node, node.function, tuple(map(self.visit, node.arguments)))
        namespace = self._qualified(node.target)
        if namespace is not None:
            name = f"{namespace}.{node.function}"
            if name in standard() or name in self._extra:
                return self._call(node, name, tuple(map(self.visit, node.arguments)))
        target = self.visit(node.target)
        self._overloads(f".{node.function}", node.function, node.offset)
        operands = (target, *map(self.visit, node.arguments))
        return self._call(node, f".{node.function}", operands)

    def _call(self, node: Call, key: str, arguments: tuple[Type, ...]) -> Type:
        result, module = self._resolve(key, node.function, arguments, node.offset)
        if key == ".sort":
            self._ordered(self.substitution.resolve(arguments[0]), node.offset)
        self.calls[id(node)] = (module, key)
        return result

    def _overloads(self, key: str, shown: str, offset: int) -> tuple[Signature, ...]:
        overloads = self._extra.get(key) or standard().get(key)
        if overloads is None:
            raise CelTypeError(f"undeclared reference to function '{shown}'", offset)
        return overloads

    def _resolve(self, key: str, shown: str, arguments: tuple[Type, ...], offset: int) -> tuple[Type, str]:
        """Result type and module of a call."""
        overloads = self._overloads(key, shown, offset)
        results: list[Type] = []
        for overload in overloads:
            if len(overload.parameters) == len(arguments):
                *parameters, result = self.substitution.instantiate((*overload.parameters, overload.result))
                if self.substitution.all_assignable(arguments, tuple(parameters)):
                    results.append(result)
        if not results:
            given = ", ".join(str(self.substitution.final(one)) for one in arguments)
            raise CelTypeError(f"no matching overload for '{shown}' applied to '({given})'", offset)
        same = len(results) == 1 or len({self.substitution.final(one) for one in results}) == 1
        return (results[0] if same else DYN), overloads[0].module

    def _ordered(self, given: Type, offset: int) -> None:
        element = self.substitution.final(given.parameters[0]) if given.parameters else DYN
        if element.name not in _ORDERED:
            raise CelTypeError(f"values of type '{element}' have no order", offset)

    def _logic(self, node: Logic) -> Type:
        for operand in node.operands:
            self._expect(BOOL, operand)
        return BOOL

    def _conditional(self, node: Conditional) -> Type:
        operands = (self.visit(node.test), self.visit(node.then), self.visit(node.otherwise))
        return self._resolve("_?_:_", "_?_:_", operands, node.offset)[0]

    def _list(self, node: ListLiteral) -> Type:
        element: Type | None = None
        for at, one in enumerate(node.elements):
            given = self._unwrapped(one) if at in node.optional else self.visit(one)
            element = given if element is None else self.substitution.join(element, given)
        return list_of(element or self.substitution.fresh())

    def _map(self, node: MapLiteral) -> Type:
        key: Type | None = None
        value: Type | None = None
        seen: set[tuple[str, object]] = set()
        for key_node, value_node, optional in node.entries:
            if isinstance(key_node, Constant) and not optional:
                constant = kind_of(key_node.value), key_node.value
                if constant in seen:
                    raise CelTypeError(f"duplicate map key: {key_node.value}", key_node.offset)
                seen.add(constant)
            given = self._key(key_node)
            held = self._unwrapped(value_node) if optional else self.visit(value_node)
            key = given if key is None else self.substitution.join(key, given)
            value = held if value is None else self.substitution.join(value, held)
        return map_of(key or self.substitution.fresh(), value or self.substitution.fresh())

    def _key(self, node: Node) -> Type:
        given = self.visit(node)
        shown = self.substitution.final(given)
        if shown.name not in _KEYS:
            raise CelTypeError(f"a value of type '{shown}' cannot be a map key", node.offset)
        return given

    def _unwrapped(self, node: Node) -> Type:
        """Type of the value of an optional entry."""
        held = self.substitution.fresh()
        given = self.visit(node)
        if not self.substitution.assignable(given, optional_of(held)):
            shown = self.substitution.final(given)
            raise CelTypeError(f"an optional entry needs an optional, not '{shown}'", node.offset)
        return held

    def _message(self, node: Message) -> Type:
        from scanner.policy.cel.library.messages import FIELDS

        if node.name not in MESSAGES:
            raise CelTypeError(f"undeclared reference to message '{node.name}'", node.offset)
        for field, offset, value, optional in node.fields:
            if field not in FIELDS[node.name]:
                raise CelTypeError(f"no field '{field}' in '{node.name}'", offset)
            given = self._unwrapped(value) if optional else self.visit(value)
            declared = parse_type(FIELDS[node.name][field])
            if given is not NULL and not self.substitution.assignable(given, declared):
                shown = self.substitution.final(given)
                raise CelTypeError(f"field '{field}' takes '{declared}', not '{shown}'", offset)
        return parse_type(MESSAGES[node.name])

    def _bind(self, node: Bind) -> Type:
        return self._inside({node.variable: self.visit(node.value)}, node.body)

    def _optional_map(self, node: OptionalMap) -> Type:
        body = self._inside({node.variable: self._unwrapped(node.operand)}, node.body)
        if not node.flat:
            return optional_of(body)
        held = self.substitution.fresh()
        if not self.substitution.assignable(body, optional_of(held)):
            shown = self.substitution.final(body)
            raise CelTypeError(f"optFlatMap() needs an optional, not '{shown}'", node.body.offset)
        return optional_of(held)

    def _comprehension(self, node: Comprehension) -> Type:
        key, value, single = self._range(node.operand)
        kinds = (key, value) if len(node.variables) == 2 else (single,)
        variables = dict(zip(node.variables, kinds, strict=True))
        if node.condition is not None:
            self._inside(variables, node.condition, BOOL)
        result = DYN if node.result is None else self._inside(variables, node.result)
        match node.macro:
            case "all" | "exists" | "existsOne":
                return BOOL
            case "filter":
                return list_of(single)
            case "map" | "transformList":
                return list_of(result)
            case "transformMap":
                return map_of(key, result)
            case "transformMapEntry":
                return self._entry(node, result)
            case _:
                self._ordered(list_of(result), node.offset)
                return list_of(single)

    def _range(self, node: Node) -> tuple[Type, Type, Type]:
        """Types of key (or index), value, and the variable of the one-variable form."""
        given = self.substitution.resolve(self.visit(node))
        if given.name == "list":
            return INT, given.parameters[0], given.parameters[0]
        if given.name == "map":
            return given.parameters[0], given.parameters[1], given.parameters[0]
        if given.name == "dyn" or given.is_parameter:
            return DYN, DYN, DYN
        shown = self.substitution.final(given)
        raise CelTypeError(f"a macro runs over a list or a map, not '{shown}'", node.offset)

    def _entry(self, node: Comprehension, result: Type) -> Type:
        if not isinstance(node.result, MapLiteral) or len(node.result.entries) != 1:
            raise CelTypeError("transformMapEntry() needs a map literal with one entry", node.offset)
        return result

    def _inside(self, variables: dict[str, Type], body: Node, expected: Type | None = None) -> Type:
        """The type of `body` with more variables in scope."""
        for name, declared in variables.items():
            self._local.setdefault(name, []).append(declared)
        found = self.visit(body) if expected is None else self._expect(expected, body)
        for name in variables:
            self._local[name].pop()
        return found

    def _expect(self, expected: Type, node: Node) -> Type:
        given = self.visit(node)
        if not self.substitution.assignable(given, expected):
            shown = self.substitution.final(given)
            raise CelTypeError(f"expected '{expected}', found '{shown}'", node.offset)
        return expected

    def _variable(self, node: Name) -> Type | None:
        scopes = self._local.get(node.name)
        if scopes and not node.root:
            return scopes[-1]
        return self._root.get(node.name)

    def _qualified(self, node: Node) -> str | None:
        """The dotted name that a chain of selections spells, unless it begins with a variable."""
        parts: list[str] = []
        while isinstance(node, Select) and node.mode == "plain":
            parts.append(node.field)
            node = node.operand
        if not isinstance(node, Name) or self._variable(node) is not None:
            return None
        return ".".join((node.name, *reversed(parts)))


_VISIT: Final[dict[type[Node], Callable[[_Checker, Any], Type]]] = {
    Constant: _Checker._constant,
    Name: _Checker._name,
    Select: _Checker._select,
    Index: _Checker._index,
    Call: _Checker._function,
    Logic: _Checker._logic,
    Conditional: _Checker._conditional,
    ListLiteral: _Checker._list,
    MapLiteral: _Checker._map,
    Message: _Checker._message,
    Bind: _Checker._bind,
    OptionalMap: _Checker._optional_map,
    Comprehension: _Checker._comprehension,
}
