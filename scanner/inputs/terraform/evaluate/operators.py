"""Operators, conditions and text conversion, as Terraform's type system defines them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.access import force_inside
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.equality import equal
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.nulls import TypedNull, is_null
from scanner.inputs.terraform.evaluate.types import BOOL, DYNAMIC, NUMBER, STRING, ListValue, Number, Type, type_of
from scanner.inputs.terraform.evaluate.unify import unify
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine
from scanner.inputs.terraform.syntax import tree
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.scope import Scope

__all__ = ["BOOL", "STRING", "as_list", "binary", "logical", "to_bool", "to_text", "unary"]

_COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def to_text(value: Value, node: tree.Node, scope: Scope) -> str:
    """A known value as the string that a template makes of it."""
    if is_null(value):
        message = "Invalid template interpolation value: the expression result is null"
        raise EvaluationError(message, node, scope)
    summary = "Invalid template interpolation value: cannot include the given value in a string template"
    return str(_converted(value, STRING, summary, node, scope))


def to_key(value: Value, summary: str, node: tree.Node, scope: Scope) -> str | Unknown:
    """A key of an object. `summary` says what is wrong with one that is no string."""
    found: str | Unknown = _converted(value, STRING, summary, node, scope)
    return found


def to_bool(
    value: Value,
    node: tree.Node,
    scope: Scope,
    null: str = "Null condition: the condition value is null",
    unsuitable: str = "Incorrect condition type",
) -> bool | Unknown:
    """A condition's value. The last two say what is wrong with one that is null, or neither true nor false."""
    if value is True or value is False:
        return value
    if value is None:
        raise EvaluationError(null, node, scope)
    found = _converted(value, BOOL, unsuitable, node, scope)
    if found.__class__ is TypedNull:
        raise EvaluationError(null, node, scope)
    result: bool | Unknown = found
    return result


def _converted(value: Value, type: Type, summary: str, node: tree.Node, scope: Scope) -> Value:
    try:
        return convert(force_inside(value), type)
    except ConversionError as error:
        raise EvaluationError(f"{summary}: {error}", node, scope) from None


def _operand(value: Value, type: Type, side: str, node: tree.Node, scope: Scope) -> Value:
    """What an operator takes of one side, which may be null: the other side may be worse."""
    summary = f"Invalid operand: unsuitable value for {side} operand"
    return _converted(value, type, summary, node, scope)


def _require(values: tuple[Value, ...], node: tree.Node, scope: Scope) -> None:
    if any(map(is_null, values)):
        message = "Operation failed: error during operation: argument must not be null"
        raise EvaluationError(message, node, scope)


def unary(node: tree.Unary, value: Value, scope: Scope) -> Value:
    """`-x` and `!x`."""
    type = BOOL if node.operator == "!" else NUMBER
    operand = _operand(value, type, "unary", node.operand, scope)
    _require((operand,), node, scope)
    if isinstance(operand, Unknown):
        return combine([operand], ("unary", node.operator), type, not_null=True)
    return not operand if type is BOOL else arithmetic.negate(operand)


def logical(node: tree.Binary, evaluate: Callable[[tree.Expression, Scope], Value], scope: Scope) -> Value:
    """`&&` and `||`. What one side decides alone is known, whatever the other turns out to be.

    As from Terraform 1.12 on, the right side may be in error where the left one decides.
    """
    decisive = node.operator == "||"
    left = _operand(evaluate(node.left, scope), BOOL, "left", node.left, scope)
    if left is decisive:
        return decisive
    right = _operand(evaluate(node.right, scope), BOOL, "right", node.right, scope)
    _require((left, right), node, scope)
    if right is decisive:
        return decisive
    unknown = [side for side in (left, right) if isinstance(side, Unknown)]
    if unknown:
        return combine(unknown, ("logical", node.operator), BOOL, not_null=True)
    return not decisive


def binary(node: tree.Binary, left: Value, right: Value, scope: Scope) -> Value:
    """Arithmetic, ordering and equality."""
    operator = node.operator
    if operator in ("==", "!="):
        same = equal(left, right)
        if isinstance(same, Unknown):
            return combine([same], operator, BOOL, not_null=True)
        return same if operator == "==" else not same
    if left.__class__ is not int or right.__class__ is not int:
        left = _operand(left, NUMBER, "left", node.left, scope)
        right = _operand(right, NUMBER, "right", node.right, scope)
        _require((left, right), node, scope)
        unknown = [side for side in (left, right) if isinstance(side, Unknown)]
        if unknown:
            kind = BOOL if operator in _COMPARISONS else NUMBER
            operation = (operator, *(None if isinstance(side, Unknown) else str(side) for side in (left, right)))
            return combine(unknown, operation, kind, not_null=True)
    if operator in _COMPARISONS:
        return _COMPARISONS[operator](left, right)
    return _arithmetic(node, left, right, scope)


def _arithmetic(node: tree.Binary, left: Number, right: Number, scope: Scope) -> Number | Unknown:
    if right == 0 and node.operator == "%":
        return left  # as Terraform has it
    if right == 0 and node.operator == "/":
        if left == 0:
            message = "Operation failed: error during operation: can't divide zero by zero or infinity by infinity"
            raise EvaluationError(message, node, scope)
        return TypedUnknown("a division by zero gives an infinite number", type=NUMBER, not_null=True)
    try:
        return _calculated(node.operator, left, right)
    except arithmetic.NumberError as error:
        raise EvaluationError(f"Operation failed: {error}", node, scope) from None


def _calculated(operator: str, left: Number, right: Number) -> Number:
    match operator:
        case "+":
            return arithmetic.add(left, right)
        case "-":
            return arithmetic.subtract(left, right)
        case "*":
            return arithmetic.multiply(left, right)
        case "/":
            return arithmetic.divide(left, right)
        case _:
            return arithmetic.modulo(left, right)


def as_list(items: list[Value]) -> Value:
    """A list value of items that have one type, or the tuple of them where they do not."""
    types = [type_of(item) for item in items if item is not None]
    element = unify(types) if types else DYNAMIC
    if element is None:
        return items
    return ListValue([None if item.__class__ is TypedNull else item for item in items], element)
