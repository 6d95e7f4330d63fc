"""What a provider fills in for arguments that are not written: facts from `defaults.yaml`, applied before judgement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from scanner.model.resources import Link, Resource, ResourceGraph
from scanner.model.secrets import sensitive_keys
from scanner.model.values import Array, Object, PartialList, Path, Reference, Value
from scanner.policy.paths import ABSENT, resolve

PROVENANCE = "default of the provider"
"""Name of the reference that explains such a value."""


class TypeDefaults:
    """The defaults of one resource type."""

    __slots__ = ("blocks", "source", "values")

    def __init__(self, source: str, values: Mapping[str, Value], blocks: Mapping[Path, Mapping[str, Value]]) -> None:
        self.source = source
        """The page that states them."""
        self.values = values
        """Attributes of the resource."""
        self.blocks = blocks
        """Attributes of nested blocks where they are written, by the blocks' path."""


class Provenance:
    """Explains the values of a resource whose defaults were filled in. Called with a path like `Resource.explain`."""

    __slots__ = ("inner", "reference", "written")

    def __init__(
        self, written: Object, reference: Reference, inner: Callable[[Path], tuple[Reference, ...]] | None
    ) -> None:
        self.written = written
        """The attributes before."""
        self.reference = reference
        """What explains a default."""
        self.inner = inner
        """What explains the other values."""

    def __call__(self, path: Path) -> tuple[Reference, ...]:
        value = resolve(self.written, path)
        if value is ABSENT or value is None:
            return (self.reference,)
        return self.inner(path) if self.inner is not None else ()


def with_defaults(graph: ResourceGraph, defaults_of: Callable[[str], TypeDefaults | None]) -> ResourceGraph:
    """The graph with every absent or null argument that has a default filled in.

    `defaults_of` gives the defaults of a kind. Nothing that was given is changed: resources are replaced, and links
    point at the replacements. An Unknown stays.
    """
    known: dict[str, TypeDefaults | None] = {}
    replaced: dict[int, Resource] = {}
    resources: list[Resource] = []
    for resource in graph.resources:
        kind = resource.kind
        if kind not in known:
            known[kind] = defaults_of(kind)
        defaults = known[kind]
        filled = resource if defaults is None else _fill_resource(resource, defaults)
        if filled is not resource:
            replaced[id(resource)] = filled
        resources.append(filled)
    if not replaced:
        return graph
    links = [_relink(link, replaced) for link in graph.links]
    return replace(graph, resources=resources, links=links)


def _relink(link: Link, replaced: Mapping[int, Resource]) -> Link:
    source = replaced.get(id(link.source))
    target = replaced.get(id(link.target))
    if source is None and target is None:
        return link
    return Link(source or link.source, target or link.target, link.relation, link.place)


def _fill_resource(resource: Resource, defaults: TypeDefaults) -> Resource:
    attributes = resource.attributes
    filled: Value = _fill(attributes, defaults.values)
    for path, values in defaults.blocks.items():
        filled = _fill_block(filled, path, values)
    if filled is attributes:
        return resource
    reference = Reference(PROVENANCE, None, defaults.source)
    explain = Provenance(attributes, reference, resource.explain)
    return replace(resource, attributes=filled, explain=explain)


def _fill(node: dict[str, Value], values: Mapping[str, Value]) -> dict[str, Value]:
    missing = [name for name in values if node.get(name) is None]
    if not missing:
        return node
    copy = _copy_dict(node)
    for name in missing:
        copy[name] = values[name]
    return copy


def _fill_block(node: Value, path: Path, values: Mapping[str, Value]) -> Value:
    """`node` with the block at `path` filled; in a list each item is meant. The same object when nothing changes."""
    if isinstance(node, list):
        items = [_fill_block(item, path, values) for item in node]
        if all(new is old for new, old in zip(items, node, strict=True)):
            return node
        return Array(items, node.source, node.span, node.spans) if isinstance(node, Array) else items
    if isinstance(node, PartialList):
        known = _fill_block(node.items, path, values)
        return node if known is node.items else node.with_items(known)
    if not isinstance(node, dict):
        return node
    if not path:
        return _fill(node, values)
    child = node.get(str(path[0]))
    filled = _fill_block(child, path[1:], values)
    if filled is child:
        return node
    copy = _copy_dict(node)
    copy[str(path[0])] = filled
    return copy


def _copy_dict(node: dict[str, Value]) -> dict[str, Value]:
    if isinstance(node, Object):
        return Object(node, node.source, node.span, node.spans, node.path, sensitive_keys(node))
    return dict(node)
