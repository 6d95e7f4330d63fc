"""Label and field selectors as query parameters: `a=b`, `a==b`, `a!=b`, `a`, `!a`, joined by commas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Get = Callable[[str], str | None]


class UnreadableSelectorError(ValueError):
    """The selector is none that this server reads."""


def _term(text: str, get: Get) -> bool:
    if any(mark in text for mark in "() "):
        raise UnreadableSelectorError(text)
    if "!=" in text:
        key, _, value = text.partition("!=")
        return get(key) != value
    if "=" in text:
        key, _, value = text.replace("==", "=").partition("=")
        return get(key) == value
    return get(text[1:]) is None if text.startswith("!") else get(text) is not None


def _field(item: dict[str, Any], path: str) -> str | None:
    value: Any = item
    for key in path.split("."):
        value = value.get(key, "") if isinstance(value, dict) else ""
    return str(value)


def selects(labels: str, fields: str, item: dict[str, Any]) -> bool:
    """Whether both selectors take an object; an empty one takes all."""
    held = item["metadata"].get("labels") or {}
    return all(_term(term, held.get) for term in labels.split(",") if term) and all(
        _term(term, lambda path: _field(item, path)) for term in fields.split(",") if term
    )
