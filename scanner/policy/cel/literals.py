"""Literals: what numbers, strings and bytes in the text mean."""

from __future__ import annotations

import re
from typing import Final

from scanner.policy.cel.errors import CelSyntaxError
from scanner.policy.cel.values import INT_MAX, INT_MIN, UINT_MAX, UInt

_ESCAPE: Final = re.compile(
    r"\\(?:([abfnrtv\\?\"'`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.?))", re.DOTALL
)
_PLAIN: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def integer(text: str, offset: int, negative: bool = False) -> int:
    """The value of an int or uint literal, with the minus sign before it."""
    unsigned = text[-1] in "uU"
    digits = text[:-1] if unsigned else text
    # Any literal of more than 20 digits is too large; Python itself refuses to read very long ones.
    significant = digits[2:].lstrip("0") if digits[:2] == "0x" else digits.lstrip("0")
    value = int(digits, 16 if digits[:2] == "0x" else 10) if len(significant) <= 20 else 2**80
    if unsigned:
        if value > UINT_MAX:
            raise CelSyntaxError(f"{text} is out of the range of uint", offset)
        return UInt(value)
    value = -value if negative else value
    if not INT_MIN <= value <= INT_MAX:
        raise CelSyntaxError(f"{'-' if negative else ''}{text} is out of the range of int", offset)
    return value


def string(token: str, offset: int) -> str | bytes:
    """The value of a string or bytes literal, prefix and quotes included in `token`."""
    start = 0
    is_bytes = token[0] in "bB"
    start += is_bytes
    raw = token[start] in "rR"
    start += raw
    width = 3 if token[start : start + 3] in ('"""', "'''") and len(token) - start >= 6 else 1
    body = token[start + width : len(token) - width]
    begin = offset + start + width
    if is_bytes:
        return _bytes(body, begin, raw)
    return body if raw or "\\" not in body else _unescape(body, begin)


def _unescape(body: str, begin: int) -> str:
    parts: list[str] = []
    at = 0
    for found in _ESCAPE.finditer(body):
        parts.append(body[at : found.start()])
        parts.append(_character(found, begin + found.start()))
        at = found.end()
    parts.append(body[at:])
    return "".join(parts)


def _character(found: re.Match[str], offset: int) -> str:
    plain, byte, short, long, octal, _ = found.groups()
    if plain is not None:
        return _PLAIN.get(plain, plain)
    if octal is not None:
        return chr(int(octal, 8))
    digits = byte or short or long
    if digits is None:
        raise CelSyntaxError(f"unknown escape sequence {found.group()}", offset)
    code = int(digits, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise CelSyntaxError(f"{found.group()} is not a Unicode character", offset)
    return chr(code)


def _bytes(body: str, begin: int, raw: bool) -> bytes:
    parts: list[bytes] = []
    at = 0
    for found in () if raw else _ESCAPE.finditer(body):
        parts.append(_encoded(body[at : found.start()], begin + at))
        if found.group(3) is not None or found.group(4) is not None:
            raise CelSyntaxError(f"{found.group()} cannot be used in bytes", begin + found.start())
        parts.append(_character(found, begin + found.start()).encode("latin-1"))
        at = found.end()
    parts.append(_encoded(body[at:], begin + at))
    return b"".join(parts)


def _encoded(text: str, offset: int) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise CelSyntaxError("lone surrogate in bytes", offset + error.start) from None
