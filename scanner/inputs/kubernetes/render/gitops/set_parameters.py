"""Parameters of an `ApplicationSet` that elements of a list, directories and files give, and filling them in.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from scanner.inputs.kubernetes.render.fields import get, text
from scanner.inputs.kubernetes.render.gitops.patterns import matches
from scanner.inputs.kubernetes.render.yaml_values import values_of
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree

MOST = 200
"""Applications of one set."""
_LONGEST = 1_000_000
"""Characters of a text with its parameters filled in."""
_PARAMETER = re.compile(r"\{\{\s*(?:\.?([A-Za-z0-9_.[\]-]+)|index\s+\.path\.segments\s+([0-9]+))\s*\}\}")

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


def filled(node: Value, parameters: Parameters) -> Any:
    """A template with its parameters filled in; those that are not known stay."""
    if isinstance(node, str):
        return _filled_text(node, parameters)
    if isinstance(node, dict):
        return {key: filled(value, parameters) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(value, parameters) for value in node]
    return node


def _filled_text(text: str, parameters: Parameters) -> str:
    """A text with its parameters filled in; those for which there is no more room stay as well."""
    room = _LONGEST

    def value(found: re.Match[str]) -> str:
        nonlocal room
        given = parameters.get(found[1] or f"path.segments.{found[2]}", found[0])
        room -= len(given)
        return given if room >= 0 else found[0]

    return _PARAMETER.sub(value, text)


def of_directories(patterns: list[Value], tree: Tree, prefix: str = "") -> list[Parameters] | None:
    """What the directories that match give, its names with a prefix; None where it is not known which do."""
    sorted_out = _patterns(patterns)
    if sorted_out is None:
        return None
    wanted, excluded = sorted_out
    found: list[Parameters] = []
    for folder, names, _ in os.walk(tree.root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        path = os.path.relpath(folder, tree.root)
        if _is_among(path, wanted) and not _is_among(path, excluded):
            found.append(_of_path(path, prefix))
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


def _of_path(path: str, prefix: str) -> Parameters:
    name = os.path.basename(path)
    found = {"": path, ".path": path, ".basename": name, ".basenameNormalized": _normal(name)}
    for number, step in enumerate(path.split("/")):
        found[f"[{number}]"] = found[f".segments.{number}"] = step  # in one and the other kind of templates
    return {f"{prefix}path{key}": value for key, value in found.items()}


def _normal(name: str) -> str:
    return re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-.")


def of_files(patterns: list[Value], tree: Tree, prefix: str = "") -> list[Parameters] | None:
    """What the files that match give, each of them an object or a list of such. What is of their paths has the prefix.

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
        name = os.path.basename(path)
        place = _of_path(os.path.dirname(path) or ".", prefix)
        place |= {f"{prefix}path.filename": name, f"{prefix}path.filenameNormalized": _normal(name)}
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
