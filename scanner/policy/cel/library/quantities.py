"""Quantities: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library

Their form is that of https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/, read as
leniently as the API server reads it: a sign and digits may be missing. It keeps a quantity in 64 bits where it can, and
only one that is kept so may be an integer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import INT_MAX, INT_MIN, Quantity

_FORM: Final = re.compile(r"([+-]?)0*([0-9]*)(\.[0-9]*)?([eEinumkKMGTP]*[+-]?[0-9]*)", re.ASCII)
_EXPONENT: Final = re.compile(r"[eE]([+-]?[0-9]{1,19})", re.ASCII)
_BINARY: Final = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL: Final = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_DIGITS: Final = 18
"""Decimal digits that surely fit into 64 bits."""
_NANO: Final = -9
_LONGEST: Final = 1000
_LARGEST: Final = 1000
"""Largest exponent that is computed with."""


def parse_quantity(text: str) -> Quantity | None:
    """The quantity, or None where it is none. Raises CelEvaluationError for one that is too large to compute with."""
    found = _FORM.fullmatch(text) if text else None
    if found is None:
        return None
    if len(text) > _LONGEST:
        raise CelEvaluationError("the quantity is too long")
    sign, digits, fraction, suffix = found.groups()
    fraction = (fraction or ".")[1:]
    unscaled = int((digits + fraction) or "0") * (-1 if sign == "-" else 1)
    if suffix in _BINARY:
        return _binary(unscaled, len(digits or "0"), len(fraction), _BINARY[suffix])
    exponent = _DECIMAL.get(suffix)
    if exponent is None:
        written = _EXPONENT.fullmatch(suffix)
        if written is None:
            return None
        exponent = int(written[1])
        if abs(exponent) > _LARGEST:
            raise CelEvaluationError(f"the exponent of {text[:60]!r} is too large")
    scale = exponent - len(fraction)
    exact = len(digits or "0") + len(fraction) <= _DIGITS and scale >= _NANO
    return Quantity(unscaled, scale, True) if exact else _rounded(unscaled, scale)


def _binary(unscaled: int, digits: int, decimals: int, exponent: int) -> Quantity:
    value = unscaled << exponent
    exact = decimals == 0 and 14 - digits - int(exponent * 3 / 10) >= 0 and abs(value) <= INT_MAX
    if exact:
        return Quantity(value, 0, True)
    most = INT_MAX * 10**decimals
    return Quantity(max(-most, min(value, most)), -decimals, False) if abs(value) > most else _rounded(value, -decimals)


def _rounded(unscaled: int, scale: int) -> Quantity:
    """To billionths, away from zero."""
    if scale >= _NANO:
        return Quantity(unscaled * 10 ** (scale - _NANO), _NANO, False)
    size = -(-abs(unscaled) // 10 ** (_NANO - scale))
    return Quantity(size if unscaled >= 0 else -size, _NANO, False)


def _quantity(meter: Meter, text: str) -> Quantity:
    found = parse_quantity(text)
    if found is None:
        raise CelEvaluationError(f"no quantity: {text[:60]!r}")
    return found


def _is_quantity(meter: Meter, text: str) -> bool:
    try:
        return parse_quantity(text) is not None
    except CelEvaluationError:
        return True


def _integer(value: Quantity) -> int | None:
    if not value.exact or value.scale < 0 or value.scale > _DIGITS:
        return 0 if value.exact and value.unscaled == 0 and value.scale == 0 else None
    found = value.unscaled * 10**value.scale
    return found if INT_MIN <= found <= INT_MAX else None


def _as_integer(meter: Meter, value: Quantity) -> int:
    found = _integer(value)
    if found is None:
        raise CelEvaluationError("the quantity is no integer of 64 bits")
    return found


def _as_double(meter: Meter, value: Quantity) -> float:
    base = float(value.unscaled)
    return base if value.scale == 0 else base * float(f"1e{value.scale}")


def _sign(meter: Meter, value: Quantity) -> int:
    return (value.unscaled > 0) - (value.unscaled < 0)


def _add(meter: Meter, one: Quantity, other: Any) -> Quantity:
    return _sum(one, other if isinstance(other, Quantity) else Quantity(other, 0, True))


def _sub(meter: Meter, one: Quantity, other: Any) -> Quantity:
    other = other if isinstance(other, Quantity) else Quantity(other, 0, True)
    return _sum(one, Quantity(-other.unscaled, other.scale, other.exact))


def _sum(one: Quantity, other: Quantity) -> Quantity:
    if one.exact and other.exact:
        if other.unscaled == 0:
            return one
        if one.unscaled == 0:
            return other
    scale = min(one.scale, other.scale)
    unscaled = one.unscaled * 10 ** (one.scale - scale) + other.unscaled * 10 ** (other.scale - scale)
    return Quantity(unscaled, scale, one.exact and other.exact and INT_MIN <= unscaled <= INT_MAX)


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "quantity": {"s": _quantity},
    "isQuantity": {"s": _is_quantity},
    "sign": {"Q": _sign},
    ".isInteger": {"Q": lambda meter, value: _integer(value) is not None},
    ".asInteger": {"Q": _as_integer},
    ".asApproximateFloat": {"Q": _as_double},
    ".add": {"QQ": _add, "Qi": _add},
    ".sub": {"QQ": _sub, "Qi": _sub},
}
