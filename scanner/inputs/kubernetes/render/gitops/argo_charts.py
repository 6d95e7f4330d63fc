"""The charts of the tree that an application of Argo CD installs, and with what.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ and
https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.files import is_below, shown
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.elsewhere import chart_elsewhere
from scanner.inputs.kubernetes.render.fields import get, is_given, items, text
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.argo_value_files import NotFollowed, value_files
from scanner.inputs.kubernetes.render.gitops.build_environment import Environment, environment_of, filled_in
from scanner.inputs.kubernetes.render.gitops.not_followed import PLUGIN, chart_not_rendered
from scanner.inputs.kubernetes.render.gitops.repository import is_root
from scanner.inputs.kubernetes.render.gitops.sources import (
    destination_of,
    directories_of,
    is_of_a_registry,
    kind_of,
)
from scanner.inputs.kubernetes.render.tasks import Release, as_yaml
from scanner.model.problems import Problem
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def argo_releases(application: Application, tree: Tree, found: Found, problems: list[Problem]) -> Iterator[Release]:
    """The releases of charts of the tree that an application makes.

    A chart that lies elsewhere is a note in `problems`.
    """
    for source in application.sources:
        if is_of_a_registry(source):
            problems.append(chart_elsewhere(application.declared))
        for directory in directories_of(source, application, tree, found):
            kind = kind_of(source, directory, found)
            if kind == "plugin":
                yield from _taken_by_a_plugin(application, directory, tree, found)
            elif kind == "chart":
                yield _release(application, source, directory, tree)


def _taken_by_a_plugin(application: Application, directory: str, tree: Tree, found: Found) -> Iterator[Release]:
    """The charts that a plugin reads: all that lie below, though not those of the whole repository."""
    for chart in map(shown, found.charts):
        if chart == directory or (is_below(chart, directory) and not is_root(directory, tree)):
            unknown = chart_not_rendered(application.declared, PLUGIN)
            yield Release(chart, application.name, declared=application.declared.address, unknown=unknown)


def _release(application: Application, source: Value, chart: str, tree: Tree) -> Release:
    helm = get(source, ("helm",))
    environment = environment_of(application, source)
    files: list[str] = []
    values: tuple[str, ...] = ()
    settings: tuple[tuple[str, str, bool], ...] = ()
    unknown = application.unknown
    try:
        _refuse(helm, application)
        files = value_files(chart, source, application.sources, environment, tree)
        values = _values(helm)
        settings = tuple(_settings(helm, environment))
    except NotFollowed as error:
        unknown = str(error)
    return Release(
        chart=chart,
        name=text(get(helm, ("releaseName",))) or application.name,
        namespace=destination_of(source, chart, application),
        kube_version=text(get(helm, ("kubeVersion",))),
        api_versions=tuple(each for each in items(get(helm, ("apiVersions",))) if isinstance(each, str)),
        files=tuple(files),
        values=values,
        settings=settings,
        cluster=application.cluster,
        declared=application.declared.address,
        unknown=None if unknown is None else chart_not_rendered(application.declared, unknown),
    )


def _refuse(helm: Value, application: Application) -> None:
    """Raises `NotFollowed` where a chart is installed with what is not followed."""
    if is_given(get(helm, ("fileParameters",))):
        raise NotFollowed("values that are whole files (fileParameters), which are not followed")
    if isinstance(get(helm, ("releaseName",)), Unknown):
        raise NotFollowed("a name that is not known")
    versions = get(helm, ("apiVersions",))
    if any(isinstance(each, Unknown) for each in (get(helm, ("kubeVersion",)), versions, *items(versions))):
        raise NotFollowed("versions of Kubernetes or of its interfaces that are not known")
    namespace = get(helm, ("namespace",))
    if is_given(namespace) and namespace != application.destination:
        raise NotFollowed("a namespace that is only that of the release, which is not followed")
    parameter = application.parameter_in(helm)
    if parameter is not None:
        raise NotFollowed(f"values with {parameter[:80]}, which is not known")


def _values(helm: Value) -> tuple[str, ...]:
    """The values that an application writes down: where there are two, Argo CD takes the object alone."""
    whole, written = get(helm, ("valuesObject",)), get(helm, ("values",))
    if whole is not None:
        known = as_yaml(whole)
        if known is None:
            raise NotFollowed("values that are not known")
        return (known,)
    if isinstance(written, Unknown):
        raise NotFollowed("values that are not known")
    return (written,) if text(written) else ()


def _settings(helm: Value, environment: Environment) -> Iterator[tuple[str, str, bool]]:
    """Single values: name, text, and whether it stays text. One without a text is set all the same: to nothing."""
    for each in items(get(helm, ("parameters",))):
        name, value = get(each, ("name",)), get(each, ("value",))
        if isinstance(name, Unknown) or isinstance(value, Unknown):
            raise NotFollowed("a parameter that is not known")
        if text(name) is None:
            continue
        given = "" if value is None else value if isinstance(value, str) else json.dumps(value, default=str)
        filled = filled_in(given, environment)
        if filled is None:
            raise NotFollowed(f"the parameter {name[:80]}, which has a variable that is not known")
        yield name, _escaped(filled), get(each, ("forceString",)) is True


def _escaped(text: str) -> str:
    """A parameter as Argo CD gives it to helm, for which a comma ends a value unless it is a list in braces.

    Source: `cleanSetParameters` in https://github.com/argoproj/argo-cd/blob/master/util/helm/cmd.go
    """
    return text if text.startswith("{") and text.endswith("}") else re.sub(r"(?<!\\),", r"\\,", text)
