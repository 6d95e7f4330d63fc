"""Type constraints of variables: `object({name = string, size = optional(number, 1)})`, and applying them."""

from __future__ import annotations

from collections.abc import Callable

from scanner.inputs.terraform.evaluate.convert import ConversionError, convert, unify_values
from scanner.inputs.terraform.evaluate.nulls import is_null
from scanner.inputs.terraform.evaluate.sets import make_set
from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ListOf,
    ListValue,
    MapOf,
    MapValue,
    ObjectOf,
    SetOf,
    SetValue,
    TupleOf,
    Type,
    keep_places,
    type_of,
)
from scanner.inputs.terraform.syntax.tree import (
    Call,
    Expression,
    Literal,
    Node,
    ObjectCons,
    Reference,
    TemplateWrap,
    TupleCons,
    Unary,
)
from scanner.model.values import Array, Object, Unknown, Value

Evaluate = Callable[[Expression], Value]
"""Gives the value of a constant expression."""

_KEYWORDS: dict[str, Type] = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": DYNAMIC}
_COLLECTIONS: dict[str, type[Collection]] = {"list": ListOf, "set": SetOf, "map": MapOf}
_ARGUMENT = {
    "list": "the element type",
    "set": "the element type",
    "map": "the element type",
    "object": "the attribute types and values as a map",
    "tuple": "the element types as a list",
}
_MOST_NESTED = 60


class ConstraintError(ValueError):
    """A type constraint that Terraform would refuse."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        """What is wrong, in Terraform's words."""
        self.start = start
        """Where the faulty part starts, as an offset into its file."""
        self.end = end
        """Where it ends."""


class Defaults:
    """Defaults of optional attributes, somewhere inside a type."""

    __slots__ = ("children", "type", "values")

    def __init__(self, type: Type, values: dict[str, Value], children: dict[str | int, Defaults]) -> None:
        self.type = type
        """The type whose attributes or items these are."""
        self.values = values
        """Default of each optional attribute that has one."""
        self.children = children
        """Defaults further inside: by attribute name, by tuple index, or under `""` for every element."""


class Constraint:
    """What a variable's `type` says."""

    __slots__ = ("defaults", "type")

    def __init__(self, type: Type, defaults: Defaults | None = None) -> None:
        self.type = type
        """The type values are converted to."""
        self.defaults = defaults
        """Defaults of its optional attributes, None where there are none."""


def parse_constraint(expression: Expression, evaluate: Evaluate | None = None) -> Constraint:
    """The constraint that an expression stands for. Raises ConstraintError.

    `evaluate` gives the values of defaults inside `optional(...)`; by default constants, tuples and objects only.
    The old forms `"string"`, `list` and `map` are taken too.
    """
    if isinstance(expression, TemplateWrap):
        expression = expression.inner
    if isinstance(expression, Literal) and expression.value in ("string", "list", "map"):
        name = str(expression.value)
        return Constraint(STRING if name == "string" else _COLLECTIONS[name](DYNAMIC))
    if isinstance(expression, Reference) and not expression.steps and expression.name in ("list", "map"):
        return Constraint(_COLLECTIONS[expression.name](DYNAMIC))
    return Constraint(*_parse(expression, evaluate or constant, 0))


def apply(constraint: Constraint, value: Value) -> Value:
    """`value` with the defaults of optional attributes filled in and converted. Raises ConversionError."""
    if constraint.defaults is not None:
        try:
            value = _fill(constraint.defaults, value)
        except RecursionError:
            raise ConversionError("the value is nested too deeply") from None
    return convert(value, constraint.type)


def constant(expression: Expression) -> Value:
    """The value of an expression made of constants. Raises ConstraintError for any other."""
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, TemplateWrap):
        return constant(expression.inner)
    if isinstance(expression, TupleCons):
        return [constant(item) for item in expression.items]
    if isinstance(expression, ObjectCons):
        return {str(constant(key)): constant(item) for key, item in expression.items}
    if isinstance(expression, Unary) and expression.operator == "-":
        value = constant(expression.operand)
        if not isinstance(value, (str, bool, list, dict)) and value is not None:
            return -value
    raise _error("Variables not allowed: variables and functions may not be used here.", expression)


def _error(message: str, node: Node) -> ConstraintError:
    return ConstraintError(message, node.start, node.end)


def _parse(expression: Expression, evaluate: Evaluate, depth: int) -> tuple[Type, Defaults | None]:
    if depth > _MOST_NESTED:
        raise _error("The type is nested too deeply.", expression)
    if isinstance(expression, Reference) and not expression.steps:
        if expression.name in _KEYWORDS:
            return _KEYWORDS[expression.name], None
        if expression.name in _ARGUMENT:
            raise _error(_one_argument(expression.name), expression)
        raise _error(f'The keyword "{expression.name}" is not a valid type specification.', expression)
    if not isinstance(expression, Call):
        raise _error(
            "A type specification is either a primitive type keyword (bool, number, string) "
            "or a complex type constructor call, like list(string).",
            expression,
        )
    return _parse_call(expression, evaluate, depth + 1)


def _one_argument(name: str) -> str:
    return f"The {name} type constructor requires one argument specifying {_ARGUMENT[name]}."


