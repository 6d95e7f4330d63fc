"""Which charts, kustomizations and directories of the tree Argo CD and Flux install, and with what.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/,
https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/ and
https://fluxcd.io/flux/components/helm/helmreleases/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.files import shown
from scanner.inputs.kubernetes.render.application_sets import applications_of, parameter_in
from scanner.inputs.kubernetes.render.builds import argo_build, destination, flux_build
from scanner.inputs.kubernetes.render.found import Found
from scanner.inputs.kubernetes.render.options import Build, Release
from scanner.inputs.kubernetes.render.paths import get, items, text
from scanner.model.problems import Problem
from scanner.model.values import Value

SETTLE = "Give the values in [[helm.releases]] of bylaw.toml, or scan what `helm template` renders."

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource


def asked_by(resource: Resource, tree: Tree, there: Found) -> tuple[list[Release | Build], list[Problem]]:
    """What an object asks for of what is there in the tree, and what of it cannot be known."""
    problems: list[Problem] = []
    found: list[Release | Build] = []
    group = resource.type.partition("/")[0]
    if group == "argoproj.io" and resource.kind in ("Application", "ApplicationSet"):
        applications = [resource.attributes]
        if resource.kind == "ApplicationSet":
            applications = list(applications_of(resource, tree, problems))
        for application in applications:
            found += _application(application, resource, tree)
            found += argo_build(application, resource, tree, there)
    elif group == "helm.toolkit.fluxcd.io" and resource.kind == "HelmRelease":
        found += _helm_release(resource, tree)
    elif group == "kustomize.toolkit.fluxcd.io" and resource.kind == "Kustomization":
        found += flux_build(resource, tree, there)
    return found, problems


def _application(application: Value, resource: Resource, tree: Tree) -> Iterator[Release]:
    spec = get(application, ("spec",))
    sources = [get(spec, ("source",)), *items(get(spec, ("sources",)))]
    name = text(get(application, ("metadata", "name"))) or resource.name
    for source in sources:
        path = text(get(source, ("path",)))
        chart = None if path is None else _chart(path, tree)
        if chart is None:
            continue
        helm = get(source, ("helm",))
        given = text(get(helm, ("values",)))
        whole = get(helm, ("valuesObject",))
        files = [each for each in items(get(helm, ("valueFiles",))) if isinstance(each, str)]
        unknown = None
        known = [os.path.normpath(os.path.join(chart, each)) for each in files if "$" not in each and "://" not in each]
        if len(known) < len(files):
            unknown = _not_known(resource, "value files of another source")
        written = None if whole is None else _yaml(whole)
        if whole is not None and written is None:
            unknown = _not_known(resource, "values that are not known")
        parameter = parameter_in(resource, helm)
        if parameter is not None:
            unknown = _not_known(resource, f"values with {parameter[:80]}, which is not known")
        yield Release(
            chart=chart,
            name=text(get(helm, ("releaseName",))) or name,
            namespace=destination(application, resource),
            files=tuple(known),
            values=tuple(each for each in (written, given) if each),
            settings=tuple(
                (parameter, value, get(each, ("forceString",)) is True)
                for each in items(get(helm, ("parameters",)))
                if (parameter := text(get(each, ("name",)))) is not None
                and (value := text(get(each, ("value",)))) is not None
            ),
            declared=resource.address,
            unknown=unknown,
        )


def _helm_release(resource: Resource, tree: Tree) -> Iterator[Release]:
    spec = get(resource.attributes, ("spec",))
    chart_spec = get(spec, ("chart", "spec"))
    path = text(get(chart_spec, ("chart",)))
    from_git = get(chart_spec, ("sourceRef", "kind")) in ("GitRepository", "Bucket")
    chart = _chart(path, tree) if path is not None and from_git else None
    if chart is None:
        return
    unknown = None
    if items(get(spec, ("valuesFrom",))):
        unknown = _not_known(resource, "values from ConfigMaps and Secrets")
    files = [get(chart_spec, ("valuesFile",)), *items(get(chart_spec, ("valuesFiles",)))]
    namespace = text(get(spec, ("targetNamespace",))) or resource.namespace
    values = get(spec, ("values",))
    given = None if values is None else _yaml(values)
    if values is not None and given is None:
        unknown = _not_known(resource, "values that are not known")
    yield Release(
        chart=chart,
        name=text(get(spec, ("releaseName",))) or resource.name,
        namespace=namespace,
        files=tuple(os.path.normpath(os.path.join(tree.root, each)) for each in files if isinstance(each, str)),
        values=(given,) if given else (),
        declared=resource.address,
        unknown=unknown,
    )


def _chart(path: str, tree: Tree) -> str | None:
    """The directory of a chart, given from the root of the repository; None when it is not in the tree."""
    directory = shown(os.path.join(tree.root, path.lstrip("/")))
    return directory if tree.holds(directory) and os.path.isfile(os.path.join(directory, "Chart.yaml")) else None


def _yaml(values: Value) -> str | None:
    """Values as YAML; None when they are not known."""
    import json

    try:
        return json.dumps(values)  # JSON is YAML
    except TypeError:
        return None


def _not_known(resource: Resource, what: str) -> Problem:
    told = f"{resource.address} asks for {what}; its chart is not rendered"
    return Problem("warning", "unrendered", told, resource.place.file, resource.place, SETTLE)
