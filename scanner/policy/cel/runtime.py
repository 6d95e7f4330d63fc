"""What generated code needs while it runs, and nothing that reads or checks expressions.

Generated code works on known values of the expected kinds. Whenever it meets anything else it raises, and `exact` then
evaluates the whole expression by all the rules. So a helper here may raise whenever it likes; it must never give an
answer that `exact` would not give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import CodeType
from typing import TYPE_CHECKING, Any, Final

from scanner.model.values import Array, Object, Unknown
from scanner.policy.cel.access import index, lookup, optional_index, optional_select
from scanner.policy.cel.library.dispatch import by_key, call_overload, overload_for, table
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.unknowns import OpenMap
from scanner.policy.cel.values import (
    KINDS,
    TYPE_NAMES,
    BoolKey,
    OptionalValue,
    TypeValue,
    UInt,
)

if TYPE_CHECKING:
    from scanner.policy.cel.environment import Function

Evaluate = Callable[..., Any]
"""`(context, *values) -> value | Unknown`; raises CelEvaluationError."""

_LISTS: Final = frozenset({list, tuple, Array})
_SCALARS: Final = frozenset({str, bool, int, float, type(None), UInt, bytes})
_PLAIN: Final = frozenset({*_LISTS, *_SCALARS, dict, Object})
_SIZED: Final = frozenset({*_LISTS, str, bytes})
_SMALL: Final = 100
"""Longest list that is searched, compared or made without counting its cost."""
_SHORT: Final = 250
"""Texts shorter than this are joined without counting the cost."""
_BUDGET: Final = 500_000
"""Steps of nested loops, by a generous estimate, after which the exact evaluator takes over and counts."""


_MOST_PATTERNS: Final = 256
_searches: Final[dict[str, Callable[[str], bool]]] = {}
"""How to search for the patterns that rules have, of which there are few."""


class GiveUp(Exception):
    """The generated code met something that it has no rule for."""


def _bail() -> Any:
    raise GiveUp


def _known(value: Any) -> bool:
    if isinstance(value, Unknown):
        raise GiveUp
    return True


def _equal(one: Any, other: Any) -> bool:
    kind = type(one)
    if kind is type(other) and kind in _SCALARS:
        return bool(one == other)
    one_kind, other_kind = KINDS[kind], KINDS[type(other)]
    if one_kind in "?mo" or other_kind in "?mo":
        raise GiveUp
    if one_kind != other_kind:
        return one_kind in "iud" and other_kind in "iud" and bool(one == other)
    if one_kind != "l":
        return bool(one == other)
    if len(one) != len(other):
        return False
    if len(one) > _SMALL:
        raise GiveUp
    return all(map(_scalars_equal, one, other))


def _scalars_equal(one: Any, other: Any) -> bool:
    if type(one) not in _SCALARS or type(other) not in _SCALARS:
        raise GiveUp
    return _equal(one, other)


def _member(item: Any, container: Any) -> bool:
    kind = type(container)
    if kind in _LISTS:
        if len(container) > _SMALL or type(item) not in _SCALARS:
            raise GiveUp
        if type(item) is str and item in container:
            return True
        for element in container:
            if type(element) not in _SCALARS:
                raise GiveUp
            if _equal(item, element):
                return True
        return False
    if isinstance(container, dict) and type(item) is str:
        return item in container and _known(container[item])
    raise GiveUp


def _size(value: Any) -> int:
    """The size of a map."""
    if not isinstance(value, dict) or isinstance(value, OpenMap):
        raise GiveUp
    for held in value.values():
        _known(held)
    return len(value)


def _keys(operand: Any) -> Iterable[Any]:
    """What a one-variable macro runs over, for an operand that is no plain list."""
    if isinstance(operand, dict) and not isinstance(operand, OpenMap):
        return [key.value if type(key) is BoolKey else key for key, value in operand.items() if _known(value)]
    if isinstance(operand, (list, tuple)):
        return operand
    raise GiveUp


def _entries(operand: Any) -> Sequence[tuple[Any, Any]]:
    """What a two-variable macro runs over."""
    if isinstance(operand, dict) and not isinstance(operand, OpenMap):
        return [(key.value if type(key) is BoolKey else key, value) for key, value in operand.items() if _known(value)]
    if isinstance(operand, (list, tuple)):
        return list(enumerate(operand))
    raise GiveUp


def _call(overloads: Any, meter: Meter, arguments: tuple[Any, ...]) -> Any:
    kinds = "".join([KINDS[type(argument)] for argument in arguments])
    implementation = overloads[kinds]
    for argument in arguments:
        meter.size(argument)
    return implementation(meter, *arguments)


def _plus(overloads: Any, meter: Meter, one: Any, other: Any) -> Any:
    """A sum. Short texts and lists are joined without counting the cost."""
    kind = type(one)
    if kind is str:
        if type(other) is str and len(one) + len(other) < _SHORT:
            return one + other
    elif kind in _LISTS and type(other) in _LISTS and len(one) + len(other) <= _SMALL:
        return [*one, *other]
    return _call(overloads, meter, (one, other))


def _extra(key: str, overloads: Any, context: Any, arguments: tuple[Any, ...]) -> Any:
    overload = overloads.plain.get(tuple(map(type, arguments)))
    if overload is None:
        overload = _plain_overload(key, overloads, arguments)
    return call_overload(key, overload, context, arguments)


def _plain_overload(key: str, overloads: Any, arguments: tuple[Any, ...]) -> Any:
    if any(isinstance(argument, Unknown) for argument in arguments):
        raise GiveUp
    overload = overloads.plain[tuple(map(type, arguments))] = overload_for(key, overloads, arguments)
    return overload


def _matches(pattern: str, text: str) -> bool:
    """Whether a pattern matches a short text. Only what takes long is remembered."""
    search = _searches.get(pattern)
    if search is None:
        from scanner.policy.cel.library.patterns import compiled

        found = compiled(pattern)
        search = found.search if found.is_plain else lru_cache(maxsize=1024)(found.search)
        if len(_searches) < _MOST_PATTERNS:
            _searches[pattern] = search
    return search(text)


def _type_of(value: Any) -> TypeValue:
    _known(value)
    return TypeValue(TYPE_NAMES[KINDS[type(value)]])


def _function(module: str, key: str) -> Any:
    return table(module)[key]


_NAMES: Final[dict[str, Any]] = {
    "__builtins__": {"len": len, "type": type, "int": int, "str": str, "Exception": Exception},
    "BUDGET": _BUDGET,
    "LISTS": _LISTS,
    "M": object(),
    "Meter": Meter,
    "OptionalValue": OptionalValue,
    "PLAIN": _PLAIN,
    "SIZED": _SIZED,
    "TypeValue": TypeValue,
    "U": object(),
    "UInt": UInt,
    "bail": _bail,
    "call": _call,
    "entries": _entries,
    "equal": _equal,
    "extra": _extra,
    "function": _function,
    "index": index,
    "keys": _keys,
    "known": _known,
    "lookup": lookup,
    "matches": _matches,
    "member": _member,
    "optional_index": optional_index,
    "optional_select": optional_select,
    "plus": _plus,
    "size": _size,
    "type_of": _type_of,
}
"""The names that generated code may use. It has no other builtins."""


def load(code: CodeType, functions: Sequence[Function] = ()) -> Evaluate:
    """The callable of a compiled expression: `(context, *values)`, values in the order of the environment's variables.

    It gives a CEL value or an Unknown and raises CelEvaluationError. `code` is a `Program.code`, possibly marshalled
    and read back by the same version of Python; `functions` are those of the environment it was compiled against.
    """
    overloads = by_key(functions)
    walk: Callable[..., Any] | None = None

    def exact(program: tuple[Any, ...], context: Any, values: tuple[Any, ...]) -> Any:
        nonlocal walk
        if walk is None:
            from scanner.policy.cel.exact import walker

            walk = walker(*program)
        return walk(overloads, context, values)

    names = dict(_NAMES)
    names["exact"] = exact
    names["overloads"] = overloads
    exec(code, names)  # noqa: S102 - made by `generate.py` from a checked expression, with no builtins but four
    loaded: Evaluate = names["evaluate"]
    return loaded
