"""Kustomizations and directories of manifests that Argo CD and Flux apply, with what they set from outside.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/ and
https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.files import shown
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.fields import get, is_given, items, text
from scanner.inputs.kubernetes.render.gitops.application_sets import UNFILLED, Application, parameter_in
from scanner.inputs.kubernetes.render.gitops.build_settings import argo_settings, flux_settings
from scanner.inputs.kubernetes.render.gitops.directories import argo_files, flux_files
from scanner.inputs.kubernetes.render.gitops.not_followed import build_not_rendered
from scanner.inputs.kubernetes.render.gitops.set_parameters import matches
from scanner.inputs.kubernetes.render.tasks import Build
from scanner.model.problems import Problem
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource

_COMPONENTS = "components, which are not followed"
"""They come before what the kustomization itself changes: no kustomization around it can do that."""


def argo_build(application: Application, resource: Resource, tree: Tree, found: Found) -> Iterator[Build]:
    """The kustomizations and directories that an application applies."""
    spec = get(application.manifest, ("spec",))
    name = text(get(application.manifest, ("metadata", "name"))) or resource.name
    namespace = destination(application.manifest, resource)
    for source in (get(spec, ("source",)), *items(get(spec, ("sources",)))):
        path = get(source, ("path",))
        for directory in _directories(path, resource, tree, found):
            where = namespace
            if isinstance(namespace, Unknown) and parameter_in(resource, path) is not None:
                # Each directory is that of another application, and goes to another namespace.
                where = Unknown(namespace.cause, namespace.references, (namespace.origin, directory), True)
            options = get(source, ("kustomize",))
            components = directory in found.kustomizations and is_given(get(options, ("components",)))
            why = _COMPONENTS if components else application.unknown
            unknown = None if why is None else build_not_rendered(resource, why, directory)
            if directory in found.kustomizations:
                yield _argo_kustomization(directory, name, where, options, resource, unknown)
                continue
            files = argo_files(directory, get(source, ("directory",)), found)
            if files and (where is not None or unknown is not None) and directory != _top(tree):
                yield Build(directory, name, where, files=files, declared=resource.address, unknown=unknown)


def _argo_kustomization(
    directory: str,
    name: str,
    namespace: str | Unknown | None,
    options: Value,
    resource: Resource,
    unknown: Problem | None,
) -> Build:
    return Build(
        directory,
        name,
        namespace,
        argo_settings(options),
        unknown_parameters=parameter_in(resource, options) is not None,
        declared=resource.address,
        unknown=unknown,
    )


def _directories(path: Value, resource: Resource, tree: Tree, found: Found) -> list[str]:
    """The directories that an application may mean: more than one where a parameter of its path is not known."""
    parameter = parameter_in(resource, path)
    if parameter is None or not isinstance(path, str):
        directory = _directory(path, tree)
        return [] if directory is None else [directory]
    pattern = UNFILLED.sub("*", path.strip("/").removeprefix("./"))
    if "*" in pattern.partition("/")[0]:
        return []  # it may be any, and as well one of another repository
    there = {*found.kustomizations, *(os.path.dirname(shown(each)) or "." for each in found.documents)}
    return sorted(each for each in there if matches(os.path.relpath(each, tree.root).replace(os.sep, "/"), pattern))


def flux_build(resource: Resource, tree: Tree, found: Found) -> Iterator[Build]:
    """The kustomization or directory that a Kustomization of Flux applies."""
    spec = get(resource.attributes, ("spec",))
    directory = _directory(get(spec, ("path",)), tree)
    if directory is None:
        return
    files = () if directory in found.kustomizations else flux_files(directory, found)
    if directory not in found.kustomizations and (not files or directory == _top(tree)):
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
        unknown=build_not_rendered(resource, _COMPONENTS, directory) if components else None,
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


def destination(application: Value, resource: Resource) -> str | Unknown | None:
    """The namespace that an application sends to what does not say its own; None where it leaves that open."""
    namespace = get(application, ("spec", "destination", "namespace"))
    if isinstance(namespace, Unknown):
        return namespace
    if isinstance(namespace, str) and "{{" in namespace:
        name = text(get(application, ("metadata", "name"))) or resource.name
        cause = f"{resource.address} sends it to namespace {namespace[:80]}, which is not known"
        return Unknown(cause, origin=("destination", resource.address, name, namespace), not_null=True)
    return text(namespace)


def _directory(path: Value, tree: Tree) -> str | None:
    """A directory that is given from the root of the repository; None when nothing is."""
    return None if text(path) is None else shown(os.path.join(tree.root, path.lstrip("/")))


def _top(tree: Tree) -> str:
    """The whole repository: an application of another one may well name its own like this."""
    return shown(tree.root)
