"""The charts of the tree that an application of Argo CD installs, and with what.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ and
https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.fields import get, is_given, items, text
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.argo_value_files import NotFollowed, value_files
from scanner.inputs.kubernetes.render.gitops.build_environment import Environment, environment_of, filled_in
from scanner.inputs.kubernetes.render.gitops.not_followed import chart_not_rendered
from scanner.inputs.kubernetes.render.gitops.repository import chart_at
from scanner.inputs.kubernetes.render.tasks import Release, as_yaml
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def argo_releases(application: Application, tree: Tree) -> Iterator[Release]:
    """The releases of charts of the tree that an application makes: one for each source with a chart."""
    for source in application.sources:
        chart = chart_at(get(source, ("path",)), tree)
        if chart is None:
            continue
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
        yield Release(
            chart=chart,
            name=text(get(helm, ("releaseName",))) or application.name,
            namespace=application.destination,
            files=tuple(files),
            values=values,
            settings=settings,
            declared=application.declared.address,
            unknown=None if unknown is None else chart_not_rendered(application.declared, unknown),
        )


def _refuse(helm: Value, application: Application) -> None:
    """Raises `NotFollowed` where a chart is installed with what is not followed."""
    if is_given(get(helm, ("fileParameters",))):
        raise NotFollowed("values that are whole files (fileParameters), which are not followed")
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
