"""What surrounds the object: conditions, annotations, parameters, namespaces and kinds, as the API server has them."""

from __future__ import annotations

from typing import Any

import pytest
from admission_builders import NO_RULES, binding, definition, demand, graph_of, object_of, outcome, policy, said

from scanner.model.origins import Origin
from scanner.model.values import Unknown
from scanner.policy.admission.rulesets import with_policies
from scanner.policy.rulesets import Selection

EVERY = {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["CREATE"], "resources": ["*"]}
ABOUT = {"resourceRules": [EVERY]}
NOBODY = "!('system:masters' in request.userInfo.groups)"
FAILING = "object.data.x == '1'"
ROLE = object_of("ClusterRole", "it", "rbac.authorization.k8s.io/v1", rules=[])


def ask(expression: str, about: dict[str, Any], *others: dict[str, Any], **spec: Any) -> str:
    """What a policy about everything that demands an expression says of an object."""
    demanded = policy(**{"matchConstraints": ABOUT, "validations": demand(expression), **spec})
    return outcome(demanded, binding(), about, *others)


def conditions(*expressions: str) -> list[dict[str, str]]:
    """Match conditions."""
    return [{"name": f"c{at}", "expression": text} for at, text in enumerate(expressions)]


@pytest.mark.parametrize(
    ("expressions", "failure", "expected"),
    [
        ((FAILING,), "Fail", "fail"),
        ((FAILING,), "Ignore", "none"),
        ((NOBODY, FAILING), "Fail", "unknown"),
        ((FAILING, NOBODY), "Ignore", "none"),
        ((FAILING, "false"), "Fail", "none"),
        (("namespaceObject.metadata.name == 'other'",), "Fail", "fail"),
        (("namespaceObject == null",), "Fail", "pass"),
        (("namespaceObject != null",), "Fail", "none"),
    ],
)
def test_match_conditions(expressions: tuple[str, ...], failure: str, expected: str) -> None:
    assert ask("true", object_of(), matchConditions=conditions(*expressions), failurePolicy=failure) == expected


@pytest.mark.parametrize(
    ("expression", "failure", "expected"),
    [
        ("string(object.data.zz)", "Fail", "fail"),
        ("string(object.data.zz)", "Ignore", "pass"),
        ("'fine'", "Fail", "pass"),
        ("null", "Fail", "pass"),
        ("string(object.metadata.uid)", "Fail", "unknown"),
    ],
)
def test_an_audit_annotation_that_fails_refuses(expression: str, failure: str, expected: str) -> None:
    annotations = [{"key": "k", "valueExpression": expression}]
    assert ask("true", object_of(), auditAnnotations=annotations, failurePolicy=failure) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("oldObject == null", "pass"),
        ("!has(oldObject.data)", "pass"),
        ("!oldObject.?data.a.hasValue()", "pass"),
        ("oldObject.metadata.name != ''", "fail"),
        ("oldObject == null || object.data == oldObject.data", "pass"),
        ("size(oldObject) == 0", "unknown"),
        ("params == null", "pass"),
        ("params.data.max == '3'", "fail"),
        ("!has(params.data)", "pass"),
    ],
)
def test_there_is_no_old_object_and_without_reference_no_parameter(expression: str, expected: str) -> None:
    assert ask(expression, object_of(), paramKind={"apiVersion": "v1", "kind": "ConfigMap"}) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("request.namespace == 'it'", "pass"),
        ("namespaceObject == null", "pass"),
    ],
)
def test_the_request_for_a_namespace_names_it(expression: str, expected: str) -> None:
    assert ask(expression, object_of("Namespace")) == expected


def test_the_label_of_a_namespace_is_selected() -> None:
    for name, expected in (("it", "fail"), ("other", "none")):
        selector = {"matchLabels": {"kubernetes.io/metadata.name": name}}
        constraints = {**ABOUT, "objectSelector": selector}
        assert ask("false", object_of("Namespace"), matchConstraints=constraints) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("!has(namespaceObject.metadata.annotations)", "pass"),
        ("namespaceObject.spec.finalizers.size() == 1 && namespaceObject.status.phase == 'Active'", "pass"),
        ("namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == 'default'", "pass"),
        ("has(namespaceObject.metadata.resourceVersion)", "unknown"),
    ],
)
def test_the_namespace_of_an_object(expression: str, expected: str) -> None:
    assert ask(expression, object_of(), object_of("Namespace", "default")) == expected


def test_a_namespace_that_was_not_read_has_its_own_label() -> None:
    assert ask("'kubernetes.io/metadata.name' in namespaceObject.metadata.labels", object_of()) == "pass"
    assert ask("has(namespaceObject.metadata.annotations)", object_of()) == "unknown"


