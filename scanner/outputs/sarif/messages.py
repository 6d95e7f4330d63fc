"""Texts of SARIF messages, with nothing in them that a viewer would take for more than text."""

from __future__ import annotations

from typing import Any

import sarif_om as om

from scanner.outputs.style import printable

_LONGEST = 1000
"""GitHub shows 1024 characters of a description."""


def plain_text(text: str) -> str:
    """`text` on one line, escaped, as one or more whole sentences."""
    text = shorten(printable(" ".join(text.split())))
    return text if text.endswith((".", "!", "?")) else text + "."


def message(text: str) -> Any:
    """A message that says `text`. Braces would be placeholders and are doubled; a bracket never opens a link."""
    escaped = plain_text(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
    return om.Message(text=escaped)


def shorten(text: str) -> str:
    """`text`, cut at the last word before it grows too long."""
    if len(text) <= _LONGEST:
        return text
    head = text[:_LONGEST]
    return (head.rpartition(" ")[0] or head) + "..."


def markdown(text: str) -> str:
    """`text` of a rule in Markdown: code spans stay, HTML cannot occur."""
    return printable(" ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
