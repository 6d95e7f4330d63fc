"""What service accounts are granted, by name, user and group, and through roles put together from others."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from scanner.inputs.kubernetes import load
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import PartialList, Unknown
from scanner.policy import grants
from scanner.policy.links import LinkIndex

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop}
spec: {serviceAccountName: web, containers: [{name: c, image: "i:1"}]}
"""
READER = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader, labels: {part: "yes"}}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
"""
WHOLE = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: whole}
aggregationRule: {clusterRoleSelectors: [{matchExpressions: [{key: part, operator: In, values: ["yes"]}]}]}
rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
"""
READS = [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]


def binding(subject: str, role: str = "reader", kind: str = "ClusterRole", namespace: str = "") -> str:
    where = f", namespace: {namespace}" if namespace else ""
    own = "RoleBinding" if namespace else "ClusterRoleBinding"
    return (
        f"apiVersion: rbac.authorization.k8s.io/v1\nkind: {own}\nmetadata: {{name: b{where}}}\n"
        f"roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: {kind}, name: {role}}}\nsubjects: [{subject}]\n"
    )


def granted(*texts: str, **incomplete: str) -> Any:
    graph = load([Source(f"m{number}.yaml", text) for number, text in enumerate((POD, *texts))])
    graph.incomplete |= {key.replace("_", "/"): why for key, why in incomplete.items()}
    pod = next(each for each in graph.resources if each.kind == "Pod")
    return LinkIndex(graph).grants(pod, "web")


@pytest.mark.parametrize(
    "subject",
    [
        "{kind: ServiceAccount, name: web, namespace: shop}",
        "{kind: User, name: 'system:serviceaccount:shop:web'}",
        "{kind: Group, name: 'system:serviceaccounts:shop'}",
        "{kind: Group, name: 'system:serviceaccounts'}",
        "{kind: Group, name: 'system:authenticated'}",
        "{kind: User, name: jane}, {kind: Group, name: 'system:authenticated'}",
    ],
)
def test_subjects_that_it_is(subject: str) -> None:
    found = granted(READER, binding(subject))
    assert [(each["binding"], each["role"], each["namespace"], each["rules"]) for each in found] == [
        ("b", "reader", None, READS)
    ]


@pytest.mark.parametrize(
    "subject",
    [
        "{kind: ServiceAccount, name: web, namespace: other}",
        "{kind: ServiceAccount, name: other, namespace: shop}",
        "{kind: User, name: web}",
        "{kind: User, name: 'system:serviceaccount:other:web'}",
        "{kind: Group, name: 'system:serviceaccounts:other'}",
        "{kind: Group, name: web}",
        "{kind: Group, name: 'system:unauthenticated'}",
        "",
    ],
)
def test_subjects_that_it_is_not(subject: str) -> None:
    assert granted(READER, binding(subject)) == []


def test_a_role_binding_grants_in_its_namespace() -> None:
    role = READER.replace("ClusterRole", "Role").replace("name: reader", "name: reader, namespace: jobs")
    account = "{kind: ServiceAccount, name: web, namespace: shop}"
    found = granted(READER, role, binding(account, namespace="jobs"), binding(account, kind="Role", namespace="jobs"))
    assert [(each["roleKind"], each["namespace"], each["rules"]) for each in found] == [
        ("ClusterRole", "jobs", READS),
        ("Role", "jobs", READS),
    ]


def test_roles_put_together_have_the_rules_of_others_and_not_their_own() -> None:
    group = binding("{kind: Group, name: 'system:serviceaccounts'}", role="whole")
    assert granted(WHOLE, READER, group)[0]["rules"] == READS
    assert granted(WHOLE, READER.replace('"yes"', '"no"'), group)[0]["rules"] == []
    again = READER.replace("name: reader", "name: two").replace(
        "rules:", "aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]}\nrules:"
    )
    assert granted(WHOLE, READER, again, group)[0]["rules"] == READS


def test_roles_put_together_from_one_another_have_the_same_rules_in_any_order() -> None:
    def part(name: str, label: str, wanted: str) -> str:
        return (
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n"
            f"metadata: {{name: {name}, labels: {{{label}: x}}}}\n"
            f"aggregationRule: {{clusterRoleSelectors: [{{matchLabels: {{{wanted}: x}}}}]}}\n"
        )

    one, two = part("one", "to-two", "to-one"), part("two", "to-one", "to-two")
    reader = READER.replace('part: "yes"', "to-one: x")
    everybody = "{kind: Group, name: 'system:authenticated'}"
    for order in permutations((one, two, reader)):
        both = [binding(everybody, role).replace("name: b", f"name: {role}") for role in ("one", "two")]
        for bindings in (both, both[::-1]):
            found = granted(*order, *bindings)
            assert [(each["rules"]) for each in found] == [READS, READS]


