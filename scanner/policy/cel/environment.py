"""What an expression may refer to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scanner.policy.cel.types import Type

MESSAGES: Final[dict[str, str]] = {
    "google.protobuf.BoolValue": "bool",
    "google.protobuf.BytesValue": "bytes",
    "google.protobuf.DoubleValue": "double",
    "google.protobuf.FloatValue": "double",
    "google.protobuf.Int32Value": "int",
    "google.protobuf.Int64Value": "int",
    "google.protobuf.StringValue": "string",
    "google.protobuf.UInt32Value": "uint",
    "google.protobuf.UInt64Value": "uint",
    "google.protobuf.Duration": "duration",
    "google.protobuf.Timestamp": "timestamp",
    "google.protobuf.Value": "dyn",
    "google.protobuf.Struct": "map(string, dyn)",
    "google.protobuf.ListValue": "list(dyn)",
}
"""The messages that an expression can make, and the CEL type that each becomes."""


@dataclass(frozen=True, slots=True)
class Function:
    """One overload of a function beside the standard ones. Several may share a name."""

    name: str
    """Its name, with a namespace before a dot if it has one."""
    parameters: tuple[Type, ...]
    """Types of the parameters, the receiver first."""
    result: Type
    """Type of the result."""
    implementation: Callable[..., Any]
    """Takes CEL values, gives one or an Unknown. ValueError, or CelEvaluationError, makes it an evaluation error."""
    receiver: bool = False
    """Whether it is called as `x.name(y)`."""
    contextual: bool = False
    """Whether the evaluation context comes as its first argument."""
    lenient: bool = False
    """Whether arguments may be Unknown; otherwise an Unknown argument makes the result Unknown without a call."""

    @property
    def key(self) -> str:
        """What calls look it up by: the name, after a dot for a receiver call."""
        return f".{self.name}" if self.receiver else self.name


@dataclass(frozen=True, slots=True)
class Environment:
    """Variables and functions that expressions are checked and compiled against."""

    variables: Mapping[str, Type]
    """Types by name. Their order is the order of the parameters of compiled functions."""
    functions: Sequence[Function] = ()
    """Functions beside the standard ones."""