def _live(about: dict[str, Any], reference: dict[str, Any], kind: dict[str, str], failure: str = "Fail") -> str:
    """What a policy with parameters says in a cluster of an object."""
    demanded = policy(
        matchConstraints={"resourceRules": [{**EVERY, "resourceNames": ["it"]}]},
        validations=demand("params.data.max == '3'"),
        paramKind=kind,
        failurePolicy=failure,
    )
    bound = binding(paramRef={"parameterNotFoundAction": "Deny", **reference})
    graph = graph_of(demanded, bound, about, object_of("ConfigMap", "par", data={"max": "3"}))
    for resource in graph.resources:
        object.__setattr__(resource, "origin", Origin("cluster", "prod"))
    found, problems = said(graph)
    assert not problems
    return found.get("it", ("none", ""))[0]


@pytest.mark.parametrize(
    ("about", "reference", "failure", "expected"),
    [
        (object_of(), {"name": "par"}, "Fail", "pass"),
        (object_of(), {"name": "nope", "parameterNotFoundAction": "Deny"}, "Fail", "fail"),
        (object_of(), {"name": "nope", "parameterNotFoundAction": "Deny"}, "Ignore", "pass"),
        (object_of(), {"name": "nope", "parameterNotFoundAction": "Allow"}, "Fail", "none"),
        (ROLE, {"name": "par", "parameterNotFoundAction": "Allow"}, "Fail", "fail"),
        (ROLE, {"name": "par", "namespace": "default"}, "Fail", "pass"),
        (object_of("Namespace"), {"name": "par", "parameterNotFoundAction": "Allow"}, "Fail", "none"),
    ],
)
def test_parameters_of_a_cluster(about: dict[str, Any], reference: dict[str, Any], failure: str, expected: str) -> None:
    assert _live(about, reference, {"apiVersion": "v1", "kind": "ConfigMap"}, failure) == expected


def test_a_kind_of_parameters_that_the_cluster_may_not_know() -> None:
    reference = {"name": "par", "parameterNotFoundAction": "Allow"}
    assert _live(object_of(), reference, {"apiVersion": "nope.io/v1", "kind": "Nope"}) == "unknown"


WIDGET = object_of("Widget", "it", "ex.k8s.io/v1", spec={})
PLACED = object_of("Widget", "it", "ex.k8s.io/v1", metadata={"namespace": "shop"}, spec={})
DEFINITION = definition("ex.k8s.io", "Widget", "widget-list")


@pytest.mark.parametrize(
    ("rule", "about", "bare", "defined"),
    [
        ({"resources": ["widgets"]}, WIDGET, "fail", "none"),
        ({"resources": ["widget-list"]}, WIDGET, "unknown", "fail"),
        ({"scope": "Namespaced"}, WIDGET, "unknown", "fail"),
        ({"scope": "Cluster"}, WIDGET, "unknown", "none"),
        ({"scope": "Namespaced"}, PLACED, "fail", "fail"),
        ({"scope": "Cluster"}, PLACED, "none", "none"),
        ({"apiGroups": ["other.io"], "resources": ["widget-list"]}, WIDGET, "none", "none"),
    ],
)
def test_kinds_are_not_guessed(rule: dict[str, Any], about: dict[str, Any], bare: str, defined: str) -> None:
    constraints = {"resourceRules": [{**EVERY, **rule}]}
    assert ask("false", about, matchConstraints=constraints) == bare
    assert ask("false", about, DEFINITION, matchConstraints=constraints) == defined


def test_a_definition_whose_scope_is_not_known_declares_nothing() -> None:
    constraints = {"resourceRules": [{**EVERY, "scope": "Cluster"}]}
    demanded = policy(matchConstraints=constraints, validations=demand("false"))
    graph = graph_of(demanded, binding(), WIDGET, definition("ex.k8s.io", "Widget", "widgets"))
    assert "it" not in said(graph)[0]
    graph.resources[-1].attributes["spec"]["scope"] = Unknown("nobody knows")
    assert said(graph)[0]["it"][0] == "unknown"


def test_what_a_namespace_must_have_is_open_for_an_object_that_may_have_none() -> None:
    selector = {"matchLabels": {"env": "prod"}}
    assert ask("false", WIDGET, matchConstraints={**ABOUT, "namespaceSelector": selector}) == "unknown"
    assert ask("namespaceObject == null", WIDGET) == "unknown"
    assert ask("request.resource.resource == 'widgets'", WIDGET) == "unknown"
    assert ask("!has(request.namespace)", WIDGET) == "unknown"


