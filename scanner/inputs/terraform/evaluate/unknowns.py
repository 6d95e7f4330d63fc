"""Unknowns during evaluation: typed, and combined without losing what they depend on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any

from scanner.model.values import Reference, Unknown, Value

MAX_CHAIN = 16
"""Most references an Unknown keeps."""


class TypedUnknown(Unknown):
    """An Unknown whose Terraform type is known."""

    __slots__ = ("type",)

    def __init__(
        self,
        cause: str,
        references: tuple[Reference, ...] = (),
        origin: Hashable | None = None,
        not_null: bool = False,
        type: Any = None,
        content: Value | None = None,
    ) -> None:
        super().__init__(cause, references, origin, not_null, content)
        self.type = type
        """A type of `evaluate.types`, or None where nothing is known of it."""


def combine(
    unknowns: Iterable[Unknown], operation: Hashable | None, type: Any = None, not_null: bool = False
) -> Unknown:
    """The Unknown that an operation over Unknowns gives: same inputs and same operation, same origin.

    Without an operation the result equals nothing but itself: right wherever known values take part as well.
    """
    parts = list(unknowns)
    references = dict.fromkeys(reference for part in parts for reference in part.references)
    origin = None if operation is None else derived(operation, *(part.origin for part in parts))
    return TypedUnknown(parts[0].cause, _shortened(tuple(references)), origin, not_null, type)


@lru_cache(maxsize=65_536)
def derived(*parts: Hashable) -> Hashable:
    """The origin of what is computed from other origins: equal parts give the same object.

    Nested tuples would say the same, but hashing and comparing those takes as long as all that went into them.
    """
    return object()


def renamed(value: Unknown, reference: Reference) -> Unknown:
    """The same Unknown, reached by one more name."""
    kind = value.type if isinstance(value, TypedUnknown) else None
    references = _shortened((reference, *value.references))
    same = TypedUnknown(value.cause, references, value.origin, value.not_null, kind, value.content)
    same.prefix = value.prefix
    return same


def _shortened(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The nearest ones and the last one, which says what would settle it. Thousands of names help nobody."""
    return references if len(references) <= MAX_CHAIN else (*references[: MAX_CHAIN - 1], references[-1])


def find_unknowns(value: Value) -> list[Unknown]:
    """Every Unknown in a value, at any depth."""
    found: list[Unknown] = []
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, Unknown):
            found.append(node)
        elif isinstance(node, dict):
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
    return found
