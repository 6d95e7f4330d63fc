"""Terraform's types, and the typed collections among values.

During evaluation a plain `list` is a tuple and a plain `dict` an object, whether or not they know their places; lists,
sets and maps are `ListValue`, `SetValue` and `MapValue`. Numbers are `int` or `decimal.Decimal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from scanner.inputs.terraform.evaluate.nulls import TypedNull
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown
from scanner.model.values import Array, Object, Unknown, Value

Number: TypeAlias = Any
"""`int` or `decimal.Decimal`, never `bool`. `Any`, so that nothing here imports `decimal`."""


class Type:
    """A Terraform type. Immutable and hashable; `str` gives it as Terraform writes type constraints."""

    __slots__ = ()

    def friendly(self, constraint: bool = False) -> str:
        """Its name in messages: `list of string`. With `constraint`, as something that is required."""
        raise NotImplementedError


class Primitive(Type):
    """`string`, `number`, `bool` or `any`. There is one instance of each, below: compare with `is`."""

    __slots__ = ("_constant", "name")

    def __init__(self, name: str, constant: str) -> None:
        self.name = name
        self._constant = constant

    def friendly(self, constraint: bool = False) -> str:
        if self.name != "any":
            return self.name
        return "any type" if constraint else "dynamic"

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return self._constant

    def __reduce__(self) -> str:
        return self._constant


STRING = Primitive("string", "STRING")
NUMBER = Primitive("number", "NUMBER")
BOOL = Primitive("bool", "BOOL")
DYNAMIC = Primitive("any", "DYNAMIC")
"""Any type, or a type that is not known yet."""


class Collection(Type):
    """A list, set or map: any number of elements of one type."""

    __slots__ = ("element",)
    noun = ""

    def __init__(self, element: Type) -> None:
        self.element = element
        """Type of every element."""

    def friendly(self, constraint: bool = False) -> str:
        if constraint and self.element is DYNAMIC:
            return f"{self.noun} of any single type"
        return f"{self.noun} of {self.element.friendly(constraint)}"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.element == other.element

    def __hash__(self) -> int:
        return hash((self.noun, self.element))

    def __str__(self) -> str:
        return f"{self.noun}({self.element})"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.element!r})"


class ListOf(Collection):
    """`list(element)`."""

    __slots__ = ()
    noun = "list"


class SetOf(Collection):
    """`set(element)`."""

    __slots__ = ()
    noun = "set"


class MapOf(Collection):
    """`map(element)`."""

    __slots__ = ()
    noun = "map"


class ObjectOf(Type):
    """`object({...})`."""

    __slots__ = ("attributes", "optional")

    def __init__(self, attributes: Mapping[str, Type], optional: Iterable[str] = ()) -> None:
        self.attributes = attributes
        """Type of each attribute. Never change it."""
        self.optional = frozenset(optional)
        """Attributes that a value may lack before it is converted. Only constraints have any."""

    def friendly(self, constraint: bool = False) -> str:
        return "object"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectOf) and self.attributes == other.attributes and self.optional == other.optional

    def __hash__(self) -> int:
        return hash((frozenset(self.attributes.items()), self.optional))

    def __str__(self) -> str:
        return "object({" + ",".join(f"{name}={self._attribute(name)}" for name in sorted(self.attributes)) + "})"

    def _attribute(self, name: str) -> str:
        return f"optional({self.attributes[name]})" if name in self.optional else str(self.attributes[name])

    def __repr__(self) -> str:
        return f"ObjectOf({dict(self.attributes)!r}, {sorted(self.optional)!r})"


class TupleOf(Type):
    """`tuple([...])`."""

    __slots__ = ("items",)

    def __init__(self, items: Iterable[Type]) -> None:
        self.items = tuple(items)
        """Type of each item."""

    def friendly(self, constraint: bool = False) -> str:
        return "tuple"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TupleOf) and self.items == other.items

    def __hash__(self) -> int:
        return hash(("tuple", self.items))

    def __str__(self) -> str:
        return "tuple([" + ",".join(map(str, self.items)) + "])"

    def __repr__(self) -> str:
        return f"TupleOf({list(self.items)!r})"


class ListValue(Array):
    """A list. It keeps the places of what it was converted from."""

    __slots__ = ("element",)

    def __init__(self, items: Iterable[Value], element: Type, origin: list[Value] | None = None) -> None:
        super().__init__(items)
        self.element = element
        """Type of every element."""
        keep_places(origin, self)


class SetValue(Array):
    """A set: no two items equal, in Terraform's order. Make one with `sets.make_set`."""

    __slots__ = ("element",)

    def __init__(self, items: Iterable[Value], element: Type) -> None:
        super().__init__(items)
        self.element = element
        """Type of every element."""


