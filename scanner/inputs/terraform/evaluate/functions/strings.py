"""`chomp`, `join`, `substr`, `title`, ...: functions over strings."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.functions import normal
from scanner.inputs.terraform.evaluate.functions.graphemes import clusters
from scanner.inputs.terraform.evaluate.functions.numeric import whole
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.types import BOOL, NUMBER, STRING, ListOf, ListValue, Number
from scanner.inputs.terraform.evaluate.unknowns import combine
from scanner.model.values import Unknown, Value

SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What Unicode calls white space."""

MOST_CHARACTERS = 4 * 1024 * 1024
"""Longer results are not worked out."""


def _chomp(text: str) -> str:
    return text.rstrip("\r\n") if text.endswith(("\n", "\r")) else text


def _indent(spaces: Number, text: str) -> str:
    width = whole(spaces)
    if width < 0:
        raise FunctionError("the number of spaces must not be negative")
    if width * text.count("\n") > MOST_CHARACTERS:
        raise Uncertain("the indented text is too long")
    return text.replace("\n", "\n" + " " * width)


def _join(separator: str, *lists: list[Value]) -> str:
    if not lists:
        raise FunctionError("at least one list is required")
    for number, items in enumerate(lists, 1):
        if None in items:
            where = f" of list {number}" if len(lists) > 1 else ""
            raise FunctionError(f"element {items.index(None)}{where} is null; cannot concatenate null values", number)
    items = [item for part in lists for item in part]
    if len(separator) * len(items) > MOST_CHARACTERS:
        raise Uncertain("the joined text is too long")
    return separator.join(items)


def lower(text: str) -> str:
    """Every character by itself in lower case, without the rules that look at its neighbours."""
    if text.isascii():
        return text.lower()
    return "".join(character.lower()[:1] for character in text)


def upper(text: str) -> str:
    """Every character by itself in upper case, where that is one character again."""
    return text.upper() if text.isascii() else "".join(map(_upper, text))


def _upper(character: str) -> str:
    for candidate in (character.upper(), character.title()):
        if len(candidate) == 1:
            return candidate
    return character


def _replace(text: str, substring: str, replacement: str) -> str:
    if len(substring) > 1 and substring.startswith("/") and substring.endswith("/"):
        from scanner.inputs.terraform.evaluate.functions.patterns import replace

        return replace(text, substring[1:-1], replacement)
    count = text.count(substring)
    if count * len(replacement) > MOST_CHARACTERS:
        raise Uncertain("the replaced text is too long")
    return text.replace(substring, replacement)


def _split(separator: str, text: str) -> ListValue:
    parts = text.split(separator) if separator else list(text)
    return ListValue(map(normal, parts), STRING)


def _strrev(text: str) -> str:
    return "".join(reversed(clusters(text)))


def _substr(text: str, offset: Number, length: Number) -> str:
    start, wanted = whole(offset), whole(length)
    characters = clusters(text)
    if start < 0:
        start = max(start + len(characters), 0)
        if wanted == 0:
            return text[len("".join(characters[:start])) :]  # as Terraform does, odd as it is
    return "".join(characters[start:] if wanted < 0 else characters[start : start + wanted])


def _title(text: str) -> str:
    made = []
    before = " "
    for character in text:
        made.append(_title_case(character) if _separates(before) else character)
        before = character
    return "".join(made)


def _separates(character: str) -> bool:
    if character.isascii():
        return not (character.isalnum() or character == "_")
    return character in SPACES and not character.isalpha()


def _title_case(character: str) -> str:
    title = character.title()
    return title if len(title) == 1 else character


def _trim(text: str, cutset: str) -> str:
    return text.strip(cutset) if cutset else text


def _trim_space(text: str) -> str:
    return text.strip(SPACES)


def _startswith(text: str | Unknown, prefix: str | Unknown) -> bool | Unknown:
    """How a text starts may be known when the rest of it is not."""
    if isinstance(text, str) and isinstance(prefix, str):
        return text.startswith(prefix)
    if isinstance(text, Unknown) and isinstance(prefix, str):
        if text.prefix.startswith(prefix):
            return True
        if not prefix.startswith(text.prefix):
            return False
    unknown = [given for given in (text, prefix) if isinstance(given, Unknown)]
    operation = ("startswith", *(given.origin if isinstance(given, Unknown) else given for given in (text, prefix)))
    return combine(unknown, operation, BOOL, not_null=True)


_STR = Parameter("str", STRING)

FUNCTIONS = {
    "chomp": Function(_chomp, [_STR], STRING),
    "endswith": Function(str.endswith, [_STR, Parameter("suffix", STRING)], BOOL),
    "indent": Function(_indent, [Parameter("spaces", NUMBER), _STR], STRING),
    "join": Function(
        _join, [Parameter("separator", STRING)], STRING, rest=Parameter("lists", ListOf(STRING), unknown="deep")
    ),
    "lower": Function(lower, [_STR], STRING),
    "replace": Function(_replace, [_STR, Parameter("substr", STRING), Parameter("replace", STRING)], STRING),
    "split": Function(_split, [Parameter("separator", STRING), _STR], ListOf(STRING)),
    "startswith": Function(
        _startswith, [Parameter("str", STRING, unknown="body"), Parameter("prefix", STRING, unknown="body")], BOOL
    ),
    "strcontains": Function(str.__contains__, [_STR, Parameter("substr", STRING)], BOOL),
    "strrev": Function(_strrev, [_STR], STRING),
    "substr": Function(_substr, [_STR, Parameter("offset", NUMBER), Parameter("length", NUMBER)], STRING),
    "title": Function(_title, [_STR], STRING),
    "trim": Function(_trim, [_STR, Parameter("cutset", STRING)], STRING),
    "trimprefix": Function(str.removeprefix, [_STR, Parameter("prefix", STRING)], STRING),
    "trimspace": Function(_trim_space, [_STR], STRING),
    "trimsuffix": Function(str.removesuffix, [_STR, Parameter("suffix", STRING)], STRING),
    "upper": Function(upper, [_STR], STRING),
}
