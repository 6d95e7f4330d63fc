"""Expressions to values, as Terraform computes them, with Unknown where Terraform would not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from scanner.inputs.terraform.evaluate import operators
from scanner.inputs.terraform.evaluate.access import Repetition, force, force_inside
from scanner.inputs.terraform.evaluate.conditionals import attempt, conditional
from scanner.inputs.terraform.evaluate.errors import EvaluationError, TooLarge
from scanner.inputs.terraform.evaluate.nulls import is_null, typed
from scanner.inputs.terraform.evaluate.parts import get_attribute, get_index, walk
from scanner.inputs.terraform.evaluate.sets import is_settled
from scanner.inputs.terraform.evaluate.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    ListValue,
    MapValue,
    SetOf,
    SetValue,
    TupleOf,
    type_of,
)
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, find_unknowns
from scanner.inputs.terraform.syntax import tree
from scanner.model.values import Array, Object, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.scope import Scope


MAX_TEXT = 16_000_000
"""Longest text a template may give, in characters."""

Hole: TypeAlias = "tuple[int, tree.Expression, Unknown]"
"""An Unknown in a template: how many texts stand before it, the expression that gave it, and itself."""


SEQUENCES = (ListOf, SetOf, TupleOf)
"""Types of what has items without keys."""


def evaluate(node: tree.Expression, scope: Scope) -> Value:
    """The value of an expression. Raises `EvaluationError` where Terraform would report an error."""
    return _EVALUATORS[node.__class__](node, scope)


def _literal(node: tree.Literal, scope: Scope) -> Value:
    return node.value


def _reference(node: tree.Reference, scope: Scope) -> Value:
    names = scope.names
    if node.name in names:
        if not node.steps and names[node.name].__class__ is Repetition:
            message = f'Invalid reference: the "{node.name}" object cannot be accessed directly, only its attributes'
            raise EvaluationError(message, node, scope)
        return walk(names[node.name], node.steps, node, scope)
    return scope.module.lookup(node, scope)


def _get_attr(node: tree.GetAttr, scope: Scope) -> Value:
    return get_attribute(evaluate(node.object, scope), node.name, node, scope)


def _index(node: tree.Index, scope: Scope) -> Value:
    collection = evaluate(node.collection, scope)
    return get_index(collection, force(evaluate(node.key, scope)), node, scope)


def _template(node: tree.Template, scope: Scope) -> Value:
    return render(node.parts, node, scope)


def render(parts: list[tree.Expression], node: tree.Node, scope: Scope) -> Value:
    """The text of template parts, or an Unknown when a part of it is."""
    texts: list[str] = []
    unknown: list[Unknown] = []
    holes: list[Hole] = []
    _collect(parts, scope, texts, unknown, holes)
    if unknown:
        plain = len(holes) == len(unknown)
        form = _between(texts, holes) if plain else (node, *texts)
        text = combine(unknown, ("template", *form), operators.STRING, not_null=True)
        if plain:
            text.prefix = "".join(texts[: holes[0][0]]) + (holes[0][2].prefix if holes[0][2].not_null else "")
        if plain and "".join(texts).lstrip()[:1] in "{[":
            from scanner.inputs.terraform.evaluate.json_content import template_content

            text.content = template_content(texts, holes)
        return text
    length = sum(map(len, texts))
    if length > MAX_TEXT:
        raise TooLarge(f"the text has more than {MAX_TEXT:,} characters")
    return "".join(texts)


def _between(texts: list[str], holes: list[Hole]) -> list[str]:
    """The text before, between and behind the holes: with what fills these, it is all that the whole depends on."""
    ends = [0, *(hole[0] for hole in holes), len(texts)]
    return ["".join(texts[start:end]) for start, end in pairwise(ends)]


def _collect(
    parts: list[tree.Expression], scope: Scope, texts: list[str], unknown: list[Unknown], holes: list[Hole]
) -> None:
    """Adds the texts of the parts, the Unknowns among them, and which of these stand for a piece of text."""
    for part in parts:
        if isinstance(part, tree.Literal):
            texts.append(part.value if isinstance(part.value, str) else operators.to_text(part.value, part, scope))
        elif isinstance(part, tree.TemplateIf):
            condition = operators.to_bool(evaluate(part.condition, scope), part.condition, scope)
            if isinstance(condition, Unknown):
                unknown.append(condition)
            else:
                _collect(part.yes if condition else part.no, scope, texts, unknown, holes)
        elif isinstance(part, tree.TemplateFor):
            collection = force(evaluate(part.collection, scope))
            doubt = undecided(collection, part.collection, scope)
            if doubt is not None:
                unknown.append(doubt)
                continue
            inner = scope.child()
            for key, value in entries(collection, part.collection, scope):
                inner.bind(part.key, key, part.value, value)
                _collect(part.body, inner, texts, unknown, holes)
        else:
            value = evaluate(part, scope)
            if value.__class__ is str:
                texts.append(value)
            elif isinstance(value, Unknown):
                unknown.append(value)
                holes.append((len(texts), part, value))
            else:
                texts.append(operators.to_text(value, part, scope))


def _template_wrap(node: tree.TemplateWrap, scope: Scope) -> Value:
    return evaluate(node.inner, scope)


def _splat_item(node: tree.SplatItem, scope: Scope) -> Value:
    return scope.names["*"]


def _splat(node: tree.Splat, scope: Scope) -> Value:
    source = evaluate(node.source, scope)
    if is_null(source):
        if isinstance(type_of(source), SEQUENCES):
            message = "Splat of null value: splat expressions cannot be applied to null sequences"
            raise EvaluationError(message, node, scope)
        return []
    type = type_of(source) if isinstance(source, Unknown) else None
    if type is not None and (type is DYNAMIC or isinstance(type, SEQUENCES) or not source.not_null):
        return combine([source], None, not_null=True)
    items = source if isinstance(source, list) else [source]
    inner = scope.child()
    results = []
    for item in items:
        inner.names["*"] = typed(item, source)
        results.append(evaluate(node.body, inner))
    if not isinstance(source, (ListValue, SetValue)):
        return results
    return operators.as_list(results) if results else _empty_splat(source, node, inner)


def _empty_splat(source: ListValue | SetValue, node: tree.Splat, scope: Scope) -> Value:
    """A list of no items, of the type that the body would give. No item could have what the body asks of its type."""
    if source.element is DYNAMIC:
        return ListValue([], DYNAMIC)
    scope.names["*"] = TypedUnknown("an item of an empty list", type=source.element)
    return ListValue([], type_of(evaluate(node.body, scope)))


def _call(node: tree.Call, scope: Scope) -> Value:
    if not scope.module.functions:
        raise EvaluationError("Function calls not allowed: functions may not be called here", node, scope)
    if node.name in ("try", "can"):
        return attempt(node, evaluate, scope)
    arguments = [evaluate(argument, scope) for argument in node.arguments]
    if node.expand:
        last = force(arguments.pop())
        if isinstance(last, Unknown) and (type_of(last) is DYNAMIC or isinstance(type_of(last), SEQUENCES)):
            return combine([last], None)
        if not isinstance(last, list):
            needed = "must not be null" if is_null(last) else "must be of a tuple, list, or set type"
            message = f"Invalid expanding argument value: the expanding argument {needed}"
            raise EvaluationError(message, node.arguments[-1], scope)
        arguments += [typed(item, last) for item in last]
    return scope.module.evaluation.call(node, arguments, scope)


def _unary(node: tree.Unary, scope: Scope) -> Value:
    return operators.unary(node, force(evaluate(node.operand, scope)), scope)


def _binary(node: tree.Binary, scope: Scope) -> Value:
    operator = node.operator
    if operator in ("&&", "||"):
        return operators.logical(node, evaluate, scope)
    left = force_inside(evaluate(node.left, scope))
    right = force_inside(evaluate(node.right, scope))
    return operators.binary(node, left, right, scope)


def _conditional(node: tree.Conditional, scope: Scope) -> Value:
    return conditional(node, evaluate, scope)


def _tuple(node: tree.TupleCons, scope: Scope) -> Value:
    constants = scope.module.evaluation.constants
    known = constants.get(node)
    if known is not None:
        return known
    items = [evaluate(item, scope) for item in node.items]
    value = Array(items, scope.source, (node.start, node.end), [(item.start, item.end) for item in node.items])
    if all(item.__class__ is tree.Literal for item in node.items):
        constants[node] = value
    return value


def _object(node: tree.ObjectCons, scope: Scope) -> Value:
    value = Object((), scope.source, (node.start, node.end))
    spans: dict[str, tuple[int, int]] = {}
    unknown: list[Unknown] = []
    for key_node, value_node in node.items:
        key: Any = key_node.value if key_node.__class__ is tree.Literal else evaluate(key_node, scope)
        if key.__class__ is not str:
            if is_null(key):
                raise EvaluationError("Null value as key: can't use a null value as a key", key_node, scope)
            key = operators.to_key(key, "Incorrect key type: can't use this value as a key", key_node, scope)
            if isinstance(key, Unknown):
                unknown.append(key)
                evaluate(value_node, scope)  # it may be in error
                continue
        value[key] = evaluate(value_node, scope)
        spans[key] = (key_node.start, value_node.end)
    value.spans = spans
    return combine(unknown, None, not_null=True) if unknown else value


def entries(collection: Value, node: tree.Node, scope: Scope) -> Iterable[tuple[Value, Value]]:
    """Key and value of each item, in Terraform's order: maps by key, sets with the value as the key."""
    if isinstance(collection, dict):
        return _typed_entries(sorted(collection.items()), collection)
    if isinstance(collection, SetValue):
        return [(item, item) for item in collection]
    if isinstance(collection, list):
        return _typed_entries(enumerate(collection), collection)
    if is_null(collection):
        raise EvaluationError("Iteration over null value: a null value cannot be used as the collection", node, scope)
    raise EvaluationError("Iteration over non-iterable value: a collection or object is required", node, scope)


