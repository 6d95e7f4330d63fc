"""What a plan means: a plain tree walker.

The generated code answers where every value on its way is known and of the expected kind, and gives up otherwise. This
module then evaluates the whole expression again with all the rules: errors and Unknowns are values here, because a
logical operator may absorb them. It is also what the generated code is tested against.

Where a function or operator has both an Unknown and an error among its arguments, the result is Unknown. Each operation
is a function that makes its node ready, once for a plan, and returns the function that evaluates it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scanner.model.values import Array, PartialList, Unknown
from scanner.policy.cel import access
from scanner.policy.cel.comprehensions import COMPREHENSIONS
from scanner.policy.cel.construction import CONSTRUCTIONS
from scanner.policy.cel.equality import contains, equal, same_value
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.frame import Build, Delayed, Frame, Functions, Node, Operation, Run, guarded, placed
from scanner.policy.cel.library.dispatch import Overloads, call, call_extra, no_overload, table
from scanner.policy.cel.meter import CostLimitExceeded
from scanner.policy.cel.unknowns import derived
from scanner.policy.cel.values import TypeValue, UInt, type_name

_NONE = Overloads(())
Walker = Callable[[Functions, Any, tuple[Any, ...]], Any]
"""`(functions, context, values) -> value | Unknown`; raises CelEvaluationError."""

_MISSING: Final = object()
_SCALARS: Final = frozenset({str, bool, int, float, type(None)})


def walker(plan: Node, definitions: tuple[tuple[int, str, Node], ...], size: int) -> Walker:
    """Makes a plan ready. `definitions` are slot, name and plan of named expressions, `size` the number of slots."""
    run = _build(plan)
    named = [(slot, name, _build(node)) for slot, name, node in definitions]

    def evaluate(functions: Functions, context: Any, values: tuple[Any, ...]) -> Any:
        slots: list[Any] = [*values, *[None] * (size - len(values))]
        for slot, name, node in named:
            slots[slot] = Delayed(node, name)
        try:
            result = run(Frame(slots, functions, context))
        except CostLimitExceeded as error:
            error.offset = plan[1] if error.offset < 0 else error.offset
            raise
        except RecursionError:
            raise CelEvaluationError("expression is nested too deeply for this call stack", plan[1]) from None
        if isinstance(result, CelEvaluationError):
            raise result
        return result

    return evaluate


def _build(node: Node) -> Run:
    return OPERATIONS[node[0]](node, _build)


def _constant(node: Node, build: Build) -> Run:
    value = UInt(node[2]) if node[0] == "uint" else TypeValue(node[2]) if node[0] == "type" else node[2]
    return lambda frame: value


def _variable(node: Node, build: Build) -> Run:
    slot = node[2]

    def run(frame: Frame) -> Any:
        value = frame.slots[slot]
        return _delayed(frame, slot, value) if isinstance(value, Delayed) else value

    return run


def _delayed(frame: Frame, slot: int, delayed: Delayed) -> Any:
    value = delayed.run(frame)
    if delayed.name is not None and isinstance(value, CelEvaluationError) and value.variable is None:
        value.variable = delayed.name
    frame.slots[slot] = value
    return value


def _select(node: Node, build: Build) -> Run:
    _, offset, operand_node, field = node
    operand = build(operand_node)

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if isinstance(value, dict):
            found = value.get(field, _MISSING)
            if found is not _MISSING:
                return found
        return value if isinstance(value, CelEvaluationError) else guarded(offset, access.select, value, field)

    return run


def _has(node: Node, build: Build) -> Run:
    _, offset, operand_node, field = node
    operand = build(operand_node)

    def run(frame: Frame) -> Any:
        value = operand(frame)
        return value if isinstance(value, CelEvaluationError) else guarded(offset, access.has, value, field)

    return run


def _optional_select(node: Node, build: Build) -> Run:
    _, offset, operand_node, field = node
    operand = build(operand_node)

    def run(frame: Frame) -> Any:
        value = operand(frame)
        return value if isinstance(value, CelEvaluationError) else guarded(offset, access.optional_select, value, field)

    return run


def _strict(node: Node, build: Build, operation: Callable[[Any, Any, Frame], Any]) -> Run:
    """An operation on two operands; an error among them is the result unless the other is Unknown."""
    name, offset = node[0], node[1]
    left, right = build(node[2]), build(node[3])

    def run(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if isinstance(one, CelEvaluationError):
            return derived(name, (other, None)) if isinstance(other, Unknown) else one
        if isinstance(other, CelEvaluationError):
            return derived(name, (one, None)) if isinstance(one, Unknown) else other
        try:
            return operation(one, other, frame)
        except CelEvaluationError as error:
            return placed(error, offset)

    return run


def _index(node: Node, build: Build) -> Run:
    return _strict(node, build, lambda operand, at, frame: access.index(operand, at))


def _optional_index(node: Node, build: Build) -> Run:
    return _strict(node, build, lambda operand, at, frame: access.optional_index(operand, at))


def _equal(node: Node, build: Build) -> Run:
    return _strict(node, build, _compared)


def _compared(one: Any, other: Any, frame: Frame) -> Any:
    if type(one) is type(other) and type(one) in _SCALARS:
        return one == other
    return equal(one, other, frame)


def _unequal(node: Node, build: Build) -> Run:
    return _not(("not", node[1], ("equal", *node[1:])), build)


def _in(node: Node, build: Build) -> Run:
    return _strict(node, build, _contains)


def _contains(item: Any, container: Any, frame: Frame) -> Any:
    return derived("@in", (item, container)) if isinstance(container, Unknown) else contains(item, container, frame)


def _call(node: Node, build: Build) -> Run:
    _, offset, module, key, operands = node
    overloads = table(module)[key]
    runs = [build(operand) for operand in operands]

    def run(frame: Frame) -> Any:
        arguments = [operand(frame) for operand in runs]
        settled = _settled(key, arguments)
        return guarded(offset, call, overloads, key, frame, arguments) if settled is None else settled

    return run


def _extra(node: Node, build: Build) -> Run:
    _, offset, key, operands = node
    runs = [build(operand) for operand in operands]

    def run(frame: Frame) -> Any:
        arguments = [operand(frame) for operand in runs]
        overloads = frame.functions.get(key, _NONE)
        lenient = bool(overloads) and all(overload.lenient for overload in overloads)
        settled = _settled(key, [one for one in arguments if not (lenient and isinstance(one, Unknown))])
        if settled is not None:
            return settled
        return guarded(offset, call_extra, key, overloads, frame.context, arguments)

    return run


def _settled(key: str, arguments: list[Any]) -> Any:
    """The result that Unknowns or errors among arguments settle; None where there are none."""
    for argument in arguments:
        if isinstance(argument, Unknown):
            if key == "_+_" and all(isinstance(one, (list, tuple, PartialList)) for one in arguments):
                known = [item for one in arguments for item in (one.items if isinstance(one, PartialList) else one)]
                return PartialList(argument, Array(known))
            return derived(key, [None if isinstance(one, CelEvaluationError) else one for one in arguments])
    return next((argument for argument in arguments if isinstance(argument, CelEvaluationError)), None)


def _not(node: Node, build: Build) -> Run:
    offset, operand = node[1], build(node[2])

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if isinstance(value, bool):
            return not value
        if isinstance(value, Unknown):
            return derived("!_", (value,))
        return value if isinstance(value, CelEvaluationError) else no_overload("!_", (value,), offset)

    return run


def _and(node: Node, build: Build) -> Run:
    return _chain(node, build, False)


def _or(node: Node, build: Build) -> Run:
    return _chain(node, build, True)


def _chain(node: Node, build: Build, decisive: bool) -> Run:
    """`&&` and `||`: one decisive operand decides, whatever the others are; then Unknown goes before error."""
    name, offset, operands = node
    runs = [build(operand) for operand in operands]

    def run(frame: Frame) -> Any:
        unknowns: list[Unknown] = []
        errors: list[CelEvaluationError] = []
        for operand in runs:
            value = operand(frame)
            if value is decisive:
                return decisive
            if isinstance(value, Unknown):
                unknowns.append(value)
            elif isinstance(value, CelEvaluationError):
                errors.append(value)
            elif not isinstance(value, bool):
                errors.append(no_overload("_||_" if decisive else "_&&_", (value,), offset))
        if unknowns:
            return unknowns[0] if len(unknowns) == 1 and not errors else derived(name, [*unknowns, *errors])
        return errors[0] if errors else not decisive

    return run


def _if(node: Node, build: Build) -> Run:
    offset = node[1]
    test, then, otherwise = build(node[2]), build(node[3]), build(node[4])

    def run(frame: Frame) -> Any:
        value = test(frame)
        if isinstance(value, bool):
            return then(frame) if value else otherwise(frame)
        if isinstance(value, CelEvaluationError):
            return value
        if not isinstance(value, Unknown):
            return no_overload("_?_:_", (value,), offset)
        one, other = then(frame), otherwise(frame)
        if not isinstance(one, CelEvaluationError) and same_value(one, other, frame):
            return one
        return derived("_?_:_", (value, one, other))

    return run


def _type_of(node: Node, build: Build) -> Run:
    operand = build(node[2])

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if isinstance(value, Unknown):
            return derived("type", (value,))
        return value if isinstance(value, CelEvaluationError) else TypeValue(type_name(value))

    return run


OPERATIONS: Final[dict[str, Operation]] = {
    "constant": _constant,
    "uint": _constant,
    "type": _constant,
    "variable": _variable,
    "named": _variable,
    "select": _select,
    "has": _has,
    "optSelect": _optional_select,
    "index": _index,
    "optIndex": _optional_index,
    "equal": _equal,
    "unequal": _unequal,
    "in": _in,
    "call": _call,
    "extra": _extra,
    "not": _not,
    "and": _and,
    "or": _or,
    "if": _if,
    "typeOf": _type_of,
    **CONSTRUCTIONS,
    **COMPREHENSIONS,
}
