"""Sets: no two items equal, in the order that Terraform goes through them."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.equality import key
from scanner.inputs.terraform.evaluate.nulls import is_null
from scanner.inputs.terraform.evaluate.types import BOOL, NUMBER, STRING, SetValue, Type
from scanner.inputs.terraform.evaluate.unknowns import find_unknowns
from scanner.model.values import Array, Unknown, Value


def make_set(items: Iterable[Value], element: Type, origin: list[Value] | None = None) -> SetValue:
    """A set of items that are of the element type already. Unknown items stay, last; `origin` lends its places."""
    spans = origin.spans if isinstance(origin, Array) else None
    unique: dict[object, tuple[int, Value]] = {}
    for index, item in enumerate(items):
        unique.setdefault(key(item), (index, item))
    ordered = sorted(unique.values(), key=lambda pair: _rank(pair[1], element))
    made = SetValue([item for _, item in ordered], element)
    if isinstance(origin, Array) and not isinstance(origin, SetValue):
        made.source, made.span = origin.source, origin.span
        if spans is not None and len(spans) == len(origin):
            made.spans = [spans[index] for index, _ in ordered]
    return made


def is_settled(value: Value) -> bool:
    """True when it is certain how many items the set has, and in which order."""
    return len(value) < 2 or not find_unknowns(value)


def _rank(item: Value, element: Type) -> tuple[int, object]:
    if isinstance(item, Unknown):
        return 1, b""
    if is_null(item):
        return 2, b""
    if element is STRING or element is NUMBER or element is BOOL:
        return 0, item
    return 0, _order(item)


def _order(item: Value) -> bytes:
    """What cty compares where a type has no order of its own: a rendering of the value, byte by byte."""
    parts: list[str] = []
    _render(item, parts)
    return "".join(parts).encode("utf-8", "surrogatepass")


def _render(item: Value, parts: list[str]) -> None:
    if isinstance(item, Unknown):
        parts.append("?")
    elif is_null(item):
        parts.append("~")
    elif isinstance(item, bool):
        parts.append("T" if item else "F")
    elif isinstance(item, str):
        from scanner.inputs.terraform.evaluate.quoting import quote

        parts.append(quote(item))
    elif isinstance(item, dict):
        _render_entries(item, parts)
    elif isinstance(item, list):
        opening, closing = "[]" if hasattr(item, "element") else "<>"
        parts.append(opening)
        for part in item:
            _render(part, parts)
            parts.append(";")
        parts.append(closing)
    else:
        parts.append(_ten_digits(item))


def _render_entries(item: dict[str, Value], parts: list[str]) -> None:
    is_map = hasattr(item, "element")
    parts.append("{" if is_map else "<")
    for name in sorted(item):
        if is_map:
            _render(name, parts)
            parts.append(":")
        _render(item[name], parts)
        parts.append(";")
    parts.append("}" if is_map else ">")


def _ten_digits(number: Value) -> str:
    """Go's `%.10g`."""
    from decimal import Context, Decimal

    rounded = Context(prec=10).create_decimal(Decimal(arithmetic.text(number)))
    if rounded == 0:
        return "0"
    exponent = rounded.adjusted()
    if -4 <= exponent < 10:
        plain = f"{rounded:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    digits = "".join(map(str, rounded.as_tuple().digits)).rstrip("0")
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    sign = "-" if rounded < 0 else ""
    return f"{sign}{digits[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
