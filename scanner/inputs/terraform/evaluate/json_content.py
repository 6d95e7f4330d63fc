"""What a JSON text encodes when parts of it are not known yet: the tree, with Unknowns where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.sets import is_settled
from scanner.inputs.terraform.evaluate.types import BOOL, NUMBER, STRING, SetValue
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, find_unknowns
from scanner.inputs.terraform.syntax import tree
from scanner.inputs.terraform.syntax.walk import walk
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.inputs.terraform.evaluate.expressions import Hole

MAX_WEIGHT = 1_000_000
"""Most that a document made of other documents may weigh, in about its characters: real ones stay far below."""

_IN_TEXT = "\ue000"
_AS_VALUE = "\ue001"
_END = "\ue002"
"""Characters for private use, which stand around the numbers of Unknowns while the text is read as JSON."""

_INT64 = 2**63


def content_of(value: Value) -> Value:
    """A value as it comes out of the JSON text that `jsonencode` makes of it."""
    if isinstance(value, dict):
        return {name: content_of(value[name]) for name in sorted(value)}
    if isinstance(value, SetValue) and not is_settled(value):
        return combine(find_unknowns(value), None, not_null=True)
    if isinstance(value, list):
        return [content_of(item) for item in value]
    if value is None or isinstance(value, (bool, str, Unknown)):
        return value
    return value if isinstance(value, int) and -_INT64 <= value < _INT64 else _double(value)


def _double(number: Value) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def template_content(texts: Sequence[str], holes: Sequence[Hole]) -> Value | None:
    """What a template encodes, given its texts and the Unknowns between them. None where that is not certain.

    An Unknown inside a JSON string makes that string Unknown; one in place of a value must be a JSON text itself, a
    number or a bool. Texts that are inserted into strings are taken to hold no quotes.
    """
    pieces: list[str] = []
    inside = False
    at = 0
    for number, (end, node, unknown) in enumerate(holes):
        piece = "".join(texts[at:end])
        at = end
        inside = _ends_inside(piece, inside)
        mark = _mark(number, node, unknown, inside)
        if mark is None:
            return None
        pieces += (piece, mark)
    written = "".join(texts)
    unknowns = [unknown for _, _, unknown in holes]
    heavy = len(written)
    for unknown in unknowns:
        heavy += 0 if unknown.content is None else weight(unknown.content)
        if heavy > MAX_WEIGHT:
            return None
    if any(mark in written for mark in (_IN_TEXT, _AS_VALUE, _END)):
        return None
    return _read("".join((*pieces, *texts[at:])), unknowns)


def weight(tree: Value) -> int:
    """About as many characters as a tree would take as JSON; somewhat more than `MAX_WEIGHT` for any above that.

    Parts of a tree may be shared: a few lines of configuration make documents that hold each other many times.
    """
    pending = [tree]
    found = 0
    while pending and found <= MAX_WEIGHT:
        node = pending.pop()
        found += 8
        if isinstance(node, str):
            found += len(node)
        elif isinstance(node, dict):
            found += sum(map(len, node))
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
    return found


def _mark(number: int, node: tree.Expression, unknown: Unknown, inside: bool) -> str | None:
    if inside:
        return f"{_IN_TEXT}{number}{_END}" if unknown.content is None and not _adds_quotes(node) else None
    kind = unknown.type if isinstance(unknown, TypedUnknown) else None
    return f'"{_AS_VALUE}{number}{_END}"' if unknown.content is not None or kind in (NUMBER, BOOL) else None


def _ends_inside(piece: str, inside: bool) -> bool:
    """Whether a JSON text is inside a string after a piece of it."""
    quotes = piece.replace("\\\\", "").replace('\\"', "").count('"')
    return inside != bool(quotes % 2)


def _adds_quotes(node: tree.Expression) -> bool:
    """Whether an expression may give quotes itself: `join("\\",\\"", names)` makes several strings of one."""
    return any(
        isinstance(part, tree.Literal) and isinstance(part.value, str) and ('"' in part.value or "\\" in part.value)
        for part in walk(node)
    )


def _read(text: str, unknowns: list[Unknown]) -> Value | None:
    import json

    try:
        return _filled(json.loads(text, parse_int=_integer, parse_constant=_no_constant), unknowns)
    except (ValueError, RecursionError):
        return None


def _filled(value: Value, unknowns: list[Unknown]) -> Value:
    if isinstance(value, dict):
        for name in value:
            marked = _marked(name, unknowns)
            if marked:
                return combine(marked, None, not_null=True)
        return {name: _filled(item, unknowns) for name, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, unknowns) for item in value]
    if not isinstance(value, str):
        return value
    if value.startswith(_AS_VALUE):
        unknown = unknowns[int(value[1:-1])]
        return unknown if unknown.content is None else unknown.content
    marked = _marked(value, unknowns)
    if not marked:
        return value
    return combine(marked, ("text in JSON", *_between(value)), STRING, not_null=True)


def _marked(text: str, unknowns: list[Unknown]) -> list[Unknown]:
    return [unknowns[int(part.partition(_END)[0])] for part in text.split(_IN_TEXT)[1:]]


def _between(text: str) -> list[str]:
    """The known texts before, between and after the marks."""
    first, *rest = text.split(_IN_TEXT)
    return [first, *(part.partition(_END)[2] for part in rest)]


def _integer(digits: str) -> int | float:
    if len(digits) > 20:
        return float(digits)
    number = int(digits)
    return number if -_INT64 <= number < _INT64 else float(digits)


def _no_constant(name: str) -> Value:
    raise ValueError(f"{name} is not a JSON value")
