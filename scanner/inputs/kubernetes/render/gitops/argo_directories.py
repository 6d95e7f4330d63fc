"""The plain manifests of a directory that an application of Argo CD applies, and what among them is no plain manifest.

Argo CD reads a kustomization file like any other: where it says its kind, it is an object that no cluster takes, and
otherwise no object at all. What lies beside it is applied as it is written.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.inputs.discover import DOCUMENT_ENDINGS
from scanner.inputs.files import is_below, shown
from scanner.inputs.kubernetes.render.charts.chart_file import TEMPLATES
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.fields import get, is_given
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.directories import argo_files, is_applied, name_below
from scanner.inputs.kubernetes.render.gitops.not_followed import (
    AS_MANIFEST,
    AS_MANIFESTS,
    FILES,
    WITH_ROOT,
    build_not_rendered,
    chart_not_rendered,
    jsonnet_not_rendered,
    place_not_known,
)
from scanner.inputs.kubernetes.render.gitops.repository import is_root
from scanner.inputs.kubernetes.render.gitops.sources import destination_of
from scanner.inputs.kubernetes.render.overlays.kustomizations import Kustomization
from scanner.inputs.kubernetes.render.tasks import Build, Release, Task
from scanner.inputs.kubernetes.render.yaml_values import values_of
from scanner.model.problems import Problem
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def argo_directory(
    application: Application, source: Value, directory: str, tree: Tree, found: Found, problems: list[Problem]
) -> Iterator[Task]:
    """The files of a directory that an application applies, and the charts and kustomizations that it takes apart.

    A file of Jsonnet among them is told in `problems`. At the root of the repository nothing is taken apart or left
    out: it need not be meant.
    """
    options = get(source, ("directory",))
    address, name = application.declared.address, application.name
    namespace = _namespace(application, source, directory, tree)
    why = application.unknown
    if _is_not_known(application, options):
        why, options = FILES, {"recurse": get(options, ("recurse",)) is True}
    unknown = _not_rendered(application, why, directory)
    files = argo_files(directory, options, found)
    cluster = None if is_root(directory, tree) else application.cluster
    build = Build(directory, name, namespace, files=files, declared=address, cluster=cluster, unknown=unknown)
    inner = list(_made_otherwise(application, build, options, tree, found))
    if is_root(directory, tree):
        if inner or unknown is not None:
            problems.append(place_not_known(application.declared, WITH_ROOT))
        inner, build = [], replace(build, unknown=None)
    if files and (namespace is not None or cluster is not None or build.unknown is not None):
        yield build
    yield from inner
    jsonnet = (each for each in found.jsonnet_in(tree) if is_below(each, directory))
    if any(is_applied(name_below(each, directory), options) for each in jsonnet):
        problems.append(jsonnet_not_rendered(application.declared, directory))


def _made_otherwise(application: Application, build: Build, options: Value, tree: Tree, found: Found) -> Iterator[Task]:
    """The kustomizations and charts at or below the directory of a build: none is made of their files."""
    directory, name, address = build.directory, application.name, application.declared.address
    for each in sorted(found.kustomizations):
        if is_below(each, directory):
            files = _plain_files(found.kustomizations[each], directory, options, tree)
            if files is None:
                yield Build(each, name, declared=address, unknown=_not_rendered(application, AS_MANIFEST, each))
            elif files:
                yield replace(build, directory=each, files=files)
    for chart in map(shown, found.charts):
        if is_below(chart, directory) and _holds_templates(chart, directory, options):
            yield Release(chart, name, declared=address, unknown=chart_not_rendered(application.declared, AS_MANIFESTS))


def _not_rendered(application: Application, why: str | None, directory: str) -> Problem | None:
    return None if why is None else build_not_rendered(application.declared, why, directory)


def _namespace(application: Application, source: Value, directory: str, tree: Tree) -> str | Unknown | None:
    """Where files are sent to that say no namespace: of those at the root of the repository that is not known."""
    namespace = destination_of(source, directory, application)
    if namespace is None or isinstance(namespace, Unknown) or not is_root(directory, tree):
        return namespace
    address = application.declared.address
    cause = f"{address} sends the root of a repository, which may be this one, to namespace {namespace[:80]}"
    return Unknown(cause, origin=("destination", address, application.name, namespace), not_null=True)


def _is_not_known(application: Application, options: Value) -> bool:
    given = options.values() if isinstance(options, dict) else ()
    return application.parameter_in(options) is not None or any(isinstance(each, Unknown) for each in given)


def _plain_files(kustomization: Kustomization, directory: str, options: Value, tree: Tree) -> tuple[str, ...] | None:
    """The files of a kustomization that are applied as they are written; None where one of them cannot be."""

    def applied(path: str) -> bool:
        return is_below(path, directory) and is_applied(name_below(path, directory), options)

    if kustomization.file.endswith((".yaml", ".yml")) and applied(kustomization.file):
        values, problems = values_of(kustomization.file, tree)
        if problems or any(is_given(get(value, ("kind",))) for value in values):
            return None
    if any(applied(path) for path in kustomization.patches):
        return None
    return tuple(path for path in sorted(kustomization.resources) if applied(path))


def _holds_templates(chart: str, directory: str, options: Value) -> bool:
    """Whether templates of a chart are applied with a directory."""
    for folder, _, files in os.walk(os.path.join(chart, TEMPLATES)):
        named = (shown(os.path.join(folder, file)) for file in files if file.endswith(DOCUMENT_ENDINGS))
        if any(is_applied(name_below(each, directory), options) for each in named):
            return True
    return False
