"""Source for calls, comparisons and membership."""

from __future__ import annotations

from typing import Final

from scanner.policy.cel.frame import Node
from scanner.policy.cel.generator import Emit, Generator, chainable, literal
from scanner.policy.cel.writer import Code

_COMPARISONS: Final = {"_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">="}
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_STRING_TESTS: Final = {".startsWith": "startswith", ".endsWith": "endswith"}
_BOOLS: Final = frozenset({"matches", ".matches", "_<_", "_<=_", "_>_", "_>=_"})
_LONG: Final = 1000
"""Longest text that is searched inside a loop without counting the cost."""
_SHORT: Final = 250
"""Texts shorter than this are matched without counting the cost, and what came of it is remembered."""


def _equal(generator: Generator, node: Node) -> Code:
    one, other = node[2], node[3]
    if one[0] == "constant":
        one, other = other, one
    if other[0] != "constant" or one[0] == "constant":
        left, right = generator.codes((one, other))
        if left.kind == right.kind == "int":
            return Code(f"({left.text} == {right.text})", "bool", max(left.depth, right.depth) + 1)
        return Code(f"equal({left.text}, {right.text})", "bool", max(left.depth, right.depth) + 1)
    code = generator.code(one)
    return Code(_equal_constant(generator, code, other[2]), "bool", code.depth + 2)


def _equal_constant(generator: Generator, code: Code, value: object) -> str:
    """A comparison with a literal. An Unknown, or a number of another type, goes to the helper."""
    if isinstance(value, bool) and code.kind == "bool":
        return code.text if value else f"(not {code.text})"
    if type(value) is int and code.kind == "int":
        return f"({code.text} == {value})"
    name = generator.writer.temporary()
    if isinstance(value, bool):
        return f"(({name} := {code.text}) is {value} or {name} is not {not value} and equal({name}, {value}))"
    if value is None:
        return f"(({name} := {code.text}) is None or equal({name}, None))"
    kind = type(value).__name__
    if kind in ("str", "int"):
        return f"({name} == {value!r} if type({name} := {code.text}) is {kind} else equal({name}, {value!r}))"
    return f"equal({code.text}, {literal(value).text})"


def _unequal(generator: Generator, node: Node) -> Code:
    code = _equal(generator, node)
    return Code(f"(not {code.text})", "bool", code.depth + 1)


def _in(generator: Generator, node: Node) -> Code:
    _, _, item, container = node
    if container[0] == "newList" and not container[3] and item[0] != "constant":
        values = [element[2] for element in container[2] if element[0] == "constant"]
        if len(values) == len(container[2]) > 0:
            for kind, group in ((str, "{%s}"), (int, "(%s,)")):
                if all(type(value) is kind for value in values):
                    code = generator.code(item)
                    name = generator.writer.temporary()
                    shown = group % ", ".join(map(repr, values))
                    text = f"({name} in {shown} if type({name} := {code.text}) is {kind.__name__} else "
                    return Code(f"{text}member({name}, [{', '.join(map(repr, values))}]))", "bool", code.depth + 3)
    left, right = generator.codes((item, container))
    return Code(f"member({left.text}, {right.text})", "bool", max(left.depth, right.depth) + 1)


def _call(generator: Generator, node: Node) -> Code:
    _, _, module, key, operands = node
    if key in ("size", ".size"):
        return _size(generator, operands[0])
    if key in _STRING_TESTS or key == ".contains":
        return _string_test(generator, key, operands)
    if key in _COMPARISONS:
        compared = _ordering(generator, _COMPARISONS[key], operands)
        if compared is not None:
            return compared
    if key in (".hasValue", ".value"):
        return _of_optional(generator, key, generator.inlined(operands[0]))
    if key in (".matches", "matches") and operands[1][0] == "constant" and isinstance(operands[1][2], str):
        return _matches(generator, module, key, operands)
    if key == "string":
        return _string(generator, module, operands)
    if key == "_+_":
        left, right = generator.codes(operands)
        text = f"plus({generator.function(module, key)}, m, {left.text}, {right.text})"
        return Code(text, "dyn", max(left.depth, right.depth) + 2)
    if key == ".lowerAscii":
        return _lower(generator, module, operands)
    return _general(generator, module, key, operands)


def _general(generator: Generator, module: str, key: str, operands: tuple[Node, ...]) -> Code:
    codes = generator.codes(operands)
    arguments = "".join(f"{code.text}, " for code in codes)
    text = f"call({generator.function(module, key)}, m, ({arguments}))"
    return Code(text, "bool" if key in _BOOLS else "dyn", max((code.depth for code in codes), default=0) + 2)


def _of_optional(generator: Generator, key: str, operand: Node) -> Code:
    if key == ".hasValue" and chainable(operand):
        return generator.present(*generator.chain(operand))
    code = generator.code(operand)
    if key == ".hasValue":
        return generator.held(code)[0]
    optional = generator.optional(code)
    return Code(f"{optional.text}.content[0]", "dyn", optional.depth)


def _matches(generator: Generator, module: str, key: str, operands: tuple[Node, ...]) -> Code:
    """A match with a literal pattern. The same short texts are matched again and again."""
    code = generator.code(operands[0])
    name, pattern = generator.writer.temporary(), repr(operands[1][2])
    general = f"call({generator.function(module, key)}, m, ({name}, {pattern}))"
    text = (
        f"(matches({pattern}, {name}) if type({name} := {code.text}) is str and len({name}) < {_SHORT} else {general})"
    )
    return Code(text, "bool", code.depth + 3)


def _string(generator: Generator, module: str, operands: tuple[Node, ...]) -> Code:
    code = generator.code(operands[0])
    name = generator.writer.temporary()
    general = f"call({generator.function(module, 'string')}, m, ({name},))"
    return Code(f"({name} if type({name} := {code.text}) is str else {general})", "dyn", code.depth + 3)


def _lower(generator: Generator, module: str, operands: tuple[Node, ...]) -> Code:
    code = generator.code(operands[0])
    name = generator.writer.temporary()
    general = f"call({generator.function(module, '.lowerAscii')}, m, ({name},))"
    test = f"type({name} := {code.text}) is str and len({name}) < {_SHORT} and {name}.isascii()"
    return Code(f"({name}.lower() if {test} else {general})", "dyn", code.depth + 3)


def _size(generator: Generator, operand: Node) -> Code:
    code = generator.code(operand)
    name = generator.writer.temporary()
    return Code(f"(len({name}) if type({name} := {code.text}) in SIZED else size({name}))", "int", code.depth + 2)


def _string_test(generator: Generator, key: str, operands: tuple[Node, ...]) -> Code:
    code, part = generator.codes(operands)
    name = generator.writer.temporary()
    test = f"type({name} := {code.text}) is str"
    if operands[1][0] == "constant" and isinstance(operands[1][2], str):
        given = part.text
    else:
        given = generator.writer.temporary()
        test += f" and type({given} := {part.text}) is str"
    if key == ".contains":
        test += f" and len({name}) < {_LONG}" if generator.loops else ""
        text = f"({given} in {name} if {test} else bail())"
    else:
        text = f"({name}.{_STRING_TESTS[key]}({given}) if {test} else bail())"
    return Code(text, "bool", max(code.depth, part.depth) + 2)


def _ordering(generator: Generator, operator: str, operands: tuple[Node, ...]) -> Code | None:
    """A comparison with an integer literal."""
    one, other = operands
    if one[0] == "constant":
        one, other, operator = other, one, _MIRRORED[operator]
    if other[0] != "constant" or type(other[2]) is not int or one[0] == "constant":
        return None
    code = generator.code(one)
    if code.kind == "int":
        return Code(f"({code.text} {operator} {other[2]})", "bool", code.depth + 1)
    name = generator.writer.temporary()
    test = f"type({name} := {code.text}) is int"
    return Code(f"({name} {operator} {other[2]} if {test} else bail())", "bool", code.depth + 2)


def _extra(generator: Generator, node: Node) -> Code:
    _, _, key, operands = node
    codes = generator.codes(operands)
    arguments = "".join(f"{code.text}, " for code in codes)
    text = f"extra({key!r}, overloads[{key!r}], context, ({arguments}))"
    return Code(text, "dyn", max((code.depth for code in codes), default=0) + 2)


CALLS: Final[dict[str, Emit]] = {
    "equal": _equal,
    "unequal": _unequal,
    "in": _in,
    "call": _call,
    "extra": _extra,
}