def _typed_entries(pairs: Iterable[tuple[Value, Value]], collection: Value) -> Iterable[tuple[Value, Value]]:
    """Entries with nulls of the type that all items of the collection have."""
    return [(key, typed(item, collection)) for key, item in pairs] if hasattr(collection, "element") else pairs


def undecided(collection: Value, node: tree.Node, scope: Scope) -> Unknown | None:
    """The Unknown that stands for going through a collection whose items, their number or their order are not known."""
    if isinstance(collection, Unknown):
        if type_of(collection) in (STRING, NUMBER, BOOL):
            entries(0, node, scope)
        return collection
    if isinstance(collection, SetValue) and not is_settled(collection):
        return find_unknowns(collection)[0]
    return None


def _for(node: tree.For, scope: Scope) -> Value:
    collection = force(evaluate(node.collection, scope))
    unknown = undecided(collection, node.collection, scope)
    if unknown is not None:
        return combine([unknown], None, not_null=True)
    inner = scope.child()
    result: Value = [] if node.key_result is None else {}
    doubts: list[Unknown] = []
    for key, value in entries(collection, node.collection, scope):
        inner.bind(node.key, key, node.value, value)
        if node.condition is not None:
            given = evaluate(node.condition, inner)
            try:
                condition = operators.to_bool(given, node.condition, scope, *_IF)
            except EvaluationError:
                if not doubts:
                    raise
                continue  # Terraform converts no more conditions after the first that it does not know
            if isinstance(condition, Unknown):
                doubts.append(condition)
            if condition is not True:
                continue
        if node.key_result is None:
            result.append(evaluate(node.result, inner))
            continue
        _add_entry(result, doubts, node, inner)
        if doubts:
            break  # Terraform looks no further than the first key it does not know
    return combine(doubts, None, not_null=True) if doubts else result


