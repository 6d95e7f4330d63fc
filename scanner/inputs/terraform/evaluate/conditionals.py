"""`condition ? yes : no`, `try` and `can`: expressions of which a part may be in error, or not be decided yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.access import force_inside, holds_instance
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.equality import equal
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.nulls import is_null, null_of
from scanner.inputs.terraform.evaluate.operators import to_bool
from scanner.inputs.terraform.evaluate.types import BOOL, DYNAMIC, NUMBER, STRING, Type, type_of
from scanner.inputs.terraform.evaluate.unify import unify
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, find_unknowns
from scanner.inputs.terraform.syntax import tree
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.inputs.terraform.evaluate.scope import Scope

    Evaluate = Callable[[tree.Expression, Scope], Value]


def conditional(node: tree.Conditional, evaluate: Evaluate, scope: Scope) -> Value:
    """The chosen result, converted to the one type that both results have. What is wrong with the other is ignored."""
    condition = to_bool(evaluate(node.condition, scope), node.condition, scope)
    if isinstance(condition, Unknown):
        return _undecided(condition, node, evaluate, scope)
    chosen, other = (node.yes, node.no) if condition else (node.no, node.yes)
    value = evaluate(chosen, scope)
    if other.__class__ is tree.Literal and (other.value.__class__ is value.__class__ or other.value is None):
        return value
    against = _tolerated(other, evaluate, scope)
    if against is None or (value.__class__ is against.__class__ and isinstance(value, (str, int))):
        return value
    if value is None:
        return _null_like(against)
    return _converted(value, _common(value, against, node, scope), node, scope)


def _undecided(condition: Unknown, node: tree.Conditional, evaluate: Evaluate, scope: Scope) -> Value:
    """Either result: known only where both are the same."""
    yes, no = (force_inside(_tolerated(side, evaluate, scope)) for side in (node.yes, node.no))
    if yes is None or no is None:
        present = no if yes is None else yes
        return None if present is None else combine([condition], None, _settled(type_of(present)))
    target = _common(yes, no, node, scope)
    yes, no = _converted(yes, target, node, scope), _converted(no, target, node, scope)
    if target is not None and equal(yes, no) is True:
        return yes
    not_null = all(side.not_null if isinstance(side, Unknown) else not is_null(side) for side in (yes, no))
    return combine([condition], None, target, not_null)


def _null_like(value: Value) -> Value:
    """Null of a value's type. Resources are not worked out for the sake of it."""
    return None if isinstance(value, (dict, list)) and holds_instance(value) else null_of(type_of(value))


def _tolerated(node: tree.Expression, evaluate: Evaluate, scope: Scope) -> Value:
    """A result that may not be chosen: an error in it makes it a value of which no more than its type is known."""
    try:
        return evaluate(node, scope)
    except EvaluationError as error:
        return TypedUnknown(error.message, type=_sure_type(node))


def _sure_type(node: tree.Expression) -> Type | None:
    """The type of an expression that is in error, where its form alone tells."""
    if node.__class__ is tree.Template:
        return STRING
    if isinstance(node, tree.Unary):
        return NUMBER if node.operator == "-" else BOOL
    if isinstance(node, tree.Binary):
        return NUMBER if node.operator in ("+", "-", "*", "/", "%") else BOOL
    return None


def _common(value: Value, other: Value, node: tree.Conditional, scope: Scope) -> Type | None:
    """The type of a conditional with these results; None where it depends on what is not known yet."""
    mine, theirs = type_of(force_inside(value)), type_of(force_inside(other))
    if mine == theirs:
        return _settled(mine)
    if mine is DYNAMIC or theirs is DYNAMIC:
        return None
    found = unify([mine, theirs], unsafe=True)
    if found is None:
        message = "Inconsistent conditional result types: the true and false result expressions must have one type"
        raise EvaluationError(message, node, scope)
    return found


def _settled(type: Type) -> Type | None:
    return None if type is DYNAMIC else type


def _converted(value: Value, type: Type | None, node: tree.Conditional, scope: Scope) -> Value:
    if type is None:
        return value
    value = force_inside(value)
    try:
        return convert(value, type)
    except ConversionError as error:
        raise EvaluationError(f"Inconsistent conditional result types: {error}", node, scope) from None


def attempt(node: tree.Call, evaluate: Evaluate, scope: Scope) -> Value:
    """`try` and `can`. An argument that may yet turn out to be in error decides nothing."""
    wanted = "try" if node.name == "try" else "can"
    if wanted == "can" and len(node.arguments) != 1:
        few = "Not enough" if not node.arguments else "Too many"
        message = f'{few} function arguments: function "can" expects 1 argument(s)'
        raise EvaluationError(message, node, scope)
    for argument in node.arguments:
        try:
            value = force_inside(evaluate(argument, scope))
        except EvaluationError:
            continue
        doubtful = [unknown for unknown in find_unknowns(value) if not _is_given(unknown)]
        if doubtful:
            type = BOOL if wanted == "can" else None
            return combine(doubtful, None, type, not_null=wanted == "can")
        return True if wanted == "can" else value
    if wanted == "can":
        return False
    message = "Error in function call: no expression succeeded in the arguments of try"
    raise EvaluationError(message, node, scope)


def _is_given(unknown: Unknown) -> bool:
    """Whether it is an attribute or variable itself, which will be there: nothing was done with it that may fail."""
    return isinstance(unknown.origin, tuple) and unknown.origin[0] in ("resource", "var")
