"""What references to a resource see: what is written in it, and besides that what its provider fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.access import Exported
from scanner.inputs.terraform.evaluate.coerce import has_object
from scanner.inputs.terraform.evaluate.sets import make_set
from scanner.inputs.terraform.evaluate.types import DYNAMIC, Type, from_json_type
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown
from scanner.inputs.terraform.schemas import AttributeSchema, BlockSchema, NestedBlock
from scanner.model.values import Reference, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.resources import ResourceInstance

_ALWAYS_SET = frozenset(
    (
        "id",
        "arn",
        "name",
        "self_link",
        "unique_id",
        "uid",
        "fqdn",
        "uri",
        "url",
        "endpoint",
        "dns_name",
        "email",
        "member",
    )
)
"""Attributes that a created resource has for certain."""


def surely_set(name: str) -> bool:
    """Whether an attribute of this name has a value in every resource that was created."""
    return name in _ALWAYS_SET or name.endswith(("_id", "_arn", "_url", "_uri", "_name"))


def declared_type(attribute: AttributeSchema | None) -> Type | None:
    """The type of an attribute, None where it says nothing for certain.

    Which members an object has changes with the provider's version, which is not ours to know.
    """
    if attribute is None or attribute.type == "dynamic" or has_object(attribute.type):
        return None
    return from_json_type(attribute.type)


def absent(instance: ResourceInstance, name: str) -> Value:
    """An attribute that nobody wrote: null, or an Unknown where its provider may fill it in."""
    resource = instance.resource
    schema = resource.schema
    known = None if schema is None else schema.attributes.get(name)
    if resource.type == "terraform_data" and name != "id":
        return _output(instance) if name == "output" else None
    if known is not None and not known.computed and resource.mode != "data" and name != "id":
        return _default(instance, name, known)
    if schema is not None and known is None and name in schema.blocks:
        return unknown(instance, name, "is left to the provider")
    after = "when Terraform reads it" if resource.mode == "data" else "after apply"
    return unknown(instance, name, f"is known only {after}", declared_type(known), surely_set(name))


def _default(instance: ResourceInstance, path: str, attribute: AttributeSchema) -> Value:
    """What an argument that is not written comes to. Providers have defaults for simple types, schemas don't tell."""
    simple = isinstance(attribute.type, str)
    return unknown(instance, path, "is left to the provider", declared_type(attribute)) if simple else None


def _output(instance: ResourceInstance) -> Value:
    """`terraform_data` gives back its input once it is applied: null for null, and in any case of the same type."""
    from scanner.inputs.terraform.evaluate.types import type_of

    written = "input" in instance.resource.block.body.attributes
    given = instance.argument("input")[0] if written else None
    if given is None:
        return None
    if isinstance(given, Unknown):
        type = given.type if isinstance(given, TypedUnknown) else None
        return unknown(instance, "output", "is known only after apply", type, given.not_null)
    return unknown(instance, "output", "is known only after apply", type_of(given), not_null=True)


def undocumented(instance: ResourceInstance, name: str) -> bool:
    """Whether the schema that is built in has no such attribute, though it means to have them all."""
    schema = instance.resource.schema
    if schema is None or schema.open or name == "id":
        return False
    return name not in schema.attributes and name not in schema.blocks


def unknown(
    instance: ResourceInstance, path: str, why: str, type: Type | None = None, not_null: bool = False
) -> Unknown:
    """The Unknown that stands for an attribute of a resource, or for something in one of its blocks."""
    block = instance.resource.block
    place = block.body.source.place(block.start, block.heading_end)
    label = f"{instance.address}.{path}" if path else instance.address
    origin = ("resource", instance.resource.module.root_name, instance.address, path)
    return TypedUnknown(f"{label} {why}", (Reference(label, place),), origin, not_null, type)


def exported_blocks(value: Value, known: NestedBlock | None, instance: ResourceInstance, path: str) -> Value:
    """Nested blocks of one type, each with what its provider fills in."""
    if isinstance(value, dict):
        value = [value]  # JSON syntax writes one block as an object, however often it may occur
    if not isinstance(value, list):
        return value
    schema = None if known is None else known.block
    items = [
        _exported(item, schema, instance, f"{path}[{index}]") if isinstance(item, dict) else item
        for index, item in enumerate(value)
    ]
    return make_set(items, DYNAMIC) if known is not None and known.nesting == "set" else items


def _exported(item: dict[str, Value], schema: BlockSchema | None, instance: ResourceInstance, path: str) -> Exported:
    result = Exported(instance, path, schema is not None and not schema.open)
    blocks = {} if schema is None else schema.blocks
    for name, value in item.items():
        is_block = name in blocks or (schema is None and isinstance(value, list))
        result[name] = exported_blocks(value, blocks.get(name), instance, f"{path}.{name}") if is_block else value
    if schema is None:
        return result
    why = "is known only when Terraform reads it" if instance.resource.mode == "data" else "is known only after apply"
    for name, attribute in schema.attributes.items():
        if result.get(name) is None:
            inner = f"{path}.{name}"
            filled = attribute.computed or instance.resource.mode == "data"
            if filled:
                result[name] = unknown(instance, inner, why, declared_type(attribute))
            else:
                result[name] = _default(instance, inner, attribute)
    for name in blocks:
        if name not in result:
            result[name] = unknown(instance, f"{path}.{name}", "is left to the provider")
    return result
