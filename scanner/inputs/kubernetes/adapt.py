"""Documents to resources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from scanner.inputs.kubernetes.kinds import group_of, is_cluster_scoped, is_namespaced
from scanner.inputs.kubernetes.nodes import Document
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.inputs.kubernetes.secrets import hide_dropped, mark_secrets
from scanner.inputs.kubernetes.structure import REFUSED, check_structure, shown_path
from scanner.inputs.kubernetes.templates import HELP, has_action
from scanner.model.origins import Origin
from scanner.model.places import Place, Source
from scanner.model.problems import Problem
from scanner.model.resources import UNKNOWN_NAMESPACE, Resource
from scanner.model.values import Array, EntrySpans, Object, Path, Unknown, Value, place_at, place_of

_FILES = {"kustomize.config.k8s.io": ("Kustomization", "Component"), "": ("Config",)}
"""Files that tools read and that look like objects, by group: kustomizations and kubeconfigs."""


def adapt(
    documents: Iterable[Document], source: Source, workloads: Workloads = KUBERNETES
) -> tuple[list[Resource], list[Problem]]:
    """The Kubernetes objects among the documents of a file, and what is wrong with these documents.

    Documents of other kinds (workflows of a CI, values of a chart) give nothing. Lists are unfolded. Nulls in mappings
    are removed, in place: to Kubernetes a null is absent.
    """
    resources: list[Resource] = []
    problems: list[Problem] = []
    origin = _origin(source)
    may_be_template = "{{" in source.text and not isinstance(source, Rendered)
    for document in documents:
        faults: list[Problem] = []
        objects = list(_objects(document.value, faults))
        problems += faults
        if not objects:
            continue
        problems += document.remarks
        if document.nulls:
            _drop_nulls(document.value)
        for each in objects:
            if may_be_template and _is_template(each, workloads):
                problems.append(_unrendered(each, source))
            else:
                secret = mark_secrets(each, workloads)
                wrong = check_structure(each, source, partial(_heading_place, each, source), workloads)
                problems += wrong
                # What is rendered may still be changed by whoever asked for it.
                plain = document.known and not (secret or wrong or isinstance(source, Rendered))
                resources.append(_resource(each, source, origin, plain))
        hide_dropped(document.dropped, source)
    return resources, problems


def _origin(source: Source) -> Origin:
    if isinstance(source, Rendered):
        return Origin("kubernetes", source.directory, environment=source.release)
    return Origin("kubernetes", posixpath.dirname(source.path) or ".")


def _objects(value: Value, faults: list[Problem]) -> Iterator[Object]:
    if not isinstance(value, Object):
        return
    api_version, kind = value.get("apiVersion"), value.get("kind")
    if not (isinstance(api_version, str) and isinstance(kind, str) and api_version and kind):
        return
    if kind in _FILES.get(group_of(api_version), ()):
        return
    items = value.get("items")
    if kind == "List" and api_version == "v1" and items is not None and not isinstance(items, list):
        faults.append(_fault(value, ("items",), "must be a list"))
        return
    if not (kind.endswith("List") and (isinstance(items, list) or (items is None and "items" in value))):
        yield value
        return
    for index, item in enumerate(items or ()):
        if not isinstance(item, Object):
            faults.append(_fault(value, ("items", index), "must be an object"))
        elif kind != "List":
            # the API leaves both out in the items of a typed list
            item.setdefault("apiVersion", api_version)
            item.setdefault("kind", kind.removesuffix("List"))
        elif not all(isinstance(item.get(key), str) and item[key] for key in ("apiVersion", "kind")):
            faults.append(_fault(value, ("items", index), "has no apiVersion or no kind"))
        yield from _objects(item, faults)


def _fault(value: Object, path: Path, what: str) -> Problem:
    place = place_at(value, path) or place_of(value)
    file = None if place is None else place.file
    return Problem("error", "invalid", f"{shown_path(path)} {what}", file, place, REFUSED)


def _drop_nulls(value: Value) -> None:
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Object):
            for key in [key for key, each in node.items() if each is None]:
                del node[key]
            waiting.extend(each for each in node.values() if isinstance(each, (Object, Array)))
        elif isinstance(node, Array):
            waiting.extend(each for each in node if isinstance(each, (Object, Array)))


def _resource(value: Object, source: Source, origin: Origin, plain: bool) -> Resource:
    api_version, kind = value["apiVersion"], value["kind"]
    default = source.namespace if isinstance(source, Rendered) else None
    if isinstance(default, Unknown):
        _send(value, default)
        default = None
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        metadata = {} if metadata is None else {"namespace": metadata}
    name = name_of(metadata)
    namespace = namespace_of(metadata, api_version, kind, default or "default")
    type_ = f"{api_version}/{kind}"
    start, end = value.span or (0, 0)
    return Resource(
        address=_address(type_, namespace, name),
        type=type_,
        provider="kubernetes",
        name=name,
        attributes=value,
        origin=origin,
        place=_heading_place(value, source),
        extent=source.place(start, end),
        namespace=namespace,
        labels=labels_of(value),
        plain=plain,
    )


def read_anew(resource: Resource) -> Resource:
    """An object with the name and namespace that its attributes give now."""
    metadata = resource.attributes.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    name, namespace = name_of(metadata), resource.namespace
    if namespace is not None and isinstance(metadata.get("namespace"), Unknown):
        namespace = UNKNOWN_NAMESPACE
    address = _address(resource.type, namespace, name)
    return replace(resource, name=name, namespace=namespace, address=address, labels=labels_of(resource.attributes))


def _address(type_: str, namespace: str | None, name: str) -> str:
    return "/".join(part for part in (type_, namespace, name) if part is not None)


def _send(value: Object, namespace: Unknown) -> None:
    """Writes the namespace that an object is sent to into one that does not say its own."""
    if is_namespaced(value["apiVersion"], value["kind"]):
        metadata = value.setdefault("metadata", Object())
        if isinstance(metadata, dict) and not metadata.get("namespace"):
            metadata["namespace"] = namespace


def labels_of(value: Object) -> dict[str, Value]:
    """The labels of an object; none where they are not known."""
    metadata = value.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    return labels if isinstance(labels, dict) else {}


def name_of(metadata: dict[str, Value]) -> str:
    """The object's name; a star where the API server, or nobody, chooses it, and where it is not known."""
    name = metadata.get("name")
    if name is not None and not isinstance(name, (dict, list, Unknown)):
        return str(name)
    prefix = metadata.get("generateName")
    return f"{prefix}*" if isinstance(prefix, str) else "*"


