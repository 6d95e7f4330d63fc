"""Evaluated resource instances to the resources that rules see."""

from __future__ import annotations

from decimal import Decimal

from scanner.inputs.terraform.evaluate.blocks import collapsed
from scanner.inputs.terraform.evaluate.modules import ModuleInstance, dotted
from scanner.inputs.terraform.evaluate.references import Tracer
from scanner.inputs.terraform.evaluate.resources import ResourceInstance
from scanner.inputs.terraform.secrets import labels_of, marked
from scanner.model.origins import Call, Origin
from scanner.model.resources import Resource
from scanner.model.values import Array, Object, PartialList, Path, Reference, Value

_REGIONAL = ("region", "location")


def resource_of(instance: ResourceInstance, origin: Origin, tracer: Tracer) -> Resource:
    """The resource that one instance of a `resource` or `data` block makes."""
    block = instance.resource.block
    source = block.body.source
    kind = instance.resource.type
    schema = instance.resource.schema
    attributes = marked(plain(collapsed(instance.written(), schema)), kind, schema)

    def explain(path: Path) -> tuple[Reference, ...]:
        return tracer.provenance(instance, path)

    return Resource(
        address=instance.address,
        type=kind if instance.resource.mode == "resource" else f"{instance.resource.mode}.{kind}",
        provider=kind.partition("_")[0],
        name=block.labels[1],
        attributes=attributes,
        origin=origin,
        place=source.place(block.start, block.heading_end),
        extent=source.place(block.start, block.end),
        region=_region(instance, attributes),
        labels=labels_of(attributes),
        explain=explain,
    )


def origin_of(module: ModuleInstance, environment: str | None = None) -> Origin:
    """Where the resources of a module instance come from."""
    calls: list[Call] = []
    at: ModuleInstance | None = module
    while at is not None and at.call is not None:
        block = at.call
        calls.append(Call(at.address, block.body.source.place(block.start, block.heading_end)))
        at = at.parent
    return Origin("terraform", module.root_name, tuple(reversed(calls)), environment)


_NESTED = (dict, list, PartialList)


def plain(value: Value) -> Value:
    """The value with numbers as rules know them: `int`, and `float` where Terraform has a fraction."""
    if isinstance(value, dict):
        for item in value.values():
            if item.__class__ is Decimal or isinstance(item, _NESTED):
                changed = plain(item)
                if changed is not item:
                    return _rebuilt(value)
        return value
    if isinstance(value, list):
        for item in value:
            if (item.__class__ is Decimal or isinstance(item, _NESTED)) and plain(item) is not item:
                return _rebuilt(value)
        return value
    if isinstance(value, PartialList):
        known = plain(value.items)
        return value if known is value.items else value.with_items(known)
    return float(value) if value.__class__ is Decimal else value


def _rebuilt(value: Value) -> Value:
    if isinstance(value, Object):
        entries = {key: plain(item) for key, item in value.items()}
        return Object(entries, value.source, value.span, value.spans, value.path, value.sensitive)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    items = [plain(item) for item in value]
    return Array(items, value.source, value.span, value.spans) if isinstance(value, Array) else items


def _region(instance: ResourceInstance, attributes: Object) -> Value:
    for name in _REGIONAL:
        if name in attributes:
            return attributes[name]
    provider = instance.resource.block.body.attributes.get("provider")
    key = dotted(provider.expression) if provider is not None else instance.resource.type.partition("_")[0]
    return instance.resource.module.provider_region(key)
