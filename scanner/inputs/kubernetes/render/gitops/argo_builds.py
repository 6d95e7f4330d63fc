"""The kustomizations and directories of manifests that an application of Argo CD applies, and what it sets for these.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.files import shown
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.fields import get, is_given
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.build_settings import argo_settings, reads_patches
from scanner.inputs.kubernetes.render.gitops.directories import argo_files
from scanner.inputs.kubernetes.render.gitops.not_followed import COMPONENTS, PATCHES, build_not_rendered
from scanner.inputs.kubernetes.render.gitops.patterns import matches
from scanner.inputs.kubernetes.render.gitops.repository import directory_at, is_root
from scanner.inputs.kubernetes.render.tasks import Build
from scanner.inputs.kubernetes.render.unknowns import UNFILLED
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def argo_builds(application: Application, tree: Tree, found: Found) -> Iterator[Build]:
    """The kustomizations and directories that an application applies."""
    for source in application.sources:
        path = get(source, ("path",))
        for directory in _directories(path, application, tree, found):
            build = _build(application, source, directory, found)
            if directory in found.kustomizations or (_is_placed(build) and not is_root(directory, tree)):
                yield build


def _is_placed(build: Build) -> bool:
    """Whether files of a directory come to something else than they are by themselves."""
    return bool(build.files) and (build.namespace is not None or build.unknown is not None)


def _build(application: Application, source: Value, directory: str, found: Found) -> Build:
    options = get(source, ("kustomize",))
    is_kustomization = directory in found.kustomizations
    why = COMPONENTS if is_kustomization and is_given(get(options, ("components",))) else application.unknown
    why = PATCHES if reads_patches(options) else why
    namespace = application.destination
    if isinstance(namespace, Unknown) and application.parameter_in(get(source, ("path",))) is not None:
        # Each directory is that of another application, and goes to another namespace.
        namespace = Unknown(namespace.cause, namespace.references, (namespace.origin, directory), True)
    return Build(
        directory,
        application.name,
        namespace,
        settings=argo_settings(options) if is_kustomization else (),
        unknown_parameters=is_kustomization and application.parameter_in(options) is not None,
        files=() if is_kustomization else argo_files(directory, get(source, ("directory",)), found),
        declared=application.declared.address,
        unknown=None if why is None else build_not_rendered(application.declared, why, directory),
    )


def _directories(path: Value, application: Application, tree: Tree, found: Found) -> list[str]:
    """The directories that an application may mean: more than one where a parameter of its path is not known."""
    parameter = application.parameter_in(path)
    if parameter is None or not isinstance(path, str):
        directory = directory_at(path, tree)
        return [] if directory is None else [directory]
    pattern = UNFILLED.sub("*", path.strip("/").removeprefix("./"))
    if "*" in pattern.partition("/")[0]:
        return []  # it may be any, and as well one of another repository
    there = {*found.kustomizations, *(os.path.dirname(shown(each)) or "." for each in found.documents)}
    return sorted(each for each in there if matches(os.path.relpath(each, tree.root).replace(os.sep, "/"), pattern))
