"""Exported policies in the real API server: each admits and refuses its rule's examples as the rule's verdicts say.

An example shows what its rule is about and leaves out what the API server asks for besides; that is filled in first.
Every policy looks only at objects with its own label, so all of them are there at once and each is asked alone.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from typing import Any

import cluster_objects
import pytest
from cluster_access import RefusedError
from cluster_examples import completed, objects_of
from cluster_kinds import built_in, defined_by
from cluster_real import RealCluster

from scanner.policy.admission.exported import Enforcement, export_all
from scanner.policy.packs import builtin_directory, read_pack

Json = dict[str, Any]
LABEL = "bylaw.dev/asks"
DEADLINE = 60.0
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
MESH = (("AuthorizationPolicy", "authorizationpolicies"), ("PeerAuthentication", "peerauthentications"))
REFUSED: dict[tuple[str, str], str] = {
    ("k8s-apparmor-unconfined", "an ephemeral container inherits from the pod"): "cannot be set on create",
    ("k8s-selinux-options", "a user for the whole pod, ephemeral containers included"): "cannot be set on create",
    ("k8s-selinux-options", "no containers, which the API server refuses"): "Required value",
    ("k8s-container-privileged", "debugging container in a running pod"): "cannot be set on create",
    ("k8s-container-runtime-socket", "no part of the node"): "must not contain dots",
    ("k8s-image-latest", "left to another layer of configuration"): "image: Required value",
    ("k8s-image-no-digest", "left to another layer of configuration"): "image: Required value",
    ("k8s-no-memory-limit", "debugging containers cannot have limits"): "cannot be set on create",
    ("k8s-node-port", "a Service of Knative is something else"): "not served",
    ("k8s-proc-mount-unmasked", "unmasked"): "must be false to use `Unmasked`",
    ("k8s-service-account-token-unbounded", "another kind of Secret"): "Required value",
    (
        "k8s-validating-webhook-ignores-failure",
        "the first version of the API ignored failures by default",
    ): "not served",
    ("k8s-windows-host-process", "a container takes back what the pod says"): "must be identical",
}
"""Examples that the API server refuses for reasons of its own, by rule and name: words of its answer."""

FILES = {file.rule.id: file for file in read_pack(builtin_directory()).rules if file.rule.kubernetes}
EXPORTED = {each.rule: each for each in export_all(FILES.values(), Enforcement(), {}) if each.policy is not None}


def _labelled(rule: str) -> list[Json]:
    """Policy and binding of a rule, bound to objects with its label."""
    one = EXPORTED[rule]
    assert one.policy is not None
    bound = copy.deepcopy(one.binding)
    assert bound is not None
    bound["spec"]["matchResources"] = {"objectSelector": {"matchLabels": {LABEL: rule}}}
    return [one.policy, bound]


def _mesh() -> list[Json]:
    made = []
    for kind, plural in MESH:
        crd = cluster_objects.crd("security.istio.io", kind, plural)
        version = crd["spec"]["versions"][0]
        crd["spec"]["versions"] = [
            {**copy.deepcopy(version), "name": name, "served": True, "storage": name == "v1"}
            for name in ("v1", "v1beta1")
        ]
        made.append(crd)
    return made


@pytest.fixture(scope="module")
def policed(real_cluster: RealCluster) -> Iterator[RealCluster]:
    """The server with every exported policy in force."""
    real_cluster.apply([*_mesh(), *(item for rule in EXPORTED for item in _labelled(rule))])
    until = time.monotonic() + DEADLINE
    for rule in EXPORTED:
        bad = [example for example in FILES[rule].examples if example.verdict == "fail"]
        while bad and time.monotonic() < until:
            if any("denied request" in answer for answer in _answers(real_cluster, rule, bad[0].text).values()):
                break
            if (rule, bad[0].name) in REFUSED:
                break
            time.sleep(0.2)
    yield real_cluster
    real_cluster.clear()


def _answers(cluster: RealCluster, rule: str, text: str) -> dict[str, str]:
    """What the server answers to the creation of each object, by name: nothing where it admits it."""
    found: dict[str, str] = {}
    served = {(one.api_version, one.kind): one for one in built_in()}
    served.update({(one.api_version, one.kind): one for crd in _mesh() for one in defined_by(crd)})
    for item in objects_of(text):
        resource = served.get((item["apiVersion"], item["kind"]))
        name = f"{item['kind']}/{item.get('metadata', {}).get('name', 'example')}"
        if resource is None:
            found[name] = "not served"
            continue
        item = completed(item, {LABEL: rule})
        namespace = item["metadata"].get("namespace", "default") if resource.namespaced else None
        if namespace not in (None, "default"):
            _make_namespace(cluster, str(namespace))
        found[name] = _answer(cluster, "POST", resource.path(namespace), item)
        if found[name].startswith("409"):  # it comes with the cluster
            found[name] = _answer(cluster, "PUT", resource.path(namespace, item["metadata"]["name"]), item)
    return found


def _answer(cluster: RealCluster, method: str, path: str, item: Json) -> str:
    try:
        cluster.call(method, f"{path}?dryRun=All", item)
    except RefusedError as error:
        return str(error)
    return ""


def _make_namespace(cluster: RealCluster, name: str) -> None:
    try:
        cluster.call("GET", f"/api/v1/namespaces/{name}")
    except RefusedError:
        cluster.apply([cluster_objects.namespace(name)])


def _cases() -> list[tuple[str, str]]:
    return [(rule, each.name) for rule in EXPORTED for each in FILES[rule].examples if each.language == "kubernetes"]


@pytest.mark.parametrize(("rule", "name"), _cases())
def test_the_server_answers_as_the_rule(policed: RealCluster, rule: str, name: str) -> None:
    example = next(each for each in FILES[rule].examples if each.name == name)
    answers = _answers(policed, rule, example.text)
    denied = {name: answer for name, answer in answers.items() if f"ValidatingAdmissionPolicy '{rule}'" in answer}
    others = {name: answer for name, answer in answers.items() if answer and name not in denied}
    expected = REFUSED.get((rule, name))
    if expected is not None:
        assert any(expected in answer for answer in others.values()), answers
        return
    assert not others, others
    assert bool(denied) == (example.verdict == "fail"), answers
    assert not any("expression" in answer for answer in denied.values()), denied
