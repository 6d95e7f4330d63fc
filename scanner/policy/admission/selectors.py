"""Label selectors, three-valued: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from scanner.model.values import Unknown, Value

Label: TypeAlias = Callable[[str], Value]
"""The value of a label by its name: None where it is absent, Unknown where nobody knows."""


def labels_of(labels: Value) -> Label:
    """The labels of a map, or of an Unknown."""
    if isinstance(labels, Unknown):
        return lambda name: labels
    return labels.get if isinstance(labels, dict) else lambda name: None


def is_empty(selector: Value) -> bool:
    """True where a selector selects everything."""
    return selector is None or (isinstance(selector, dict) and not any(selector.values()))


def selects(selector: Value, label: Label) -> bool | Unknown:
    """Whether a LabelSelector selects what has these labels. Raises ValueError for one that is not valid."""
    if isinstance(selector, Unknown):
        return selector
    if selector is None:
        return True
    if not isinstance(selector, dict):
        raise ValueError("a selector must be an object")
    wanted = selector.get("matchLabels") or {}
    expressions = selector.get("matchExpressions") or []
    for each in (wanted, expressions):
        if isinstance(each, Unknown):
            return each
    if not isinstance(wanted, dict) or not isinstance(expressions, list):
        raise ValueError("matchLabels must be an object and matchExpressions a list")
    answers = [_is_one_of(label(name), [value]) for name, value in wanted.items()]
    return all_of([*answers, *(_fulfils(each, label) for each in expressions)])


def all_of(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    """Whether all are true: false where one is false, Unknown where that depends on one."""
    unknown: bool | Unknown = True
    for each in answers:
        if each is False:
            return False
        if isinstance(each, Unknown) and unknown is True:
            unknown = each
    return unknown


def any_of(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    """Whether one is true: true where one is true, Unknown where that depends on one."""
    unknown: bool | Unknown = False
    for each in answers:
        if each is True:
            return True
        if isinstance(each, Unknown) and unknown is False:
            unknown = each
    return unknown


def _fulfils(expression: Value, label: Label) -> bool | Unknown:
    if isinstance(expression, Unknown):
        return expression
    if not isinstance(expression, dict) or not isinstance(expression.get("key"), str):
        raise ValueError("an expression of a selector needs a key")
    value = label(expression["key"])
    values = expression.get("values") or []
    match expression.get("operator"):
        case "Exists":
            return value if isinstance(value, Unknown) else value is not None
        case "DoesNotExist":
            return value if isinstance(value, Unknown) else value is None
        case "In":
            return _is_one_of(value, values)
        case "NotIn":
            found = _is_one_of(value, values)
            return found if isinstance(found, Unknown) else not found
        case other:
            raise ValueError(f"there is no operator {other!r} in selectors")


def _is_one_of(value: Value, values: Value) -> bool | Unknown:
    if isinstance(value, Unknown) or isinstance(values, Unknown):
        return value if isinstance(value, Unknown) else values
    if not isinstance(values, list):
        raise ValueError("the values of a selector must be a list")
    unknown = next((each for each in values if isinstance(each, Unknown)), None)
    if value is not None and value in values:
        return True
    return False if unknown is None else unknown
