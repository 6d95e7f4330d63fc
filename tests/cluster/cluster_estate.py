"""A small cluster with something of every kind that rules ask for, and every way in which objects are linked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cluster_objects as objects

Json = dict[str, Any]
CILIUM, ISTIO = "cilium.io", "security.istio.io"
HOOK = {"admissionReviewVersions": ["v1"], "sideEffects": "None", "clientConfig": {"url": "https://hook.example/x"}}
MATCH = {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"], "operations": ["CREATE"]}]}


def estate() -> list[Json]:
    """All of it, owners before what they own; accepted by a real API server."""
    return [*_definitions(), *_workloads(), *_network(), *_access(), *_admission(), *_data()]


def _definitions() -> Iterator[Json]:
    yield objects.crd(CILIUM, "CiliumNetworkPolicy", "ciliumnetworkpolicies", "v2")
    yield objects.crd(CILIUM, "CiliumClusterwideNetworkPolicy", "ciliumclusterwidenetworkpolicies", "v2", "Cluster")
    yield objects.crd(ISTIO, "AuthorizationPolicy", "authorizationpolicies")
    yield objects.crd(ISTIO, "PeerAuthentication", "peerauthentications")
    yield objects.namespace("shop", **{"pod-security.kubernetes.io/audit": "baseline", "tier": "front"})
    yield objects.namespace("empty", **{"pod-security.kubernetes.io/enforce": "restricted"})
    yield objects.namespace("bank", **{"pod-security.kubernetes.io/warn": "restricted", "tier": "vault"})


def _workloads() -> Iterator[Json]:
    bad = objects.pod_spec(objects.container(securityContext={"privileged": True}))
    quiet = objects.pod_spec(serviceAccountName="quiet")
    for space in ("shop", "bank"):
        yield from objects.deployment_with_pods("web", space, 2, bad)
        yield from objects.deployment_with_pods("api", space, 2, quiet)
        yield from objects.job_with_pod("nightly", space)
        yield objects.workload("Job", "once", space)
        yield objects.workload("StatefulSet", "db", space)
        yield objects.workload("DaemonSet", "agent", space, bad)
        yield objects.workload("ReplicaSet", "lone", space)
        yield objects.pod("bare", space, labels={"app": "bare"})
        yield objects.pod("named", space, quiet, labels={"app": "named"})
        template = {"metadata": {"labels": {"app": "old"}}, "spec": objects.pod_spec()}
        yield objects.made("v1", "ReplicationController", "old", space,
                           spec={"replicas": 1, "selector": {"app": "old"}, "template": template})  # fmt: skip
        yield objects.made("v1", "PodTemplate", "mould", space, template=template)
        for name, replicas in (("web", 3), ("api", 1)):
            ref = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
            yield objects.made("autoscaling/v2", "HorizontalPodAutoscaler", name, space,
                               spec={"scaleTargetRef": ref, "minReplicas": replicas, "maxReplicas": 5})  # fmt: skip
        yield objects.made("policy/v1", "PodDisruptionBudget", "web", space,
                           spec={"maxUnavailable": 1, "selector": {"matchLabels": {"app": "web"}}})  # fmt: skip
        yield objects.made("policy/v1", "PodDisruptionBudget", "none", space,
                           spec={"maxUnavailable": 0, "selector": {"matchLabels": {"app": "db"}}})  # fmt: skip


def _network() -> Iterator[Json]:
    yield objects.network_policy("deny", "shop", policyTypes=["Ingress", "Egress"])
    yield objects.network_policy("old", "bank", podSelector={"matchLabels": {"app": "old"}}, ingress=[])
    yield objects.network_policy("web", "bank", podSelector={"matchLabels": {"app": "web"}}, ingress=[{}])
    for name, selector in (
        ("db", {"matchLabels": {"app": "db"}}),
        ("front", {"matchLabels": {"k8s:io.cilium.k8s.namespace.labels.tier": "vault", "app": "lone"}}),
    ):
        spec = {"endpointSelector": selector, "ingress": [{"fromEntities": ["cluster"]}], "egress": [{}]}
        yield objects.made(f"{CILIUM}/v2", "CiliumClusterwideNetworkPolicy", name, spec=spec)
    spec = {"endpointSelector": {"matchLabels": {"app": "api"}}, "ingress": [{}], "egress": [{}]}
    yield objects.made(f"{CILIUM}/v2", "CiliumNetworkPolicy", "api", "bank", spec=spec)
    for space in ("shop", "bank"):
        yield objects.service("web", space, type="LoadBalancer")
        yield objects.service("api", space, externalIPs=["192.0.2.1"])
        backend = {"service": {"name": "web", "port": {"number": 80}}}
        path = {"path": "/", "pathType": "Prefix", "backend": backend}
        yield objects.made("networking.k8s.io/v1", "Ingress", "web", space,
                           spec={"rules": [{"host": "*.shop.example", "http": {"paths": [path]}}]})  # fmt: skip
        yield objects.made(f"{ISTIO}/v1", "AuthorizationPolicy", "all", space, spec={"rules": [{}]})
        yield objects.made(f"{ISTIO}/v1", "PeerAuthentication", "any", space, spec={"mtls": {"mode": "PERMISSIVE"}})


def _access() -> Iterator[Json]:
    secrets = objects.rule("", ["secrets"])
    for space in ("shop", "bank"):
        yield objects.service_account("default", space)
        yield objects.service_account("quiet", space, automountServiceAccountToken=False)
        role = objects.role("all", [objects.rule("*", ["*"], ["*"])], space)
        yield from (role, objects.binding("all", role, [objects.subject("ServiceAccount", "quiet", space)], space))
    everywhere, inside = objects.role("everywhere", [secrets]), objects.role("inside", [secrets])
    yield from (everywhere, inside, objects.role("bound-to-none", [secrets]))
    yield objects.binding("everywhere", everywhere, [objects.subject("Group", "system:authenticated")])
    yield objects.binding("inside", inside, [objects.subject("ServiceAccount", "quiet", "shop")], "shop")
    yield objects.binding("nobody", inside, None, "bank")
    yield objects.binding("admins", {"kind": "ClusterRole", "metadata": {"name": "cluster-admin"}},
                          [objects.subject("ServiceAccount", "default", "shop")])  # fmt: skip


def _admission() -> Iterator[Json]:
    rules = [{"apiGroups": ["apps"], "apiVersions": ["v1"], "resources": ["*"], "operations": ["CREATE"]}]
    hooks = [{**HOOK, "name": "a.hook.example", "rules": rules, "failurePolicy": "Ignore"}]
    registration = "admissionregistration.k8s.io/v1"
    yield objects.made(registration, "ValidatingWebhookConfiguration", "hook", webhooks=hooks)
    checks = [{"expression": "!has(object.spec.hostPID) || !object.spec.hostPID"}]
    policy = {"matchConstraints": MATCH, "validations": checks, "failurePolicy": "Ignore"}
    yield objects.made(registration, "ValidatingAdmissionPolicy", "no-pids", spec=policy)
    yield objects.made(registration, "ValidatingAdmissionPolicyBinding", "no-pids",
                       spec={"policyName": "no-pids", "validationActions": ["Audit"]})  # fmt: skip


def _data() -> Iterator[Json]:
    for space in ("shop", "bank"):
        yield objects.config_map("settings", space, password="hunter2-hunter2")
        yield objects.config_map("colours", space, sky="blue")
        yield objects.secret("key", space, a="hunter2-hunter2")
