"""What is judged through its owner, and what for itself."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from scanner.inputs.cluster.adapt import adapt
from scanner.inputs.cluster.essence import essence, likeness
from scanner.inputs.cluster.fold import Folding
from scanner.inputs.cluster.kinds import Kind
from scanner.model.resources import Resource

KINDS = {
    name: Kind(group, "v1", name, f"{name.lower()}s", True)
    for group, names in (("", ("Pod",)), ("apps", ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet")),
                         ("batch", ("Job", "CronJob")))
    for name in names
}  # fmt: skip
SPEC = {"containers": [{"name": "app", "image": "i:1", "volumeMounts": [{"name": "data", "mountPath": "/d"}]}]}
SOURCES: list[Any] = [
    {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
    {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
    {
        "downwardAPI": {
            "items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]
        }
    },
]
TOKEN: dict[str, Any] = {"name": "kube-api-access-x7b2p", "projected": {"defaultMode": 420, "sources": SOURCES}}
TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
FILLED = {
    "nodeName": "n1", "serviceAccountName": "default", "serviceAccount": "default", "enableServiceLinks": True,
    "priority": 0, "preemptionPolicy": "PreemptLowerPriority", "schedulerName": "default-scheduler",
    "tolerations": [{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "tolerationSeconds": 300}],
}  # fmt: skip


def made(kind: str, name: str, owner: Resource | dict[str, Any] | None = None, **attributes: Any) -> Resource:
    meta: dict[str, Any] = {"name": name, "namespace": "shop", "uid": f"uid-{name}"}
    if isinstance(owner, Resource):
        owner = {
            "apiVersion": owner.type.rpartition("/")[0],
            "kind": owner.kind,
            "name": owner.name,
            "uid": owner.origin.uid,
        }
    if owner is not None:
        meta["ownerReferences"] = [{**owner, "controller": True}]
    meta |= attributes.pop("metadata", {})
    return adapt({"metadata": meta, **copy.deepcopy(attributes)}, KINDS[kind], "prod")


def template(kind: str, name: str, owner: Resource | None = None, spec: Any = SPEC, **more: Any) -> Resource:
    whole = {"template": {"metadata": {"labels": {"app": "web"}}, "spec": spec}, **more}
    return made(kind, name, owner, spec={"jobTemplate": {"spec": whole}} if kind == "CronJob" else whole)


def pod(name: str, owner: Resource | dict[str, Any] | None, spec: Any = SPEC, **metadata: Any) -> Resource:
    return made("Pod", name, owner, spec=spec, metadata={"labels": {"app": "web", "pod-template-hash": "x"}} | metadata)


def folding(*owners: Resource, judged: bool = True) -> Folding:
    return Folding("prod", owners, lambda _: judged)


def test_a_pod_that_is_like_its_template_needs_no_verdict_of_its_own() -> None:
    top = template("Deployment", "web")
    middle = template("ReplicaSet", "web-x", top)
    found = folding(top, middle).standing(pod("web-x-1", middle))
    assert (found.role, found.owner) == ("same", top)


def test_what_the_api_server_fills_in_makes_no_difference() -> None:
    top = template("Deployment", "web")
    filled = copy.deepcopy(SPEC) | copy.deepcopy(FILLED) | {"volumes": [TOKEN]}
    filled["containers"][0]["volumeMounts"].append({"name": TOKEN["name"], "mountPath": TOKEN_PATH, "readOnly": True})
    assert essence(pod("p", top, filled)) == essence(top)


@pytest.mark.parametrize(
    ("volume", "path"),
    [
        pytest.param({"name": TOKEN["name"], "hostPath": {"path": "/"}}, TOKEN_PATH, id="the host's files"),
        pytest.param(TOKEN | {"hostPath": {"path": "/"}}, TOKEN_PATH, id="two sources"),
        pytest.param(TOKEN | {"projected": {"sources": [{"secret": {"name": "a"}}]}}, TOKEN_PATH, id="a secret"),
        pytest.param(
            TOKEN | {"projected": {"sources": [*SOURCES, {"configMap": {"name": "a"}}]}}, TOKEN_PATH, id="a config map"
        ),
        pytest.param(
            TOKEN | {"projected": {"sources": [{"serviceAccountToken": {"path": "token", "audience": "vault"}}]}},
            TOKEN_PATH,
            id="a token for somebody else",
        ),
        pytest.param(TOKEN, "/elsewhere", id="another path"),
    ],
)
def test_only_the_token_that_a_pod_is_given_makes_no_difference(volume: Any, path: str) -> None:
    top = template("Deployment", "web")
    changed = copy.deepcopy(SPEC) | {"volumes": [volume]}
    changed["containers"][0]["volumeMounts"].append({"name": volume["name"], "mountPath": path})
    assert folding(top).standing(pod("p", top, changed)).role == "shows"


@pytest.mark.parametrize(
    "change",
    [
        {"hostNetwork": True},
        {"automountServiceAccountToken": False},
        {"serviceAccountName": "admin"},
        {"securityContext": {"runAsUser": 0}},
        {"ephemeralContainers": [{"name": "debug", "image": "busybox"}]},
        {"containers": [*SPEC["containers"], {"name": "sidecar", "image": "envoy"}]},
        {"volumes": [{"name": "h", "hostPath": {"path": "/"}}]},
        {"tolerations": [{"operator": "Exists"}]},
    ],
)
def test_what_matters_to_rules_makes_a_difference(change: dict[str, Any]) -> None:
    top = template("Deployment", "web")
    folds = folding(top)
    first = folds.standing(pod("p1", top, SPEC | change))
    second = folds.standing(pod("p2", top, SPEC | change))
    assert (first.role, first.owner, second.role) == ("shows", top, "same")


def test_labels_make_a_difference_because_policies_select_by_them() -> None:
    top = template("Deployment", "web")
    assert folding(top).standing(pod("p", top, labels={"app": "other"})).role == "shows"


def test_the_owner_at_the_top_speaks_for_all() -> None:
    top = template("CronJob", "nightly")
    job = template("Job", "nightly-1", top, backoffLimit=1)
    found = folding(top, job).standing(pod("nightly-1-a", job, {"containers": [], "hostPID": True}))
    assert (found.role, found.owner) == ("shows", top)


def test_old_revisions_are_not_judged() -> None:
    top = template("Deployment", "web")
    old = template("ReplicaSet", "web-old", top, {"hostPID": True, **SPEC}, replicas=0)
    new = template("ReplicaSet", "web-new", top, {"hostPID": True, **SPEC}, replicas=1)
    assert folding(top, old).standing(old).role == "same"
    assert folding(top, new).standing(new).role == "shows"


def test_an_owner_that_is_not_judged_says_nothing_for_its_pods() -> None:
    top = template("Deployment", "web")
    assert folding(top, judged=False).standing(pod("p", top)).role == "shows"


def test_an_owner_that_was_not_read_is_known_by_name() -> None:
    rollout = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "web", "uid": "u"}
    middle = made("ReplicaSet", "web-1", rollout, spec={"template": {"spec": SPEC}, "replicas": 2})
    folds = folding(middle)
    found = folds.standing(pod("web-1-a", middle))
    assert found.role == "shows"
    assert found.owner is not None
    assert found.owner.address == "argoproj.io/v1alpha1/Rollout/shop/web"
    assert folds.standing(pod("web-1-b", middle)).role == "same"


def test_what_an_operator_owns_but_carries_pods_stands_for_itself() -> None:
    operator = {"apiVersion": "db.example/v1", "kind": "Postgres", "name": "main", "uid": "u"}
    top = made(
        "StatefulSet", "main", operator, spec={"template": {"metadata": {"labels": {"app": "web"}}, "spec": SPEC}}
    )
    assert folding(top).standing(pod("main-0", top)).owner is top


@pytest.mark.parametrize(
    "owner",
    [
        None,
        {"apiVersion": "v1", "kind": "Node", "name": "n1", "uid": "n"},
        {"kind": "ReplicaSet"},
        {"apiVersion": 1, "kind": [], "name": None},
    ],
)
def test_bare_and_static_pods_stand_for_themselves(owner: dict[str, Any] | None) -> None:
    assert folding().standing(pod("p", owner)).role == "alone"


@pytest.mark.parametrize("references", [None, "x", [None], [1], [{"controller": "true"}], {"controller": True}])
def test_malformed_owners_are_no_owners(references: Any) -> None:
    assert folding().standing(pod("p", None, ownerReferences=references)).role == "alone"


def test_owners_in_a_circle_come_to_an_end() -> None:
    one = template("ReplicaSet", "a")
    other = template("ReplicaSet", "b", one)
    one.attributes["metadata"]["ownerReferences"] = [
        {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "b", "uid": "uid-b", "controller": True}
    ]
    assert folding(one, other).standing(pod("p", other)).owner is not None


def test_an_owner_of_the_same_name_with_another_uid_is_another_one() -> None:
    top = template("Deployment", "web")
    gone = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "uid": "uid-before"}
    assert folding(top).standing(pod("p", gone)).owner is not top


def test_claims_of_a_stateful_set_are_its_own() -> None:
    top = template("StatefulSet", "db")
    claim = {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data-db-0"}}]}
    other = {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "shared"}}]}
    assert folding(top).standing(pod("db-0", top, SPEC | claim)).role == "same"
    assert folding(top).standing(pod("db-0", top, SPEC | other)).role == "shows"


def test_pods_are_alike_when_only_name_node_and_token_differ() -> None:
    one = pod("a", None, SPEC | {"nodeName": "n1", "volumes": [TOKEN]})
    two = pod("b", None, SPEC | {"nodeName": "n2", "volumes": [TOKEN | {"name": "kube-api-access-ppppp"}]})
    assert likeness(one) == likeness(two) is not None
    assert likeness(one) != likeness(pod("c", None, SPEC | {"hostPID": True, "volumes": [TOKEN]}))
    assert likeness(one) != likeness(pod("d", None, SPEC | {"volumes": [TOKEN]}, annotations={"a": "b"}))
    assert likeness(pod("e", None, {"hostPID": True})) != likeness(pod("f", None, {"hostPID": 1}))
