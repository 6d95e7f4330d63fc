"""Optionals, text and matches in generated code: the same as by the walker, for values of every shape."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from cel_walker import walked

from scanner.model.values import Array, Object, Unknown
from scanner.policy.cel import CelEvaluationError, Environment, compile, exact
from scanner.policy.cel.types import DYN

ENVIRONMENT = Environment({"one": DYN, "other": DYN})
UNKNOWN = Unknown("not known")
SHAPES: list[Any] = [
    Object(),
    Object({"a": None}),
    Object({"a": 5}),
    Object({"a": ""}),
    Object({"a": "text"}),
    Object({"a": True}),
    Object({"a": Object({"b": "x"})}),
    Object({"a": Array(["x"])}),
    Object({"a": UNKNOWN}),
    Object({"a": Object({"b": UNKNOWN})}),
    UNKNOWN,
    None,
    7,
    "text",
    Array(),
]
TEXTS = [
    "one.?a.or(other.?a).orValue('none')",
    "one.?a.?b.or(other.?a).or(one.?a).orValue(1) == 'text'",
    "one.?a.or(other.?a)",
    "one.?a.or(other.?a).?b",
    "one.?a.or(other.?a).hasValue()",
    "one.?a.or(other.?a).value()",
    "first.hasValue() ? string(first.value()) == 'text' : other.?a.orValue(false) == true",
    "first.orValue(second.orValue('z'))",
    "first.or(second).hasValue() && second.hasValue()",
    "optional.of(one).or(other.?a).value()",
    "optional.none().or(other.?a).hasValue()",
    "one.or(other.?a).orValue(1)",
    "one.?a.or(other).orValue(1)",
    "one.?a.or(other)",
    "one.?a.or(dyn(5))",
    "one.?a.or(dyn(5)).orValue(2)",
    "one.?a.value()",
    "dyn(one).hasValue()",
    "string(one.?a.orValue('-'))",
    "string(one.a)",
    "string(one.?a.orValue('')).matches('^t.*t$')",
    "one.a.matches('(x|text)+')",
    "one.a.matches('(')",
    "[1, 2].all(n, one.?a.or(other.?a).orValue(n) == n)",
    "[1, 2].exists(n, first.or(second).hasValue() || first.orValue(n) == 2)",
]
VARIABLES = [("first", "one.?a.or(other.?b)"), ("second", "other.?a")]


def answer(run: Any, *values: Any) -> Any:
    """What came of it, in a form that can be compared."""
    try:
        return shown(run(*values))
    except CelEvaluationError as error:
        return "error", str(error)


def shown(value: Any) -> Any:
    if isinstance(value, Unknown):
        return "unknown", value.cause, value.references
    return type(value), repr(value)


@pytest.mark.parametrize("text", TEXTS)
def test_as_the_walker_says(text: str) -> None:
    program = compile(text, ENVIRONMENT, variables=VARIABLES)
    for one, other in product(SHAPES, SHAPES):
        quick = answer(program.evaluate, None, one, other)
        assert quick == answer(lambda *values: walked(program, (), *values), None, one, other), (one, other)


@pytest.mark.parametrize(
    "text",
    [
        "one.?a.or(other.?a).orValue('none') == 'text'",
        "first.or(second).hasValue() && string(first.or(second).value()) == 'text'",
        "first.hasValue() ? false : string(second.value()).matches('^[a-z]+$')",
        "one.?x.or(other.?x).or(other.?a).orValue('') in ['text']",
    ],
)
def test_everyday_optionals_are_answered_without_the_walker(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = compile(text, ENVIRONMENT, variables=VARIABLES)
    monkeypatch.setattr(exact, "walker", None)
    assert program.evaluate(None, Object(), Object({"a": "text"})) is True
