"""Semantic versions, and the comparisons that they share with quantities.

https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import UINT_MAX, Quantity, Semver

_NUMBER: Final = "0|[1-9][0-9]{0,19}"
_FORM: Final = re.compile(
    rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-([0-9A-Za-z.-]*))?(?:\+([0-9A-Za-z.-]*))?", re.ASCII
)
_LONGEST: Final = 1000


def parse_semver(text: str) -> Semver | None:
    """The version, or None where the text is none."""
    found = _FORM.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    *numbers, before, build = found.groups()
    identifiers = () if before is None else tuple(map(_identifier, before.split(".")))
    empty = build is not None and "" in build.split(".")
    values = tuple(map(int, numbers))
    if empty or None in identifiers or max(values) > UINT_MAX:
        return None
    return Semver(*values, identifiers)


def _identifier(text: str) -> tuple[int, Any] | None:
    """What an identifier of a pre-release is compared by: numbers come before words."""
    if not text.isdigit():
        return (1, text) if text else None
    if (text[0] == "0" and len(text) > 1) or len(text) > 20 or int(text) > UINT_MAX:
        return None
    return 0, int(text)


def normalized(text: str) -> str | None:
    """The text without `v` in front and leading zeros, with what is missing of major, minor and patch."""
    parts = [_without_zeros(part) for part in text.removeprefix("v").split(".", 2)]
    if len(parts) < 3 and re.search("[+-]", parts[-1]):
        return None
    return ".".join([*parts, "0", "0"][:3])


def _without_zeros(part: str) -> str:
    if len(part) < 2:
        return part
    rest = part.lstrip("0")
    return rest if rest[:1].isdigit() and rest.isascii() else f"0{rest}"


def _parsed(text: str, normalize: bool) -> Semver | None:
    written = normalized(text) if normalize else text
    return None if written is None else parse_semver(written)


def _semver(meter: Meter, text: str, normalize: bool = False) -> Semver:
    found = _parsed(text, normalize)
    if found is None:
        raise CelEvaluationError(f"no semantic version: {text[:60]!r}")
    return found


def _is_semver(meter: Meter, text: str, normalize: bool = False) -> bool:
    return _parsed(text, normalize) is not None


def _compare(meter: Meter, one: Any, other: Any) -> int:
    if isinstance(one, Quantity):
        return one.compare(other)
    left, right = _order(one), _order(other)
    return (left > right) - (left < right)


def _order(version: Semver) -> tuple[Any, ...]:
    """A version without pre-release comes after those with one."""
    *numbers, before = version.parts
    return (*numbers, not before, before)


def _is_greater(meter: Meter, one: Any, other: Any) -> bool:
    return _compare(meter, one, other) > 0


def _is_less(meter: Meter, one: Any, other: Any) -> bool:
    return _compare(meter, one, other) < 0


def _part(index: int) -> Callable[[Meter, Semver], int]:
    def part(meter: Meter, version: Semver) -> int:
        number: int = version.parts[index]
        return number if number < 2**63 else number - 2**64  # as the API server makes an int of it

    return part


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "semver": {"s": _semver, "sb": _semver},
    "isSemver": {"s": _is_semver, "sb": _is_semver},
    ".major": {"V": _part(0)},
    ".minor": {"V": _part(1)},
    ".patch": {"V": _part(2)},
    ".isGreaterThan": {"QQ": _is_greater, "VV": _is_greater},
    ".isLessThan": {"QQ": _is_less, "VV": _is_less},
    ".compareTo": {"QQ": _compare, "VV": _compare},
}
