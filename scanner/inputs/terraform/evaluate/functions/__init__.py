"""Terraform's built-in functions, as of Terraform 1.11: one module a family, loaded when one of its names is called."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.arithmetic import NumberError
from scanner.inputs.terraform.evaluate.functions.signatures import FunctionContext, FunctionError, Uncertain
from scanner.inputs.terraform.evaluate.nulls import is_null, null_of, without_types
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.functions.signatures import Function, Parameter
    from scanner.inputs.terraform.evaluate.types import Type

__all__ = ["FAMILIES", "LAZY", "FunctionContext", "FunctionError", "call", "names"]

LAZY = frozenset({"try", "can"})
"""Functions whose arguments must not be evaluated beforehand. They are the evaluator's, not ours."""

FAMILIES: dict[str, str] = {
    "numeric": "abs ceil floor log max min parseint pow signum sum",
    "strings": "chomp endswith indent join lower replace split startswith strcontains strrev substr title trim "
    "trimprefix trimspace trimsuffix upper",
    "patterns": "regex regexall",
    "formatting": "format formatlist",
    "collections": "coalesce coalescelist length list map one",
    "sequences": "chunklist compact concat distinct element flatten range reverse setproduct slice sort",
    "mappings": "keys lookup matchkeys merge transpose values zipmap",
    "membership": "alltrue anytrue contains index setintersection setsubtract setunion",
    "conversion": "ephemeralasnull issensitive nonsensitive sensitive tobool tolist tomap tonumber toset tostring",
    "json_codec": "jsondecode jsonencode",
    "yaml_decoding": "yamldecode",
    "yaml_encoding": "yamlencode",
    "csv_codec": "csvdecode",
    "encoding": "base64decode base64encode base64gzip textdecodebase64 textencodebase64 urlencode",
    "hashes": "base64sha256 base64sha512 bcrypt filebase64sha256 filebase64sha512 filemd5 filesha1 filesha256 "
    "filesha512 md5 rsadecrypt sha1 sha256 sha512 uuid uuidv5",
    "filesystem": "abspath basename dirname file filebase64 fileexists fileset pathexpand templatefile templatestring",
    "dates": "formatdate plantimestamp timeadd timecmp timestamp",
    "network": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "provider": "provider::terraform::decode_tfvars provider::terraform::encode_expr "
    "provider::terraform::encode_tfvars",
}
"""The names in each family, which is also the name of its module."""

_FAMILY_OF = {name: family for family, members in FAMILIES.items() for name in members.split()}

_MOST_NODES = 300_000  # parts of all arguments together
_LONGEST_TEXT = 16 * 1024 * 1024


def names() -> list[str]:
    """Every function's name, the lazy ones too, sorted. Each but the provider's may have `core::` before it."""
    return sorted((*_FAMILY_OF, *LAZY))


def call(name: str, arguments: Sequence[Value], context: FunctionContext) -> Value:
    """The result of a function call. Raises FunctionError where Terraform would refuse it.

    The result is an Unknown where an Unknown among the arguments decides it, or where it cannot be known before the
    configuration is applied (`timestamp()`).
    """
    given, name = name, name.removeprefix("core::")
    function = _find(name, given)
    _check_count(name, function, len(arguments))
    try:
        return _call(name, function, arguments, context)
    except FunctionError as error:
        raise _located(error, name, function) from None
    except NumberError as error:
        return _uncertain(name, function, arguments, str(error))
    except RecursionError:
        raise FunctionError(f'Call to function "{name}" failed: a value is nested too deeply.') from None
    except Uncertain as uncertain:
        return _uncertain(name, function, arguments, str(uncertain))


def _find(name: str, given: str) -> Function:
    family = _FAMILY_OF.get(name)
    if family is None:
        if given.startswith("core::"):
            raise FunctionError(
                'The function namespace "core" is not valid. '
                'Provider function calls must use the "provider::" namespace prefix.'
            )
        raise FunctionError(f'There is no function named "{name}".')
    found: Function = import_module(f"{__name__}.{family}").FUNCTIONS[name]
    return found


