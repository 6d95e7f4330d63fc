"""`tostring`, `tolist`, ...: explicit conversions; and `sensitive` and its kin, whose marks the evaluator keeps."""

from __future__ import annotations

from collections.abc import Callable

from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    SetOf,
    Type,
    type_of,
)
from scanner.model.values import Value


def _to(want: Type) -> Function:
    def body(value: Value) -> Value:
        try:
            return convert(value, want)
        except ConversionError:
            raise FunctionError(_refusal(value, want), 0) from None

    parameters = [Parameter("v", DYNAMIC, unknown="body", null=True)]
    return Function(body, parameters, want, may_be_null=True, typed_nulls=True)


def _refusal(value: Value, want: Type) -> str:
    if isinstance(value, str) and want is BOOL:
        return f'cannot convert {quote(value)} to bool; only the strings "true" or "false" are allowed'
    if isinstance(value, str) and want is NUMBER:
        return f"cannot convert {quote(value)} to number; given string must be a decimal representation of a number"
    return f"cannot convert {type_of(value).friendly()} to {want.friendly(constraint=True)}"


def _same(value: Value) -> Value:
    return value


def _sensitivity(value: Value) -> bool:
    raise Uncertain("which values are sensitive is not followed here")


def _marking(body: Callable[[Value], Value], returns: Type = DYNAMIC) -> Function:
    parameters = [Parameter("value", DYNAMIC, unknown="body", null=True)]
    return Function(body, parameters, returns, may_be_null=True, typed_nulls=True)


FUNCTIONS = {
    "ephemeralasnull": _marking(_same),
    "issensitive": Function(_sensitivity, [Parameter("value", DYNAMIC, unknown="body", null=True)], BOOL),
    "nonsensitive": _marking(_same),
    "sensitive": _marking(_same),
    "tobool": _to(BOOL),
    "tolist": _to(ListOf(DYNAMIC)),
    "tomap": _to(MapOf(DYNAMIC)),
    "tonumber": _to(NUMBER),
    "toset": _to(SetOf(DYNAMIC)),
    "tostring": _to(STRING),
}
