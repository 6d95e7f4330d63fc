"""What is rendered for one environment, or into a namespace that nobody names, says nothing about the rest."""

from __future__ import annotations

from typing import Any

import pytest
from cli_render import CHART, pod
from programs import HELM, KUSTOMIZE

QUESTION = ("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
DEPLOYMENT = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
    "spec:\n  selector: {matchLabels: {app: web}}\n"
    "  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i}]}}\n"
)
DENY = (
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\n"
    "spec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n"
)


def outcomes(ran: Any) -> dict[str, str]:
    """Outcomes by what was rendered."""
    return {each["resource"]["root"]: each["outcome"] for each in ran.json["verdicts"]}


@KUSTOMIZE
@pytest.mark.parametrize("namespace", ["namespace: shop\n", ""])
def test_an_overlay_for_one_environment_protects_no_other(run: Any, write: Any, namespace: str) -> None:
    write("base/web.yaml", DEPLOYMENT)
    write("base/kustomization.yaml", "resources: [web.yaml]\n")
    for name, more in (("dev", ", deny.yaml"), ("prod", "")):
        write(f"overlays/{name}/kustomization.yaml", f"{namespace}resources: [../../base{more}]\n")
    write("overlays/dev/deny.yaml", DENY)
    assert outcomes(run(*QUESTION)) == {"overlays/dev": "pass", "overlays/prod": "fail"}


@KUSTOMIZE
def test_what_both_environments_share_counts_for_both(run: Any, write: Any) -> None:
    write("base/web.yaml", DEPLOYMENT)
    write("base/kustomization.yaml", "resources: [web.yaml]\n")
    for name in ("dev", "prod"):
        write(f"overlays/{name}/kustomization.yaml", "namespace: shop\nresources: [../../base]\n")
    write("policies/deny.yaml", DENY.replace("{name: deny}", "{name: deny, namespace: shop}"))
    assert outcomes(run(*QUESTION)) == {"overlays/dev": "pass", "overlays/prod": "pass"}


@HELM
@pytest.mark.parametrize("written", ["", ", namespace: '{{ .Release.Namespace }}'"])
def test_a_chart_protects_no_other_unless_both_go_to_one_namespace(run: Any, write: Any, written: str) -> None:
    for name in ("a", "b"):
        write(f"{name}/Chart.yaml", CHART)
        write(f"{name}/templates/pod.yaml", pod(name).replace(f"name: {name}", f"name: {name}{written}"))
    write("a/templates/deny.yaml", DENY.replace("name: deny", f"name: deny{written}"))
    ran = run(*QUESTION)
    assert outcomes(ran) == {"a": "pass", "b": "unknown"}
    assert "NetworkPolicy/default/deny selects v1/Pod/default/b, if both are installed into one" in ran.out
    assert outcomes(run(*QUESTION, "--helm-namespace", "shop")) == {"a": "pass", "b": "pass"}


def test_manifests_of_two_environments(run: Any, write: Any) -> None:
    for name in ("dev", "prod"):
        write(f"{name}/apps/web.yaml", DEPLOYMENT)
    write("dev/policies/deny.yaml", DENY)
    assert outcomes(run(*QUESTION)) == {"dev/apps": "pass", "prod/apps": "fail"}


def test_rights_of_one_environment_are_none_of_another(run: Any, write: Any) -> None:
    binding = (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: all}\n"
        "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\n"
        "subjects: [{kind: ServiceAccount, name: default, namespace: default}]\n"
    )
    for name in ("dev", "prod"):
        write(f"{name}/web.yaml", DEPLOYMENT)
    write("dev/binding.yaml", binding)
    ran = run("scan", "--only", "k8s-pod-cluster-admin", "--outcomes", "all", "--format", "json")
    assert outcomes(ran) == {"dev": "fail", "prod": "pass"}


GROUP = (
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: all}\n"
    "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ROLE}\n"
    "subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: 'system:serviceaccounts'}]\n"
)


@pytest.mark.parametrize(
    ("namespace", "own", "prod"),
    [
        ("", None, "unknown"),
        ("", "system:auth-delegator", "pass"),
        ("", "cluster-admin", "fail"),
        (", namespace: shop", None, "pass"),
    ],
)
def test_rights_of_groups_where_environments_may_be_namespaces_of_one_cluster(
    run: Any, write: Any, namespace: str, own: str | None, prod: str
) -> None:
    for name in ("dev", "prod"):
        write(f"{name}/web.yaml", DEPLOYMENT.replace("name: web", f"name: web{namespace}", 1))
    write("dev/binding.yaml", GROUP.replace("ROLE", "cluster-admin"))
    if own is not None:
        write("prod/binding.yaml", GROUP.replace("ROLE", own))
    ran = run("scan", "--only", "k8s-pod-cluster-admin", "--outcomes", "all", "--format", "json")
    assert outcomes(ran) == {"dev": "fail", "prod": prod}
    assert ("ClusterRoleBinding/all of dev may be in the same cluster" in ran.out) == (prod == "unknown")


