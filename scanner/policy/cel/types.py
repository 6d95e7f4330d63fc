"""Types as the checker knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Type:
    """A CEL type, such as `list(map(string, dyn))`."""

    name: str
    """Its CEL name; one capital letter for a type parameter of a declaration, `$n` for one in use."""
    parameters: tuple[Type, ...] = ()
    """Element type of a list, key and value type of a map, type of an optional, type that a type value denotes."""

    def __str__(self) -> str:
        if not self.parameters:
            return self.name
        return f"{self.name}({', '.join(map(str, self.parameters))})"

    @property
    def is_parameter(self) -> bool:
        """Whether it stands for a type that is not known yet."""
        return self.name[0] == "$" or (len(self.name) == 1 and self.name.isupper())


DYN: Final = Type("dyn")
NULL: Final = Type("null_type")
BOOL: Final = Type("bool")
INT: Final = Type("int")
UINT: Final = Type("uint")
DOUBLE: Final = Type("double")
STRING: Final = Type("string")
BYTES: Final = Type("bytes")
TIMESTAMP: Final = Type("google.protobuf.Timestamp")
DURATION: Final = Type("google.protobuf.Duration")
IP_ADDRESS: Final = Type("net.IP")
CIDR_BLOCK: Final = Type("net.CIDR")


def list_of(element: Type) -> Type:
    """The type of lists of `element`."""
    return Type("list", (element,))


def map_of(key: Type, value: Type) -> Type:
    """The type of maps from `key` to `value`."""
    return Type("map", (key, value))


def optional_of(value: Type) -> Type:
    """The type of optionals of `value`."""
    return Type("optional_type", (value,))


def type_of(denoted: Type) -> Type:
    """The type of the value that denotes `denoted`."""
    return Type("type", (denoted,))


DENOTED: Final[dict[str, Type]] = {
    "bool": BOOL,
    "bytes": BYTES,
    "double": DOUBLE,
    "int": INT,
    "uint": UINT,
    "string": STRING,
    "null_type": NULL,
    "list": list_of(DYN),
    "map": map_of(DYN, DYN),
    "type": Type("type", (DYN,)),
    "optional_type": optional_of(DYN),
    "google.protobuf.Timestamp": TIMESTAMP,
    "google.protobuf.Duration": DURATION,
    "net.IP": IP_ADDRESS,
    "net.CIDR": CIDR_BLOCK,
}
"""The types that have a name an expression can use as a value."""
