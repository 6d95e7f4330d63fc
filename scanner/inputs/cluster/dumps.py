"""What `kubectl get -o yaml` or `-o json` printed, taken for what it is: objects of a live cluster.

The API server gives every object a uid and a resourceVersion, which nobody writes into a manifest. Objects that carry
both are folded into their owners and hide what a live cluster's objects hide. Those in files of one directory are of
one cluster. A dump says nothing of the kinds it has no object of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scanner.inputs.cluster.fold import DEPENDENTS, Folding
from scanner.inputs.cluster.redact import LAST_APPLIED, STARTED_WITH, hooks_of
from scanner.inputs.kubernetes.pods import CONTAINER_LISTS, KUBERNETES, Workloads
from scanner.model.origins import Origin
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.secrets import hide_sensitive, sensitive_keys
from scanner.model.values import Object, Value

_WHY = "what was saved of the cluster holds no object of this kind"


def take_dumps(graph: ResourceGraph, workloads: Workloads = KUBERNETES) -> None:
    """Makes live objects of those that an API server gave, in place; to be called before the objects are linked."""
    live: dict[str, list[Resource]] = {}
    resources: list[Resource] = []
    for each in graph.resources:
        taken = _live(each)
        if taken is not None:
            live.setdefault(taken.origin.root, []).append(taken)
        resources.append(taken or each)
    if not live:
        return
    folded: set[int] = set()
    for root, objects in live.items():
        folded |= _fold(root, objects, graph, workloads)
        graph.incomplete[f"*//{root}"] = _WHY
        for each in objects:
            _redact(each, workloads)
    graph.resources = [each for each in resources if id(each) not in folded]


def _live(resource: Resource) -> Resource | None:
    if resource.origin.kind != "kubernetes":
        return None
    metadata = resource.attributes.get("metadata")
    if not isinstance(metadata, dict):
        return None
    uid, version = metadata.get("uid"), metadata.get("resourceVersion")
    if not (isinstance(uid, str) and uid and isinstance(version, str) and version):
        return None
    metadata.pop("managedFields", None)
    origin = Origin("cluster", resource.origin.root, uid=uid, version=version)
    return replace(resource, origin=origin, plain=False)  # what the cluster keeps to itself is marked yet


def _fold(root: str, objects: list[Resource], graph: ResourceGraph, workloads: Workloads) -> set[int]:
    """Which objects have nothing of their own, by id; what others show is told of their owners."""
    # Folding compares plain JSON.
    carriers = [each for each in objects if workloads.find(each.kind, each.attributes) is not None]
    plain = [replace(each, attributes=Object(_plain(each.attributes))) for each in carriers]
    written = dict(zip(map(id, plain), carriers, strict=True))
    folding = Folding(root, plain, lambda resource: True, workloads)
    folded: set[int] = set()
    for each in sorted(plain, key=lambda each: each.kind == "Pod"):
        place = folding.standing(each) if each.kind in DEPENDENTS else None
        if place is None or place.owner is None:
            continue
        if place.role == "same":
            folded.add(id(written[id(each)]))
        else:
            graph.told_of[root, each.address] = written.get(id(place.owner), place.owner)
    return folded


def _plain(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _redact(resource: Resource, workloads: Workloads) -> None:
    attributes = resource.attributes
    if resource.kind == "ConfigMap":
        for name in ("data", "binaryData"):
            content = attributes.get(name)
            _mark(content, content if isinstance(content, dict) else ())
    metadata = attributes.get("metadata")
    _mark(metadata.get("annotations") if isinstance(metadata, dict) else None, (LAST_APPLIED,))
    spec = workloads.spec_of(resource.kind, attributes)
    for container in _items(spec.get(name) if isinstance(spec, dict) else None for name in CONTAINER_LISTS):
        if isinstance(container, dict):
            for variable in _items([container.get("env")]):
                _mark(variable, ("value",))
            for node in (container, *(holder[key] for holder, key in hooks_of(container))):
                _mark(node, STARTED_WITH)
    hide_sensitive(attributes)
    if resource.kind == "Secret":
        for name in ("data", "stringData"):
            attributes.pop(name, None)


def _items(lists: Iterable[Value]) -> list[Value]:
    return [item for each in lists if isinstance(each, list) for item in each]


def _mark(node: Value, keys: Iterable[str]) -> None:
    if isinstance(node, Object):
        node.sensitive = sensitive_keys(node) | {key for key in keys if key in node}
