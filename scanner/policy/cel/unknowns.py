"""Unknowns that come of other Unknowns."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.values import UInt

MAX_REFERENCES: Final = 64
"""Most references an Unknown carries on."""
_MAX_DERIVATION: Final = 3
_MAX_PARTS: Final = 5
_SCALARS: Final = frozenset({str, int, UInt, bool, float, bytes, type(None)})


def derived(operation: str, arguments: Sequence[Any]) -> Unknown:
    """The result of an operation of which some argument is Unknown.

    The same operation on the same few arguments gives the same origin, so that `lower(u) == lower(u)` is known.
    """
    unknowns: list[Unknown] = []
    key: list[Hashable] = [operation]
    depth = 0
    for part in arguments:
        if isinstance(part, Unknown):
            unknowns.append(part)
            origin = part.origin
            if isinstance(origin, _Origin) and origin.depth > depth:
                depth = origin.depth
            key.append(("?", origin))
        elif type(part) in _SCALARS:
            key.append((type(part), part))
        else:
            depth = _MAX_DERIVATION
    origin = _Origin(tuple(key), depth + 1) if depth < _MAX_DERIVATION and len(key) <= _MAX_PARTS else None
    if len(unknowns) == 1:
        return Unknown(unknowns[0].cause, unknowns[0].references, origin)
    references = dict.fromkeys(reference for unknown in unknowns for reference in unknown.references)
    return Unknown(unknowns[0].cause, tuple(references)[:MAX_REFERENCES], origin)


def selected(unknown: Unknown, key: Hashable) -> Unknown:
    """What lies below an Unknown at a key."""
    return Unknown(unknown.cause, unknown.references, (unknown.origin, key))


class OpenMap(dict[Any, Any]):
    """A map that may have more entries than are known: what lies at any other text may be there or not.

    Generated code does not know its type and gives up where it would need all entries.
    """

    __slots__ = ("rest",)

    def __init__(self, entries: Mapping[Any, Any], rest: Unknown) -> None:
        super().__init__(entries)
        self.rest = rest
        """Stands for the entries that are not known, if there are any."""

    def __missing__(self, key: Any) -> Any:
        if isinstance(key, str):  # of no origin: what may be absent is not even equal to itself
            return Unknown(self.rest.cause, self.rest.references)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) or super().__contains__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        """The value at a key; for a text that is not among the known keys an Unknown."""
        found = super().get(key, self)
        return found if found is not self else self[key] if isinstance(key, str) else default


def uncertain(value: Any) -> bool:
    """Whether a value may turn out null, which makes the entry that holds it absent."""
    return isinstance(value, Unknown) and not value.not_null


def first_uncertain(entries: dict[Any, Any]) -> Unknown | None:
    """The first value of a map that may turn out null, or what stands for the entries that are not known."""
    rest = entries.rest if isinstance(entries, OpenMap) else None
    return next((value for value in entries.values() if uncertain(value)), rest)


def first_unknown(values: Iterable[Any]) -> Unknown | None:
    """The first Unknown among values, not looking inside them."""
    return next((value for value in values if isinstance(value, Unknown)), None)


class _Origin:
    """What was computed from what. Never nested deep, because comparison follows every branch."""

    __slots__ = ("depth", "key")

    def __init__(self, key: tuple[Hashable, ...], depth: int) -> None:
        self.key = key
        self.depth = depth

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Origin) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
