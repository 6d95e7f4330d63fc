"""`regex`, `regexall`, and `replace` with a pattern."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.inputs.terraform.evaluate.functions import normal
from scanner.inputs.terraform.evaluate.functions.regexes import (
    Captures,
    Pattern,
    PatternError,
    TooMuch,
    Unsupported,
    compile,
)
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.types import STRING, ListOf, ListValue, ObjectOf, TupleOf, Type
from scanner.model.values import Unknown, Value

_TOO_MUCH = "the regular expression takes too long"


def replace(text: str, pattern: str, template: str) -> str:
    """`text` with every match of a pattern replaced."""
    try:
        return compile(pattern).replace_all(text, template)
    except PatternError as error:
        raise FunctionError(f"error parsing regexp: {error}") from None
    except Unsupported as error:
        raise Uncertain(str(error)) from None
    except TooMuch:
        raise Uncertain(_TOO_MUCH) from None


def _compiled(pattern: str) -> Pattern:
    try:
        return compile(pattern)
    except PatternError as error:
        what, _, where = str(error).partition(": `")
        raise FunctionError(f"invalid regexp pattern: {what} in {where[:-1]}", 0) from None
    except Unsupported as error:
        raise Uncertain(str(error)) from None


def _regex(pattern: str, text: str) -> Value:
    compiled = _compiled(pattern)
    _shape(compiled)
    try:
        found = compiled.search(text)
    except Unsupported as error:
        raise Uncertain(str(error)) from None
    if found is None:
        raise FunctionError("pattern did not match any part of the given string")
    return _result(compiled, text, found)


def _regexall(pattern: str, text: str) -> ListValue:
    compiled = _compiled(pattern)
    element = _shape(compiled)
    try:
        return ListValue([_result(compiled, text, found) for found in compiled.find_all(text)], element)
    except Unsupported as error:
        raise Uncertain(str(error)) from None


def _result(pattern: Pattern, text: str, found: Captures) -> Value:
    if not pattern.groups:
        return normal(text[slice(*found[0])])
    parts = [None if start < 0 else normal(text[start:end]) for start, end in found[1:]]
    if pattern.groups[0] is not None:
        return dict(zip(pattern.groups, parts, strict=True))
    return parts


def _shape(pattern: Pattern) -> Type:
    """The type of one match: a string, a tuple of the groups, or an object of the named ones."""
    if not pattern.groups:
        return STRING
    named = [name for name in pattern.groups if name is not None]
    if not named:
        return TupleOf([STRING] * len(pattern.groups))
    if len(named) < len(pattern.groups):
        raise FunctionError("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0)
    return ObjectOf(dict.fromkeys(named, STRING))


def _regex_type(arguments: Sequence[Value]) -> Type | None:
    pattern = arguments[0]
    if isinstance(pattern, Unknown):
        return None
    try:
        return _shape(_compiled(pattern))
    except Uncertain:
        return None


def _regexall_type(arguments: Sequence[Value]) -> Type | None:
    element = _regex_type(arguments)
    return None if element is None else ListOf(element)


_PARAMETERS = [Parameter("pattern", STRING), Parameter("string", STRING)]

FUNCTIONS = {
    "regex": Function(_regex, _PARAMETERS, _regex_type),
    "regexall": Function(_regexall, _PARAMETERS, _regexall_type),
}
