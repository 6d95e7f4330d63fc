"""What a source of an application is: of which kind, and which directories of the tree it may mean.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/tool_detection/
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, TypeAlias

from scanner.inputs.files import shown
from scanner.inputs.kubernetes.render.charts.chart_file import is_chart
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.elsewhere import directory_elsewhere
from scanner.inputs.kubernetes.render.fields import get, text
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.not_followed import place_not_known
from scanner.inputs.kubernetes.render.gitops.patterns import matches
from scanner.inputs.kubernetes.render.gitops.repository import directory_at, is_there
from scanner.inputs.kubernetes.render.unknowns import UNFILLED
from scanner.model.problems import Problem
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree

Kind: TypeAlias = Literal["chart", "kustomization", "directory", "plugin"]
"""What makes manifests of a directory."""


def kind_of(source: Value, directory: str, found: Found) -> Kind:
    """What makes manifests of a directory: what the source has options for, or else what lies there."""
    if get(source, ("plugin",)) is not None:
        return "plugin"
    options = get(source, ("directory",))
    if get(options, ("recurse",)) is True or _says_something(get(options, ("jsonnet",))):
        return "directory"
    if directory in found.kustomizations:
        is_for_helm = is_chart(directory) and _says_something(get(source, ("helm",)))
        return "chart" if is_for_helm else "kustomization"
    return "chart" if is_chart(directory) else "directory"


def _says_something(options: Value) -> bool:
    """Whether options are more than zero values, which Argo CD takes away."""
    return isinstance(options, dict) and any(each not in (None, "", [], {}, False) for each in options.values())


def is_of_a_registry(source: Value) -> bool:
    """Whether a source is a chart of a registry, or lies in one, and so in no repository."""
    repository = text(get(source, ("repoURL",))) or ""
    return text(get(source, ("chart",))) is not None or repository.startswith("oci://")


def directories_of(source: Value, application: Application, tree: Tree, found: Found) -> list[str]:
    """The directories that a source may mean: more than one where a parameter of its path is not known."""
    path = get(source, ("path",))
    if is_of_a_registry(source) or _may_be_any(source, application):
        return []
    if application.parameter_in(path) is None or not isinstance(path, str):
        directory = directory_at(path, tree)
        return [] if directory is None or not tree.holds(directory) else [directory]
    pattern = _pattern(path)
    documents = (os.path.dirname(shown(each)) or "." for each in found.documents)
    there = {*found.kustomizations, *map(shown, found.charts), *documents}
    return sorted(each for each in there if matches(os.path.relpath(each, tree.root).replace(os.sep, "/"), pattern))


def path_not_known(source: Value, application: Application) -> Problem | None:
    """The problem that a source may mean any directory, of this or another repository; None where it does not."""
    if is_of_a_registry(source) or not _may_be_any(source, application):
        return None
    path = get(source, ("path",))
    named = path[:80] if isinstance(path, str) else "a path"
    return place_not_known(application.declared, f"{named}, which is not known")


def not_there(source: Value, application: Application, tree: Tree) -> Problem | None:
    """The note that a source is no directory of the tree; None where it is, or may be."""
    path = text(get(source, ("path",)))
    if path is None or is_of_a_registry(source) or application.parameter_in(path) is not None:
        return None
    return None if is_there(directory_at(path, tree), tree) else directory_elsewhere(application.declared, path)


def _may_be_any(source: Value, application: Application) -> bool:
    path = get(source, ("path",))
    if not isinstance(path, str):
        return isinstance(path, Unknown)
    return application.parameter_in(path) is not None and "*" in _pattern(path).partition("/")[0]


def _pattern(path: str) -> str:
    return UNFILLED.sub("*", path.strip("/").removeprefix("./"))


def destination_of(source: Value, directory: str, application: Application) -> str | Unknown | None:
    """The namespace that what lies in a directory is sent to."""
    namespace = application.destination
    if isinstance(namespace, Unknown) and application.parameter_in(get(source, ("path",))) is not None:
        # Each directory is that of another application, and goes to another namespace.
        return Unknown(namespace.cause, namespace.references, (namespace.origin, directory), True)
    return namespace
