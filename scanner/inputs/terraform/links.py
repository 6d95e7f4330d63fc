"""Links between the resources of one root module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from scanner.inputs.terraform.evaluate.blocks import META_ARGUMENTS, META_BLOCKS
from scanner.inputs.terraform.evaluate.references import Tracer
from scanner.inputs.terraform.evaluate.resources import ResourceInstance
from scanner.inputs.terraform.evaluate.unknowns import MAX_CHAIN, find_unknowns
from scanner.inputs.terraform.names import TooManyNames, name_links
from scanner.inputs.terraform.syntax.tree import Attribute, Body
from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource, ResourceGraph
from scanner.model.values import Unknown, Value

MAX_LINKS = 300_000
"""Most references that one root module may have: resources that all refer to all others must not fill the memory."""


def link(made: dict[ResourceInstance, Resource], tracer: Tracer, graph: ResourceGraph) -> None:
    """Adds a `references` link for every resource that an argument of another leads to, by whatever route, or names.

    Where there are too many that is a problem, and the inventory of all their kinds is incomplete.
    """
    links: list[Link] = []
    perhaps: list[Pair] = []
    try:
        _refer(made, tracer, links, perhaps)
        links += name_links(made.values(), links, perhaps)
    except (TooManyLinks, TooManyNames) as error:
        what = f"links between resources are left out: {error}"
        first = next(iter(made.values()))
        graph.problems.append(Problem("error", "unresolved", what, first.place.file, first.place))
        graph.incomplete.update((resource.kind, what) for resource in made.values())
    graph.links += links


class TooManyLinks(Exception):
    """Resources refer to each other too often to follow all of it."""


Pair: TypeAlias = tuple[Resource, Resource]
"""A resource, and another that it may refer to."""


def _refer(made: dict[ResourceInstance, Resource], tracer: Tracer, links: list[Link], perhaps: list[Pair]) -> None:
    """Adds the references that are certain to `links`, and to `perhaps` those that no value confirms."""
    arguments: dict[Body, list[_Argument]] = {}
    by_address = {resource.address: resource for resource in made.values()}
    for instance, resource in made.items():
        body = instance.resource.block.body
        if body not in arguments:
            written = _arguments(body)
            arguments[body] = [each for each in written if tracer.mentions(each[1].expression)]
        if not arguments[body]:
            continue
        scope = instance.scope()
        seen: set[int] = set()
        for name, attribute, repeats in arguments[body]:
            targets, doubtful = tracer.reached(attribute.expression, scope)
            if repeats:
                targets, doubtful = {}, targets | doubtful
            value = resource.attributes.get(name)
            others = [made.get(target) for target in targets]
            if doubtful:
                settled = _mentioned(value)
                for each in filter(None, map(made.get, doubtful)):
                    if settled is None or each.address in settled:
                        others.append(each)
                    else:
                        perhaps.append((resource, each))
            if isinstance(value, Unknown) and body.attributes.get(attribute.name) is attribute:
                others.append(by_address.get(_holder(value)))
            for other in others:
                if other is not None and other is not resource and id(other) not in seen:
                    seen.add(id(other))
                    source = body.source_of(attribute.name)
                    links.append(Link(resource, other, "references", source.place(attribute.start, attribute.end)))
        if len(links) + len(perhaps) > MAX_LINKS:
            raise TooManyLinks(f"more than {MAX_LINKS:,} references lead from one to another")


def _mentioned(value: Value) -> set[str] | None:
    """Addresses of all resources that the Unknowns in a value depend on, and more; None where some are left out."""
    found: set[str] = set()
    for unknown in find_unknowns(value):
        if len(unknown.references) >= MAX_CHAIN:
            return None
        for reference in unknown.references:
            name = reference.name
            found.update(name[:at] for at, mark in enumerate(name) if mark in ".[")
    return found


def _holder(value: Unknown) -> str:
    """Address of the resource of which the value is an attribute, handed on by others: `aws_s3_bucket_acl.a.bucket`."""
    origin = value.origin
    return str(origin[2]) if isinstance(origin, tuple) and len(origin) == 4 and origin[0] == "resource" else ""


_Argument: TypeAlias = tuple[str, Attribute, bool]
"""The name of the argument or block of the resource that an argument lies in, the argument, and whether a dynamic block
repeats over it."""


def _arguments(body: Body, within: str | None = None) -> Iterator[_Argument]:
    """Arguments of a body and of its nested blocks, without Terraform's own."""
    for name, attribute in body.attributes.items():
        if name not in META_ARGUMENTS:
            yield within or name, attribute, False
    for block in body.blocks:
        if block.type not in META_BLOCKS:
            dynamic = block.type == "dynamic" and bool(block.labels)
            named = within or (block.labels[0] if dynamic else block.type)
            if dynamic and "for_each" in block.body.attributes:
                yield named, block.body.attributes["for_each"], True
            yield from _arguments(block.body, named)
