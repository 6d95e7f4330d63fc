"""Terraform's numbers: binary floating point with 512 bits of precision, kept as exact decimals.

A number is an `int` where it is whole and otherwise the `Decimal` with the fewest digits that stands for the same
512-bit number. That is also how Terraform prints it, so two numbers are equal exactly when Terraform's are. Every
operation goes by way of the binary number: `add(Decimal("0.1"), Decimal("0.2")) == Decimal("0.3")`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scanner.inputs.terraform.evaluate.types import Number

_PRECISION = 512
_DIGITS = 157  # as many decimal digits as tell any two 512-bit numbers apart
_LARGEST_EXPONENT = 4000  # Python refuses to print integers of more than 4300 digits

_NUMBER = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?\Z")


class NumberError(ValueError):
    """A text that is no number, or a number too large or too small to handle."""


def parse(text: str) -> Number:
    """The number a string stands for. Raises NumberError."""
    match = _NUMBER.match(text) if len(text) <= 10_000 else None
    if match is None or not (match[2] or match[3]):
        raise NumberError("a number is required")
    sign, whole, fraction, exponent = match[1], match[2], match[3] or "", match[4]
    if not fraction and exponent is None and len(whole) <= _DIGITS - 3:
        return int(sign + whole)
    return _from_digits(sign == "-", (whole + fraction).lstrip("0"), int((exponent or "0")[:12]) - len(fraction))


def _from_digits(negative: bool, digits: str, exponent: int) -> Number:
    if not digits.strip("0"):
        return 0
    if len(digits) > 4000:  # what follows cannot matter but for its being there
        digits, exponent = digits[:3999] + "1", exponent + len(digits) - 4000
    _check(len(digits) + exponent)
    value = int(digits)
    if exponent >= 0:
        return _rounded(negative, value * 10**exponent, 1)
    return _rounded(negative, value, 10**-exponent)


def number(value: int | float | object) -> Number:
    """A number in its one form, from an `int`, `Decimal` or `float`. Raises NumberError for infinity and the like."""
    if isinstance(value, int):
        return value if value.bit_length() <= _PRECISION else _rounded(value < 0, abs(value), 1)
    return parse(repr(value) if isinstance(value, float) else str(value))


def text(value: Number) -> str:
    """How Terraform prints a number: all digits, no exponent. Raises NumberError for one of thousands of digits."""
    if isinstance(value, int):
        return str(number(value))
    if isinstance(value, float):
        return text(number(value))
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def add(a: Number, b: Number) -> Number:
    """`a + b`."""
    if isinstance(a, int) and isinstance(b, int):
        return number(a + b)
    (n, d), (m, e) = ratio(a), ratio(b)
    return _signed(n * e + m * d, d * e)


def subtract(a: Number, b: Number) -> Number:
    """`a - b`."""
    return add(a, negate(b))


def negate(value: Number) -> Number:
    """`-a`. Python's own operator would round a `Decimal`."""
    return -value if isinstance(value, int) else value.copy_negate()


def absolute(value: Number) -> Number:
    """`|a|`."""
    return abs(value) if isinstance(value, int) else value.copy_abs()


