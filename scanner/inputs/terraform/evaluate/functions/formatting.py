"""`format` and `formatlist`."""

from __future__ import annotations

import re

from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.equality import key
from scanner.inputs.terraform.evaluate.functions import normal
from scanner.inputs.terraform.evaluate.functions.graphemes import clusters, count
from scanner.inputs.terraform.evaluate.functions.json_codec import encode, quoted
from scanner.inputs.terraform.evaluate.functions.numerals import Verb, float_text, integer_text
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.nulls import without_types
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.sets import is_settled
from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    ListValue,
    SetValue,
    TupleOf,
    Type,
    is_number,
    type_of,
)
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, find_unknowns
from scanner.model.values import Unknown, Value

_VERB = re.compile(
    r"%(?P<flags>[0#+ -]*)(?P<width>[1-9][0-9]*)?(?:\.(?P<precision>[0-9]*))?"
    r"(?:\[(?P<argument>[1-9][0-9]*)\])?(?P<mode>[a-zA-Z])"
)
_PREFIX = re.compile(r"%[0#+ -]*(?:[1-9][0-9]*)?(?:\.[0-9]*)?(?:\[(?:[1-9][0-9]*\]?)?)?")
_WIDEST = 100_000


def _format(text: str, *arguments: Value) -> str:
    made: list[str] = []
    at, following, highest = 0, 1, 0
    while True:
        percent = text.find("%", at)
        if percent < 0:
            made.append(text[at:])
            break
        made.append(text[at:percent])
        if text.startswith("%%", percent):
            made.append("%")
            at = percent + 2
            continue
        verb = _parse(text, percent, following)
        made.append(_apply(verb, arguments))
        following = verb.argument + 1
        highest = max(highest, verb.argument)
        at = percent + len(verb.raw)
    if highest < len(arguments):
        used = f"only {highest} used by format string" if highest else "no verbs in format string"
        raise FunctionError(f"too many arguments; {used}", highest + 1)
    return "".join(made)


def _formatted(text: str, *arguments: Value) -> Value:
    undecided = _untyped(arguments)
    return _format(text, *map(without_types, arguments)) if undecided is None else undecided


def _untyped(arguments: tuple[Value, ...]) -> Unknown | None:
    """What Terraform gives where an argument is null and it knows no type for that: it never says what."""
    return TypedUnknown("null that has no type is formatted") if any(item is None for item in arguments) else None


def _parse(text: str, at: int, following: int) -> Verb:
    match = _VERB.match(text, at)
    if match is None:
        prefix = _PREFIX.match(text, at)
        end = prefix.end() if prefix else at + 1
        offset = _bytes(text, end)
        if end >= len(text):
            raise FunctionError(f"invalid format string starting at offset {offset}")
        shown = quote(text[end])[1:-1].replace("'", "\\'")
        raise FunctionError(f"unrecognized format character '{shown}' at offset {offset}")
    numbers = [int((match[name] or "0")[:9]) for name in ("width", "precision", "argument")]
    if max(numbers) > _WIDEST:
        raise Uncertain("the format asks for more characters than are written here")
    return Verb(
        raw=match[0],
        offset=_bytes(text, at),
        mode=match["mode"],
        flags=match["flags"],
        width=numbers[0] if match["width"] else None,
        precision=None if match["precision"] is None else numbers[1],
        argument=numbers[2] if match["argument"] else following,
    )


def _bytes(text: str, at: int) -> int:
    return len(text[:at].encode("utf-8", "surrogatepass"))


