"""What a YAML scalar means to Kubernetes: the rules of sigs.k8s.io/yaml, not those of YAML 1.2 or of PyYAML.

Manifests reach the API server through Go's YAML 1.1 reader and then JSON, so `y`, `on` and `No` are booleans, `0777`
is octal, `1:30` and dates stay text, and a number without a fraction is an integer however it was written.
Source: the reader's resolve table (sigs.k8s.io/yaml/goyaml.v2) and the answers of `kubectl`, which the tests ask again.
"""

from __future__ import annotations

import re

from scanner.inputs.kubernetes.errors import BadScalar
from scanner.model.values import Unknown, Value

NAMED: dict[str, Value] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
"""Words that are no text."""

ODD = frozenset("0123456789+-.~")
"""What a plain scalar begins with that may be no text although it is no word of `NAMED`."""

_LETTERS = frozenset("yYnNtTfFoO~")
_NUMERIC = frozenset("+-.0123456789")
_LAST = frozenset("0123456789abcdefABCDEF._")
"""What a number ends with, so that `500m` and `10Gi` need no closer look."""
_INTEGER = r"([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))"
_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_POINT_FLOAT = r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?"
_CORE = "tag:yaml.org,2002:"
_BASES = {2: 16, 3: 2, 4: 8, 5: 10}
"""By the group of `_INTEGER` that matched."""
_LIMIT = 2**63


def resolve(text: str) -> Value:
    """The value of a plain (unquoted, untagged) scalar."""
    value = _go_value(text)
    return as_number(value) if isinstance(value, float) else value


def _go_value(text: str) -> Value:
    first = text[:1]
    if first in _LETTERS or not first:
        return NAMED.get(text, text)
    return _number(text) if first in _NUMERIC else text


def resolve_tagged(tag: str, text: str) -> Value:
    """The value of a scalar with an explicit tag. Unknown tags give text. Raises BadScalar where kubectl refuses."""
    if not tag.startswith(_CORE):
        return text
    name = tag[len(_CORE) :]
    if name == "binary":
        return _binary(text)
    if name not in ("int", "float", "bool", "null"):
        return text
    value = resolve(text)
    if not _is_a(name, value):
        raise BadScalar(f"`{text[:40]}` is no {name}")
    return value


def _is_a(name: str, value: Value) -> bool:
    if name == "null":
        return value is None
    if name == "bool":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and name == "float")


def _binary(text: str) -> str:
    from base64 import b64decode

    try:
        return b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except ValueError as error:
        raise BadScalar("the value is not valid base64") from error


def _number(text: str) -> Value:
    if text in NAMED:
        return NAMED[text]
    if text[-1] not in _LAST:
        return text
    if text[0] == ".":
        return float(text.replace("_", "")) if re.fullmatch(_POINT_FLOAT, text) else text
    plain = text.replace("_", "")
    integer = re.fullmatch(_INTEGER, plain)
    if integer is not None:
        value = _integer(integer)
        if value is not None:
            return value
    if re.fullmatch(_FLOAT, plain):
        number = float(plain)
        return text if number in (float("inf"), float("-inf")) else number
    return text


def _integer(match: re.Match[str]) -> int | float | None:
    """The integer, as a float where JSON in Kubernetes holds no integer so large, None where neither can."""
    group = match.lastindex or 0
    digits = match[group].lstrip("0") or "0"
    if len(digits) > 64:
        return None
    value = int(match[1] + digits, _BASES[group])
    if -_LIMIT <= value < _LIMIT:
        return value
    return float(value) if not match[1] and value < 2 * _LIMIT else None


def as_number(number: float) -> int | float:
    """A float as it survives the way through JSON: without a fraction it is an integer."""
    return int(number) if -_LIMIT <= number < _LIMIT and number.is_integer() else number


def key_text(text: str) -> str:
    """A plain scalar as the key of a mapping, as the conversion to JSON writes it. Raises BadScalar for null."""
    value = _go_value(text)
    if isinstance(value, str):
        return value
    return value_key(value)


def value_key(value: Value) -> str:
    """A value as the key of a mapping. Raises BadScalar for null and collections."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_key(value)
    if isinstance(value, int):
        return str(value)
    raise BadScalar("a key is null" if value is None else "a key is a collection")


def _float_key(number: float) -> str:
    """Go's `FormatFloat(number, 'g', -1, 32)`: the shortest digits that give the same 32-bit float."""
    from struct import pack, unpack

    if number != number:
        return ".nan"
    if abs(number) > 3.4028235e38:
        return ".inf" if number > 0 else "-.inf"
    wanted = pack("f", number)
    (number,) = unpack("f", wanted)
    digits = next((p for p in range(9) if pack("f", float(f"{number:.{p}e}")) == wanted), 9)
    scientific = f"{number:.{digits}e}"
    exponent = int(scientific.partition("e")[2])
    if exponent < -4 or exponent >= 6:
        return scientific
    return f"{float(scientific):.{max(digits - exponent, 0)}f}"


def not_finite(value: Value) -> Unknown | None:
    """What stands for a number that JSON cannot hold; None for every other value."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return Unknown("not a finite number, which Kubernetes refuses")
    return None