class MapValue(Object):
    """A map. It keeps the places of what it was converted from."""

    __slots__ = ("element",)

    def __init__(
        self,
        entries: Mapping[str, Value] | Iterable[tuple[str, Value]],
        element: Type,
        origin: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(entries)
        self.element = element
        """Type of every element."""
        keep_places(origin, self)


_Container = TypeVar("_Container", bound="Object | Array")


def keep_places(origin: Any, made: _Container) -> _Container:
    """Gives `made` the places of the container it was made from, entry by entry, and whatever else that one knew."""
    for kind in (Object, Array):
        if isinstance(origin, kind) and isinstance(made, kind):
            for slot in kind.__slots__:
                setattr(made, slot, getattr(origin, slot))
    return made


_SCALARS: dict[type, Type] = {str: STRING, bool: BOOL, int: NUMBER, float: NUMBER, type(None): DYNAMIC}


def type_of(value: Value) -> Type:
    """The type of a value. Null and an Unknown of which no type is known have `DYNAMIC`."""
    scalar = _SCALARS.get(type(value))
    if scalar is not None:
        return scalar
    if value.__class__ is TypedNull:
        found: Type = value.type
        return found
    if isinstance(value, Unknown):
        return (value.type or DYNAMIC) if isinstance(value, TypedUnknown) else DYNAMIC
    if isinstance(value, dict):
        if isinstance(value, MapValue):
            return MapOf(value.element)
        return ObjectOf({name: type_of(item) for name, item in value.items()})
    if isinstance(value, list):
        if isinstance(value, ListValue):
            return ListOf(value.element)
        if isinstance(value, SetValue):
            return SetOf(value.element)
        return TupleOf([type_of(item) for item in value])
    return NUMBER


def is_number(value: Value) -> bool:
    """True for `int` and `Decimal`, and `float` for what other readers made."""
    kind = type(value)
    return kind is int or kind is float or kind.__name__ == "Decimal"


def without_optional(type: Type) -> Type:
    """The same type with no optional attributes, at any depth: what a converted value has."""
    if isinstance(type, Primitive):
        return type
    if isinstance(type, Collection):
        element = without_optional(type.element)
        return type if element is type.element else type.__class__(element)
    if isinstance(type, TupleOf):
        return TupleOf([without_optional(item) for item in type.items])
    assert isinstance(type, ObjectOf)
    return ObjectOf({name: without_optional(item) for name, item in type.attributes.items()})


def has_dynamic(type: Type) -> bool:
    """True when `any` stands anywhere in it."""
    if isinstance(type, Collection):
        return has_dynamic(type.element)
    if isinstance(type, ObjectOf):
        return any(map(has_dynamic, type.attributes.values()))
    if isinstance(type, TupleOf):
        return any(map(has_dynamic, type.items))
    return type is DYNAMIC


def from_json_type(json_type: Any) -> Type:
    """A type from Terraform's JSON form: `"string"`, `["list", "string"]`, `["object", {...}, ["optional"]]`.

    Raises ValueError for anything else. Equal inputs give the same type object.
    """
    return _from_frozen(_freeze(json_type))


def _freeze(node: Any) -> Any:
    if isinstance(node, (list, tuple)):
        return tuple(_freeze(item) for item in node)
    if isinstance(node, dict):
        return frozenset((name, _freeze(item)) for name, item in node.items())
    return node


_BY_NAME: dict[str, Type] = {"string": STRING, "number": NUMBER, "bool": BOOL, "dynamic": DYNAMIC}
_COLLECTIONS: dict[str, type[Collection]] = {"list": ListOf, "set": SetOf, "map": MapOf}


@lru_cache(maxsize=4096)
def _from_frozen(node: Any) -> Type:
    match node:
        case str() if node in _BY_NAME:
            return _BY_NAME[node]
        case (str() as noun, element) if noun in _COLLECTIONS:
            return _COLLECTIONS[noun](_from_frozen(element))
        case ("tuple", tuple() as items):
            return TupleOf([_from_frozen(item) for item in items])
        case ("object", frozenset() as attributes, *rest) if len(rest) <= 1:
            optional = rest[0] if rest else ()
            return ObjectOf({name: _from_frozen(item) for name, item in sorted(attributes, key=_first)}, optional)
        case _:
            raise ValueError(f"not a Terraform type: {node!r}")


def _first(pair: tuple[str, Any]) -> str:
    return pair[0]