def _apply(verb: Verb, arguments: tuple[Value, ...]) -> str:
    if verb.argument > len(arguments):
        raise FunctionError(
            f"not enough arguments for {quote(verb.raw)} at {verb.offset}: "
            f"need index {verb.argument} but have {len(arguments)} total"
        )
    value = arguments[verb.argument - 1]
    if verb.mode != "v" and value is None:
        raise _unsupported(verb, "null value cannot be formatted")
    if verb.mode == "v":
        return _pad(verb, _plain(verb, value))
    if verb.mode == "t":
        return "true" if _convert(verb, value, BOOL) else "false"
    if verb.mode in "sq":
        text = _convert(verb, value, STRING)
        if verb.precision:
            text = "".join(clusters(text)[: verb.precision])
        return _pad(verb, text if verb.mode == "s" else quoted(text))
    if verb.mode in "bdoxX":
        number = _convert(verb, value, NUMBER)
        if number != int(number):
            raise _unsupported(verb, "an integer is required")
        return integer_text(verb, int(number))
    if verb.mode in "eEfgG":
        return float_text(verb, _convert(verb, value, NUMBER))
    raise FunctionError(f"unsupported format verb '{verb.mode}' in {quote(verb.raw)} at offset {verb.offset}")


def _plain(verb: Verb, value: Value) -> str:
    if "#" not in verb.flags:
        if isinstance(value, str):
            return value
        if is_number(value):
            return float_text(Verb("", 0, "g", "", None, None, 0), value)
    return encode(value)


def _convert(verb: Verb, value: Value, type: Type) -> Value:
    try:
        return convert(value, type)
    except ConversionError as error:
        raise _unsupported(verb, error.message) from None


def _unsupported(verb: Verb, why: str) -> FunctionError:
    return FunctionError(f"unsupported value for {quote(verb.raw)} at {verb.offset}: {why}")


def _pad(verb: Verb, text: str) -> str:
    missing = (verb.width or 0) - count(text)
    if missing <= 0:
        return text
    padding = ("0" if "0" in verb.flags else " ") * missing
    return text + padding if "-" in verb.flags else padding + text


def _formatlist(text: str, *arguments: Value) -> Value:
    if not arguments:
        return ListValue([_format(text)], STRING)
    undecided = _untyped(arguments)
    if undecided is not None:
        return undecided
    arguments = tuple(map(without_types, arguments))
    length = _common_length(arguments)
    unknown = [part for argument in arguments if _is_open(argument) for part in find_unknowns(argument)]
    if unknown:
        return combine(unknown, ("formatlist", text, *map(key, arguments)), ListOf(STRING), not_null=True)
    made: list[Value] = []
    for turn in range(1 if length is None else length):
        chosen = [argument[turn] if isinstance(argument, list) else argument for argument in arguments]
        missing = [part for item in chosen for part in find_unknowns(item)]
        if missing:
            made.append(combine(missing, ("format", text, *map(key, chosen)), STRING, not_null=True))
            continue
        try:
            made.append(normal(_format(text, *chosen)))
        except FunctionError as error:
            raise FunctionError(f"error on format iteration {turn}: {error.message}") from None
    return ListValue(made, STRING)


def _common_length(arguments: tuple[Value, ...]) -> int | None:
    """How many items every sequence among the arguments has; None where none is one."""
    chosen: tuple[int, int] | None = None
    for number, argument in enumerate(arguments, 1):
        kind = type_of(argument)
        if isinstance(argument, list) and not _is_open(argument):
            length = len(argument)
        elif isinstance(argument, Unknown) and isinstance(kind, TupleOf):
            length = len(kind.items)
        else:
            continue
        if chosen is None:
            chosen = number, length
        elif chosen[1] != length:
            raise FunctionError(
                f"argument {number} has length {length}, "
                f"which is inconsistent with argument {chosen[0]} of length {chosen[1]}",
                number,
            )
    return None if chosen is None else chosen[1]


def _is_open(argument: Value) -> bool:
    """True where it is not known what, if anything, there is to go through."""
    if isinstance(argument, Unknown):
        return type_of(argument) not in (STRING, NUMBER, BOOL)
    return isinstance(argument, SetValue) and not is_settled(argument)


FUNCTIONS = {
    "format": Function(
        _formatted,
        [Parameter("format", STRING)],
        STRING,
        rest=Parameter("args", DYNAMIC, unknown="deep", null=True),
        typed_nulls=True,
    ),
    "formatlist": Function(
        _formatlist,
        [Parameter("format", STRING)],
        ListOf(STRING),
        rest=Parameter("args", DYNAMIC, unknown="body", null=True),
        typed_nulls=True,
    ),
}
