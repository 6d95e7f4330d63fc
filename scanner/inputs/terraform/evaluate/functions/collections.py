"""`coalesce`, `length`, `one`: functions over any collection; and `list` and `map`, which are no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.equality import key
from scanner.inputs.terraform.evaluate.functions.graphemes import count
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter
from scanner.inputs.terraform.evaluate.nulls import is_null
from scanner.inputs.terraform.evaluate.sets import is_settled
from scanner.inputs.terraform.evaluate.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ListOf,
    ObjectOf,
    SetValue,
    TupleOf,
    Type,
    type_of,
)
from scanner.inputs.terraform.evaluate.unify import unify
from scanner.inputs.terraform.evaluate.unknowns import combine, find_unknowns
from scanner.model.values import Unknown, Value


def _coalesce(*values: Value) -> Value:
    common = unify([type_of(value) for value in values], unsafe=True)
    if common is None:
        raise FunctionError("all arguments must have the same type")
    undecided: list[Unknown] = []
    for index, value in enumerate(values):
        try:
            converted = convert(value, common)
        except ConversionError as error:
            raise FunctionError(error.message, index) from None
        if isinstance(converted, Unknown):
            undecided.append(converted)
            if converted.not_null and common is not STRING and common is not DYNAMIC:
                break
        elif not is_null(converted) and converted != "":
            if not undecided:
                return converted
            break
    if not undecided:
        raise FunctionError("no non-null, non-empty-string arguments")
    if len(undecided) == 1 and undecided[0].not_null and common is not STRING and common is not DYNAMIC:
        return undecided[0]
    known = None if common is DYNAMIC else common
    return combine(undecided, ("coalesce", *map(key, values)), known, not_null=True)


def _coalescelist(*values: Value) -> Value:
    if not values:
        raise FunctionError("at least one argument is required")
    for value in values:
        if isinstance(value, Unknown):
            break
        if not isinstance(type_of(value), (ListOf, TupleOf)):
            raise FunctionError("coalescelist arguments must be lists or tuples")
    for value in values:
        if isinstance(value, Unknown):
            return combine([value], ("coalescelist", *map(key, values)), not_null=True)
        if value:
            return value
    raise FunctionError("no non-null arguments")


def _length(value: Value) -> int | Unknown:
    if isinstance(value, Unknown):
        return _unknown_length(value)
    if isinstance(value, str):
        return count(value)
    if isinstance(value, SetValue) and not is_settled(value):
        return combine(find_unknowns(value), ("length", key(value)), NUMBER, not_null=True)
    if isinstance(value, (list, dict)):
        return len(value)
    raise FunctionError(_NO_LENGTH)


_NO_LENGTH = "argument must be a string, a collection type, or a structural type"


def _unknown_length(value: Unknown) -> int | Unknown:
    kind = type_of(value)
    if isinstance(kind, TupleOf):
        return len(kind.items)
    if isinstance(kind, ObjectOf):
        return len(kind.attributes)
    if not isinstance(kind, Collection) and kind is not STRING and kind is not DYNAMIC:
        raise FunctionError(_NO_LENGTH)
    return combine([value], "length", NUMBER, not_null=True)


def _one(items: Value) -> Value:
    if not isinstance(items, list):
        raise FunctionError(_NOT_ONE, 0)
    if isinstance(items, SetValue) and not is_settled(items):
        if len({key(item) for item in items if not isinstance(item, Unknown)}) > 1:
            raise FunctionError(_NOT_ONE, 0)
        return combine(find_unknowns(items), ("one", key(items)), items.element)
    if len(items) > 1:
        raise FunctionError(_NOT_ONE, 0)
    return items[0] if items else None


_NOT_ONE = "must be a list, set, or tuple value with either zero or one elements"


def _one_type(arguments: Sequence[Value]) -> Type | None:
    kind = type_of(arguments[0])
    return kind.element if isinstance(kind, Collection) else None


def _list(*_: Value) -> NoReturn:
    raise FunctionError(
        'the "list" function was deprecated in Terraform v0.12 and is no longer available; '
        "use tolist([ ... ]) syntax to write a literal list"
    )


def _map(*_: Value) -> NoReturn:
    raise FunctionError(
        'the "map" function was deprecated in Terraform v0.12 and is no longer available; '
        "use tomap({ ... }) syntax to write a literal map"
    )


_ANYTHING = Parameter("vals", DYNAMIC, unknown="body", null=True)

FUNCTIONS = {
    "coalesce": Function(_coalesce, rest=_ANYTHING, typed_nulls=True),
    "coalescelist": Function(_coalescelist, rest=_ANYTHING, typed_nulls=True),
    "length": Function(_length, [Parameter("value", DYNAMIC, unknown="body")], NUMBER),
    "list": Function(_list, rest=_ANYTHING),
    "map": Function(_map, rest=_ANYTHING),
    "one": Function(_one, [Parameter("list", DYNAMIC)], _one_type, may_be_null=True, typed_nulls=True),
}
