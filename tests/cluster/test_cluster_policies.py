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
from cluster_policies import LABEL, demand, every, pair
from cluster_real import RealCluster

from scanner.inputs.kubernetes import load
from scanner.inputs.kubernetes.pods import pod_view_of
from scanner.model.places import Source
from scanner.policy.admission.rulesets import with_policies
from scanner.policy.judge import judge
from scanner.policy.rulesets import Selection, rules_of

Json = dict[str, Any]
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
    return {"variables": variables, "validations": demand("false", messageExpression=said)}


NO: list[Json] = demand("false")
CASES: dict[str, tuple[Json, Json, Json]] = {
    "holds": ({"validations": demand("object.data.size() == 2")}, {}, CONFIG),
    "fails": ({"validations": demand("object.data.size() == 3")}, {}, CONFIG),
    "says": ({"validations": demand("false", message=" so it is ")}, {}, CONFIG),
    "says-it-itself": ({"validations": demand("false", messageExpression="'is ' + object.metadata.name")}, {}, CONFIG),
    "says-nothing": ({"validations": demand("false", message="m", messageExpression="' '")}, {}, CONFIG),
    "fails-to-say": (
        {"validations": demand("false", message="m", messageExpression="string(object.data.zz)")}, {}, CONFIG
    ),
    "typed": ({"validations": demand("false", messageExpression="request.name")}, {}, CONFIG),
    "typed-says": (
        {"validations": demand("false", messageExpression="request.name + namespaceObject.metadata.name")}, {}, CONFIG
    ),
    "two-lines": ({"validations": demand("false", message="m", messageExpression="'a\\nb'")}, {}, CONFIG),
    "old-object": ({"validations": demand("oldObject == null")}, {}, CONFIG),
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
        {"validations": demand("!has(request.namespace) && namespaceObject == null")}, {}, ROLE
    ),
    "namespace-object": (
        _shown("namespaceObject.metadata.name + namespaceObject.metadata.labels.env", "object"), {}, CONFIG
    ),
    "absent": ({"validations": demand("object.data.zz == 'x'")}, {}, CONFIG),
    "absent-ignored": ({"validations": demand("object.data.zz == 'x'"), "failurePolicy": "Ignore"}, {}, CONFIG),
    "absent-but-refused": (
        {"validations": [*demand("object.data.zz == 'x'"), *demand("false")], "failurePolicy": "Ignore"}, {}, CONFIG
    ),
    "absorbed": ({"validations": demand("object.data.zz == 'x' || true")}, {}, CONFIG),
    "labels": ({"validations": demand("object.metadata.labels['zz'] == 'x'")}, {}, CONFIG),
    "condition": (
        {"matchConditions": [{"name": "c", "expression": "has(object.zz)"}], "validations": NO}, {}, CONFIG
    ),
    "condition-holds": (
        {"matchConditions": [{"name": "c", "expression": "has(object.data)"}], "validations": NO},
        {},
        CONFIG,
    ),
    "condition-fails": (
        {"matchConditions": [{"name": "c", "expression": "object.data.zz == ''"}], "validations": demand("true")},
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
            "validations": demand("has(object.data) || variables.bad == ''"),
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
    "other-kind": ({"matchConstraints": every(resources=["pods"]), "validations": NO}, {}, CONFIG),
    "this-kind": ({"matchConstraints": every(resources=["configmaps"]), "validations": NO}, {}, CONFIG),
    "parts": ({"matchConstraints": every(resources=["configmaps/status"]), "validations": NO}, {}, CONFIG),
    "parts-too": ({"matchConstraints": every(resources=["configmaps/*"]), "validations": NO}, {}, CONFIG),
    "update": ({"matchConstraints": every(operations=["UPDATE"]), "validations": NO}, {}, CONFIG),
    "scope": ({"matchConstraints": every(scope="Cluster"), "validations": NO}, {}, CONFIG),
    "scope-cluster": ({"matchConstraints": every(scope="Cluster"), "validations": NO}, {}, ROLE),
    "named": ({"matchConstraints": every(resourceNames=["it"]), "validations": NO}, {}, CONFIG),
    "named-otherwise": ({"matchConstraints": every(resourceNames=["x"]), "validations": NO}, {}, CONFIG),
    "excluded": (
        {
            "matchConstraints": {
                **every(), "excludeResourceRules": every(resources=["configmaps"])["resourceRules"]
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
            "validations": demand(
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
        {"validations": demand("authorizer.group('').resource('pods').check('get').allowed()")}, {}, CONFIG
    ),
    "user": ({"validations": demand("request.userInfo.username == 'admin'")}, {}, CONFIG),
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


def _pairs() -> dict[str, tuple[list[Json], Json]]:
    found = {name: (pair(name, spec, bound), item) for name, (spec, bound, item) in CASES.items()}
    for name, (reference, expression) in PARAM_CASES.items():
        spec = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}, "validations": demand(expression)}
        given: Json = {"parameterNotFoundAction": "Deny", **reference}
        found[name] = (pair(name, spec, {}, paramRef=given), CONFIG)
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
    real_cluster.apply([SPACE, PARAMS, *(each for both, _ in PAIRS.values() for each in both)])
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
