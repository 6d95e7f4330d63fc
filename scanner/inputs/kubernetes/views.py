"""The pod in every kind that carries one, in one shape, so that a rule about pods is written once.

The view shares its values with the resource; the containers, the pod's spec and its metadata know in their `path`
where they lie in it. Nothing is filled in: what a container inherits from the pod (`securityContext`, for example) a
rule asks of `pod.spec` itself, as the kubelet does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from scanner.model.secrets import sensitive_keys
from scanner.model.values import Array, Object, PartialList, Span, Unknown, Value

Steps: TypeAlias = tuple[str, ...]
"""Keys on the way into an object."""

UNLABELLED = "what labels the pods get is not written in the object"
"""Why the metadata of pods is not known where an object holds their spec alone."""

CONTAINER_LISTS = ("containers", "initContainers", "ephemeralContainers")
"""The lists of containers in a pod's spec."""


def view_at(attributes: Object, template: Steps, spec: Steps) -> Object | None:
    """The pod of an object with its spec at one path and the metadata of its pods in `template`.

    Keys: `spec`, `metadata` (the template's), `containers`, `initContainers`, `ephemeralContainers`, `allContainers`
    (those three, in this order). A list that is absent is empty; one that is Unknown stays Unknown, and `allContainers`
    is then Unknown but for the containers that are known. None where there is no pod spec.
    """
    parts = parts_at(attributes, template, spec)
    if parts is None:
        return None
    held, metadata = parts
    if isinstance(held, Unknown):
        return _unknown_view(held)
    path = ".".join(spec)
    view = Object(source=attributes.source, span=getattr(held, "span", None))
    view["spec"] = _placed(held, path)
    view["metadata"] = metadata
    if not isinstance(metadata, Unknown):
        view["metadata"] = _placed(metadata, ".".join((*template, "metadata")))
    for name in CONTAINER_LISTS:
        view[name] = _containers(held.get(name), f"{path}.{name}")
    view["allContainers"] = _together(view)
    view.spans = _spans(held, view)
    return view


def _spans(held: dict[str, Value], view: Object) -> dict[str, Span]:
    """Where the lists of containers are written in the spec; for all of them together, where the unknown one is."""
    written = held.spans if isinstance(held, Object) and held.source is view.source else None
    spans = {name: written[name] for name in CONTAINER_LISTS if name in written} if written else {}
    unknown = next((name for name in spans if isinstance(view[name], Unknown)), None)
    if unknown is not None:
        spans["allContainers"] = spans[unknown]
    return spans


def parts_at(attributes: Object, template: Steps, spec: Steps) -> tuple[Value, Value] | None:
    """The spec of the pod and the metadata of its template, as they are written: mappings or Unknown.

    None where there is no pod spec.
    """
    held = _follow(attributes, spec)
    if isinstance(held, Unknown):
        return held, held
    if not isinstance(held, dict):
        return None
    if template == spec:
        return held, Unknown(UNLABELLED)
    metadata = _child(_follow(attributes, template), "metadata")
    return held, metadata if isinstance(metadata, (dict, Unknown)) else {}


def _follow(node: Value, steps: Steps) -> Value:
    for step in steps:
        node = _child(node, step)
    return node


def value_at(attributes: Object, steps: Steps) -> Value:
    """What lies at a path of an object; None where nothing does, an Unknown where one is on the way."""
    return _follow(attributes, steps)


def _child(node: Value, step: str) -> Value:
    if isinstance(node, Unknown):
        return node
    return node.get(step) if isinstance(node, dict) else None


def _unknown_view(unknown: Unknown) -> Object:
    return Object(dict.fromkeys(("spec", "metadata", *CONTAINER_LISTS, "allContainers"), unknown))


def _placed(node: Value, path: str) -> Object:
    """The same mapping, knowing its path."""
    if isinstance(node, Object):
        return Object(node, node.source, node.span, node.spans, path, sensitive_keys(node))
    return Object(node, path=path)


def _containers(items: Value, path: str) -> Array | Unknown:
    if items is None:
        return Array()
    if isinstance(items, PartialList):
        return items.with_items(_each_placed(items.items, path))
    if isinstance(items, Unknown):
        return items
    if not isinstance(items, (list, tuple)):
        return Unknown(f"{path} is not a list")
    placed = _each_placed(items, path)
    if isinstance(items, Array):
        placed.source, placed.span, placed.spans = items.source, items.span, items.spans
    return placed


def _each_placed(items: Sequence[Value], path: str) -> Array:
    return Array(_placed(item, f"{path}[{i}]") if isinstance(item, dict) else item for i, item in enumerate(items))


def _together(view: Object) -> Array | Unknown:
    together = Array()
    rest: Unknown | None = None
    for name in CONTAINER_LISTS:
        items = view[name]
        if isinstance(items, Unknown):
            rest = items if rest is None else rest
            items = items.items if isinstance(items, PartialList) else ()
        together += items
    if rest is None or not together:
        return together if rest is None else rest
    return PartialList(rest, together)
