"""CEL values that Python has no type of its own for, and the kind of any value.

`None`, `bool`, `int`, `float`, `str`, `bytes`, lists (or tuples) and dicts stand for themselves.
"""

from __future__ import annotations

from typing import Any, Final

from scanner.model.values import Array, Object, Unknown

NANOSECONDS: Final = 1_000_000_000
INT_MIN: Final = -(2**63)
INT_MAX: Final = 2**63 - 1
UINT_MAX: Final = 2**64 - 1


class UInt(int):
    """An unsigned 64-bit integer. Arithmetic of Python on it gives a plain `int`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{int(self)}u"


class _Nanoseconds:
    """A count of nanoseconds with the comparisons of its own class only."""

    __slots__ = ("nanoseconds",)

    def __init__(self, nanoseconds: int) -> None:
        self.nanoseconds = nanoseconds

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.nanoseconds == other.nanoseconds

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.nanoseconds))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.nanoseconds})"


class Timestamp(_Nanoseconds):
    """`google.protobuf.Timestamp`: nanoseconds since 1970-01-01T00:00:00Z, from year 1 to year 9999."""

    __slots__ = ()


class Duration(_Nanoseconds):
    """`google.protobuf.Duration`: nanoseconds, at most 315,576,000,000 seconds either way."""

    __slots__ = ()


class TypeValue:
    """A type as a value: `int`, `google.protobuf.Timestamp`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TypeValue) and self.name == other.name

    def __hash__(self) -> int:
        return hash(("type", self.name))

    def __repr__(self) -> str:
        return f"TypeValue({self.name!r})"


class OptionalValue:
    """`optional.of(value)`, or `optional.none()` when it holds nothing."""

    __slots__ = ("content",)

    def __init__(self, *content: Any) -> None:
        self.content: tuple[Any, ...] = content
        """One value, or nothing."""

    def __repr__(self) -> str:
        return f"optional.of({self.content[0]!r})" if self.content else "optional.none()"


class IP:
    """An IP address, as Kubernetes' `ip()` gives."""

    __slots__ = ("number", "version")

    def __init__(self, version: int, number: int) -> None:
        self.version = version
        """4 or 6."""
        self.number = number
        """The address as an unsigned integer of 32 or 128 bits."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IP) and (self.version, self.number) == (other.version, other.number)

    def __hash__(self) -> int:
        return hash((self.version, self.number))

    def __repr__(self) -> str:
        return f"IP({self.version}, {self.number:#x})"


class CIDR:
    """An address with a prefix length, as Kubernetes' `cidr()` gives. Host bits are kept."""

    __slots__ = ("address", "prefix")

    def __init__(self, address: IP, prefix: int) -> None:
        self.address = address
        """The address as written."""
        self.prefix = prefix
        """Length of the prefix in bits."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CIDR) and (self.address, self.prefix) == (other.address, other.prefix)

    def __hash__(self) -> int:
        return hash((self.address, self.prefix))

    def __repr__(self) -> str:
        return f"CIDR({self.address!r}, {self.prefix})"


class Quantity:
    """A Kubernetes quantity: an integer times a power of ten."""

    __slots__ = ("exact", "scale", "unscaled")

    def __init__(self, unscaled: int, scale: int, exact: bool) -> None:
        self.unscaled = unscaled
        """The digits with their sign."""
        self.scale = scale
        """The power of ten."""
        self.exact = exact
        """True where the API server keeps it in 64 bits: only then it may be an integer."""

    def compare(self, other: Quantity) -> int:
        """-1, 0 or 1."""
        low = min(self.scale, other.scale)
        one: int = self.unscaled * 10 ** (self.scale - low)
        two: int = other.unscaled * 10 ** (other.scale - low)
        return int(one > two) - int(one < two)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.compare(other) == 0

    def __hash__(self) -> int:
        unscaled, scale = self.unscaled, self.scale
        while unscaled and unscaled % 10 == 0:
            unscaled, scale = unscaled // 10, scale + 1
        return hash((unscaled, scale if unscaled else 0))

    def __repr__(self) -> str:
        return f"Quantity({self.unscaled}e{self.scale})"


class _Parts:
    """A value that is made of parts, and equal where they are."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.parts))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.parts!r}"


class URL(_Parts):
    """A URL: scheme, host with its port, path as it is escaped, query, and everything else that tells it apart."""

    __slots__ = ()


class Semver(_Parts):
    """A semantic version: major, minor, patch, and the identifiers of its pre-release. Build metadata means nothing."""

    __slots__ = ()


class NamedFormat(_Parts):
    """A format of texts: its name."""

    __slots__ = ()


class BoolKey:
    """A bool as a key of a map that an expression made: Python's dict takes `True` and `1` for the same key."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoolKey) and self.value is other.value

    def __hash__(self) -> int:
        return hash(("bool", self.value))

    def __repr__(self) -> str:
        return repr(self.value)


class NullObject(dict[Any, Any]):
    """Null as the variable of an object that there is none of. It has no fields, but may be asked for them.

    Source: cel-go's `refQualify` (https://github.com/google/cel-go/blob/master/interpreter/attributes.go), which
    Kubernetes uses: `has()` is false of anything that is no map, and a field of it is a missing key.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, NullObject)

    __hash__ = None

    def _is_no_map(self, *_: object) -> Any:
        raise TypeError("null is no map")

    __contains__ = items = values = _is_no_map


KINDS: Final[dict[type, str]] = {
    type(None): "n",
    NullObject: "n",
    bool: "b",
    int: "i",
    UInt: "u",
    float: "d",
    str: "s",
    bytes: "y",
    list: "l",
    tuple: "l",
    Array: "l",
    dict: "m",
    Object: "m",
    Timestamp: "t",
    Duration: "r",
    TypeValue: "T",
    OptionalValue: "o",
    IP: "p",
    CIDR: "c",
    Quantity: "Q",
    URL: "U",
    Semver: "V",
    NamedFormat: "F",
    Unknown: "?",
}
"""One letter for each kind of value; functions are dispatched by the letters of their arguments."""

TYPE_NAMES: Final[dict[str, str]] = {
    "n": "null_type",
    "b": "bool",
    "i": "int",
    "u": "uint",
    "d": "double",
    "s": "string",
    "y": "bytes",
    "l": "list",
    "m": "map",
    "t": "google.protobuf.Timestamp",
    "r": "google.protobuf.Duration",
    "T": "type",
    "o": "optional_type",
    "p": "net.IP",
    "c": "net.CIDR",
    "Q": "kubernetes.Quantity",
    "U": "kubernetes.URL",
    "V": "kubernetes.Semver",
    "F": "kubernetes.NamedFormat",
    "?": "unknown",
    "!": "unsupported",
}
"""The CEL name of each kind."""


def kind_of(value: Any) -> str:
    """The letter of a value's kind; `!` for an object that is no CEL value."""
    kind = KINDS.get(type(value))
    if kind is not None:
        return kind
    if isinstance(value, Unknown):
        return "?"
    for base, letter in ((dict, "m"), ((list, tuple), "l"), (str, "s"), (bytes, "y"), (UInt, "u"), (float, "d")):
        if isinstance(value, base):
            return letter
    return "i" if isinstance(value, int) else "!"


def type_name(value: Any) -> str:
    """The CEL name of a value's type."""
    return TYPE_NAMES[kind_of(value)]
