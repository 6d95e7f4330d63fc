"""The applications that an `ApplicationSet` makes, as far as files tell: list and Git directory generators.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from scanner.model.problems import Problem
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource

_MOST = 200
"""Applications of one set."""

UNFILLED = re.compile(r"\{\{[^{}]*\}\}")
"""A parameter, whatever it says."""
_PARAMETER = re.compile(r"\{\{\s*\.?([A-Za-z0-9_.-]+)\s*\}\}")


def applications_of(resource: Resource, tree: Tree, problems: list[Problem]) -> Iterator[Any]:
    """The applications of a set, its parameters filled in.

    A generator that asks a cluster or a server is a problem, and gives the template as it is.
    """
    spec = resource.attributes.get("spec")
    template = spec.get("template") if isinstance(spec, dict) else None
    generators = spec.get("generators") if isinstance(spec, dict) else None
    count = 0
    for generator in generators if isinstance(generators, list) else ():
        known = _parameters(generator, tree)
        if known is None:
            what = (
                f"{resource.address} has a generator that files do not decide: how often it applies what is not known"
            )
            problems.append(Problem("warning", "unresolved", what, resource.place.file, resource.place))
            yield template
            continue
        for parameters in known:
            count += 1
            if count > _MOST:
                what = f"{resource.address} makes more than {_MOST} applications; the others were not looked at"
                problems.append(Problem("error", "unrendered", what, resource.place.file, resource.place))
                return
            yield _filled(template, parameters)


def parameter_in(resource: Resource, node: Value) -> str | None:
    """A parameter of a set that is not filled in; None in an application, whose braces are its own."""
    if resource.kind != "ApplicationSet":
        return None
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and (found := UNFILLED.search(each)) is not None:
            return found[0]
        waiting += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
    return None


def _parameters(generator: Value, tree: Tree) -> list[dict[str, str]] | None:
    """The parameters of each application that a generator makes; None when files do not tell."""
    if not isinstance(generator, dict):
        return None
    listed = generator.get("list")
    if isinstance(listed, dict) and isinstance(listed.get("elements"), list):
        return [_flat(element) for element in listed["elements"]]
    git = generator.get("git")
    if isinstance(git, dict) and isinstance(git.get("directories"), list):
        return [_of_directory(path) for path in _directories(git["directories"], tree)]
    return None


def _flat(element: Value, prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in element.items() if isinstance(element, dict) else ():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{key}.")
        elif isinstance(value, (str, int, float)):
            found[f"{prefix}{key}"] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


def _directories(patterns: list[Value], tree: Tree) -> list[str]:
    """Directories of the repository that match, as Argo CD's patterns do: a star does not cross `/`."""
    wanted = [each for each in patterns if isinstance(each, dict) and isinstance(each.get("path"), str)]
    found: list[str] = []
    for folder, names, _ in os.walk(tree.root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        path = os.path.relpath(folder, tree.root)
        matching = [each for each in wanted if _matches(path, each["path"])]
        if matching and not any(each.get("exclude") is True for each in matching):
            found.append(path)
        if len(found) > _MOST:
            break
    return found


def _matches(path: str, pattern: str) -> bool:
    parts, wanted = path.split("/"), pattern.strip("/").split("/")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


def _of_directory(path: str) -> dict[str, str]:
    name = os.path.basename(path)
    return {"path": path, "path.path": path, "path.basename": name, "path.basenameNormalized": name}


def _filled(node: Value, parameters: dict[str, str]) -> Any:
    """A template with its parameters filled in; those that are not known stay."""
    if isinstance(node, str):
        return _PARAMETER.sub(lambda found: parameters.get(found[1], found[0]), node)
    if isinstance(node, dict):
        return {key: _filled(value, parameters) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, parameters) for value in node]
    return node
