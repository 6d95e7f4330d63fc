"""The order in which objects can be created: namespaces and definitions first, owners before what they own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Identity = tuple[str, str, str]
"""Kind, namespace and name."""
FIRST = ("Namespace", "CustomResourceDefinition")
"""Kinds that others need."""


def identity(item: Json) -> Identity:
    """What an owner reference names."""
    return item["kind"], item["metadata"].get("namespace", ""), item["metadata"]["name"]


def _owners(item: Json) -> list[Identity]:
    meta = item["metadata"]
    return [(ref["kind"], meta.get("namespace", ""), ref["name"]) for ref in meta.get("ownerReferences", ())]


def waves(items: list[Json]) -> Iterator[list[int]]:
    """Positions of the objects, in the order in which they can be created."""
    first = [index for index, item in enumerate(items) if item["kind"] in FIRST]
    if first:
        yield first
    waiting = {identity(item): index for index, item in enumerate(items) if item["kind"] not in FIRST}
    while waiting:
        ready = {key: index for key, index in waiting.items() if not any(o in waiting for o in _owners(items[index]))}
        if not ready:
            raise ValueError("objects that own each other")
        yield sorted(ready.values())
        waiting = {key: index for key, index in waiting.items() if key not in ready}


def owned(item: Json, uids: dict[Identity, str]) -> Json:
    """The object with its owners' uids as the server gave them."""
    if not (owners := _owners(item)):
        return item
    refs = item["metadata"]["ownerReferences"]
    known = [{**ref, "uid": uids.get(owner, ref["uid"])} for ref, owner in zip(refs, owners, strict=True)]
    return {**item, "metadata": {**item["metadata"], "ownerReferences": known}}
