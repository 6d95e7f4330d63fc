"""Which charts of the tree Argo CD and Flux install, and with what: `Application`, `ApplicationSet`, `HelmRelease`.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/,
https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/ and
https://fluxcd.io/flux/components/helm/helmreleases/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.application_sets import applications_of
from scanner.inputs.kubernetes.render.options import Release
from scanner.model.problems import Problem
from scanner.model.values import Path, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource


def releases_in(resource: Resource, tree: Tree) -> tuple[list[Release], list[Problem]]:
    """The releases that an object asks for of charts in the tree, and what of them cannot be known."""
    problems: list[Problem] = []
    group = resource.type.partition("/")[0]
    if group == "argoproj.io" and resource.kind == "Application":
        return list(_application(resource.attributes, resource, tree, problems)), problems
    if group == "argoproj.io" and resource.kind == "ApplicationSet":
        releases: list[Release] = []
        for application in applications_of(resource, tree, problems):
            releases += _application(application, resource, tree, problems)
        return releases, problems
    if group == "helm.toolkit.fluxcd.io" and resource.kind == "HelmRelease":
        return list(_helm_release(resource, tree, problems)), problems
    return [], []


def _application(value: Value, resource: Resource, tree: Tree, problems: list[Problem]) -> Iterator[Release]:
    spec = get(value, ("spec",))
    sources = [get(spec, ("source",)), *items(get(spec, ("sources",)))]
    name = _text(get(value, ("metadata", "name"))) or resource.name
    for source in sources:
        path = _text(get(source, ("path",)))
        chart = None if path is None else _chart(path, tree)
        if chart is None:
            continue
        helm = get(source, ("helm",))
        given = _text(get(helm, ("values",)))
        whole = get(helm, ("valuesObject",))
        files = [each for each in items(get(helm, ("valueFiles",))) if isinstance(each, str)]
        known = [os.path.normpath(os.path.join(chart, each)) for each in files if "$" not in each and "://" not in each]
        if len(known) < len(files):
            problems.append(_partly(resource, "value files of another source"))
        yield Release(
            chart=chart,
            name=_text(get(helm, ("releaseName",))) or name,
            namespace=_text(get(spec, ("destination", "namespace"))),
            files=tuple(known),
            values=tuple(
                each for each in (_yaml(whole, resource, problems) if whole is not None else None, given) if each
            ),
            settings=tuple(
                (parameter, text, get(each, ("forceString",)) is True)
                for each in items(get(helm, ("parameters",)))
                if (parameter := _text(get(each, ("name",)))) is not None
                and (text := _text(get(each, ("value",)))) is not None
            ),
            declared=resource.address,
        )


def _helm_release(resource: Resource, tree: Tree, problems: list[Problem]) -> Iterator[Release]:
    spec = get(resource.attributes, ("spec",))
    chart_spec = get(spec, ("chart", "spec"))
    path = _text(get(chart_spec, ("chart",)))
    from_git = get(chart_spec, ("sourceRef", "kind")) in ("GitRepository", "Bucket")
    chart = _chart(path, tree) if path is not None and from_git else None
    if chart is None:
        return
    if items(get(spec, ("valuesFrom",))):
        problems.append(_partly(resource, "values from ConfigMaps and Secrets"))
    files = [get(chart_spec, ("valuesFile",)), *items(get(chart_spec, ("valuesFiles",)))]
    namespace = _text(get(spec, ("targetNamespace",))) or resource.namespace
    values = get(spec, ("values",))
    text = _yaml(values, resource, problems) if values is not None else None
    yield Release(
        chart=chart,
        name=_text(get(spec, ("releaseName",))) or resource.name,
        namespace=namespace,
        files=tuple(os.path.normpath(os.path.join(tree.root, each)) for each in files if isinstance(each, str)),
        values=(text,) if text else (),
        declared=resource.address,
    )


def _chart(path: str, tree: Tree) -> str | None:
    """The directory of a chart, given from the root of the repository; None when it is not in the tree."""
    directory = os.path.normpath(os.path.join(tree.root, path.lstrip("/")))
    return directory if tree.holds(directory) and os.path.isfile(os.path.join(directory, "Chart.yaml")) else None


def _yaml(values: Value, resource: Resource, problems: list[Problem]) -> str | None:
    """Values as YAML; None when they are not known."""
    import json

    try:
        return json.dumps(values)  # JSON is YAML
    except TypeError:
        problems.append(_partly(resource, "values that are not known"))
        return None


def _partly(resource: Resource, what: str) -> Problem:
    text = f"{resource.address} asks for {what}; its chart was rendered without them"
    return Problem("warning", "unresolved", text, resource.place.file, resource.place)


def get(node: Value, path: Path) -> Value:
    """What lies at a path of mappings; None where nothing does."""
    for step in path:
        node = node.get(step) if isinstance(node, dict) else None
    return node


def items(node: Value) -> list[Value]:
    """The items of a list; none of anything else."""
    return node if isinstance(node, list) else []


def _text(node: Value) -> str | None:
    return node if isinstance(node, str) and node and not isinstance(node, Unknown) else None
