"""`contains`, `alltrue`, `setunion`, ...: what belongs to a collection, and sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.equality import equal, key
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter
from scanner.inputs.terraform.evaluate.sets import make_set
from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    ListOf,
    ListValue,
    SetOf,
    SetValue,
    Type,
    type_of,
)
from scanner.inputs.terraform.evaluate.unify import unify
from scanner.inputs.terraform.evaluate.unknowns import combine, find_unknowns
from scanner.model.values import Unknown, Value


def _alltrue(items: ListValue) -> bool | Unknown:
    if any(item is None or item is False for item in items):
        return False
    unknown = find_unknowns(items)
    return combine(unknown, ("alltrue", key(items)), BOOL, not_null=True) if unknown else True


def _anytrue(items: ListValue) -> bool | Unknown:
    if any(item is True for item in items):
        return True
    unknown = find_unknowns(items)
    return combine(unknown, ("anytrue", key(items)), BOOL, not_null=True) if unknown else False


def _contains(items: Value, wanted: Value) -> bool | Unknown:
    if not isinstance(items, list):
        raise FunctionError("argument must be list, tuple, or set")
    undecided = False
    for item in items:
        verdict = equal(wanted, item)
        if verdict is True:
            return True
        undecided = undecided or isinstance(verdict, Unknown)
    if undecided:
        parts = find_unknowns(items) + find_unknowns(wanted)
        return combine(parts, ("contains", key(items), key(wanted)), BOOL, not_null=True)
    return False


def _index(items: Value, wanted: Value) -> int | Unknown:
    if not isinstance(items, list) or isinstance(items, SetValue):
        raise FunctionError("argument must be a list or tuple")
    if not items:
        raise FunctionError("cannot search an empty list")
    for at, item in enumerate(items):
        verdict = equal(item, wanted)
        if isinstance(verdict, Unknown):
            return combine([verdict], ("index", key(items), key(wanted)), NUMBER, not_null=True)
        if verdict:
            return at
    raise FunctionError("item not found")


def _over_sets(operation: Callable[[list[Value], SetValue], list[Value]]) -> Callable[..., SetValue]:
    """A function of several sets: brought to one type, then taken two at a time."""

    def over_sets(*sets: SetValue) -> SetValue:
        element = _common_element(sets)
        first, *others = [_as_set(index, items, element) for index, items in enumerate(sets)]
        result: list[Value] = first
        for other in others:
            result = operation(result, other)
        return make_set(result, element)

    return over_sets


def _common_element(sets: Sequence[SetValue]) -> Type:
    elements = [items.element for items in sets if items or items.element is not DYNAMIC]
    if not elements:
        return DYNAMIC
    element = unify(elements, unsafe=True)
    if element is None:
        raise FunctionError("given sets must all have compatible element types")
    return element


def _as_set(index: int, items: SetValue, element: Type) -> SetValue:
    try:
        converted: SetValue = convert(items, SetOf(element))
    except ConversionError as error:
        raise FunctionError(error.message, index) from None
    return converted


def _intersection(items: list[Value], other: SetValue) -> list[Value]:
    wanted = set(map(key, other))
    return [item for item in items if key(item) in wanted]


def _subtract(items: list[Value], other: SetValue) -> list[Value]:
    unwanted = set(map(key, other))
    return [item for item in items if key(item) not in unwanted]


def _union(items: list[Value], other: SetValue) -> list[Value]:
    return [*items, *other]


def _set_type(arguments: Sequence[Value]) -> Type | None:
    kinds = [type_of(argument) for argument in arguments]
    element = unify([kind.element for kind in kinds if isinstance(kind, SetOf)], unsafe=True)
    return None if element is None else SetOf(element)


_BOOLS = Parameter("list", ListOf(BOOL))
_SET = SetOf(DYNAMIC)

FUNCTIONS = {
    "alltrue": Function(_alltrue, [_BOOLS], BOOL),
    "anytrue": Function(_anytrue, [_BOOLS], BOOL),
    "contains": Function(_contains, [Parameter("list", DYNAMIC), Parameter("value", DYNAMIC, unknown="body")], BOOL),
    "index": Function(_index, [Parameter("list", DYNAMIC), Parameter("value", DYNAMIC, unknown="body")], NUMBER),
    "setintersection": Function(
        _over_sets(_intersection),
        [Parameter("first_set", _SET, unknown="deep")],
        _set_type,
        rest=Parameter("other_sets", _SET, unknown="deep"),
    ),
    "setsubtract": Function(
        _over_sets(_subtract),
        [Parameter("a", _SET, unknown="deep"), Parameter("b", _SET, unknown="deep")],
        _set_type,
    ),
    "setunion": Function(
        _over_sets(_union), [Parameter("first_set", _SET)], _set_type, rest=Parameter("other_sets", _SET)
    ),
}
