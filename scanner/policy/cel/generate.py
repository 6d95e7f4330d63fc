"""Plans to Python source that is fast where everything is known.

Each operation becomes an expression, or statements where it needs a loop. Whatever the source does not handle raises
(a missing key, an Unknown where a string is needed), and the function then asks the exact evaluator; so the source only
has to make sure that it never answers wrongly. Values that may be Unknown travel freely; every place that looks at a
value makes sure of its type first.
"""

from __future__ import annotations

from types import CodeType
from typing import Any, Final

from scanner.policy.cel.comprehensions import weight
from scanner.policy.cel.frame import Node
from scanner.policy.cel.generate_calls import CALLS
from scanner.policy.cel.generate_loops import LOOPS
from scanner.policy.cel.generator import Emit, Generator, chainable, literal
from scanner.policy.cel.plan import Lowered
from scanner.policy.cel.writer import Code, Unsupported

MAX_NODES: Final = 1500
"""Largest plan that source is generated for."""
_MARK: Final = "@program"


def compile_plan(lowered: Lowered, parameters: int) -> CodeType:
    """Module-level code that defines `evaluate(context, *values)` and refers to no live objects."""
    definitions = tuple((slot, name, node) for slot, (name, node) in lowered.definitions.items())
    program = (lowered.plan, definitions, lowered.slots)
    names = ", ".join(["context", *(f"v{slot}" for slot in range(parameters))])
    values = "".join(f"v{slot}, " for slot in range(parameters))
    try:
        head, body = _fast(lowered)
    except Unsupported:
        head, body = [], []
    lines = [*head, f"def evaluate({names}):"]
    if body:
        lines += [" try:", *(f"  {line}" for line in body), " except Exception: pass"]
    last = f" return exact({_MARK!r}, context, ({values}))"
    try:
        code = compile("\n".join([*lines, last]), "<cel>", "exec", dont_inherit=True)
    except (SyntaxError, MemoryError, RecursionError):  # limits of Python's own compiler
        code = compile(f"def evaluate({names}):\n{last}", "<cel>", "exec", dont_inherit=True)
    return _with_program(code, program)


def _with_program(code: CodeType, program: tuple[Any, ...]) -> CodeType:
    """The code with the plan as a constant, which saves Python the parsing of it."""
    constants: list[Any] = []
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and constant.co_name == "evaluate":
            inner = tuple(program if one == _MARK and isinstance(one, str) else one for one in constant.co_consts)
            constant = constant.replace(co_consts=inner)
        constants.append(constant)
    return code.replace(co_consts=tuple(constants))


def _fast(lowered: Lowered) -> tuple[list[str], list[str]]:
    """Lines before the function, and its body. Raises Unsupported."""
    if weight(lowered.plan) + sum(weight(node) for _, node in lowered.definitions.values()) > MAX_NODES:
        raise Unsupported
    generator = Generator(OPERATIONS, lowered.plan, lowered.definitions)
    result = generator.code(lowered.plan)
    return generator.head, generator.body(result)


def _constant(generator: Generator, node: Node) -> Code:
    return literal(node[2])


def _uint(generator: Generator, node: Node) -> Code:
    return Code(f"UInt({node[2]})")


def _type(generator: Generator, node: Node) -> Code:
    return Code(f"TypeValue({node[2]!r})")


def _variable(generator: Generator, node: Node) -> Code:
    return Code(f"v{node[2]}")


def _named(generator: Generator, node: Node) -> Code:
    return generator.named(node[2])


def _select(generator: Generator, node: Node) -> Code:
    _, _, operand, field = node
    if operand[0] in ("constant", "newList"):
        raise Unsupported  # Python itself would warn of such an index
    code = generator.code(operand)
    if code.kind == "optional" or chainable(operand):
        return Code(f"optional_select({code.text}, {field!r})", "dyn", code.depth + 1)
    return Code(f"{code.text}[{field!r}]", "dyn", code.depth)


def _has(generator: Generator, node: Node) -> Code:
    _, _, operand, field = node
    chain = generator.chain(("optSelect", node[1], operand, field))
    return generator.present(*chain)


def _optional_select(generator: Generator, node: Node) -> Code:
    code = generator.code(node[2])
    return Code(f"optional_select({code.text}, {node[3]!r})", "dyn", code.depth + 1)


