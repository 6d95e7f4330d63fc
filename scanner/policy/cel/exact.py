"""What a plan means: a plain tree walker.

The generated code answers where every value on its way is known and of the expected kind, and gives up otherwise. This
module then evaluates the whole expression again with all the rules: errors and Unknowns are values here, because a
logical operator may absorb them. It is also what the generated code is tested against.

Where a function or operator has both an Unknown and an error among its arguments, the result is Unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel import access
from scanner.policy.cel.comprehensions import COMPREHENSIONS
from scanner.policy.cel.construction import CONSTRUCTIONS
from scanner.policy.cel.equality import contains, equal, same_value
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.frame import Delayed, Frame, Node, Operation, Overloads
from scanner.policy.cel.library.dispatch import call, call_extra, no_overload
from scanner.policy.cel.meter import CostLimitExceeded
from scanner.policy.cel.unknowns import derived
from scanner.policy.cel.values import TypeValue, UInt, type_name


def evaluate(
    plan: Node,
    definitions: dict[int, tuple[str, Node]],
    size: int,
    functions: Overloads,
    context: Any,
    values: tuple[Any, ...],
) -> Any:
    """The value of a plan, or an Unknown. `size` is the number of slots. Raises CelEvaluationError."""
    slots: list[Any] = [*values, *[None] * (size - len(values))]
    for slot, (name, node) in definitions.items():
        slots[slot] = Delayed(node, name)
    try:
        result = Frame(OPERATIONS, slots, functions, context).value(plan)
    except CostLimitExceeded as error:
        error.offset = plan[1] if error.offset < 0 else error.offset
        raise
    if isinstance(result, CelEvaluationError):
        raise result
    return result


def _constant(node: Node, frame: Frame) -> Any:
    return node[2]


def _uint(node: Node, frame: Frame) -> Any:
    return UInt(node[2])


def _type(node: Node, frame: Frame) -> Any:
    return TypeValue(node[2])


def _variable(node: Node, frame: Frame) -> Any:
    value = frame.slots[node[2]]
    if not isinstance(value, Delayed):
        return value
    value, name = frame.value(value.node), value.name
    if name is not None and isinstance(value, CelEvaluationError) and value.variable is None:
        value.variable = name
    frame.slots[node[2]] = value
    return value


def _guarded(node: Node, operation: Callable[..., Any], *arguments: Any) -> Any:
    """Calls an operation that raises its errors, and makes them values with the place of the node."""
    try:
        return operation(*arguments)
    except CelEvaluationError as error:
        if error.offset < 0:
            error.offset = node[1]
        if isinstance(error, CostLimitExceeded):
            raise
        return error


def _select(node: Node, frame: Frame) -> Any:
    return _accessed(node, frame, access.select)


def _has(node: Node, frame: Frame) -> Any:
    return _accessed(node, frame, access.has)


def _optional_select(node: Node, frame: Frame) -> Any:
    return _accessed(node, frame, access.optional_select)


def _accessed(node: Node, frame: Frame, operation: Callable[[Any, str], Any]) -> Any:
    operand = frame.value(node[2])
    return operand if isinstance(operand, CelEvaluationError) else _guarded(node, operation, operand, node[3])


def _strict(node: Node, frame: Frame, operation: Callable[..., Any], *extra: Any) -> Any:
    """Calls an operation on two operands; an error among them is the result unless the other is Unknown."""
    one, other = frame.value(node[2]), frame.value(node[3])
    if isinstance(one, CelEvaluationError):
        return derived(node[0], (other, None)) if isinstance(other, Unknown) else one
    if isinstance(other, CelEvaluationError):
        return derived(node[0], (one, None)) if isinstance(one, Unknown) else other
    return _guarded(node, operation, one, other, *extra)


def _index(node: Node, frame: Frame) -> Any:
    return _strict(node, frame, access.index)


def _optional_index(node: Node, frame: Frame) -> Any:
    return _strict(node, frame, access.optional_index)


def _equal(node: Node, frame: Frame) -> Any:
    return _strict(node, frame, equal, frame)


def _unequal(node: Node, frame: Frame) -> Any:
    found = _strict(node, frame, equal, frame)
    if isinstance(found, Unknown):
        return derived("_!=_", (found,))
    return found if isinstance(found, CelEvaluationError) else not found


def _in(node: Node, frame: Frame) -> Any:
    return _strict(node, frame, _contains, frame)


def _contains(item: Any, container: Any, frame: Frame) -> Any:
    return derived("@in", (item, container)) if isinstance(container, Unknown) else contains(item, container, frame)


def _call(node: Node, frame: Frame) -> Any:
    _, _, module, key, operands = node
    arguments = [frame.value(operand) for operand in operands]
    settled = _settled(key, arguments)
    return _guarded(node, call, module, key, frame, arguments) if settled is None else settled


def _extra(node: Node, frame: Frame) -> Any:
    _, _, key, operands = node
    arguments = [frame.value(operand) for operand in operands]
    overloads = frame.functions.get(key, ())
    lenient = bool(overloads) and all(overload.lenient for overload in overloads)
    settled = _settled(key, [one for one in arguments if not (lenient and isinstance(one, Unknown))])
    if settled is not None:
        return settled
    return _guarded(node, call_extra, key, overloads, frame.context, arguments)


def _settled(key: str, arguments: list[Any]) -> Any:
    """The result that Unknowns or errors among arguments settle; None where there are none."""
    if any(isinstance(argument, Unknown) for argument in arguments):
        return derived(key, [None if isinstance(one, CelEvaluationError) else one for one in arguments])
    return next((argument for argument in arguments if isinstance(argument, CelEvaluationError)), None)


def _not(node: Node, frame: Frame) -> Any:
    operand = frame.value(node[2])
    if isinstance(operand, bool):
        return not operand
    if isinstance(operand, Unknown):
        return derived("!_", (operand,))
    return operand if isinstance(operand, CelEvaluationError) else no_overload("!_", (operand,), node[1])


def _and(node: Node, frame: Frame) -> Any:
    return _chain(node, frame, False)


def _or(node: Node, frame: Frame) -> Any:
    return _chain(node, frame, True)


def _chain(node: Node, frame: Frame, decisive: bool) -> Any:
    """`&&` and `||`: one decisive operand decides, whatever the others are; then Unknown goes before error."""
    unknowns: list[Unknown] = []
    errors: list[CelEvaluationError] = []
    for operand in node[2]:
        value = frame.value(operand)
        if value is decisive:
            return decisive
        if isinstance(value, Unknown):
            unknowns.append(value)
        elif isinstance(value, CelEvaluationError):
            errors.append(value)
        elif not isinstance(value, bool):
            errors.append(no_overload("_||_" if decisive else "_&&_", (value,), node[1]))
    if unknowns:
        return unknowns[0] if len(unknowns) == 1 and not errors else derived(node[0], [*unknowns, *errors])
    return errors[0] if errors else not decisive


def _if(node: Node, frame: Frame) -> Any:
    test = frame.value(node[2])
    if isinstance(test, bool):
        return frame.value(node[3] if test else node[4])
    if isinstance(test, CelEvaluationError):
        return test
    if not isinstance(test, Unknown):
        return no_overload("_?_:_", (test,), node[1])
    then, otherwise = frame.value(node[3]), frame.value(node[4])
    if not isinstance(then, CelEvaluationError) and same_value(then, otherwise, frame):
        return then
    return derived("_?_:_", (test, then, otherwise))


def _type_of(node: Node, frame: Frame) -> Any:
    value = frame.value(node[2])
    if isinstance(value, Unknown):
        return derived("type", (value,))
    return value if isinstance(value, CelEvaluationError) else TypeValue(type_name(value))


OPERATIONS: Final[dict[str, Operation]] = {
    "constant": _constant,
    "uint": _uint,
    "type": _type,
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
