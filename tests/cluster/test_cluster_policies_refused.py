"""What the real API server refuses of policies and bindings is an error here, at its place."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from cluster_access import RefusedError
from cluster_policies import demand, every, pair
from cluster_real import RealCluster

from scanner.inputs.kubernetes import load
from scanner.model.places import Source
from scanner.policy.admission.rulesets import with_policies
from scanner.policy.rulesets import Selection, rules_of

Json = dict[str, Any]


def _chosen(expression: Json) -> Json:
    return {**every(), "objectSelector": {"matchExpressions": [expression]}}


INVALID: dict[str, Json] = {
    "syntax": {"validations": demand("object.")},
    "type": {"validations": demand("object.data")},
    "unknown-name": {"validations": demand("nothing")},
    "unknown-variable": {"validations": demand("variables.nothing")},
    "no-params": {"validations": demand("params.x == 1")},
    "message": {"validations": demand("true", messageExpression="1")},
    "variable": {"variables": [{"name": "x", "expression": "1 +"}], "validations": demand("true")},
    "overload": {"validations": demand("1 + 'a' == ''")},
    "condition": {"matchConditions": [{"name": "c", "expression": "1"}], "validations": demand("true")},
    "foreign": {"validations": demand("math.abs(-1) == 1")},
    "foreign-too": {"validations": demand("base64.encode(b'x') == ''")},
    "bound": {"validations": demand("cel.bind(x, 1, x == 1)")},
    "mixed": {"validations": demand("object.data.a in [1, 'a']")},
    "failure": {"failurePolicy": "Perhaps", "validations": demand("true")},
    "mixed-map": {"validations": demand("{'a': 1, 'b': 'x'}.size() == 2")},
    "mixed-keys": {"validations": demand("{1: 1, 'b': 2}.size() == 2")},
    "mixed-lists": {"validations": demand("[[1], ['a']].size() == 2")},
    "request-field": {"validations": demand("has(request.nothing)")},
    "request-part": {"validations": demand("request.kind.nothing == ''")},
    "request-in-condition": {
        "matchConditions": [{"name": "c", "expression": "request.uid == ''"}], "validations": demand("true")
    },
    "namespace-field": {"validations": demand("has(namespaceObject.metadata.uid)")},
    "namespace-index": {"validations": demand("namespaceObject['kind'] == ''")},
    "annotation": {"auditAnnotations": [{"key": "k", "valueExpression": "object.metadata.name"}]},
    "message-authorizer": {
        "validations": demand("true", messageExpression="string(authorizer.path('/').check('get').allowed())")
    },
    "message-blank": {"validations": demand("true", message=" ")},
    "message-lines": {"validations": demand("true", message="a\nb")},
    "reason": {"validations": demand("true", reason="Because")},
    "variable-name": {"variables": [{"name": "a-b", "expression": "1"}], "validations": demand("true")},
    "nothing-demanded": {"validations": []},
    "no-constraints": {"matchConstraints": None, "validations": demand("true")},
    "no-rules": {"matchConstraints": {"resourceRules": []}, "validations": demand("true")},
    "no-versions": {"matchConstraints": every(apiVersions=[]), "validations": demand("true")},
    "operations": {"matchConstraints": every(operations=["READ"]), "validations": demand("true")},
    "scope": {"matchConstraints": every(scope="Any"), "validations": demand("true")},
    "match-policy": {"matchConstraints": {**every(), "matchPolicy": "Loose"}, "validations": demand("true")},
    "operator": {"matchConstraints": _chosen({"key": "a", "operator": "Like"}), "validations": demand("true")},
    "no-values": {"matchConstraints": _chosen({"key": "a", "operator": "In"}), "validations": demand("true")},
    "some-values": {
        "matchConstraints": _chosen({"key": "a", "operator": "Exists", "values": ["x"]}), "validations": demand("true")
    },
}  # fmt: skip
INVALID_BINDINGS: dict[str, Json] = {
    "both": {"validationActions": ["Deny", "Warn"]},
    "twice": {"validationActions": ["Deny", "Deny"]},
    "no-action": {"paramRef": {"name": "a"}},
    "odd-action": {"paramRef": {"name": "a", "parameterNotFoundAction": "Perhaps"}},
    "nothing-named": {"paramRef": {"parameterNotFoundAction": "Deny"}},
    "named-twice": {"paramRef": {"name": "a", "selector": {}, "parameterNotFoundAction": "Deny"}},
}


@pytest.mark.parametrize("name", INVALID)
def test_what_the_server_does_not_take(real_cluster: RealCluster, name: str) -> None:
    policy, binding = pair(f"invalid-{name}", INVALID[name], {})
    _assert_refused(real_cluster, policy)
    graph = load([Source("all.yaml", yaml.safe_dump_all([policy, binding]))])
    rules, problems = with_policies(rules_of([]), Selection(), graph)
    assert not rules.ids
    assert [each for each in problems if each.severity == "error" and each.place is not None]


@pytest.mark.parametrize("name", INVALID_BINDINGS)
def test_what_the_server_does_not_take_of_bindings(real_cluster: RealCluster, name: str) -> None:
    spec = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}, "validations": demand("true")}
    policy, binding = pair(f"invalid-binding-{name}", spec, {}, **INVALID_BINDINGS[name])
    _assert_refused(real_cluster, binding)
    graph = load([Source("all.yaml", yaml.safe_dump_all([policy, binding]))])
    rules, problems = with_policies(rules_of([]), Selection(), graph)
    assert not rules.ids
    assert [each.severity for each in problems if each.place is not None] == ["error", "note"]


def _assert_refused(cluster: RealCluster, item: Json) -> None:
    with pytest.raises(RefusedError) as caught:
        cluster.apply([item])
    assert caught.value.code == 422
