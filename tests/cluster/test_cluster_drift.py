"""`bylaw drift` against API servers: the fake one and the real one."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
import yaml
from cluster_access import Cluster
from cluster_fake import FakeApiServer
from jsonschema import Draft202012Validator

from scanner.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
SECRET = "hunter2-hunter2"
Json = dict[str, Any]
Drift = Callable[..., tuple[int, Json]]


@pytest.fixture
def drift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drift:
    """Writes objects as code, runs `bylaw drift` and gives its exit code and its report, which fits the schema."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KUBECONFIG", raising=False)
    schema = json.loads((ROOT / "docs" / "schemas" / "drift.schema.json").read_text(encoding="utf-8"))

    def run(cluster: Cluster, declared: list[Json] | str, *arguments: str) -> tuple[int, Json]:
        text = declared if isinstance(declared, str) else yaml.safe_dump_all(declared)
        (tmp_path / "code.yaml").write_text(text, encoding="utf-8")
        options = ["--kubeconfig", str(cluster.kubeconfig()), "code.yaml", *arguments]
        code = main(["drift", *options, "--format", "json", "--output", "r.json"])
        main(["drift", *options, "--output", "out"])
        report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(report)
        assert code == report["summary"]["exit_code"]
        return code, report

    return run


def web(**container: Any) -> Json:
    """A Deployment of which the tests change the container."""
    context = {"allowPrivilegeEscalation": False, "privileged": False, "capabilities": {"drop": ["ALL"]}}
    own = {"name": "web", "image": "web:1.0", "securityContext": context, **container}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [own]}},
        },
    }


def test_what_is_applied_as_it_is_declared_does_not_drift(cluster: Cluster, drift: Drift) -> None:
    declared = [web(), objects.network_policy("deny", "shop"), objects.config_map("settings", "shop", a=SECRET)]
    cluster.apply(copy.deepcopy(declared))
    code, report = drift(cluster, declared)
    assert (code, report["problems"]) == (0, [])
    assert (report["scope"]["declared"], report["scope"]["matched"]) == (3, 3)
    assert not any(
        report[name] for name in ("compliance", "better", "undecided", "fields", "live_only", "declared_only")
    )
    space = cluster.call("GET", "/api/v1/namespaces/kube-system")
    assert report["scope"]["cluster"]["uid"] == space["metadata"]["uid"]


def test_declared_and_compliant_and_live_not(cluster: Cluster, drift: Drift) -> None:
    live = web(securityContext={"privileged": True})
    cluster.apply([live])
    code, report = drift(cluster, [web()])
    assert code == 1
    (found,) = [each for each in report["compliance"] if each["rule"] == "k8s-container-privileged"]
    assert (found["declared_outcome"], found["live_outcome"], found["item"]) == ("pass", "fail", "containers[web]")
    (value,) = [each for each in found["values"] if each["path"].endswith("privileged")]
    assert (value["declared_value"], value["live_value"]) == (False, True)
    assert value["path"] == "spec.template.spec.containers[web].securityContext.privileged"
    line = Path("code.yaml").read_text().splitlines()[value["declared_at"]["line"] - 1]
    assert "privileged: false" in line
    kept = cluster.call("GET", "/apis/apps/v1/namespaces/shop/deployments/web")["metadata"]
    assert (found["live"]["uid"], found["live"]["resource_version"]) == (kept["uid"], kept["resourceVersion"])
    fields = {each["path"].rpartition(".")[2]: each for each in report["fields"]}
    assert fields.keys() == {"privileged", "allowPrivilegeEscalation", "drop"}
    assert fields["privileged"]["rules"] == ["k8s-container-privileged"]
    code, report = drift(cluster, [live])
    assert code == 0


def test_the_opposite_is_for_information(cluster: Cluster, drift: Drift) -> None:
    cluster.apply([web()])
    code, report = drift(cluster, [web(securityContext={"privileged": True})], "--fail-on", "compliance")
    assert (code, report["compliance"]) == (0, [])
    (found,) = [each for each in report["better"] if each["rule"] == "k8s-container-privileged"]
    assert (found["declared_outcome"], found["live_outcome"]) == ("fail", "pass")


def test_an_item_that_is_only_live_counts_as_drift(cluster: Cluster, drift: Drift) -> None:
    live = web()
    live["spec"]["template"]["spec"]["containers"].append({"name": "debug", "image": "busybox:latest"})
    cluster.apply([live])
    _, report = drift(cluster, [web()])
    latest = [each for each in report["compliance"] if each["rule"] == "k8s-image-latest"]
    assert [(each["item"], each["declared_outcome"]) for each in latest] == [("containers[debug]", None)]
    assert "spec.template.spec.containers[debug]" in {each["path"] for each in report["fields"]}


