"""What policies see of an object that is created: the answers are those of a real API server, or open."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from admission_builders import binding, definition, demand, graph_of, object_of, outcome, policy, said

from scanner.model.values import Unknown
from scanner.policy.admission.defaults import as_seen
from scanner.policy.admission.kinds import Kinds

EVERY = {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["CREATE"], "resources": ["*"]}
NAMED = "metadata: {name: it}"


def ask(expression: str, manifest: str, *others: dict[str, Any]) -> str:
    """What a policy about everything that demands an expression says of an object."""
    demanded = policy(validations=demand(expression), matchConstraints={"resourceRules": [EVERY]})
    return outcome(demanded, binding(), yaml.safe_load(manifest), *others)


def pod(spec: str = "", container: str = "") -> str:
    """A pod with something more in its specification or its container."""
    return (
        f"{{apiVersion: v1, kind: Pod, {NAMED}, spec: {{containers: [{{name: a, image: x:1, {container}}}], {spec}}}}}"
    )


def workload(kind: str, spec: str = "", container: str = "", version: str = "apps/v1") -> str:
    """A workload with something more in its specification or its container."""
    template = f"{{metadata: {{labels: {{app: a}}}}, spec: {{containers: [{{name: a, image: x:1, {container}}}]}}}}"
    return f"{{apiVersion: {version}, kind: {kind}, {NAMED}, spec: {{template: {template}, {spec}}}}}"


def plain(kind: str, rest: str = "", version: str = "v1") -> str:
    """An object of another kind."""
    return f"{{apiVersion: {version}, kind: {kind}, {NAMED}, {rest}}}"


C = "object.spec.containers[0]"
T = "object.spec.template.spec"
RBAC = "rbac.authorization.k8s.io/v1"
NET = "networking.k8s.io/v1"


@pytest.mark.parametrize(
    ("expression", "manifest", "expected"),
    [
        # What the server computes
        ("!has(object.metadata.uid)", pod(), "unknown"),
        ("has(object.metadata.creationTimestamp)", pod(), "unknown"),
        ("!has(object.status)", pod(), "unknown"),
        ("'uid' in object.metadata", pod(), "unknown"),
        ("object.metadata.?generation.orValue(1) == 1", pod(), "unknown"),
        ("object.metadata.size() == 2", pod(), "unknown"),
        ("!has(object.status.replicas)", workload("Deployment")[:-1] + ", status: {replicas: 3}}", "unknown"),
        ("object.metadata.namespace == 'default'", pod(), "pass"),
        ("!has(object.metadata.namespace)", plain("ClusterRole", "rules: []", RBAC), "pass"),
        # Controllers of admission
        ("object.spec.serviceAccountName != 'default'", pod(), "fail"),
        ("object.spec.serviceAccount == 'web'", pod("serviceAccountName: web"), "pass"),
        ("!has(object.spec.template.spec.serviceAccountName)", workload("Deployment"), "pass"),
        ("!has(object.spec.tolerations)", pod(), "unknown"),
        ("object.spec.tolerations.exists(t, t.key == 'a')", pod("tolerations: [{key: a, operator: Exists}]"), "pass"),
        ("object.spec.tolerations.all(t, t.key == 'a')", pod("tolerations: [{key: a, operator: Exists}]"), "unknown"),
        ("object.spec.tolerations.all(t, t.key == 'b')", pod("tolerations: [{key: a, operator: Exists}]"), "fail"),
        ("!has(object.spec.template.spec.tolerations)", workload("Deployment"), "pass"),
        ("!has(object.spec.priorityClassName)", pod(), "unknown"),
        # Kinds of which not everything is known
        ("!has(object.spec.volumeMode)", plain("PersistentVolumeClaim", "spec: {}"), "unknown"),
        ("has(object.spec.minReplicas)", plain("HorizontalPodAutoscaler", "spec: {}", "autoscaling/v2"), "unknown"),
        ("object.spec.maxReplicas < 9",
         plain("HorizontalPodAutoscaler", "spec: {maxReplicas: 3}", "autoscaling/v2"), "pass"),
        ("!has(object.metadata.labels)", plain("PersistentVolumeClaim", "spec: {}"), "pass"),
        ("!has(object.spec.limits[0].default)", plain("LimitRange", "spec: {limits: [{type: Pod}]}"), "unknown"),
        ("has(object.preemptionPolicy)", plain("PriorityClass", "value: 1", "scheduling.k8s.io/v1"), "unknown"),
        ("!has(object.spec.size)", plain("Widget", "spec: {}", "ex.io/v1"), "unknown"),
        ("object.spec.size == 3", plain("Widget", "spec: {size: 3}", "ex.io/v1"), "pass"),
        ("object.spec.busy == false", plain("Widget", "spec: {busy: false}", "ex.io/v1"), "pass"),
        # Secrets, roles, policies
        ("object.type == 'Opaque'", plain("Secret", "stringData: {a: b}"), "pass"),
        ("!has(object.stringData) && object.data.a == 'Yg=='", plain("Secret", "stringData: {a: b}"), "pass"),
        ("!has(object.data)", plain("Secret"), "pass"),
        ("has(object.rules)", plain("ClusterRole", "", RBAC), "pass"),
        ("object.subjects[0].apiGroup == 'rbac.authorization.k8s.io'",
         plain("RoleBinding", "subjects: [{kind: User, name: a}]", RBAC), "pass"),
        ("has(object.subjects[0].apiGroup)",
         plain("RoleBinding", "subjects: [{kind: ServiceAccount, name: a}]", RBAC), "fail"),
        ("object.spec.policyTypes == ['Ingress']", plain("NetworkPolicy", "spec: {podSelector: {}}", NET), "pass"),
        ("'Egress' in object.spec.policyTypes",
         plain("NetworkPolicy", "spec: {podSelector: {}, egress: [{}]}", NET), "pass"),
        ("object.metadata.labels['kubernetes.io/metadata.name'] == 'it'", plain("Namespace"), "pass"),
        ("object.spec.finalizers == ['kubernetes']", plain("Namespace"), "pass"),
        # Services
        ("!has(object.spec.clusterIP)", plain("Service", "spec: {ports: [{port: 80}]}"), "unknown"),
        ("object.spec.ports.all(p, p.targetPort == p.port && !has(p.nodePort))",
         plain("Service", "spec: {ports: [{port: 80}]}"), "pass"),
        ("object.spec.ports.all(p, !has(p.nodePort))",
         plain("Service", "spec: {type: NodePort, ports: [{port: 80}]}"), "unknown"),
        ("object.spec.externalTrafficPolicy == 'Cluster'", plain("Service", "spec: {type: LoadBalancer}"), "pass"),
        ("has(object.spec.externalTrafficPolicy)", plain("Service", "spec: {}"), "fail"),
        ("!has(object.spec.internalTrafficPolicy) && !has(object.spec.clusterIP)",
         plain("Service", "spec: {type: ExternalName, externalName: a.b}"), "pass"),
        # Pods
        (f"{C}.resources.requests.cpu == '1'", pod("", "resources: {limits: {cpu: '1'}}"), "pass"),
        (f"!has({T}.containers[0].resources.requests)",
         workload("Deployment", "", "resources: {limits: {cpu: '1'}}"), "pass"),
        (f"{C}.livenessProbe.periodSeconds == 10 && {C}.livenessProbe.httpGet.scheme == 'HTTP'",
         pod("", "livenessProbe: {httpGet: {port: 80}}"), "pass"),
        (f"{C}.env[0].valueFrom.fieldRef.apiVersion == 'v1'",
         pod("", "env: [{name: X, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]"), "pass"),
        ("object.spec.volumes.all(v, has(v.emptyDir))", pod("volumes: [{name: v}]"), "pass"),
        ("object.spec.volumes[0].secret.defaultMode == 420", pod("volumes: [{name: v, secret: {}}]"), "pass"),
        (f"{C}.ports.all(p, !has(p.hostPort))", pod("hostNetwork: true", "ports: [{containerPort: 80}]"), "fail"),
        ("object.spec.serviceAccount == 'foo'", pod("serviceAccountName: foo"), "pass"),
        ("has(object.spec.priority)", pod(), "unknown"),
        (f"{C}.imagePullPolicy == 'Always'", pod().replace("x:1", "x:latest@sha256:ab"), "pass"),
        (f"{C}.imagePullPolicy == 'IfNotPresent'", pod().replace("x:1", "host:5000/x@sha256:ab"), "pass"),
        (f"!has({C}.securityContext)", pod(), "pass"),
        (f"has({T}.enableServiceLinks)", workload("Deployment"), "fail"),
        # Workloads
        ("object.spec.strategy.rollingUpdate.maxSurge == '25%'",
         workload("Deployment", "strategy: {type: RollingUpdate}"), "pass"),
        ("object.spec.strategy.type == 'RollingUpdate' && object.spec.strategy.rollingUpdate.maxUnavailable == '25%'",
         workload("Deployment", "strategy: {rollingUpdate: {maxSurge: 1}}"), "pass"),
        ("has(object.spec.strategy.rollingUpdate)", workload("Deployment", "strategy: {type: Recreate}"), "fail"),
        ("object.spec.updateStrategy.rollingUpdate.maxUnavailable == 1",
         workload("DaemonSet", "updateStrategy: {type: RollingUpdate}"), "pass"),
        ("object.spec.volumeClaimTemplates[0].spec.volumeMode == 'Filesystem'",
         workload("StatefulSet", "volumeClaimTemplates: [{metadata: {name: d}, spec: {}}]"), "pass"),
        ("object.spec.completions == 1", workload("Job", "parallelism: 3", "", "batch/v1"), "fail"),
        ("object.spec.backoffLimit <= 6",
         workload("Job", "completionMode: Indexed, backoffLimitPerIndex: 1", "", "batch/v1"), "fail"),
        ("!has(object.spec.selector)", workload("Job", "", "", "batch/v1"), "unknown"),
        ("has(object.spec.template.metadata.labels.x)", workload("Job", "", "", "batch/v1"), "unknown"),
        ("object.spec.selector.app == 'a'", workload("ReplicationController", "", "", "v1"), "pass"),
        # Zeros
        ("object.spec.hostNetwork == false", pod("hostNetwork: false"), "fail"),
        ("!has(object.spec.hostNetwork) || object.spec.hostNetwork == false", pod("hostNetwork: false"), "pass"),
        ("!has(object.spec.volumes)", pod("volumes: []"), "pass"),
        (f"{C}.args.size() == 0", pod("", "args: []"), "fail"),
        (f"{C}.env.all(e, has(e.value))", pod("", "env: [{name: X, value: ''}]"), "fail"),
        (f"has({C}.resources) && !has({C}.resources.limits)", pod("", "resources: {limits: {}}"), "pass"),
        (f"has({T}.restartPolicy)", workload("Deployment", "minReadySeconds: 0"), "pass"),
        ("has(object.spec.minReadySeconds)", workload("Deployment", "minReadySeconds: 0"), "fail"),
        ("object.spec.replicas == 0", workload("Deployment", "replicas: 0"), "pass"),
        (f"{C}.securityContext.privileged == false", pod("", "securityContext: {privileged: false}"), "pass"),
        ("object.spec.automountServiceAccountToken == false", pod("automountServiceAccountToken: false"), "pass"),
        ("has(object.spec.nodeName)", pod("nodeName: ''"), "unknown"),
        ("object.metadata.labels.a == ''", pod().replace("{name: it}", "{name: it, labels: {a: ''}}"), "pass"),
        ("!has(object.data)", plain("ConfigMap", "data: {}"), "pass"),
    ],
)  # fmt: skip
def test_what_a_policy_sees(expression: str, manifest: str, expected: str) -> None:
    assert ask(expression, manifest) == expected


@pytest.mark.parametrize(
    ("manifest", "path", "expression", "expected"),
    [
        (pod("hostNetwork: true"), "spec.hostNetwork", "!has(object.spec.hostNetwork)", "unknown"),
        (pod("shareProcessNamespace: true"), "spec.shareProcessNamespace", "has(object.spec.shareProcessNamespace)",
         "pass"),
        (pod("volumes: [{name: v, secret: {}}]"), "spec.volumes.0.secret",
         "object.spec.volumes.all(v, !has(v.emptyDir))", "unknown"),
        (pod(), "spec.containers.0.image", f"{C}.imagePullPolicy == {C}.image", "unknown"),
        (pod(), "spec.containers.0.image", f"has({C}.imagePullPolicy)", "pass"),
        (plain("Secret", "data: {a: Yg==}, stringData: {a: b}"), "data", "object.data.a == 'Yg=='", "pass"),
        (plain("Secret", "data: {a: Yg==}, stringData: {a: b}"), "data", "'c' in object.data", "unknown"),
        (plain("Service", "spec: {sessionAffinity: None}"), "spec.sessionAffinity",
         "!has(object.spec.sessionAffinityConfig)", "unknown"),
        (plain("Service", "spec: {externalIPs: [1.2.3.4]}"), "spec.externalIPs",
         "has(object.spec.externalTrafficPolicy)", "unknown"),
        (workload("Job", "backoffLimitPerIndex: 1", "", "batch/v1"), "spec.backoffLimitPerIndex",
         "object.spec.backoffLimit == object.spec.backoffLimitPerIndex", "unknown"),
    ],
)  # fmt: skip
def test_what_is_filled_in_beside_what_is_not_known(manifest: str, path: str, expression: str, expected: str) -> None:
    demanded = policy(validations=demand(expression), matchConstraints={"resourceRules": [EVERY]})
    graph = graph_of(demanded, binding(), yaml.safe_load(manifest))
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    inner: Any = graph.resources[2].attributes
    for step in steps:
        inner = inner[step]
    inner[last] = Unknown("nobody knows", not_null=last != "secret")
    found, problems = said(graph)
    assert not problems
    assert found["it"][0] == expected


def test_a_definition_that_fills_in_nothing_leaves_nothing_open() -> None:
    widget = plain("Widget", "spec: {}", "ex.io/v1")
    for properties, expected in (({}, "pass"), ({"size": {"type": "integer", "default": 3}}, "unknown")):
        assert ask("!has(object.spec.size)", widget, definition("ex.io", "Widget", "widgets", **properties)) == expected


@pytest.mark.parametrize(
    "kind", ["v1/Service", f"{NET}/NetworkPolicy", "apps/v1/Deployment", "batch/v1/Job", "v1/Secret"]
)
def test_what_is_not_known_of_an_object_breaks_nothing(kind: str) -> None:
    fields = (
        "type",
        "egress",
        "strategy",
        "podFailurePolicy",
        "sessionAffinity",
        "parallelism",
        "backoffLimitPerIndex",
    )
    spec = dict.fromkeys(fields, Unknown("nobody knows"))
    version, _, name = kind.rpartition("/")
    attributes = {"apiVersion": version, "kind": name, "metadata": {"name": "it"}, "spec": spec, "stringData": spec}
    (resource,) = graph_of(object_of(name, "it", version)).resources
    seen = as_seen(resource, attributes, Kinds(), "default")
    assert all(seen["spec"][field] == spec[field] for field in fields)
    assert seen["metadata"]["namespace"] == "default"
