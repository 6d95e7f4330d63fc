"""Files that another process has read, on their way to this one.

A container travels as a tuple: its entries or items, start and end in the file, the spans of its entries, and the keys
of those that are secret. A file with anything else in it than can be told like this is read here once more.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from scanner.inputs.kubernetes.adapt import labels_of
from scanner.inputs.kubernetes.nodes import FileRead
from scanner.model.origins import Origin
from scanner.model.places import Comment, Place, Source
from scanner.model.resources import Resource
from scanner.model.values import Array, EntrySpans, Object, Value

_Packed: TypeAlias = Any
"""Nested tuples, lists and dictionaries of plain values."""
_PLAIN = frozenset({str, int, bool, float, type(None)})
_new_object: Any = Object.__new__
_new_array: Any = Array.__new__
_NONE: frozenset[str] = frozenset()


class _Odd(Exception):
    """There is something that does not travel."""


def pack(sources: Sequence[Source], files: Sequence[FileRead]) -> bytes:
    """These files, read; `sources` are the same."""
    return marshal.dumps([_file(source, file) for source, file in zip(sources, files, strict=True)])


def unpack(sources: Sequence[Source], content: bytes, read: Callable[[Source], FileRead]) -> list[FileRead]:
    """What `pack` was given. `read` reads a file here."""
    packed = marshal.loads(content)
    return [
        read(source) if each is None else _unpacked(source, each) for source, each in zip(sources, packed, strict=True)
    ]


def _file(source: Source, file: FileRead) -> _Packed:
    if file.problems or type(source) is not Source:
        return None
    try:
        resources = [_resource(resource) for resource in file.resources]
    except _Odd:
        return None
    origin = file.resources[0].origin.root if file.resources else ""
    comments = [(each.text, _place(each.place), each.alone) for each in file.comments]
    return origin, resources, comments, source.hidden_ranges()


def _unpacked(source: Source, packed: _Packed) -> FileRead:
    root, resources, comments, hidden = packed
    for start, end in hidden:
        source.hide(start, end)
    origin = Origin("kubernetes", root)
    return FileRead(
        [_unpacked_resource(each, source, origin) for each in resources],
        [],
        [Comment(text, Place(source.path, *place), alone) for text, place, alone in comments],
    )


def _place(place: Place) -> _Packed:
    return place.line, place.column, place.end_line, place.end_column


def _resource(resource: Resource) -> _Packed:
    return (
        resource.address,
        resource.type,
        resource.name,
        resource.namespace,
        _value(resource.attributes, resource.plain),
        _place(resource.place),
        _place(resource.extent),
        resource.plain,
    )


def _unpacked_resource(packed: _Packed, source: Source, origin: Origin) -> Resource:
    address, type_, name, namespace, attributes, place, extent, plain = packed
    value = _unpacked_value(attributes, source)
    return Resource(
        address=address,
        type=type_,
        provider="kubernetes",
        name=name,
        attributes=value,
        origin=origin,
        place=Place(source.path, *place),
        extent=Place(source.path, *extent),
        namespace=namespace,
        labels=labels_of(value),
        plain=plain,
    )


def _value(node: Value, plain: bool) -> _Packed:
    """A value; `plain` when it is certain that nothing in it is secret."""
    kind = type(node)
    if kind in _PLAIN:
        return node
    if (kind is not Object and kind is not Array) or node.span is None or node.source is None:
        raise _Odd
    start, end = node.span
    if kind is Array:
        return [each if type(each) in _PLAIN else _value(each, plain) for each in node], start, end, node.spans
    entries = {key: each if type(each) in _PLAIN else _value(each, plain) for key, each in node.items()}
    spans = node.spans
    if type(spans) is EntrySpans:
        spans = spans.keys_read, spans.packed
    # Readers that make many objects leave out what they never have.
    secret = _NONE if plain else getattr(node, "sensitive", _NONE)
    return (entries, start, end, spans, tuple(secret)) if secret else (entries, start, end, spans)


def _unpacked_value(packed: _Packed, source: Source) -> Any:
    entries, start, end, spans = packed[:4]
    if type(entries) is list:
        items: Any = _new_array(Array)
        items.extend([_unpacked_value(each, source) if type(each) is tuple else each for each in entries])
        items.source, items.span, items.spans = source, (start, end), spans
        return items
    for key, each in entries.items():
        if type(each) is tuple:
            entries[key] = _unpacked_value(each, source)
    node: Any = _new_object(Object)
    node.update(entries)
    if type(spans) is tuple:
        spans = EntrySpans(*spans)
    node.source, node.span, node.spans, node.path = source, (start, end), spans, None
    if len(packed) > 4:
        node.sensitive = frozenset(packed[4])
    return node
