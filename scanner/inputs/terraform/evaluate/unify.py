"""Which types convert to which, and the one type that several types convert to: cty's `convert.Unify`.

*Safe* conversions always succeed (number to string); *unsafe* ones depend on the value (string to number).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ListOf,
    MapOf,
    ObjectOf,
    Primitive,
    SetOf,
    TupleOf,
    Type,
)

_MOST_TYPES = 300  # comparing each with each is quadratic


def convertible(source: Type, want: Type, unsafe: bool = True) -> bool:
    """True when values of one type can be converted to another, as far as the types tell."""
    if want is DYNAMIC or source == want:
        return True
    if source is DYNAMIC:
        return unsafe
    if isinstance(want, Primitive):
        return _primitive_convertible(source, want, unsafe)
    if isinstance(want, ObjectOf):
        return _object_convertible(source, want, unsafe)
    if isinstance(want, TupleOf):
        return (
            isinstance(source, TupleOf)
            and len(source.items) == len(want.items)
            and all(convertible(a, b, unsafe) for a, b in zip(source.items, want.items, strict=True))
        )
    assert isinstance(want, Collection)
    return _collection_convertible(source, want, unsafe)


def _primitive_convertible(source: Type, want: Primitive, unsafe: bool) -> bool:
    if want is STRING:
        return source is NUMBER or source is BOOL
    return source is STRING and unsafe


def _object_convertible(source: Type, want: ObjectOf, unsafe: bool) -> bool:
    if isinstance(source, MapOf):
        return unsafe and all(
            name in want.optional or convertible(source.element, type, unsafe) for name, type in want.attributes.items()
        )
    if not isinstance(source, ObjectOf):
        return False
    for name, type in want.attributes.items():
        given = source.attributes.get(name)
        if given is None:
            if name not in want.optional:
                return False
        elif not convertible(given, type, unsafe):
            return False
    return True


def _collection_convertible(source: Type, want: Collection, unsafe: bool) -> bool:
    if isinstance(want, MapOf):
        if isinstance(source, MapOf):
            return convertible(source.element, want.element, unsafe)
        return isinstance(source, ObjectOf) and _parts_convertible(source.attributes.values(), want, unsafe)
    if isinstance(source, (ListOf, SetOf)):
        if isinstance(want, SetOf) and isinstance(source, ListOf) and not unsafe:
            return False
        return convertible(source.element, want.element, unsafe)
    return isinstance(source, TupleOf) and _parts_convertible(source.items, want, unsafe)


def _parts_convertible(parts: Iterable[Type], want: Collection, unsafe: bool) -> bool:
    types = list(dict.fromkeys(parts))
    if not types:
        return True
    element: Type | None = want.element
    if element is DYNAMIC:
        element = element_type(types, unsafe, isinstance(want, MapOf))
    return element is not None and all(convertible(type, element, unsafe) for type in types)


def element_type(types: Sequence[Type], unsafe: bool, of_map: bool) -> Type | None:
    """The element type of a collection made of items of these types where `any` is asked for; None if there is none."""
    found = unify(types, unsafe)
    if found is DYNAMIC and not of_map and any(type is not DYNAMIC for type in types):
        return None
    return found


def unify(types: Iterable[Type], unsafe: bool = False) -> Type | None:
    """The type that all of `types` convert to, or None. `DYNAMIC` where that depends on what is not known yet.

    Terraform's conditionals, `coalesce`, `concat` and the like use the unsafe form.
    """
    unique = list(dict.fromkeys(types))
    if not unique:
        return None
    if len(unique) == 1:
        return unique[0]
    kinds = {_kind(type) for type in unique}
    dynamic = DYNAMIC in unique
    kinds.discard(Primitive)
    if not any(isinstance(type, Primitive) and type is not DYNAMIC for type in unique):
        if len(kinds) == 1:
            return DYNAMIC if dynamic else _unify_alike(kinds.pop(), unique, unsafe)
        found = _unify_disguised(kinds, unique, unsafe)
        if found is not None:
            return found
    if ObjectOf in kinds and TupleOf in kinds:
        return None
    return _preferred(unique, unsafe)


def _kind(type: Type) -> type[Type]:
    return type.__class__


def _unify_alike(kind: type[Type], types: list[Type], unsafe: bool) -> Type | None:
    if kind is ObjectOf:
        return _unify_objects([type for type in types if isinstance(type, ObjectOf)], unsafe)
    if kind is TupleOf:
        return _unify_tuples([type for type in types if isinstance(type, TupleOf)], unsafe)
    element = unify([type.element for type in types if isinstance(type, Collection)], unsafe)
    if element is None:
        return None
    whole: Type = kind(element)  # type: ignore[call-arg]
    return whole if all(convertible(type, whole, unsafe) for type in types) else None


def _unify_disguised(kinds: set[type[Type]], types: list[Type], unsafe: bool) -> Type | None:
    """Objects beside maps are maps in disguise, tuples beside lists are lists."""
    if kinds == {MapOf, ObjectOf}:
        plain: Type | None = _to_map([type for type in types if isinstance(type, ObjectOf)], unsafe)
    elif kinds == {ListOf, TupleOf}:
        plain = _to_list([type for type in types if isinstance(type, TupleOf)], unsafe)
    else:
        return None
    if plain is None:
        return None
    found = unify([plain if isinstance(type, (ObjectOf, TupleOf)) else type for type in types], unsafe)
    return found if isinstance(found, (MapOf, ListOf)) else None


def _unify_objects(types: list[ObjectOf], unsafe: bool) -> Type | None:
    names = types[0].attributes.keys()
    if any(type.attributes.keys() != names for type in types[1:]):
        return _to_map(types, unsafe)
    attributes = {}
    for name in names:
        found = unify([type.attributes[name] for type in types], unsafe)
        if found is None:
            return None
        attributes[name] = found
    whole = ObjectOf(attributes)
    return whole if all(convertible(type, whole, unsafe) for type in types) else _to_map(types, unsafe)


def _unify_tuples(types: list[TupleOf], unsafe: bool) -> Type | None:
    if any(len(type.items) != len(types[0].items) for type in types[1:]):
        return _to_list(types, unsafe)
    items = []
    for across in zip(*(type.items for type in types), strict=True):
        found = unify(across, unsafe)
        if found is None:
            return None
        items.append(found)
    whole = TupleOf(items)
    return whole if all(convertible(type, whole, unsafe) for type in types) else _to_list(types, unsafe)


def _to_map(types: list[ObjectOf], unsafe: bool) -> MapOf | None:
    element = unify([part for type in types for part in type.attributes.values()], unsafe)
    if element is None:
        return None
    found = MapOf(element)
    return found if all(convertible(type, found, unsafe) for type in types) else None


def _to_list(types: list[TupleOf], unsafe: bool) -> ListOf | None:
    element = unify([part for type in types for part in type.items], unsafe)
    if element is None:
        return None
    found = ListOf(element)
    return found if all(convertible(type, found, unsafe) for type in types) else None


def _preferred(types: list[Type], unsafe: bool) -> Type | None:
    """The first of `types`, most general first, that all others convert to."""
    if len(types) > _MOST_TYPES:
        return None
    for want in _most_general_first(types):
        if all(convertible(type, want, unsafe) for type in types):
            return want
    return None


def _most_general_first(types: list[Type]) -> list[Type]:
    """A topological order; types that cannot be compared keep theirs."""
    below: list[list[int]] = [[] for _ in types]
    above = [0] * len(types)
    for i, first in enumerate(types):
        for j in range(i + 1, len(types)):
            order = _compare(first, types[j])
            if order:
                general, special = (i, j) if order < 0 else (j, i)
                below[general].append(special)
                above[special] += 1
    ready = [i for i, count in enumerate(above) if count == 0]
    for i in ready:
        for j in below[i]:
            above[j] -= 1
            if above[j] == 0:
                ready.append(j)
    return [types[i] for i in ready]


def _compare(a: Type, b: Type) -> int:
    """-1 when `a` is the more general type, 1 when `b` is, 0 when neither or not comparable."""
    if a is DYNAMIC or b is DYNAMIC:
        return (a is DYNAMIC) - (b is DYNAMIC)
    if isinstance(a, Primitive) and isinstance(b, Primitive):
        return (b is STRING) - (a is STRING)
    if isinstance(a, Collection) and type(a) is type(b):
        return _compare(a.element, b.element)
    for general, special in ((ListOf, (TupleOf, SetOf)), (TupleOf, (SetOf,)), (MapOf, (ObjectOf,))):
        if isinstance(a, general) and isinstance(b, special):
            return -1
        if isinstance(b, general) and isinstance(a, special):
            return 1
    if isinstance(a, ObjectOf) and isinstance(b, ObjectOf) and a.attributes.keys() == b.attributes.keys():
        return _compare_parts((_compare(type, b.attributes[name]) for name, type in a.attributes.items()))
    if isinstance(a, TupleOf) and isinstance(b, TupleOf) and len(a.items) == len(b.items):
        return _compare_parts(map(_compare, a.items, b.items))
    return 0


def _compare_parts(orders: Iterable[int]) -> int:
    found = set(orders) - {0}
    return found.pop() if len(found) == 1 else 0
