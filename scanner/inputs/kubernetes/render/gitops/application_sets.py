"""The applications that an `ApplicationSet` makes, as far as files tell: list, Git and matrix generators.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scanner.inputs.kubernetes.render.fields import get, is_given, items
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.set_parameters import MOST, Parameters, flat, of_directories, of_files
from scanner.inputs.kubernetes.render.gitops.set_templates import PatchNotFollowed, patched, template_of
from scanner.inputs.kubernetes.render.unknowns import UNFILLED
from scanner.inputs.kubernetes.selectors import label_selector
from scanner.model.problems import Problem
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource

_MOST_ASKED = 1_000
"""Generators of one set that are asked: one in another is asked once for everything that comes before it."""
_LONGEST = 1_000_000
"""Characters of a text with its parameters filled in."""
_PARAMETER = re.compile(r"\{\{\s*(?:\.?([A-Za-z0-9_.[\]-]+)|index\s+\.path\.segments\s+([0-9]+))\s*\}\}")


def applications_of(resource: Resource, tree: Tree, problems: list[Problem]) -> Iterator[Application]:
    """The applications of a set, its parameters filled in.

    A generator that asks a cluster or a server is a problem, and gives the template as it is.
    """
    spec = resource.attributes.get("spec")
    patch = get(spec, ("templatePatch",))
    count = 0
    for generator in items(get(spec, ("generators",))):
        template = template_of(generator, get(spec, ("template",)))
        known = _parameters(generator, tree, iter(range(_MOST_ASKED)))
        if known is None:
            what = (
                f"{resource.address} has a generator that files do not decide: how often it applies what is not known"
            )
            problems.append(Problem("warning", "unresolved", what, resource.place.file, resource.place))
            yield _application(resource, template, patch, {})
            continue
        for parameters in known:
            count += 1
            if count > MOST:
                what = f"{resource.address} makes more than {MOST} applications; the others were not looked at"
                problems.append(Problem("error", "unrendered", what, resource.place.file, resource.place))
                return
            yield _application(resource, template, patch, parameters)


def _application(resource: Resource, template: Value, patch: Value, parameters: Parameters) -> Application:
    manifest = _filled(template, parameters)
    if not is_given(patch):
        return Application(manifest, resource)
    if not isinstance(patch, str):
        return Application(manifest, resource, "a templatePatch that is not known")
    try:
        return Application(patched(manifest, _filled(patch, parameters)), resource)
    except PatchNotFollowed as error:
        return Application(manifest, resource, str(error))


def _parameters(generator: Value, tree: Tree, room: Iterator[int]) -> list[Parameters] | None:
    """The parameters of each application that a generator makes; None when files do not tell, or there is no more room
    to ask."""
    made = None if next(room, None) is None else _generated(generator, tree, room)
    wanted = get(generator, ("selector",))
    if made is None or wanted is None:
        return made
    selector = label_selector(wanted)
    if selector is None or len(made) > MOST or UNFILLED.search(str(wanted)):
        return None
    return [parameters for parameters in made if selector.selects(parameters)]


def _generated(generator: Value, tree: Tree, room: Iterator[int]) -> list[Parameters] | None:
    """What a generator makes before its selector takes some of it away."""
    if not isinstance(generator, dict):
        return None
    listed = generator.get("list")
    if isinstance(listed, dict) and is_given(listed.get("elementsYaml")):
        return None
    if isinstance(listed, dict) and isinstance(listed.get("elements"), list):
        return [flat(element) for element in listed["elements"]]
    git = generator.get("git")
    if isinstance(git, dict) and isinstance(git.get("directories"), list):
        return of_directories(git["directories"], tree)
    if isinstance(git, dict) and isinstance(git.get("files"), list):
        return of_files(git["files"], tree)
    matrix = generator.get("matrix")
    if isinstance(matrix, dict) and isinstance(matrix.get("generators"), list):
        return _combined(matrix["generators"], tree, room)
    return None


def _combined(generators: list[Value], tree: Tree, room: Iterator[int]) -> list[Parameters] | None:
    """What two generators give together; the second one may ask for what the first gives."""
    if len(generators) != 2:
        return None
    first = _parameters(generators[0], tree, room)
    found: list[Parameters] = []
    for one in first or ():
        others = _parameters(_filled(generators[1], one), tree, room)
        if others is None:
            return None
        found += [{**one, **other} for other in others]
        if len(found) > MOST:
            break
    return None if first is None else found


def _filled(node: Value, parameters: Parameters) -> Any:
    """A template with its parameters filled in; those that are not known stay."""
    if isinstance(node, str):
        return _filled_text(node, parameters)
    if isinstance(node, dict):
        return {key: _filled(value, parameters) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, parameters) for value in node]
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