def test_roles_put_together_from_those_of_another_environment(run: Any, write: Any) -> None:
    whole = (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: whole}\n"
        "aggregationRule: {clusterRoleSelectors: [{matchLabels: {into: whole}}]}\n"
    )
    part = (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: part, labels: {into: whole}}\n"
        "rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n"
    )
    for name in ("dev", "prod"):
        write(f"{name}/web.yaml", DEPLOYMENT)
    write("prod/rights.yaml", GROUP.replace("ROLE", "whole") + "---\n" + whole)
    question = ("scan", "--only", "k8s-pod-cluster-admin", "--outcomes", "all", "--format", "json", "prod", "dev")
    assert outcomes(run(*question))["prod"] == "pass"
    write("dev/part.yaml", part)
    ran = run(*question)
    assert outcomes(ran)["prod"] == "unknown"
    assert "ClusterRole/part of dev may be in one cluster" in ran.out


@pytest.mark.parametrize(("namespace", "prod"), [("", "unknown"), (", namespace: shop", "fail")])
def test_policies_of_the_whole_cluster_where_environments_may_be_of_one(
    run: Any, write: Any, namespace: str, prod: str
) -> None:
    for name in ("dev", "prod"):
        write(f"{name}/web.yaml", DEPLOYMENT.replace("name: web", f"name: web{namespace}", 1))
    write(
        "dev/deny.yaml",
        "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: deny}\n"
        "spec: {endpointSelector: {}, ingress: [{}], egress: [{}]}\n",
    )
    ran = run(*QUESTION)
    assert outcomes(ran) == {"dev": "pass", "prod": prod}


def test_a_policy_with_a_namespace_where_only_workloads_have_none(run: Any, write: Any) -> None:
    for name in ("dev", "prod"):
        write(f"{name}/web.yaml", DEPLOYMENT)
    apart = DEPLOYMENT.replace("name: web", "name: other, namespace: shop", 1)
    write("prod/other.yaml", apart)
    write("dev/deny.yaml", DENY.replace("name: deny", "name: deny, namespace: shop"))
    ran = run(*QUESTION)
    by_name = {each["resource"]["address"]: each["outcome"] for each in ran.json["verdicts"]}
    assert by_name["apps/v1/Deployment/shop/other"] == "unknown"


def application(name: str, destination: str) -> str:
    return (
        f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}}}\n"
        f"spec: {{source: {{path: {name}}}, destination: {{namespace: shop, {destination}}}}}\n"
    )


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("server: 'https://a'", "server: 'https://b'", "fail"),
        ("server: 'https://a'", "server: 'https://a/'", "pass"),
        ("name: a", "name: b", "fail"),
        ("name: in-cluster", "server: 'https://kubernetes.default.svc'", "pass"),
        ("name: in-cluster", "server: 'https://a'", "fail"),
        ("name: a", "server: 'https://a'", "pass"),
        ("server: 'https://a'", "project: x", "pass"),
    ],
)
def test_what_argo_cd_sends_to_another_cluster(run: Any, write: Any, one: str, other: str, outcome: str) -> None:
    write("apps.yaml", application("web", one) + "---\n" + application("policies", other))
    write("web/web.yaml", DEPLOYMENT)
    write("policies/deny.yaml", DENY)
    assert outcomes(run(*QUESTION)) == {"web": outcome}


@KUSTOMIZE
@pytest.mark.parametrize("more", ["", "targetNamespace: shop, "])
@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("prune: true", "prune: true", "pass"),
        ("commonMetadata: {labels: {a: b}}", "kubeConfig: {secretRef: {name: b}}", "fail"),
        ("kubeConfig: {secretRef: {name: a}}", "kubeConfig: {secretRef: {name: b}}", "fail"),
        ("kubeConfig: {secretRef: {name: a}}", "kubeConfig: {secretRef: {name: a}}", "pass"),
        ("kubeConfig: {secretRef: {name: a}}", "kubeConfig: {configMapRef: {name: a}}", "fail"),
    ],
)
def test_what_flux_sends_to_another_cluster(
    run: Any, write: Any, more: str, one: str, other: str, outcome: str
) -> None:
    for name, own, text in (("web", one, DEPLOYMENT), ("policies", other, DENY)):
        write(f"flux-{name}.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
              f"metadata: {{name: {name}}}\nspec: {{path: {name}, {more}{own}}}\n")  # fmt: skip
        write(f"{name}/{name}.yaml", text.replace("metadata: {name: ", "metadata: {namespace: shop, name: ", 1))
    assert outcomes(run(*QUESTION)) == {"web": outcome}
