"""Why values of one type cannot become another, in Terraform's words."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import (
    DYNAMIC,
    Collection,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
)
from scanner.inputs.terraform.evaluate.unify import convertible

_SAME = {ListOf: "all list elements", SetOf: "all set elements", MapOf: "all map elements"}


def mismatch(got: Type, want: Type) -> str:
    """Why `got` cannot be converted to `want`: `list of string required`, `attribute "x" is required`, ..."""
    if isinstance(got, ObjectOf) and isinstance(want, ObjectOf):
        return _objects(got, want)
    if isinstance(want, Collection):
        structural = MapOf if isinstance(got, ObjectOf) else (ListOf, SetOf) if isinstance(got, TupleOf) else None
        if structural is not None and isinstance(want, structural):
            if want.element is DYNAMIC:
                return f"{_SAME[type(want)]} must have the same type"
            return _elements(got, want)
        if isinstance(got, Collection) and isinstance(got, MapOf) == isinstance(want, MapOf):
            return f"incorrect {want.noun} element type: {mismatch(got.element, want.element)}"
    return required(want)


def required(want: Type) -> str:
    """That something of this type is required."""
    return f"{want.friendly(constraint=True)} required"


def missing(names: list[str]) -> str:
    """That an object lacks these attributes, which must be sorted."""
    quoted = [quote(name) for name in names]
    if len(quoted) == 1:
        return f"attribute {quoted[0]} is required"
    if len(quoted) == 2:
        return f"attributes {quoted[0]} and {quoted[1]} are required"
    return f"attributes {', '.join(quoted[:-1])}, and {quoted[-1]} are required"


def _objects(got: ObjectOf, want: ObjectOf) -> str:
    absent = [name for name in sorted(want.attributes) if name not in got.attributes and name not in want.optional]
    if absent:
        return missing(absent)
    for unsafe in (True, False):
        for name in sorted(want.attributes):
            given = got.attributes.get(name)
            if given is not None and not convertible(given, want.attributes[name], unsafe):
                return f"attribute {quote(name)}: {mismatch(given, want.attributes[name])}"
    return "incorrect object attributes"


def _elements(got: Type, want: Collection) -> str:
    parts: list[tuple[str, Type]] = []
    if isinstance(got, TupleOf):
        parts = [(str(index), item) for index, item in enumerate(got.items)]
    elif isinstance(got, ObjectOf):
        parts = [(quote(name), got.attributes[name]) for name in sorted(got.attributes)]
    for label, part in parts:
        if not convertible(part, want.element):
            return f"element {label}: {mismatch(part, want.element)}"
    return f"all elements must be {want.element.friendly(constraint=True)}"
