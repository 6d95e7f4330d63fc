"""Operators, conditions and text conversion, as Terraform's type system defines them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.access import force, force_inside
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.equality import equal
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.types import BOOL, NUMBER, STRING, ListValue, Number, Type, type_of
from scanner.inputs.terraform.evaluate.unify import unify
from scanner.inputs.terraform.evaluate.unknowns import combine
from scanner.inputs.terraform.syntax import tree
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.scope import Scope

__all__ = ["BOOL", "STRING", "as_list", "binary", "logical", "to_bool", "to_text", "unary", "undecided", "unified"]

_COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def to_text(value: Value, node: tree.Node, scope: Scope) -> str:
    """A known value as a string."""
    if value is None:
        message = "Invalid template interpolation value: the expression result is null"
        raise EvaluationError(message, node, scope)
    return str(_converted(value, STRING, node, scope))


def to_bool(value: Value, node: tree.Node, scope: Scope) -> bool | Unknown:
    """A condition's value."""
    if value is True or value is False or isinstance(value, Unknown):
        return value
    if value is None:
        raise EvaluationError("Null condition: the condition value is null", node, scope)
    return bool(_converted(value, BOOL, node, scope))


def _converted(value: Value, type: Type, node: tree.Node, scope: Scope) -> Value:
    try:
        return convert(force_inside(value), type)
    except ConversionError as error:
        raise EvaluationError(f"Invalid operand: unsuitable value: {error}", node, scope) from None


def _number(value: Value, node: tree.Node, scope: Scope) -> Number:
    if value.__class__ is int:
        return value
    if value is None:
        raise EvaluationError("Invalid operand: argument must not be null", node, scope)
    return _converted(value, NUMBER, node, scope)


def unary(node: tree.Unary, value: Value, scope: Scope) -> Value:
    """`-x` and `!x`."""
    if isinstance(value, Unknown):
        return combine([value], ("unary", node.operator), BOOL if node.operator == "!" else NUMBER, not_null=True)
    if node.operator == "!":
        return not to_bool(value, node.operand, scope)
    return arithmetic.negate(_number(value, node.operand, scope))


def logical(node: tree.Binary, evaluate: Callable[[tree.Expression, Scope], Value], scope: Scope) -> Value:
    """`&&` and `||`. What one side decides alone is known, whatever the other turns out to be."""
    decisive = node.operator == "||"
    left = to_bool(force(evaluate(node.left, scope)), node.left, scope)
    right = to_bool(force(evaluate(node.right, scope)), node.right, scope)
    if left is decisive or right is decisive:
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
    unknown = [side for side in (left, right) if isinstance(side, Unknown)]
    if unknown:
        kind = BOOL if operator in _COMPARISONS else NUMBER
        operation = (operator, *(None if isinstance(side, Unknown) else str(side) for side in (left, right)))
        return combine(unknown, operation, kind, not_null=True)
    first, second = _number(left, node.left, scope), _number(right, node.right, scope)
    if operator in _COMPARISONS:
        return _COMPARISONS[operator](first, second)
    return _arithmetic(node, first, second, scope)


def _arithmetic(node: tree.Binary, left: Number, right: Number, scope: Scope) -> Number:
    if node.operator in ("/", "%") and right == 0:
        raise EvaluationError("Division by zero: cannot divide by zero", node, scope)
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


def undecided(condition: Unknown, yes: Value, no: Value, node: tree.Conditional) -> Value:
    """A conditional whose condition is Unknown: known only where both results are the same."""
    if yes.__class__ is no.__class__ and not isinstance(yes, (dict, list, Unknown)) and yes == no:
        return yes
    not_null = all(side.not_null if isinstance(side, Unknown) else side is not None for side in (yes, no))
    return combine([condition], None, not_null=not_null)


def unified(value: Value, other: Value, node: tree.Conditional, scope: Scope) -> Value:
    """The chosen result of a conditional, converted to the one type that both results have."""
    if other is None or (value.__class__ is other.__class__ and isinstance(value, (str, int))):
        return value
    if isinstance(other, Unknown) and getattr(other, "type", None) is None:
        return value
    value, other = force_inside(value), force_inside(other)
    mine, theirs = type_of(value), type_of(other)
    if mine == theirs:
        return value
    target = unify([mine, theirs], unsafe=True)
    if target is None:
        message = "Inconsistent conditional result types: the true and false result expressions must have one type"
        raise EvaluationError(message, node, scope)
    return value if target == mine else _converted(value, target, node, scope)


def as_list(items: list[Value]) -> Value:
    """A list value of items that have one type, or the tuple of them where they do not."""
    element = unify([type_of(item) for item in items]) if items else None
    return ListValue(items, element) if element is not None else items
