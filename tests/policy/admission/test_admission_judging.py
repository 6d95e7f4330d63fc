"""Admission policies as rules: what they say of objects, and what stays open."""

from __future__ import annotations

from typing import Any

import pytest
from admission_builders import binding, demand, graph_of, object_of, outcome, policy, said

from scanner.model.origins import Origin
from scanner.policy.admission import judging


def ask(expression: str, *others: dict[str, Any], spec: dict[str, Any] | None = None, **about: Any) -> str:
    """What a policy that demands an expression says of a ConfigMap."""
    demanded = policy(validations=demand(expression), **(spec or {}))
    return outcome(demanded, binding(), object_of(**about), *others)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("object.metadata.name == 'it'", "pass"),
        ("object.metadata.name != 'it'", "fail"),
        ("has(object.data)", "fail"),
        ("oldObject == null", "pass"),
        ("request.operation == 'CREATE'", "pass"),
        ("request.kind.kind == 'ConfigMap' && request.kind.group == ''", "pass"),
        ("request.resource.resource == 'configmaps'", "pass"),
        ("request.namespace == 'default'", "pass"),
        ("request.name == 'it'", "pass"),
        ("request.dryRun", "fail"),
        ("request.userInfo.username == 'me'", "unknown"),
        ("request.userInfo.username == 'me' || true", "pass"),
        ("authorizer.group('').resource('pods').check('get').allowed()", "unknown"),
        ("authorizer.requestResource.check('get').allowed()", "unknown"),
        ("namespaceObject.metadata.name == 'default'", "pass"),
        ("'team' in namespaceObject.metadata.labels", "unknown"),
        ("object.metadata.labels['team'] == 'x'", "fail"),
        ("object.metadata.uid == ''", "unknown"),
        ("quantity('1Gi').isGreaterThan(quantity('1Mi'))", "pass"),
    ],
)
def test_what_an_expression_may_ask(expression: str, expected: str) -> None:
    assert ask(expression) == expected


def test_what_is_absent_is_admitted_where_failures_are_ignored() -> None:
    assert ask("object.metadata.labels['team'] == 'x'", spec={"failurePolicy": "Ignore"}) == "pass"


def test_of_a_custom_kind_nobody_knows_what_the_server_fills_in() -> None:
    rule = {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"]}
    about = {"matchConstraints": {"resourceRules": [rule]}}
    demanded = policy(validations=demand("object.spec.size > 1"), **about)
    assert outcome(demanded, binding(), object_of("Widget", "it", "acme.io/v1", spec={})) == "unknown"


def test_defaults_of_the_server_are_seen() -> None:
    pod = {"spec": {"containers": [{"name": "a", "image": "x:1"}]}}
    expression = (
        "object.spec.replicas == 1 && object.spec.template.spec.restartPolicy == 'Always' && "
        "object.spec.template.spec.containers.all(c, c.imagePullPolicy == 'IfNotPresent' && !has(c.resources.limits))"
    )
    deployment = object_of("Deployment", "it", "apps/v1", spec={"selector": {}, "template": pod})
    assert outcome(policy(validations=demand(expression)), binding(), deployment) == "pass"


def test_variables_conditions_and_messages() -> None:
    demanded = policy(
        variables=[
            {"name": "keys", "expression": "object.data.filter(k, k != 'a')"},
            {"name": "bad", "expression": "1 / 0"},
        ],
        matchConditions=[{"name": "data", "expression": "has(object.data)"}],
        validations=[
            {"expression": "variables.keys.size() == 0", "messageExpression": "'keys ' + variables.keys.join(',')"},
            {"expression": "object.data.size() < 2", "message": " too many ", "messageExpression": "' '"},
            {"expression": "!('c' in object.data)"},
        ],
    )
    found, problems = said(
        graph_of(
            demanded, binding(),
            object_of("ConfigMap", "none"),
            object_of("ConfigMap", "good", data={"a": "1"}),
            object_of("ConfigMap", "wrong", data={"b": "1", "c": "2"}),
        )
    )  # fmt: skip
    assert not problems
    assert found == {
        "good": ("pass", ""),
        "wrong": ("fail", "keys b,c; too many; failed expression: !('c' in object.data)"),
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"apiGroups": ["apps"]}, "none"),
        ({"apiGroups": ["*"]}, "fail"),
        ({"resources": ["pods"]}, "none"),
        ({"resources": ["*"]}, "fail"),
        ({"resources": ["*/*"]}, "fail"),
        ({"resources": ["configmaps/status"]}, "none"),
        ({"resources": ["configmaps/*"]}, "fail"),
        ({"operations": ["UPDATE"]}, "none"),
        ({"operations": ["*"]}, "fail"),
        ({"scope": "Cluster"}, "none"),
        ({"scope": "Namespaced"}, "fail"),
        ({"resourceNames": ["it"]}, "fail"),
        ({"resourceNames": ["other"]}, "none"),
        ({"apiVersions": ["v2"]}, "unknown"),
    ],
)
def test_resource_rules(change: dict[str, Any], expected: str) -> None:
    rule = {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["configmaps"], **change}
    assert ask("false", spec={"matchConstraints": {"resourceRules": [rule]}}) == expected
    every = {"resourceRules": [{"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"]}]}
    opposite = {"none": "fail", "fail": "none", "unknown": "unknown"}[expected]
    assert ask("false", spec={"matchConstraints": {**every, "excludeResourceRules": [rule]}}) == opposite