def namespace_of(metadata: dict[str, Value], api_version: str, kind: str, default: str = "default") -> str | None:
    """The namespace of an object with this metadata; None where its kind has none, or nothing is known of the kind."""
    if is_cluster_scoped(api_version, kind):
        return None
    namespace = metadata.get("namespace")
    if isinstance(namespace, str) and namespace:
        return namespace
    if isinstance(namespace, Unknown):
        return UNKNOWN_NAMESPACE
    return default if is_namespaced(api_version, kind) else None


def _heading_place(value: Object, source: Source) -> Place:
    return source.place(*_heading(value, source))


def _heading(value: Object, source: Source) -> tuple[int, int]:
    """The object's first entry, as far as it stands on its first line."""
    start, end = value.span or (0, 0)
    spans = value.spans
    if type(spans) is EntrySpans:
        start, end = spans.first() or (start, end)  # whoever packs them reads them in their order
    elif spans is not None:
        start, end = min((span for span in spans.values() if span[0] >= start), default=(start, end))
    line_end = source.text.find("\n", start, end)
    if line_end < 0:
        return start, end
    return start, line_end - 1 if source.text[line_end - 1] == "\r" else line_end


def _is_template(value: Object, workloads: Workloads) -> bool:
    """True when what identifies the object, or an image it runs, has still to be filled in."""
    metadata = value.get("metadata")
    named = (metadata.get("name"), metadata.get("namespace")) if isinstance(metadata, dict) else ()
    if any(has_action(each) for each in (value["apiVersion"], value["kind"], *named)):
        return True
    pod = workloads.view_of(value["kind"], value)
    containers = pod["allContainers"] if pod is not None else ()
    return isinstance(containers, list) and any(
        isinstance(each, dict) and has_action(each.get("image")) for each in containers
    )


def _unrendered(value: Object, source: Source) -> Problem:
    what = f"this {value['kind'][:80]} is a template that is not rendered; it was not judged"
    return Problem("warning", "unrendered", what, source.path, _heading_place(value, source), HELP)
