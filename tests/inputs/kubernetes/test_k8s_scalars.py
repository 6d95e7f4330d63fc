"""Scalars mean what they mean to kubectl."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes.errors import BadScalar
from scanner.inputs.kubernetes.scalars import key_text, resolve, resolve_tagged, value_key

CASES: dict[str, Any] = {
    "yes": True, "Yes": True, "YES": True, "yEs": "yEs", "y": True, "Y": True, "n": False, "N": False,
    "no": False, "on": True, "On": True, "Off": False, "OFF": False, "true": True, "True": True, "tRUE": "tRUE",
    "null": None, "Null": None, "NULL": None, "nULL": "nULL", "~": None, "=": "=", "<<": "<<",
    "0777": 511, "0o777": 511, "0O17": 15, "-0o17": -15, "08": 8, "09.5": 9.5, "0x1F": 31, "0X1f": 31, "0x_1": 1,
    "+0x10": 16, "0b101": 5, "-0b11": -3, "0b2": "0b2", "0o8": "0o8", "0x": "0x", "00": 0, "-0": 0, "0123456": 42798,
    "+5": 5, "-5": -5, "1_000": 1000, "1__0": 10, "_1": "_1", "1_": 1, "0_7": 7, "+": "+", "1,000": "1,000",
    "1e3": 1000, "1E3": 1000, "1.0": 1, "1.": 1, ".5": 0.5, "-.5": -0.5, "+.5": 0.5, "1.5e-7": 1.5e-7, ".5e3": 500,
    "-0.0": 0, "0.1_5": 0.15, ".5_5": 0.55, "._5": "._5", "1e": "1e", "1e400": "1e400", "1e21": 1e21,
    "12345678901234567890": 12345678901234567890.0, "123456789012345678901": 123456789012345678901.0,
    "9223372036854775807": 2**63 - 1, "-9223372036854775808": -(2**63), "-9223372036854775809": -(2**63),
    "1:30": "1:30", "190:20:30.15": "190:20:30.15", "2001-01-01": "2001-01-01", "1.2.3": "1.2.3",
    "2001-12-14t21:59:43.10-05:00": "2001-12-14t21:59:43.10-05:00", "Infinity": "Infinity", "nan": "nan",
    "inf": "inf", "10.0.0.0/8": "10.0.0.0/8", "1Gi": "1Gi", "500m": "500m", "٣": "٣", "1٣": "1٣",
}  # fmt: skip

TAGGED: dict[str, Any] = {
    "!!str 5": "5", '!!int "5"': 5, "!!float 5": 5, '!!float "5"': 5, '!!bool "yes"': True, "!!null ''": None,
    "!!binary aGVsbG8=": "hello", "!foo 5": "5", "! 5": "5", "!!timestamp 2001-01-01": "2001-01-01", "!!str": "",
    "!!foo 5": "5", "!<tag:yaml.org,2002:str> 5": "5", "!!merge x": "x", "!!binary /w==": "\ufffd",
}  # fmt: skip

KEYS = {
    "yes": "true", "off": "false", "1": "1", "1.5": "1.5", "0777": "511", "1e3": "1000", "2001-01-01": "2001-01-01",
    "1000000.0": "1e+06", "100000.0": "100000", "0.1": "0.1", "1234567.5": "1.2345675e+06", "123456789": "123456789",
    "1e21": "1e+21", "1e-7": "1e-07", "0.0001": "0.0001", "0.00001": "1e-05", "16777217.0": "1.6777216e+07",
    ".inf": ".inf", "-.inf": "-.inf", ".nan": ".nan", "1e300": ".inf", "word": "word",
}  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_plain_scalars(text: str) -> None:
    found = resolve(text)
    assert (type(found), found) == (type(CASES[text]), CASES[text])


def test_not_finite() -> None:
    assert [resolve(text) for text in (".inf", "+.Inf", "-.INF")] == [math.inf, math.inf, -math.inf]
    assert math.isnan(resolve(".NaN"))


@pytest.mark.parametrize("text", TAGGED)
def test_tagged_scalars(text: str, value: Callable[[str], Any]) -> None:
    found = value(f"v: {text}\n")["v"]
    assert (type(found), found) == (type(TAGGED[text]), TAGGED[text])


@pytest.mark.parametrize("tag", ["int", "float", "bool", "null", "binary"])
def test_tags_that_do_not_fit(tag: str) -> None:
    with pytest.raises(BadScalar):
        resolve_tagged(f"tag:yaml.org,2002:{tag}", "no, not that")


@pytest.mark.parametrize("text", KEYS)
def test_keys(text: str) -> None:
    assert key_text(text) == KEYS[text]


@pytest.mark.parametrize("bad", [None, [], {}])
def test_values_that_are_no_keys(bad: Any) -> None:
    with pytest.raises(BadScalar):
        value_key(bad)


def test_kubectl_agrees(kubectl: Callable[[str, str], Any]) -> None:
    """One document with all of them: values, tags and keys."""
    lines = [f"  c{number}: {text}" for number, text in enumerate(CASES)]
    lines += [f"  t{number}: {text}" for number, text in enumerate(TAGGED)]
    keys = [f"  {text}: x" for text in KEYS if text not in (".nan", "1e300")]
    text = "\n".join(["apiVersion: e.com/v1", "kind: K", "metadata: {name: a}", "values:", *lines, "keys:", *keys])
    (answer,) = kubectl(text, "scalars.yaml")
    wanted = {f"c{number}": value for number, value in enumerate(CASES.values()) if value is not None}
    wanted |= {f"t{number}": value for number, value in enumerate(TAGGED.values()) if value is not None}
    assert answer["values"] == wanted
    assert sorted(answer["keys"]) == sorted({KEYS[text] for text in KEYS if text not in (".nan", "1e300")})


@given(st.text("0123456789+-._eExXoObBnNaAiIfFyY:", max_size=12) | st.text(max_size=8))
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text: str) -> None:
    found = resolve(text)
    assert found is None or isinstance(found, (bool, int, float, str))
    assert not isinstance(found, int) or -(2**63) <= found < 2**63
    assert not isinstance(found, str) or found == text


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_integers_survive(number: int) -> None:
    assert resolve(str(number)) == number
    if number >= 0:
        assert resolve(hex(number)) == resolve(oct(number)) == resolve(bin(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_survive(number: float) -> None:
    assert resolve(repr(number)) == number
