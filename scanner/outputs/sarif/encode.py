"""From `sarif_om` objects to JSON data."""

from __future__ import annotations

from typing import Any

import attr

_ALWAYS = frozenset({"kind", "level"})
"""Written even when they are the default: without `level`, the default of the rule would take its place."""

_RENAMED = {"state": "status"}
"""`sarif_om` follows a draft that called a suppression's `status` so."""


def encode(node: Any) -> Any:
    """JSON data of a `sarif_om` object, a container of them or plain data; absent and default properties left out."""
    if attr.has(type(node)):
        return _object(node)
    if isinstance(node, dict):
        return {key: encode(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [encode(item) for item in node]
    return node


def _object(node: Any) -> dict[str, Any]:
    encoded: dict[str, Any] = {}
    for field in attr.fields(type(node)):
        value = getattr(node, field.name)
        if value is None or (value == _default(field) and field.name not in _ALWAYS):
            continue
        name = field.metadata["schema_property_name"]
        encoded[_RENAMED.get(name, name)] = encode(value)
    return encoded


def _default(field: Any) -> Any:
    """The property's default; for a required one something that no value equals."""
    default = field.default
    return default.factory() if isinstance(default, attr.Factory) else default  # type: ignore[arg-type]
