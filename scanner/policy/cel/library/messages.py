"""Messages of `google.protobuf` that become CEL values when an expression makes them."""

from __future__ import annotations

from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.operators import to_duration, to_timestamp
from scanner.policy.cel.values import NANOSECONDS, UInt, kind_of, type_name

_WRAPPERS: Final[dict[str, tuple[str, str, Any, tuple[int, int] | None]]] = {
    # message: CEL type, kind, default, range
    "BoolValue": ("bool", "b", False, None),
    "BytesValue": ("bytes", "y", b"", None),
    "DoubleValue": ("double", "d", 0.0, None),
    "FloatValue": ("double", "d", 0.0, None),
    "Int32Value": ("int", "i", 0, (-(2**31), 2**31 - 1)),
    "Int64Value": ("int", "i", 0, None),
    "StringValue": ("string", "s", "", None),
    "UInt32Value": ("uint", "u", UInt(0), (0, 2**32 - 1)),
    "UInt64Value": ("uint", "u", UInt(0), None),
}
_PACKAGE: Final = "google.protobuf."

FIELDS: Final[dict[str, dict[str, str]]] = {
    **{_PACKAGE + name: {"value": wrapped[0]} for name, wrapped in _WRAPPERS.items()},
    _PACKAGE + "Duration": {"seconds": "int", "nanos": "int"},
    _PACKAGE + "Timestamp": {"seconds": "int", "nanos": "int"},
    _PACKAGE + "Value": {
        "null_value": "dyn",
        "number_value": "double",
        "string_value": "string",
        "bool_value": "bool",
        "struct_value": "map(string, dyn)",
        "list_value": "list(dyn)",
    },
    _PACKAGE + "Struct": {"fields": "map(string, dyn)"},
    _PACKAGE + "ListValue": {"values": "list(dyn)"},
}
"""The fields of each message and their CEL types."""

_KINDS: Final = {
    "bool": "b",
    "bytes": "y",
    "double": "d",
    "int": "i",
    "string": "s",
    "uint": "u",
    "list(dyn)": "l",
    "map(string, dyn)": "m",
}


def build(name: str, fields: dict[str, Any]) -> Any:
    """The CEL value of a message with these fields. Raises CelEvaluationError."""
    declared = FIELDS[name]
    for field, value in fields.items():
        if declared[field] != "dyn" and kind_of(value) != _KINDS[declared[field]]:
            raise CelEvaluationError(f"field '{field}' takes '{declared[field]}', not '{type_name(value)}'")
    short = name.removeprefix(_PACKAGE)
    match short:
        case "Duration" | "Timestamp":
            nanoseconds = fields.get("seconds", 0) * NANOSECONDS + fields.get("nanos", 0)
            return to_duration(nanoseconds) if short == "Duration" else to_timestamp(nanoseconds)
        case "Struct":
            return fields.get("fields", {})
        case "ListValue":
            return fields.get("values", [])
        case "Value":
            if len(fields) > 1:
                raise CelEvaluationError("google.protobuf.Value takes one field")
            return None if "null_value" in fields else next(iter(fields.values()), None)
        case _:
            return _wrapped(short, fields)


def _wrapped(short: str, fields: dict[str, Any]) -> Any:
    _, _, default, bounds = _WRAPPERS[short]
    value = fields.get("value", default)
    if bounds is not None and not bounds[0] <= value <= bounds[1]:
        raise CelEvaluationError(f"value out of the range of {short}")
    return _single(value) if short == "FloatValue" else value


def _single(value: float) -> float:
    """The nearest float of 32 bits."""
    from struct import pack, unpack

    try:
        rounded: float = unpack("f", pack("f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return rounded
