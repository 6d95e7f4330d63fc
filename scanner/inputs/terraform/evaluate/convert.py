"""Conversion of values between types, as cty's `convert.Convert` does it."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.mismatch import mismatch, missing, required
from scanner.inputs.terraform.evaluate.nulls import TypedNull, is_null, null_of
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.sets import is_settled, make_set
from scanner.inputs.terraform.evaluate.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ListOf,
    ListValue,
    MapOf,
    MapValue,
    ObjectOf,
    Primitive,
    SetOf,
    SetValue,
    TupleOf,
    Type,
    has_dynamic,
    is_number,
    keep_places,
    type_of,
    without_optional,
)
from scanner.inputs.terraform.evaluate.unify import convertible, element_type, unify
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, find_unknowns
from scanner.model.values import Array, Object, Path, Unknown, Value


class ConversionError(ValueError):
    """A value that does not fit a type."""

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.message = message
        """What is wrong, in Terraform's words: `a number is required`."""
        self.path = path
        """Where in the value."""


def convert(value: Value, want: Type) -> Value:
    """`value` as a value of type `want`. Raises ConversionError.

    Null stays null, of the wanted type; null of another type must be convertible. An Unknown stays one, of the wanted
    type. Extra attributes of objects are dropped, missing optional ones become null. Containers keep their places where
    they have any. A value that has the type already is returned as it is.
    """
    try:
        return _convert(value, want, ())
    except ConversionError as error:
        source = type_of(value)
        if not error.path or convertible(source, want):
            raise
        # Terraform compares types before it looks at values, so a message about types comes first.
        raise ConversionError(mismatch(source, want)) from None
    except RecursionError:
        raise ConversionError("the value is nested too deeply") from None


def unify_values(values: list[Value], unsafe: bool = True) -> list[Value] | None:
    """`values` converted to the one type they have in common, or None where there is no such type."""
    found = unify([type_of(value) for value in values], unsafe)
    if found is None:
        return None
    try:
        return [convert(value, found) for value in values]
    except ConversionError:
        return None


def _convert(value: Value, want: Type, path: Path) -> Value:
    if want is STRING and type(value) is str:
        return value
    if want is DYNAMIC:
        return value
    if is_null(value):
        return _null(value, want, path)
    if isinstance(value, Unknown):
        return _unknown(value, want, path)
    if isinstance(want, Primitive):
        return _primitive(value, want, path)
    if isinstance(want, ObjectOf):
        return _object(value, want, path)
    if isinstance(want, TupleOf):
        return _tuple(value, want, path)
    if isinstance(want, MapOf):
        return _map(value, want, path)
    assert isinstance(want, (ListOf, SetOf))
    return _sequence(value, want, path)


def _null(value: Value, want: Type, path: Path) -> Value:
    want = without_optional(want)
    if value is None:
        return null_of(want)
    if not convertible(value.type, want):
        raise ConversionError(mismatch(value.type, want), path)
    return null_of(_settle(value.type, want))


def _unknown(value: Unknown, want: Type, path: Path) -> Unknown:
    source = type_of(value)
    want = without_optional(want)
    if source == want:
        return value
    if not convertible(source, want):
        raise ConversionError(mismatch(source, want), path)
    # Converted, it is another value: `"1" == 1` is false.
    origin = ("convert", want, value.origin)
    content = value.content if want is STRING else None
    return TypedUnknown(value.cause, value.references, origin, value.not_null, _settle(source, want), content)


def _settle(source: Type, want: Type) -> Type:
    """`want` with every `any` in it replaced by what the source has there."""
    if want is DYNAMIC or source is DYNAMIC:
        return source if want is DYNAMIC else want
    if isinstance(want, Collection):
        element: Type | None = None
        if isinstance(source, Collection):
            element = source.element
        elif isinstance(source, (ObjectOf, TupleOf)):
            element = unify(source.attributes.values() if isinstance(source, ObjectOf) else source.items, unsafe=True)
        return want if element is None else want.__class__(_settle(element, want.element))
    if isinstance(want, ObjectOf):
        given = source.attributes if isinstance(source, ObjectOf) else {}
        other = source.element if isinstance(source, MapOf) else DYNAMIC
        return ObjectOf({name: _settle(given.get(name, other), type) for name, type in want.attributes.items()})
    if isinstance(want, TupleOf) and isinstance(source, TupleOf):
        return TupleOf(map(_settle, source.items, want.items))
    return want


def _primitive(value: Value, want: Primitive, path: Path) -> Value:
    if want is STRING:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str) or is_number(value):
            return value if isinstance(value, str) else _digits(value, path)
    elif want is NUMBER:
        if isinstance(value, str):
            try:
                return arithmetic.parse(value)
            except arithmetic.NumberError as error:
                raise ConversionError(str(error), path) from None
        if is_number(value):
            return value
    elif isinstance(value, bool):
        return value
    elif isinstance(value, str):
        return _truth(value, path)
    raise ConversionError(required(want), path)


