"""Arguments to the types of a provider's schema, as Terraform coerces them, keeping the places of what is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from scanner.inputs.terraform.evaluate.convert import convert
from scanner.inputs.terraform.evaluate.types import ListValue, MapValue, SetValue, Type, from_json_type
from scanner.model.values import Array, Unknown, Value

_PLAIN: dict[str, type] = {"string": str, "bool": bool, "number": int}


def coerce(value: Value, json_type: Any) -> Value:
    """The value as the schema's type has it. Raises `ConversionError` where Terraform would refuse it."""
    if value is None or isinstance(value, Unknown) or json_type == "dynamic":
        return value
    if isinstance(json_type, str):
        return value if value.__class__ is _PLAIN[json_type] else convert(value, _type(json_type))
    noun, element = json_type[0], json_type[1]
    if isinstance(element, str) and element in _PLAIN:
        wanted = _PLAIN[element]
        if noun == "map" and isinstance(value, dict) and all(item.__class__ is wanted for item in value.values()):
            return MapValue(value, _type(element), value)
        if noun != "map" and isinstance(value, list) and all(item.__class__ is wanted for item in value):
            return _as_set(value, _type(element)) if noun == "set" else ListValue(value, _type(element), value)
    elif has_object(json_type):
        # Which attributes an object must have changes with the provider's version, which is not ours to know.
        return value
    return convert(value, from_json_type(json_type))


def has_object(json_type: Any) -> bool:
    """Whether an object type stands in a type of a schema: nested arguments, as opposed to items of any name."""
    return not isinstance(json_type, str) and (json_type[0] == "object" or has_object(json_type[1]))


@lru_cache(maxsize=8)
def _type(name: str) -> Type:
    return from_json_type(name)


def _as_set(value: list[Value], element: Type) -> SetValue:
    """Unique items in order; each keeps the place it was first written at."""
    order = sorted(range(len(value)), key=lambda index: (value[index], index))
    kept = [index for position, index in enumerate(order) if not position or value[order[position - 1]] != value[index]]
    made = SetValue([value[index] for index in kept], element)
    if isinstance(value, Array) and value.spans is not None:
        spans = value.spans
        made.source, made.span, made.spans = value.source, value.span, [spans[index] for index in kept]
    return made
