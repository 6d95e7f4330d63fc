"""Whether there may be more Kubernetes objects than were read: what is missing in a part need not be missing."""

from __future__ import annotations

import os
from collections.abc import Collection

from scanner.inputs.discover import discover
from scanner.inputs.files import Tree, read_bytes, shown

_MOST = 1_000
"""Files that are looked into. Where there are more, there may be objects in them."""

_ENOUGH = 256 * 1024
"""Bytes of a file that are looked at; larger ones may hold objects."""


def part_of(tree: Tree, read: Collection[str]) -> str | None:
    """Says that documents of a tree were left out that may declare objects; None when there are none."""
    there, here = {shown(path) for path in discover([tree.root], tree).documents}, {shown(path) for path in read}
    known = {os.path.realpath(path) for path in here} if there - here else set()
    others = [path for path in there - here if os.path.realpath(path) not in known]
    if len(others) > _MOST or any(_may_declare(path) for path in others):
        return f"only a part of {_name(tree)} was read"
    return None


def _may_declare(path: str) -> bool:
    data = read_bytes(path, _ENOUGH)
    return isinstance(data, str) or (b"apiVersion" in data and b"kind" in data)


def _name(tree: Tree) -> str:
    return "the repository" if tree.is_repository else f"the directory {shown(tree.root)}"
