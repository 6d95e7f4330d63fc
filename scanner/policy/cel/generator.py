"""The state of code generation, and the constructs that several operations share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from scanner.policy.cel.frame import Node
from scanner.policy.cel.writer import Code, Unsupported, Writer

Emit: TypeAlias = "Callable[[Generator, Node], Code]"
"""Writes what an operation needs before it, and gives its expression."""


def literal(value: Any) -> Code:
    """A constant as source."""
    if isinstance(value, float):
        text = "1e999" if value == float("inf") else "-1e999" if value == float("-inf") else repr(value)
        return Code(f"({text})")
    kind = "bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "dyn"
    return Code(f"({value!r})" if kind == "int" else repr(value), kind)  # type: ignore[arg-type]


class Generator:
    """Generates one function."""

    def __init__(self, operations: Mapping[str, Emit], plan: Node, definitions: dict[int, tuple[str, Node]]) -> None:
        self.writer = Writer()
        self.head: list[str] = []
        """Lines before the function."""
        self.loops = 0
        """How many loops are open."""
        self._operations = operations
        self._definitions = definitions
        self._getters: dict[int, list[str]] = {}
        self._globals: dict[tuple[str, ...], str] = {}
        self._uses: Counter[int] = Counter()
        for node in (plan, *(node for _, node in definitions.values())) if definitions else ():
            _count(node, self._uses)
        self._metered = False
        self._counted = False

    def code(self, node: Node) -> Code:
        """The expression of a node."""
        return self.writer.settle(self._operations[node[0]](self, node))

    def codes(self, nodes: Sequence[Node]) -> list[Code]:
        """The expressions of several nodes."""
        return [self.code(node) for node in nodes]

    def condition(self, node: Node) -> Code:
        """An expression that is True or False, or gives up."""
        code = self.code(node)
        if code.kind == "bool":
            return code
        if node[0] == "constant":
            raise Unsupported
        name = self.writer.temporary()
        return Code(f"(({name} := {code.text}) is True or {name} is not False and bail())", "bool", code.depth + 2)

    def guarded(self, produce: Callable[[], Code]) -> tuple[Code, list[tuple[int, str]]]:
        """An expression, and the lines it needs before it, for a block that is written later."""
        outer, self.writer.lines = self.writer.lines, []
        self.writer.begin()
        code = produce()
        self.writer.end()
        lines, self.writer.lines = self.writer.lines, outer
        return code, lines

    def choice(self, test: Code, then: Callable[[], Code], otherwise: Callable[[], Code]) -> Code:
        """One of two expressions; only the one that is chosen is evaluated."""
        first, first_lines = self.guarded(then)
        second, second_lines = self.guarded(otherwise)
        kind = first.kind if first.kind == second.kind else "dyn"
        if not first_lines and not second_lines:
            text = f"({first.text} if {test.text} else {second.text})"
            return Code(text, kind, max(first.depth, second.depth, test.depth) + 1)
        name = self.writer.temporary()
        self.writer.block(f"if {test.text}:", first_lines, f"{name} = {first.text}")
        self.writer.block("else:", second_lines, f"{name} = {second.text}")
        return Code(name, kind)

    def logic(self, operands: Sequence[Node], word: str) -> Code:
        """`and` or `or` over operands, from left to right."""
        parts = [self.condition(operands[0])]
        for operand in operands[1:]:
            code, lines = self.guarded(partial(self.condition, operand))
            if not lines:
                parts.append(code)
                continue
            name = self.writer.temporary()
            self.writer.emit(f"{name} = {f' {word} '.join(part.text for part in parts)}")
            self.writer.block(f"if {'' if word == 'and' else 'not '}{name}:", lines, f"{name} = {code.text}")
            parts = [Code(name, "bool")]
        if len(parts) == 1:
            return parts[0]
        return Code(f"({f' {word} '.join(part.text for part in parts)})", "bool", max(p.depth for p in parts) + 1)

    def chain(self, node: Node) -> tuple[Code, str]:
        """For `x.?a.?b`: a test whether it is there, and the name of the temporary that then holds it."""
        _, _, operand, key = node
        key = key[2] if isinstance(key, tuple) else key
        name = self.writer.temporary()
        if chainable(operand):
            found, inner = self.chain(operand)
            return Code(f"{found.text} and ({name} := {inner}.get({key!r}, M)) is not M", "bool", found.depth), name
        code = self.code(operand)
        return Code(f"({name} := {code.text}.get({key!r}, M)) is not M", "bool", code.depth + 1), name

    def present(self, found: Code, name: str) -> Code:
        """The test that something is there and known."""
        return Code(f"({found.text} and (type({name}) in PLAIN or known({name})))", "bool", found.depth + 2)

    def held(self, code: Code) -> tuple[Code, str]:
        """The test that an optional holds something, and the name of the temporary that then holds the optional."""
        name = self.writer.temporary()
        test = f"((({name} := {code.text}).__class__ is OptionalValue or bail()) and {name}.content != ())"
        return Code(test, "bool", code.depth + 3), name

    def optional(self, code: Code) -> Code:
        """The same, certain to be an optional."""
        if code.kind == "optional":
            return code
        name = self.writer.temporary()
        text = f"({name} if ({name} := {code.text}).__class__ is OptionalValue else bail())"
        return Code(text, "optional", code.depth + 2)

    def inlined(self, node: Node) -> Node:
        """What a name stands for that is used just once, and not in a loop; otherwise the node itself."""
        while node[0] == "named" and self._is_inlined(node[2]):
            node = self._definitions[node[2]][1]
        return node

    def _is_inlined(self, slot: int) -> bool:
        return slot not in self._getters and self._uses[slot] == 1 and self.loops == 0

    def named(self, slot: int) -> Code:
        """A named expression, evaluated when it is first asked for."""
        if slot not in self._getters:
            node = self._definitions[slot][1]
            if self._is_inlined(slot):
                return self.code(node)
            self._getters[slot] = []
            self._getters[slot] = self._getter(slot, node)
        return Code(f"(v{slot} if v{slot} is not U else g{slot}())", "dyn", 1)

    def _getter(self, slot: int, node: Node) -> list[str]:
        """A function inside the function that evaluates a named expression and keeps its value."""
        outer = self.writer, self.loops, self._counted
        self.writer, self.loops, self._counted = Writer(self.writer), 0, False
        code = self.code(node)
        shared = f"v{slot}, n" if self._counted else f"v{slot}"
        lines = [
            f"def g{slot}():",
            f" nonlocal {shared}",
            *(f" {' ' * indent}{line}" for indent, line in self.writer.lines),
            f" v{slot} = {code.text}",
            f" return v{slot}",
        ]
        counted = self._counted
        self.writer, self.loops, self._counted = outer
        self._counted |= counted
        return lines

    def body(self, result: Code) -> list[str]:
        """The body of the function, which gives `result`."""
        lines = ["n = 0"] if self._counted else []
        lines += ["m = Meter()"] if self._metered else []
        lines += [f"v{slot} = U" for slot in self._getters]
        lines += [line for getter in self._getters.values() for line in getter]
        lines += [" " * indent + line for indent, line in self.writer.lines]
        return [*lines, f"return {result.text}"]

    def function(self, *key: str) -> str:
        """The name of a global with a function of the library, looked up when the code is loaded."""
        if key not in self._globals:
            self._globals[key] = f"f{len(self._globals)}"
            wanted = ", ".join(map(repr, key))
            self.head.append(f"{self._globals[key]} = function({wanted})")
        self._metered = True
        return self._globals[key]

    def count(self, items: str, weight: int) -> None:
        """Charges for a loop inside another."""
        self._counted = True
        self.writer.emit(f"n += len({items}) * {weight}")
        self.writer.emit("if n > BUDGET: bail()")


def chainable(node: Node) -> bool:
    """Whether a node is an optional selection, or a selection through one, with keys that are known."""
    if node[0] == "optIndex":
        return bool(node[3][0] == "constant" and isinstance(node[3][2], str))
    return bool(node[0] == "optSelect" or (node[0] == "select" and chainable(node[2])))


def _count(node: Any, uses: Counter[int]) -> None:
    """Counts how often each named expression is used."""
    if isinstance(node, tuple):
        if len(node) == 3 and node[0] == "named":
            uses[node[2]] += 1
        for part in node:
            _count(part, uses)
