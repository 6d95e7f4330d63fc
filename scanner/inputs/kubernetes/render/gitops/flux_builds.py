"""The kustomizations and directories of manifests that a Kustomization of Flux applies, and what it sets for these.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.files import shown
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.elsewhere import directory_elsewhere
from scanner.inputs.kubernetes.render.fields import get, is_given, items
from scanner.inputs.kubernetes.render.gitops.build_settings import choose_by_unknown, flux_settings, reads_patches
from scanner.inputs.kubernetes.render.gitops.directories import flux_parts
from scanner.inputs.kubernetes.render.gitops.flux_clusters import flux_cluster, is_elsewhere
from scanner.inputs.kubernetes.render.gitops.not_followed import (
    CHOICE,
    COMPONENTS,
    PATCHES,
    WITH_ROOT,
    build_not_rendered,
    place_not_known,
)
from scanner.inputs.kubernetes.render.gitops.repository import directory_at, is_root, is_there
from scanner.inputs.kubernetes.render.tasks import Build
from scanner.model.problems import Problem
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource


def flux_builds(resource: Resource, tree: Tree, found: Found, problems: list[Problem]) -> Iterator[Build]:
    """The kustomization that a Kustomization of Flux applies, or the files and kustomizations of a directory.

    That it changes what lies at the root of a repository, which need not be this one, is told in `problems`.
    """
    spec = get(resource.attributes, ("spec",))
    path = get(spec, ("path",))
    if isinstance(path, Unknown):
        problems.append(place_not_known(resource, "a path that is not known"))
        return
    directory = directory_at(path, tree) or shown(tree.root)
    if not is_there(directory, tree):
        problems.append(directory_elsewhere(resource, str(path)))
        return
    settings = flux_settings(spec)
    variables, sources = _variables(get(spec, ("postBuild",)))
    why = CHOICE if choose_by_unknown(settings) else None
    if is_given(get(spec, ("components",))):
        why = COMPONENTS
    elif reads_patches(spec):
        why = PATCHES
    is_kustomization = directory in found.kustomizations
    cluster = flux_cluster(resource)
    if not is_kustomization and not (settings or variables or sources or why or is_elsewhere(cluster)):
        return  # what is there is applied as it is
    if not is_kustomization and is_root(directory, tree):
        problems.append(place_not_known(resource, WITH_ROOT))
        return
    for part, files in [(directory, ())] if is_kustomization else flux_parts(directory, found):
        yield Build(
            part,
            resource.name,
            None,
            settings,
            variables=variables,
            substitutes=bool(variables or sources),  # without any variable Flux leaves everything as it is
            unknown_variables=", ".join(sources) if sources else None,
            files=files,
            declared=resource.address,
            cluster=cluster,
            unknown=None if why is None else build_not_rendered(resource, why, part),
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
