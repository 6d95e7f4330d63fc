"""Source for the macros that run over a list or map, and for `optMap`."""

from __future__ import annotations

from typing import Final

from scanner.policy.cel.comprehensions import weight
from scanner.policy.cel.frame import Node
from scanner.policy.cel.generator import Emit, Generator
from scanner.policy.cel.writer import Code, Unsupported

_MAX_LOOPS: Final = 12
"""Most loops inside each other; Python allows 20 nested blocks."""


def _open(generator: Generator, node: Node) -> None:
    """Writes the heading of the loop over the operand."""
    _, _, operand, slots, condition, result = node
    if generator.loops >= _MAX_LOOPS or operand[0] == "constant":
        raise Unsupported
    code = generator.code(operand)
    items = generator.writer.temporary()
    generator.writer.emit(f"{items} = {code.text}")
    if len(slots) == 1:
        generator.writer.emit(f"if type({items}) not in LISTS: {items} = keys({items})")
    else:
        generator.writer.emit(f"{items} = entries({items})")
    if generator.loops or operand[0] not in ("variable", "select", "orValue"):
        generator.count(items, 1 + weight(condition) + weight(result))
    generator.writer.begin(f"for {', '.join(f'v{slot}' for slot in slots)} in {items}:")
    generator.loops += 1


def _close(generator: Generator) -> None:
    generator.loops -= 1
    generator.writer.end()


def _all(generator: Generator, node: Node) -> Code:
    return _aggregate(generator, node, True)


def _exists(generator: Generator, node: Node) -> Code:
    return _aggregate(generator, node, False)


def _aggregate(generator: Generator, node: Node, start: bool) -> Code:
    name = generator.writer.temporary()
    generator.writer.emit(f"{name} = {start}")
    _open(generator, node)
    condition = generator.condition(node[4])
    generator.writer.begin(f"if {'not ' if start else ''}{condition.text}:")
    generator.writer.emit(f"{name} = {not start}")
    generator.writer.emit("break")
    generator.writer.end()
    _close(generator)
    return Code(name, "bool")


def _exists_one(generator: Generator, node: Node) -> Code:
    name = generator.writer.temporary()
    generator.writer.emit(f"{name} = 0")
    _open(generator, node)
    generator.writer.emit(f"if {generator.condition(node[4]).text}: {name} += 1")
    _close(generator)
    return Code(f"({name} == 1)", "bool", 1)


def _collect(generator: Generator, node: Node) -> Code:
    """`filter`, `map` and `transformList`."""
    _, _, _, slots, condition, result = node
    name = generator.writer.temporary()
    generator.writer.emit(f"{name} = []")
    _open(generator, node)
    if condition is not None:
        generator.writer.begin(f"if {generator.condition(condition).text}:")
    kept = f"v{slots[0]}" if result is None else generator.code(result).text
    generator.writer.emit(f"{name}.append({kept})")
    if condition is not None:
        generator.writer.end()
    _close(generator)
    return Code(name)


def _optional_map(generator: Generator, node: Node) -> Code:
    _, _, operand, slot, body, flat = node
    code = generator.code(operand)
    name, result = generator.writer.temporary(), generator.writer.temporary()
    generator.writer.emit(f"{result} = {name} = {code.text}")
    generator.writer.emit(f"if type({name}) is not OptionalValue: bail()")
    generator.writer.begin(f"if {name}.content != ():")
    generator.writer.emit(f"v{slot} = {name}.content[0]")
    made = generator.code(body)
    generator.writer.emit(f"{result} = {made.text if flat else f'OptionalValue({made.text})'}")
    if flat:
        generator.writer.emit(f"if type({result}) is not OptionalValue: bail()")
    generator.writer.end()
    return Code(result, "optional")


LOOPS: Final[dict[str, Emit]] = {
    "all": _all,
    "exists": _exists,
    "existsOne": _exists_one,
    "filter": _collect,
    "map": _collect,
    "transformList": _collect,
    "optMap": _optional_map,
}