def test_a_test_of_helm_is_perhaps_declared(cluster: Cluster, drift: Drift) -> None:
    left = objects.pod("web-test", "shop", annotations={"helm.sh/hook": "test"})
    cluster.apply([copy.deepcopy(web()), left])
    code, report = drift(cluster, [web()])
    (told,) = report["live_only"]
    assert (code, told["live"]["name"], told["certainty"]) == (0, "web-test", "unknown")


def test_live_only(cluster: Cluster, drift: Drift) -> None:
    extra = [objects.pod("bare", "shop"), *objects.deployment_with_pods("other", "shop", 2)]
    foreign = [objects.pod("bare", "elsewhere"), objects.config_map("kube-root-ca.crt", "shop", a="b")]
    cluster.apply([web(), *extra, *foreign])
    code, report = drift(cluster, [web()])
    assert code == 1
    told = [each["live"]["address"] for each in report["live_only"]]
    assert told == ["v1/Pod/shop/bare", "apps/v1/Deployment/shop/other"]
    assert all(each["certainty"] == "certain" and each["failed"] for each in report["live_only"])
    _, report = drift(cluster, [web()], "--namespace", "*")
    assert "v1/Pod/elsewhere/bare" in [each["live"]["address"] for each in report["live_only"]]
    assert not any(each["live"]["namespace"] == "kube-system" for each in report["live_only"])
    code, report = drift(cluster, [web()], "--exclude-kind", "Pod", "--exclude-kind", "Deployment")
    assert (code, report["scope"]["declared"], report["live_only"]) == (0, 0, [])
    assert drift(cluster, [web()], "--fail-on", "compliance,fields")[0] == 0


def test_an_empty_cluster_has_nothing_that_is_only_live(cluster: Cluster, drift: Drift) -> None:
    cluster.apply([web()])
    _, report = drift(cluster, [web(), objects.namespace("shop")], "--namespace", "*", "--namespace", "kube-*")
    assert report["live_only"] == []
    role = objects.role("mine", [objects.rule("", ["pods"])])
    cluster.apply([copy.deepcopy(role)])
    _, report = drift(cluster, [role, objects.binding("mine", role, [])])
    assert (report["live_only"], report["scope"]["matched"]) == ([], 1)


def test_declared_only(cluster: Cluster, drift: Drift) -> None:
    cluster.apply([objects.namespace("shop")])
    hook = {**objects.pod("hook", "shop"), "apiVersion": "v1", "kind": "Pod"}
    hook["metadata"]["annotations"] = {"helm.sh/hook": "test"}
    generated = {**objects.pod("x", "shop")}
    generated["metadata"] = {"generateName": "made-", "namespace": "shop"}
    absent = {**objects.pod("a", "nowhere")}
    code, report = drift(cluster, [web(), hook, generated, absent, objects.secret("key", "shop", a=SECRET)])
    assert code == 0
    found = {each["declared"]["name"]: each["certainty"] for each in report["declared_only"]}
    assert found == {"web": "certain", "a": "certain", "hook": "unknown", "made-*": "unknown", "key": "unknown"}
    assert drift(cluster, [web()], "--fail-on", "declared-only")[0] == 1


def test_a_kind_that_cannot_be_listed_is_unknown(fake_cluster: FakeApiServer, drift: Drift) -> None:
    fake_cluster.apply([web()])
    fake_cluster.forbid("deployments")
    code, report = drift(fake_cluster, [web()])
    assert code == 2
    (found,) = report["declared_only"]
    assert found["certainty"] == "unknown"
    assert "may not list deployments.apps" in found["why"]
    assert any(each["severity"] == "error" for each in report["problems"])


FORBIDDEN = ("deployments", "pods", "networkpolicies", "configmaps", "services", "namespaces", "rolebindings",
             "horizontalpodautoscalers", "poddisruptionbudgets", "serviceaccounts")  # fmt: skip


