"""Label selectors, and the resources that can be selected, indexed by namespace and label.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from scanner.inputs.kubernetes.generated import Generated
from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value

Test: TypeAlias = "Callable[[dict[str, Value]], bool | None]"
_Labelled: TypeAlias = "tuple[Resource, dict[str, Value] | None]"


class Selector:
    """A selector that was understood."""

    __slots__ = ("keys", "one_is_enough", "required", "tests")

    def __init__(
        self, required: dict[str, tuple[str, ...]], tests: tuple[Test, ...] = (), keys: Iterable[str] = ()
    ) -> None:
        self.required = required
        """Labels that must be there with one of these values."""
        self.tests = tests
        """What labels must fulfil besides."""
        self.keys = frozenset((*required, *keys))
        """The labels that it looks at."""
        self.one_is_enough = False
        """Whether an object is selected when one of its pods is: what makes them reachable asks no more."""

    @property
    def is_empty(self) -> bool:
        """True when it selects everything, unless its kind says otherwise."""
        return not self.required and not self.tests

    def selects(self, labels: dict[str, Value]) -> bool | None:
        """Whether an object with these labels is selected; None where that hangs on what a controller generates."""
        certain: bool | None = True
        for key, values in self.required.items():
            found = labels.get(key)
            if isinstance(found, Generated):
                answer = True if self.one_is_enough and found.is_some(values) else found.is_one(values)
            else:
                answer = found in values
            if answer is False:
                return False
            certain = certain and answer
        for test in self.tests:
            answer = test(labels)
            if answer is False:
                return False
            certain = certain and answer
        return certain


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
    return Selector(required, tuple(tests), [each["key"] for each in expressions or ()])


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
        tests.append(lambda labels: _is_not_in(labels.get(key), values))
    elif operator != "In":
        return False
    elif key in required:
        tests.append(lambda labels: _is_in(labels.get(key), values))
    else:
        required[key] = tuple(values)
    return True


def _is_in(value: Value, values: list[str]) -> bool | None:
    return value.is_one(values) if isinstance(value, Generated) else value in values


def _is_not_in(value: Value, values: list[str]) -> bool | None:
    if isinstance(value, Generated):
        answer = value.is_one(values)
        return None if answer is None else not answer
    return not isinstance(value, Unknown) and value not in values


class _Namespace:
    """What can be selected in one namespace."""

    __slots__ = ("everything", "generated", "labelled")

    def __init__(self) -> None:
        self.everything: list[_Labelled] = []
        """All of it."""
        self.labelled: dict[tuple[str, str], list[_Labelled]] = {}
        """The same by each of its labels."""
        self.generated: dict[str, list[_Labelled]] = {}
        """What has a label that a controller generates, by the label."""


class TooMuch(Exception):
    """Objects were held against selectors as often as they may be."""


class Examined:
    """How often objects were held against selectors, and how often they may be."""

    __slots__ = ("_most", "count")

    def __init__(self, most: int) -> None:
        self._most = most
        self.count = 0
        """How often it was."""

    def add(self, count: int) -> None:
        """Counts objects that are about to be. Raises TooMuch where these are too many."""
        self.count += count
        if self.count > self._most:
            raise TooMuch


class Selectable:
    """Resources with labels, ready to be selected. What is examined is counted in `examined`."""

    def __init__(self, examined: Examined) -> None:
        self._namespaces: dict[str | None, _Namespace] = {}
        self._examined = examined

    def add(self, resource: Resource, labels: Value) -> None:
        """Takes in a resource. Where its labels are not known, only what selects everything selects it for certain."""
        known = {} if labels is None else labels if isinstance(labels, dict) else None
        namespace = self._namespaces.setdefault(resource.namespace, _Namespace())
        entry = (resource, known)
        namespace.everything.append(entry)
        for key, value in known.items() if known is not None else ():
            if isinstance(value, str):
                namespace.labelled.setdefault((key, value), []).append(entry)
            elif isinstance(value, Generated):
                namespace.generated.setdefault(key, []).append(entry)

    def namespaces(self) -> list[str | None]:
        """The namespaces in which there is something."""
        return list(self._namespaces)

    def select(self, namespace: str | None, selector: Selector) -> Iterable[Resource]:
        """Resources of a namespace that the selector selects. Raises TooMuch."""
        index = self._namespaces.get(namespace)
        if index is None:
            return []
        candidates = _candidates(index, selector)
        self._examined.add(len(candidates))
        if selector.is_empty:
            return [resource for resource, _ in candidates]
        return [resource for resource, labels in candidates if labels is not None and selector.selects(labels)]

    def perhaps(self, namespace: str | None, selector: Selector) -> Iterable[Resource]:
        """Resources of a namespace of which it hangs on a generated label whether the selector selects them.

        Raises TooMuch.
        """
        index = self._namespaces.get(namespace)
        if index is None or selector.keys.isdisjoint(index.generated):
            return []
        candidates = _candidates(index, selector)
        self._examined.add(len(candidates))
        return [each for each, labels in candidates if labels is not None and selector.selects(labels) is None]


def _candidates(index: _Namespace, selector: Selector) -> Sequence[_Labelled]:
    """The shortest list that holds everything selected."""
    shortest: Sequence[_Labelled] = index.everything
    for key, values in selector.required.items():
        if len(values) == 1:
            found: Sequence[_Labelled] = index.labelled.get((key, values[0]), ())
            if key in index.generated:
                found = [*found, *index.generated[key]]
            shortest = found if len(found) < len(shortest) else shortest
    return shortest
