"""Bodies of blocks to objects: arguments coerced to their schema's types, nested and dynamic blocks expanded."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from scanner.inputs.secrets import is_secret_argument
from scanner.inputs.terraform.evaluate.access import force_inside
from scanner.inputs.terraform.evaluate.coerce import coerce, has_object
from scanner.inputs.terraform.evaluate.convert import ConversionError
from scanner.inputs.terraform.evaluate.errors import EvaluationError, TooLarge
from scanner.inputs.terraform.evaluate.expressions import entries
from scanner.inputs.terraform.evaluate.nulls import without_types
from scanner.inputs.terraform.evaluate.scope import Scope
from scanner.inputs.terraform.syntax.tree import Attribute, Block, Body, Node
from scanner.model.values import Array, Object, PartialList, Span, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.schemas import BlockSchema, NestedBlock

META_ARGUMENTS = frozenset(("count", "for_each", "provider", "depends_on"))
META_BLOCKS = frozenset(("lifecycle", "provisioner", "connection"))
"""What belongs to Terraform itself and not to the resource."""


def argument(attribute: Attribute, scope: Scope, schema: BlockSchema | None) -> tuple[Value, bool]:
    """An argument's value, coerced to the type its schema gives, and whether it is sensitive."""
    evaluation = scope.module.evaluation
    sensitive, instances = evaluation.sensitive, evaluation.instances
    value = evaluation.guarded(attribute.expression, scope, is_secret_argument(attribute.name))
    if evaluation.instances != instances or isinstance(value, (dict, list)):
        try:
            value = force_inside(value)
        except TooLarge as error:
            value = evaluation.given_up(str(error), attribute.expression, scope)
    value = without_types(value)
    if schema is not None:
        known = schema.attributes.get(attribute.name)
        if known is not None:
            value = _coerced(value, known.type, attribute, scope)
        if attribute.name in schema.blocks:
            value = _shaped(value, schema.blocks[attribute.name].block, attribute, scope)
        elif known is None and not schema.open:
            what = f'Unsupported argument: "{attribute.name}" is not in the provider schema that is built in'
            evaluation.report("note", what, scope.source, attribute.start, attribute.end)
    return value, evaluation.sensitive != sensitive or _is_secret(attribute.name, value)


def _is_secret(name: str, value: Value) -> bool:
    return isinstance(value, (str, dict, Unknown)) and is_secret_argument(name, value)


def _shaped(value: Value, schema: BlockSchema, attribute: Attribute, scope: Scope) -> Value:
    """Nested blocks that are written as a value, as JSON syntax does."""
    try:
        return _as_blocks(value, schema)
    except ConversionError as error:
        return _refused(error, attribute, scope)


def _as_blocks(value: Value, schema: BlockSchema) -> Value:
    """A list of blocks, their arguments coerced like any other's. JSON syntax may write one block without a list."""
    if value is None or isinstance(value, Unknown):
        return value
    if isinstance(value, dict):
        origin = value if isinstance(value, Object) else Object()
        return Array([_as_block(value, schema)], origin.source, origin.span, origin.span and [origin.span])
    if not isinstance(value, list) or not all(isinstance(item, (dict, Unknown, type(None))) for item in value):
        raise ConversionError("a nested block must be an object or a list of objects")
    listed = value if isinstance(value, Array) else Array()
    items = [_as_block(item, schema) if isinstance(item, dict) else item for item in value if item is not None]
    return Array(items, listed.source, listed.span, listed.spans if len(items) == len(value) else None)


def _as_block(value: dict[str, Value], schema: BlockSchema) -> Object:
    shaped = Object((), value.source, value.span, value.spans) if isinstance(value, Object) else Object()
    for name, item in value.items():
        known = schema.attributes.get(name)
        if name in schema.blocks:
            item = _as_blocks(item, schema.blocks[name].block)
        elif known is not None:
            with suppress(ConversionError):  # what Terraform would refuse is kept as it is written
                item = coerce(item, known.type)
        elif name == "//":
            continue
        shaped[name] = item
    return shaped


def _coerced(value: Value, type: object, attribute: Attribute, scope: Scope) -> Value:
    try:
        return coerce(value, type)
    except ConversionError as error:
        return _refused(error, attribute, scope)


def _refused(error: ConversionError, attribute: Attribute, scope: Scope) -> Unknown:
    what = f'Incorrect attribute value type: inappropriate value for attribute "{attribute.name}": {error}'
    node = attribute.expression
    scope.module.evaluation.report("error", what, scope.source, node.start, node.end)
    return Unknown(what)


