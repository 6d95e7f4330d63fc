"""`bylaw rules rbac`."""

from __future__ import annotations

from collections.abc import Callable

import yaml


def test_the_rights_of_a_whole_cluster_and_of_namespaces(run: Callable) -> None:
    (role,) = yaml.safe_load_all(run("rules", "rbac").out)
    assert (role["kind"], role["metadata"]) == ("ClusterRole", {"name": "bylaw-audit"})
    both = run("rules", "rbac", "--namespace", "a", "--namespace", "b", "--service-account", "tools/bylaw").out
    documents = [(each["kind"], each["metadata"].get("namespace")) for each in yaml.safe_load_all(both)]
    assert documents == [
        ("ClusterRole", None), ("ClusterRoleBinding", None), ("Role", "a"), ("RoleBinding", "a"), ("Role", "b"),
        ("RoleBinding", "b"),
    ]  # fmt: skip


def test_only_what_the_chosen_rules_need(run: Callable) -> None:
    (role,) = yaml.safe_load_all(run("rules", "rbac", "--only", "k8s-ingress-no-tls").out)
    resources = {(group, name) for rule in role["rules"] for group in rule["apiGroups"] for name in rule["resources"]}
    assert resources == {("", "namespaces"), ("networking.k8s.io", "ingresses")}
    assert run("rules", "rbac", "--only", "aws-s3-public-acl").out.endswith("rules: []\n")


def test_secrets_only_when_asked_for(run: Callable) -> None:
    assert "secrets" not in run("rules", "rbac").out
    assert "      - secrets\n" in run("rules", "rbac", "--secrets").out


def test_names_that_would_write_something_else_are_refused(run: Callable) -> None:
    for arguments in (
        ("--name", "a\nrules: []"),
        ("--namespace", "*"),
        ("--service-account", "x"),
        ("--service-account", "a/b/c"),
    ):
        ran = run("rules", "rbac", *arguments)
        assert (ran.code, ran.out) == (2, "")
