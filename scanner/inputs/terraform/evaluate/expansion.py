"""`count` and `for_each`: which instances a block has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

from scanner.inputs.terraform.evaluate.access import LazyObject, Repetition, force, force_inside
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.nulls import is_null, typed
from scanner.inputs.terraform.evaluate.scope import Scope
from scanner.inputs.terraform.evaluate.types import NUMBER, STRING, SetValue
from scanner.inputs.terraform.evaluate.unknowns import combine
from scanner.inputs.terraform.syntax.tree import Attribute, Block, Call, Expression, Reference
from scanner.model.values import Unknown, Value

MAX_INSTANCES = 100_000
"""Most instances one block may have: a typing error in `count` must not fill the memory."""

REPEATED_OVER = "*each"
"""A name no expression can write, under which a scope keeps what its block repeats over: expression and scope."""

InstanceKey: TypeAlias = "int | str | None"

T = TypeVar("T")


@dataclass(slots=True)
class Expansion(Generic[T]):
    """The instances of one block."""

    mode: Literal["single", "count", "for_each", "unknown"]
    """How the block repeats. `unknown`: one instance stands for as many as there turn out to be."""
    instances: dict[InstanceKey, T] = field(default_factory=dict)
    """By instance key, in Terraform's order; None for `single` and `unknown`."""
    unknown: Unknown | None = None
    """Why the instances are not known."""

    def value(self, lazy: Callable[[T], LazyObject]) -> Value:
        """What a reference to the whole block gives."""
        if self.mode == "single":
            return lazy(self.instances[None])
        if self.mode == "count":
            return [lazy(instance) for instance in self.instances.values()]
        if self.mode == "for_each":
            return {str(key): lazy(instance) for key, instance in self.instances.items()}
        return self.unknown


def suffix(key: InstanceKey, names: dict[str, Value]) -> str:
    """The instance key as it stands in an address. `[*]` stands for instances that are not known.

    `names` are those the instance was made with: a block that does not repeat has none.
    """
    if key is None:
        return "[*]" if names else ""
    if isinstance(key, int):
        return f"[{key}]"
    if key.isascii() and key.isprintable() and not _SPECIAL.intersection(key):
        return f'["{key}"]'
    escaped = "".join(map(_escape, key)).replace("${", "$${").replace("%{", "%%{")
    return f'["{escaped}"]'


_SPECIAL = frozenset('"\\$%')
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def _escape(character: str) -> str:
    """A character of a key as addresses have it: what cannot be printed by its code point."""
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _check_one(block: Block, scope: Scope) -> None:
    attributes = block.body.attributes
    if "count" in attributes and "for_each" in attributes:
        what = 'Invalid combination of "count" and "for_each": they are mutually exclusive, only one may be used'
        at = max(attributes["count"], attributes["for_each"], key=_start)
        scope.module.evaluation.report("error", what, block.body.source_of(at.name), at.start, at.end)


def _start(attribute: Attribute) -> int:
    return attribute.start


def expand(block: Block, scope: Scope, make: Callable[[InstanceKey, dict[str, Value]], T]) -> Expansion[T]:
    """Works out the instances of a resource or module block. `make` gets each one's key and names.

    The names are empty for a block that does not repeat, and hold `each` and `count` for a symbolic instance.
    """
    attributes = block.body.attributes
    _check_one(block, scope)
    if "for_each" in attributes:
        return _for_each(attributes["for_each"].expression, scope, make)
    if "count" in attributes:
        return _count(attributes["count"].expression, scope, make)
    return Expansion("single", {None: make(None, {})})


def _symbolic(argument: str, unknown: Unknown, make: Callable[[InstanceKey, dict[str, Value]], T]) -> Expansion[T]:
    """One instance for all: its key and value are as unknown as the number of instances."""
    names: dict[str, Value]
    if argument == "count":
        names = {"count": Repetition(index=combine([unknown], None, NUMBER, not_null=True))}
    else:
        key = combine([unknown], None, STRING, not_null=True)
        names = {"each": Repetition(key=key, value=Unknown(unknown.cause, unknown.references))}
    # What is not known of the argument is not what is not known of the instances: they are of another type.
    return Expansion("unknown", {None: make(None, names)}, combine([unknown], None, not_null=True))


def _count(expression: Expression, scope: Scope, make: Callable[[InstanceKey, dict[str, Value]], T]) -> Expansion[T]:
    value = force_inside(scope.module.evaluation.guarded(expression, scope))
    if isinstance(value, Unknown):
        return _symbolic("count", value, make)
    what = ""
    try:
        value = convert(value, NUMBER)
    except ConversionError as error:
        what = f"Incorrect value type: invalid expression value: {error}"
    else:
        wrong = _wrong_count(value)
        what = wrong and f"Invalid count argument: {wrong}"
    if what:
        return _symbolic("count", _refuse(what, expression, scope), make)
    return Expansion("count", {index: make(index, {"count": Repetition(index=index)}) for index in range(value)})


def _wrong_count(value: Value) -> str:
    if is_null(value):
        return "the given value is null; an integer is required"
    if not isinstance(value, int):
        return "a whole number is required"
    if value < 0:
        return "must be greater than or equal to zero"
    return f"more than {MAX_INSTANCES:,} instances are not expanded" if value > MAX_INSTANCES else ""


def _for_each(expression: Expression, scope: Scope, make: Callable[[InstanceKey, dict[str, Value]], T]) -> Expansion[T]:
    value = force(scope.module.evaluation.guarded(expression, scope))
    if isinstance(value, Unknown):
        return _symbolic("for_each", value, make)
    if _is_secret(expression, scope):
        what = "Invalid for_each argument: sensitive values cannot be used, their keys would show in addresses"
        return _symbolic("for_each", _refuse(what, expression, scope), make)
    if isinstance(value, dict):
        pairs = [(key, typed(item, value)) for key, item in sorted(value.items())]
    elif isinstance(value, SetValue):
        unknown = next((item for item in value if isinstance(item, Unknown)), None)
        if unknown is not None:
            return _symbolic("for_each", unknown, make)
        pairs = [(item, item) for item in value]
    else:
        given = "null" if is_null(value) else "a list or tuple" if isinstance(value, list) else "a single value"
        what = f"Invalid for_each argument: must be a map, or set of strings, and you have provided {given}"
        return _symbolic("for_each", _refuse(what, expression, scope), make)
    if not all(isinstance(key, str) for key, _ in pairs):
        what = "Invalid for_each set argument: it must hold strings only, and no null"
        return _symbolic("for_each", _refuse(what, expression, scope), make)
    if len(pairs) > MAX_INSTANCES:
        what = f"Invalid for_each argument: more than {MAX_INSTANCES:,} instances are not expanded"
        return _symbolic("for_each", _refuse(what, expression, scope), make)
    owner = (expression, scope)
    made = {key: make(key, {"each": Repetition(key=key, value=item), REPEATED_OVER: owner}) for key, item in pairs}
    return Expansion("for_each", made)


def _is_secret(node: Expression, scope: Scope) -> bool:
    """Whether an expression is for certain sensitive as a whole: such a variable, or a value marked on the spot."""
    if isinstance(node, Call):
        if node.name in ("toset", "tomap") and len(node.arguments) == 1:
            return _is_secret(node.arguments[0], scope)
        return node.name == "sensitive"
    return isinstance(node, Reference) and len(node.steps) == 1 and scope.module.is_secret(node)


def _refuse(what: str, expression: Expression, scope: Scope) -> Unknown:
    scope.module.evaluation.report("error", what, scope.source, expression.start, expression.end)
    return Unknown(what)
