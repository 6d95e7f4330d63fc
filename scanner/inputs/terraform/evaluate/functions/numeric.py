"""`abs`, `max`, `parseint`, ...: functions over numbers."""

from __future__ import annotations

from collections.abc import Callable

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import DYNAMIC, NUMBER, Number
from scanner.model.values import Value


def whole(value: Number, index: int | None = None, prefix: str = "") -> int:
    """A number that must be a whole one of no more than 64 bits. Raises FunctionError."""
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return value
    raise FunctionError(f"{prefix}value must be a whole number, between {-(2**63)} and {2**63 - 1}", index)


def _log(value: Number, base: Number) -> Number:
    return _floating(lambda math: math.log(float(value)) / math.log(float(base)))


def _pow(value: Number, power: Number) -> Number:
    return _floating(lambda math: math.pow(float(value), float(power)))


def _floating(compute: Callable[..., float]) -> Number:
    """A result that Terraform works out in 64-bit floating point."""
    import math

    try:
        result = compute(math)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise Uncertain("the number has no finite value") from None
    if not math.isfinite(result):
        raise Uncertain("the number has no finite value")
    # Where it has more than 53 bits Terraform prints the digits that are certain, as `repr` does.
    return int(result) if abs(result) < 2**53 and result == int(result) else arithmetic.number(result)


def _max(*numbers: Number) -> Number:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return max(numbers)


def _min(*numbers: Number) -> Number:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return min(numbers)


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _parseint(text: Value, base_given: Number) -> int:
    if not isinstance(text, str):
        raise FunctionError("first argument must be a string, not " + _kind(text), 0)
    base = whole(base_given, 1)
    if not 2 <= base <= 62:
        raise FunctionError("base must be a whole number between 2 and 62 inclusive", 1)
    digits = text[1:] if text[:1] in ("+", "-") else text
    if len(digits) > 4000:
        raise Uncertain("the number is too large")
    value = 0
    for digit in digits if base > 36 else digits.lower():
        at = _DIGITS.find(digit)
        if not 0 <= at < base:
            digits = ""
            break
        value = value * base + at
    if not digits:
        raise FunctionError(f"cannot parse {quote(text)} as a base {base} integer", 0)
    return -value if text[0] == "-" else value


def _kind(value: Value) -> str:
    from scanner.inputs.terraform.evaluate.types import type_of

    return type_of(value).friendly()


def _signum(value: Number) -> int:
    number = whole(value)
    return (number > 0) - (number < 0)


_NO_NUMBERS = "argument must be list, set, or tuple of number values"


def _sum(numbers: Value) -> Number:
    if not isinstance(numbers, list):
        if not isinstance(numbers, dict):
            raise FunctionError("cannot sum noniterable", 0)
        received = f"argument must be list, set, or tuple. Received {_kind(numbers)}"
        raise FunctionError(received if numbers else "cannot sum an empty list", 0)
    if not numbers:
        raise FunctionError("cannot sum an empty list", 0)
    total: Number = 0
    for item in numbers:
        if item is None:
            raise FunctionError(_NO_NUMBERS, 0)
        try:
            total = arithmetic.add(total, convert(item, NUMBER))
        except ConversionError:
            raise FunctionError(_NO_NUMBERS, 0) from None
    return total


_NUM = Parameter("num", NUMBER)
_NUMBERS = Parameter("numbers", NUMBER)

FUNCTIONS = {
    "abs": Function(arithmetic.absolute, [_NUM], NUMBER),
    "ceil": Function(arithmetic.ceil, [_NUM], NUMBER),
    "floor": Function(arithmetic.floor, [_NUM], NUMBER),
    "log": Function(_log, [_NUM, Parameter("base", NUMBER)], NUMBER),
    "max": Function(_max, [], NUMBER, rest=_NUMBERS),
    "min": Function(_min, [], NUMBER, rest=_NUMBERS),
    "parseint": Function(_parseint, [Parameter("number", DYNAMIC), Parameter("base", NUMBER)], NUMBER),
    "pow": Function(_pow, [_NUM, Parameter("power", NUMBER)], NUMBER),
    "signum": Function(_signum, [_NUM], NUMBER),
    "sum": Function(_sum, [Parameter("list", DYNAMIC, unknown="deep")], NUMBER),
}
