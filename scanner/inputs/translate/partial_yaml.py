"""YAML in a template of which not everything is known: the text up to there, and marks for what is filled in.

What stands behind the first interpolation that is not known is taken from the template; each interpolation there is
Unknown. One inside a longer text is taken to hold no line end, as anything else would break the YAML around it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from scanner.model.values import Array, Object, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.syntax.tree import Expression

_BEGIN = "\ue000"
_END = "\ue001"
"""Characters for private use, which stand around the number of an interpolation."""


def marked_text(written: str, argument: str, prefix: str) -> str | None:
    """The YAML of an argument, as it is written in the file, with marks; None when it is no template or not certain.

    `prefix` is how the text starts for certain.
    """
    parts = _parts(written, argument)
    if parts is None or _BEGIN in written or _END in written:
        return None
    at = 0
    rest = 0
    for number, part in enumerate(parts):
        if part is None:
            continue
        found = prefix.find(part, at) if number else (0 if prefix.startswith(part) else -1)
        if found < 0:
            break
        at, rest = found + len(part), number + 1
    # Behind what was found is the interpolation that is not known, of which perhaps the beginning is.
    if rest >= len(parts) or parts[rest] is not None or "\n" in prefix[at:]:
        return None
    pieces = [
        f"{_BEGIN}{number}{_END}" if part is None else part for number, part in enumerate(parts[rest:], start=rest)
    ]
    return prefix[:at] + "".join(pieces)


def with_unknowns(value: Value, unknown: Unknown) -> Value:
    """A value that was read from the text with Unknowns instead of the marks, in place. `unknown` is the whole text."""
    if isinstance(value, str):
        return _filled(value, unknown)
    if isinstance(value, Object):
        if any(_BEGIN in key for key in value):
            return _hole(unknown, "key", False)
        for key, item in value.items():
            value[key] = with_unknowns(item, unknown)
    elif isinstance(value, Array):
        for index, item in enumerate(value):
            value[index] = with_unknowns(item, unknown)
    return value


def _parts(written: str, argument: str) -> list[str | None] | None:
    """The texts of a template, and None for each interpolation between them."""
    from scanner.inputs.terraform.syntax import parse
    from scanner.inputs.terraform.syntax.tree import Literal, Template, TemplateFor, TemplateIf
    from scanner.model.places import Source

    file = parse(Source("manifest.tf", written + "\n"))
    attribute = file.body.attributes.get(argument)
    expression: Expression | None = None if attribute is None else attribute.expression
    if not isinstance(expression, Template):
        return None
    found: list[str | None] = []
    for part in expression.parts:
        if isinstance(part, (TemplateIf, TemplateFor)):
            return None
        if isinstance(part, Literal):
            text = part.value if isinstance(part.value, str) else None
            if text is not None and found and found[-1] is not None:
                found[-1] += text
            else:
                found.append(text)
        else:
            found.append(None)
    # Between two interpolations without a text nobody can tell which of them is not known.
    return None if any(one is None and other is None for one, other in pairwise(found)) else found


def _filled(text: str, unknown: Unknown) -> Value:
    at = text.find(_BEGIN)
    if at < 0:
        return text
    whole = at == 0 and text.endswith(_END) and text.count(_BEGIN) == 1
    hole = _hole(unknown, text, not whole)
    hole.prefix = text[:at]
    return hole


def _hole(unknown: Unknown, what: str, not_null: bool) -> Unknown:
    return Unknown(unknown.cause, unknown.references, (unknown.origin, what), not_null)
