"""From `sarif_om` objects to JSON data."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias

import attr

_ALWAYS = frozenset({"kind", "level"})
"""Written even when they are the default: without `level`, the default of the rule would take its place."""

_RENAMED = {"state": "status"}
"""`sarif_om` follows a draft that called a suppression's `status` so."""

_Property: TypeAlias = tuple[str, str, Any]
"""Name of the attribute, name in JSON, and the value that is not written."""


class Encoded(dict[str, Any]):
    """JSON data of an object already: of the many results of a log none is kept as objects."""

    __slots__ = ()


def encode(node: Any) -> Any:
    """JSON data of a `sarif_om` object, a container of them or plain data; absent and default properties left out."""
    kind = type(node)
    if kind is str or kind is int or kind is Encoded:
        return node
    if attr.has(kind):
        return _object(node)
    if isinstance(node, dict):
        return {key: encode(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [encode(item) for item in node]
    return node


def _object(node: Any) -> Encoded:
    encoded = Encoded()
    kind: Any = type(node)
    for attribute, name, default in _properties(kind):
        value = getattr(node, attribute)
        if value is not None and value != default:
            encoded[name] = encode(value)
    return encoded


@cache
def _properties(kind: Any) -> tuple[_Property, ...]:
    """The properties of a class of `sarif_om`."""
    found: list[_Property] = []
    for field in attr.fields(kind):
        name = field.metadata["schema_property_name"]
        found.append((field.name, _RENAMED.get(name, name), None if field.name in _ALWAYS else _default(field)))
    return tuple(found)


def _default(field: Any) -> Any:
    """The property's default; for a required one something that no value equals."""
    default = field.default
    return default.factory() if isinstance(default, attr.Factory) else default  # type: ignore[arg-type]