_IF = (
    "Condition is null: the value of the 'if' clause must not be null",
    "Invalid 'for' condition: the 'if' clause value is invalid",
)
"""What is wrong with an `if` clause that is null, or neither true nor false."""


def _add_entry(result: dict[str, Value], doubts: list[Unknown], node: tree.For, scope: Scope) -> None:
    """Adds the entry of one turn, or the Unknown that its key is."""
    assert node.key_result is not None
    key = force(evaluate(node.key_result, scope))
    if is_null(key):
        message = "Invalid object key: key expression in 'for' expression must not be null"
        raise EvaluationError(message, node.key_result, scope)
    what = "Invalid object key: the key expression produced an invalid result"
    name = operators.to_key(key, what, node.key_result, scope)
    if isinstance(name, Unknown):
        doubts.append(name)
        return
    value = evaluate(node.result, scope)
    if node.group:
        result.setdefault(name, []).append(value)
    elif name in result:
        message = f"Duplicate object key: two different items produced the key \"{name}\" in this 'for' expression"
        raise EvaluationError(message, node.key_result, scope)
    else:
        result[name] = value


_EVALUATORS: dict[type, Callable[[Any, Any], Value]] = {
    tree.Literal: _literal,
    tree.Reference: _reference,
    tree.GetAttr: _get_attr,
    tree.Index: _index,
    tree.Template: _template,
    tree.TemplateWrap: _template_wrap,
    tree.SplatItem: _splat_item,
    tree.Splat: _splat,
    tree.Call: _call,
    tree.Unary: _unary,
    tree.Binary: _binary,
    tree.Conditional: _conditional,
    tree.TupleCons: _tuple,
    tree.ObjectCons: _object,
    tree.For: _for,
}

__all__ = ["MapValue", "entries", "evaluate", "render"]