def test_another_version_matters_only_where_versions_are_equivalent() -> None:
    rule = {"apiGroups": [""], "apiVersions": ["v2"], "operations": ["CREATE"], "resources": ["configmaps"]}
    assert ask("false", spec={"matchConstraints": {"resourceRules": [rule], "matchPolicy": "Exact"}}) == "none"


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ({}, "fail"),
        ({"matchLabels": {"env": "prod"}}, "fail"),
        ({"matchLabels": {"env": "test"}}, "none"),
        ({"matchExpressions": [{"key": "env", "operator": "In", "values": ["prod", "x"]}]}, "fail"),
        ({"matchExpressions": [{"key": "env", "operator": "NotIn", "values": ["prod"]}]}, "none"),
        ({"matchExpressions": [{"key": "env", "operator": "Exists"}]}, "fail"),
        ({"matchExpressions": [{"key": "other", "operator": "Exists"}]}, "none"),
        ({"matchExpressions": [{"key": "other", "operator": "DoesNotExist"}]}, "fail"),
    ],
)
def test_selectors(selector: dict[str, Any], expected: str) -> None:
    demanded = policy(validations=demand("false"))
    demanded["spec"]["matchConstraints"]["objectSelector"] = selector
    labelled = object_of(metadata={"labels": {"env": "prod"}})
    assert outcome(demanded, binding(), labelled) == expected
    bound = binding(matchResources={"namespaceSelector": selector})
    space = object_of("Namespace", "default", metadata={"labels": {"env": "prod"}})
    assert outcome(policy(validations=demand("false")), bound, object_of(), space) == expected


def test_a_namespace_that_was_not_read_leaves_its_labels_open_but_not_its_name() -> None:
    for labels, expected in (({"env": "x"}, "unknown"), ({"kubernetes.io/metadata.name": "default"}, "fail")):
        bound = binding(matchResources={"namespaceSelector": {"matchLabels": labels}})
        assert outcome(policy(validations=demand("false")), bound, object_of()) == expected


PARAMS = {"paramKind": {"apiVersion": "v1", "kind": "Secret"}}


def _with_params(reference: dict[str, Any], *others: dict[str, Any]) -> str:
    demanded = policy(validations=demand("params.type == 'good'"), **PARAMS)
    given = {"parameterNotFoundAction": "Deny", **reference}
    return outcome(demanded, binding(paramRef=given), object_of(), *others)


def test_parameters() -> None:
    good, bad = object_of("Secret", "good", type="good"), object_of("Secret", "bad", type="bad")
    assert _with_params({"name": "good"}, good, bad) == "pass"
    assert _with_params({"name": "bad"}, good, bad) == "fail"
    assert _with_params({"name": "missing"}, good, bad) == "unknown"
    assert _with_params({"name": "missing", "parameterNotFoundAction": "Allow"}, good) == "unknown"
    assert _with_params({"selector": {}}, good, bad) == "fail"
    assert _with_params({"selector": {}}, good) == "unknown"  # there may be more of them
    assert _with_params({"name": "good", "namespace": "other"}, good) == "unknown"


