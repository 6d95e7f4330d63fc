"""What a provider fills in for arguments that are not written: facts from `defaults.yaml`, applied before judgement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource, ResourceGraph
from scanner.model.values import Array, Object, Path, Reference, Value
from scanner.policy.errors import PackError
from scanner.policy.paths import ABSENT, parse_path, resolve

PROVENANCE = "default of the provider"
"""Name of the reference that explains such a value."""


@dataclass(frozen=True, slots=True)
class TypeDefaults:
    """The defaults of one resource type."""

    source: str
    """The page that states them."""
    values: Mapping[str, Value]
    """Attributes of the resource."""
    blocks: Mapping[Path, Mapping[str, Value]]
    """Attributes of nested blocks where they are written, by the blocks' path."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Explains the values of a resource whose defaults were filled in. Called with a path like `Resource.explain`."""

    written: Object
    """The attributes before."""
    reference: Reference
    """What explains a default."""
    inner: Callable[[Path], tuple[Reference, ...]] | None
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
        return Object(node, node.source, node.span, node.spans, node.path)
    return dict(node)


def parse_defaults(data: Any, text: str, file: str) -> dict[str, TypeDefaults]:
    """Reads the data of a `defaults.yaml`.

    Raises:
        PackError: it does not have the form `{type: {source, values, blocks}}`; every fault is listed.
    """
    if data is None:
        return {}
    faults: list[tuple[Path, str]] = []
    if not isinstance(data, dict):
        faults.append(((), "a mapping from resource types is expected"))
        data = {}
    found: dict[str, TypeDefaults] = {}
    for kind, entry in data.items():
        wrong = _entry_faults(entry)
        faults += [((str(kind), *path), what) for path, what in wrong]
        if not wrong:
            blocks = {parse_path(name): values for name, values in entry.get("blocks", {}).items()}
            found[str(kind)] = TypeDefaults(entry["source"], entry.get("values", {}), blocks)
    if faults:
        from scanner.policy.yaml_places import YamlPlaces

        places = YamlPlaces(text, file)
        raise PackError([Problem("error", "invalid", what, file, places.key(path)) for path, what in faults])
    return found


def _entry_faults(entry: Any) -> list[tuple[Path, str]]:
    if not isinstance(entry, dict):
        return [((), "a mapping with source, values and blocks is expected")]
    faults: list[tuple[Path, str]] = [
        ((str(name),), f"unknown key {name!r}; known are source, values, blocks")
        for name in entry
        if name not in ("source", "values", "blocks")
    ]
    source = entry.get("source")
    if not isinstance(source, str) or not source.startswith(("https://", "http://")):
        faults.append((("source",), "a source is needed: the page that states the defaults"))
    if not _is_values(entry.get("values", {})):
        faults.append((("values",), "a mapping from argument names is expected"))
    blocks = entry.get("blocks", {})
    if not isinstance(blocks, dict):
        return [*faults, (("blocks",), "a mapping from block names is expected")]
    for name, values in blocks.items():
        if not isinstance(name, str) or not _is_values(values):
            faults.append((("blocks", str(name)), "a mapping from argument names is expected"))
            continue
        try:
            parse_path(name)
        except ValueError as error:
            faults.append((("blocks", name), str(error)))
    return faults


def _is_values(values: Any) -> bool:
    return _is_plain(values, 8) and isinstance(values, dict) and None not in values.values()


def _is_plain(value: Any, depth: int) -> bool:
    """Whether a value has a counterpart in JSON, without dates and the like that YAML has besides."""
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_plain(item, depth - 1) for name, item in value.items())
    if isinstance(value, list):
        return all(_is_plain(item, depth - 1) for item in value)
    return value is None or isinstance(value, (bool, int, float, str))
