"""Numbers as Terraform has them: 512 bits, printed with the fewest digits that tell them apart."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform.evaluate.arithmetic import (
    NumberError,
    absolute,
    add,
    ceil,
    divide,
    fixed,
    floor,
    modulo,
    multiply,
    negate,
    number,
    parse,
    ratio,
    scientific,
    subtract,
    text,
)

NUMBERS = st.one_of(st.integers(-(10**40), 10**40), st.decimals(-(10**6), 10**6, allow_nan=False, places=6).map(number))


def test_numbers_print_without_exponent() -> None:
    assert text(parse("1e21")) == "1000000000000000000000"
    assert text(parse("1.50")) == "1.5"
    assert text(parse("1e-7")) == "0.0000001"
    assert text(Decimal("1E+3")) == "1000"
    assert text(number(0.1)) == "0.1"


def test_whole_results_are_integers() -> None:
    for result in (
        parse("1.0"),
        parse("1e3"),
        divide(6, 3),
        multiply(Decimal("0.5"), 2),
        add(Decimal("0.1"), Decimal("0.9")),
    ):
        assert type(result) is int


def test_sums_that_64_bits_get_wrong() -> None:
    assert add(Decimal("0.1"), Decimal("0.2")) == Decimal("0.3")
    assert multiply(Decimal("0.1"), 3) == Decimal("0.3")


def test_thirds_have_the_digits_that_terraform_prints() -> None:
    assert text(divide(1, 3)) == "0." + "3" * 154 + "5"
    assert text(divide(2, 3)) == "0." + "6" * 153 + "7"
    assert multiply(divide(1, 3), 3) == 1


def test_integers_beyond_512_bits_are_rounded() -> None:
    assert number(10**300) == 10**300
    assert number(2**600 + 1) == number(2**600)
    assert number(2**512 - 1) == 2**512 - 1


@pytest.mark.parametrize("wrong", ["", ".", "+", "x", "0x10", "1_0", " 1", "1 ", "1e", "--1", "Inf", "NaN", "１"])
def test_what_is_no_number_is_refused(wrong: str) -> None:
    with pytest.raises(NumberError, match="a number is required"):
        parse(wrong)


@pytest.mark.parametrize("huge", ["1e5000", "1e-5000", "1" * 5000, "1e99999999999999999999"])
def test_what_is_too_large_is_refused(huge: str) -> None:
    with pytest.raises(NumberError, match="too large"):
        parse(huge)


def test_remainders_have_the_sign_of_the_dividend() -> None:
    assert modulo(-7, 3) == -1
    assert modulo(7, -3) == 1
    assert modulo(Decimal("-5.5"), 2) == Decimal("-1.5")
    for operation in (divide, modulo):
        with pytest.raises(ZeroDivisionError):
            operation(1, 0)


def test_signs_do_not_round() -> None:
    third = divide(1, 3)
    assert negate(negate(third)) == third
    assert absolute(negate(third)) == third


def test_rounding() -> None:
    assert (floor(Decimal("-1.5")), ceil(Decimal("-1.5")), floor(3), ceil(Decimal("0.1"))) == (-2, -1, 3, 1)
    assert fixed(Decimal("2.5"), 0) == "2"
    assert fixed(Decimal("-1.005"), 2) == "-1.00"
    assert fixed(Decimal("0.05"), 1) == "0.1"
    assert scientific(999, 2) == ("10", 3)
    assert scientific(0, 3) == ("000", 0)


@settings(max_examples=150, deadline=None)
@given(NUMBERS)
def test_text_and_back(value: Decimal | int) -> None:
    assert parse(text(value)) == value


@settings(max_examples=150, deadline=None)
@given(NUMBERS, NUMBERS)
def test_results_are_the_nearest_512_bit_numbers(a: Decimal | int, b: Decimal | int) -> None:
    exact = {
        add: Fraction(*ratio(a)) + Fraction(*ratio(b)),
        subtract: Fraction(*ratio(a)) - Fraction(*ratio(b)),
        multiply: Fraction(*ratio(a)) * Fraction(*ratio(b)),
    }
    for operation, wanted in exact.items():
        got = Fraction(*ratio(operation(a, b)))
        assert abs(got - wanted) <= abs(wanted) / 2**512
