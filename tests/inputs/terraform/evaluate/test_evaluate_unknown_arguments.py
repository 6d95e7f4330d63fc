"""What functions make of arguments that are not known, or known in part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from expression_walker import Folder, evaluate

from scanner.inputs.terraform.evaluate.functions import FunctionError, call
from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    NUMBER,
    STRING,
    ListOf,
    ListValue,
    MapOf,
    ObjectOf,
    SetOf,
    SetValue,
    TupleOf,
    Type,
)
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown
from scanner.model.values import Reference, Unknown

HERE = Folder(Path("."))


def unknown(type: Type | None = None, not_null: bool = False) -> TypedUnknown:
    return TypedUnknown("nobody said", (Reference("var.x"),), None, not_null, type)


def typed(value: Any) -> Type | None:
    assert isinstance(value, TypedUnknown), value
    return value.type


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("length([x, 1])", 2),
        ("length({a = x})", 1),
        ("length(toset([x]))", 1),
        ("keys({a = x, b = 1})", ["a", "b"]),
        ("lookup({a = 1, b = x}, \"a\")", 1),
        ("element([1, x], 0)", 1),
        ("contains([1, x], 1)", True),
        ("alltrue([x, false])", False),
        ("anytrue([x, true])", True),
        ("index([1, x], 1)", 0),
        ("coalesce(\"a\", x)", "a"),
        ("coalescelist([1], x)", [1]),
        ("one([])", None),
        ("merge({a = x}, {a = 1})", {"a": 1}),
        ("slice([x, 1, 2], 1, 3)", [1, 2]),
        ("reverse([1, 2])", [2, 1]),
        ("setunion([\"a\"], [\"b\"])", ["a", "b"]),
        ("range(2)", [0, 1]),
        ("formatlist(\"%s\", [\"a\"])", ["a"]),
        ("formatlist(\"%s-%s\", [], x)", []),
    ],
)  # fmt: skip
def test_what_does_not_depend_on_the_unknown_is_known(expression: str, value: Any) -> None:
    if expression == 'formatlist("%s-%s", [], x)':
        assert evaluate(expression, HERE, x=unknown(STRING)) == value
    else:
        assert evaluate(expression, HERE, x=unknown()) == value


@pytest.mark.parametrize(
    ("expression", "type"),
    [
        ('upper(x)', STRING),
        ('"a" == x', BOOL),
        ('length(x)', NUMBER),
        ('length(toset([x, "a"]))', NUMBER),
        ('join(",", ["a", x])', STRING),
        ('sort(x)', ListOf(STRING)),
        ('contains(["b", x], "a")', BOOL),
        ('alltrue([true, x])', BOOL),
        ('anytrue([false, x])', BOOL),
        ('jsonencode({a = x})', STRING),
        ('yamlencode([x])', STRING),
        ('format("%s", x)', STRING),
        ('distinct(["a", x])', ListOf(STRING)),
        ('sum([1, x])', NUMBER),
        ('max(1, x)', NUMBER),
        ('tolist(toset(["a", x]))', ListOf(STRING)),
        ('setsubtract(["a"], [x])', SetOf(STRING)),
        ('regex("a(b)", x)', TupleOf([STRING])),
        ('regex("(?P<n>a)", x)', ObjectOf({"n": STRING})),
        ('regexall("a", x)', ListOf(STRING)),
        ('split(",", x)', ListOf(STRING)),
        ('compact([x])', ListOf(STRING)),
        ('tostring(x)', STRING),
        ('toset(x)', SetOf(STRING)),
        ('element(tolist(["a", "b"]), x)', STRING),
        ('chunklist(["a"], x)', ListOf(ListOf(STRING))),
        ('filesha1(x)', STRING),
        ('formatdate("YYYY", x)', STRING),
        ('timestamp()', STRING),
        ('uuid()', STRING),
        ('bcrypt("a")', STRING),
        ('base64gzip("a")', STRING),
    ],
)  # fmt: skip
def test_results_that_depend_on_it_are_unknown_of_the_right_type(expression: str, type: Type) -> None:
    argument = unknown(ListOf(STRING)) if expression == "toset(x)" else unknown()
    assert typed(evaluate(expression, HERE, x=argument)) == type


def test_an_unknown_result_names_the_cause_and_its_references() -> None:
    result = call("upper", [unknown()], HERE)
    assert isinstance(result, Unknown)
    assert result.cause == "nobody said"
    assert [reference.name for reference in result.references] == ["var.x"]
    assert result.not_null


def test_the_same_call_gives_the_same_unknown_and_another_argument_another() -> None:
    x = unknown()
    assert call("format", ["%s-a", x], HERE) == call("format", ["%s-a", x], HERE)
    assert call("format", ["%s-a", x], HERE) != call("format", ["%s-b", x], HERE)
    assert call("element", [x, 0], HERE) != call("element", [x, 1], HERE)
    assert call("upper", [x], HERE) != call("lower", [x], HERE)
    assert call("upper", [x], HERE) != call("upper", [unknown()], HERE)


def test_random_results_are_never_the_same() -> None:
    assert call("uuid", [], HERE) != call("uuid", [], HERE)


def test_unknown_items_stay_where_they_are() -> None:
    x = unknown(STRING)
    assert evaluate('concat(["a"], [x])', HERE, x=x) == ["a", x]
    assert evaluate("merge({a = x}, {b = 1})", HERE, x=x) == {"a": x, "b": 1}
    assert evaluate('flatten([["a"], [x]])', HERE, x=x) == ["a", x]
    assert evaluate('zipmap(["a"], [x])', HERE, x=x) == {"a": x}
    made = evaluate('setunion(["b"], [x], ["a"])', HERE, x=x)
    assert isinstance(made, SetValue)
    assert made == ["a", "b", x]
    assert evaluate('formatlist("%s", ["a", x])', HERE, x=x)[0] == "a"


def test_flatten_cannot_know_what_an_unknown_item_turns_out_to_be() -> None:
    assert isinstance(evaluate("flatten([[1], x])", HERE, x=unknown()), Unknown)
    assert isinstance(evaluate("flatten([[1], x])", HERE, x=unknown(ListOf(STRING))), Unknown)


def test_length_of_an_unknown_whose_type_says_it() -> None:
    assert call("length", [unknown(TupleOf([STRING, NUMBER]))], HERE) == 2
    assert call("length", [unknown(ObjectOf({"a": STRING}))], HERE) == 1
    assert call("keys", [unknown(ObjectOf({"b": STRING, "a": STRING}))], HERE) == ["a", "b"]
    with pytest.raises(FunctionError, match="must be a string, a collection type"):
        call("length", [unknown(NUMBER)], HERE)


def test_coalesce_waits_for_what_may_be_null() -> None:
    assert isinstance(evaluate('coalesce(x, "a")', HERE, x=unknown(STRING, not_null=True)), Unknown)
    sure = unknown(NUMBER, not_null=True)
    assert evaluate("coalesce(x, 1)", HERE, x=sure) is sure
    assert isinstance(evaluate("coalesce(x, 1)", HERE, x=unknown(NUMBER)), Unknown)


def test_results_that_may_turn_out_null_say_so() -> None:
    for expression in ("element(x, 0)", 'lookup(x, "a")', "one(x)", "jsondecode(x)", "tostring(x)"):
        assert not evaluate(expression, HERE, x=unknown()).not_null
    assert evaluate("upper(x)", HERE, x=unknown()).not_null


def test_an_unknown_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(FunctionError, match='Invalid value for "str" parameter: string required'):
        call("upper", [unknown(ListOf(STRING))], HERE)


def test_lookup_with_a_default_is_another_value_than_without() -> None:
    x = unknown(MapOf(STRING))
    assert call("lookup", [x, "a"], HERE) == call("lookup", [x, "a"], HERE)
    assert call("lookup", [x, "a"], HERE) != call("lookup", [x, "a", "b"], HERE)


def test_matchkeys_and_zipmap_wait_for_their_keys() -> None:
    assert isinstance(evaluate('zipmap([x], ["a"])', HERE, x=unknown()), Unknown)
    assert isinstance(evaluate('matchkeys(["a"], [x], ["b"])', HERE, x=unknown()), Unknown)
    assert evaluate('matchkeys([x], ["a"], ["b"])', HERE, x=unknown()) == []


def test_an_unknown_in_a_list_keeps_its_element_type() -> None:
    made = evaluate('tolist(["a", x])', HERE, x=unknown())
    assert isinstance(made, ListValue)
    assert made.element is STRING
    assert typed(made[1]) is STRING