def _index(generator: Generator, node: Node) -> Code:
    _, _, operand, at = node
    if at[0] == "constant" and isinstance(at[2], str):
        return _select(generator, ("select", node[1], operand, at[2]))
    code, position = generator.codes((operand, at))
    if at[0] == "constant" and type(at[2]) is int and at[2] >= 0:
        name = generator.writer.temporary()
        text = f"({name}[{at[2]}] if type({name} := {code.text}) in LISTS else index({name}, {at[2]}))"
        return Code(text, "dyn", code.depth + 1)
    return Code(f"index({code.text}, {position.text})", "dyn", max(code.depth, position.depth) + 1)


def _optional_index(generator: Generator, node: Node) -> Code:
    code, position = generator.codes((node[2], node[3]))
    return Code(f"optional_index({code.text}, {position.text})", "dyn", max(code.depth, position.depth) + 1)


def _not(generator: Generator, node: Node) -> Code:
    code = generator.condition(node[2])
    return Code(f"(not {code.text})", "bool", code.depth + 1)


def _and(generator: Generator, node: Node) -> Code:
    return generator.logic(node[2], "and")


def _or(generator: Generator, node: Node) -> Code:
    return generator.logic(node[2], "or")


def _if(generator: Generator, node: Node) -> Code:
    test = generator.condition(node[2])
    return generator.choice(test, lambda: generator.code(node[3]), lambda: generator.code(node[4]))


def _list(generator: Generator, node: Node) -> Code:
    if node[3]:
        raise Unsupported
    codes = generator.codes(node[2])
    return Code(f"[{', '.join(code.text for code in codes)}]", "dyn", max((c.depth for c in codes), default=0) + 1)


def _map(generator: Generator, node: Node) -> Code:
    keys = [key[2] if key[0] == "constant" else None for key, _, optional in node[2]]
    if not all(isinstance(key, str) for key in keys) or len(set(keys)) < len(keys) or any(one[2] for one in node[2]):
        raise Unsupported
    codes = generator.codes([value for _, value, _ in node[2]])
    text = ", ".join(f"{key!r}: {code.text}" for key, code in zip(keys, codes, strict=True))
    return Code(f"{{{text}}}", "dyn", max((code.depth for code in codes), default=0) + 1)


def _type_of(generator: Generator, node: Node) -> Code:
    code = generator.code(node[2])
    return Code(f"type_of({code.text})", "dyn", code.depth + 1)


def _optional_of(generator: Generator, node: Node) -> Code:
    code = generator.code(node[2])
    return Code(f"OptionalValue({code.text})", "optional", code.depth + 1)


def _or_value(generator: Generator, node: Node) -> Code:
    _, offset, operand, default = node
    operand = generator.inlined(operand)
    if operand[0] == "orElse":  # x.or(y).orValue(z) is x.orValue(y.orValue(z)), without the optionals
        _, _, operand, other = operand
        return _or_value(generator, ("orValue", offset, operand, ("orValue", offset, other, default)))
    if chainable(operand):
        found, name = generator.chain(operand)
        return generator.choice(generator.present(found, name), lambda: Code(name), lambda: generator.code(default))
    held, name = generator.held(generator.code(operand))
    return generator.choice(held, lambda: Code(f"{name}.content[0]"), lambda: generator.code(default))


def _or_else(generator: Generator, node: Node) -> Code:
    _, _, operand, other = node
    operand = generator.inlined(operand)
    if chainable(operand):
        found, name = generator.chain(operand)
        test, value = generator.present(found, name), Code(f"OptionalValue({name})")
    else:
        test, name = generator.held(generator.code(operand))
        value = Code(name)
    code = generator.choice(test, lambda: value, lambda: generator.optional(generator.code(other)))
    return Code(code.text, "optional", code.depth)


def _bind(generator: Generator, node: Node) -> Code:
    _, _, slot, value, body = node
    code = generator.code(value)
    generator.writer.emit(f"v{slot} = {code.text}")
    return generator.code(body)


def _unsupported(generator: Generator, node: Node) -> Code:
    raise Unsupported


OPERATIONS: Final[dict[str, Emit]] = {
    "constant": _constant,
    "uint": _uint,
    "type": _type,
    "variable": _variable,
    "named": _named,
    "select": _select,
    "has": _has,
    "optSelect": _optional_select,
    "index": _index,
    "optIndex": _optional_index,
    "not": _not,
    "and": _and,
    "or": _or,
    "if": _if,
    "newList": _list,
    "newMap": _map,
    "typeOf": _type_of,
    "optionalOf": _optional_of,
    "orValue": _or_value,
    "orElse": _or_else,
    "bind": _bind,
    **dict.fromkeys(("message", "transformMap", "transformMapEntry", "sortBy"), _unsupported),
    **CALLS,
    **LOOPS,
}
