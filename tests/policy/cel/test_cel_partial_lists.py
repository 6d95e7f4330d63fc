"""Lists that are known in part: what is said of them holds whatever else they turn out to hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations_with_replacement
from typing import Any

import pytest

from scanner.model.values import Array, PartialList, Unknown
from scanner.policy.cel import CelEvaluationError, Environment, compile
from scanner.policy.cel.types import DYN

REST = Unknown("var.more is not set")
KNOWN = [1, 5]
ENVIRONMENT = Environment({"p": DYN, "x": DYN})

DECIDED = [
    ("p.exists(i, i == 5)", True),
    ("p.exists(i, true)", True),
    ("p.all(i, i < 5)", False),
    ("p.all(i, false)", False),
    ("!p.all(i, i < 5)", True),
    ("p.exists_one(i, i > 0)", False),
    ("p.filter(i, i > 3).exists(i, i == 5)", True),
    ("p.filter(i, i > 3).all(i, i != 5)", False),
    ("p.map(i, i * 2).exists(i, i == 10)", True),
    ("p.map(i, i > 3, i * 2).exists(i, i == 10)", True),
    ("(p + [7]).exists(i, i == 7)", True),
    ("([7] + p).exists(i, i == 5)", True),
    ("(p + p).all(i, i != 1)", False),
    ("x.?list.orValue([]).exists(i, i == 5)", True),
    ("has(x.list)", True),
    ("p == p", True),
    ("p.exists(i, i == 5) ? 1 : 2", 1),
]
OPEN = [
    "p.exists(i, i == 7)",
    "p.exists(i, false)",
    "p.all(i, i > 0)",
    "p.all(i, true)",
    "p.exists_one(i, i == 5)",
    "p.exists_one(i, i == 7)",
    "p.all(at, i, at < 2)",
    "p.exists(at, i, at == 0 && i == 1)",
    "p.filter(i, i > 9)",
    "p.filter(i, i > 3).size()",
    "p.filter(i, i > 3)[0]",
    "p.filter(i, i > 3).map(i, i + 1).size() == 1",
    "p.map(i, 1).size() == 2",
    "p.size()",
    "size(p) == 2",
    "p[0]",
    "p[1] == 5",
    "p == [1, 5]",
    "p != [1, 5]",
    "[1, 5] == p",
    "p == []",
    "1 in p",
    "(p + [7]).size()",
    "(p + [7])[0]",
    "p.transformList(at, i, at).exists(i, i == 1)",
    "p.sortBy(i, i)[0]",
    "type(p) == list",
]


def run(text: str, value: Any) -> Any:
    return compile(text, ENVIRONMENT).evaluate(None, value, {"list": value})


def partial() -> PartialList:
    return PartialList(REST, Array(KNOWN))


def wholes() -> Iterator[list[Any]]:
    """What the list may turn out to be: further items before, between and behind those that are known."""
    for count in range(3):
        for more in combinations_with_replacement((0, 1, 5, 7), count):
            for place in range(len(KNOWN) + 1):
                yield [*KNOWN[:place], *more, *KNOWN[place:]]


@pytest.mark.parametrize(("text", "expected"), DECIDED)
def test_what_known_items_decide(text: str, expected: Any) -> None:
    assert run(text, partial()) == expected
    assert [run(text, whole) for whole in wholes()] == [expected for _ in wholes()]


@pytest.mark.parametrize("text", OPEN)
def test_what_they_do_not_decide_is_unknown(text: str) -> None:
    result = run(text, partial())
    assert isinstance(result, Unknown), result
    assert result.cause == REST.cause


@pytest.mark.parametrize("text", [text for text, _ in DECIDED] + OPEN)
def test_items_that_a_partial_result_has_are_in_every_whole(text: str) -> None:
    result = run(text, partial())
    if isinstance(result, PartialList):
        for whole in wholes():
            assert all(item in run(text, whole) for item in result.items)


def test_an_error_on_a_known_item_is_no_verdict() -> None:
    for text in ("p.all(i, 1 / (i - 5) > -1)", "p.exists(i, 1 / (i - 5) > 9)", "p.map(i, 1 / (i - 5)).size()"):
        with suppress(CelEvaluationError):
            assert isinstance(run(text, partial()), Unknown), text


def test_unknown_items_among_the_known_stay_open() -> None:
    value = PartialList(REST, Array([Unknown("var.u is not set"), 5]))
    assert run("p.exists(i, i == 5)", value) is True
    assert isinstance(run("p.all(i, i == 5)", value), Unknown)
    assert run("p.filter(i, i == 5).exists(i, i == 5)", value) is not False