@pytest.mark.parametrize("plural", FORBIDDEN)
def test_what_may_not_be_listed_makes_nothing_drift(fake_cluster: FakeApiServer, drift: Drift, plural: str) -> None:
    declared = [
        web(),
        objects.namespace("shop"),
        objects.network_policy("deny", "shop", policyTypes=["Ingress", "Egress"]),
        objects.config_map("settings", "shop", a="b"),
        objects.service("web", "shop"),
        objects.service_account("web", "shop", automountServiceAccountToken=False),
        objects.pod("bare", "shop"),
    ]
    fake_cluster.apply(copy.deepcopy(declared))
    assert drift(fake_cluster, declared)[0] == 0
    fake_cluster.forbid(plural)
    code, report = drift(fake_cluster, declared)
    assert code == 2
    assert any(plural in each["what"] for each in report["problems"])
    assert report["summary"]["drift"] == {"compliance": 0, "live_only": 0, "declared_only": 0, "fields": 0}


def test_a_cluster_scoped_kind_counts_where_it_is_declared(fake_cluster: FakeApiServer, drift: Drift) -> None:
    role = objects.role("reader", [objects.rule("", ["pods"])])
    fake_cluster.apply([web(), copy.deepcopy(role)])
    fake_cluster.forbid("clusterroles")
    assert drift(fake_cluster, [web()])[0] == 0
    code, report = drift(fake_cluster, [web(), role])
    assert code == 2
    assert [each["certainty"] for each in report["declared_only"]] == ["unknown"]


MALFORMED = [
    {"metadata": {"name": "web", "namespace": "shop"}, "spec": []},
    {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"spec": {"containers": {"a": 1}}}}},
    {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"spec": {"containers": [1, None, []]}}}},
    {"metadata": {"name": "web", "namespace": "shop", "labels": [], "annotations": 1, "ownerReferences": {"a": 1}}},
    {"metadata": {"namespace": "shop"}},
    [],
]


@pytest.mark.parametrize("item", MALFORMED)
def test_what_is_malformed_breaks_nothing(fake_cluster: FakeApiServer, drift: Drift, item: Any) -> None:
    fake_cluster.apply([objects.namespace("shop"), objects.config_map("settings", "shop", a="b")])
    fake_cluster.inject(faults.with_items(item), resource="deployments")
    code, report = drift(fake_cluster, [web(), objects.config_map("settings", "shop", a="c")])
    assert code in (1, 2)
    assert "data.a" in {each["path"] for each in report["fields"]}


def test_a_verdict_that_depends_on_what_could_not_be_read_is_undecided(
    fake_cluster: FakeApiServer, drift: Drift
) -> None:
    declared = [web(), objects.network_policy("deny", "shop")]
    fake_cluster.apply(copy.deepcopy(declared))
    fake_cluster.forbid("networkpolicies")
    code, report = drift(fake_cluster, declared)
    assert (code, report["compliance"]) == (2, [])
    assert ("k8s-no-network-policy", "pass", "unknown") in [
        (each["rule"], each["declared_outcome"], each["live_outcome"]) for each in report["undecided"]
    ]


def test_a_policy_that_is_gone_is_drift_of_what_it_protected(cluster: Cluster, drift: Drift) -> None:
    declared = [web(), objects.network_policy("deny", "shop")]
    cluster.apply([web()])
    _, report = drift(cluster, declared)
    assert "k8s-no-network-policy" in {each["rule"] for each in report["compliance"]}
    assert [each["declared"]["name"] for each in report["declared_only"]] == ["deny"]


def test_replicas_are_the_autoscaler_s(cluster: Cluster, drift: Drift) -> None:
    scaler = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "maxReplicas": 5,
            "minReplicas": 2,
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
        },
    }
    live = web()
    live["spec"]["replicas"] = 4
    cluster.apply([live, copy.deepcopy(scaler)])
    assert [each["path"] for each in drift(cluster, [web(), scaler])[1]["fields"]] == []
    cluster.delete(scaler)
    assert [each["path"] for each in drift(cluster, [web()])[1]["fields"]] == ["spec.replicas"]


def test_old_groups_are_the_same_object_and_other_versions_are_not_compared_field_by_field(
    fake_cluster: FakeApiServer, drift: Drift
) -> None:
    fake_cluster.apply([web(securityContext={"privileged": True})])
    old = {**web(), "apiVersion": "extensions/v1beta1"}
    _, report = drift(fake_cluster, [old])
    assert report["scope"]["matched"] == 1
    assert report["fields"] == []
    assert "k8s-container-privileged" in {each["rule"] for each in report["compliance"]}
    assert [each["severity"] for each in report["problems"]] == ["note"]