def test_roles_that_are_put_together_from_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants, "_MOST_STEPS", 1)
    group = binding("{kind: Group, name: 'system:serviceaccounts'}", role="whole")
    more = READER.replace("name: reader", "name: more")
    rules = granted(WHOLE, READER, more, group)[0]["rules"]
    assert isinstance(rules, Unknown)
    assert rules.cause == "roles are put together from more others than are followed"


def test_what_is_missing() -> None:
    account = "{kind: ServiceAccount, name: web, namespace: shop}"
    assert isinstance(granted(binding(account))[0]["rules"], Unknown)
    everything = granted(binding(account, role="cluster-admin"))[0]["rules"]
    assert everything[0] == {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
    assert isinstance(
        granted(binding(account, role="cluster-admin", namespace="shop", kind="Role"))[0]["rules"], Unknown
    )


def test_roles_that_every_cluster_has_are_known() -> None:
    account = "{kind: ServiceAccount, name: web, namespace: shop}"
    delegator = binding(account, role='"system:auth-delegator"')
    assert granted(delegator)[0]["rules"] == [
        {"apiGroups": ["authentication.k8s.io"], "resources": ["tokenreviews"], "verbs": ["create"]},
        {"apiGroups": ["authorization.k8s.io"], "resources": ["subjectaccessreviews"], "verbs": ["create"]},
    ]
    own = READER.replace("name: reader", 'name: "system:auth-delegator"')
    assert granted(own, delegator)[0]["rules"] == READS
    reader = "extension-apiserver-authentication-reader"
    found = granted(binding(account, reader, "Role", "kube-system"))
    assert found[0]["rules"][0]["resourceNames"] == ["extension-apiserver-authentication"]
    assert isinstance(granted(binding(account, reader, "Role", "shop"))[0]["rules"], Unknown)
    assert isinstance(granted(binding(account, reader))[0]["rules"], Unknown)


def test_roles_of_a_cloud_are_none() -> None:
    account = "{kind: ServiceAccount, name: web, namespace: shop}"
    cloud = READER.replace("rbac.authorization.k8s.io", "iam.aws.upbound.io")
    assert isinstance(granted(cloud, binding(account))[0]["rules"], Unknown)
    assert granted(READER, binding(account).replace("rbac.authorization.k8s.io", "iam.aws.upbound.io")) == []


def test_roles_that_every_cluster_has_are_known_in_part() -> None:
    account = "{kind: ServiceAccount, name: web, namespace: shop}"
    rules = granted(binding(account, role="edit"))[0]["rules"]
    assert isinstance(rules, PartialList)
    assert any(each["resources"] == ["secrets"] for each in rules.items)
    assert isinstance(granted(binding(account, role="view"))[0]["rules"], Unknown)


@pytest.mark.parametrize("kind", ["ClusterRoleBinding", "RoleBinding", "RoleBinding_jobs"])
def test_bindings_that_are_not_all_known(kind: str) -> None:
    assert isinstance(granted(READER, **{kind: "it may not be listed"}), Unknown)
    found = granted(READER, binding("{kind: Group, name: 'system:authenticated'}"), **{kind: "it may not be listed"})
    assert isinstance(found, PartialList)
    assert [each["rules"] for each in found.items] == [READS]


def test_roles_that_are_not_all_known() -> None:
    group = binding("{kind: Group, name: 'system:serviceaccounts'}", role="whole")
    rules = granted(WHOLE, READER, group, ClusterRole="it may not be listed")[0]["rules"]
    assert isinstance(rules, PartialList)
    assert rules.items == READS
    assert isinstance(granted(WHOLE, group, ClusterRole="it may not be listed")[0]["rules"], Unknown)


def test_a_subject_that_is_not_known() -> None:
    graph: ResourceGraph = load([Source("p.yaml", POD), Source("b.yaml", binding("{kind: Group, name: x}"))])
    object.__setattr__(graph.resources[1], "plain", False)
    graph.resources[1].attributes["subjects"][0]["name"] = Unknown("var.group has no value")
    found = LinkIndex(graph).grants(graph.resources[0], "web")
    assert isinstance(found, Unknown)
    assert "may name it: var.group has no value" in found.cause


def test_the_binding_of_ones_own_directory_wins() -> None:
    account = "{kind: ServiceAccount, name: web, namespace: shop}"
    files = {"prod/p.yaml": POD, "prod/b.yaml": binding(account), "dev/b.yaml": binding(account, "cluster-admin")}
    graph = load([Source(path, text) for path, text in (*files.items(), ("r.yaml", READER))])
    found = LinkIndex(graph).grants(graph.resources[0], "web")
    assert isinstance(found, list)
    assert [each["role"] for each in found] == ["reader"]


def test_edit_of_the_whole_cluster_fails_what_asks_for_secrets() -> None:
    account = "{kind: ServiceAccount, name: web, namespace: shop}"
    assert granted(binding(account, role="admin"))[0]["namespace"] is None
    assert granted(binding(account, role="admin", namespace="shop"))[0]["namespace"] == "shop"
