"""Links between the resources of one root module."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.inputs.terraform.evaluate.blocks import META_ARGUMENTS, META_BLOCKS
from scanner.inputs.terraform.evaluate.references import Tracer
from scanner.inputs.terraform.evaluate.resources import ResourceInstance
from scanner.inputs.terraform.syntax.tree import Attribute, Body
from scanner.model.resources import Link, Resource


def links_of(made: dict[ResourceInstance, Resource], tracer: Tracer) -> list[Link]:
    """A `references` link for every resource that an argument of another leads to, by whatever route."""
    links: list[Link] = []
    arguments: dict[Body, list[Attribute]] = {}
    for instance, resource in made.items():
        body = instance.resource.block.body
        if body not in arguments:
            written = _arguments(body)
            arguments[body] = [attribute for attribute in written if tracer.mentions(attribute.expression)]
        if not arguments[body]:
            continue
        scope = instance.scope()
        seen: set[int] = set()
        for attribute in arguments[body]:
            for target in tracer.targets(attribute.expression, scope):
                other = made.get(target)
                if other is not None and other is not resource and id(other) not in seen:
                    seen.add(id(other))
                    source = body.source_of(attribute.name)
                    links.append(Link(resource, other, "references", source.place(attribute.start, attribute.end)))
    return links


def _arguments(body: Body) -> Iterator[Attribute]:
    """Arguments of a body and of its nested blocks, without Terraform's own."""
    for name, attribute in body.attributes.items():
        if name not in META_ARGUMENTS:
            yield attribute
    for block in body.blocks:
        if block.type not in META_BLOCKS:
            yield from _arguments(block.body)