def test_a_namespace_that_is_read_twice_is_known_where_both_say_the_same() -> None:
    selector = {"matchLabels": {"env": "prod"}}
    constraints = {**ABOUT, "namespaceSelector": selector}
    prod = object_of("Namespace", "default", metadata={"labels": {"env": "prod"}})
    test = object_of("Namespace", "default", metadata={"labels": {"env": "test"}})
    for spaces, expected in (((prod, prod), "fail"), ((prod, test), "unknown"), ((test, prod), "unknown")):
        assert ask("false", object_of(), *spaces, matchConstraints=constraints) == expected
        named = {**ABOUT, "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "other"}}}
        assert ask("false", object_of(), *spaces, matchConstraints=named) == "none"


LIMITS = {"apiVersion": "acme.io/v1", "kind": "Limits"}


def _limited(about: dict[str, Any], *limits: dict[str, Any], **reference: Any) -> str:
    """What a policy about one object says whose parameters are of a kind that nothing declares."""
    given = {"name": "par", "parameterNotFoundAction": "Deny", **reference}
    constraints = {"resourceRules": [{**EVERY, "resourceNames": ["it"]}]}
    demanded = policy(matchConstraints=constraints, validations=demand("params.spec.max == 3"), paramKind=LIMITS)
    return outcome(demanded, binding(paramRef=given), about, *limits)


def _limits(maximum: int, **metadata: str) -> dict[str, Any]:
    return object_of("Limits", "par", "acme.io/v1", metadata=metadata, spec={"max": maximum})


def test_parameters_of_which_several_are_read() -> None:
    assert _limited(object_of(), _limits(3), _limits(3)) == "pass"
    assert _limited(object_of(), _limits(3), _limits(4)) == "unknown"


def test_where_parameters_are_whose_kind_may_have_namespaces() -> None:
    there = object_of(metadata={"namespace": "shop"})
    assert _limited(object_of(), _limits(3)) == "pass"  # both are in the default namespace, or one is in none
    assert _limited(there, _limits(3)) == "unknown"
    assert _limited(ROLE, _limits(3)) == "unknown"
    assert _limited(there, _limits(4), _limits(3, namespace="shop")) == "pass"
    assert _limited(there, _limits(3, namespace="other")) == "unknown"
    assert _limited(there, _limits(3, namespace="other"), namespace="other") == "pass"


def test_what_was_saved_of_a_cluster_says_nothing_of_kinds_that_it_has_none_of() -> None:
    demanded = policy(validations=demand("true"), paramKind={"apiVersion": "v1", "kind": "Secret"})
    bound = binding(paramRef={"name": "par", "parameterNotFoundAction": "Deny"})
    for others, expected in (((), "unknown"), ((object_of("Secret", "other"),), "fail")):
        graph = graph_of(demanded, bound, object_of(), *others)
        graph.incomplete["*//saved"] = "what was saved of the cluster holds no object of this kind"
        for resource in graph.resources:
            object.__setattr__(resource, "origin", Origin("cluster", "saved"))
        found, problems = said(graph)
        assert not problems
        assert found["it"][0] == expected


@pytest.mark.parametrize(
    ("incomplete", "namespace", "expected"),
    [
        ("//Secret", "shop", "unknown"),
        ("//Secret", "default", "fail"),
        ("//Secret", None, "fail"),
        ("Secret/*", None, "unknown"),
        ("Secret", None, "unknown"),
        ("*", None, "unknown"),
        ("Secrets", None, "fail"),
    ],
)
def test_a_parameter_is_missing_where_it_would_have_been_read(
    incomplete: str, namespace: str | None, expected: str
) -> None:
    demanded = policy(validations=demand("true"), paramKind={"apiVersion": "v1", "kind": "Secret"})
    placed = {} if namespace is None else {"namespace": namespace}
    bound = binding(paramRef={"name": "par", "parameterNotFoundAction": "Deny", **placed})
    graph = graph_of(demanded, bound, object_of())
    graph.incomplete[incomplete] = "not all was read"
    for resource in graph.resources:
        object.__setattr__(resource, "origin", Origin("cluster", "prod"))
    assert said(graph)[0]["it"][0] == expected


@pytest.mark.parametrize("uncertain", ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"])
def test_a_policy_of_which_there_may_be_none_refuses_nothing_for_certain(uncertain: str) -> None:
    graph = graph_of(policy(validations=demand("false")), binding(), object_of())
    for resource in graph.resources:
        if resource.kind == uncertain:
            object.__setattr__(resource, "address", "kubernetes_manifest.policy[*]")
    assert said(graph)[0]["it"][0] == "unknown"


def test_a_policy_that_is_read_twice_is_asked_once() -> None:
    demanded = policy(validations=demand("false", message="no"))
    graph = graph_of(demanded, demanded, binding(), binding(), object_of())
    rules, _ = with_policies(NO_RULES, Selection(), graph)
    assert [each.id for each in rules.all()] == ["vap-demo"]


def test_a_message_says_only_what_is_certain() -> None:
    demanded = policy(
        validations=demand("object.data.a == params.data.a", messageExpression="string(params.metadata.name)")
    )
    demanded["spec"]["paramKind"] = {"apiVersion": "v1", "kind": "ConfigMap"}
    demanded["spec"]["matchConditions"] = conditions(
        "params.metadata.name == 'sure' || 'team' in request.userInfo.groups"
    )
    given = {"namespace": "limits", "parameterNotFoundAction": "Deny"}
    bound = [binding("demo", paramRef={"name": name, **given}) for name in ("unsure", "sure")]
    bound[0]["metadata"]["name"] = "other"
    limits = [
        object_of("ConfigMap", name, metadata={"namespace": "limits"}, data={"a": "1"}) for name in ("unsure", "sure")
    ]
    found, problems = said(graph_of(demanded, *bound, *limits, object_of(data={"a": "2"})))
    assert not problems
    assert found["it"] == ("fail", "sure")
