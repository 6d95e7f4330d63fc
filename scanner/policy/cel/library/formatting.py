"""`string.format(list)`, after google/cel-spec `doc/extensions/strings.md`."""

from __future__ import annotations

import math
import re
from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.access import keys_of, lookup
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.instants import duration_text, timestamp_text
from scanner.policy.cel.library.numerals import plain_text
from scanner.policy.cel.meter import MAX_NESTING, Meter
from scanner.policy.cel.unknowns import OpenMap, derived
from scanner.policy.cel.values import kind_of, type_name

_CLAUSE: Final = re.compile(r"%(?:(%)|(?:\.([0-9]*))?([a-zA-Z])?)")
_MAX_PRECISION: Final = 1000


class _NotKnown(Exception):
    """An argument holds an Unknown."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__()
        self.unknown = unknown


def format_text(meter: Meter, text: str, arguments: list[Any]) -> str | Unknown:
    """The text with its clauses replaced. Raises CelEvaluationError."""
    parts: list[str] = []
    at = used = 0
    try:
        for found in _CLAUSE.finditer(text):
            parts.append(text[at : found.start()])
            at = found.end()
            if found[1]:
                parts.append("%")
                continue
            if used >= len(arguments) and found[3]:
                raise CelEvaluationError(f"format() has no argument {used}")
            parts.append(_clause(meter, found, arguments[used] if found[3] else None))
            used += 1
            meter.text(len(parts[-1]))
    except _NotKnown as known:
        return derived("format", (known.unknown, arguments))
    parts.append(text[at:])
    return "".join(parts)


def _clause(meter: Meter, found: re.Match[str], value: Any) -> str:
    precision, conversion = found[2], found[3]
    if conversion is None:
        raise CelEvaluationError("format() text ends inside a clause")
    if isinstance(value, Unknown):
        raise _NotKnown(value)
    if precision is not None and (conversion not in "fe" or not precision or len(precision) > 4):
        raise CelEvaluationError(f"format() clause %{conversion} takes no precision .{precision[:9]}")
    digits = 6 if precision is None else int(precision)
    if digits > _MAX_PRECISION:
        raise CelEvaluationError(f"format() precision is more than {_MAX_PRECISION}")
    match conversion:
        case "s":
            return _plain(meter, value, 0)
        case "d":
            return _decimal(value)
        case "f" | "e":
            return _fixed(value, digits, conversion)
        case "x" | "X":
            return _hexadecimal(value, conversion)
        case "o":
            return f"{_integer(value, 'o'):o}"
        case "b":
            return f"{int(value) if isinstance(value, bool) else _integer(value, 'b'):b}"
        case _:
            raise CelEvaluationError(f"format() has no clause %{conversion}")


def _refused(value: Any, conversion: str) -> CelEvaluationError:
    return CelEvaluationError(f"format() clause %{conversion} takes no '{type_name(value)}'")


def _integer(value: Any, conversion: str) -> int:
    if kind_of(value) not in "iu":
        raise _refused(value, conversion)
    return int(value)


def _decimal(value: Any) -> str:
    if kind_of(value) == "d":
        return plain_text(value)
    return str(_integer(value, "d"))


def _fixed(value: Any, digits: int, conversion: str) -> str:
    if kind_of(value) not in "iud":
        if value in ("NaN", "Infinity", "-Infinity"):
            return str(value)
        raise _refused(value, conversion)
    if kind_of(value) == "d" and not math.isfinite(value):
        return plain_text(value)
    if kind_of(value) in "iu" and conversion == "f":
        return f"{int(value)}{'.' + '0' * digits if digits else ''}"
    return f"{float(value):.{digits}{conversion}}"


def _hexadecimal(value: Any, conversion: str) -> str:
    kind = kind_of(value)
    if kind == "s":
        value = value.encode("utf-8", "replace")
    if kind in "sy":
        text = value.hex()
        return str(text.upper() if conversion == "X" else text)
    return f"{_integer(value, conversion):{conversion}}"


def _plain(meter: Meter, value: Any, level: int) -> str:
    meter.charge(1)
    if level > MAX_NESTING:
        raise CelEvaluationError(f"value is nested more than {MAX_NESTING} levels deep")
    match kind_of(value):
        case "?":
            raise _NotKnown(value)
        case "n":
            return "null"
        case "b":
            return "true" if value else "false"
        case "i" | "u":
            return str(int(value))
        case "d":
            return plain_text(value)
        case "s":
            meter.text(len(value))
            return str(value)
        case "y":
            return _lossy(value)
        case "t":
            return timestamp_text(value)
        case "r":
            return duration_text(value)
        case "T":
            return str(value.name)
        case "l":
            return f"[{', '.join([_plain(meter, item, level + 1) for item in value])}]"
        case "m":
            if isinstance(value, OpenMap):
                raise _NotKnown(value.rest)
            entries = [(_plain(meter, key, level), lookup(value, key, None)) for key in keys_of(value)]
            entries.sort(key=lambda entry: entry[0])
            shown = [f"{key}: {_plain(meter, held, level + 1)}" for key, held in entries]
            return f"{{{', '.join(shown)}}}"
        case _:
            raise _refused(value, "s")


def _lossy(data: bytes) -> str:
    """UTF-8 with every run of bytes that are none made one replacement character."""
    text = data.decode("utf-8", "surrogateescape")
    return re.sub("[\udc80-\udcff]+", "\ufffd", text)
