"""Objects with one more value that says nothing: 0, false, an empty text, list or mapping, as the server's own schema
has fields for them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Way = tuple[str | int, ...]
_ZEROS: dict[str, Any] = {
    "integer": 0, "number": 0, "boolean": False, "string": "", "array": [], "object": {},
}  # fmt: skip


class Zeros:
    """The schemas of a server, as it publishes them: `/openapi/v2`."""

    def __init__(self, document: Json) -> None:
        self._schemas: dict[str, Json] = document["definitions"]
        self._kinds: dict[tuple[str, str], Json] = {}
        for schema in self._schemas.values():
            for each in schema.get("x-kubernetes-group-version-kind", ()):
                version = f"{each['group']}/{each['version']}" if each["group"] else each["version"]
                self._kinds[version, each["kind"]] = schema

    def of(self, item: Json) -> Iterator[tuple[Way, Json]]:
        """The object with each such value, and where it is."""
        absent = self._absent(item, self._kinds[item["apiVersion"], item["kind"]], ())
        for way, zero in [*absent, *_written(item, ())]:
            if way[0] not in ("status", "apiVersion", "kind") and way != ("metadata", "name"):
                yield way, _with(item, way, zero)

    def _schema(self, schema: Json) -> Json:
        while True:
            inner = schema.get("allOf", [schema])[0]
            if "$ref" not in inner:
                return schema
            schema = self._schemas[inner["$ref"].rpartition("/")[2]]

    def _absent(self, node: Any, schema: Json, way: Way) -> Iterator[tuple[Way, Any]]:
        schema = self._schema(schema)
        if isinstance(node, list):
            for at, each in enumerate(node):
                yield from self._absent(each, schema.get("items", {}), (*way, at))
        elif isinstance(node, dict):
            others = schema.get("additionalProperties")
            for key, each in schema.get("properties", {}).items():
                below = self._schema(each)
                if key in node:
                    yield from self._absent(node[key], below, (*way, key))
                elif "type" in below and below.get("format") != "date-time":
                    is_number = below.get("format") == "int-or-string"
                    yield (*way, key), copy.deepcopy(0 if is_number else _ZEROS[below["type"]])
            for key in node if isinstance(others, dict) else ():
                yield from self._absent(node[key], others, (*way, key))


def _written(node: Any, way: Way) -> Iterator[tuple[Way, Any]]:
    """What stands there, and says something."""
    if isinstance(node, (dict, list)):
        for key, each in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _written(each, (*way, key))
    elif node:
        yield way, type(node)()


def _with(item: Json, way: Way, value: Any) -> Json:
    made = copy.deepcopy(item)
    node: Any = made
    for step in way[:-1]:
        node = node[step]
    node[way[-1]] = value
    return made
