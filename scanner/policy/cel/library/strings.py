"""The strings extension."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scanner.model.values import Unknown
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.library.aggregates import index_of, last_index_of
from scanner.policy.cel.library.formatting import format_text
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.unknowns import derived, first_unknown
from scanner.policy.cel.values import type_name

_SPACES: Final = (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))
_WHITE_SPACE: Final = "".join(map(chr, (*_SPACES, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TO_LOWER: Final = str.maketrans(_UPPER, _UPPER.lower())
_TO_UPPER: Final = str.maketrans(_UPPER.lower(), _UPPER)
_QUOTED: Final = str.maketrans(
    {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v", "\\": r"\\", '"': r"\""}
)


def _char_at(meter: Meter, text: str, at: int) -> str:
    if not 0 <= at <= len(text):
        raise CelEvaluationError(f"index out of range: {at}")
    return text[at : at + 1]


def _index_of(meter: Meter, text: str, part: str, start: int = 0) -> int:
    if start < 0:
        raise CelEvaluationError(f"index out of range: {start}")
    return text.find(part, start)


def _last_index_of(meter: Meter, text: str, part: str, last: int | None = None) -> int:
    if last is None:
        return text.rfind(part)
    if last < 0:
        raise CelEvaluationError(f"index out of range: {last}")
    # A position beyond the end is no place for a match to begin, so nothing is found.
    return -1 if last > len(text) else text.rfind(part, 0, last + len(part))


def _join(meter: Meter, parts: list[Any], separator: str = "") -> Any:
    unknown = first_unknown(parts)
    if unknown is not None:
        return derived("join", (unknown, parts))
    for part in parts:
        if not isinstance(part, str):
            raise CelEvaluationError(f"join() needs strings, not '{type_name(part)}'")
    meter.text(sum(map(len, parts)) + len(separator) * len(parts))
    return separator.join(parts)


def _lower(meter: Meter, text: str) -> str:
    return text.translate(_TO_LOWER)


def _upper(meter: Meter, text: str) -> str:
    return text.translate(_TO_UPPER)


def _replace(meter: Meter, text: str, old: str, new: str, limit: int = -1) -> str:
    count = text.count(old) if old else len(text) + 1
    count = min(count, limit) if limit >= 0 else count
    meter.text(len(text) + count * len(new))
    return text.replace(old, new, min(limit, len(text) + 1)) if limit >= 0 else text.replace(old, new)


def _split(meter: Meter, text: str, separator: str, limit: int = -1) -> list[str]:
    if limit == 0:
        return []
    if separator:
        meter.charge(text.count(separator))
        return text.split(separator, min(limit - 1, len(text)) if limit > 0 else -1)
    meter.charge(len(text))
    if limit < 0 or limit >= len(text):
        return list(text) or [""]
    return [*text[: limit - 1], text[limit - 1 :]]


def _substring(meter: Meter, text: str, start: int, end: int | None = None) -> str:
    end = len(text) if end is None else end
    if not 0 <= start <= end <= len(text):
        raise CelEvaluationError(f"index out of range: {start} to {end} of {len(text)}")
    return text[start:end]


def _trim(meter: Meter, text: str) -> str:
    return text.strip(_WHITE_SPACE)


def _reverse(meter: Meter, value: Any) -> Any:
    return value[::-1]


def _reverse_list(meter: Meter, value: Any) -> list[Any]:
    return list(reversed(value))


def _quote(meter: Meter, text: str) -> str:
    safe = text if text.isascii() else "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    return f'"{safe.translate(_QUOTED)}"'


def _format(meter: Meter, text: str, arguments: list[Any]) -> str | Unknown:
    return format_text(meter, text, arguments)


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    ".charAt": {"si": _char_at},
    ".indexOf": {"ss": _index_of, "ssi": _index_of, "l*": index_of},
    ".join": {"l": _join, "ls": _join},
    ".lastIndexOf": {"ss": _last_index_of, "ssi": _last_index_of, "l*": last_index_of},
    ".lowerAscii": {"s": _lower},
    ".upperAscii": {"s": _upper},
    ".replace": {"sss": _replace, "sssi": _replace},
    ".split": {"ss": _split, "ssi": _split},
    ".substring": {"si": _substring, "sii": _substring},
    ".trim": {"s": _trim},
    ".reverse": {"s": _reverse, "l": _reverse_list},
    ".format": {"sl": _format},
    "strings.quote": {"s": _quote},
}
