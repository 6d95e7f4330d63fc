"""`helm_release`: the charts of the configuration that Terraform installs, and with what."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.charts.chart_file import is_chart
from scanner.inputs.kubernetes.render.elsewhere import RENDER, chart_elsewhere
from scanner.inputs.kubernetes.render.tasks import Release
from scanner.inputs.translate.not_known import NotKnown
from scanner.model.problems import Problem
from scanner.model.resources import EVERY_KIND, Resource, ResourceGraph
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree

TYPE = "helm_release"

_HIDDEN = "sensitive"
"""Stands for a value of `set_sensitive` in what is rendered."""


def releases_in(resources: list[Resource], tree: Tree) -> tuple[list[Release], frozenset[int]]:
    """The releases of charts that lie in a tree, and the `id` of the resources that declare them.

    What cannot be known of one keeps its chart from being rendered as if nobody installed it.
    """
    found: list[Release] = []
    declared: set[int] = set()
    for resource in resources:
        if resource.type == TYPE:
            try:
                release = release_of(resource)
            except NotKnown as error:
                release = _unknown_release(resource, error)
            if release is not None and tree.holds(release.chart):
                found.append(release)
                declared.add(id(resource))
    return found, frozenset(declared)


def _unknown_release(resource: Resource, error: NotKnown) -> Release | None:
    """A release of a chart that is known, but not what it is installed with."""
    chart = resource.attributes.get("chart")
    directory = os.path.normpath(os.path.join(resource.origin.root, chart)) if isinstance(chart, str) else ""
    if not directory or not is_chart(directory):
        return None
    what = f"{resource.address} is not rendered: {error}"
    problem = Problem("warning", "unrendered", what, resource.place.file, resource.place, RENDER)
    return Release(directory, resource.name, declared=resource.address, unknown=problem)


def release_of(resource: Resource) -> Release | None:
    """What a resource installs; None when the chart is not one of a directory of the configuration.

    Raises:
        NotKnown: it depends on something that is not known.
    """
    attributes = resource.attributes
    chart = _known(attributes.get("chart"), "chart")
    if "[*]" in resource.address:
        raise NotKnown("it is not known how many there are")
    if not isinstance(chart, str):
        return None
    directory = os.path.normpath(os.path.join(resource.origin.root, chart))
    if not is_chart(directory):
        return None
    if _known(attributes.get("repository"), "repository"):
        return None
    if _is_changed(attributes):
        raise NotKnown("a post-renderer changes what is installed")
    name = _known(attributes.get("name"), "name")
    namespace = _known(attributes.get("namespace"), "namespace")
    settings = tuple(_settings(attributes))
    return Release(
        chart=directory,
        name=name if isinstance(name, str) else resource.name,
        namespace=namespace if isinstance(namespace, str) else None,
        values=tuple(each for each in _items(attributes, "values") if isinstance(each, str)),
        settings=tuple((key, text, kind == "string") for key, text, kind in settings if kind != "literal"),
        literals=tuple((key, text) for key, text, kind in settings if kind == "literal"),
        declared=resource.address,
    )


def _is_changed(attributes: dict[str, Value]) -> bool:
    """Whether a program stands between the chart and what is installed; without a path to it there is none."""
    for each in _items(attributes, "postrender"):
        path = each.get("binary_path") if isinstance(each, dict) else None
        if path is not None and path != "":
            return True
    return False


def report_release(resource: Resource, graph: ResourceGraph) -> None:
    """Reports a release that is not rendered.

    Where the chart is part of the configuration, what it makes is missing from the inventory of every kind.
    """
    try:
        release = release_of(resource)
    except NotKnown as error:
        _missing(f"{resource.address} is not rendered: {error}", resource, graph)
        return
    if release is not None:
        _missing(f"{resource.address}: the chart {release.chart} is not rendered with these values", resource, graph)
        return
    graph.problems.append(chart_elsewhere(resource))


def _missing(what: str, resource: Resource, graph: ResourceGraph) -> None:
    graph.problems.append(Problem("warning", "unrendered", what, resource.place.file, resource.place, RENDER))
    graph.incomplete.setdefault(EVERY_KIND, what)


def _settings(attributes: dict[str, Value]) -> Iterator[tuple[str, str, Value]]:
    """Single values: name, text, and how it is read: `string` as a text, `literal` without any syntax in it."""
    for name in ("set", "set_list", "set_sensitive", "set_wo"):
        for each in _items(attributes, name):
            key = _known(each.get("name"), name) if isinstance(each, dict) else None
            if not isinstance(key, str):
                continue
            if name in ("set_sensitive", "set_wo"):
                yield key, _HIDDEN, "string"
            elif name == "set_list":
                yield key, "{" + ",".join(map(_text, _items(each, "value"))) + "}", "auto"
            else:
                yield key, _text(_known(each.get("value"), name)), _known(each.get("type"), f"type of {key}")


def _items(node: dict[str, Value], name: str) -> list[Value]:
    value = _known(node.get(name), name)
    return [_known(each, name) for each in value] if isinstance(value, list) else [] if value is None else [value]


def _known(value: Value, name: str) -> Value:
    if isinstance(value, Unknown):
        raise NotKnown(f"{name} is not known: {value.cause}")
    return value


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
