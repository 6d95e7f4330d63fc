"""Types, conversion between them, unification and equality."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform.evaluate.convert import ConversionError, convert, unify_values
from scanner.inputs.terraform.evaluate.equality import equal, key
from scanner.inputs.terraform.evaluate.nulls import without_types
from scanner.inputs.terraform.evaluate.sets import make_set
from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    ListValue,
    MapOf,
    MapValue,
    ObjectOf,
    SetOf,
    SetValue,
    TupleOf,
    Type,
    from_json_type,
    has_dynamic,
    type_of,
)
from scanner.inputs.terraform.evaluate.unify import convertible, unify
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown
from scanner.model.places import Source
from scanner.model.values import Array, Object, Unknown

PRIMITIVES = st.sampled_from([STRING, NUMBER, BOOL])
NAMES = st.sampled_from(["a", "b", "c"])
TYPES: st.SearchStrategy[Type] = st.recursive(
    st.one_of(PRIMITIVES, st.just(DYNAMIC)),
    lambda inner: st.one_of(
        inner.map(ListOf),
        inner.map(SetOf),
        inner.map(MapOf),
        st.lists(inner, max_size=3).map(TupleOf),
        st.dictionaries(NAMES, inner, max_size=3).map(ObjectOf),
    ),
    max_leaves=5,
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-9, 9),
        st.decimals(-9, 9, places=1),
        st.sampled_from(["", "a", "1", "true"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)


def unknown(type: Type | None = None, not_null: bool = False) -> TypedUnknown:
    return TypedUnknown("nobody said", (), None, not_null, type)


@pytest.mark.parametrize(
    ("value", "type", "expected"),
    [
        (1, STRING, "1"),
        (Decimal("1.50"), STRING, "1.5"),
        (True, STRING, "true"),
        ("1.50", NUMBER, Decimal("1.5")),
        ("1e3", NUMBER, 1000),
        ("true", BOOL, True),
        ("0", BOOL, False),
        (None, STRING, None),
        ([1, "a"], ListOf(STRING), ["1", "a"]),
        (["b", "a", "b"], SetOf(STRING), ["a", "b"]),
        ({"a": 1}, MapOf(STRING), {"a": "1"}),
        ({"a": 1, "b": 2}, ObjectOf({"a": STRING}), {"a": "1"}),
        ({"a": 1}, ObjectOf({"a": NUMBER, "b": STRING}, ["b"]), {"a": 1, "b": None}),
        ([1, "a"], TupleOf([STRING, STRING]), ["1", "a"]),
        ([], ListOf(NUMBER), []),
        ([None, 1], ListOf(STRING), [None, "1"]),
        ([1, "x"], DYNAMIC, [1, "x"]),
        ([[1], ["a"]], ListOf(DYNAMIC), [["1"], ["a"]]),
        (MapValue({"a": 1}, NUMBER), ObjectOf({"a": STRING}), {"a": "1"}),
    ],
)
def test_conversion(value: Any, type: Type, expected: Any) -> None:
    converted = without_types(convert(value, type))
    assert converted == expected
    assert _same_kinds(converted, expected)


def _same_kinds(a: Any, b: Any) -> bool:
    if isinstance(b, list):
        return all(map(_same_kinds, a, b))
    if isinstance(b, dict):
        return all(_same_kinds(a[name], item) for name, item in b.items())
    return type(a) is type(b)


@pytest.mark.parametrize(
    ("value", "type", "message", "path"),
    [
        ("x", NUMBER, "a number is required", ()),
        (True, NUMBER, "number required", ()),
        ([], STRING, "string required", ()),
        ("x", BOOL, "a bool is required", ()),
        ("TRUE", BOOL, 'a bool is required; to convert from string, use lowercase "true"', ()),
        ("x", ListOf(STRING), "list of string required", ()),
        ("x", ListOf(DYNAMIC), "list of any single type required", ()),
        ([1, []], ListOf(STRING), "element 1: string required", ()),
        ([1, "x"], ListOf(NUMBER), "a number is required", (1,)),
        ({"a": {"b": "x"}}, MapOf(MapOf(NUMBER)), "a number is required", ("a", "b")),
        ([1, []], ListOf(DYNAMIC), "all list elements must have the same type", ()),
        ([1, []], SetOf(DYNAMIC), "all set elements must have the same type", ()),
        ({"a": 1, "b": []}, MapOf(DYNAMIC), "all map elements must have the same type", ()),
        ({}, ObjectOf({"x": STRING}), 'attribute "x" is required', ()),
        ({}, ObjectOf({"x": STRING, "y": STRING}), 'attributes "x" and "y" are required', ()),
        (
            {"a": 1},
            ObjectOf({"x": STRING, "y": STRING, "z": STRING}),
            'attributes "x", "y", and "z" are required',
            (),
        ),
        ({"x": []}, ObjectOf({"x": STRING}), 'attribute "x": string required', ()),
        ([{}], ListOf(ObjectOf({"x": STRING})), 'element 0: attribute "x" is required', ()),
        ([1], TupleOf([STRING, STRING]), "tuple required", ()),
        (MapValue({}, STRING), ObjectOf({"x": STRING}), 'map has no element for required attribute "x"', ()),
        (ListValue([], ListOf(STRING)), ListOf(STRING), "incorrect list element type: string required", ()),
        ({"a": 1}, ListOf(STRING), "list of string required", ()),
    ],
)
def test_conversion_errors(value: Any, type: Type, message: str, path: tuple[Any, ...]) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, type)
    assert caught.value.message == message
    assert caught.value.path == path


def test_collections_know_their_element_type() -> None:
    made = convert([1, "a"], ListOf(DYNAMIC))
    assert isinstance(made, ListValue)
    assert made.element is STRING
    assert isinstance(convert([], SetOf(NUMBER)), SetValue)
    assert convert({"b": 1, "a": "x"}, MapOf(DYNAMIC)).element is STRING
    assert list(convert({"b": 1, "a": "x"}, MapOf(DYNAMIC))) == ["a", "b"]


def test_an_unknown_takes_the_type_and_becomes_another_value() -> None:
    x = unknown()
    converted = convert(x, STRING)
    assert converted.type is STRING
    assert converted == convert(x, STRING)
    assert converted != convert(x, NUMBER)
    typed = unknown(STRING)
    assert convert(typed, STRING) is typed
    assert convert(unknown(TupleOf([NUMBER])), ListOf(DYNAMIC)).type == ListOf(NUMBER)
    with pytest.raises(ConversionError, match="list of string required"):
        convert(typed, ListOf(STRING))


def test_unknown_items_of_sets_are_kept_and_leave_the_order_open() -> None:
    x = unknown(STRING)
    made = convert(["b", x, "a", x], SetOf(STRING))
    assert made == ["a", "b", x]
    assert convert(made, ListOf(STRING)).type == ListOf(STRING)


def test_conversion_keeps_places() -> None:
    source = Source("main.tf", "x" * 40)
    array = Array(["b", "a"], source, (0, 9), [(1, 2), (4, 5)])
    assert convert(array, ListOf(STRING)).spans == [(1, 2), (4, 5)]
    assert convert(array, SetOf(STRING)).spans == [(4, 5), (1, 2)]
    made = convert(Object({"a": 1}, source, (0, 9), {"a": (1, 4)}), MapOf(STRING))
    assert (made.source, made.span, made.spans) == (source, (0, 9), {"a": (1, 4)})
    thing = convert(Object({"a": 1}, source, (0, 9), {"a": (1, 4)}), ObjectOf({"a": STRING}))
    assert (thing, thing.spans) == ({"a": "1"}, {"a": (1, 4)})


def test_what_has_the_type_already_is_returned_as_it_is() -> None:
    value = Object({"a": ["x"], "b": 1})
    assert convert(value, type_of(value)) is value
    items = ListValue(["a"], STRING)
    assert convert(items, ListOf(STRING)) is items


@pytest.mark.parametrize(
    ("types", "safe", "unsafe"),
    [
        ([STRING, NUMBER], STRING, STRING),
        ([NUMBER, BOOL], None, None),
        ([STRING, NUMBER, BOOL], STRING, STRING),
        ([NUMBER, DYNAMIC], DYNAMIC, NUMBER),
        ([ListOf(STRING), ListOf(NUMBER)], ListOf(STRING), ListOf(STRING)),
        ([ListOf(STRING), DYNAMIC], DYNAMIC, DYNAMIC),
        ([TupleOf([NUMBER]), TupleOf([STRING])], TupleOf([STRING]), TupleOf([STRING])),
        ([TupleOf([NUMBER]), TupleOf([])], ListOf(NUMBER), ListOf(NUMBER)),
        ([TupleOf([NUMBER]), ListOf(STRING)], ListOf(STRING), ListOf(STRING)),
        ([ObjectOf({"a": NUMBER}), ObjectOf({"a": STRING})], ObjectOf({"a": STRING}), ObjectOf({"a": STRING})),
        ([ObjectOf({"a": NUMBER}), ObjectOf({"b": STRING})], MapOf(STRING), MapOf(STRING)),
        ([ObjectOf({"a": NUMBER}), MapOf(STRING)], MapOf(STRING), MapOf(STRING)),
        ([ObjectOf({"a": NUMBER}), ObjectOf({"b": ListOf(STRING)})], None, None),
        ([ObjectOf({}), TupleOf([])], None, None),
        ([SetOf(STRING), ListOf(STRING)], ListOf(STRING), ListOf(STRING)),
        ([], None, None),
    ],
)
def test_unification(types: list[Type], safe: Type | None, unsafe: Type | None) -> None:
    assert unify(types) == safe
    assert unify(types, unsafe=True) == unsafe


def test_values_are_brought_to_one_type() -> None:
    assert unify_values([1, "a", True]) == ["1", "a", "true"]
    assert unify_values([1, []]) is None


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (1, 1, True),
        (1, Decimal("1.0"), True),
        (1, True, False),
        ("1", 1, False),
        (None, None, True),
        (None, "a", False),
        ([1], [1], True),
        ([1], ListValue([1], NUMBER), False),
        (ListValue([1], NUMBER), ListValue([1], NUMBER), True),
        (ListValue([], NUMBER), ListValue([], STRING), False),
        (make_set(["a", "b"], STRING), make_set(["b", "a"], STRING), True),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, MapValue({"a": 1}, NUMBER), False),
        ({"a": 1}, {"b": 1}, False),
        ([1, True], [1, 1], False),
        ([1], {"a": 1}, False),
    ],
)
def test_equality(a: Any, b: Any, expected: bool) -> None:
    assert equal(a, b) is expected
    assert equal(b, a) is expected


def test_equality_with_unknowns() -> None:
    x, y = unknown(), unknown()
    assert equal(x, x) is True
    assert isinstance(equal(x, y), Unknown)
    assert isinstance(equal(x, 1), Unknown)
    assert isinstance(equal([1, x], [1, 2]), Unknown)
    assert equal([1, x], [2, 2]) is False
    assert equal({"a": x, "b": 1}, {"a": 1, "b": 2}) is False
    assert equal(unknown(STRING), 1) is False
    assert isinstance(equal(unknown(STRING), "a"), Unknown)
    assert isinstance(equal(x, None), Unknown)
    assert equal(unknown(not_null=True), None) is False
    assert isinstance(equal(make_set([x], STRING), make_set(["a"], STRING)), Unknown)


@pytest.mark.parametrize(
    ("json", "type"),
    [
        ("string", STRING),
        ("dynamic", DYNAMIC),
        (["list", "string"], ListOf(STRING)),
        (["map", ["set", "number"]], MapOf(SetOf(NUMBER))),
        (["object", {"a": "bool", "b": ["list", "string"]}], ObjectOf({"a": BOOL, "b": ListOf(STRING)})),
        (["object", {"a": "bool"}, ["a"]], ObjectOf({"a": BOOL}, ["a"])),
        (["tuple", ["bool", "number"]], TupleOf([BOOL, NUMBER])),
    ],
)
def test_types_from_provider_schemas(json: Any, type: Type) -> None:
    assert from_json_type(json) == type
    assert from_json_type(json) is from_json_type(json)


def test_what_is_no_type_is_refused() -> None:
    for json in ("strnig", ["list"], ["list", "string", "x"], ["object", "a"], 1, [], {"a": "string"}):
        with pytest.raises(ValueError, match="not a Terraform type"):
            from_json_type(json)


def test_types_print_as_constraints() -> None:
    type = ObjectOf({"b": ListOf(DYNAMIC), "a": TupleOf([NUMBER, MapOf(BOOL)])}, ["b"])
    assert str(type) == "object({a=tuple([number,map(bool)]),b=optional(list(any))})"


@settings(max_examples=200, deadline=None)
@given(VALUES, TYPES)
def test_conversion_is_done_once(value: Any, type: Type) -> None:
    try:
        once = convert(value, type)
    except ConversionError:
        return
    assert key(convert(once, type)) == key(once)


@settings(max_examples=200, deadline=None)
@given(VALUES, TYPES)
def test_conversion_fails_where_the_types_say_so(value: Any, type: Type) -> None:
    if not convertible(type_of(value), type):
        with pytest.raises(ConversionError):
            convert(value, type)


@settings(max_examples=200, deadline=None)
@given(st.lists(TYPES, min_size=1, max_size=3))
def test_everything_converts_to_the_common_type(types: list[Type]) -> None:
    common = unify(types, unsafe=True)
    if common is not None:
        assert all(convertible(type, common) for type in types)


@settings(max_examples=200, deadline=None)
@given(TYPES, TYPES)
def test_unification_does_not_depend_on_the_order(a: Type, b: Type) -> None:
    one, other = unify([a, b]), unify([b, a])
    if has_dynamic(a) or has_dynamic(b):
        return  # where a part is not known the first of several choices is taken, as in Terraform
    assert one == other


@settings(max_examples=200, deadline=None)
@given(VALUES, VALUES)
def test_equality_agrees_with_keys_and_is_symmetric(a: Any, b: Any) -> None:
    assert equal(a, a) is True
    assert equal(a, b) is equal(b, a)
    assert equal(a, b) is (key(a) == key(b))
