"""The applications that an `ApplicationSet` makes, as far as files tell.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.fields import get, is_given, items
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.generators import made_by
from scanner.inputs.kubernetes.render.gitops.set_parameters import MOST, Parameters, filled
from scanner.inputs.kubernetes.render.gitops.set_templates import PatchNotFollowed, patched, template_of
from scanner.model.problems import Problem
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource


def applications_of(resource: Resource, tree: Tree, problems: list[Problem]) -> Iterator[Application]:
    """The applications of a set, its parameters filled in.

    A generator that asks a cluster or a server is a problem, and gives the template with what is known without it.
    """
    spec = resource.attributes.get("spec")
    patch = get(spec, ("templatePatch",))
    count = 0
    for generator in items(get(spec, ("generators",))):
        template = template_of(generator, get(spec, ("template",)))
        made = made_by(generator, tree)
        if not made.decided:
            what = (
                f"{resource.address} has a generator that files do not decide: how often it applies what is not known"
            )
            problems.append(Problem("warning", "unresolved", what, resource.place.file, resource.place))
        for parameters in made.parameters:
            count += 1
            if count > MOST:
                what = f"{resource.address} makes more than {MOST} applications; the others were not looked at"
                problems.append(Problem("error", "unrendered", what, resource.place.file, resource.place))
                return
            yield _application(resource, template, patch, parameters)


def _application(resource: Resource, template: Value, patch: Value, parameters: Parameters) -> Application:
    manifest = filled(template, parameters)
    if not is_given(patch):
        return Application(manifest, resource)
    if not isinstance(patch, str):
        return Application(manifest, resource, "a templatePatch that is not known")
    try:
        return Application(patched(manifest, filled(patch, parameters)), resource)
    except PatchNotFollowed as error:
        return Application(manifest, resource, str(error))
