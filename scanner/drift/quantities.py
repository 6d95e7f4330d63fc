"""Quantities that are spelt differently: the API server writes `1000m` as `1`."""

from __future__ import annotations

from scanner.inputs.cluster.filled import Pattern
from scanner.model.values import Value

_HOLDERS = frozenset({
    "limits", "requests", "capacity", "hard", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio",
    "allocatedResources", "overhead", "podFixed",
})  # fmt: skip
"""Mappings whose values are quantities: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"""
_NAMES = frozenset({"sizeLimit", "divisor", "averageValue", "value"})


def same_quantity(path: Pattern, one: Value, other: Value) -> bool:
    """Whether two values at a path where quantities stand are the same quantity."""
    if len(path) < 2 or not (path[-2] in _HOLDERS or (path[-1] in _NAMES and path[-2] != "*")):
        return False
    texts = [_text(one), _text(other)]
    if None in texts:
        return False
    from scanner.policy.cel.errors import CelEvaluationError
    from scanner.policy.cel.library.quantities import parse_quantity

    try:
        found = [parse_quantity(text) for text in texts if text is not None]
    except CelEvaluationError:
        return False
    first, second = found
    if first is None or second is None:
        return False
    scale = min(first.scale, second.scale)
    return bool(first.unscaled * 10 ** (first.scale - scale) == second.unscaled * 10 ** (second.scale - scale))


def _text(value: Value) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return value.strip() if isinstance(value, str) and len(value) < 100 else None
