"""Links between the resources of one root module."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.inputs.terraform.evaluate.blocks import META_ARGUMENTS, META_BLOCKS
from scanner.inputs.terraform.evaluate.references import Tracer
from scanner.inputs.terraform.evaluate.resources import ResourceInstance
from scanner.inputs.terraform.names import TooManyNames, name_links
from scanner.inputs.terraform.syntax.tree import Attribute, Body
from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource, ResourceGraph
from scanner.model.values import Unknown


def link(made: dict[ResourceInstance, Resource], tracer: Tracer, graph: ResourceGraph) -> None:
    """Adds a `references` link for every resource that an argument of another leads to, by whatever route, or names."""
    links = _references(made, tracer)
    graph.links += links
    try:
        graph.links += name_links(made.values(), links)
    except TooManyNames as error:
        what = f"links between resources by their names are left out: {error}"
        first = next(iter(made.values()))
        graph.problems.append(Problem("error", "unresolved", what, first.place.file, first.place))
        graph.incomplete.update((resource.kind, what) for resource in made.values())


def _references(made: dict[ResourceInstance, Resource], tracer: Tracer) -> list[Link]:
    links: list[Link] = []
    arguments: dict[Body, list[Attribute]] = {}
    by_address = {resource.address: resource for resource in made.values()}
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
            targets = [made.get(target) for target in tracer.targets(attribute.expression, scope)]
            if body.attributes.get(attribute.name) is attribute:
                targets.append(by_address.get(_held(resource.attributes.get(attribute.name))))
            for other in targets:
                if other is not None and other is not resource and id(other) not in seen:
                    seen.add(id(other))
                    source = body.source_of(attribute.name)
                    links.append(Link(resource, other, "references", source.place(attribute.start, attribute.end)))
    return links


def _held(value: object) -> str:
    """Address of the resource of which the value is an attribute, handed on by others: `aws_s3_bucket_acl.a.bucket`."""
    origin = value.origin if isinstance(value, Unknown) else None
    return str(origin[2]) if isinstance(origin, tuple) and len(origin) == 4 and origin[0] == "resource" else ""


def _arguments(body: Body) -> Iterator[Attribute]:
    """Arguments of a body and of its nested blocks, without Terraform's own."""
    for name, attribute in body.attributes.items():
        if name not in META_ARGUMENTS:
            yield attribute
    for block in body.blocks:
        if block.type not in META_BLOCKS:
            yield from _arguments(block.body)
