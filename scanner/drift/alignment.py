"""Which item of one list is which item of another: lists of the API that are keyed, wherever they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from scanner.model.values import PartialList, Path, Unknown, Value

Pair: TypeAlias = "tuple[str, int | None, int | None]"
"""What an item is called, and where it lies in the one list and in the other."""

_KEYS: tuple[tuple[tuple[str, Any], ...], ...] = (
    (("name", None),),
    (("kind", None), ("namespace", ""), ("name", None)),
    (("mountPath", None),),
    (("devicePath", None),),
    (("containerPort", None), ("protocol", "TCP")),
    (("port", None), ("protocol", "TCP")),
    (("key", None), ("path", None)),
    (("topologyKey", None), ("whenUnsatisfiable", "")),
    (("ip", None),),
    (("host", None),),
    (("path", None), ("pathType", "")),
)
"""Fields that tell the items of a list apart, with what stands for an absent one; None where it must be there."""

_IN_ORDER = frozenset({"args", "command"})
"""Lists of texts whose order matters."""


def pairs(one: Sequence[Value], other: Sequence[Value]) -> Iterator[Pair]:
    """The items of two lists, each with its counterpart, if it has one: by key, or else by position."""
    for fields in _KEYS:
        first, second = _keyed(one, fields), _keyed(other, fields)
        if first is not None and second is not None:
            for key in dict.fromkeys((*first, *second)):
                yield "/".join(str(part) for part in key if part != ""), first.get(key), second.get(key)
            return
    for index in range(max(len(one), len(other))):
        yield str(index), index if index < len(one) else None, index if index < len(other) else None


def same_texts(name: str, one: Sequence[Value], other: Sequence[Value]) -> bool | None:
    """Whether two lists of scalars have the same items; the order counts for arguments alone. None for other lists."""
    if not all(isinstance(each, (str, int, float)) for each in (*one, *other)):
        return None
    first, second = [(type(each) is bool, each) for each in one], [(type(each) is bool, each) for each in other]
    return first == second if name in _IN_ORDER else sorted(map(repr, first)) == sorted(map(repr, second))


def counterpart(one: Value, other: Value, path: Path) -> tuple[Path, str]:
    """The way through `other` to what lies at `path` of `one`, and what to call it: items by their names.

    Where there is no counterpart the way ends with a step that is not there.
    """
    steps: list[str | int] = []
    text = ""
    for step in path:
        one, other = _items(one), _items(other)
        if isinstance(step, int) and isinstance(one, (list, tuple)):
            label, steps_there = _of_item(one, other, step)
            text += f"[{label}]"
            steps.append(steps_there)
            one = one[step] if step < len(one) else None
            other = other[steps_there] if isinstance(other, (list, tuple)) and steps_there < len(other) else None
        else:
            text = named(text, str(step))
            steps.append(step)
            one = one.get(step) if isinstance(one, dict) else None
            other = other.get(step) if isinstance(other, dict) else None
    return tuple(steps), text


def named(text: str, key: str) -> str:
    """The path text with one more key behind it."""
    from scanner.policy.paths import join_path

    return join_path(text, (key,))


def _of_item(one: Sequence[Value], other: Value, index: int) -> tuple[str, int]:
    there = other if isinstance(other, (list, tuple)) else ()
    for label, here, counter in pairs(one, there):
        if here == index:
            return label, len(there) if counter is None else counter
    return str(index), len(there)


def _items(node: Value) -> Value:
    return node.items if isinstance(node, PartialList) else node


def _keyed(items: Sequence[Value], fields: tuple[tuple[str, Any], ...]) -> dict[tuple[Any, ...], int] | None:
    """Positions by key; None where the items have no such key, or two have the same."""
    found: dict[tuple[Any, ...], int] = {}
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            return None
        key = tuple(default if _is_unset(item.get(name)) else item[name] for name, default in fields)
        if any(isinstance(part, (Unknown, dict, list)) or part is None for part in key) or key in found:
            return None
        found[key] = index
    return found


def _is_unset(value: Value) -> bool:
    """Whether a key is not written: an empty protocol is filled in as one that is absent."""
    return value is None or (isinstance(value, str) and not value)
