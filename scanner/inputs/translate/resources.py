"""Resources of Terraform's Kubernetes providers to the objects that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scanner.inputs.kubernetes.adapt import name_of, namespace_of
from scanner.inputs.kubernetes.pods import CONTAINER_LISTS, KUBERNETES, Workloads
from scanner.inputs.kubernetes.secrets import mark_secrets
from scanner.inputs.kubernetes.structure import check_structure
from scanner.inputs.terraform.schemas import schema_for
from scanner.inputs.translate.kinds import object_kind
from scanner.inputs.translate.objects import Translator
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import Resource
from scanner.model.values import Array, Object, PartialList, Path, Reference, Unknown, Value

Explain = Callable[[Path], tuple[Reference, ...]]


def typed_object(resource: Resource, problems: list[Problem]) -> Resource | None:
    """The object that a resource of a type of its own (`kubernetes_deployment_v1`) makes; None for another type."""
    kind = object_kind(resource.type)
    schema = schema_for(resource.type)
    if kind is None or schema is None:
        return None
    translator = Translator(*kind)
    attributes = resource.attributes
    made = translator.object(attributes, schema)
    if resource.type.startswith("kubernetes_default_service_account"):
        _name_default(made)

    def way(path: Path) -> Path:
        return translator.way(attributes, schema, path)

    return object_resource(resource, made, way, problems)


def object_resource(
    resource: Resource,
    made: Object,
    way: Callable[[Path], Path],
    problems: list[Problem],
    workloads: Workloads = KUBERNETES,
) -> Resource:
    """The resource with an object in place of what Terraform calls it. Address, places and origin stay Terraform's.

    `way` gives the path in the resource's attributes of a path in the object, which must have `apiVersion` and `kind`.
    What is built wrongly in the object becomes Unknown, and a problem.
    """
    mark_secrets(made, workloads)
    _mark_in_part(made, workloads)
    source = resource.attributes.source or Source(resource.place.file, "")
    problems += check_structure(made, source, lambda: resource.place, workloads)
    metadata = made.get("metadata")
    if not isinstance(metadata, dict):
        metadata = {} if metadata is None else {"namespace": metadata}
    api_version, kind = made["apiVersion"], made["kind"]
    labels = metadata.get("labels")
    return replace(
        resource,
        type=f"{api_version}/{kind}",
        provider="kubernetes",
        name=name_of(metadata),
        attributes=made,
        namespace=namespace_of(metadata, api_version, kind),
        region=None,
        labels=labels if isinstance(labels, dict) else {},
        explain=None if resource.explain is None else _explainer(resource.explain, way),
    )


def _explainer(inner: Explain, way: Callable[[Path], Path]) -> Explain:
    def explain(path: Path) -> tuple[Reference, ...]:
        found = way(path)
        return inner(found) if found else ()

    return explain


def _mark_in_part(made: Object, workloads: Workloads) -> None:
    """Marks what is secret in lists of a pod that are known in part: in a pod that has what is known of them."""
    spec = workloads.spec_of(made["kind"], made)
    found = Array()
    for name in CONTAINER_LISTS if isinstance(spec, dict) else ():
        listed = spec.get(name)
        for container in _known(listed):
            variables = container.get("env") if isinstance(container, dict) else None
            if isinstance(variables, PartialList):
                found.append(Object({"env": variables.items}))
            elif isinstance(listed, PartialList):
                found.append(container)
    if found:
        mark_secrets(Object({"apiVersion": "v1", "kind": "Pod", "spec": Object({"containers": found})}))


def _known(items: Value) -> list[Value]:
    """The items of a list that are known."""
    if isinstance(items, PartialList):
        return items.items
    return items if isinstance(items, list) else []


def _name_default(made: Object) -> None:
    """The account that every namespace has; the provider finds it by this name."""
    metadata = made.setdefault("metadata", Object())
    if isinstance(metadata, Object) and not isinstance(metadata.get("name"), Unknown):
        metadata["name"] = "default"
