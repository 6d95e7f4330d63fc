"""Numbers by the verbs of `format`: what Go's `fmt` makes of its big integers and big floats."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.types import Number


class Verb:
    """One `%` sequence of a format string."""

    __slots__ = ("argument", "flags", "mode", "offset", "precision", "raw", "width")

    def __init__(
        self, raw: str, offset: int, mode: str, flags: str, width: int | None, precision: int | None, argument: int
    ) -> None:
        self.raw = raw
        """As written."""
        self.offset = offset
        """Where it starts, in bytes."""
        self.mode = mode
        """The letter at its end."""
        self.flags = flags
        """Any of `0#-+` and space."""
        self.width = width
        """Least number of characters."""
        self.precision = precision
        """Number after the point."""
        self.argument = argument
        """The argument it takes, counted from 1."""


_PREFIXES = {"b": "0b", "o": "0", "x": "0x", "X": "0X", "d": ""}


def integer_text(verb: Verb, number: int) -> str:
    """An integer by `%b`, `%d`, `%o`, `%x` or `%X`."""
    digits = format(abs(number), verb.mode)
    if verb.precision == 0 and number == 0:
        return ""
    zeros = max((verb.precision or 0) - len(digits), 0)
    prefix = _PREFIXES[verb.mode] if "#" in verb.flags else ""
    sign = _sign(verb, number < 0)
    missing = (verb.width or 0) - len(sign) - len(prefix) - zeros - len(digits)
    if missing > 0 and "-" not in verb.flags and "0" in verb.flags and verb.precision is None:
        zeros += missing
        missing = 0
    text = sign + prefix + "0" * zeros + digits
    return text.ljust(verb.width or 0) if "-" in verb.flags else text.rjust(verb.width or 0)


def float_text(verb: Verb, number: Number) -> str:
    """A number by `%e`, `%E`, `%f`, `%g` or `%G`."""
    if verb.mode == "f":
        digits = arithmetic.fixed(arithmetic.absolute(number), 6 if verb.precision is None else verb.precision)
    elif verb.mode in "eE":
        digits = _exponential(number, (6 if verb.precision is None else verb.precision) + 1, verb.mode)
    else:
        digits = _general(number, verb.precision, verb.mode)
    sign = _sign(verb, number < 0)
    width = verb.width or 0
    if "-" in verb.flags:
        return (sign + digits).ljust(width)
    if "0" in verb.flags:
        return sign + digits.rjust(width - len(sign), "0")
    return (sign + digits).rjust(width)


def _sign(verb: Verb, negative: bool) -> str:
    if negative:
        return "-"
    return "+" if "+" in verb.flags else " " if " " in verb.flags else ""


def _exponential(number: Number, count: int, mode: str) -> str:
    return _with_exponent(*arithmetic.scientific(number, count), mode)


def _with_exponent(digits: str, exponent: int, mode: str) -> str:
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}{mode}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _general(number: Number, precision: int | None, mode: str) -> str:
    if precision is None:
        digits, exponent = _shortest(number)
        limit = 6
    else:
        limit = max(precision, 1)
        digits, exponent = arithmetic.scientific(number, limit)
        digits = digits.rstrip("0") or "0"
        if limit > len(digits) >= exponent + 1:
            limit = len(digits)
    if exponent < -4 or exponent >= limit:
        return _with_exponent(digits, exponent, "E" if mode == "G" else "e")
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    fraction = digits[exponent + 1 :]
    return f"{whole}.{fraction}" if fraction else whole


def _shortest(number: Number) -> tuple[str, int]:
    text = arithmetic.text(arithmetic.absolute(number))
    whole, _, fraction = text.partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return "0", 0
    exponent = len(whole) - 1 if whole != "0" else -(len(fraction) - len(fraction.lstrip("0"))) - 1
    return digits.rstrip("0"), exponent
