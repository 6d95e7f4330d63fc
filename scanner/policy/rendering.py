"""How values read in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.secrets import REDACTED
from scanner.model.values import Unknown, Value
from scanner.policy.cel.values import OptionalValue

VALUE_LIMIT = 160
"""Longest value in a message, in code points."""
MESSAGE_LIMIT = 800
"""Longest message."""
NOT_SET = "(not set)"
"""What stands for an absent value."""
_DEPTH = 6


def render(value: Value) -> str:
    """A value as it reads in a sentence: text as it is, containers as JSON, shortened when long."""
    if isinstance(value, str):
        return shorten(value, VALUE_LIMIT)
    if isinstance(value, Unknown):
        return _unknown(value)
    if isinstance(value, OptionalValue):
        return render(value.content[0]) if value.content else NOT_SET
    text = ""
    for piece in _pieces(value, 0):
        text += piece
        if len(text) > VALUE_LIMIT:
            break
    return shorten(text, VALUE_LIMIT)


def shorten(text: str, limit: int) -> str:
    """The text itself, or its first `limit` code points with an ellipsis for the rest."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _pieces(value: Value, depth: int) -> Iterator[str]:
    if isinstance(value, (dict, list, tuple)) and depth >= _DEPTH:
        yield "…"
    elif isinstance(value, dict):
        yield "{"
        for number, (key, item) in enumerate(value.items()):
            yield ", " if number else ""
            yield f"{_quote(str(key))}: "
            yield from _pieces(item, depth + 1)
        yield "}"
    elif isinstance(value, (list, tuple)):
        yield "["
        for number, item in enumerate(value):
            yield ", " if number else ""
            yield from _pieces(item, depth + 1)
        yield "]"
    else:
        yield _scalar(value)


def _scalar(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Unknown):
        return _unknown(value)
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, int):
        return str(int(value)) if value.bit_length() < 4096 else "(a very large number)"
    return str(value)


def _unknown(value: Unknown) -> str:
    return REDACTED if value.cause == REDACTED else f"(unknown: {shorten(value.cause, VALUE_LIMIT)})"


def _quote(text: str) -> str:
    short = shorten(text, VALUE_LIMIT).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{short}"'
