"""What we say of admission policies is what the real API server does, message and all."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from typing import Any

import cluster_objects as objects
import pytest
import yaml
from cluster_access import RefusedError
from cluster_kinds import built_in
from cluster_real import RealCluster

from scanner.inputs.kubernetes import load
from scanner.inputs.kubernetes.pods import pod_view_of
from scanner.model.places import Source
from scanner.policy.admission.rulesets import with_policies
from scanner.policy.judge import judge
from scanner.policy.rulesets import Selection, rules_of

Json = dict[str, Any]
API = "admissionregistration.k8s.io/v1"
LABEL = "bylaw.dev/case"
SPACE = objects.namespace("team", env="prod")
PARAMS = objects.config_map("limits", "team", most="2")
DEADLINE = 30.0

CONFIG = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "it"}, "data": {"a": "1", "b": "x"}}
ACCOUNT = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "it"}}
SPEC = {
    "containers": [{"name": "c", "image": "img:1", "ports": [{"containerPort": 80}]}, {"name": "d", "image": "img"}]
}
WEB = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "it"},
    "spec": {
        "selector": {"matchLabels": {"app": "it"}},
        "template": {"metadata": {"labels": {"app": "it"}}, "spec": SPEC},
    },
}
POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "it"}, "spec": SPEC}
SET = {**copy.deepcopy(WEB), "kind": "StatefulSet"}
DAEMON = {**copy.deepcopy(WEB), "kind": "DaemonSet"}
JOB = {
    "apiVersion": "batch/v1",
    "kind": "Job",
    "metadata": {"name": "it"},
    "spec": {"template": {"spec": {**SPEC, "restartPolicy": "Never"}}},
}
SERVICE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "it"}, "spec": {"ports": [{"port": 80}]}}
ROLE = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "ClusterRole",
    "metadata": {"name": "it"},
    "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
}


def _every(**change: Any) -> Json:
    rule = {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"]}
    return {"resourceRules": [{**rule, **change}]}


def _demand(expression: str, **more: Any) -> list[Json]:
    return [{"expression": expression, **more}]


POD_DEFAULTS = """
variables.pod.restartPolicy + variables.pod.dnsPolicy + variables.pod.schedulerName +
string(variables.pod.terminationGracePeriodSeconds) + string(has(variables.pod.securityContext)) +
variables.pod.containers.map(c, c.imagePullPolicy + c.terminationMessagePath + c.terminationMessagePolicy +
string(has(c.resources)) + (has(c.ports) ? c.ports[0].protocol : "")).join(",")
"""


def _shown(expression: str, pod: str = "object.spec.template.spec") -> Json:
    """A policy that refuses everything and says what an expression gives."""
    variables = [{"name": "pod", "expression": pod}]
    said = f"string({' '.join(expression.split())})"
    return {"variables": variables, "validations": _demand("false", messageExpression=said)}


def _chosen(expression: Json) -> Json:
    return {**_every(), "objectSelector": {"matchExpressions": [expression]}}


NO: list[Json] = _demand("false")
CASES: dict[str, tuple[Json, Json, Json]] = {
    "holds": ({"validations": _demand("object.data.size() == 2")}, {}, CONFIG),
    "fails": ({"validations": _demand("object.data.size() == 3")}, {}, CONFIG),
    "says": ({"validations": _demand("false", message=" so it is ")}, {}, CONFIG),
    "says-it-itself": ({"validations": _demand("false", messageExpression="'is ' + object.metadata.name")}, {}, CONFIG),
    "says-nothing": ({"validations": _demand("false", message="m", messageExpression="' '")}, {}, CONFIG),
    "fails-to-say": (
        {"validations": _demand("false", message="m", messageExpression="string(object.data.zz)")}, {}, CONFIG
    ),
    "typed": ({"validations": _demand("false", messageExpression="request.name")}, {}, CONFIG),
    "typed-says": (
        {"validations": _demand("false", messageExpression="request.name + namespaceObject.metadata.name")}, {}, CONFIG
    ),
    "two-lines": ({"validations": _demand("false", message="m", messageExpression="'a\\nb'")}, {}, CONFIG),
    "old-object": ({"validations": _demand("oldObject == null")}, {}, CONFIG),
    "request": (
        _shown(
            "request.operation + request.kind.kind + request.kind.version + request.resource.resource + request.name + "
            "request.namespace + string(has(request.subResource))",
            "object",
        ),
        {},
        CONFIG,
    ),
    "cluster-scoped": (
        {"validations": _demand("!has(request.namespace) && namespaceObject == null")}, {}, ROLE
    ),
    "namespace-object": (
        _shown("namespaceObject.metadata.name + namespaceObject.metadata.labels.env", "object"), {}, CONFIG
    ),
    "absent": ({"validations": _demand("object.data.zz == 'x'")}, {}, CONFIG),
    "absent-ignored": ({"validations": _demand("object.data.zz == 'x'"), "failurePolicy": "Ignore"}, {}, CONFIG),
    "absent-but-refused": (
        {"validations": [*_demand("object.data.zz == 'x'"), *_demand("false")], "failurePolicy": "Ignore"}, {}, CONFIG
    ),
    "absorbed": ({"validations": _demand("object.data.zz == 'x' || true")}, {}, CONFIG),
    "labels": ({"validations": _demand("object.metadata.labels['zz'] == 'x'")}, {}, CONFIG),
    "condition": (
        {"matchConditions": [{"name": "c", "expression": "has(object.zz)"}], "validations": NO}, {}, CONFIG
    ),
    "condition-holds": (
        {"matchConditions": [{"name": "c", "expression": "has(object.data)"}], "validations": NO},
        {},
        CONFIG,
    ),
    "condition-fails": (
        {"matchConditions": [{"name": "c", "expression": "object.data.zz == ''"}], "validations": _demand("true")},
        {},
        CONFIG,
    ),
    "condition-fails-ignored": (
        {
            "matchConditions": [{"name": "c", "expression": "object.data.zz == ''"}],
            "validations": NO,
            "failurePolicy": "Ignore",
        },
        {},
        CONFIG,
    ),
    "one-condition-decides": (
        {
            "matchConditions": [
                {"name": "c", "expression": "object.data.zz == ''"}, {"name": "d", "expression": "has(object.zz)"}
            ],
            "validations": NO,
        },
        {},
        CONFIG,
    ),
    "lazy-variable": (
        {
            "variables": [{"name": "bad", "expression": "object.data.zz"}],
            "validations": _demand("has(object.data) || variables.bad == ''"),
        },
        {},
        CONFIG,
    ),
    "deployment": (_shown(f"string(object.spec.replicas) + {POD_DEFAULTS}"), {}, WEB),
    "strategy": (
        _shown(
            "object.spec.strategy.type + string(object.spec.strategy.rollingUpdate.maxSurge) + "
            "string(object.spec.revisionHistoryLimit) + string(object.spec.progressDeadlineSeconds)"
        ),
        {},
        WEB,
    ),
    "pod": (_shown(POD_DEFAULTS, "object.spec"), {}, POD),
    "daemon-set": (
        _shown(f"object.spec.updateStrategy.type + string(object.spec.revisionHistoryLimit) + {POD_DEFAULTS}"),
        {},
        DAEMON,
    ),
    "stateful-set": (
        _shown(
            "string(object.spec.replicas) + object.spec.podManagementPolicy + object.spec.updateStrategy.type + "
            "string(object.spec.updateStrategy.rollingUpdate.partition) + "
            f"object.spec.persistentVolumeClaimRetentionPolicy.whenDeleted + {POD_DEFAULTS}"
        ),
        {},
        SET,
    ),
    "job": (
        _shown(
            "string(object.spec.parallelism) + string(object.spec.completions) + string(object.spec.backoffLimit) + "
            f"object.spec.completionMode + string(object.spec.suspend) + {POD_DEFAULTS}"
        ),
        {},
        JOB,
    ),
    "service": (
        _shown("object.spec.type + object.spec.sessionAffinity + object.spec.ports[0].protocol", "object"), {}, SERVICE
    ),
    "other-kind": ({"matchConstraints": _every(resources=["pods"]), "validations": NO}, {}, CONFIG),
    "this-kind": ({"matchConstraints": _every(resources=["configmaps"]), "validations": NO}, {}, CONFIG),
    "parts": ({"matchConstraints": _every(resources=["configmaps/status"]), "validations": NO}, {}, CONFIG),
    "parts-too": ({"matchConstraints": _every(resources=["configmaps/*"]), "validations": NO}, {}, CONFIG),
    "update": ({"matchConstraints": _every(operations=["UPDATE"]), "validations": NO}, {}, CONFIG),
    "scope": ({"matchConstraints": _every(scope="Cluster"), "validations": NO}, {}, CONFIG),
    "scope-cluster": ({"matchConstraints": _every(scope="Cluster"), "validations": NO}, {}, ROLE),
    "named": ({"matchConstraints": _every(resourceNames=["it"]), "validations": NO}, {}, CONFIG),
    "named-otherwise": ({"matchConstraints": _every(resourceNames=["x"]), "validations": NO}, {}, CONFIG),
    "excluded": (
        {
            "matchConstraints": {
                **_every(), "excludeResourceRules": _every(resources=["configmaps"])["resourceRules"]
            },
            "validations": NO,
        },
        {},
        CONFIG,
    ),
    "namespace": (
        {"validations": NO}, {"namespaceSelector": {"matchLabels": {"env": "prod"}}}, CONFIG
    ),
    "other-namespace": (
        {"validations": NO}, {"namespaceSelector": {"matchLabels": {"env": "test"}}}, CONFIG
    ),
    "namespace-by-name": (
        {"validations": NO},
        {"namespaceSelector": {"matchExpressions": [
            {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["team"]}]}},
        CONFIG,
    ),
    "namespace-of-nothing": (
        {"validations": NO}, {"namespaceSelector": {"matchLabels": {"env": "test"}}}, ROLE
    ),
    "libraries": (
        {
            "validations": _demand(
                "quantity('1Gi').compareTo(quantity('1024Mi')) == 0 && url('https://a.b:1/c').getPort() == '1' && "
                "'a1b2'.findAll('[0-9]').size() == 2 && [1, 2].sum() == 3 && ip('10.0.0.1').family() == 4 && "
                "cidr('10.0.0.0/8').containsIP('10.1.1.1') && semver('1.2.3').major() == 1 && "
                "!format.dns1123Label().validate('a-b').hasValue() && sets.contains([1], [1])"
            )
        },
        {},
        CONFIG,
    ),
    "authorizer": (
        {"validations": _demand("authorizer.group('').resource('pods').check('get').allowed()")}, {}, CONFIG
    ),
    "user": ({"validations": _demand("request.userInfo.username == 'admin'")}, {}, CONFIG),
}  # fmt: skip
CERTAIN = {"t": "has(object.data)", "f": "has(object.zz)", "e": "object.data.zz == ''"}
"""Conditions that hold, do not hold and fail."""


def _combined(conditions: str, validations: str, annotation: str, failure: str) -> tuple[Json, Json, Json]:
    """A policy of some of them."""
    spec: Json = {"failurePolicy": failure, "validations": [{"expression": CERTAIN[each]} for each in validations]}
    spec["matchConditions"] = [{"name": f"c{at}", "expression": CERTAIN[each]} for at, each in enumerate(conditions)]
    spec["auditAnnotations"] = [{"key": "k", "valueExpression": annotation}]
    return spec, {}, CONFIG


CASES |= {
    f"combined-{conditions}-{validations}-{len(annotation)}-{failure.lower()}": _combined(
        conditions, validations, annotation, failure
    )
    for conditions in ("t", "f", "e", "ef", "fe", "et")
    for validations in ("t", "e", "te", "ef")
    for annotation in ("'x'", "string(object.data.zz)")
    for failure in ("Fail", "Ignore")
}
OPEN = {"authorizer", "user"}
"""Cases that depend on who asks."""

PARAM_CASES: dict[str, tuple[Json, str]] = {
    "params": ({"name": "limits"}, "object.data.size() <= int(params.data.most)"),
    "params-refuse": ({"name": "limits"}, "object.data.size() < int(params.data.most)"),
    "params-selected": ({"selector": {}}, "params.metadata.name != 'kube-root-ca.crt' && object.data.size() > 1"),
}

INVALID: dict[str, Json] = {
    "syntax": {"validations": _demand("object.")},
    "type": {"validations": _demand("object.data")},
    "unknown-name": {"validations": _demand("nothing")},
    "unknown-variable": {"validations": _demand("variables.nothing")},
    "no-params": {"validations": _demand("params.x == 1")},
    "message": {"validations": _demand("true", messageExpression="1")},
    "variable": {"variables": [{"name": "x", "expression": "1 +"}], "validations": _demand("true")},
    "overload": {"validations": _demand("1 + 'a' == ''")},
    "condition": {"matchConditions": [{"name": "c", "expression": "1"}], "validations": _demand("true")},
    "foreign": {"validations": _demand("math.abs(-1) == 1")},
    "foreign-too": {"validations": _demand("base64.encode(b'x') == ''")},
    "bound": {"validations": _demand("cel.bind(x, 1, x == 1)")},
    "mixed": {"validations": _demand("object.data.a in [1, 'a']")},
    "failure": {"failurePolicy": "Perhaps", "validations": _demand("true")},
    "mixed-map": {"validations": _demand("{'a': 1, 'b': 'x'}.size() == 2")},
    "mixed-keys": {"validations": _demand("{1: 1, 'b': 2}.size() == 2")},
    "mixed-lists": {"validations": _demand("[[1], ['a']].size() == 2")},
    "request-field": {"validations": _demand("has(request.nothing)")},
    "request-part": {"validations": _demand("request.kind.nothing == ''")},
    "request-in-condition": {
        "matchConditions": [{"name": "c", "expression": "request.uid == ''"}], "validations": _demand("true")
    },
    "namespace-field": {"validations": _demand("has(namespaceObject.metadata.uid)")},
    "namespace-index": {"validations": _demand("namespaceObject['kind'] == ''")},
    "annotation": {"auditAnnotations": [{"key": "k", "valueExpression": "object.metadata.name"}]},
    "message-authorizer": {
        "validations": _demand("true", messageExpression="string(authorizer.path('/').check('get').allowed())")
    },
    "message-blank": {"validations": _demand("true", message=" ")},
    "message-lines": {"validations": _demand("true", message="a\nb")},
    "reason": {"validations": _demand("true", reason="Because")},
    "variable-name": {"variables": [{"name": "a-b", "expression": "1"}], "validations": _demand("true")},
    "nothing-demanded": {"validations": []},
    "no-constraints": {"matchConstraints": None, "validations": _demand("true")},
    "no-rules": {"matchConstraints": {"resourceRules": []}, "validations": _demand("true")},
    "no-versions": {"matchConstraints": _every(apiVersions=[]), "validations": _demand("true")},
    "operations": {"matchConstraints": _every(operations=["READ"]), "validations": _demand("true")},
    "scope": {"matchConstraints": _every(scope="Any"), "validations": _demand("true")},
    "match-policy": {"matchConstraints": {**_every(), "matchPolicy": "Loose"}, "validations": _demand("true")},
    "operator": {"matchConstraints": _chosen({"key": "a", "operator": "Like"}), "validations": _demand("true")},
    "no-values": {"matchConstraints": _chosen({"key": "a", "operator": "In"}), "validations": _demand("true")},
    "some-values": {
        "matchConstraints": _chosen({"key": "a", "operator": "Exists", "values": ["x"]}), "validations": _demand("true")
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


def _pair(name: str, spec: Json, bound: Json, **more: Any) -> list[Json]:
    policy = {"matchConstraints": _every(), **spec}
    binding = {"policyName": name, "validationActions": ["Deny"], **more}
    binding["matchResources"] = {**bound, "objectSelector": {"matchLabels": {LABEL: name}}}
    head: Json = {"apiVersion": API, "metadata": {"name": name}}
    return [
        {**head, "kind": "ValidatingAdmissionPolicy", "spec": policy},
        {**head, "kind": "ValidatingAdmissionPolicyBinding", "spec": binding},
    ]


def _pairs() -> dict[str, tuple[list[Json], Json]]:
    found = {name: (_pair(name, spec, bound), item) for name, (spec, bound, item) in CASES.items()}
    for name, (reference, expression) in PARAM_CASES.items():
        spec = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}, "validations": _demand(expression)}
        given: Json = {"parameterNotFoundAction": "Deny", **reference}
        found[name] = (_pair(name, spec, {}, paramRef=given), CONFIG)
    return found


PAIRS = _pairs()


def _asked_about(name: str) -> Json:
    item: Json = copy.deepcopy(PAIRS[name][1])
    item["metadata"]["labels"] = {LABEL: name}
    if item["kind"] != "ClusterRole":
        item["metadata"]["namespace"] = "team"
    return item


@pytest.fixture(scope="module")
def ruled(real_cluster: RealCluster) -> Iterator[RealCluster]:
    """The server with every policy in force."""
    real_cluster.apply([SPACE, PARAMS, *(each for pair, _ in PAIRS.values() for each in pair)])
    until = time.monotonic() + DEADLINE
    waiting = [name for name in PAIRS if _said(name)[0] == "fail"]
    while waiting and time.monotonic() < until:
        waiting = [name for name in waiting if not _answer(real_cluster, name)]
        time.sleep(0.1)
    yield real_cluster
    real_cluster.clear()


def _answer(cluster: RealCluster, name: str) -> str:
    item = _asked_about(name)
    resource = next(one for one in built_in() if (one.api_version, one.kind) == (item["apiVersion"], item["kind"]))
    try:
        cluster.call("POST", f"{resource.path(item['metadata'].get('namespace'))}?dryRun=All", item)
    except RefusedError as error:
        return str(error)
    return ""


def _said(name: str) -> tuple[str, str]:
    documents = [SPACE, PARAMS, *PAIRS[name][0], _asked_about(name)]
    graph = load([Source("all.yaml", yaml.safe_dump_all(copy.deepcopy(documents)))])
    rules, problems = with_policies(rules_of([]), Selection(), graph)
    judgement = judge(graph, rules, pod_view_of, frozenset({"pass", "fail", "unknown"}))
    assert not [each for each in (*problems, *judgement.problems) if each.severity == "error"]
    found = [each for each in judgement.verdicts if each.resource.attributes["metadata"].get("labels") == {LABEL: name}]
    return (found[0].outcome, found[0].message) if found else ("none", "")


@pytest.mark.parametrize("name", PAIRS)
def test_the_same_answer(ruled: RealCluster, name: str) -> None:
    outcome, message = _said(name)
    answer = _answer(ruled, name)
    assert not answer or f"ValidatingAdmissionPolicy '{name}'" in answer, answer
    if outcome == "unknown":
        assert name in OPEN or name == "params-selected", message
        return
    assert name not in OPEN
    assert bool(answer) == (outcome == "fail"), (outcome, message, answer)
    if answer and "fails" not in message:  # of errors both have words of their own
        assert answer.endswith(f"denied request: {message}")


@pytest.mark.parametrize("name", INVALID)
def test_what_the_server_does_not_take(real_cluster: RealCluster, name: str) -> None:
    policy, binding = _pair(f"invalid-{name}", INVALID[name], {})
    _assert_refused(real_cluster, policy)
    graph = load([Source("all.yaml", yaml.safe_dump_all([policy, binding]))])
    rules, problems = with_policies(rules_of([]), Selection(), graph)
    assert not rules.ids
    assert [each for each in problems if each.severity == "error" and each.place is not None]


@pytest.mark.parametrize("name", INVALID_BINDINGS)
def test_what_the_server_does_not_take_of_bindings(real_cluster: RealCluster, name: str) -> None:
    spec = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}, "validations": _demand("true")}
    policy, binding = _pair(f"invalid-binding-{name}", spec, {}, **INVALID_BINDINGS[name])
    _assert_refused(real_cluster, binding)
    graph = load([Source("all.yaml", yaml.safe_dump_all([policy, binding]))])
    rules, problems = with_policies(rules_of([]), Selection(), graph)
    assert not rules.ids
    assert [each.severity for each in problems if each.place is not None] == ["error", "note"]


def _assert_refused(cluster: RealCluster, item: Json) -> None:
    with pytest.raises(RefusedError) as caught:
        cluster.apply([item])
    assert caught.value.code == 422
