"""Which written block became which value, where a set has put them into an order of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scanner.model.values import Value


def best_match(written: Sequence[Mapping[str, Any]], item: Value) -> int | None:
    """The block whose constants agree with a value, and more of them than any other's; None when there is no such.

    `written` has the constants of each block, by argument: scalars, and lists of scalars.
    """
    scores = [_agreement(constants, item) for constants in written]
    best = max(scores, default=-1)
    return scores.index(best) if best >= 0 and scores.count(best) == 1 else None


def same(written: object, value: Value) -> bool:
    """Whether a constant became a value, which has the type of the provider's schema by now."""
    if isinstance(written, bool) or isinstance(value, bool):
        return str(written).lower() == str(value).lower()
    return isinstance(value, (str, int, float)) and str(written) == str(value)


def _agreement(constants: Mapping[str, Any], item: Value) -> int:
    """In how many constants a block agrees with a value; -1 when it contradicts it."""
    if not isinstance(item, dict):
        return -1
    count = 0
    for name, constant in constants.items():
        value = item.get(name)
        if isinstance(constant, list):
            if not isinstance(value, list) or any(not any(same(part, one) for one in value) for part in constant):
                return -1
        elif not same(constant, value):
            return -1
        count += 1
    return count
