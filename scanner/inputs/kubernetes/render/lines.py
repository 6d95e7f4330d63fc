"""Lines of a template, and lines that were rendered, as far as they can be told from each other."""

from __future__ import annotations

import re

_OPENS = (("{{", "}}"), ("${", "}"))
"""What is filled in: by helm, and by Flux."""
_CONTROL = re.compile(r"\{\{-?\s*(?:if|else|end|range|with|define|block)\b")
_SILENT = re.compile(
    r"\{\{-?\s*(?:/\*(?:(?!\*/|\{\{).)*+\*/|(?:if|else|end|range|with|define|block)\b[^{}]*|\$\w*\s*:?=[^{}]*)-?\s*\}\}",
    re.DOTALL,
)
"""An action that gives no text: a condition, a loop, a variable or a comment."""


def says_nothing(text: str) -> bool:
    """Whether nothing but comments comes of these lines of a template, whatever its values."""
    return all(not plain(line) or line.lstrip().startswith("#") for line in _SILENT.sub("", text).split("\n"))


def is_literal(line: str) -> bool:
    """Whether a line of a template is rendered as it stands, if it is rendered."""
    return "{{" not in line and "}}" not in line and "${" not in line


def plain(line: str) -> str:
    """A line without what stands before its key or value."""
    text = line.strip()
    while text.startswith("- "):
        text = text[2:].lstrip()
    return "" if text in ("-", "---") else text


def key(text: str) -> str:
    """What tells a plain line from others when its value is filled in: what stands before its colon."""
    fixed = "".join(pieces(text)).strip()
    before, colon, _ = fixed.partition(":")
    return f"{before.strip()}:" if colon else fixed


def pieces(text: str) -> list[str]:
    """The parts of a line around what is filled in; one part where nothing is."""
    found: list[str] = []
    at = 0
    while True:
        opens = [(begin, close) for open, close in _OPENS if (begin := text.find(open, at)) >= 0]
        if not opens:
            return [*found, text[at:]]
        begin, close = min(opens)
        found.append(text[at:begin])
        end = text.find(close, begin)
        if end < 0:  # it ends on another line
            return [*found, ""]
        at = end + len(close)


def fits(text: str, written: str) -> bool:
    """Whether a line may have been rendered from the written one, both without indentation."""
    if is_literal(written):
        return text == written
    control = _CONTROL.search(written)
    first, *rest = (piece.strip() for piece in pieces(written if control is None else written[: control.end()]))
    if not (text.startswith(first) and text.endswith(rest[-1] if rest else "")):
        return False
    at = len(first)
    for piece in rest:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
