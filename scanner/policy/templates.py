"""Message templates: text with `{expression}` in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expression:
    """One `{expression}` of a template."""

    text: str
    """The expression between the braces."""
    offset: int
    """Where it starts in the template."""


class TemplateError(ValueError):
    """A template with unbalanced braces."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset
        """Where in the template."""


def split_template(template: str) -> tuple[str | Expression, ...]:
    """Splits a template into text and expressions. `{{` and `}}` stand for the braces themselves.

    Raises:
        TemplateError: a brace has no partner.
    """
    parts: list[str | Expression] = []
    text = ""
    at = 0
    while at < len(template):
        char = template[at]
        if char in "{}" and template[at + 1 : at + 2] == char:
            text += char
            at += 2
        elif char == "{":
            end = _closing_brace(template, at)
            if text:
                parts.append(text)
            text = ""
            parts.append(Expression(template[at + 1 : end], at + 1))
            at = end + 1
        elif char == "}":
            raise TemplateError("a `}` without its `{`; write `}}` for the brace itself", at)
        else:
            text += char
            at += 1
    return (*parts, text) if text else tuple(parts)


def _closing_brace(template: str, start: int) -> int:
    """Offset of the brace that closes the one at `start`, skipping nested maps and quoted text."""
    depth = 0
    quote = ""
    at = start
    while at < len(template):
        char = template[at]
        if quote:
            if char == "\\":
                at += 1
            elif char == quote:
                quote = ""
        elif char in "\"'":
            quote = char
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    raise TemplateError("a `{` without its `}`; write `{{` for the brace itself", start)
