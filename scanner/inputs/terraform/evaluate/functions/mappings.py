"""`keys`, `lookup`, `merge`, `zipmap`, ...: functions over maps and objects."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.equality import equal
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter
from scanner.inputs.terraform.evaluate.nulls import is_null, typed
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import (
    DYNAMIC,
    STRING,
    ListOf,
    ListValue,
    MapOf,
    MapValue,
    ObjectOf,
    SetValue,
    TupleOf,
    Type,
    type_of,
)
from scanner.inputs.terraform.evaluate.unify import unify
from scanner.inputs.terraform.evaluate.unknowns import combine
from scanner.model.values import Unknown, Value


def _keys(mapping: Value) -> Value:
    if isinstance(mapping, Unknown):
        kind = type_of(mapping)
        if isinstance(kind, ObjectOf):
            return sorted(kind.attributes)
        known = ListOf(STRING) if isinstance(kind, MapOf) else None
        return combine([mapping], "keys", known, not_null=True)
    if not isinstance(mapping, dict):
        raise FunctionError("must have map or object type", 0)
    return ListValue(sorted(mapping), STRING) if isinstance(mapping, MapValue) else sorted(mapping)


def _values(mapping: Value) -> Value:
    if not isinstance(mapping, dict):
        raise FunctionError("values() requires a map as the first argument")
    items = [mapping[name] for name in sorted(mapping)]
    return ListValue(items, mapping.element) if isinstance(mapping, MapValue) else items


def _values_type(arguments: Sequence[Value]) -> Type | None:
    kind = type_of(arguments[0])
    if isinstance(kind, ObjectOf):
        return TupleOf([kind.attributes[name] for name in sorted(kind.attributes)])
    return ListOf(kind.element) if isinstance(kind, MapOf) else None


def _lookup(mapping: Value, name: Value, *default: Value) -> Value:
    if len(default) > 1:
        raise FunctionError(f"lookup() takes two or three arguments, got {2 + len(default)}")
    if isinstance(mapping, Unknown) or isinstance(name, Unknown):
        unknown = [value for value in (mapping, name) if isinstance(value, Unknown)]
        operation = ("lookup", None if isinstance(name, Unknown) else name) if not default else None
        return combine(unknown, operation, _lookup_type(mapping))
    if not isinstance(mapping, dict):
        raise FunctionError("lookup() requires a map as the first argument", 0)
    if isinstance(mapping, MapValue) and default:
        try:
            default = (convert(default[0], mapping.element),)
        except ConversionError:
            raise FunctionError("the default value must have the same type as the map elements", 2) from None
    if name in mapping:
        return typed(mapping[name], mapping)
    if default:
        return default[0]
    if isinstance(mapping, MapValue):
        raise FunctionError(f"lookup failed to find key {quote(name)}")
    raise FunctionError(f"the given object has no attribute {quote(name)}", 0)


def _lookup_type(mapping: Value) -> Type | None:
    kind = type_of(mapping)
    return kind.element if isinstance(kind, MapOf) and kind.element is not DYNAMIC else None


def _matchkeys(values: ListValue, keys: ListValue, searchset: ListValue) -> Value:
    if len(values) != len(keys):
        raise FunctionError("length of keys and values should be equal")
    if searchset and keys:
        common = unify([keys.element, searchset.element], unsafe=True)
        if common is None:
            raise FunctionError("keys and searchset must be of the same type")
        keys, searchset = convert(keys, ListOf(common)), convert(searchset, ListOf(common))
    chosen = [value for value, name in zip(values, keys, strict=True) if any(equal(name, s) is True for s in searchset)]
    return ListValue(chosen, values.element)


def _merge(*mappings: Value) -> Value:
    merged: dict[str, Value] = {}
    for mapping in mappings:
        if is_null(mapping) and (mapping is None or isinstance(mapping.type, (MapOf, ObjectOf))):
            continue
        if not isinstance(mapping, dict):
            raise FunctionError(f'arguments must be maps or objects, got "{type_of(mapping).friendly()}"')
        merged.update(mapping)
    first = mappings[0] if mappings else None
    if isinstance(first, MapValue) and all(
        isinstance(mapping, MapValue) and mapping.element == first.element for mapping in mappings
    ):
        return MapValue({name: merged[name] for name in sorted(merged)}, first.element)
    return merged


def _merge_type(arguments: Sequence[Value]) -> Type | None:
    kinds = {type_of(argument) for argument in arguments}
    kind = kinds.pop()
    return kind if not kinds and isinstance(kind, (MapOf, ObjectOf)) else None


def _transpose(values: MapValue) -> MapValue:
    turned: dict[str, list[Value]] = {}
    for name in sorted(values):
        if values[name] is None:
            raise FunctionError("input must not contain null list")
        for item in values[name]:
            if item is None:
                raise FunctionError("input list must not contain null string")
            turned.setdefault(item, []).append(name)
    return MapValue({item: ListValue(turned[item], STRING) for item in sorted(turned)}, ListOf(STRING))


def _zipmap(keys: ListValue, values: Value) -> Value:
    if not isinstance(values, list) or isinstance(values, SetValue):
        raise FunctionError("values argument must be a list or tuple value")
    if len(keys) != len(values):
        raise FunctionError(f"number of keys ({len(keys)}) does not match number of values ({len(values)})")
    if None in keys:
        raise FunctionError(f"keys list has null value at index {keys.index(None)}")
    zipped = dict(zip(keys, values, strict=True))
    if isinstance(values, ListValue):
        return MapValue({name: zipped[name] for name in sorted(zipped)}, values.element)
    return zipped


def _zipmap_type(arguments: Sequence[Value]) -> Type | None:
    kind = type_of(arguments[1])
    return MapOf(kind.element) if isinstance(kind, ListOf) else None


_DEEP_LIST = ListOf(DYNAMIC)

FUNCTIONS = {
    "keys": Function(_keys, [Parameter("inputMap", DYNAMIC, unknown="body")]),
    "lookup": Function(
        _lookup,
        [Parameter("inputMap", DYNAMIC, unknown="body"), Parameter("key", STRING, unknown="body")],
        rest=Parameter("default", DYNAMIC, unknown="body", null=True),
        may_be_null=True,
        typed_nulls=True,
    ),
    "matchkeys": Function(
        _matchkeys,
        [
            Parameter("values", _DEEP_LIST),
            Parameter("keys", _DEEP_LIST, unknown="deep"),
            Parameter("searchset", _DEEP_LIST, unknown="deep"),
        ],
    ),
    "merge": Function(_merge, [], _merge_type, rest=Parameter("maps", DYNAMIC, null=True), typed_nulls=True),
    "transpose": Function(
        _transpose, [Parameter("values", MapOf(ListOf(STRING)), unknown="deep")], MapOf(ListOf(STRING))
    ),
    "values": Function(_values, [Parameter("mapping", DYNAMIC)], _values_type, typed_nulls=True),
    "zipmap": Function(
        _zipmap,
        [Parameter("keys", ListOf(STRING), unknown="deep"), Parameter("values", DYNAMIC)],
        _zipmap_type,
        typed_nulls=True,
    ),
}
