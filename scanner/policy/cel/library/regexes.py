"""Parts of a text that match a pattern, as https://kubernetes.io/docs/reference/using-api/cel/ publishes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.library.patterns import compiled
from scanner.policy.cel.meter import Meter


def _find(meter: Meter, text: str, pattern: str) -> str:
    found = compiled(pattern).matches(text, 1)
    return found[0] if found else ""


def _find_all(meter: Meter, text: str, pattern: str, most: int = -1) -> list[str]:
    meter.charge(len(text))
    return compiled(pattern).matches(text, most if most >= 0 else len(text) + 1)


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    ".find": {"ss": _find},
    ".findAll": {"ss": _find_all, "ssi": _find_all},
}