def _digits(value: Value, path: Path) -> str:
    try:
        return arithmetic.text(value)
    except arithmetic.NumberError as error:
        raise ConversionError(str(error), path) from None


def _truth(text: str, path: Path) -> bool:
    if text in ("true", "1"):
        return True
    if text in ("false", "0"):
        return False
    lower = text.lower()
    if lower in ("true", "false"):
        raise ConversionError(f'a bool is required; to convert from string, use lowercase "{lower}"', path)
    raise ConversionError("a bool is required", path)


def _object(value: Value, want: ObjectOf, path: Path) -> Value:
    if not isinstance(value, dict):
        raise ConversionError(required(want), path)
    from_map = isinstance(value, MapValue)
    changed = from_map or value.keys() != want.attributes.keys()
    entries: dict[str, Value] = {}
    for name, type in want.attributes.items():
        if name in value:
            entries[name] = item = _convert(value[name], type, (*path, name))
            changed = changed or item is not value[name]
        elif name in want.optional:
            entries[name] = null_of(without_optional(type))
        elif from_map:
            raise ConversionError(f"map has no element for required attribute {quote(name)}", path)
        else:
            absent = sorted(n for n in want.attributes if n not in value and n not in want.optional)
            raise ConversionError(missing(absent), path)
    if not changed:
        return value
    return keep_places(value, Object(entries)) if isinstance(value, Object) else entries


def _tuple(value: Value, want: TupleOf, path: Path) -> Value:
    if not isinstance(value, list) or hasattr(value, "element") or len(value) != len(want.items):
        raise ConversionError(required(want), path)
    items = [_convert(item, type, (*path, i)) for i, (item, type) in enumerate(zip(value, want.items, strict=True))]
    if all(map(_identical, items, value)):
        return value
    return keep_places(value, Array(items)) if isinstance(value, Array) else items


def _identical(a: Value, b: Value) -> bool:
    return a is b


def _map(value: Value, want: MapOf, path: Path) -> Value:
    if not isinstance(value, dict):
        raise ConversionError(required(want), path)
    if isinstance(value, MapValue) and value.element == want.element:
        return value
    element = _element(value, value.values(), want, path)
    entries = {name: _convert(value[name], element, (*path, name)) for name in sorted(value)}
    if has_dynamic(element) and entries:
        element, items = _agree(list(entries.values()), element, path)
        entries = dict(zip(entries, items, strict=True))
    for name, item in entries.items():
        if item.__class__ is TypedNull:
            entries[name] = None
    return MapValue(entries, without_optional(element), value)


def _sequence(value: Value, want: ListOf | SetOf, path: Path) -> Value:
    if not isinstance(value, list):
        raise ConversionError(required(want), path)
    kind = ListValue if isinstance(want, ListOf) else SetValue
    if isinstance(value, kind) and value.element == want.element:
        return value
    element = _element(value, value, want, path)
    items: list[Value] = [_convert(item, element, (*path, i)) for i, item in enumerate(value)]
    if has_dynamic(element) and items:
        element, items = _agree(items, element, path)
    element = without_optional(element)
    items = [None if item.__class__ is TypedNull else item for item in items]
    if isinstance(want, SetOf):
        return make_set(items, element, value)
    if isinstance(value, SetValue) and not is_settled(value):
        return combine(find_unknowns(value), ("tolist", element), ListOf(element), not_null=True)
    return ListValue(items, element, value)


def _element(value: Value, items: Iterable[Value], want: Collection, path: Path) -> Type:
    """The type to convert the items to."""
    typed = isinstance(value, (ListValue, SetValue, MapValue))
    if typed and not value and not convertible(value.element, want.element):
        raise ConversionError(mismatch(type_of(value), want), path)
    if want.element is not DYNAMIC:
        return want.element
    if typed:
        found: Type = value.element
        return found
    if not value:
        return DYNAMIC
    types = [type_of(item) for item in items]
    common = element_type(types, True, isinstance(want, MapOf))
    if common is not None:
        return common
    if any(isinstance(item, Unknown) and type_of(item) is DYNAMIC for item in items):
        return DYNAMIC  # once it is known there may well be a common type
    raise ConversionError(mismatch(type_of(value), want), path)


def _agree(items: list[Value], element: Type, path: Path) -> tuple[Type, list[Value]]:
    """Items of a collection whose element type holds an `any`: each has its own type in place of it until here."""
    types = [type_of(item) for item in items if item is not None]
    if not types:
        return element, items
    found = unify(types, unsafe=True)
    if found is None:
        if any(map(find_unknowns, items)):
            return element, items
        raise ConversionError("cannot find a common base type for all elements", path)
    return found, [_convert(item, found, path) for item in items]
