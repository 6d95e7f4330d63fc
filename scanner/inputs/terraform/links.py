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

MAX_LINKS = 300_000
"""Most references that one root module may have: resources that all refer to all others must not fill the memory."""


def link(made: dict[ResourceInstance, Resource], tracer: Tracer, graph: ResourceGraph) -> None:
    """Adds a `references` link for every resource that an argument of another leads to, by whatever route, or names.

    Where there are too many that is a problem, and the inventory of all their kinds is incomplete.
    """
    links: list[Link] = []
    try:
        _refer(made, tracer, links)
        links += name_links(made.values(), links)
    except (TooManyLinks, TooManyNames) as error:
        what = f"links between resources are left out: {error}"
        first = next(iter(made.values()))
        graph.problems.append(Problem("error", "unresolved", what, first.place.file, first.place))
        graph.incomplete.update((resource.kind, what) for resource in made.values())
    graph.links += links


class TooManyLinks(Exception):
    """Resources refer to each other too often to follow all of it."""


def _refer(made: dict[ResourceInstance, Resource], tracer: Tracer, links: list[Link]) -> None:
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
            targets = tracer.targets(attribute.expression, scope)
            value = resource.attributes.get(attribute.name)
            if isinstance(value, Unknown) and body.attributes.get(attribute.name) is attribute:
                others = [made.get(target) for target in targets] + [by_address.get(_holder(value))]
            elif targets:
                others = [made.get(target) for target in targets]
            else:
                continue
            for other in others:
                if other is not None and other is not resource and id(other) not in seen:
                    seen.add(id(other))
                    source = body.source_of(attribute.name)
                    links.append(Link(resource, other, "references", source.place(attribute.start, attribute.end)))
        if len(links) > MAX_LINKS:
            raise TooManyLinks(f"more than {MAX_LINKS:,} references lead from one to another")


def _holder(value: Unknown) -> str:
    """Address of the resource of which the value is an attribute, handed on by others: `aws_s3_bucket_acl.a.bucket`."""
    origin = value.origin
    return str(origin[2]) if isinstance(origin, tuple) and len(origin) == 4 and origin[0] == "resource" else ""


def _arguments(body: Body) -> Iterator[Attribute]:
    """Arguments of a body and of its nested blocks, without Terraform's own."""
    for name, attribute in body.attributes.items():
        if name not in META_ARGUMENTS:
            yield attribute
    for block in body.blocks:
        if block.type not in META_BLOCKS:
            yield from _arguments(block.body)
