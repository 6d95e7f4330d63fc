"""Conversions between types."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.instants import (
    duration_text,
    parse_duration,
    parse_timestamp,
    timestamp_text,
)
from scanner.policy.cel.library.numerals import double_text
from scanner.policy.cel.library.operators import to_int, to_timestamp, to_uint
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import NANOSECONDS, UInt

_BOOLS: Final = {
    **dict.fromkeys(("1", "t", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "false", "FALSE", "False"), False),
}
_INT: Final = re.compile(r"[+-]?[0-9]{1,40}", re.ASCII)
_UINT: Final = re.compile(r"\+?[0-9]{1,40}", re.ASCII)
_DOUBLE: Final = re.compile(
    r"[+-]?(?:[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?|inf|infinity|nan)",
    re.ASCII | re.IGNORECASE,
)


def _same(meter: Meter, value: Any) -> Any:
    return value


def _bool(meter: Meter, text: str) -> bool:
    if text not in _BOOLS:
        raise CelEvaluationError("string is no bool")
    return _BOOLS[text]


def _int_of_double(meter: Meter, value: float) -> int:
    # 2**63 - 1 is no double: the nearest one is 2**63, which is out of range.
    if not -(2.0**63) < value < 2.0**63:
        raise CelEvaluationError("double out of the range of int")
    return int(value)


def _uint_of_double(meter: Meter, value: float) -> UInt:
    if not 0 <= value < 2.0**64:
        raise CelEvaluationError("double out of the range of uint")
    return UInt(int(value))


def _int_of_string(meter: Meter, text: str) -> int:
    if not _INT.fullmatch(text):
        raise CelEvaluationError("string is no int")
    return to_int(int(text))


def _uint_of_string(meter: Meter, text: str) -> UInt:
    if not _UINT.fullmatch(text):
        raise CelEvaluationError("string is no uint")
    return to_uint(int(text))


def _double_of_string(meter: Meter, text: str) -> float:
    if len(text) > 1000 or not _DOUBLE.fullmatch(text):
        raise CelEvaluationError("string is no double")
    return float(text)


def _bytes(meter: Meter, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise CelEvaluationError("string is no Unicode text") from None


def _text_of_bytes(meter: Meter, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise CelEvaluationError("bytes are no UTF-8") from None


def _text_of_bool(meter: Meter, value: bool) -> str:
    return "true" if value else "false"


def _text_of_integer(meter: Meter, value: int) -> str:
    return str(int(value))


def _text_of_ip(meter: Meter, value: Any) -> str:
    from scanner.policy.cel.library.network import ip_text

    return ip_text(value)


def _text_of_cidr(meter: Meter, value: Any) -> str:
    from scanner.policy.cel.library.network import cidr_text

    return cidr_text(value)


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "bool": {"b": _same, "s": _bool},
    "bytes": {"y": _same, "s": _bytes},
    "double": {
        "d": _same,
        "i": lambda meter, value: float(value),
        "u": lambda meter, value: float(value),
        "s": _double_of_string,
    },
    "duration": {"r": _same, "s": lambda meter, text: parse_duration(text)},
    "int": {
        "i": _same,
        "u": lambda meter, value: to_int(int(value)),
        "d": _int_of_double,
        "s": _int_of_string,
        "t": lambda meter, value: value.nanoseconds // NANOSECONDS,
    },
    "string": {
        "s": _same,
        "b": _text_of_bool,
        "i": _text_of_integer,
        "u": _text_of_integer,
        "d": lambda meter, value: double_text(value),
        "y": _text_of_bytes,
        "t": lambda meter, value: timestamp_text(value),
        "r": lambda meter, value: duration_text(value),
        "p": _text_of_ip,
        "c": _text_of_cidr,
    },
    "timestamp": {
        "t": _same,
        "s": lambda meter, text: parse_timestamp(text),
        "i": lambda meter, value: to_timestamp(value * NANOSECONDS),
    },
    "uint": {
        "u": _same,
        "i": lambda meter, value: to_uint(value),
        "d": _uint_of_double,
        "s": _uint_of_string,
    },
}
