"""Syntax trees back to text, with other words for what Kubernetes does not know."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from scanner.policy.admission.literals import ANY, literal_type
from scanner.policy.cel.tree import (
    Bind,
    Call,
    Comprehension,
    Conditional,
    Constant,
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

Text = tuple[str, int]
"""An expression and how tightly it binds: 9 for what needs no brackets, 0 for what needs them everywhere."""

_OPERATORS: Final = {
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
}
_UNARY: Final = 6
_MEMBER: Final = 9
MAX_LENGTH: Final = 30_000
"""Longest expression that is written."""


class CannotWriteError(Exception):
    """Something that an expression of a policy cannot say; the text says what."""


class Writer:
    """Writes trees. Names are written by `name`, unless a macro binds them."""

    def __init__(self, name: Callable[[str], Text], selected: Callable[[str, str], Text | None]) -> None:
        self._name = name
        self._selected = selected
        self._bound: list[str] = []
        self.functions: set[str] = set()
        """Functions and macros that were written; those of two variables with a `2` behind."""

    def text(self, node: Node, least: int = 0) -> str:
        """The expression in brackets where it binds less tightly than `least`."""
        written, tightness = self.written(node)
        return written if tightness >= least else f"({written})"

    def written(self, node: Node) -> Text:
        """The expression, and how tightly it binds. Raises CannotWriteError."""
        found = _WRITE[type(node)](self, node)
        if len(found[0]) > MAX_LENGTH:
            raise CannotWriteError("it becomes too long")
        return found

    def _constant(self, node: Constant) -> Text:
        value = node.value
        if isinstance(value, UInt):
            return f"{int(value)}u", _MEMBER
        if isinstance(value, bytes):
            return "b" + json.dumps("".join(f"\\x{byte:02x}" for byte in value)).replace("\\\\x", "\\x"), _MEMBER
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
            return repr(value), _UNARY
        return (json.dumps(value) if not isinstance(value, str) else quoted(value)), _MEMBER

    def _named(self, node: Name) -> Text:
        if node.name in self._bound and not node.root:
            return node.name, _MEMBER
        hidden = _WORDS.intersection(self._bound)
        if hidden:
            raise CannotWriteError(f"a macro calls its variable {min(hidden)}")
        return self._name(node.name)

    def _select(self, node: Select) -> Text:
        operand = node.operand
        mark = ".?" if node.mode == "optional" else "."
        if mark == ".?" and isinstance(operand, Name) and node.field in _NULLABLE and operand.name not in self._bound:
            return f"{self.text(operand)}.?{node.field}.optFlatMap(each, optional.ofNonZeroValue(each))", _MEMBER
        if isinstance(operand, Name) and operand.name not in self._bound and node.mode == "plain":
            other = self._selected(operand.name, node.field)
            if other is not None:
                return other
        if not node.field.isidentifier():
            return self._quoted(node)
        written = f"{self.text(operand, _MEMBER)}{mark}{node.field}"
        return (f"has({written})" if node.mode == "has" else written), _MEMBER

    def _quoted(self, node: Select) -> Text:
        """A selection of a field that is no word, for which Kubernetes has no syntax."""
        if node.mode == "has":
            return f"{quoted(node.field)} in {self.text(node.operand, 4)}", 3
        return (
            f"{self.text(node.operand, _MEMBER)}[{'?' if node.mode == 'optional' else ''}{quoted(node.field)}]",
            _MEMBER,
        )

    def _index(self, node: Index) -> Text:
        return f"{self.text(node.operand, _MEMBER)}[{'?' if node.optional else ''}{self.text(node.index)}]", _MEMBER

    def _call(self, node: Call) -> Text:
        name = node.function
        if name in ("!_", "-_"):
            return f"{name[0]}{self.text(node.arguments[0], _UNARY + 1)}", _UNARY
        operator = "in" if name == "@in" else name[1:-1] if name[:1] == "_" == name[-1:] else ""
        if operator in _OPERATORS:
            tightness = _OPERATORS[operator]
            left, right = (self.text(each, tightness + at) for at, each in enumerate(node.arguments))
            return f"{left} {operator} {right}", tightness
        if node.target is None:
            return self._function(name, node.arguments)
        if isinstance(node.target, Name) and f"{node.target.name}.{name}" in _NAMESPACED:
            self.functions.add(f"{node.target.name}.{name}")
            return f"{node.target.name}.{name}({self._all(node.arguments)})", _MEMBER
        self.functions.add(f".{name}")
        return f"{self.text(node.target, _MEMBER)}.{name}({self._all(node.arguments)})", _MEMBER

    def _function(self, name: str, arguments: tuple[Node, ...]) -> Text:
        if name in _REWRITTEN:
            template, tightness = _REWRITTEN[name]
            return template.format(self.text(arguments[0])), tightness
        self.functions.add(name)
        return f"{name}({self._all(arguments)})", _MEMBER

    def _all(self, nodes: tuple[Node, ...]) -> str:
        return ", ".join(self.text(each) for each in nodes)

    def _logic(self, node: Logic) -> Text:
        tightness = 2 if node.operator == "&&" else 1
        return f" {node.operator} ".join(self.text(each, tightness + 1) for each in node.operands), tightness

    def _conditional(self, node: Conditional) -> Text:
        return f"{self.text(node.test, 1)} ? {self.text(node.then, 1)} : {self.text(node.otherwise)}", 0

    def _list(self, node: ListLiteral) -> Text:
        parts = self._parts(node.elements, node.optional)
        return f"[{', '.join(parts)}]", _MEMBER

    def _map(self, node: MapLiteral) -> Text:
        values = [value for _, value, _ in node.entries]
        held = self._parts(values, frozenset(at for at, entry in enumerate(node.entries) if entry[2]))
        keys = (self.text(key) for key, _, _ in node.entries)
        parts = (
            f"?{key}: {text[1:]}" if text[:1] == "?" else f"{key}: {text}" for key, text in zip(keys, held, strict=True)
        )
        return f"{{{', '.join(parts)}}}", _MEMBER

    def _parts(self, nodes: Sequence[Node], optional: Collection[int]) -> list[str]:
        """Members of a list or map, those that may be missing behind a question mark.

        Kubernetes wants them to be of one type, as far as it can tell; for the engine of rules `dyn` changes nothing.
        """
        types = {literal_type(each) for each in nodes}
        mixed = len(nodes) > 1 and (len(types) > 1 or ANY in types)
        if mixed and optional:
            raise CannotWriteError(
                "it makes a list or map of parts that may be missing, and that may be of several types"
            )
        if mixed:
            return [f"dyn({self.text(each)})" for each in nodes]
        return [f"{'?' if at in optional else ''}{self.text(each)}" for at, each in enumerate(nodes)]

    def _message(self, node: Message) -> Text:
        raise CannotWriteError(f"it makes a {node.name}")

    def _comprehension(self, node: Comprehension) -> Text:
        operand = self.text(node.operand, _MEMBER)
        if node.macro == "sortBy":
            self.functions.add(".sortBy")
        self.functions.add(f"{node.macro}{len(node.variables)}")
        self._bound += node.variables
        parts = [self.text(each) for each in (node.condition, node.result) if each is not None]
        del self._bound[len(self._bound) - len(node.variables) :]
        macro = "exists_one" if node.macro == "existsOne" and len(node.variables) == 1 else node.macro
        return f"{operand}.{macro}({', '.join([*node.variables, *parts])})", _MEMBER

    def _bind(self, node: Bind) -> Text:
        raise CannotWriteError("it uses cel.bind(), which Kubernetes does not have")

    def _optional_map(self, node: OptionalMap) -> Text:
        operand = self.text(node.operand, _MEMBER)
        self._bound.append(node.variable)
        body = self.text(node.body)
        self._bound.pop()
        return f"{operand}.{'optFlatMap' if node.flat else 'optMap'}({node.variable}, {body})", _MEMBER

    def bind(self, *names: str) -> None:
        """Names that macros around what follows bind."""
        self._bound += names

    def release(self, *names: str) -> None:
        """The end of that."""
        for name in names:
            self._bound.remove(name)


def negated(written: Text) -> str:
    """The opposite of a condition."""
    text, tightness = written
    if tightness == _UNARY and text.startswith("!"):
        return text[1:]
    return f"!{text}" if tightness == _MEMBER else f"!({text})"


def quoted(text: str) -> str:
    """A literal."""
    return json.dumps(text, ensure_ascii=False)


_NAMESPACED: Final = frozenset({
    "optional.of", "optional.none", "optional.ofNonZeroValue", "sets.contains", "sets.equivalent", "sets.intersects",
    "lists.range", "math.greatest", "math.least", "base64.encode", "base64.decode", "strings.quote", "ip.isCanonical",
    "format.named", "optional.unwrap", *(f"math.{name}" for name in ("abs", "ceil", "floor", "round", "sign", "sqrt",
    "trunc", "isNaN", "isInf", "isFinite", "bitAnd", "bitOr", "bitXor", "bitNot", "bitShiftLeft", "bitShiftRight")),
})  # fmt: skip
_OPEN_IPV4: Final = r"^\\s*[0-9]{{1,3}}([.][0-9]{{1,3}}){{3}}/0+\\s*$"
_OPEN: Final = r"^\\s*([0-9]{{1,3}}([.][0-9]{{1,3}}){{3}}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)/0+\\s*$"
_WORDS: Final = frozenset({"object", "variables"})
"""What names are written as, so that no macro may take it."""
_NULLABLE: Final = frozenset({"rules"})
"""Lists of an object that the API server shows as null where they are empty: those of a role."""
_REWRITTEN: Final[dict[str, Text]] = {
    "truthy": ('string(dyn({0})).trim().lowerAscii() in ["true", "1", "yes", "on"]', 3),
    "ipv4Open": (f'string(dyn({{0}})).matches("{_OPEN_IPV4}")', _MEMBER),
    "ipOpen": (f'string(dyn({{0}})).matches("{_OPEN}")', _MEMBER),
}
"""The functions of rules that other words can say, of values as the API server admits them."""

_WRITE: Final[dict[type[Node], Callable[[Writer, Any], Text]]] = {
    Constant: Writer._constant,
    Name: Writer._named,
    Select: Writer._select,
    Index: Writer._index,
    Call: Writer._call,
    Logic: Writer._logic,
    Conditional: Writer._conditional,
    ListLiteral: Writer._list,
    MapLiteral: Writer._map,
    Message: Writer._message,
    Comprehension: Writer._comprehension,
    Bind: Writer._bind,
    OptionalMap: Writer._optional_map,
}
