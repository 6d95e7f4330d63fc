"""The roles that are shipped, in the real API server: an audit needs nothing else and asks for nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cluster_objects as objects
import pytest
import yaml
from cluster_estate import estate
from cluster_real import RealCluster
from cluster_requests import Request
from cluster_rights import Action, _grants

from scanner.inputs.cluster.known import BUILT_IN
from scanner.inputs.cluster.needs import needed_kinds
from scanner.inputs.cluster.resources import _RESOURCES, resource_of
from scanner.inputs.kubernetes.api_groups import FOREIGN_POLICIES
from scanner.policy.admission.rulesets import ADMISSION_KINDS
from scanner.policy.rulesets import load_rules

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "system:serviceaccount:bylaw:bylaw"
KEPT = ("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
OPEN = ("/api", "/apis", "/version")
"""What `system:discovery` lets everybody get who is known."""
REVIEWS = {"selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"}
"""What `system:basic-user` lets everybody create who is known."""


@pytest.fixture(scope="module")
def cluster(real_cluster: RealCluster) -> Iterator[RealCluster]:
    """The real server with the estate in it, put in once: definitions of kinds are a while in going."""
    real_cluster.apply([*estate(), *objects.deployment_with_pods("web", "team-a"), objects.service("web", "team-a"),
                        objects.network_policy("deny", "team-a"), objects.namespace("team-b")])  # fmt: skip
    yield real_cluster
    real_cluster.clear()


@dataclass
class Granted:
    """What one test put in about access, and which requests were there before it."""

    cluster: RealCluster
    objects: list[Json]
    before: int

    def requests(self) -> list[Request]:
        return self.cluster.requests_of(ACCOUNT)[self.before :]


@pytest.fixture
def grant(cluster: RealCluster) -> Iterator[Callable[[list[Json]], Granted]]:
    given: list[Json] = []

    def put(access: list[Json]) -> Granted:
        given.extend(access)
        cluster.apply(access)
        return Granted(cluster, access, len(cluster.requests_of(ACCOUNT)))

    yield put
    for each in given:
        cluster.delete(each)


Grant = Callable[[list[Json]], Granted]


def shipped(name: str) -> list[Json]:
    """What a manifest declares about access."""
    text = (ROOT / "deploy" / "manifests" / name).read_text(encoding="utf-8")
    return [each for each in yaml.safe_load_all(text) if each and each["kind"] in KEPT]


def generated(*arguments: str) -> list[Json]:
    """What `bylaw rules rbac` writes, and the account that it is bound to."""
    command = [sys.executable, "-m", "scanner", "rules", "rbac", "--service-account", "bylaw/bylaw", *arguments]
    written = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [objects.service_account("bylaw", "bylaw"), *(each for each in yaml.safe_load_all(written) if each)]


def run(cluster: RealCluster, *arguments: str) -> tuple[int, Json, str]:
    """The real process as the shipped account: exit code, report, what it said beside."""
    config = cluster.kubeconfig(cluster.token_for("bylaw", "bylaw"))
    command = [sys.executable, "-m", "scanner", "audit", "--format", "json", "--kubeconfig", str(config), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.returncode, json.loads(done.stdout), done.stderr


def outside(granted: Granted) -> list[str]:
    """The requests of the account that were refused, or that the roles do not allow."""
    wrong = []
    requests = granted.requests()
    assert len(requests) > 20
    for each in requests:
        allowed = _is_open(each.path, each.verb, each.target.resource) or _is_granted(each, granted.objects)
        if each.status >= 400 or not allowed:
            wrong.append(f"{each.status} {each.verb} {each.path}")
    return wrong


def _is_open(path: str, verb: str, resource: str) -> bool:
    return (not resource and verb == "get" and path.startswith(OPEN)) or (verb == "create" and resource in REVIEWS)


def _is_granted(request: Request, access: list[Json]) -> bool:
    target = request.target
    action = Action(request.verb, target.group, target.full_resource, target.namespace, target.name)
    roles = [
        each
        for each in access
        if each["kind"] == "ClusterRole"
        or (each["kind"] == "Role" and each["metadata"]["namespace"] == target.namespace)
    ]
    return any(_grants(rule, action) for role in roles for rule in role["rules"])


def test_the_shipped_role_is_enough_and_all_that_is_used(cluster: RealCluster, grant: Grant) -> None:
    granted = grant(shipped("audit.yaml"))
    code, report, said = run(cluster)
    assert (code, report["problems"], report["summary"]["complete"], said) == (1, [], True, "")
    assert outside(granted) == []
    assert not [each for each in granted.requests() if "secrets" in each.path]
    (identity,) = report["scope"]["clusters"]
    assert identity["user"] == ACCOUNT
    assert identity["uid"]


def test_the_namespaced_role(cluster: RealCluster, grant: Grant) -> None:
    granted = grant(shipped("audit-namespaced.yaml"))
    code, report, _ = run(cluster, "--namespace", "team-a", "--namespace", "team-b")
    assert (code, report["problems"]) == (1, [])
    seen = {each["resource"]["address"] for each in report["verdicts"]}
    assert seen == {"apps/v1/Deployment/team-a/web", "v1/Namespace/team-a", "v1/Namespace/team-b"}
    assert outside(granted) == []


def test_secrets_when_they_are_asked_for(cluster: RealCluster, grant: Grant) -> None:
    granted = grant(generated("--secrets"))
    code, report, _ = run(cluster, "--secrets")
    assert (code, report["problems"]) == (1, [])
    assert outside(granted) == []
    assert [each.verb for each in granted.requests() if "secrets" in each.path] == ["list"]
    assert "hunter2" not in json.dumps(report)


IN_POD = """
import sys
from kubernetes.config import incluster_config
incluster_config.SERVICE_TOKEN_FILENAME, incluster_config.SERVICE_CERT_FILENAME = sys.argv[1:3]
from scanner.cli.main import main
sys.exit(main(["audit", "--format", "json"]))
"""
"""The client library knows the folder of the token by heart; only the address is in the environment."""


def test_in_a_pod(cluster: RealCluster, grant: Grant, tmp_path: Path) -> None:
    granted = grant(shipped("audit.yaml"))
    (tmp_path / "token").write_text(cluster.token_for("bylaw", "bylaw"), encoding="utf-8")
    address = urlsplit(cluster.url)
    inside = {"KUBERNETES_SERVICE_HOST": str(address.hostname), "KUBERNETES_SERVICE_PORT": str(address.port)}
    environment = {key: value for key, value in os.environ.items() if key != "KUBECONFIG"}
    command = [sys.executable, "-c", IN_POD, str(tmp_path / "token"), str(cluster.ca_file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60,
                          env={**environment, **inside, "HOME": str(tmp_path)})  # fmt: skip
    report = json.loads(done.stdout)
    assert (done.returncode, report["problems"], done.stderr) == (1, [], "")
    (identity,) = report["scope"]["clusters"]
    assert (identity["name"], identity["user"]) == ("in-cluster", ACCOUNT)
    assert outside(granted) == []


def test_resources_are_what_the_server_calls_them(real_cluster: RealCluster) -> None:
    served: dict[tuple[str, str], tuple[str, bool]] = {}
    groups = [("", "/api/v1")]
    for each in real_cluster.call("GET", "/apis")["groups"]:
        groups += [(each["name"], f"/apis/{version['groupVersion']}") for version in each["versions"]]
    for group, path in groups:
        for resource in real_cluster.call("GET", path)["resources"]:
            if "/" not in resource["name"]:
                served[group, resource["kind"]] = (resource["name"], resource["namespaced"])
    own = {group: kinds for group, kinds in _RESOURCES.items() if group not in FOREIGN_POLICIES}
    built_in = [f"{group}/{kind}" for group, kinds in own.items() for kind in kinds if kind in BUILT_IN]
    assert len(built_in) > 35
    wrong = {}
    for name in built_in:
        group, _, kind = name.rpartition("/")
        found = resource_of(name if group else kind)
        assert found is not None, name
        if (group, kind) not in served:
            wrong[name] = None
        elif served[group, kind] != found[1:] or group != found[0]:
            wrong[name] = served[group, kind]
    assert wrong == {}


def test_every_kind_that_rules_need_is_known() -> None:
    for name in needed_kinds({*load_rules().kubernetes_kinds(), *ADMISSION_KINDS}):
        assert resource_of(name) is not None, name


def test_who_may_do_nothing_is_told_so(cluster: RealCluster, grant: Grant) -> None:
    grant([objects.service_account("bylaw", "bylaw")])
    code, report, _ = run(cluster)
    assert (code, report["verdicts"]) == (2, [])
    assert all("may not list" in each["what"] for each in report["problems"])
