"""No call may take long, need much room or raise anything but FunctionError, whatever it is given."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from expression_walker import Folder
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.functions import LAZY, FunctionError, call, names
from scanner.inputs.terraform.evaluate.functions.regexes import PatternError, TooMuch, Unsupported, compile
from scanner.inputs.terraform.evaluate.types import DYNAMIC, ListOf, type_of
from scanner.model.values import Unknown

HERE = Folder(Path("."))


def outcome(name: str, *arguments: Any) -> Any:
    try:
        return call(name, arguments, HERE)
    except FunctionError as error:
        return error


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def doubled(times: int) -> list[Any]:
    value: list[Any] = ["a"]
    for _ in range(times):
        value = [value, value]
    return value


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("regex", ("(a+)+$", "a" * 5000 + "b")),
        ("regex", ("(a|aa)*c", "a" * 5000)),
        ("regexall", ("(.*)(.*)(.*)x", "a" * 3000)),
        ("regex", ("((a{1000}){1000}){1000}", "a")),
        ("regex", ("(" * 3000 + ")" * 3000, "a")),
        ("replace", ("a" * 10_000, "/a/", "$0" * 10_000)),
        ("replace", ("a" * 100_000, "a", "b" * 100_000)),
        ("indent", (10**12, "\n\n")),
        ("format", ("%999999999d", 1)),
        ("format", ("%.999999999f", 1)),
        ("setproduct", tuple(list(range(100)) for _ in range(20))),
        ("range", (0, 10**18)),
        ("jsondecode", ("[" * 100_000,)),
        ("jsondecode", ("[" * 500 + "]" * 500,)),
        ("jsondecode", ("1e999999999",)),
        ("jsondecode", ("1" * 100_000,)),
        ("yamldecode", ("[" * 5000,)),
        ("yamldecode", ("\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]),)),
        ("yamldecode", ("a: &a [*a]",)),
        ("jsonencode", (nested(5000),)),
        ("jsonencode", (doubled(60),)),
        ("flatten", (doubled(60),)),
        ("tolist", (nested(5000),)),
        ("tonumber", ("1e999999999",)),
        ("tonumber", ("9" * 9000,)),
        ("parseint", ("f" * 100_000, 16)),
        ("pow", (10, 10**6)),
        ("log", (-1, 2)),
        ("formatdate", ("'" + "''" * 200_000, "2020-01-01T00:00:00Z")),
        ("formatdate", ("YYYY", "0000-01-01T00:00:00Z")),
        ("timeadd", ("9999-12-31T23:59:59Z", "9999999999999999h")),
        ("timeadd", ("0001-01-01T00:00:00+23:59", "-1h")),
        ("cidrsubnet", ("10.0.0.0/8", 10**18, 0)),
        ("cidrhost", ("::/0", 10**60)),
        ("textencodebase64", ("a", "\0")),
        ("textdecodebase64", ("AA==", "idna")),
        ("csvdecode", ('"' * 100_001,)),
        ("uuidv5", ("\ud800", "\ud800")),
        ("base64encode", ("\ud800",)),
        ("substr", ("a", -(10**15), 10**15)),
        ("strrev", ("\u0301" * 50_000,)),
        ("join", ("x" * 100_000, ["a"] * 10_000)),
    ],
)  # fmt: skip
def test_a_hostile_call_ends_soon(name: str, arguments: tuple[Any, ...]) -> None:
    started = time.process_time()
    result = outcome(name, *arguments)
    assert time.process_time() - started < 5
    assert isinstance(result, (FunctionError, Unknown, str, list, int))


@pytest.mark.parametrize("operation", [arithmetic.multiply, arithmetic.add])
def test_arithmetic_does_not_grow_without_end(operation: Any) -> None:
    value: Any = 10**3990
    with pytest.raises(arithmetic.NumberError):
        for _ in range(100):
            value = operation(value, value)


def test_conversion_of_a_bottomless_value_is_refused() -> None:
    with pytest.raises(ConversionError, match="nested too deeply"):
        convert(nested(5000), ListOf(ListOf(DYNAMIC)))


_ARGUMENTS = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-300, 300),
        st.decimals(-99, 99, places=2),
        st.text(max_size=8),
        st.sampled_from(["10.0.0.0/8", "%d", "2020-01-01T00:00:00Z", "a,b\n1,2", "(a)|b", "[1]", "UTF-8", "1h"]),
        st.builds(lambda: Unknown("unknown")),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=5,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([name for name in names() if name not in LAZY]), st.lists(_ARGUMENTS, max_size=4))
def test_any_call_gives_a_value_or_is_refused(name: str, arguments: list[Any]) -> None:
    result = outcome(name, *arguments)
    if not isinstance(result, FunctionError):
        type_of(result)  # what comes out is a value of some type


@settings(max_examples=300, deadline=None)
@given(st.text("ab()[]{}|*+?\\^$.-:,<>Pdw1 ", max_size=14), st.text("ab1 \n", max_size=12))
def test_any_pattern_is_matched_or_refused(pattern: str, text: str) -> None:
    try:
        compiled = compile(pattern)
        for found in compiled.find_all(text):
            start, end = found[0]
            assert 0 <= start <= end <= len(text)
        compiled.replace_all(text, "$1${x}")
    except (PatternError, TooMuch, Unsupported):
        pass