@pytest.mark.parametrize(("action", "expected"), [("Allow", None), ("Deny", "fail")])
def test_parameters_that_a_cluster_does_not_have(action: str, expected: str | None) -> None:
    reference = {"name": "missing", "parameterNotFoundAction": action}
    demanded = policy(validations=demand("params.type == 'good'"), **PARAMS)
    graph = graph_of(demanded, binding(paramRef=reference), object_of())
    for resource in graph.resources:
        object.__setattr__(resource, "origin", Origin("cluster", "prod"))
    found, problems = said(graph)
    assert not problems
    assert found.get("it", (None, ""))[0] == expected


def test_clusters_have_their_own_policies() -> None:
    graph = graph_of(policy(validations=demand("false")), binding(), object_of())
    other = graph_of(object_of("ConfigMap", "elsewhere"))
    object.__setattr__(other.resources[0], "origin", Origin("cluster", "prod"))
    graph.extend(other)
    assert set(said(graph)[0]) == {"it"}


@pytest.mark.parametrize(
    ("actions", "severity"), [(["Deny"], "high"), (["Warn", "Audit"], "medium"), (["Audit"], "low")]
)
def test_severity_is_what_the_binding_does(actions: list[str], severity: str) -> None:
    from admission_builders import NO_RULES

    from scanner.policy.admission.rulesets import with_policies
    from scanner.policy.rulesets import Selection

    graph = graph_of(policy(validations=demand("true")), binding(validationActions=actions))
    rules, _ = with_policies(NO_RULES, Selection(), graph)
    assert [(rule.id, rule.severity) for rule in rules.all()] == [("vap-demo", severity)]
    assert rules.select(Selection(skip=frozenset({"vap-demo"}))).ids == frozenset()
    assert rules.select(Selection(only=frozenset({"x"}))).known_ids == {"vap-demo"}


def test_what_is_not_enforced_is_noted_and_not_judged() -> None:
    mutating = object_of("MutatingAdmissionPolicy", "m", "admissionregistration.k8s.io/v1", spec={})
    found, problems = said(graph_of(policy(validations=demand("false")), mutating, object_of()))
    assert not found
    assert [each.severity for each in problems] == ["note", "note"]


@pytest.mark.parametrize(
    "spec",
    [
        {"validations": "x"},
        {"validations": [{"expression": 1}]},
        {"validations": [1]},
        {"validations": demand("object.")},
        {"validations": demand("object.spec")},
        {"validations": demand("variables.missing")},
        {"validations": demand("params.x == 1")},
        {"validations": demand("true", messageExpression="1")},
        {"validations": demand("true", messageExpression=["x"])},
        {"variables": [{"name": "x", "expression": "("}]},
        {"variables": {"name": "x"}},
        {"matchConditions": [{"expression": "'x'"}]},
        {"matchConditions": [{"expression": "variables.x"}], "variables": [{"name": "x", "expression": "true"}]},
        {"paramKind": "x"},
        {"validations": demand("true") * 600},
        {"validations": demand("!" * 60000 + "true")},
        {"validations": demand("(" * 500)},
        {"validations": demand("true", messageExpression="string(authorizer.path('/').check('get').allowed())")},
        {"validations": demand("request.nothing == ''")},
        {"validations": demand("has(namespaceObject.metadata.uid)")},
        {"validations": demand("namespaceObject['kind'] == ''")},
        {"validations": demand("[[1], ['a']].size() == 2")},
        {"validations": demand("{'a': 1, 'b': 'x'}.size() == 2")},
        {"auditAnnotations": [{"key": "a", "valueExpression": "object.metadata.name"}]},
    ],
)
def test_errors_are_located_and_nothing_is_judged(spec: dict[str, Any]) -> None:
    found, problems = said(graph_of(policy(**spec), binding(), object_of()))
    assert not found
    assert problems
    assert all(each.severity == "error" and each.place is not None for each in problems)


def test_costs_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    dear = "[1,2,3,4,5,6,7,8,9].all(a, " * 8 + "true" + ")" * 8
    assert ask(dear) == "unknown"
    monkeypatch.setattr(judging, "MOST_TIME", -1.0)
    found, _ = said(graph_of(policy(validations=demand("true")), binding(), object_of(), object_of("ConfigMap", "b")))
    assert {outcome for outcome, _ in found.values()} == {"unknown"}
