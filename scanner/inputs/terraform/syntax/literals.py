"""The values of constants: numbers, and strings with escapes."""

from __future__ import annotations

import re
from decimal import Decimal

from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.patterns import DOUBLED, ESCAPE

_LARGEST_EXPONENT = 600_000_000
"""What HCL's own number type can hold, roughly."""

_LONGEST_WHOLE = 1000
"""Digits of the longest number that becomes an `int`. Longer ones cost more than linear time to convert."""

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

_NUMBER = r"[0-9]++\.?+[0-9]*+(?:[eE][+-]?[0-9]++)?"


def whole(digits: str) -> int | Decimal:
    """The value of decimal digits."""
    return int(digits) if len(digits) <= _LONGEST_WHOLE else Decimal(digits)


def number(text: str, start: int) -> int | Decimal:
    """The value of a number literal at `start`: an `int` when it is whole, unless it is absurdly long."""
    if text.isdecimal():
        return whole(text)
    mantissa, _, exponent = text.lower().partition("e")
    if not re.fullmatch(_NUMBER, text) or len(exponent) > 12 or abs(int(exponent or 0)) > _LARGEST_EXPONENT:
        raise HclSyntaxError("Invalid number literal", start, start + len(text))
    value = Decimal(text)
    if len(mantissa) + abs(int(exponent or 0)) <= _LONGEST_WHOLE and value == value.to_integral_value():
        return int(value)
    return value


def normal(text: str) -> str:
    """A string as HCL holds it, in Unicode's composed form (NFC)."""
    if text.isascii() or max(text) < "\u0300":  # below that nothing composes
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def unescape(text: str, start: int) -> str:
    """The text between quotes that was written at `start`, with its escapes decoded."""
    if "\\" not in text:
        return undouble(text)

    def replace(match: re.Match[str]) -> str:
        short, long, single, doubled = match.groups()
        if doubled:
            return ""
        code = int(short or long or "0", 16)
        if single in _ESCAPES:
            return _ESCAPES[single]
        if single is not None or not (short or long) or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            at = start + match.start()
            raise HclSyntaxError("Invalid escape sequence", at, start + match.end())
        return chr(code)

    return re.sub(ESCAPE, replace, text)


def undouble(text: str) -> str:
    """Literal text of a template with `$${` and `%%{` decoded; it has no other escapes."""
    return re.sub(DOUBLED, "", text) if "${" in text or "%{" in text else text
