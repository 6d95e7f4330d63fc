"""The text of a plan as JSON data, read without trust: whatever has the wrong type is a problem and left out."""

from __future__ import annotations

import json
from typing import Any

from scanner.model.places import Place, Source
from scanner.model.problems import Kind, Problem
from scanner.model.values import Value

_MOST_PROBLEMS = 20
"""A plan that is wrong throughout is wrong once, so to speak."""


class Remarks:
    """Problems with one plan, no more of them than anybody reads."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._left_out = 0

    def wrong(self, where: str, value: Value, wanted: str) -> None:
        """Something has another type than the format says."""
        self.add("error", "unparsable", f"{where} is {_noun(value)} where {wanted} belongs; it was left out")

    def add(self, severity: str, kind: Kind, what: str, place: Place | None = None, help: str = "") -> None:
        """Adds a problem, as long as there are not too many."""
        if len(self.problems) < _MOST_PROBLEMS:
            at = place or Place(self.file, 1, 1, 1, 1)
            self.problems.append(Problem(severity, kind, what, self.file, at, help))  # type: ignore[arg-type]
        else:
            self._left_out += 1

    def finish(self) -> list[Problem]:
        """All of them, the last one saying how many were left out."""
        if self._left_out:
            what = f"{self._left_out} more things in this plan are wrong"
            self.problems.append(Problem("error", "unparsable", what, self.file, Place(self.file, 1, 1, 1, 1)))
        return self.problems

    def table(self, value: Value, where: str) -> dict[str, Any]:
        """`value` if it is an object; an empty one, and a problem unless it is missing, otherwise."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong(where, value, "an object")
        return {}

    def items(self, value: Value, where: str) -> list[Any]:
        """`value` if it is an array; an empty one, and a problem unless it is missing, otherwise."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.wrong(where, value, "an array")
        return []


def parse(source: Source) -> Value | Problem:
    """The JSON value of a text, or what is wrong with it."""
    text = source.text.removeprefix("\ufeff")
    shift = len(source.text) - len(text)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"not complete JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        at = min(error.pos + shift, len(source.text))
        place = source.place(at, at)
        help = "write it again with `terraform show -json`"
        return Problem("error", "unparsable", what, source.path, place, help)
    except (RecursionError, ValueError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Problem("error", "unparsable", f"JSON that cannot be read: {why}", source.path, source.place(0, 0))
    if "\\ud" in text or "\\uD" in text:
        _mend_surrogates(value)
    return value


def _mend_surrogates(value: Value) -> None:
    """Replaces halves of surrogate pairs, which are no characters, in place."""
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            for key, item in list(node.items()):
                if isinstance(item, str):
                    node[key] = _mended(item)
                if not key.isascii() and _mended(key) != key:
                    node[_mended(key)] = node.pop(key)
            pending += node.values()
        elif isinstance(node, list):
            node[:] = [_mended(item) if isinstance(item, str) else item for item in node]
            pending += node


def _mended(text: str) -> str:
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _noun(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return "no JSON value"
