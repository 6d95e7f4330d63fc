"""Values that no report may show, and the text of the sources that writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from scanner.model.places import Source
from scanner.model.values import Array, Object, PartialList, Path, Span, Unknown, Value, extent_of

REDACTED = "(sensitive value)"
"""Stands in every report for a value that is secret."""

Text: TypeAlias = tuple[Source, Span]
"""A stretch of a file."""

_Entry: TypeAlias = tuple[Source, Span, str | int]
"""Where an entry of a container is written, and its key or index."""


class Redacted(str):
    """What a verdict holds in place of a value that no report may show. Its text says so."""

    __slots__ = ()

    def __new__(cls) -> Redacted:
        """There is only one thing to say."""
        return super().__new__(cls, REDACTED)

    def __reduce__(self) -> tuple[type[Redacted], tuple[()]]:
        """How it is copied from one process to another."""
        return Redacted, ()


def sensitive_keys(value: dict[str, Value]) -> frozenset[str]:
    """The entries of a mapping that no report may show."""
    # Readers that make many objects leave out what their format never has.
    return getattr(value, "sensitive", frozenset())


def is_hidden(mapping: dict[Any, Value], key: object) -> bool:
    """Whether no report may show this entry. Why an Unknown is unknown is no secret."""
    return key in sensitive_keys(mapping) and not isinstance(mapping[key], Unknown)


def hide_sensitive(root: Value) -> None:
    """Hides the text of every sensitive entry below `root`, so that no report quotes it."""
    waiting: list[tuple[Value, _Entry | None]] = [(root, None)]
    seen: set[int] = set()
    while waiting:
        node, around = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        secret = sensitive_keys(node) if isinstance(node, dict) else frozenset()
        for step, item in node.items() if isinstance(node, dict) else enumerate(node):
            if step in secret:
                for source, (start, end) in _texts(item, _entry(node, step) or around):
                    source.hide(start, end)
            elif isinstance(item, (dict, list, PartialList)):
                part = item.items if isinstance(item, PartialList) else item
                waiting.append((part, _entry(node, step) or around))


def texts_of(root: Value, path: Path) -> Iterator[Text]:
    """The text that writes what lies at `path`: where its entry is not known, the value of the entry around it."""
    node, around = root, None
    for step in path:
        if isinstance(node, PartialList):
            node = node.items
        around = _entry(node, step) or around
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return
    yield from _texts(node, around)


def _texts(value: Value, entry: _Entry | None) -> Iterator[Text]:
    if entry is not None:
        source, span, step = entry
        yield source, _value_part(source.text, span, step)
    waiting = [value]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, PartialList):
            node = node.items
        if not isinstance(node, (dict, list)) or id(node) in seen:
            continue
        seen.add(id(node))
        waiting.extend(node.values() if isinstance(node, dict) else node)
        if isinstance(node, (Object, Array)) and node.source is not None and node.span is not None:
            yield node.source, node.span


def _entry(node: Value, step: str | int) -> _Entry | None:
    extent = extent_of(node, step)
    return None if extent is None else (*extent, step)


def _value_part(text: str, span: Span, step: str | int) -> Span:
    """The part of an entry behind its key. The whole entry where the key is not written as it reads."""
    start, end = span
    if isinstance(step, int):
        return span
    quote = text[start : start + 1]
    key = f"{quote}{step}{quote}" if quote and quote in "\"'" else step
    if not text.startswith(key, start):
        return span
    rest = text[start + len(key) : end]
    behind = rest.lstrip()
    if behind[:1] not in (":", "="):
        return span
    value = behind[1:].lstrip()
    return end - len(value), end
