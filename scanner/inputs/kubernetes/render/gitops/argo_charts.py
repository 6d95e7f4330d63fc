"""The charts of the tree that an application of Argo CD installs, and with what.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ and
https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.fields import get, is_given, items, text
from scanner.inputs.kubernetes.render.gitops.application_sets import Application, parameter_in
from scanner.inputs.kubernetes.render.gitops.argo_builds import destination
from scanner.inputs.kubernetes.render.gitops.argo_value_files import NotFollowed, value_files
from scanner.inputs.kubernetes.render.gitops.build_environment import Environment, environment_of, filled_in
from scanner.inputs.kubernetes.render.gitops.not_followed import chart_not_rendered
from scanner.inputs.kubernetes.render.gitops.repository import as_yaml, chart_at
from scanner.inputs.kubernetes.render.tasks import Release
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource


def argo_releases(application: Application, resource: Resource, tree: Tree) -> Iterator[Release]:
    """The releases of charts of the tree that an application makes: one for each source with a chart."""
    manifest = application.manifest
    spec = get(manifest, ("spec",))
    name = text(get(manifest, ("metadata", "name"))) or resource.name
    sources = [get(spec, ("source",)), *items(get(spec, ("sources",)))]
    for source in sources:
        path = text(get(source, ("path",)))
        chart = None if path is None else chart_at(path, tree)
        if chart is None:
            continue
        helm = get(source, ("helm",))
        environment = environment_of(manifest, source, resource)
        files: list[str] = []
        values: tuple[str, ...] = ()
        settings: tuple[tuple[str, str, bool], ...] = ()
        unknown = None if application.unknown is None else chart_not_rendered(resource, application.unknown)
        try:
            _refuse(helm, manifest, resource)
            files = value_files(chart, source, sources, environment, tree)
            values = _values(helm)
            settings = tuple(_settings(helm, environment))
        except NotFollowed as error:
            unknown = chart_not_rendered(resource, str(error))
        yield Release(
            chart=chart,
            name=text(get(helm, ("releaseName",))) or name,
            namespace=destination(manifest, resource),
            files=tuple(files),
            values=values,
            settings=settings,
            declared=resource.address,
            unknown=unknown,
        )


def _refuse(helm: Value, manifest: Value, resource: Resource) -> None:
    """Raises `NotFollowed` where a chart is installed with what is not followed."""
    if is_given(get(helm, ("fileParameters",))):
        raise NotFollowed("values that are whole files (fileParameters), which are not followed")
    namespace = get(helm, ("namespace",))
    if is_given(namespace) and namespace != destination(manifest, resource):
        raise NotFollowed("a namespace that is only that of the release, which is not followed")
    parameter = parameter_in(resource, helm)
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
        yield name, filled, get(each, ("forceString",)) is True