def nested(blocks: list[Block], name: str, scope: Scope, schema: BlockSchema | None) -> Value:
    """The blocks of one type in a body, dynamic ones expanded: an `Array` of objects, or an Unknown."""
    items: list[Value] = []
    spans: list[Span] = []
    rest: Unknown | None = None
    inner = None if schema is None else schema.blocks.get(name)
    inner_schema = None if inner is None else inner.block
    if schema is not None and inner is None and not schema.open and name not in schema.attributes:
        first = next(block for block in blocks if name in (block.type, *block.labels[:1]))
        what = f'Unsupported block type: "{name}" is not in the provider schema that is built in'
        scope.module.evaluation.report("note", what, first.body.source, first.start, first.heading_end)
    for block in blocks:
        if block.type == name:
            items.append(body_object(block.body, scope, inner_schema))
            spans.append((block.start, block.heading_end))
        elif block.type == "dynamic" and block.labels == [name]:
            generated = _dynamic(block, name, scope, inner_schema)
            if isinstance(generated, Unknown):
                rest = generated if rest is None else rest
                continue
            items += generated
            spans += [(block.start, block.heading_end)] * len(generated)
    if rest is None:
        return Array(items, scope.source, None, spans)
    single = inner is not None and inner.nesting == "single"
    return rest if single or not items else PartialList(rest, Array(items, scope.source, None, spans))


def block_types(body: Body, terraforms: frozenset[str] = META_BLOCKS) -> list[str]:
    """The types of nested blocks a body has, dynamic ones by the type they generate, in order.

    `terraforms` are those that belong to Terraform itself: in the body of a resource, and in no block inside it.
    """
    names: dict[str, None] = {}
    for block in body.blocks:
        if block.type == "dynamic" and block.labels:
            names[block.labels[0]] = None
        elif block.type not in terraforms:
            names[block.type] = None
    return list(names)


def body_object(body: Body, scope: Scope, schema: BlockSchema | None) -> Object:
    """A nested block's body as an object."""
    result = Object((), body.source, (body.start, body.end))
    spans: dict[str, Span] = {}
    sensitive: set[str] = set()
    scope = scope.at(body.source)
    for name, attribute in body.attributes.items():
        result[name], secret = argument(attribute, scope.at(body.source_of(name)), schema)
        if body.overridden is None or name not in body.overridden:
            spans[name] = (attribute.start, attribute.end)
        if secret:
            sensitive.add(name)
            scope.module.evaluation.sensitive += 1  # for whoever refers to this block
    for name in block_types(body, frozenset()):
        result[name] = nested(body.blocks, name, scope, schema)
        spans[name] = next((b.start, b.heading_end) for b in body.blocks if name in (b.type, *b.labels[:1]))
    result.spans = spans
    if sensitive:
        result.sensitive = frozenset(sensitive)
    return result


def _dynamic(block: Block, name: str, scope: Scope, schema: BlockSchema | None) -> list[Value] | Unknown:
    evaluation = scope.module.evaluation
    attributes = block.body.attributes
    content = next((inner for inner in block.body.blocks if inner.type == "content"), None)
    if "for_each" not in attributes or content is None:
        missing = 'argument "for_each"' if content is not None else 'block "content"'
        what = f"Missing {missing}: a dynamic block needs it"
        evaluation.report("error", what, scope.source, block.start, block.heading_end)
        return Unknown(what)
    each = attributes["for_each"].expression
    used = evaluation.sensitive
    collection = force_inside(evaluation.guarded(each, scope))
    secret = evaluation.sensitive != used
    if isinstance(collection, Unknown):
        return collection
    iterator = _iterator(block, name)
    inner = scope.child()
    items: list[Value] = []
    try:
        for key, value in entries(collection, each, scope):
            inner.names[iterator] = {"key": key, "value": value}
            item = body_object(content.body, inner, schema)
            if secret:
                item.sensitive = frozenset(item)
            items.append(item)
    except EvaluationError as error:
        return evaluation.failed(error)
    return items


def _iterator(block: Block, name: str) -> str:
    given = block.body.attributes.get("iterator")
    named: Node | None = given.expression if given else None
    return str(getattr(named, "name", getattr(named, "value", name)))


def collapsed(value: Value, schema: BlockSchema | None) -> Object:
    """The object as rules see it: nulls dropped, blocks that can occur once as objects instead of lists."""
    result = Object()
    if isinstance(value, Object):
        result = Object((), value.source, value.span, value.spans, sensitive=value.sensitive)
    blocks: Mapping[str, NestedBlock] = {} if schema is None else schema.blocks
    for name, item in value.items():
        if item is None:
            continue
        known = blocks.get(name)
        if known is not None:
            item = _collapsed_block(item, known.nesting == "single", known.block)
            if item is None:
                continue
        elif schema is not None and name in schema.attributes and not has_object(schema.attributes[name].type):
            pass  # a null in a list or map that anything may stand in is an item like others
        elif isinstance(item, PartialList) or (item.__class__ is Array and item and item[0].__class__ is Object):
            item = _collapsed_block(item, False, None)
        result[name] = item
    return result


def _collapsed_block(value: Value, single: bool, schema: BlockSchema | None) -> Value:
    if isinstance(value, PartialList):
        return value.with_items(_collapsed_block(value.items, False, schema))
    if isinstance(value, list):
        items = [collapsed(item, schema) if isinstance(item, dict) else item for item in value if item is not None]
        if single:
            return items[0] if items else None
        origin = value if isinstance(value, Array) else Array()
        return Array(items, origin.source, origin.span, origin.spans)
    if isinstance(value, dict):
        # JSON syntax writes one block as an object, however often it may occur.
        return collapsed(value, schema) if single else Array([collapsed(value, schema)])
    return value
