"""How defaults are put into an object: as changed copies, and only where there is something to put them into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from scanner.model.values import Unknown, Value

Fill: TypeAlias = Callable[[Any], Any]
"""Gives a value with what is filled in."""


def may_have(what: str) -> Unknown:
    """A value that the API server may fill in where nothing is written."""
    return Unknown(f"the API server may fill in {what}")


def depending(value: Unknown, what: str) -> Unknown:
    """A value that is filled in for certain, and what it is depends on another one that is not known."""
    return Unknown(f"it depends on {what}: {value.cause}", value.references, not_null=True)


def filled(node: Value, defaults: dict[str, Any]) -> Value:
    """A map with these entries where it has none; anything else as it is."""
    return {**defaults, **node} if isinstance(node, dict) else node


def each(items: Value, change: Any) -> Value:
    """A list with its items changed; anything else as it is."""
    return [change(item) for item in items] if isinstance(items, list) else items


def changed(node: Value, key: str, change: Any) -> Value:
    """A map with the value at a key changed; the same where there is none."""
    return {**node, key: change(node[key])} if isinstance(node, dict) and key in node else node


def within(node: Value, key: str, defaults: dict[str, Any]) -> Value:
    """A map with these entries in the map at a key, which is made where there is none."""
    return changed(filled(node, {key: {}}), key, lambda inner: filled(inner, defaults))
