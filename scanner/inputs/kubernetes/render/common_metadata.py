"""Labels and annotations that Flux adds to all objects of a release, after the chart was rendered.

Source: https://fluxcd.io/flux/components/helm/helmreleases/#common-metadata
"""

from __future__ import annotations

from scanner.inputs.kubernetes.adapt import read_anew
from scanner.inputs.kubernetes.render.fields import get
from scanner.inputs.kubernetes.render.tasks import Release, Task
from scanner.model.resources import Resource
from scanner.model.values import Object, Value

_HOOK = "helm.sh/hook"
"""The annotation of a hook: helm applies those as they were rendered."""


def with_common_metadata(resource: Resource, task: Task) -> Resource:
    """The object as its release applies it: what that says takes the place of what the chart says."""
    common = task.metadata if isinstance(task, Release) else ()
    if not common or get(resource.attributes, ("metadata", "annotations", _HOOK)) is not None:
        return resource
    metadata = _inside(resource.attributes, "metadata")
    for where, key, value in common:
        _inside(metadata, where)[key] = value
    return read_anew(resource)


def _inside(node: dict[str, Value], key: str) -> dict[str, Value]:
    inner = node.get(key)
    if not isinstance(inner, dict):
        inner = node[key] = Object()
    return inner