def _parse_call(call: Call, evaluate: Evaluate, depth: int) -> tuple[Type, Defaults | None]:
    name = call.name
    if name == "any":
        raise _error('Type constraint keyword "any" does not expect arguments.', call)
    if name in _KEYWORDS:
        raise _error(f'Primitive type keyword "{name}" does not expect arguments.', call)
    if name == "optional":
        raise _error('Keyword "optional" is valid only as a modifier for object type attributes.', call)
    if name not in _ARGUMENT:
        raise _error(f'Keyword "{name}" is not a valid type constructor.', call)
    if len(call.arguments) != 1:
        raise _error(_one_argument(name), call.arguments[1] if call.arguments else call)
    inner = call.arguments[0]
    if name == "object":
        return _parse_object(inner, evaluate, depth)
    if name == "tuple":
        return _parse_tuple(inner, evaluate, depth)
    element, defaults = _parse(inner, evaluate, depth)
    type = _COLLECTIONS[name](element)
    return type, Defaults(type, {}, {"": defaults}) if defaults else None


def _parse_tuple(inner: Expression, evaluate: Evaluate, depth: int) -> tuple[Type, Defaults | None]:
    if not isinstance(inner, TupleCons):
        raise _error("Tuple type constructor requires a list of element types.", inner)
    parsed = [_parse(item, evaluate, depth) for item in inner.items]
    type = TupleOf([item for item, _ in parsed])
    children: dict[str | int, Defaults] = {index: found for index, (_, found) in enumerate(parsed) if found}
    return type, Defaults(type, {}, children) if children else None


def _parse_object(inner: Expression, evaluate: Evaluate, depth: int) -> tuple[Type, Defaults | None]:
    if not isinstance(inner, ObjectCons):
        raise _error(
            "Object type constructor requires a map whose keys are attribute names "
            "and whose values are the corresponding attribute types.",
            inner,
        )
    attributes: dict[str, Type] = {}
    optional: list[str] = []
    values: dict[str, Value] = {}
    children: dict[str | int, Defaults] = {}
    for key, item in inner.items:
        name = _attribute_name(key)
        if name in attributes:
            raise _error("Object constructor map keys must be unique.", key)
        default: Expression | None = None
        if isinstance(item, Call) and item.name == "optional":
            item, default = _optional(item)
            optional.append(name)
        attributes[name], found = _parse(item, evaluate, depth)
        if default is not None:
            values[name] = _default(default, attributes[name], evaluate)
        if found:
            children[name] = found
    type = ObjectOf(attributes, optional)
    return type, Defaults(type, values, children) if values or children else None


def _attribute_name(key: Expression) -> str:
    if isinstance(key, Literal) and isinstance(key.value, str):
        return key.value
    raise _error("Object constructor map keys must be attribute names.", key)


def _optional(call: Call) -> tuple[Expression, Expression | None]:
    match call.arguments:
        case [type]:
            return type, None
        case [type, default]:
            return type, default
        case []:
            raise _error("Optional attribute modifier requires the attribute type as its argument.", call)
        case _:
            raise _error(
                "Optional attribute modifier expects at most two arguments: the attribute type, and a default value.",
                call,
            )


def _default(expression: Expression, type: Type, evaluate: Evaluate) -> Value:
    value = evaluate(expression)
    try:
        return convert(value, type)
    except ConversionError as error:
        message = f"This default value is not compatible with the attribute's type constraint: {error}."
        raise _error(message, expression) from None


def _fill(defaults: Defaults, value: Value) -> Value:
    if is_null(value) or isinstance(value, Unknown):
        return value
    if isinstance(value, list):
        return _fill_items(defaults, value)
    return _fill_entries(defaults, value) if isinstance(value, dict) else value


def _child(defaults: Defaults, key: str | int) -> Defaults | None:
    fits = isinstance(defaults.type, TupleOf if isinstance(key, int) else ObjectOf)
    return defaults.children.get(key if fits else "")


def _fill_items(defaults: Defaults, value: list[Value]) -> Value:
    items = []
    for index, item in enumerate(value):
        child = _child(defaults, index)
        items.append(_fill(child, item) if child else item)
    if isinstance(value, (ListValue, SetValue)) and items:
        agreed = unify_values(items)
        if agreed is not None:
            element = type_of(next((item for item in agreed if item is not None), None))
            if isinstance(value, SetValue):
                return make_set(agreed, element, value)
            return ListValue(agreed, element, value)
    elif isinstance(value, (ListValue, SetValue)):
        return value
    return keep_places(value, Array(items))


def _fill_entries(defaults: Defaults, value: dict[str, Value]) -> Value:
    entries: dict[str, Value] = {}
    for name, item in value.items():
        child = _child(defaults, name)
        entries[name] = _fill(child, item) if child else item
    for name, default in defaults.values.items():
        if is_null(entries.get(name)):
            inner = defaults.children.get(name)
            entries[name] = _fill(inner, default) if inner else default
    if isinstance(value, MapValue) and value:
        agreed = unify_values(list(entries.values()))
        if agreed is not None:
            element = type_of(next((item for item in agreed if item is not None), None))
            return MapValue(dict(zip(entries, agreed, strict=True)), element, value)
    elif isinstance(value, MapValue) and not entries:
        return value
    return keep_places(value, Object(entries))