def test_an_object_that_is_declared_twice_differently_is_told_of(fake_cluster: FakeApiServer, drift: Drift) -> None:
    fake_cluster.apply([web()])
    code, report = drift(fake_cluster, [web(), web(image="web:2.0")])
    assert code == 2
    assert "declared differently" in report["problems"][0]["what"]
    assert (report["live_only"], report["fields"]) == ([], [])
    assert drift(fake_cluster, [web(), web()])[0] == 0


def test_no_report_shows_what_is_secret(cluster: Cluster, drift: Drift) -> None:
    def settings(value: str) -> list[Json]:
        own = web(env=[{"name": "GREETING", "value": value}, {"name": "PASSWORD", "value": value}])
        return [own, objects.config_map("settings", "shop", password=value), objects.secret("key", "shop", a=value)]

    other = "topsecret-" + SECRET
    added = web()
    added["metadata"]["name"] = "other"
    added["spec"]["template"]["spec"]["containers"].append(
        {"name": "side", "image": "x:latest", "env": [{"name": "TOKEN", "value": SECRET}]}
    )
    cluster.apply([*settings(SECRET), added])
    bare = copy.deepcopy(added)
    bare["spec"]["template"]["spec"]["containers"].pop()
    code, report = drift(cluster, [*settings(other), bare], "--secrets")
    assert code == 1
    assert {each["path"] for each in report["fields"]} >= {"data.password", "spec.template.spec.containers[side]"}
    assert SECRET not in Path("r.json").read_text() + Path("out").read_text()


def test_hostile_texts_reach_no_terminal(fake_cluster: FakeApiServer, drift: Drift) -> None:
    hostile = "\x1b[31m::error::\u202e##vso[x]"
    meta = {"name": hostile, "namespace": "shop", "uid": hostile, "resourceVersion": hostile}
    fake_cluster.apply([objects.namespace("shop")])
    item = {"metadata": meta, "spec": {"containers": [{"name": hostile, "image": hostile}]}}
    fake_cluster.inject(faults.with_items(item), resource="pods")
    _, report = drift(fake_cluster, [web(), objects.pod("a", "shop")])
    assert [each["live"]["name"] for each in report["live_only"]] == [hostile]
    for name in ("out", "r.json"):
        shown = Path(name).read_bytes()
        assert b"\x1b" not in shown
        assert b"##vso[" not in shown


TEXT = """\
Deployment shop/web
    declared  code.yaml:1:1
    live      bylaw-test/shop/Deployment/web, uid UID, resourceVersion VERSION
  high k8s-container-privileged: Container runs privileged [containers[web]]
    passes as declared, fails live
    Container web is privileged
    spec.template.spec.containers[web].securityContext.privileged
    declared  false  at code.yaml:24:11
    live      true

live only Pod shop/bare
    live      bylaw-test/shop/Pod/bare, uid UID

declared only Pod shop/gone
    declared  code.yaml:26:1

"""


def test_the_report_for_people(fake_cluster: FakeApiServer, drift: Drift) -> None:
    live = web()
    live["spec"]["template"]["spec"]["containers"][0]["securityContext"]["privileged"] = True
    fake_cluster.apply([live, objects.pod("bare", "shop")])
    drift(fake_cluster, [web(), objects.pod("gone", "shop")], "--only", "k8s-container-privileged")
    text = re.sub("uid [0-9a-f-]{36}", "uid UID", Path("out").read_text(encoding="utf-8"))
    text = re.sub(r",\s+resourceVersion\s+\d+", ", resourceVersion VERSION", text)
    body, _, summary = text.partition("Cluster ")
    assert body == TEXT
    said = " ".join(summary.split())
    assert "1 rule fails only live, 1 object is only in the cluster, 1 object is only declared, 1 field differs" in said
    assert said.endswith("1 of 2 declared objects found live in shop.")


def test_the_same_again(cluster: Cluster, drift: Drift) -> None:
    cluster.apply([web(securityContext={"privileged": True}), objects.pod("b", "shop"), objects.pod("a", "shop")])
    first = drift(cluster, [web(), objects.pod("c", "shop")])[1]
    second = drift(cluster, [web(), objects.pod("c", "shop")])[1]
    for each in (first, second):
        for name in ("started", "ended", "server"):
            del each["scope"]["cluster"][name]
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fail-on", "everything"], "fail-on"),
        (["--context", "nowhere"], "no context"),
        (["--selector", "a in"], "selector"),
    ],
)
def test_what_is_asked_wrongly(
    fake_cluster: FakeApiServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["drift", str(tmp_path), "--kubeconfig", str(fake_cluster.kubeconfig()), *arguments]) == 2
    assert said in capsys.readouterr().err
