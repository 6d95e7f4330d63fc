"""Label selectors, and the resources that can be selected, indexed by namespace and label.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value

Test: TypeAlias = "Callable[[dict[str, Value]], bool]"
_Labelled: TypeAlias = "tuple[Resource, dict[str, Value] | None]"


class Selector:
    """A selector that was understood."""

    __slots__ = ("required", "tests")

    def __init__(self, required: dict[str, tuple[str, ...]], tests: tuple[Test, ...] = ()) -> None:
        self.required = required
        """Labels that must be there with one of these values."""
        self.tests = tests
        """What labels must fulfil besides."""

    @property
    def is_empty(self) -> bool:
        """True when it selects everything, unless its kind says otherwise."""
        return not self.required and not self.tests

    def selects(self, labels: dict[str, Value]) -> bool:
        """Whether an object with these labels is selected."""
        return all(labels.get(key) in values for key, values in self.required.items()) and all(
            test(labels) for test in self.tests
        )


def label_map(value: Value) -> Selector | None:
    """The selector that a plain map of labels is (Service, ReplicationController); None when it cannot be known."""
    if value is None:
        return Selector({})
    if not isinstance(value, dict) or any(isinstance(each, (Unknown, dict, list)) for each in value.values()):
        return None
    return Selector({key: (each,) for key, each in value.items()})


def label_selector(value: Value) -> Selector | None:
    """A LabelSelector (`matchLabels`, `matchExpressions`); None when it cannot be known or is not valid."""
    if value is None:
        return Selector({})
    if not isinstance(value, dict):
        return None
    labels = label_map(value.get("matchLabels"))
    expressions = value.get("matchExpressions")
    if labels is None or not (expressions is None or isinstance(expressions, list)):
        return None
    required = dict(labels.required)
    tests: list[Test] = []
    for expression in expressions or ():
        if not _add(expression, required, tests):
            return None
    return Selector(required, tuple(tests))


def _add(expression: Value, required: dict[str, tuple[str, ...]], tests: list[Test]) -> bool:
    """Adds one of `matchExpressions`; False when it cannot be known or is not valid."""
    if not isinstance(expression, dict):
        return False
    key, values = expression.get("key"), expression.get("values")
    if not isinstance(key, str):
        return False
    operator = expression.get("operator")
    if operator == "Exists":
        tests.append(lambda labels: key in labels and not isinstance(labels[key], Unknown))
    elif operator == "DoesNotExist":
        tests.append(lambda labels: key not in labels)
    elif not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        return False
    elif operator == "NotIn":
        tests.append(lambda labels: not isinstance(labels.get(key), Unknown) and labels.get(key) not in values)
    elif operator != "In":
        return False
    elif key in required:
        tests.append(lambda labels: labels.get(key) in values)
    else:
        required[key] = tuple(values)
    return True


class _Namespace:
    """What can be selected in one namespace."""

    __slots__ = ("everything", "labelled")

    def __init__(self) -> None:
        self.everything: list[_Labelled] = []
        """All of it."""
        self.labelled: dict[tuple[str, str], list[_Labelled]] = {}
        """The same by each of its labels."""


class Selectable:
    """Resources with labels, ready to be selected."""

    def __init__(self) -> None:
        self._namespaces: dict[str | None, _Namespace] = {}
        self.examined = 0
        """How often an object was held against a selector."""

    def add(self, resource: Resource, labels: Value) -> None:
        """Takes in a resource. Where its labels are not known, only what selects everything selects it for certain."""
        known = {} if labels is None else labels if isinstance(labels, dict) else None
        namespace = self._namespaces.setdefault(resource.namespace, _Namespace())
        entry = (resource, known)
        namespace.everything.append(entry)
        for key, value in known.items() if known is not None else ():
            if isinstance(value, str):
                namespace.labelled.setdefault((key, value), []).append(entry)

    def namespaces(self) -> list[str | None]:
        """The namespaces in which there is something."""
        return list(self._namespaces)

    def select(self, namespace: str | None, selector: Selector) -> Iterable[Resource]:
        """Resources of a namespace that the selector selects, in order."""
        index = self._namespaces.get(namespace)
        if index is None:
            return []
        candidates = _candidates(index, selector)
        self.examined += len(candidates)
        if selector.is_empty:
            return [resource for resource, _ in candidates]
        return [resource for resource, labels in candidates if labels is not None and selector.selects(labels)]


def _candidates(index: _Namespace, selector: Selector) -> Sequence[_Labelled]:
    """The shortest list that holds everything selected."""
    shortest: Sequence[_Labelled] = index.everything
    for key, values in selector.required.items():
        if len(values) == 1:
            found = index.labelled.get((key, values[0]), ())
            shortest = found if len(found) < len(shortest) else shortest
    return shortest
