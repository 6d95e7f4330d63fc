"""`jsonencode` and `jsondecode`."""

from __future__ import annotations

import re

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.functions import normal
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.types import DYNAMIC, STRING
from scanner.inputs.terraform.evaluate.unknowns import combine, find_unknowns
from scanner.model.values import Unknown, Value

_SPECIAL = re.compile('[\x00-\x1f"\\\\<>&\u2028\u2029\ud800-\udfff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def encode(value: Value) -> str:
    """JSON as Terraform writes it: no white space, keys sorted, `<`, `>` and `&` escaped. Nothing in it is Unknown."""
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts)


def _encode(value: Value) -> str | Unknown:
    """The text; where something in it is Unknown, an Unknown that knows what the text encodes."""
    unknowns = find_unknowns(value)
    if not unknowns:
        return encode(value)
    from scanner.inputs.terraform.evaluate.equality import key
    from scanner.inputs.terraform.evaluate.json_content import content_of

    text = combine(unknowns, ("jsonencode", key(value)), STRING, not_null=True)
    text.content = content_of(value)
    text.prefix = "{" if isinstance(value, dict) else "[" if isinstance(value, list) else ""
    return text


def quoted(text: str) -> str:
    """A JSON string."""
    if _SPECIAL.search(text) is None:
        return f'"{text}"'
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    return _SHORT.get(character) or f"\\u{code:04x}"


def _write(value: Value, parts: list[str]) -> None:
    if isinstance(value, str):
        parts.append(quoted(value))
    elif value is None:
        parts.append("null")
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    elif isinstance(value, dict):
        separator = "{"
        for name in sorted(value):
            parts += (separator, quoted(name), ":")
            _write(value[name], parts)
            separator = ","
        parts.append("}" if value else "{}")
    elif isinstance(value, list):
        separator = "["
        for item in value:
            parts.append(separator)
            _write(item, parts)
            separator = ","
        parts.append("]" if value else "[]")
    else:
        parts.append(arithmetic.text(value))


def decode(text: str) -> Value:
    """The value a JSON text stands for: objects, tuples and primitives. Raises FunctionError."""
    import json

    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise FunctionError(_message(error.msg, text, error.pos)) from None
    check_depth(value)
    return value if text.isascii() and "\\u" not in text else _normalized(value)


def check_depth(value: Value) -> None:
    """Raises Uncertain for a value that is nested deeper than anything written by hand."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            item
            for node in level
            if isinstance(node, (dict, list))
            for item in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return
    raise Uncertain("the text is nested too deeply")


_DEEPEST = 100


def _normalized(value: Value) -> Value:
    if isinstance(value, str):
        return normal(value if value.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", value))
    if isinstance(value, dict):
        return {_normalized(name): _normalized(item) for name, item in value.items()}
    return [_normalized(item) for item in value] if isinstance(value, list) else value


def _object(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    made = dict(pairs)
    if len(made) < len(pairs):
        for name, value in pairs:
            last = made[name]
            if last is not value and isinstance(value, (dict, list)) | isinstance(last, (dict, list)):
                raise Uncertain("the JSON text names a key twice")
    return made


def _number(text: str) -> Value:
    try:
        return arithmetic.parse(text)
    except arithmetic.NumberError:
        raise Uncertain("a number in the JSON text is too large") from None


def _constant(name: str) -> Value:
    if name.startswith("-"):
        raise FunctionError("invalid character 'I' in numeric literal")
    raise FunctionError(f"invalid character '{name[0]}' looking for beginning of value")


_MESSAGES = {
    "Expecting value": "looking for beginning of value",
    "Expecting property name enclosed in double quotes": "looking for beginning of object key string",
    "Illegal trailing comma before end of object": "looking for beginning of object key string",
    "Illegal trailing comma before end of array": "looking for beginning of value",
    "Invalid control character at": "in string literal",
    "Invalid \\escape": "in string escape code",
    "Expecting ',' delimiter": "after array element",
    "Expecting ':' delimiter": "after object key",
}


def _message(python: str, text: str, position: int) -> str:
    """Go's words for what Python's parser complains of, as near as they come."""
    if python.startswith("Unexpected UTF-8 BOM"):
        return "invalid character 'ï' looking for beginning of value"
    if python.startswith("Extra data"):
        return "extraneous data after JSON object"
    if position >= len(text) or text[position:] in ("n", "nu", "nul", "t", "tr", "tru", "f", "fa", "fal", "fals"):
        return "EOF" if position >= len(text) else "unexpected EOF"
    if python.startswith("Unterminated string"):
        return "unexpected EOF"
    if python.startswith("Invalid \\"):
        position += 1
    character = text[position : position + 1]
    shown = {"'": "\\'", "\t": "\\t", "\n": "\\n", "\r": "\\r"}.get(character, character)
    if "property name" in python and character != "}":
        return f"invalid character '{shown}'"
    where = next((words for known, words in _MESSAGES.items() if python.startswith(known)), "")
    return f"invalid character '{shown}' {where}".rstrip()


FUNCTIONS = {
    "jsondecode": Function(decode, [Parameter("str", STRING)], DYNAMIC, may_be_null=True),
    "jsonencode": Function(_encode, [Parameter("val", DYNAMIC, unknown="body", null=True)], STRING),
}
