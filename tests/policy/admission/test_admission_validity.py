"""What the API server refuses of policies and bindings, expressions aside, is told, and nothing is judged."""

from __future__ import annotations

from typing import Any

import pytest
from admission_builders import binding, demand, graph_of, object_of, policy, said

from scanner.model.problems import Problem
from scanner.model.values import Unknown

RULE = {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"]}
PARAMS = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}}


def about(**change: Any) -> dict[str, Any]:
    """`matchConstraints` with something else in its rule."""
    return {"resourceRules": [{**RULE, **change}]}


def where(key: str, *expressions: Any, **labels: Any) -> dict[str, Any]:
    """`matchConstraints` with a selector."""
    return {**about(), key: {"matchExpressions": list(expressions), **labels}}


def errors(*objects: dict[str, Any]) -> list[Problem]:
    """What is wrong, where nothing is judged."""
    found, problems = said(graph_of(*objects, object_of()))
    assert not found
    return [each for each in problems if each.severity == "error"]


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"matchConstraints": None}, "what the policy is about"),
        ({"matchConstraints": {}}, "what the policy is about"),
        ({"matchConstraints": {"resourceRules": []}}, "what the policy is about"),
        ({"matchConstraints": "x"}, "must be an object"),
        ({"matchConstraints": {"resourceRules": "x"}}, "must be a list"),
        ({"matchConstraints": {"resourceRules": ["x"]}}, "must be an object"),
        ({"matchConstraints": about(apiVersions=[])}, "apiVersions"),
        ({"matchConstraints": about(apiGroups=None)}, "apiGroups"),
        ({"matchConstraints": about(resources="pods")}, "resources"),
        ({"matchConstraints": about(resources=[5])}, "resources must hold texts"),
        ({"matchConstraints": about(operations=["READ"])}, "operations must be some of"),
        ({"matchConstraints": about(scope="Any")}, "scope"),
        ({"matchConstraints": about(resourceNames="x")}, "resourceNames"),
        ({"matchConstraints": {**about(), "excludeResourceRules": [{**RULE, "apiGroups": []}]}}, "apiGroups"),
        ({"matchConstraints": {**about(), "matchPolicy": "Loose"}}, "matchPolicy must be Exact, Equivalent"),
        ({"matchConstraints": {**about(), "objectSelector": "x"}}, "must be objects"),
        ({"matchConstraints": where("objectSelector", matchLabels=["x"])}, "must be objects"),
        ({"matchConstraints": where("objectSelector", {"key": "a", "operator": "Like"})}, "operator must be"),
        ({"matchConstraints": where("objectSelector", {"operator": "Exists"})}, "needs a key"),
        ({"matchConstraints": where("namespaceSelector", {"key": "a", "operator": "In"})}, "some values"),
        (
            {"matchConstraints": where("namespaceSelector", {"key": "a", "operator": "Exists", "values": ["x"]})},
            "no values",
        ),
        (
            {"matchConstraints": where("namespaceSelector", {"key": "a", "operator": "In", "values": "x"})},
            "must be a list",
        ),
        ({"validations": []}, "validations or auditAnnotations"),
        ({"validations": demand("true", message=" ")}, "must say something"),
        ({"validations": demand("true", message="a\nb")}, "one line"),
        ({"validations": demand("true", message=5)}, "must be a text"),
        ({"validations": demand("true", reason="Because")}, "reason"),
        ({"variables": [{"name": "a-b", "expression": "1"}]}, "name of a variable"),
        ({"failurePolicy": "Perhaps"}, "failurePolicy must be Fail, Ignore"),
    ],
)
def test_policies(spec: dict[str, Any], words: str) -> None:
    (problem,) = errors(policy(**{"validations": demand("false"), **spec}), binding())
    assert words in problem.what
    assert problem.kind == "invalid"
    assert problem.place is not None


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ({"policyName": 1}, "policyName must be a text"),
        ({"validationActions": []}, "must be some of"),
        ({"validationActions": ["Shout"]}, "must be some of"),
        ({"validationActions": "Deny"}, "must be a list"),
        ({"validationActions": ["Deny", "Warn"]}, "not both"),
        ({"validationActions": ["Audit", "Audit"]}, "nothing twice"),
        ({"matchResources": about(scope="Any")}, "scope"),
        ({"paramRef": "x"}, "paramRef must be an object"),
        ({"paramRef": {"parameterNotFoundAction": "Deny"}}, "a name or a selector"),
        ({"paramRef": {"name": "a", "selector": {}, "parameterNotFoundAction": "Deny"}}, "not both"),
        ({"paramRef": {"name": "a"}}, "parameterNotFoundAction must be Allow, Deny"),
        ({"paramRef": {"name": 5, "parameterNotFoundAction": "Deny"}}, "name must be a text"),
        ({"paramRef": {"selector": "x", "parameterNotFoundAction": "Deny"}}, "must be objects"),
    ],
)
def test_bindings(bound: dict[str, Any], words: str) -> None:
    (problem,) = errors(policy(validations=demand("false"), **PARAMS), binding(**bound))
    assert words in problem.what
    assert problem.kind == "invalid"
    assert problem.place is not None


def test_what_is_empty_is_not_there() -> None:
    spec = {"validations": demand("false", message="", messageExpression="")}
    constraints = {
        **about(scope=None, resourceNames=[]),
        "namespaceSelector": {},
        "objectSelector": {"matchLabels": {}},
    }
    found, problems = said(graph_of(policy(**spec, matchConstraints=constraints), binding(), object_of()))
    assert not problems
    assert found["it"][0] == "fail"


@pytest.mark.parametrize(
    ("at", "key", "value"),
    [
        (0, "failurePolicy", Unknown("nobody knows")),
        (0, "validations", Unknown("nobody knows")),
        (1, "policyName", Unknown("nobody knows")),
        (1, "validationActions", [Unknown("nobody knows")]),
    ],
)
def test_what_is_not_known_is_not_called_invalid(at: int, key: str, value: Any) -> None:
    graph = graph_of(policy(validations=demand("false")), binding(), object_of())
    graph.resources[at].attributes["spec"][key] = value
    found, problems = said(graph)
    assert not found
    (problem,) = (each for each in problems if each.severity == "error")
    assert problem.kind == "unresolved"
    assert f"{key} is not known: nobody knows" in problem.what
