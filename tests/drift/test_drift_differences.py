"""Fields that differ between an object as it is declared and as it is live."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.drift.differences import differences
from scanner.model.values import Unknown


def deployment(**spec: Any) -> dict[str, Any]:
    pod = {"containers": [{"name": "web", "image": "web:1"}], **spec}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": pod}}}


def paths(kind: str, declared: Any, live: Any) -> list[str]:
    found = differences(kind, declared, live)
    return [each.steps[-1].text.removeprefix("spec.template.spec.") if each.steps else "" for each in found]


@pytest.mark.parametrize(
    ("declared", "live"),
    [
        pytest.param({"hostNetwork": False}, {}, id="false that is left out"),
        pytest.param({}, {"restartPolicy": "Always", "securityContext": {}}, id="defaults"),
        pytest.param({"nodeSelector": None}, {}, id="null"),
        pytest.param({"nodeSelector": {}}, {}, id="empty"),
        pytest.param({"serviceAccount": "a"}, {"serviceAccountName": "a", "serviceAccount": "a"}, id="two names"),
        pytest.param({"volumes": [{"name": "a"}]}, {"volumes": [{"name": "a", "emptyDir": {}}]}, id="no volume"),
        pytest.param(
            {"volumes": [{"name": "a", "emptyDir": {"sizeLimit": "1024Mi"}}]},
            {"volumes": [{"name": "a", "emptyDir": {"sizeLimit": "1Gi"}}]},
            id="quantity",
        ),
        pytest.param(
            {"containers": [{"name": "a"}, {"name": "b", "image": "x"}]},
            {"containers": [{"name": "b", "image": "x"}, {"name": "a"}]},
            id="order of what is keyed",
        ),
        pytest.param(
            {"containers": [{"name": "a", "securityContext": {"capabilities": {"drop": ["A", "B"]}}}]},
            {"containers": [{"name": "a", "securityContext": {"capabilities": {"drop": ["B", "A"]}}}]},
            id="order of a set",
        ),
        pytest.param(
            {"containers": [{"name": "a", "resources": {"limits": {"cpu": "1000m", "memory": "0.5Gi"}}}]},
            {
                "containers": [
                    {
                        "name": "a",
                        "resources": {
                            "limits": {"cpu": "1", "memory": "512Mi"},
                            "requests": {"cpu": "1", "memory": "512Mi"},
                        },
                    }
                ]
            },
            id="requests from limits",
        ),
    ],
)
def test_no_difference(declared: dict[str, Any], live: dict[str, Any]) -> None:
    assert paths("Deployment", deployment(**declared), deployment(**live)) == []


@pytest.mark.parametrize(
    ("declared", "live", "expected"),
    [
        pytest.param({}, {"hostNetwork": True}, ["hostNetwork"], id="set live"),
        pytest.param({"hostPID": True}, {}, ["hostPID"], id="gone live"),
        pytest.param({"automountServiceAccountToken": False}, {}, ["automountServiceAccountToken"], id="pointer"),
        pytest.param({"restartPolicy": "Never"}, {"restartPolicy": "Always"}, ["restartPolicy"], id="changed"),
        pytest.param(
            {"containers": [{"name": "a", "args": ["x", "y"]}]},
            {"containers": [{"name": "a", "args": ["y", "x"]}]},
            ["containers[a].args"],
            id="order of arguments",
        ),
        pytest.param({"priority": True}, {"priority": 1}, ["priority"], id="true is not one"),
        pytest.param(
            {"volumes": [{"name": "a", "emptyDir": {}}]},
            {"volumes": [{"name": "a", "hostPath": {"path": "/"}}]},
            ["volumes[a].hostPath.path"],
            id="another kind of volume",
        ),
        pytest.param(
            {"containers": [{"name": "a"}]},
            {"containers": [{"name": "a"}, {"name": "b", "image": "x"}]},
            ["containers[b].image", "containers[b].name"],
            id="one more",
        ),
    ],
)
def test_difference(declared: dict[str, Any], live: dict[str, Any], expected: list[str]) -> None:
    assert paths("Deployment", deployment(**declared), deployment(**live)) == expected


@pytest.mark.parametrize(
    ("kind", "declared", "live", "expected"),
    [
        ("ConfigMap", {"data": {}}, {"data": {"priority": "1"}}, "data.priority"),
        ("ConfigMap", {"data": {"a": "b"}}, {"data": {"a": "b", "protocol": "TCP"}}, "data.protocol"),
        (
            "NetworkPolicy",
            {"spec": {"podSelector": {"matchLabels": {"app": "a"}}}},
            {"spec": {"podSelector": {"matchLabels": {"app": "a", "priority": "lo"}}}},
            "spec.podSelector.matchLabels.priority",
        ),
        (
            "Service",
            {"spec": {"selector": {"app": "a"}}},
            {"spec": {"selector": {"app": "a", "priority": "lo"}}},
            "spec.selector.priority",
        ),
        (
            "Deployment",
            {"spec": {"template": {"spec": {"nodeSelector": {"a": "b"}}}}},
            {"spec": {"template": {"spec": {"nodeSelector": {"a": "b", "volumeName": "x"}}}}},
            "nodeSelector.volumeName",
        ),
        ("ConfigMap", {"data": {"a": "b"}}, {"data": {"a": "b", "c": ""}}, "data.c"),
    ],
)
def test_a_key_that_somebody_chose_is_no_name_of_a_field(kind: str, declared: Any, live: Any, expected: str) -> None:
    assert paths(kind, declared, live) == [expected]
    assert paths(kind, live, declared) == [expected]


@pytest.mark.parametrize(
    ("declared", "live"),
    [
        ({"replicas": 0}, {"replicas": 1}),
        ({"storageClassName": ""}, {"storageClassName": "fast"}),
        ({"terminationGracePeriodSeconds": 0}, {"terminationGracePeriodSeconds": 30}),
        ({"enableServiceLinks": False}, {"enableServiceLinks": True}),
        ({"dnsPolicy": ""}, {"dnsPolicy": "None"}),
        ({"hostNetwork": False, "containers": [{"name": "a", "ports": [{"containerPort": 1}]}]},
         {"hostNetwork": False, "containers": [{"name": "a", "ports": [{"containerPort": 1, "hostPort": 1}]}]}),
        ({"hostNetwork": True, "containers": [{"name": "a", "ports": [{"containerPort": 1}]}]},
         {"hostNetwork": True, "containers": [{"name": "a", "ports": [{"containerPort": 1, "hostPort": 2}]}]}),
    ],
)  # fmt: skip
def test_an_empty_value_that_says_something(declared: dict[str, Any], live: dict[str, Any]) -> None:
    assert len(paths("Pod", {"spec": declared}, {"spec": live})) == 1


@pytest.mark.parametrize("rules", [{}, {"rules": None}, {"rules": []}, {"rules": [{"verbs": ["list"]}]}])
def test_the_rules_of_an_aggregated_role_are_those_of_others(rules: dict[str, Any]) -> None:
    aggregated = {"aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}}
    live = {"kind": "ClusterRole", "rules": [{"verbs": ["get"]}]}
    assert paths("ClusterRole", rules | aggregated, live | aggregated) == []
    assert paths("ClusterRole", rules | aggregated, {**live, "rules": None} | aggregated) == []
    assert paths("ClusterRole", {"rules": [{"verbs": ["list"]}]}, live) != []


def test_an_empty_selector_is_not_none() -> None:
    rule = {"from": [{"namespaceSelector": {}}]}
    declared = {"spec": {"podSelector": {}, "ingress": [rule]}}
    live = {"spec": {"podSelector": {}, "ingress": [{"from": [{"podSelector": {}}]}], "policyTypes": ["Ingress"]}}
    assert paths("NetworkPolicy", declared, live) == [
        "spec.ingress[0].from[0].namespaceSelector",
        "spec.ingress[0].from[0].podSelector",
    ]
    assert paths("NetworkPolicy", {"spec": {"ingress": [{}]}}, {"spec": {"ingress": []}}) == ["spec.ingress[0]"]


def test_kinds_that_are_not_of_kubernetes_have_no_defaults() -> None:
    assert paths("Rollout", {"spec": {}}, {"spec": {"restartPolicy": "Always"}}) == ["spec.restartPolicy"]


def test_what_the_server_and_tools_write_is_no_difference() -> None:
    live = {
        "metadata": {
            "uid": "1", "generation": 2, "creationTimestamp": "now", "managedFields": [{}],
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "mine": "x"},
            "labels": {"app.kubernetes.io/managed-by": "Helm", "team": "a"},
        },
        "status": {"phase": "Active"},
    }  # fmt: skip
    assert paths("Namespace", {"metadata": {"name": "a"}}, live) == [
        "metadata.annotations.mine",
        "metadata.labels.team",
    ]


def test_what_is_not_known_is_unknown() -> None:
    unknown = Unknown("nobody knows")
    (found,) = differences("Deployment", deployment(hostPID=unknown), deployment(hostPID=True))
    assert found.unknown is unknown
    (found,) = differences("Deployment", deployment(containers=[unknown]), deployment())
    assert found.unknown is unknown


def test_depth_is_bounded() -> None:
    deep: Any = {"a": 1}
    other: Any = {"a": 2}
    for _ in range(3000):
        deep, other = {"a": deep}, {"a": other}
    (found,) = differences("ConfigMap", deep, other)
    assert found.unknown is not None


_scalars = st.one_of(st.booleans(), st.integers(-2, 2), st.sampled_from(["", "a", "1", "1000m"]), st.none())
_trees = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["name", "a", "spec", "limits", "emptyDir", "metadata"]), inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(_trees, _trees)
def test_an_object_never_differs_from_itself_and_every_difference_has_a_way(one: Any, other: Any) -> None:
    assert differences("Pod", {"spec": one}, copy.deepcopy({"spec": one})) == []
    for each in differences("Pod", {"spec": one}, {"spec": other}):
        assert each.steps
        assert each.steps[-1].text.startswith("spec")


@pytest.mark.parametrize("kind", ["Pod", "Deployment", "NetworkPolicy", "Namespace", "LimitRange"])
def test_what_is_not_known_is_never_asked_for_its_truth(kind: str) -> None:
    unknown = Unknown("nobody knows")
    live = {
        "metadata": {"labels": {"a": "b"}},
        "spec": {
            "podSelector": {}, "policyTypes": ["Ingress"], "serviceAccountName": "default", "serviceAccount": "default",
            "containers": [{"name": "a", "resources": {"requests": {"cpu": "1"}}}], "egress": [{}],
            "template": {"metadata": {"labels": {"a": "b"}}},
        },
    }  # fmt: skip
    profile = {"container.apparmor.security.beta.kubernetes.io/a": unknown}
    for declared in (
        {"metadata": unknown, "spec": unknown},
        {"metadata": {"labels": unknown, "annotations": profile}, "spec": {"egress": unknown, "containers": unknown}},
        {"metadata": {"annotations": unknown}, "spec": {"serviceAccountName": unknown, "podSelector": unknown}},
        {
            "metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.io/a": "unconfined"}},
            "spec": {
                "containers": [
                    {"name": "a", "resources": {"limits": unknown}, "securityContext": {"appArmorProfile": unknown}},
                    {"name": unknown},
                ]
            },
        },
        {"spec": {"containers": [{"name": "a", "resources": {"limits": {"cpu": unknown}, "requests": unknown}}]}},
    ):
        found = differences(kind, declared, live)
        assert any(each.unknown is unknown for each in found)
        assert differences(kind, live, declared) is not None
