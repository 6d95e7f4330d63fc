"""`provider::terraform::encode_tfvars`, `decode_tfvars` and `encode_expr`: values as HCL text and back."""

from __future__ import annotations

import re

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.constraints import ConstraintError, constant
from scanner.inputs.terraform.evaluate.functions.graphemes import count
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import DYNAMIC, STRING
from scanner.model.places import Source
from scanner.model.values import Value

_IDENTIFIER = re.compile(r"[^\W\d][\w-]*\Z")
_SPECIAL = re.compile(r'["\\\n\r\t]|\$\{|%\{|[^\x20-\x7e]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "${": "$${", "%{": "%%{"}


def _encode_tfvars(value: Value) -> str:
    if not isinstance(value, dict):
        raise FunctionError(
            "invalid value to encode: must be an object whose attribute names will become the encoded variable names"
        )
    for name in sorted(value):
        if not _IDENTIFIER.match(name):
            raise FunctionError(
                f"invalid variable name {quote(name)}: "
                "must be a valid identifier, per Terraform's rules for input variable declarations"
            )
    lines = _arguments(value, 0)
    return "".join(f"{line}\n" for line in lines)


def _encode_expr(value: Value) -> str:
    return _expression(value, 0)


def _expression(value: Value, indent: int) -> str:
    if isinstance(value, dict):
        if not value:
            return "{}"
        return "\n".join(["{", *_arguments(value, indent + 2), " " * indent + "}"])
    if isinstance(value, list):
        if any(isinstance(item, dict) and item for item in value):
            raise Uncertain("how objects in lists are laid out is not known here")
        return "[" + ", ".join(_expression(item, indent) for item in value) + "]"
    if isinstance(value, str):
        return '"' + _SPECIAL.sub(_escape, value) + '"'
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return arithmetic.text(value)


def _arguments(entries: dict[str, Value], indent: int) -> list[str]:
    """One entry a line; the equals signs of neighbours that take one line each stand below each other."""
    pairs = [(_name(name), _expression(entries[name], indent)) for name in sorted(entries)]
    lines: list[str] = []
    at = 0
    while at < len(pairs):
        end = at
        while end < len(pairs) and "\n" not in pairs[end][1]:
            end += 1
        width = max((count(name) for name, _ in pairs[at:end]), default=0)
        lines += [f"{' ' * indent}{name}{' ' * (width - count(name))} = {text}" for name, text in pairs[at:end]]
        if end < len(pairs):
            lines.append(f"{' ' * indent}{pairs[end][0]} = {pairs[end][1]}")
            end += 1
        at = end
    return lines


def _name(name: str) -> str:
    return name if _IDENTIFIER.match(name) else '"' + _SPECIAL.sub(_escape, name) + '"'


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    short = _ESCAPES.get(found)
    if short is not None:
        return short
    if found.isprintable():
        return found
    return f"\\u{ord(found):04x}" if ord(found) < 0x10000 else f"\\U{ord(found):08x}"


def _decode_tfvars(text: str) -> Value:
    from scanner.inputs.terraform.syntax import parse

    file = parse(Source("<decode_tfvars argument>", text))
    if file.problems:
        raise FunctionError(f"invalid tfvars syntax: {file.problems[0].what}")
    if file.body.blocks:
        block = file.body.blocks[0].type
        raise FunctionError(f"invalid tfvars content: Unexpected {quote(block)} block; Blocks are not allowed here.")
    try:
        return {name: constant(attribute.expression) for name, attribute in file.body.attributes.items()}
    except ConstraintError:
        raise Uncertain("an expression in it is not a constant") from None


_VALUE = Parameter("value", DYNAMIC, unknown="deep")

FUNCTIONS = {
    "provider::terraform::decode_tfvars": Function(_decode_tfvars, [Parameter("src", STRING)]),
    "provider::terraform::encode_expr": Function(_encode_expr, [_VALUE], STRING),
    "provider::terraform::encode_tfvars": Function(_encode_tfvars, [_VALUE], STRING),
}
