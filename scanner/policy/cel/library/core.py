"""Sizes, tests on strings, and base64."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.unknowns import derived, first_uncertain


def _size(meter: Meter, value: Any) -> int:
    return len(value)


def _size_of_map(meter: Meter, value: dict[Any, Any]) -> Any:
    unknown = first_uncertain(value)
    return len(value) if unknown is None else derived("size", (unknown, value))


def _contains(meter: Meter, text: str, part: str) -> bool:
    return part in text


def _starts_with(meter: Meter, text: str, start: str) -> bool:
    return text.startswith(start)


def _ends_with(meter: Meter, text: str, end: str) -> bool:
    return text.endswith(end)


def _matches(meter: Meter, text: str, pattern: str) -> bool:
    from scanner.policy.cel.library.patterns import compiled

    return compiled(pattern).search(text)


def _encode(meter: Meter, data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode("ascii")


def _decode(meter: Meter, text: str) -> bytes:
    from base64 import b64decode

    try:
        return b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise CelEvaluationError("not base64") from None


_SIZES: Final = {**dict.fromkeys("syl", _size), "m": _size_of_map}

FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "size": _SIZES,
    ".size": _SIZES,
    ".contains": {"ss": _contains},
    ".startsWith": {"ss": _starts_with},
    ".endsWith": {"ss": _ends_with},
    "matches": {"ss": _matches},
    ".matches": {"ss": _matches},
    "base64.encode": {"y": _encode},
    "base64.decode": {"s": _decode},
}
