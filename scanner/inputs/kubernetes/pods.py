"""The pod in every kind that carries one, in one shape, so that a rule about pods is written once.

The view shares its values with the resource; the containers, the pod's spec and its metadata know in their `path`
where they lie in it. Nothing is filled in: what a container inherits from the pod (`securityContext`, for example) a
rule asks of `pod.spec` itself, as the kubelet does.
"""

from __future__ import annotations

from scanner.model.resources import Resource
from scanner.model.secrets import sensitive_keys
from scanner.model.values import Array, Object, Unknown, Value

POD_KINDS: tuple[str, ...] = (
    "Pod",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
    "CronJob",
    "PodTemplate",
)
"""The kinds that carry a pod."""

_TEMPLATES: dict[str, tuple[str, ...]] = {
    "Pod": (),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "PodTemplate": ("template",),
}
_TEMPLATE = ("spec", "template")
CONTAINER_LISTS = ("containers", "initContainers", "ephemeralContainers")
"""The lists of containers in a pod's spec."""


def pod_view(resource: Resource) -> Object | None:
    """The pod of a resource; None when its kind carries none or it has no pod spec."""
    return pod_view_of(resource.kind, resource.attributes)


def pod_view_of(kind: str, attributes: Object) -> Object | None:
    """The pod in the attributes of an object of this kind.

    Keys: `spec`, `metadata` (the template's), `containers`, `initContainers`, `ephemeralContainers`, `allContainers`
    (those three, in this order). A list that is absent is empty; one that is Unknown stays Unknown, and makes
    `allContainers` Unknown.
    """
    if kind not in POD_KINDS:
        return None
    steps = template_steps(kind)
    template = _follow(attributes, steps)
    spec = _child(template, "spec")
    if isinstance(spec, Unknown):
        return _unknown_view(spec)
    if not isinstance(spec, dict):
        return None
    prefix = "".join(f"{step}." for step in steps)
    view = Object(source=attributes.source, span=getattr(spec, "span", None))
    view["spec"] = _placed(spec, prefix + "spec")
    view["metadata"] = _metadata(template, prefix)
    for name in CONTAINER_LISTS:
        view[name] = _containers(spec.get(name), f"{prefix}spec.{name}")
    view["allContainers"] = _together(view)
    return view


def pod_spec_of(kind: str, attributes: Object) -> Value:
    """The spec of the pod in an object of this kind, as it is written; None when there is none."""
    return _child(_follow(attributes, template_steps(kind)), "spec") if kind in POD_KINDS else None


def template_steps(kind: str) -> tuple[str, ...]:
    """The way from an object of a kind that carries a pod to the pod's template."""
    return _TEMPLATES.get(kind, _TEMPLATE)


def _follow(node: Value, steps: tuple[str, ...]) -> Value:
    for step in steps:
        node = _child(node, step)
    return node


def _child(node: Value, step: str) -> Value:
    if isinstance(node, Unknown):
        return node
    return node.get(step) if isinstance(node, dict) else None


def _unknown_view(unknown: Unknown) -> Object:
    return Object(dict.fromkeys(("spec", "metadata", *CONTAINER_LISTS, "allContainers"), unknown))


def _metadata(template: Value, prefix: str) -> Value:
    metadata = _child(template, "metadata")
    if isinstance(metadata, Unknown):
        return metadata
    return _placed(metadata if isinstance(metadata, dict) else {}, prefix + "metadata")


def _placed(node: Value, path: str) -> Object:
    """The same mapping, knowing its path."""
    if isinstance(node, Object):
        return Object(node, node.source, node.span, node.spans, path, sensitive_keys(node))
    return Object(node, path=path)


def _containers(items: Value, path: str) -> Array | Unknown:
    if items is None:
        return Array()
    if isinstance(items, Unknown):
        return items
    if not isinstance(items, (list, tuple)):
        return Unknown(f"{path} is not a list")
    placed = Array(_placed(item, f"{path}[{i}]") if isinstance(item, dict) else item for i, item in enumerate(items))
    if isinstance(items, Array):
        placed.source, placed.span, placed.spans = items.source, items.span, items.spans
    return placed


def _together(view: Object) -> Array | Unknown:
    together = Array()
    for name in CONTAINER_LISTS:
        items = view[name]
        if isinstance(items, Unknown):
            return items
        together += items
    return together
