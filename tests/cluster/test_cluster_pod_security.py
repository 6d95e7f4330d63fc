"""The API server's own admission of pods by the Pod Security Standards, as a second opinion on the rules about pods.

What the standards ask for exactly is the failure of a rule exactly; where a rule looks at what two settings come to
together, and the standards at each of them, it fails only where they do.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cluster_access import RefusedError
from cluster_real import RealCluster
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from scanner.examples import load_example
from scanner.inputs.kubernetes.pods import pod_view_of
from scanner.policy.judge import judge
from scanner.policy.rulesets import Selection, load_rules

Json = dict[str, Any]
LEVELS = ("baseline", "restricted")
EXACT = {
    ("baseline", "privileged"): {"k8s-container-privileged"},
    ("baseline", "host namespaces"): {"k8s-host-pid", "k8s-host-ipc", "k8s-host-network"},
    ("baseline", "hostPath volumes"): {"k8s-host-path"},
    ("baseline", "hostPort"): {"k8s-host-port"},
    ("baseline", "forbidden AppArmor profile"): {"k8s-apparmor-unconfined"},
    ("baseline", "procMount"): {"k8s-proc-mount-unmasked"},
    ("baseline", "seLinuxOptions"): {"k8s-selinux-options"},
    ("baseline", "forbidden sysctls"): {"k8s-unsafe-sysctl"},
    ("baseline", "hostProcess"): {"k8s-windows-host-process"},
    ("baseline", "probe or lifecycle host"): {"k8s-probe-host"},
    ("baseline", "non-default capabilities"): {"k8s-capabilities-added"},
    ("restricted", "restricted volume types"): {"k8s-volume-type", "k8s-host-path"},
    ("restricted", "allowPrivilegeEscalation != false"): {"k8s-privilege-escalation"},
    ("restricted", "seccompProfile"): {"k8s-no-seccomp-profile"},
}
"""What the server says, by the standard that it is asked about, and the rules of which one fails then and only then."""
IMPLIED = {
    "k8s-capabilities-not-dropped": {"unrestricted capabilities"},
    "k8s-run-as-root": {"runAsNonRoot != true", "runAsUser=0"},
}
"""Rules that fail only where the restricted standard says one of these."""

INHERITED = {"seccompProfile", "seLinuxOptions", "forbidden AppArmor profile"}
"""What a container may take back that its pod says. The standards ask that the pod says nothing wrong all the same."""

RESTRICTED = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
POD: Json = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "asked"},
    "spec": {
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "initContainers": [{"name": "first", "image": "i:1", "securityContext": copy.deepcopy(RESTRICTED)}],
        "containers": [
            {"name": "web", "image": "i:1", "securityContext": copy.deepcopy(RESTRICTED)},
            {"name": "side", "image": "i:1", "securityContext": copy.deepcopy(RESTRICTED)},
        ],
    },
}
"""A pod that the restricted standard admits."""

BOTH: list[Json] = [
    {"runAsUser": 0},
    {"runAsUser": 1000},
    {"runAsNonRoot": False},
    {"runAsNonRoot": None},
    {"runAsNonRoot": True},
    {"seccompProfile": {"type": "Unconfined"}},
    {"seccompProfile": {"type": "Localhost", "localhostProfile": "a.json"}},
    {"seccompProfile": None},
    {"appArmorProfile": {"type": "Unconfined"}},
    {"appArmorProfile": {"type": "Localhost", "localhostProfile": "a"}},
    {"seLinuxOptions": {"type": "spc_t"}},
    {"seLinuxOptions": {"type": "container_t", "level": "s0:c1"}},
    {"seLinuxOptions": {"user": "system_u"}},
    {"seLinuxOptions": {"role": "system_r"}},
]
"""What may stand in the security context of a pod and of a container."""
POD_ONLY: list[Json] = [
    {"sysctls": [{"name": "kernel.msgmax", "value": "1"}]},
    {"sysctls": [{"name": "net.ipv4.tcp_syncookies", "value": "1"}, {"name": "net.ipv4.tcp_rmem", "value": "1 2 3"}]},
]
CONTAINER_ONLY: list[Json] = [
    {"allowPrivilegeEscalation": None},
    {"allowPrivilegeEscalation": True},
    {"privileged": True, "allowPrivilegeEscalation": True},
    {"privileged": False},
    {"capabilities": None},
    {"capabilities": {"drop": ["NET_RAW"]}},
    {"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}},
    {"capabilities": {"drop": ["ALL"], "add": ["CHOWN", "SYS_TIME"]}},
    {"capabilities": {"drop": ["ALL"], "add": ["SYS_CHROOT"]}},
    {"readOnlyRootFilesystem": True},
]
SPEC: list[Json] = [
    {"hostPID": True},
    {"hostIPC": True},
    {"hostNetwork": True},
    {"hostUsers": False},
    {"os": {"name": "linux"}},
    *(
        {"volumes": [{"name": "v", **source}, {"name": "e", "emptyDir": {}}]}
        for source in (
            {"hostPath": {"path": "/var"}},
            {"nfs": {"server": "s", "path": "/"}},
            {"gitRepo": {"repository": "r"}},
            {"iscsi": {"targetPortal": "p", "iqn": "iqn.2001-04.com.example:a", "lun": 0}},
            {"configMap": {"name": "c"}},
            {"projected": {"sources": []}},
            {"csi": {"driver": "d.example"}},
            {},
        )
    ),
]
CONTAINER: list[Json] = [
    {"ports": [{"containerPort": 80, "hostPort": 80}]},
    {"ports": [{"containerPort": 80, "hostPort": 0}]},
    {"ports": [{"containerPort": 80}]},
    {"livenessProbe": {"httpGet": {"port": 80, "host": "h.example"}}},
    {"startupProbe": {"tcpSocket": {"port": 80, "host": "10.0.0.1"}}},
    {"readinessProbe": {"httpGet": {"port": 80, "host": ""}}},
    {"readinessProbe": {"exec": {"command": ["a"]}}},
    {"lifecycle": {"preStop": {"httpGet": {"port": 80, "host": "h.example"}}}},
    {"lifecycle": {"postStart": {"exec": {"command": ["a"]}}}},
    {"securityContext": None},
]


def _merge(into: Json, change: Json) -> None:
    for key, value in change.items():
        if value is None:
            into.pop(key, None)
        else:
            into[key] = copy.deepcopy(value)


def _changes() -> Iterator[tuple[str, Callable[[Json], None]]]:
    """Every change of a pod, with a name."""

    def in_context(path: Callable[[Json], Json], change: Json) -> Callable[[Json], None]:
        return lambda spec: _merge(path(spec).setdefault("securityContext", {}), change)

    def at(kind: str, index: int) -> Callable[[Json], Json]:
        def find(spec: Json) -> Json:
            found: Json = spec[kind][index]
            return found

        return find

    for change in [*BOTH, *POD_ONLY]:
        yield f"pod {json.dumps(change)}", in_context(lambda spec: spec, change)
    for change in SPEC:
        yield f"spec {json.dumps(change)}", lambda spec, change=change: _merge(spec, change)  # type: ignore[misc]
    for name, find in (("container", at("containers", 0)), ("init container", at("initContainers", 0))):
        for change in [*BOTH, *CONTAINER_ONLY]:
            yield f"{name} {json.dumps(change)}", in_context(find, change)
        for change in CONTAINER:
            if name == "container" or not {"livenessProbe", "startupProbe", "readinessProbe", "lifecycle"} & {*change}:
                yield (
                    f"{name} {json.dumps(change)}",
                    lambda spec, change=change, find=find: _merge(find(spec), change),  # type: ignore[misc]
                )


CHANGES = dict(_changes())


@pytest.fixture(scope="module")
def guarded(real_cluster: RealCluster) -> Iterator[RealCluster]:
    """The server with a namespace for each of the standards."""
    for level in LEVELS:
        labels = {"pod-security.kubernetes.io/enforce": level}
        namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": f"guard-{level}", "labels": labels}}
        real_cluster.apply([namespace])
    yield real_cluster
    real_cluster.clear()


class Invalid(Exception):
    """The API server refuses the pod for reasons of its own."""


def _refusal(cluster: RealCluster, level: str, pod: Json) -> str:
    """What the standard says against a pod; nothing where it admits it. Raises Invalid."""
    try:
        cluster.call("POST", f"/api/v1/namespaces/guard-{level}/pods?dryRun=All", pod)
    except RefusedError as error:
        said = str(error)
        if said.startswith("422"):
            raise Invalid from error
        assert f'violates PodSecurity "{level}:latest"' in said, said
        return said.partition(f'"{level}:latest": ')[2]
    return ""


def _failed(pod: Json) -> set[str]:
    """The rules that fail on a pod."""
    graph = load_example("kubernetes", json.dumps(pod))
    asked = frozenset().union(*EXACT.values(), IMPLIED)
    judgement = judge(graph, load_rules((), Selection(only=asked)), pod_view_of)
    assert not judgement.problems
    return {verdict.rule.id for verdict in judgement.verdicts if verdict.outcome == "fail"}


def _agree(cluster: RealCluster, names: list[str]) -> None:
    pod = copy.deepcopy(POD)
    for name in names:
        CHANGES[name](pod["spec"])
    said = {level: _refusal(cluster, level, pod) for level in LEVELS}
    failed = _failed(pod)
    for (level, reason), rules in EXACT.items():
        refused = f"{reason} (" in said[level] or f"{reason}s (" in said[level]
        if len(names) == 1 or reason not in INHERITED or not refused:
            assert refused == bool(failed & rules), (reason, names, said, failed)
    for rule, reasons in IMPLIED.items():
        assert rule not in failed or any(reason in said["restricted"] for reason in reasons), (rule, names, said)


def test_a_pod_that_keeps_to_everything(guarded: RealCluster) -> None:
    assert _failed(POD) == set()
    assert [_refusal(guarded, level, POD) for level in LEVELS] == ["", ""]


@pytest.mark.parametrize("name", CHANGES)
def test_one_change(guarded: RealCluster, name: str) -> None:
    _agree(guarded, [name])


@given(st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=5, unique=True))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_several_changes(guarded: RealCluster, names: list[str]) -> None:
    try:
        _agree(guarded, names)
    except Invalid:
        reject()


def test_each_of_them_was_refused_for_its_reason(guarded: RealCluster) -> None:
    reasons = {reason for _, reason in EXACT}
    seen: set[str] = set()
    for change in CHANGES.values():
        pod = copy.deepcopy(POD)
        change(pod["spec"])
        seen |= {reason for level in LEVELS for reason in reasons if reason in _refusal(guarded, level, pod)}
    assert reasons - seen <= {"procMount", "hostProcess"}  # the API server asks for more besides
