"""Google's own engine (`cel-expr-python`) with results in the form that the tests compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings, ext_encoders, ext_math, ext_optional, ext_strings
from cel_walker import walked

from scanner.policy.cel import CelError, Duration, Environment, OptionalValue, Timestamp, TypeValue, UInt, compile
from scanner.policy.cel.library.instants import parse_duration, parse_timestamp
from scanner.policy.cel.types import BOOL, DOUBLE, DYN, INT, STRING, list_of, map_of
from scanner.policy.cel.values import BoolKey

DATA: dict[str, Any] = {
    "i": 7,
    "d": 2.5,
    "s": "hello world",
    "b": True,
    "l": [3, 1, 2, 3],
    "w": ["a", "bc", "", "a"],
    "m": {"a": 1, "b": -2, "c": 0},
    "x": {
        "name": "web",
        "count": 3,
        "on": False,
        "none": None,
        "ratio": 0.5,
        "tags": {"env": "prod", "team": "core"},
        "items": [{"k": "a", "v": 1}, {"k": "b"}, {"k": "c", "v": 3, "on": True}],
        "list": [1, "two", None, True, 2.5],
    },
}
"""The variables of every expression."""

ENVIRONMENT = Environment(
    {
        "i": INT,
        "d": DOUBLE,
        "s": STRING,
        "b": BOOL,
        "l": list_of(INT),
        "w": list_of(STRING),
        "m": map_of(STRING, INT),
        "x": DYN,
    }
)

_GOOGLE = cel.NewEnv(
    variables={
        "i": cel.Type.INT,
        "d": cel.Type.DOUBLE,
        "s": cel.Type.STRING,
        "b": cel.Type.BOOL,
        "l": cel.Type.List(cel.Type.INT),
        "w": cel.Type.List(cel.Type.STRING),
        "m": cel.Type.Map(cel.Type.STRING, cel.Type.INT),
        "x": cel.Type.DYN,
    },
    extensions=[
        ext_bindings.ExtBindings(),
        ext_encoders.ExtEncoders(),
        ext_math.ExtMath(),
        ext_optional.ExtOptional(),
        ext_strings.ExtStrings(),
    ],
)


def google(text: str) -> tuple[Any, ...]:
    """`("refused",)`, `("error",)` or `("value", canonical form)`."""
    try:
        # In a list, every value can be looked into; alone, some cannot be converted.
        found = _GOOGLE.compile(f"[{text}\n]").eval(data=DATA)
    except RuntimeError:
        return ("refused",)
    if str(found.type()) == "ERROR":
        return ("error",)
    values = found.value()
    return ("value", _google_form(values[0])) if values else ("refused",)


def ours(text: str) -> tuple[Any, ...]:
    """The same of this package."""
    try:
        program = compile(text, ENVIRONMENT)
    except CelError:
        return ("refused",)
    found = _outcome(lambda: program.evaluate(None, *DATA.values()))
    by_walking = _outcome(lambda: walked(program, (), None, *DATA.values()))
    return found if found == by_walking else ("differs", found, by_walking)


def _outcome(run: Callable[[], Any]) -> tuple[Any, ...]:
    try:
        return ("value", form(run()))
    except CelError:
        return ("error",)


def _google_form(item: Any) -> Any:
    name = str(item.type())
    if name.startswith("LIST"):
        return ("list", *map(_google_form, item.value()))
    if name.startswith("MAP"):
        entries = [(repr(key), _google_form(value)) for key, value in item.value().items()]
        return ("map", *sorted(entries))
    if name.startswith("optional_type"):
        return ("optional", repr(item) != "optional.none()")
    match name:
        case "TIMESTAMP":
            year, _, rest = repr(item).partition("-")
            return ("timestamp", parse_timestamp(f"{year:0>4}-{rest}").nanoseconds)
        case "DURATION":
            return ("duration", parse_duration(repr(item)).nanoseconds)
        case "TYPE":
            return ("type", repr(item).partition("<")[0])
        case "BYTES":
            return ("bytes", bytes(item.value()))
        case "DOUBLE":
            return (
                "double",
                repr(item.value()).removeprefix("-") if item.value() != item.value() else repr(item.value()),
            )
    return (name.lower(), item.value())


def form(value: Any) -> Any:
    """The canonical form of a value of this package."""
    match value:
        case None:
            return ("null", None)
        case bool():
            return ("bool", value)
        case UInt():
            return ("uint", int(value))
        case int():
            return ("int", value)
        case float():
            return ("double", repr(value))
        case str():
            return ("string", value)
        case bytes():
            return ("bytes", value)
        case list() | tuple():
            return ("list", *map(form, value))
        case dict():
            keys = [key.value if isinstance(key, BoolKey) else key for key in value]
            entries = [
                (repr(int(k) if isinstance(k, UInt) else k), form(v)) for k, v in zip(keys, value.values(), strict=True)
            ]
            return ("map", *sorted(entries))
        case Timestamp():
            return ("timestamp", value.nanoseconds)
        case Duration():
            return ("duration", value.nanoseconds)
        case TypeValue():
            return ("type", value.name)
        case OptionalValue():
            return ("optional", bool(value.content))
    return (type(value).__name__, value)
