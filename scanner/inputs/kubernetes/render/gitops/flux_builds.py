"""The kustomization or directory of manifests that a Kustomization of Flux applies, and what it sets for it.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.fields import get, is_given, items
from scanner.inputs.kubernetes.render.gitops.build_settings import flux_settings
from scanner.inputs.kubernetes.render.gitops.directories import flux_files
from scanner.inputs.kubernetes.render.gitops.not_followed import COMPONENTS, build_not_rendered
from scanner.inputs.kubernetes.render.gitops.repository import directory_at, is_root
from scanner.inputs.kubernetes.render.tasks import Build
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource


def flux_build(resource: Resource, tree: Tree, found: Found) -> Iterator[Build]:
    """The kustomization or directory that a Kustomization of Flux applies."""
    spec = get(resource.attributes, ("spec",))
    directory = directory_at(get(spec, ("path",)), tree)
    if directory is None:
        return
    files = () if directory in found.kustomizations else flux_files(directory, found)
    if directory not in found.kustomizations and (not files or is_root(directory, tree)):
        return
    settings = flux_settings(spec)
    variables, sources = _variables(get(spec, ("postBuild",)))
    components = is_given(get(spec, ("components",)))
    if files and not (settings or variables or sources or components):
        return  # they are applied as they are
    yield Build(
        directory,
        resource.name,
        None,
        settings,
        variables=variables,
        substitutes=bool(variables or sources),  # without any variable Flux leaves everything as it is
        unknown_variables=", ".join(sources) if sources else None,
        files=files,
        declared=resource.address,
        unknown=build_not_rendered(resource, COMPONENTS, directory) if components else None,
    )


def _variables(after: Value) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """The variables that a `postBuild` gives, and what else gives some whose values are not known."""
    given = get(after, ("substitute",))
    known: list[tuple[str, str]] = []
    sources = [str(get(each, ("name",)))[:100] for each in items(get(after, ("substituteFrom",)))]
    for key, value in given.items() if isinstance(given, dict) else ():
        if isinstance(value, Unknown):
            sources.append(f"the variable {key[:100]}")
        elif isinstance(value, (str, int, float)):
            known.append((key, str(value).replace("\n", "")))  # as Flux does
    return tuple(known), sources
