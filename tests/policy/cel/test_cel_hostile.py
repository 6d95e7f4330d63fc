"""Whatever the text and the data: nothing but CelError, in bounded time and memory."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest
from cel_google import DATA, ENVIRONMENT
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.values import Unknown
from scanner.policy.cel import CelError, CelEvaluationError, Environment, check, compile, meter, parse, runtime
from scanner.policy.cel.types import DYN

HERE = Path(__file__).parent
ANY = Environment({"x": DYN, "y": DYN})

PIECES = st.sampled_from((HERE / "cel_pieces.txt").read_text().split(" "))
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=14).map(" ".join),
)
KEYS = st.one_of(st.sampled_from("abc"), st.booleans(), st.integers(), st.none(), st.floats())
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(min_value=10**300, max_value=10**301),
        st.floats(),
        st.text(max_size=8),
        st.binary(max_size=4),
        st.builds(object),
        st.builds(lambda: Unknown("why")),
        st.just("\ud800"),
        st.complex_numbers(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from("abc"), st.booleans(), st.integers(), st.none(), st.floats()), inner, max_size=3
        ),
        st.tuples(inner, inner),
    ),
    max_leaves=6,
)
EXPRESSIONS = st.sampled_from((HERE / "cel_hostile.txt").read_text().split("\n")[:-1])


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text(text: str) -> None:
    try:
        check(parse(text), ENVIRONMENT)
        compile(text, ENVIRONMENT).evaluate(None, *DATA.values())
    except CelError as error:
        assert -1 <= error.offset <= len(text)
        error.position(text), error.excerpt(text)


@settings(max_examples=600, deadline=None)
@given(EXPRESSIONS, VALUES, VALUES)
def test_any_data(text: str, x: Any, y: Any) -> None:
    try:
        compile(text, ANY).evaluate(None, x, y)
    except CelEvaluationError as error:
        assert error.offset >= 0


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "(" * 5000 + "1" + ")" * 5000,
        "[" * 5000 + "]" * 5000,
        "{1:" * 5000 + "1" + "}" * 5000,
        "!" * 5000 + "true",
        "-" * 5000 + "i",
        "x" + ".a" * 5000,
        "x" + "[0]" * 5000,
        "x" + ".a()" * 5000,
        "1" + " + 1" * 5000,
        "true ? 1 : " * 5000 + "2",
        "1 == " * 5000 + "1",
        "x.all(a, " * 500 + "true" + ")" * 500,
        "f(" * 1000 + ")" * 1000,
        "'" + "\\" * 9999,
        '"' * 9999,
        "'''" * 9999,
        "b" * 60_000,
        "9" * 40_000,
        "0x" + "f" * 40_000,
        "1e" + "9" * 40_000 + "x",
        "`" * 10_000,
        "/" * 10_001,
    ],
)
def test_large_or_deep_texts_are_refused_quickly(text: str) -> None:
    start = time.process_time()
    with pytest.raises(CelError):
        compile(text, ENVIRONMENT)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" || ".join(["i == 1"] * 2000 + ["b"]), True),
        (" && ".join(["b"] * 5000), True),
        ("[" + ", ".join(["1"] * 10_000) + "].size() == 10000", True),
        ("{" + ", ".join(f"{n}: 1" for n in range(3000)) + "}.size() == 3000", True),
        ("i in [" + ", ".join(map(str, range(5000))) + "]", True),
        ("+".join(["i"] * 100) + " == 700", True),
        ("(" * 60 + "b" + ")" * 60, True),
        ("!" * 100 + "b", True),
        ("b ? true : " * 70 + "false", True),
        ("[1].all(a, " * 18 + "true" + ")" * 18, True),
        ("x" + ".?a" * 100 + ".hasValue()", False),
    ],
)
def test_what_is_large_within_limits_works(text: str, expected: bool) -> None:
    assert compile(text, ENVIRONMENT).evaluate(None, *DATA.values()) is expected


def test_deep_expressions_fit_the_stack_of_a_deep_caller() -> None:
    text = "!" * 140 + "b"
    program = compile(text, ENVIRONMENT)

    def deep(levels: int) -> Any:
        return deep(levels - 1) if levels else program.evaluate(None, *DATA.values())

    assert sys.getrecursionlimit() >= 1000
    assert deep(400) is True


@pytest.mark.parametrize(
    "text",
    [
        "x.all(a, x.all(b, x.all(c, a + b + c >= 0)))",
        "x.map(a, x.map(b, x.map(c, 1)))",
        "x.exists(a, x.exists(b, x.exists(c, a == b && b == c && a != a)))",
        "x.filter(a, x.all(b, x.all(c, true)))",
        "x.all(a, x.all(b, x == x))",
        "x.all(a, x.all(b, 0 - 1 in x || true)) && x.all(a, x.all(b, x.all(c, -1 in x || true)))",
        "lists.range(100000000)",
        "lists.range(3000).map(a, lists.range(3000))",
        "y.split('').all(a, y.split('').all(b, y.contains(b + 'q') || true))",
        "y.replace('', y)",
        "[y, y].map(a, y.replace('', y))",
        "x.map(a, y).join(y)",
        "cel.bind(a, y + y + y + y, cel.bind(b, a + a + a + a, cel.bind(c, b + b + b + b, c + c + c + c + c + c + c)))",
        "['a'].map(s, [s + s]).map(s, s + s)"
        + ".map(s, [s, s, s, s, s, s, s, s])" * 7
        + ".flatten(9).flatten(9).size() > 0",
        "x.map(a, x).flatten().map(a, x).flatten().map(a, x).flatten().sort()",
        "x.map(a, x).flatten().distinct().size() < 0 || x.map(a, [x, a]).distinct().size() > 0",
        "x.all(a, x.all(b, y.matches('(a+)+b') || true))",
        "x.all(a, x.all(b, '%s'.format([x]) != ''))",
        "x.transformMap(k, v, x.transformMap(j, w, x.transformMap(l, u, 1)))",
    ],
)
def test_cost_is_limited(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "COST_LIMIT", meter.COST_LIMIT // 10)
    monkeypatch.setitem(runtime._NAMES, "BUDGET", runtime._NAMES["BUDGET"] // 10)
    program = compile(text, ANY)
    start = time.process_time()
    with pytest.raises(CelEvaluationError, match="cost limit exceeded"):
        program.evaluate(None, list(range(400)), "a" * 40_000)
    assert time.process_time() - start < 20


def test_the_cost_limit_is_not_absorbed() -> None:
    program = compile("true || true ? [x.all(a, x.all(b, x.all(c, true)))].size() == 1 || true : true", ANY)
    with pytest.raises(CelEvaluationError, match="cost limit exceeded"):
        program.evaluate(None, [*range(400), Unknown("u")], None)


def test_large_inputs_are_fine_where_cost_is_linear() -> None:
    many = [{"n": at, "s": str(at)} for at in range(100_000)]
    assert compile("x.all(e, e.n >= 0 && e.s != '') && x.size() == 100000", ANY).evaluate(None, many, None) is True
    assert (
        compile("y.contains('b') || y.size() > 5 && y.startsWith('a')", ANY).evaluate(None, None, "a" * 10_000_000)
        is True
    )


def test_deep_data_gives_an_error() -> None:
    deep: Any = []
    other: Any = []
    for _ in range(100_000):
        deep, other = [deep], [other]
    for text in ("x == y", "'%s'.format([x])", "x in [y]", "[x].distinct() == [y]", "{'a': x} == {'a': y}"):
        with pytest.raises(CelEvaluationError, match="nested more than"):
            compile(text, ANY).evaluate(None, deep, other)
    assert compile("x.flatten(1000).size()", ANY).evaluate(None, deep, None) == 1


def test_a_long_list_goes_through_the_walker_too() -> None:
    many = [*range(50_000), Unknown("u")]
    assert isinstance(compile("x.all(e, e >= 0)", ANY).evaluate(None, many, None), Unknown)
