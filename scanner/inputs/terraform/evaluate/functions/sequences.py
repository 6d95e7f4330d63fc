"""`concat`, `element`, `flatten`, `slice`, `sort`, ...: functions over lists and tuples."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.equality import key
from scanner.inputs.terraform.evaluate.functions.numeric import whole
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.nulls import typed
from scanner.inputs.terraform.evaluate.sets import is_settled, make_set
from scanner.inputs.terraform.evaluate.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ListOf,
    ListValue,
    Number,
    SetOf,
    SetValue,
    TupleOf,
    Type,
    type_of,
)
from scanner.inputs.terraform.evaluate.unify import unify
from scanner.inputs.terraform.evaluate.unknowns import combine, find_unknowns
from scanner.model.values import Unknown, Value

_MOST_VALUES = 1024  # Terraform's own limit for `range`
_MOST_PRODUCTS = 50_000


def _chunklist(items: ListValue, size: Number) -> ListValue:
    width = whole(size, prefix="invalid size: ")
    if width < 0:
        raise FunctionError("the size argument must be positive")
    kind = ListOf(items.element)
    width = width or max(len(items), 1)
    chunks = [ListValue(items[at : at + width], items.element) for at in range(0, len(items), width)]
    return ListValue(chunks, kind)


def _compact(items: ListValue) -> ListValue:
    return ListValue([item for item in items if item], STRING)


def _concat(*sequences: Value) -> Value:
    if not sequences:
        raise FunctionError("at least one argument is required")
    for index, items in enumerate(sequences):
        if not isinstance(items, list) or isinstance(items, SetValue):
            got = type_of(items).friendly()
            raise FunctionError(f"all arguments must be lists or tuples; got {got}", index)
    if all(isinstance(items, ListValue) for items in sequences):
        common = unify([type_of(items) for items in sequences], unsafe=True)
        if isinstance(common, ListOf):
            return ListValue([item for items in _converted(sequences, common) for item in items], common.element)
    return [typed(item, items) for items in sequences for item in items]


def _converted(sequences: Sequence[Value], type: Type) -> list[Value]:
    made = []
    for index, items in enumerate(sequences):
        try:
            made.append(convert(items, type))
        except ConversionError as error:
            raise FunctionError(error.message, index) from None
    return made


def _distinct(items: ListValue) -> ListValue:
    first: dict[object, Value] = {}
    for item in items:
        first.setdefault(key(item), item)
    return ListValue(first.values(), items.element)


def _element(items: Value, index: Number) -> Value:
    if not isinstance(items, list) or isinstance(items, SetValue):
        raise FunctionError(f"cannot read elements from {type_of(items).friendly()}")
    at = whole(index, prefix="invalid index: ")
    if not items:
        raise FunctionError("cannot use element function with an empty list")
    return items[at % len(items)]


def _element_type(arguments: Sequence[Value]) -> Type | None:
    kind = type_of(arguments[0])
    if isinstance(kind, TupleOf) and isinstance(arguments[1], int) and kind.items:
        return kind.items[arguments[1] % len(kind.items)]
    return kind.element if isinstance(kind, ListOf) else None


def _flatten(items: Value) -> Value:
    if not isinstance(items, list):
        raise FunctionError("can only flatten lists, sets and tuples")
    flat: list[Value] = []
    unknown: list[Unknown] = []
    _flatten_into(items, flat, unknown)
    return combine(unknown, ("flatten", key(items)), not_null=True) if unknown else flat


def _flatten_into(items: list[Value], flat: list[Value], unknown: list[Unknown]) -> None:
    if isinstance(items, SetValue) and not is_settled(items):
        unknown += find_unknowns(items)
    for item in items:
        if isinstance(item, list):
            _flatten_into(item, flat, unknown)
        elif isinstance(item, Unknown) and isinstance(type_of(item), (ListOf, SetOf, TupleOf)):
            unknown.append(item)
        elif isinstance(item, Unknown) and type_of(item) is DYNAMIC:
            unknown.append(item)  # it may turn out a list
        else:
            flat.append(typed(item, items))


def _range(*parameters: Number) -> ListValue:
    if not 1 <= len(parameters) <= 3:
        raise FunctionError("must have one, two, or three arguments")
    start, end = (0, parameters[0]) if len(parameters) == 1 else parameters[:2]
    step = parameters[2] if len(parameters) == 3 else -1 if end < start else 1
    if step < 0 and end > start:
        raise FunctionError("end must be less than start when step is negative", 1)
    if step >= 0 and end < start:
        raise FunctionError("end must be greater than start when step is positive", 1)
    values: list[Value] = []
    number = start
    while number > end if step < 0 else number < end:
        if len(values) >= _MOST_VALUES:
            raise FunctionError(
                "more than 1024 values were generated; "
                "either decrease the difference between start and end or use a smaller step"
            )
        values.append(number)
        number = arithmetic.add(number, step)
    return ListValue(values, NUMBER)


def _reverse(items: Value) -> Value:
    if isinstance(items, (ListValue, SetValue)):
        if isinstance(items, SetValue) and not is_settled(items):
            return combine(find_unknowns(items), ("reverse", key(items)), ListOf(items.element), not_null=True)
        return ListValue(reversed(items), items.element)
    if not isinstance(items, list):
        raise FunctionError(f"can only reverse list or tuple values, not {type_of(items).friendly()}", 0)
    return items[::-1]


def _reverse_type(arguments: Sequence[Value]) -> Type | None:
    kind = type_of(arguments[0])
    if isinstance(kind, TupleOf):
        return TupleOf(reversed(kind.items))
    return ListOf(kind.element) if isinstance(kind, (ListOf, SetOf)) else None


def _setproduct(*sets: Value) -> Value:
    if len(sets) < 2:
        raise FunctionError("at least two arguments are required")
    elements = [_product_element(index, items) for index, items in enumerate(sets)]
    total = 1
    for items in sets:
        if isinstance(items, SetValue) and not is_settled(items):
            raise Uncertain("how many items a set has is not known before apply")
        total *= len(items)
    if total > _MOST_PRODUCTS:
        raise Uncertain("the product of the sets is too large")
    from itertools import product

    typed = [[convert(item, element) for item in items] for items, element in zip(sets, elements, strict=True)]
    rows = [list(row) for row in product(*typed)]
    kind = TupleOf(elements)
    if any(isinstance(items, SetValue) for items in sets):
        return make_set(rows, kind)
    return ListValue(rows, kind)


def _product_element(index: int, items: Value) -> Type:
    if isinstance(items, (ListValue, SetValue)):
        return items.element
    if not isinstance(items, list):
        raise FunctionError("a set or a list is required", index)
    if not items:
        return DYNAMIC
    found = unify([type_of(item) for item in items], unsafe=True)
    if found is None:
        raise FunctionError("all elements must be of the same type", index)
    return found


def _slice(items: Value, start_index: Number, end_index: Number) -> Value:
    if isinstance(items, SetValue):
        raise FunctionError(
            "cannot slice a set, because its elements do not have indices; "
            "explicitly convert to a list if the ordering of the result is not important",
            0,
        )
    if not isinstance(items, list):
        raise FunctionError("must be a list or tuple value", 0)
    start = whole(start_index, 1, "invalid start index: ")
    end = whole(end_index, 2, "invalid end index: ")
    if start < 0:
        raise FunctionError("start index must not be less than zero", 1)
    if start > len(items):
        raise FunctionError("start index must not be greater than the length of the list", 1)
    if end < 0:
        raise FunctionError("end index must not be less than zero", 2)
    if end > len(items):
        raise FunctionError("end index must not be greater than the length of the list", 2)
    if start > end:
        raise FunctionError("start index must not be greater than end index", 1)
    part = items[start:end]
    return ListValue(part, items.element) if isinstance(items, ListValue) else part


def _same_list(arguments: Sequence[Value]) -> Type | None:
    kind = type_of(arguments[0])
    return kind if isinstance(kind, ListOf) else None


def _list_of_same(arguments: Sequence[Value]) -> Type | None:
    kind = type_of(arguments[0])
    return ListOf(kind) if isinstance(kind, Collection) else None


def _sort(items: ListValue) -> ListValue:
    if None in items:
        raise FunctionError(f"given list element {items.index(None)} is null; a null string cannot be sorted")
    unknown = find_unknowns(items)
    if unknown:
        every = tuple(map(key, items))
        return ListValue(
            [combine(unknown, ("sort", index, every), STRING, not_null=True) for index in range(len(items))], STRING
        )
    return ListValue(sorted(items), STRING)


_LIST = Parameter("list", DYNAMIC)
_STRINGS = Parameter("list", ListOf(STRING), unknown="deep")

FUNCTIONS = {
    "chunklist": Function(_chunklist, [Parameter("list", ListOf(DYNAMIC)), Parameter("size", NUMBER)], _list_of_same),
    "compact": Function(_compact, [_STRINGS], ListOf(STRING)),
    "concat": Function(_concat, rest=Parameter("seqs", DYNAMIC), typed_nulls=True),
    "distinct": Function(_distinct, [Parameter("list", ListOf(DYNAMIC), unknown="deep")], _same_list),
    "element": Function(
        _element,
        [_LIST, Parameter("index", NUMBER)],
        _element_type,
        may_be_null=True,
        typed_nulls=True,
    ),
    "flatten": Function(_flatten, [_LIST], typed_nulls=True),
    "range": Function(_range, [], ListOf(NUMBER), rest=Parameter("params", NUMBER)),
    "reverse": Function(_reverse, [_LIST], _reverse_type, typed_nulls=True),
    "setproduct": Function(_setproduct, rest=Parameter("sets", DYNAMIC), typed_nulls=True),
    "slice": Function(
        _slice,
        [_LIST, Parameter("start_index", NUMBER), Parameter("end_index", NUMBER)],
        _same_list,
        typed_nulls=True,
    ),
    "sort": Function(_sort, [Parameter("list", ListOf(STRING))], ListOf(STRING)),
}
