"""Statements of policy documents as the blocks of a configuration give them, in the order of the provider's JSON.

In a statement an Unknown that may turn out null stands for an element that may be left out.
"""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.data import Refused
from scanner.inputs.terraform.evaluate.data.policy_sets import in_set_order
from scanner.inputs.terraform.evaluate.types import STRING
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine
from scanner.model.values import Object, Unknown, Value

_OLD = "2008-10-17"


def statement_of(block: Object, version: Value) -> dict[str, Value]:
    """The JSON object of one `statement` block in a document of a version."""
    elements = {
        "Sid": _sid(block.get("sid")),
        "Effect": _effect(block.get("effect")),
        "Action": _element(block, "actions"),
        "NotAction": _element(block, "not_actions"),
        "Resource": _element(block, "resources", version),
        "NotResource": _element(block, "not_resources", version),
        "Principal": _principals(block.get("principals"), version),
        "NotPrincipal": _principals(block.get("not_principals"), version),
        "Condition": _conditions(block.get("condition"), version),
    }
    return {name: value for name, value in elements.items() if value is not None}


def maybe(unknown: Unknown, operation: str) -> Unknown:
    """An Unknown for what the provider makes of another one, and which it may leave out."""
    return combine([unknown], operation)


def _sid(sid: Value) -> Value:
    return maybe(sid, "sid") if isinstance(sid, Unknown) else sid or None


def _effect(effect: Value) -> Value:
    if isinstance(effect, Unknown):
        return combine([effect], "effect", STRING, not_null=True)
    if effect not in (None, "Allow", "Deny"):
        raise Refused(f'expected effect to be one of "Allow" and "Deny", got {effect}')
    return effect or "Allow"


def _element(block: Object, name: str, version: Value | None = None) -> Value:
    """A set of strings: nothing when it is empty, its item when there is one. With a version, variables are written
    in AWS's way.
    """
    given = block.get(name)
    if isinstance(given, Unknown):
        return maybe(given, name)
    return _one_or_sorted(given, name, version) if given else None


def _one_or_sorted(items: list[Value], name: str, version: Value | None) -> Value:
    if None in items:
        raise Refused(f"null in {name}")
    if len(items) == 1:
        return _replaced(items[0], version)
    return [_replaced(item, version) for item in descending(items)]


def descending(items: list[Value]) -> list[Value]:
    """Known strings from last to first. Where Unknown ones will stand among them cannot be known: they come last."""
    known = sorted((item for item in items if not isinstance(item, Unknown)), reverse=True)
    return known + [item for item in items if isinstance(item, Unknown)]


def _replaced(text: Value, version: Value | None) -> Value:
    """Text with `&{` as AWS writes it, `${`."""
    if isinstance(text, Unknown):
        if version is None:
            return TypedUnknown(text.cause, text.references, text.origin, True, STRING, text.content)
        return combine([text], "policy variables", STRING, not_null=True)
    if version is None or "&{" not in text:
        return text
    if version == _OLD:
        raise Refused(f"found &{{ sequence in ({text}), which is not supported in document version {_OLD}")
    return text.replace("&{", "${")


def _required(block: Object, name: str) -> Value:
    value = block.get(name)
    if value is None:
        raise Refused(f'the argument "{name}" is required')
    return value


def _principals(blocks: Value, version: Value) -> Value:
    if isinstance(blocks, Unknown):
        return maybe(blocks, "principals")
    if not blocks:
        return None
    given = [(_required(block, "type"), _identifiers(block, version)) for block in in_set_order(blocks)]
    unknown = [kind for kind, _ in given if isinstance(kind, Unknown)]
    if unknown:
        return combine(unknown, None, not_null=True)
    return principals_of(given)


def _identifiers(block: Object, version: Value) -> Value:
    given = _required(block, "identifiers")
    if isinstance(given, Unknown):
        return combine([given], "identifiers", not_null=True)
    found = _one_or_sorted(given, "identifiers", version) if given else []
    return descending(found) if isinstance(found, list) else found


def principals_of(given: list[tuple[str, Value]]) -> Value:
    """The `Principal` element of kinds and their identifiers, each a string, a list or an Unknown."""
    if len(given) == 1 and given[0][0] == "*":
        identifiers = given[0][1]
        only = identifiers[0] if isinstance(identifiers, list) and len(identifiers) == 1 else identifiers
        if isinstance(only, Unknown):
            return combine([only], "principals", not_null=True)
        if only == "*":
            return "*"
    made: dict[str, Value] = {}
    for kind, identifiers in given:
        made[kind] = _joined(made[kind], identifiers) if kind in made else identifiers
    return dict(sorted(made.items()))


def _joined(first: Value, second: Value) -> Value:
    """The values of two blocks that mean the same entry."""
    unknown = [value for value in (first, second) if isinstance(value, Unknown)]
    if unknown:
        return combine(unknown, None, not_null=True)
    return [*(first if isinstance(first, list) else [first]), *(second if isinstance(second, list) else [second])]


def _conditions(blocks: Value, version: Value) -> Value:
    if isinstance(blocks, Unknown):
        return maybe(blocks, "condition")
    if not blocks:
        return None
    made: dict[str, Value] = {}
    for block in in_set_order(blocks):
        test, variable = _required(block, "test"), _required(block, "variable")
        values = _values(block, version)
        if isinstance(test, Unknown):
            return combine([test], None, not_null=True)
        tests = made.setdefault(test, {})
        if isinstance(tests, Unknown):
            continue
        if isinstance(variable, Unknown):
            made[test] = combine([variable], None, not_null=True)
        else:
            tests[variable] = _joined(tests[variable], values) if variable in tests else values
    return {test: flattened(made[test]) for test in sorted(made)}


def _values(block: Object, version: Value) -> Value:
    given = _required(block, "values")
    if isinstance(given, Unknown):
        return combine([given], "values", not_null=True)
    if None in given:
        raise Refused("null in values")
    return [_replaced(value, version) for value in given]


def flattened(tests: Value) -> Value:
    """The variables of one condition operator: sorted, and a list of one value as that value."""
    if isinstance(tests, Unknown):
        return tests
    return {
        variable: values[0] if isinstance(values, list) and len(values) == 1 else values
        for variable, values in sorted(tests.items())
    }
