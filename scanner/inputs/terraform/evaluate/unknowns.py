"""Unknowns during evaluation: typed, and combined without losing what they depend on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from scanner.model.values import Reference, Unknown, Value


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
    ) -> None:
        super().__init__(cause, references, origin, not_null)
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
    origin = None if operation is None else (operation, *(part.origin for part in parts))
    return TypedUnknown(parts[0].cause, tuple(references), origin, not_null, type)


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
