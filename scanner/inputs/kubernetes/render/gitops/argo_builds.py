"""The kustomizations that an application of Argo CD applies, and what it sets for these; and what a plugin takes.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.files import is_below
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.fields import get, is_given
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.argo_directories import argo_directory
from scanner.inputs.kubernetes.render.gitops.build_environment import environment_of
from scanner.inputs.kubernetes.render.gitops.build_settings import argo_settings, choose_by_unknown, reads_patches
from scanner.inputs.kubernetes.render.gitops.directories import argo_files
from scanner.inputs.kubernetes.render.gitops.not_followed import CHOICE, COMPONENTS, PATCHES, PLUGIN, build_not_rendered
from scanner.inputs.kubernetes.render.gitops.repository import is_root
from scanner.inputs.kubernetes.render.gitops.sources import destination_of, directories_of, kind_of
from scanner.inputs.kubernetes.render.tasks import Build, Task
from scanner.model.problems import Problem
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def argo_builds(application: Application, tree: Tree, found: Found, problems: list[Problem]) -> Iterator[Task]:
    """The kustomizations and directories that an application applies."""
    for source in application.sources:
        for directory in directories_of(source, application, tree, found):
            kind = kind_of(source, directory, found)
            if kind == "kustomization":
                yield _build(application, source, directory)
            elif kind == "directory":
                yield from argo_directory(application, source, directory, tree, found, problems)
            elif kind == "plugin":
                yield from _taken_by_a_plugin(application, directory, tree, found, problems)


def _build(application: Application, source: Value, directory: str) -> Build:
    options = get(source, ("kustomize",))
    settings = argo_settings(options, environment_of(application, source))
    why = application.unknown
    if is_given(get(options, ("components",))):
        why = COMPONENTS
    elif reads_patches(options):
        why = PATCHES
    elif choose_by_unknown(settings):
        why = CHOICE
    return Build(
        directory,
        application.name,
        destination_of(source, directory, application),
        settings=settings,
        unknown_parameters=application.parameter_in(options) is not None,
        cluster=application.cluster,
        declared=application.declared.address,
        unknown=None if why is None else build_not_rendered(application.declared, why, directory),
    )


def _taken_by_a_plugin(
    application: Application, directory: str, tree: Tree, found: Found, problems: list[Problem]
) -> Iterator[Build]:
    """What a plugin reads, and what is not applied as it is: all that lies below a directory.

    Files at the root of the repository stay: they need not be meant.
    """
    below = [each for each in sorted(found.kustomizations) if is_below(each, directory)]
    files = argo_files(directory, {"recurse": True}, found)
    if is_root(directory, tree):
        below, files = [each for each in below if each == directory], ()
        if not below:
            problems.append(build_not_rendered(application.declared, PLUGIN, directory))
    for part, its_files in [*((each, ()) for each in below), (directory, files)]:
        if its_files or part in below:
            why = build_not_rendered(application.declared, PLUGIN, part)
            address = application.declared.address
            yield Build(part, application.name, files=its_files, declared=address, unknown=why)
