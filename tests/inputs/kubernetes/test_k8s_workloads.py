"""Custom kinds that carry a pod, as a configuration declares them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.inputs.kubernetes import Workloads, load
from scanner.inputs.kubernetes.pods import workload
from scanner.model.places import Source
from scanner.model.values import Object, Unknown
from scanner.pipeline import workloads_of
from scanner.scan import scan
from scanner.settings import Settings, SettingsError, read_settings

ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      initContainers: [{name: wait, image: "busybox:1.36"}]
      containers:
      - name: web
        image: web:1
        securityContext: {privileged: true}
        env: [{name: DB_PASSWORD, value: hunter2hunter2}]
      ephemeralContainers: [{name: debug, image: "busybox:1.36"}]
"""
RUNNER = """\
apiVersion: ci.acme.example/v1
kind: Runner
metadata: {name: linux, namespace: shop}
spec:
  podSpec:
    containers: [{name: run, image: "run:1"}]
"""
OBJECTS = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}}
"""
CUSTOM = Workloads([
    workload("Rollout", "argoproj.io", ("spec", "template")),
    workload("Runner", None, ("spec", "podSpec"), templated=False),
])  # fmt: skip
CONFIGURATION = """\
[[kubernetes.workloads]]
kind = "Rollout"
group = "argoproj.io"
template = "spec.template"
[[kubernetes.workloads]]
kind = "Runner"
spec = "spec.podSpec"
"""


def test_the_template_of_a_custom_kind() -> None:
    graph = load([Source("m.yaml", ROLLOUT)], CUSTOM)
    view = CUSTOM.view(graph.resources[0])
    assert view is not None
    assert view["spec"].path == "spec.template.spec"
    assert view["metadata"].path == "spec.template.metadata"
    assert [each.path for each in view["allContainers"]] == [
        "spec.template.spec.containers[0]",
        "spec.template.spec.initContainers[0]",
        "spec.template.spec.ephemeralContainers[0]",
    ]
    assert view["containers"][0]["env"][0].sensitive == {"value"}


def test_a_pod_spec_without_a_template() -> None:
    graph = load([Source("m.yaml", RUNNER)], CUSTOM)
    view = CUSTOM.view(graph.resources[0])
    assert view is not None
    assert view["spec"].path == "spec.podSpec"
    assert isinstance(view["metadata"], Unknown)
    assert [each.path for each in view["allContainers"]] == ["spec.podSpec.containers[0]"]


def test_another_group_is_another_kind() -> None:
    attributes = Object({"apiVersion": "acme.example/v1", "spec": {"template": {"spec": {"containers": []}}}})
    assert CUSTOM.view_of("Rollout", attributes) is None
    assert CUSTOM.view_of("Deployment", attributes) is not None
    assert Workloads().view_of("Rollout", load([Source("m.yaml", ROLLOUT)]).resources[0].attributes) is None


def test_custom_kinds_are_linked_like_others() -> None:
    graph = load([Source("m.yaml", ROLLOUT), Source("o.yaml", OBJECTS)], CUSTOM)
    found = {(each.source.kind, each.relation, each.target.kind) for each in graph.links}
    assert found == {("Rollout", "references", "ServiceAccount"), ("NetworkPolicy", "selects", "Rollout")}
    assert load([Source("m.yaml", ROLLOUT), Source("o.yaml", OBJECTS)]).links == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (ROLLOUT.replace('[{name: wait, image: "busybox:1.36"}]', "wait"), "initContainers must be a list"),
        (ROLLOUT[: ROLLOUT.index("    metadata")] + "    metadata: {}\n", "spec.template.spec is missing"),
        (RUNNER[: RUNNER.index("  podSpec")] + "  other: 1\n", "spec.podSpec is missing"),
        (RUNNER.replace('[{name: run, image: "run:1"}]', "[]"), "spec.podSpec has no containers"),
    ],
)
def test_malformed(text: str, what: str) -> None:
    assert [each.what for each in load([Source("m.yaml", text)]).problems] == []
    problems = [each.what for each in load([Source("m.yaml", text)], CUSTOM).problems]
    assert len(problems) == 1 and what in problems[0]


def test_rules_about_pods_judge_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("m.yaml").write_text(ROLLOUT + "---\n" + RUNNER + "---\n" + OBJECTS)
    only = ("k8s-container-privileged", "k8s-no-network-policy", "k8s-no-seccomp-profile")
    assert scan(["."], Settings(only=only)).counts == {}
    Path("bylaw.toml").write_text(CONFIGURATION)
    result = scan(["."], read_settings({"only": only}, {}))
    assert {(each.verdict.resource.kind, each.verdict.rule.id, each.verdict.item) for each in result.findings} == {
        ("Rollout", "k8s-container-privileged", "containers[web]"),
        ("Rollout", "k8s-no-seccomp-profile", "containers[web]"),
        ("Rollout", "k8s-no-seccomp-profile", "initContainers[wait]"),
        ("Rollout", "k8s-no-seccomp-profile", "ephemeralContainers[debug]"),
        ("Runner", "k8s-no-seccomp-profile", "containers[run]"),
        # what labels its pods get is not known
        ("Runner", "k8s-no-network-policy", None),
    }
    doubtful = [each.verdict for each in result.findings if each.verdict.outcome == "unknown"]
    assert [each.resource.kind for each in doubtful] == ["Runner"]


def test_terraform_declares_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bylaw.toml").write_text(CONFIGURATION)
    Path("main.tf").write_text(f'resource "kubectl_manifest" "r" {{\n  yaml_body = <<-EOT\n{ROLLOUT}EOT\n}}\n')
    result = scan(["."], read_settings({"only": ("k8s-container-privileged",)}, {}))
    assert [each.verdict.outcome for each in result.findings] == ["fail"]


def test_settings(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(CONFIGURATION)
    found = workloads_of(read_settings({}, {}, str(tmp_path / "b.toml")))
    assert found.declared == CUSTOM.declared
    assert found.names == ("argoproj.io/Rollout", "Runner")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[kubernetes]\nworkloads = "Rollout"', "must be tables"),
        ("[kubernetes]\nworkload = []", "there is no setting 'workload'; there are workloads"),
        ("kubernetes = 3", "a table is wanted"),
        ("[kubernetes]\nworkloads = [3]", "a table is wanted"),
        ('[[kubernetes.workloads]]\nkind = "Rollout"', "either template or spec"),
        ('[[kubernetes.workloads]]\nkind = "Rollout"\ntemplate = "a"\nspec = "b"', "either template or spec"),
        ('[[kubernetes.workloads]]\ntemplate = "spec.template"', "needs a kind"),
        ('[[kubernetes.workloads]]\nkind = 3\ntemplate = "spec.template"', "kind must be a string"),
        ('[[kubernetes.workloads]]\nkind = "a/Rollout"\ntemplate = "spec.template"', "is no kind"),
        ('[[kubernetes.workloads]]\nkind = "rollout"\ntemplate = "spec.template"', "is no kind"),
        ('[[kubernetes.workloads]]\nkind = "R"\ngroup = "a/v1"\ntemplate = "spec.template"', "is no group"),
        ('[[kubernetes.workloads]]\nkind = "R"\ntemplate = "spec..template"', "must be a path"),
        ('[[kubernetes.workloads]]\nkind = "R"\ntemplate = "spec.pods[0]"', "must be a path"),
        ('[[kubernetes.workloads]]\nkind = "R"\ntemplate = ""', "must be a path"),
        ('[[kubernetes.workloads]]\nkind = "Deployment"\ntemplate = "spec.template"', "carries a pod already"),
        (CONFIGURATION + CONFIGURATION, "declared twice"),
    ],
)
def test_settings_in_error(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "b.toml").write_text(text)
    with pytest.raises(SettingsError, match=what):
        workloads_of(read_settings({}, {}, str(tmp_path / "b.toml")))
