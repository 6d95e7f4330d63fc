"""Label selectors, three-valued: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from scanner.model.values import Unknown, Value

VALUED: Final = ("In", "NotIn")
VALUELESS: Final = ("Exists", "DoesNotExist")
"""The operators of expressions, with values and without."""
Label: TypeAlias = Callable[[str], Value]
"""The value of a label by its name: None where it is absent, Unknown where nobody knows."""


def labels_of(labels: Value) -> Label:
    """The labels of a map, or of an Unknown."""
    if isinstance(labels, Unknown):
        return lambda name: labels
    return labels.get if isinstance(labels, dict) else lambda name: None


def is_missing(value: Value) -> bool:
    """True where nothing is written: absent, or an empty text, list or map. What is not known is not missing."""
    return value is None or (isinstance(value, (str, list, dict)) and not value)


def is_empty(selector: Value) -> bool:
    """True where a selector selects everything."""
    return is_missing(selector) or (isinstance(selector, dict) and all(map(is_missing, selector.values())))


def selects(selector: Value, label: Label) -> bool | Unknown:
    """Whether a LabelSelector, which has no faults, selects what has these labels."""
    if isinstance(selector, Unknown):
        return selector
    if is_empty(selector):
        return True
    wanted, expressions = selector.get("matchLabels"), selector.get("matchExpressions")
    answers: list[bool | Unknown] = [each for each in (wanted, expressions) if isinstance(each, Unknown)]
    if isinstance(wanted, dict):
        answers += [_is_one_of(label(name), [value]) for name, value in wanted.items()]
    if isinstance(expressions, list):
        answers += [_fulfils(each, label) for each in expressions]
    return all_of(answers)


def all_of(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    """Whether all are true: false where one is false, Unknown where that depends on one."""
    return _decided(answers, False)


def any_of(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    """Whether one is true: true where one is true, Unknown where that depends on one."""
    return _decided(answers, True)


def _decided(answers: Iterable[bool | Unknown], decisive: bool) -> bool | Unknown:
    """What one answer alone decides; else the first Unknown, and the opposite where there is none."""
    unknown: Unknown | None = None
    for each in answers:
        if each is decisive:
            return decisive
        if isinstance(each, Unknown) and unknown is None:
            unknown = each
    return (not decisive) if unknown is None else unknown


def _fulfils(expression: Value, label: Label) -> bool | Unknown:
    if isinstance(expression, Unknown):
        return expression
    key, operator = expression["key"], expression["operator"]
    if isinstance(key, Unknown) or isinstance(operator, Unknown):
        return key if isinstance(key, Unknown) else operator
    value = label(key)
    if operator in VALUELESS:
        return value if isinstance(value, Unknown) else (value is not None) == (operator == "Exists")
    found = _is_one_of(value, expression["values"])
    return found if isinstance(found, Unknown) or operator == "In" else not found


def _is_one_of(value: Value, values: Value) -> bool | Unknown:
    if value is None:
        return False
    if isinstance(value, Unknown) or isinstance(values, Unknown):
        return value if isinstance(value, Unknown) else values
    if value in values:
        return True
    return next((each for each in values if isinstance(each, Unknown)), False)
