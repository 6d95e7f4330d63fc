"""The charts of the tree that a release of Flux installs, and with what.

Sources: https://fluxcd.io/flux/components/helm/helmreleases/ and https://fluxcd.io/flux/components/source/helmcharts/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from scanner.inputs.kubernetes.render.elsewhere import chart_elsewhere
from scanner.inputs.kubernetes.render.fields import get, is_given, text
from scanner.inputs.kubernetes.render.gitops.flux_clusters import flux_cluster
from scanner.inputs.kubernetes.render.gitops.flux_values_files import names_values_files, values_files, without_defaults
from scanner.inputs.kubernetes.render.gitops.not_followed import chart_not_rendered
from scanner.inputs.kubernetes.render.gitops.repository import chart_at
from scanner.inputs.kubernetes.render.tasks import Release, as_yaml
from scanner.model.problems import Problem
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource

HelmCharts: TypeAlias = "Mapping[tuple[str | None, str], Value]"
"""The specs of objects of kind HelmChart, by namespace and name."""

_OF_FILES = ("GitRepository", "Bucket")
"""Sources that hold files, which may be those of the tree. All others hold charts."""
_METADATA = ("labels", "annotations")
_LONGEST = 53
"""Characters of a release's name; what is longer is cut, with a digest instead of the rest."""


def helm_charts_in(objects: Iterable[Resource]) -> dict[tuple[str | None, str], Value]:
    """The specs of objects of kind HelmChart, by namespace and name."""
    charts = (
        each for each in objects if each.kind == "HelmChart" and each.type.startswith("source.toolkit.fluxcd.io/")
    )
    return {(each.namespace, each.name): each.attributes.get("spec") for each in charts}


def flux_releases(resource: Resource, tree: Tree, charts: HelmCharts, problems: list[Problem]) -> Iterator[Release]:
    """The release of a chart of the tree that an object of kind HelmRelease makes.

    None where it is of another: that is a note in `problems`.
    """
    spec = get(resource.attributes, ("spec",))
    chart_spec = get(spec, ("chart", "spec"))
    reference = get(spec, ("chartRef",))
    if get(reference, ("kind",)) == "HelmChart":
        at = (text(get(reference, ("namespace",))) or resource.namespace, str(get(reference, ("name",))))
        chart_spec = charts.get(at)
        if chart_spec is None:
            where = "/".join(part for part in at if part)
            problems.append(chart_not_rendered(resource, f"the chart of HelmChart {where[:200]}, which was not found"))
            return
    named, source = get(chart_spec, ("chart",)), get(chart_spec, ("sourceRef", "kind"))
    if any(isinstance(each, Unknown) for each in (chart_spec, named, source, reference)):
        problems.append(chart_not_rendered(resource, "a chart that is not known"))
        return
    chart = chart_at(named, tree) if source in _OF_FILES else None
    if chart is None:
        problems.append(chart_elsewhere(resource))
        return
    unknown: str | None = None
    values = get(spec, ("values",))
    given = "{}" if values is None else as_yaml(values)
    files = values_files(chart_spec, tree)
    replaced = names_values_files(chart_spec) and given is not None
    instead = without_defaults(chart, files, values, tree) if replaced else "{}"
    if is_given(get(spec, ("valuesFrom",))):
        unknown = "values from ConfigMaps and Secrets"
    elif is_given(get(spec, ("postRenderers",))):
        unknown = "changes to what is rendered (postRenderers), which are not followed"
    elif _holds_unknown(spec):
        unknown = "a name, a namespace or metadata that are not known"
    elif given is None:
        unknown = "values that are not known"
    elif instead is None:
        unknown = "values files in the place of values.yaml, which is not followed here"
    yield Release(
        chart=chart,
        name=_name(spec, resource),
        namespace=text(get(spec, ("targetNamespace",))) or resource.namespace,
        files=tuple(files),
        values=tuple(each for each in (instead, given) if each is not None and each != "{}"),
        metadata=tuple(_metadata(get(spec, ("commonMetadata",)))),
        tests=get(spec, ("test", "enable")) is True,
        declared=resource.address,
        cluster=flux_cluster(resource),
        unknown=None if unknown is None else chart_not_rendered(resource, unknown),
    )


def _holds_unknown(spec: Value) -> bool:
    """Whether something is not known that what is rendered depends on as a whole."""
    names = [get(spec, (key,)) for key in ("targetNamespace", "releaseName", "test", "commonMetadata")]
    inner = [get(spec, way) for way in (("test", "enable"), *(("commonMetadata", key) for key in _METADATA))]
    return any(isinstance(each, Unknown) for each in names + inner)


def _metadata(common: Value) -> Iterator[tuple[str, str, Value]]:
    for where in _METADATA:
        given = get(common, (where,))
        for key, value in given.items() if isinstance(given, dict) else ():
            yield where, key, value


def _name(spec: Value, resource: Resource) -> str:
    """The name of the release. Source: `GetReleaseName` and `ShortenName` of fluxcd/helm-controller."""
    target = text(get(spec, ("targetNamespace",)))
    name = text(get(spec, ("releaseName",))) or (resource.name if target is None else f"{target}-{resource.name}")
    return name if len(name) <= _LONGEST else f"{name[:40]}-{sha256(name.encode()).hexdigest()[:12]}"
