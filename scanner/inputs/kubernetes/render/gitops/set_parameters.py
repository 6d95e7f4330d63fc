"""Parameters of an `ApplicationSet` that elements of a list, directories and files give.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from scanner.inputs.kubernetes.render.fields import get, text
from scanner.inputs.kubernetes.render.gitops.patterns import matches
from scanner.inputs.kubernetes.render.yaml_values import values_of
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree

MOST = 200
"""Applications of one set."""

Parameters: TypeAlias = "dict[str, str]"
"""Texts by what templates call them: `path.basename`."""


def flat(element: Value, prefix: str = "") -> Parameters:
    """The scalars in an element, by their paths."""
    found: Parameters = {}
    for key, value in element.items() if isinstance(element, dict) else ():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, (str, int, float)):
            found[f"{prefix}{key}"] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


def of_directories(patterns: list[Value], tree: Tree) -> list[Parameters] | None:
    """What the directories that match give; None where it is not known which do."""
    sorted_out = _patterns(patterns)
    if sorted_out is None:
        return None
    wanted, excluded = sorted_out
    found: list[Parameters] = []
    for folder, names, _ in os.walk(tree.root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        path = os.path.relpath(folder, tree.root)
        if _is_among(path, wanted) and not _is_among(path, excluded):
            found.append(_of_path(path))
        if len(found) > MOST:
            break
    return found


def _patterns(listed: list[Value]) -> tuple[list[str], list[str]] | None:
    """Those that are wanted, and those that are not; None where one is not known."""
    found: tuple[list[str], list[str]] = ([], [])
    for each in listed:
        pattern = text(get(each, ("path",)))
        if pattern is None or "{{" in pattern:
            return None
        found[get(each, ("exclude",)) is True].append(pattern)
    return found


def _is_among(path: str, patterns: list[str]) -> bool:
    return any(matches(path, pattern) for pattern in patterns)


def _of_path(path: str) -> Parameters:
    name = os.path.basename(path)
    normal = re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-.")
    found = {"path": path, "path.path": path, "path.basename": name, "path.basenameNormalized": normal}
    for number, step in enumerate(path.split("/")):
        found[f"path[{number}]"] = found[f"path.segments.{number}"] = step  # in one and the other kind of templates
    return found


def of_files(patterns: list[Value], tree: Tree) -> list[Parameters] | None:
    """What the files that match give, each of them an object or a list of such.

    None where one cannot be read, and where it is not known which match.
    """
    sorted_out = _patterns(patterns)
    if sorted_out is None:
        return None
    wanted, excluded = sorted_out
    found: list[Parameters] = []
    for path in _files(tree):
        if not _is_among(path, wanted) or _is_among(path, excluded):
            continue
        elements = _elements(os.path.join(tree.root, path), tree)
        if elements is None:
            return None
        place = _of_path(os.path.dirname(path) or ".")
        place["path.filename"] = os.path.basename(path)
        found += [{**flat(element), **place} for element in elements]
        if len(found) > MOST:
            break
    return found


def _elements(path: str, tree: Tree) -> list[Value] | None:
    values, problems = values_of(path, tree)
    if problems:
        return None
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def _files(tree: Tree) -> Iterator[str]:
    """The YAML and JSON files of the tree, by their paths from its root."""
    for folder, names, files in os.walk(tree.root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if name.endswith((".json", ".yaml", ".yml")):
                yield os.path.relpath(os.path.join(folder, name), tree.root)