def multiply(a: Number, b: Number) -> Number:
    """`a * b`. Raises NumberError where the result is too large."""
    if isinstance(a, int) and isinstance(b, int):
        _check((a.bit_length() + b.bit_length()) // 4)
        return number(a * b)
    (n, d), (m, e) = ratio(a), ratio(b)
    return _signed(n * m, d * e)


def divide(a: Number, b: Number) -> Number:
    """`a / b`. Raises ZeroDivisionError."""
    (n, d), (m, e) = ratio(a), ratio(b)
    if m == 0:
        raise ZeroDivisionError("division by zero")
    return _signed(n * e, d * m) if m > 0 else _signed(-n * e, -d * m)


def modulo(a: Number, b: Number) -> Number:
    """`a % b` with the sign of `a`. Raises ZeroDivisionError."""
    if b == 0:
        raise ZeroDivisionError("division by zero")
    if isinstance(a, int) and isinstance(b, int):
        rest = abs(a) % abs(b)
        return -rest if a < 0 else rest
    return subtract(a, multiply(truncate(divide(a, b)), b))


def fixed(value: Number, places: int) -> str:
    """With so many digits after the point, rounded half to even as the binary number it stands for."""
    n, d = ratio(value)
    digits = str(_nearest(abs(n) * _ten(places), d)).rjust(places + 1, "0")
    sign = "-" if n < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def scientific(value: Number, count: int) -> tuple[str, int]:
    """The first `count` digits, rounded half to even, and the power of ten of the first of them. Without sign."""
    n, d = ratio(value)
    n = abs(n)
    if n == 0:
        return "0" * count, 0
    exponent = _magnitude(n, d) - 1
    power = count - 1 - exponent
    digits = _nearest(n * _ten(power), d) if power >= 0 else _nearest(n, d * _ten(-power))
    if digits >= _ten(count):
        digits, exponent = digits // 10, exponent + 1
    return str(digits), exponent


def _nearest(n: int, d: int) -> int:
    whole, rest = divmod(n, d)
    return whole + (2 * rest > d or (2 * rest == d and whole & 1))


def truncate(value: Number) -> int:
    """The whole part."""
    return int(value)


def floor(value: Number) -> int:
    """The largest integer that is not greater."""
    whole = int(value)
    return whole if whole <= value else whole - 1


def ceil(value: Number) -> int:
    """The smallest integer that is not less."""
    return -floor(negate(value))


def _check(decimal_exponent: int) -> None:
    if abs(decimal_exponent) > _LARGEST_EXPONENT:
        raise NumberError("the number is too large or too small")


def ratio(value: Number) -> tuple[int, int]:
    """The 512-bit number that a number stands for, as an exact fraction."""
    if isinstance(value, int):
        mantissa, exponent = _binary(abs(value), 1)
    else:
        n, d = value.as_integer_ratio()
        mantissa, exponent = _binary(abs(n), d)
    if value < 0:
        mantissa = -mantissa
    return (mantissa << exponent, 1) if exponent >= 0 else (mantissa, 1 << -exponent)


def _binary(n: int, d: int) -> tuple[int, int]:
    """`n / d` rounded half to even, as a mantissa of at most 512 bits and a power of two."""
    if n == 0:
        return 0, 0
    if d == 1 and n.bit_length() <= _PRECISION:
        return n, 0
    exponent = n.bit_length() - d.bit_length() - _PRECISION
    while True:
        numerator, denominator = (n << -exponent, d) if exponent < 0 else (n, d << exponent)
        mantissa, rest = divmod(numerator, denominator)
        if mantissa.bit_length() <= _PRECISION:
            break
        exponent += 1
    if 2 * rest > denominator or (2 * rest == denominator and mantissa & 1):
        mantissa += 1
    return mantissa, exponent


def _signed(n: int, d: int) -> Number:
    return _rounded(n < 0, abs(n), d)


def _rounded(negative: bool, n: int, d: int) -> Number:
    if n == 0:
        return 0
    _check((n.bit_length() - d.bit_length()) * 3 // 10)
    mantissa, exponent = _binary(n, d)
    if exponent < 0 and mantissa & ((1 << -exponent) - 1) == 0:
        mantissa, exponent = mantissa >> -exponent, 0
    if exponent == 0:
        return -mantissa if negative else mantissa
    digits, power = _shortest(mantissa, exponent)
    if power >= 0:
        value = digits * 10**power
        return -value if negative else value
    from decimal import Decimal

    return Decimal((int(negative), tuple(map(int, str(digits))), power))


def _shortest(mantissa: int, exponent: int) -> tuple[int, int]:
    """The fewest decimal digits, and a power of ten, that round to this binary number and no other."""
    # Everything doubled twice, so that the halfway points to the neighbours are whole.
    value, low, high, exponent = 4 * mantissa, 4 * mantissa - 2, 4 * mantissa + 2, exponent - 2
    if mantissa & (mantissa - 1) == 0:
        low += 1
    numerator, denominator = (1 << exponent, 1) if exponent >= 0 else (1, 1 << -exponent)
    magnitude = _magnitude(value * numerator, denominator)
    inclusive = mantissa & 1 == 0
    few, many = 1, _DIGITS
    found = (0, 0)
    while few <= many:
        count = (few + many) // 2
        power = magnitude - count
        up, down = (numerator, denominator * _ten(power)) if power >= 0 else (numerator * _ten(-power), denominator)
        digits, rest = divmod(value * up, down)
        if 2 * rest >= down:
            digits += 1
        scaled = digits * down
        inside = low * up <= scaled <= high * up if inclusive else low * up < scaled < high * up
        if inside:
            found, many = (digits, power), count - 1
        else:
            few = count + 1
    digits, power = found
    while digits % 10 == 0:
        digits, power = digits // 10, power + 1
    return digits, power


def _magnitude(n: int, d: int) -> int:
    """How many digits stand before the decimal point: 1 for 1 to 9.99, 0 for 0.1 to 0.99, and so on."""
    guess = (n.bit_length() - d.bit_length()) * 30103 // 100000
    while (n >= d * _ten(guess)) if guess >= 0 else (n * _ten(-guess) >= d):
        guess += 1
    while (n < d * _ten(guess - 1)) if guess >= 1 else (n * _ten(1 - guess) < d):
        guess -= 1
    return guess


@lru_cache(maxsize=512)
def _ten(power: int) -> int:
    return int(10**power)
