"""The resource model as JSON, see `docs/schemas/inspect.schema.json`."""

from __future__ import annotations

from typing import Any, TextIO

from scanner.model.report import problem_key
from scanner.model.resources import Link, Resource, ResourceGraph
from scanner.model.secrets import REDACTED, sensitive_keys
from scanner.model.values import Unknown
from scanner.outputs.documents import optional_place, origin_document, place_document, problem_document
from scanner.outputs.json_text import write_json
from scanner.outputs.plain import plain


def write_inspect_json(graph: ResourceGraph, stream: TextIO) -> None:
    """Writes the document, attributes indented."""
    write_json(inspect_document(graph), stream, 5)


def inspect_document(graph: ResourceGraph) -> dict[str, Any]:
    """Every resource with its attributes resolved; an unresolved value is `{"$unknown": "why"}`."""
    links: dict[int, list[Link]] = {}
    for link in graph.links:
        links.setdefault(id(link.source), []).append(link)
    resources = sorted(graph.resources, key=resource_key)
    return {
        "resources": [_resource(resource, links.get(id(resource), [])) for resource in resources],
        "incomplete": dict(sorted(graph.incomplete.items())),
        "problems": [problem_document(problem) for problem in sorted(graph.problems, key=problem_key)],
    }


def resource_key(resource: Resource) -> tuple[str, str, int, int, str]:
    """The order of resources: by root, then file and place, then address."""
    place = resource.place
    return resource.origin.root, place.file, place.line, place.column, resource.address


def _resource(resource: Resource, links: list[Link]) -> dict[str, Any]:
    document = {
        "address": resource.address,
        "type": resource.type,
        "provider": resource.provider,
        "name": resource.name,
        "namespace": resource.namespace,
        "region": _region(resource),
        "labels": plain(resource.labels if isinstance(resource.labels, dict) else dict(resource.labels)),
        "attributes": plain(resource.attributes),
        "place": place_document(resource.place),
        "origin": origin_document(resource.origin),
        "links": sorted((_link(link) for link in links), key=_link_key),
    }
    if resource.action is not None:
        document["action"] = resource.action
    return document


def _region(resource: Resource) -> Any:
    secret = not sensitive_keys(resource.attributes).isdisjoint(("region", "location"))
    return REDACTED if secret and not isinstance(resource.region, Unknown) else plain(resource.region)


def _link(link: Link) -> dict[str, Any]:
    return {"relation": link.relation, "target": link.target.address, "place": optional_place(link.place)}


def _link_key(link: dict[str, Any]) -> tuple[str, str, int, int]:
    place = link["place"] or {"line": 0, "column": 0}
    return link["relation"], link["target"], place["line"], place["column"]
