"""Doubles as text."""

from __future__ import annotations

import math


def double_text(value: float) -> str:
    """The shortest digits that give the double back, with an exponent below 1e-4 and from 1e6 on (Go's `%g`)."""
    if not math.isfinite(value):
        return "NaN" if value != value else "+Inf" if value > 0 else "-Inf"
    sign, digits, exponent = _digits(value)
    if -4 <= exponent < 6:
        return sign + _plain(digits, exponent)
    point = "." if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{point}{digits[1:]}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def plain_text(value: float) -> str:
    """The shortest digits that give the double back, without an exponent."""
    if not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    sign, digits, exponent = _digits(value)
    return sign + _plain(digits, exponent)


def _digits(value: float) -> tuple[str, str, int]:
    """Sign, significant digits, and the power of ten of the first of them."""
    mantissa, _, exponent = f"{value!r}".lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    power = len(whole) - 1 + int(exponent or 0)
    stripped = digits.lstrip("0")
    power -= len(digits) - len(stripped)
    return "-" if math.copysign(1, value) < 0 else "", stripped.rstrip("0") or "0", power if stripped else 0


def _plain(digits: str, exponent: int) -> str:
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    fraction = digits[exponent + 1 :]
    return f"{whole}.{fraction}" if fraction else whole