def _check_count(name: str, function: Function, given: int) -> None:
    wanted = len(function.parameters)
    if given < wanted:
        least = "at least " if function.rest else ""
        missing = function.parameters[given].name
        raise FunctionError(
            "Not enough function arguments: "
            f'Function "{name}" expects {least}{wanted} argument(s). Missing value for "{missing}".'
        )
    if given > wanted and function.rest is None:
        raise FunctionError(
            f'Too many function arguments: Function "{name}" expects only {wanted} argument(s).', wanted
        )


def _located(error: FunctionError, name: str, function: Function) -> FunctionError:
    if error.argument is None:
        return FunctionError(f'Call to function "{name}" failed: {error.message}.')
    parameter = function.parameter(error.argument)
    return FunctionError(f'Invalid value for "{parameter.name}" parameter: {error.message}.', error.argument)


def _call(name: str, function: Function, arguments: Sequence[Value], context: FunctionContext) -> Value:
    _check_size(arguments)
    converted = [_argument(function.parameter(index), index, value) for index, value in enumerate(arguments)]
    if not function.typed_nulls:
        converted = [without_types(value) for value in converted]
    unknowns = _deciding(function, converted)
    if unknowns:
        return _combined(name, function, converted, unknowns)
    result = function.body(context, *converted) if function.context else function.body(*converted)
    if result is None:
        kind = _result_type(function, converted)
        return None if kind is None else null_of(kind)
    return normal(result) if isinstance(result, str) else result


def _argument(parameter: Parameter, index: int, value: Value) -> Value:
    from scanner.inputs.terraform.evaluate.convert import ConversionError, convert

    if is_null(value) and not parameter.null:
        raise FunctionError("argument must not be null", index)

    try:
        return convert(value, parameter.type)
    except ConversionError as error:
        raise FunctionError(error.message, index) from None


def _deciding(function: Function, arguments: list[Value]) -> list[Unknown]:
    """The Unknowns that leave the result unknown before the body is asked."""
    found: list[Unknown] = []
    for index, value in enumerate(arguments):
        if isinstance(value, Unknown):
            if function.parameter(index).unknown != "body":
                found.append(value)
        elif isinstance(value, (list, dict)) and function.parameter(index).unknown == "deep":
            from scanner.inputs.terraform.evaluate.unknowns import find_unknowns

            found += find_unknowns(value)
    return found


def _combined(name: str, function: Function, arguments: list[Value], unknowns: list[Unknown]) -> Unknown:
    from scanner.inputs.terraform.evaluate.equality import key
    from scanner.inputs.terraform.evaluate.unknowns import combine

    operation = (name, *map(key, arguments))
    return combine(unknowns, operation, _result_type(function, arguments), not_null=not function.may_be_null)


def _result_type(function: Function, arguments: Sequence[Value]) -> Type | None:
    from scanner.inputs.terraform.evaluate.types import DYNAMIC, Type

    found = function.returns if isinstance(function.returns, Type) else function.returns(arguments)
    return None if found is DYNAMIC else found


def _uncertain(name: str, function: Function, arguments: Sequence[Value], cause: str) -> Unknown:
    from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown

    return TypedUnknown(cause, not_null=not function.may_be_null, type=_result_type(function, arguments))


def _check_size(arguments: Sequence[Value]) -> None:
    """Configuration can build values of any size from a few lines; nothing of use is that large."""
    pending = [value for value in arguments if isinstance(value, (list, dict))]
    nodes = 0
    while pending:
        node = pending.pop()
        nodes += len(node)
        if nodes > _MOST_NODES:
            raise Uncertain("a function was given more than is worked out here")
        pending.extend(
            item for item in (node.values() if isinstance(node, dict) else node) if isinstance(item, (list, dict))
        )


def normal(text: str) -> str:
    """A string as Terraform keeps it: in normalization form C, and not too long to handle."""
    if len(text) > _LONGEST_TEXT:
        raise Uncertain("a function gave more text than is worked out here")
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)
