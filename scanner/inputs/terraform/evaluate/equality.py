"""When two values are the same: Terraform's `==`, and a hashable key for sets and for the origin of Unknowns."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from scanner.inputs.terraform.evaluate.nulls import TypedNull, is_null
from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    DYNAMIC,
    Collection,
    ListValue,
    MapValue,
    ObjectOf,
    SetValue,
    TupleOf,
    Type,
    is_number,
    type_of,
)
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, find_unknowns
from scanner.model.values import Object, Unknown, Value


def equal(a: Value, b: Value) -> bool | Unknown:
    """Terraform's `a == b`: the types must agree too, except that null equals every null.

    Unknown where an unknown part decides; False as soon as a known part differs. An Unknown equals itself.
    """
    verdict = _same(a, b)
    if verdict is not None:
        return verdict
    parts = find_unknowns(a) + find_unknowns(b)
    return combine(parts, ("==", key(a), key(b)), BOOL, not_null=True)


def _same(a: Value, b: Value) -> bool | None:
    """True, False, or None where it depends on an Unknown."""
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return _same_unknown(a, b)
    if is_null(a) or is_null(b):
        return is_null(a) and is_null(b)
    if isinstance(a, (str, bool)):
        return type(a) is type(b) and bool(a == b)
    if isinstance(a, dict):
        return _same_entries(a, b) if isinstance(b, dict) else False
    if isinstance(a, list):
        return _same_items(a, b) if isinstance(b, list) else False
    return is_number(b) and bool(a == b)


def _same_unknown(a: Value, b: Value) -> bool | None:
    if isinstance(a, Unknown) and isinstance(b, Unknown):
        if a == b:
            return True
        return None if a.prefix.startswith(b.prefix) or b.prefix.startswith(a.prefix) else False
    unknown, known = (a, b) if isinstance(a, Unknown) else (b, a)
    if is_null(known):
        return False if unknown.not_null else None
    if isinstance(known, str) and not known.startswith(unknown.prefix):
        return False
    declared = unknown.type if isinstance(unknown, TypedUnknown) else None
    return None if declared is None or _may_agree(declared, type_of(known)) else False


def _kinds_agree(a: list[Value] | dict[str, Value], b: list[Value] | dict[str, Value]) -> bool:
    for kind in (ListValue, SetValue, MapValue):
        if isinstance(a, kind) or isinstance(b, kind):
            if not isinstance(a, kind) or not isinstance(b, kind):
                return False
            if a.element == b.element or not _may_agree(a.element, b.element):
                return a.element == b.element
            return bool(find_unknowns(a) or find_unknowns(b))  # `any` is the type of null, and of what is not known
    return True


def _may_agree(a: Type, b: Type) -> bool:
    """Whether values of these types can be equal, with whatever type each `any` in them turns out to be."""
    if a == b or a is DYNAMIC or b is DYNAMIC:
        return True
    if isinstance(a, Collection) and type(a) is type(b):
        return _may_agree(a.element, b.element)
    if isinstance(a, ObjectOf) and isinstance(b, ObjectOf):
        return a.attributes.keys() == b.attributes.keys() and all(
            _may_agree(type, b.attributes[name]) for name, type in a.attributes.items()
        )
    if isinstance(a, TupleOf) and isinstance(b, TupleOf):
        return len(a.items) == len(b.items) and all(map(_may_agree, a.items, b.items))
    return False


def _same_entries(a: dict[str, Value], b: dict[str, Value]) -> bool | None:
    if not _kinds_agree(a, b) or a.keys() != b.keys():
        return False
    return _all(_same_part(item, b[name]) for name, item in a.items())


def _same_part(a: Value, b: Value) -> bool | None:
    """As `_same`, for parts of two values: of these the types must agree even where they are null."""
    return type_of(a) == type_of(b) if is_null(a) and is_null(b) else _same(a, b)


def _same_items(a: list[Value], b: list[Value]) -> bool | None:
    if not _kinds_agree(a, b):
        return False
    if isinstance(a, SetValue):
        return _same_set(a, b)
    if len(a) != len(b):
        return False
    return _all(map(_same_part, a, b))


def _same_set(a: list[Value], b: list[Value]) -> bool | None:
    ours, theirs = set(map(key, a)), set(map(key, b))
    if ours == theirs:
        return True
    if a and b and (find_unknowns(a) or find_unknowns(b)):
        return None
    return False


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    undecided = False
    for verdict in verdicts:
        if verdict is False:
            return False
        undecided = undecided or verdict is None
    return None if undecided else True


def key(value: Value) -> Hashable:
    """A hashable key: two known values have the same key exactly when they are equal, type and all.

    Unknowns have the same key when they have the same origin.
    """
    if isinstance(value, str) or value is None:
        return value
    if value.__class__ is TypedNull:
        return None
    if isinstance(value, bool):
        return (bool, value)
    if isinstance(value, Unknown):
        return (Unknown, value.origin)
    if isinstance(value, dict):
        if value.__class__ not in (dict, Object, MapValue):
            return _Opaque(value)
        kind = MapValue if isinstance(value, MapValue) else dict
        return (kind, tuple((name, key(value[name])) for name in sorted(value)))
    if isinstance(value, SetValue):
        return (SetValue, frozenset(map(key, value)))
    if isinstance(value, list):
        return (ListValue if isinstance(value, ListValue) else list, tuple(map(key, value)))
    return value if isinstance(value, Hashable) else repr(value)


class _Opaque:
    """Stands in a key for something that is not to be looked into: the same only as itself."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Opaque) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)
