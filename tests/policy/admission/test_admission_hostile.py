"""Whatever stands in a policy, nothing breaks; and what is said of an object does not depend on what is not known."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from admission_builders import binding, demand, graph_of, object_of, policy, said
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.values import Unknown
from scanner.policy.admission.rulesets import parameter_kinds
from scanner.policy.admission.selectors import labels_of, selects

ODD: list[Any] = [None, 5, "x", [], {}, [5, None], {"a": [1]}]

POLICY = policy(
    failurePolicy="Fail",
    paramKind={"apiVersion": "v1", "kind": "Secret"},
    variables=[{"name": "x", "expression": "object.data"}],
    matchConditions=[{"name": "c", "expression": "has(object.data)"}],
    validations=demand("variables.x.size() > 1", message="m", messageExpression="'x' + object.metadata.name"),
)
POLICY["spec"]["matchConstraints"] |= {
    "matchPolicy": "Equivalent",
    "namespaceSelector": {"matchExpressions": [{"key": "a", "operator": "NotIn", "values": ["b"]}]},
    "objectSelector": {"matchLabels": {"a": "b"}},
    "excludeResourceRules": [
        {"apiGroups": ["x"], "apiVersions": ["v1"], "resources": ["widgets"], "operations": ["*"], "scope": "*"}
    ],
}
BINDING = binding(
    paramRef={"name": "p", "namespace": "default", "parameterNotFoundAction": "Deny"},
    matchResources={"objectSelector": {"matchLabels": {"a": "b"}}},
)
SPACE = object_of("Namespace", "default", metadata={"labels": {"a": "c"}})
SECRET = object_of("Secret", "p", metadata={"namespace": "default", "labels": {"a": "b"}})
IT = object_of("ConfigMap", "it", metadata={"labels": {"a": "b"}}, data={"a": "1", "b": "2"})


def _paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield from _paths(value, (*path, key))


def _changed(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    found = copy.deepcopy(node)
    inner = found
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return found


OBJECTS = [POLICY, BINDING, SPACE, SECRET, IT]
PLACES = [
    (at, path) for at, item in enumerate(OBJECTS) for path in _paths(item) if path[0] not in ("apiVersion", "kind")
]


def test_the_whole_is_judged() -> None:
    found, problems = said(graph_of(*OBJECTS))
    assert not problems
    assert found["it"][0] == "pass"


@pytest.mark.parametrize(("at", "path"), PLACES, ids=str)
def test_nothing_breaks(at: int, path: tuple[Any, ...]) -> None:
    for value in ODD:
        objects = list(OBJECTS)
        objects[at] = _changed(objects[at], path, value)
        graph = graph_of(*objects)
        parameter_kinds(graph.resources)
        _, problems = said(graph)
        assert not [each for each in problems if each.kind == "crashed"], value


REFUSING = {**POLICY, "spec": {**POLICY["spec"], "validations": demand("variables.x.size() > 2")}}
WRITTEN = ["*", "", "a", "c", "v1", "CREATE", "UPDATE", "Exact", "Cluster", "Namespaced", "Allow", "Fail", "Ignore"]
WRITTEN += ["p", "default", "other", "In", "Exists", "DoesNotExist", "secrets"]


@pytest.mark.parametrize("demanded", [POLICY, REFUSING], ids=["admits", "refuses"])
@pytest.mark.parametrize(("at", "path"), [place for place in PLACES if place[0] < 2], ids=str)
def test_what_is_not_known_decides_nothing(demanded: dict[str, Any], at: int, path: tuple[Any, ...]) -> None:
    objects = [demanded, *OBJECTS[1:]]
    graph = graph_of(*objects)
    inner: Any = graph.resources[at].attributes
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = Unknown("nobody knows", not_null=True)
    found, problems = said(graph)
    assert not [each for each in problems if each.kind in ("crashed", "invalid") and each.severity == "error"]
    if problems or found["it"][0] == "unknown":
        return
    for value in (*ODD, *WRITTEN, *([each] for each in WRITTEN)):
        objects[at] = _changed([demanded, BINDING][at], path, value)
        other, wrong = said(graph_of(*objects))
        if not wrong:
            assert path[-1] == "name" or other.get("it", ("pass", ""))[0] in (found["it"][0], "unknown"), value


def test_the_kinds_of_parameters() -> None:
    other = policy("other", paramKind={"apiVersion": "acme.io/v1", "kind": "Limits"}, validations=demand("true"))
    assert parameter_kinds(graph_of(POLICY, other, IT).resources) == {"Secret", "acme.io/Limits"}


KEYS, VALUES = st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "y", "z"])
EXPRESSIONS = st.one_of(
    st.fixed_dictionaries({"key": KEYS, "operator": st.sampled_from(["Exists", "DoesNotExist"])}),
    st.fixed_dictionaries(
        {"key": KEYS, "operator": st.sampled_from(["In", "NotIn"]), "values": st.lists(VALUES, min_size=1, max_size=2)}
    ),
)
SELECTORS = st.fixed_dictionaries(
    {}, optional={"matchLabels": st.dictionaries(KEYS, VALUES), "matchExpressions": st.lists(EXPRESSIONS, max_size=3)}
)


@settings(max_examples=300, deadline=None)
@given(SELECTORS, st.dictionaries(KEYS, VALUES), KEYS)
def test_a_selection_that_is_certain_holds_whatever_is_not_known(
    selector: dict[str, Any], labels: dict[str, str], unknown: str
) -> None:
    answer = selects(selector, labels_of({**labels, unknown: Unknown("not set")}))
    labels.pop(unknown, None)
    certain = {selects(selector, labels_of({**labels, unknown: value})) for value in ("x", "y", "z", "w")}
    certain.add(selects(selector, labels_of(labels)))  # or it is not there at all
    if isinstance(answer, bool):
        assert certain == {answer}
