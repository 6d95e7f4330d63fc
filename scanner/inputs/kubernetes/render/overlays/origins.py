"""Which object of a file each object that kustomize built from it comes from, and which of its lines.

What kustomize prints is sorted anew, has other names and no comments; so objects are told by kind and name, and lines
by what stands at the same place in the object.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from scanner.inputs.kubernetes.documents import read_documents
from scanner.inputs.kubernetes.render.fields import get, text
from scanner.inputs.kubernetes.render.lines import fits
from scanner.inputs.kubernetes.render.yaml_values import as_it_is, values_in
from scanner.inputs.kubernetes.secrets import mark_secrets
from scanner.model.places import Comment, Source
from scanner.model.values import Array, Object, Span, Value, extent_of

_MOST = 1_000_000
"""Pairs of objects that are compared at most; beyond that it is not known what comes from where."""

_Affixes: TypeAlias = tuple[str, str]
"""What was put before a name, and behind it."""

_Extent: TypeAlias = "tuple[Source, Span] | None"


class Written:
    """A file that objects of an overlay come from."""

    def __init__(self, source: Source) -> None:
        read = read_documents(as_it_is(source))
        self._source = source
        self._objects = [each for document in read.documents for each in _objects(document.value)]
        for each in self._objects:
            if isinstance(each.get("kind"), str) and isinstance(each.get("apiVersion"), str):
                mark_secrets(each)  # a text may take more lines here than where it was rendered
        lines = source.text.split("\n")
        self._cuts = [number for number, line in enumerate(lines, 1) if line.startswith("---")]
        self._comments: dict[int, list[Comment]] = {}
        with_objects = sorted({self._section(_line(source, each.span)) for each in self._objects})
        for comment in read.comments:  # one before the `---` line speaks of what follows it
            following = bisect_left(with_objects, self._section(comment.place.line))
            if following < len(with_objects):
                self._comments.setdefault(with_objects[following], []).append(comment)

    def origins(self, texts: Sequence[str]) -> list[tuple[list[int], list[Comment]] | None]:
        """For each rendered object the lines (from 0) that its lines come from, and the comments that may be directives
        in the document it was written in, given once; None where it is not known which object it was."""
        rendered = [_first(text) for text in texts]
        found: list[tuple[list[int], list[Comment]] | None] = []
        given: set[int] = set()
        for content, value, origin in zip(texts, rendered, self._choose(rendered), strict=True):
            if value is None or origin is None:
                generator = self._generator(text(get(value, ("metadata", "name"))) or "")
                lines = [] if generator is None else [_line(self._source, generator.span) - 1]
                found.append((lines * (content.count("\n") + 1), []) if lines else None)
                continue
            lines = _Lines(Source("", content), self._source, value, origin).lines
            section = self._section(_line(self._source, origin.span))
            found.append((lines, [] if section in given else self._comments.get(section, [])))
            given.add(section)
        return found

    def _generator(self, name: str) -> Object | None:
        """The entry in a kustomization that makes an object of this name."""
        named = [
            (len(called), each)
            for kustomization in self._objects
            for key, entries in kustomization.items()
            if key.endswith("Generator") and isinstance(entries, list)
            for each in entries
            if isinstance(each, Object) and (called := text(each.get("name"))) is not None and called in name
        ]
        return max(named, key=lambda each: each[0], default=(0, None))[1]

    def _section(self, line: int) -> int:
        return bisect_right(self._cuts, line)

    def _choose(self, rendered: list[Object | None]) -> list[Object | None]:
        """The written object of each rendered one. Those of one overlay mostly get the same prefix and suffix."""
        if len(rendered) * len(self._objects) > _MOST:
            return [None] * len(rendered)
        kinds = Counter(get(each, ("kind",)) for each in rendered if each is not None)
        fitting = [[] if each is None else list(self._fitting(each)) for each in rendered]
        common = Counter(affixes for each in fitting for affixes in {affixes for affixes, _ in each})
        taken: Counter[tuple[int, ...]] = Counter()
        chosen: list[Object | None] = []
        for value, found in zip(rendered, fitting, strict=True):
            kind = get(value, ("kind",))
            if not found:
                alike = [each for each in self._objects if each.get("kind") == kind]
                chosen.append(alike[0] if len(alike) == 1 and kinds[kind] == 1 else None)
                continue
            ranks = [(common[affixes], _namespace(each) == _namespace(value)) for affixes, each in found]
            highest = max(ranks)
            best = [each for rank, (_, each) in zip(ranks, found, strict=True) if rank == highest]
            key = tuple(id(each) for each in best)
            chosen.append(best[taken[key] % len(best)])
            taken[key] += 1
        return chosen

    def _fitting(self, value: Object) -> Iterator[tuple[_Affixes, Object]]:
        kind, name = value.get("kind"), text(get(value, ("metadata", "name"))) or ""
        for each in self._objects:
            if each.get("kind") != kind:
                continue
            written = text(get(each, ("metadata", "name"))) or ""
            if fits(name, written):
                yield ("", ""), each
            elif written:
                for at in {name.find(written), name.rfind(written)} - {-1}:
                    yield (name[:at], name[at + len(written) :]), each


class _Lines:
    """The lines of a written object that those of a rendered one come from."""

    def __init__(self, source: Source, written: Source, value: Object, origin: Object) -> None:
        self._ours, self._theirs = source, written
        at = _line(written, origin.span) - 1
        self.lines = [at] * (source.text.count("\n") + 1)
        """For each rendered line the line it comes from, both from 0: that of what it lies in where it is new."""
        self._walk(value, origin, at)

    def _walk(self, value: Value, origin: Value, at: int) -> None:
        if isinstance(value, Object):
            for key, each in value.items():
                self._entry(each, extent_of(value, key), get(origin, (key,)), extent_of(origin, key), at)
        elif isinstance(value, Array):
            origins = origin if isinstance(origin, Array) else Array()
            for number, (each, other) in enumerate(zip(value, _pairs(value, origins), strict=True)):
                was, theirs = (None, None) if other is None else (origins[other], extent_of(origins, other))
                self._entry(each, extent_of(value, number), was, theirs, at)

    def _entry(self, value: Value, ours: _Extent, origin: Value, theirs: _Extent, at: int) -> None:
        if ours is None:
            return
        place = self._ours.place(*ours[1])
        begin = end = at
        if theirs is not None:
            was = self._theirs.place(*theirs[1])
            begin, end = was.line - 1, was.end_line - 1
        if theirs is not None and isinstance(value, (Object, Array)) and type(value) is type(origin):
            self.lines[place.line - 1] = begin
            self._walk(value, origin, begin)
        else:
            for number in range(place.line, place.end_line + 1):
                self.lines[number - 1] = min(begin + number - place.line, end)


def _pairs(items: Array, origins: Sequence[Value]) -> list[int | None]:
    """For each item the number of the one it was: of the same name, or else equal to it, or else the next one without a
    name if none came or went."""
    free: dict[str, list[int]] = {}
    for number in range(len(origins) - 1, -1, -1):
        free.setdefault(_identity(origins[number]), []).append(number)
    found: list[int | None] = []
    for item in items:
        same = free.get(_identity(item))
        found.append(same.pop() if same else None)
    left = sorted(set(range(len(origins))) - {each for each in found if each is not None})
    if len(items) == len(origins) and not any(_is_named(origins[each]) for each in left):
        for number, each in enumerate(found):
            if each is None and not _is_named(items[number]):
                found[number] = left.pop(0)
    return found


def _identity(item: Value) -> str:
    return f"name {item['name']}" if _is_named(item) else json.dumps(item, sort_keys=True, default=str)


def _is_named(item: Value) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


def _line(source: Source, span: Span | None) -> int:
    return source.place(*(span or (0, 0))).line


def _namespace(value: Value) -> Value:
    return get(value, ("metadata", "namespace"))


def _first(content: str) -> Object | None:
    values, _ = values_in(Source("", content))
    return values[0] if values and isinstance(values[0], Object) else None


def _objects(value: Value) -> Iterator[Object]:
    items = value.get("items") if isinstance(value, Object) else None
    if isinstance(items, list) and str(get(value, ("kind",))).endswith("List"):
        for each in items:
            yield from _objects(each)
    elif isinstance(value, Object):
        yield value
