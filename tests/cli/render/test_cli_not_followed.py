"""What objects of Argo CD and Flux ask for that is not followed, through the command: it is told, and never judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_render import ALL, PRIVILEGED, pod
from programs import HELM, KUSTOMIZE

NOTE = "the chart is not part of the configuration; what it makes is not judged"
GIT = "sourceRef: {kind: GitRepository, name: here}"


@pytest.fixture
def applied(run: Any, write: Any) -> Any:
    """`applied(source)`: what is reported where an application of Argo CD has this source."""

    def made(source: str) -> Any:
        write("app.yaml", f"""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: web, namespace: argocd}}
spec: {{destination: {{namespace: prod}}, source: {source}}}
""")  # fmt: skip
        report = run("inspect", "--format", "json").json
        judged = run("scan", *PRIVILEGED, *ALL).json
        return {**judged, "incomplete": report["incomplete"]}

    return made


def told(report: Any) -> list[tuple[str, str]]:
    return [(each["severity"], each["what"]) for each in report["problems"]]


@pytest.mark.parametrize("plugin", ["{name: envsubst}", "{}"])
def test_what_a_plugin_makes_of_a_chart_is_not_what_helm_makes(applied: Any, chart: Path, plugin: str) -> None:
    report = applied(f"{{path: charts/c, plugin: {plugin}}}")
    assert report["verdicts"] == []
    ((severity, what),) = told(report)
    assert severity == "warning" and "asks for what a plugin makes of it, which is not followed" in what
    assert report["problems"][0]["kind"] == "unrendered" and "[[helm.releases]]" in report["problems"][0]["help"]
    assert report["incomplete"]


@HELM
def test_a_chart_that_a_plugin_takes_can_be_given_in_the_settings(applied: Any, write: Any, chart: Path) -> None:
    write("bylaw.toml", '[[helm.releases]]\nchart = "charts/c"\nname = "web"\nnamespace = "prod"\n')
    report = applied("{path: charts/c, plugin: {name: x}}")
    assert [each["resource"]["address"] for each in report["verdicts"]] == ["v1/Pod/prod/web"]
    assert report["problems"] == []


@pytest.mark.parametrize("kustomization", [True, False])
def test_what_a_plugin_makes_of_manifests_is_not_what_is_written(applied: Any, write: Any, kustomization: bool) -> None:
    write("deploy/pod.yaml", pod())
    write("deploy/below/pod.yaml", pod("below"))
    if kustomization:
        write("deploy/kustomization.yaml", "resources: [pod.yaml, below/pod.yaml]\n")
    report = applied("{path: deploy, plugin: {}}")
    assert report["verdicts"] == []
    ((severity, what),) = told(report)
    assert severity == "warning" and "deploy is not rendered for it" in what
    assert report["incomplete"]


def test_a_plugin_takes_nothing_at_a_root_that_may_be_that_of_another_repository(applied: Any, write: Any) -> None:
    write("a.yaml", pod("a"))
    write("other/b.yaml", pod("b"))
    report = applied("{path: ., plugin: {}}")
    assert sorted(each["resource"]["address"] for each in report["verdicts"]) == [
        "v1/Pod/default/a", "v1/Pod/default/b",
    ]  # fmt: skip
    ((severity, what),) = told(report)
    assert severity == "warning" and "asks for what a plugin makes of it" in what
    assert report["incomplete"]


@pytest.mark.parametrize(
    "source",
    [
        "{repoURL: 'https://charts.example.com', chart: nginx, targetRevision: '1'}",
        "{repoURL: 'oci://registry.example.com/nginx', path: .}",
    ],
)
def test_a_chart_of_a_registry_is_noted_once(applied: Any, write: Any, source: str) -> None:
    write("pod.yaml", pod())
    report = applied(f"{source}, sources: [{source}]")
    assert told(report) == [("note", f"argoproj.io/v1alpha1/Application/argocd/web: {NOTE}")]
    assert report["incomplete"] == {}
    assert [each["resource"]["address"] for each in report["verdicts"]] == ["v1/Pod/default/p"]


@pytest.mark.parametrize(
    "spec",
    [
        "chart: {spec: {chart: nginx, sourceRef: {kind: HelmRepository, name: x}}}",
        "chart: {spec: {chart: charts/other, sourceRef: {kind: GitRepository, name: x}}}",
        "chartRef: {kind: OCIRepository, name: x}",
        "chartRef: {kind: HelmChart, name: c}",
    ],
)
def test_a_chart_that_flux_takes_from_elsewhere_is_noted_once(run: Any, write: Any, spec: str) -> None:
    write("release.yaml", f"""\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {{name: web, namespace: apps}}
spec: {{{spec}}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: {{name: c, namespace: apps}}
spec: {{chart: nginx, sourceRef: {{kind: HelmRepository, name: x}}}}
""")  # fmt: skip
    report = run("inspect", "--format", "json").json
    assert told(report) == [("note", f"helm.toolkit.fluxcd.io/v2/HelmRelease/apps/web: {NOTE}")]
    assert report["incomplete"] == {}


def test_jsonnet_among_the_files_of_a_directory_is_told(applied: Any, write: Any) -> None:
    write("deploy/pod.yaml", pod())
    write("deploy/below/x.jsonnet", "{}")
    assert told(applied("{path: deploy}")) == []
    assert told(applied("{path: deploy, directory: {recurse: true, exclude: 'below/*'}}")) == []
    report = applied("{path: deploy, directory: {recurse: true, jsonnet: {extVars: [{name: a, value: b}]}}}")
    assert [each["resource"]["address"] for each in report["verdicts"]] == ["v1/Pod/prod/p"]
    ((severity, what),) = told(report)
    assert severity == "warning" and "asks for Jsonnet, which is not followed; that of deploy is not rendered" in what
    assert report["incomplete"]


@pytest.mark.parametrize("path", ["{{name}}", "{{name}}/deploy"])
def test_a_path_that_may_be_any_is_told(run: Any, write: Any, application_set: Any, path: str) -> None:
    write("web/pod.yaml", pod())
    write("set.yaml", application_set("{clusters: {}}", f"{{path: '{path}'}}"))
    report = run("inspect", "--format", "json").json
    whats = [each["what"] for each in report["problems"] if each["kind"] == "unrendered"]
    assert whats == [
        f"argoproj.io/v1alpha1/ApplicationSet/argocd/all applies {path}, which is not known: "
        "what lies there is read as if nothing applied it"
    ]
    assert report["incomplete"]


@HELM
def test_a_chart_below_a_path_with_a_parameter_is_not_rendered_with_its_defaults(
    run: Any, write: Any, application_set: Any, chart: Path
) -> None:
    write("set.yaml", application_set("{clusters: {}}", "{path: 'charts/{{name}}', helm: {values: 'priv: true'}}"))
    (verdict,) = run("scan", *PRIVILEGED, *ALL).json["verdicts"]
    assert (verdict["resource"]["address"], verdict["outcome"]) == ("v1/Pod/*/*", "fail")


@KUSTOMIZE
@pytest.mark.parametrize("images", ["['{{.image}}']", "['{{.image}}=nginx:1']"])
def test_an_image_of_which_it_is_not_known_which_it_replaces(
    run: Any, write: Any, application_set: Any, images: str
) -> None:
    write("base/pod.yaml", pod())
    write("base/kustomization.yaml", "resources: [pod.yaml]\n")
    write("set.yaml", application_set("{clusters: {}}", f"{{path: base, kustomize: {{images: {images}}}}}"))
    report = run("scan", *PRIVILEGED, *ALL).json
    assert report["verdicts"] == []
    assert any("images or patches of which it is not known what they apply to" in what for _, what in told(report))


@KUSTOMIZE
def test_charts_that_a_kustomization_inflates_are_told(applied: Any, write: Any) -> None:
    write("base/kustomization.yaml", "helmCharts: [{name: c, repo: 'https://charts.example.com', version: 1.0.0}]\n")
    report = applied("{path: base, kustomize: {kubeVersion: '1.30', apiVersions: [a/b/C]}}")
    ((severity, what),) = told(report)
    assert severity == "error" and "the kustomization is not rendered" in what
    assert report["incomplete"]


@pytest.mark.parametrize("spec", ["path: ./, targetNamespace: prod", "postBuild: {substitute: {a: b}}"])
def test_changes_by_flux_at_the_root_of_a_repository_are_told(run: Any, write: Any, spec: str) -> None:
    write("pod.yaml", pod())
    write("flux.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: all}\n"
          f"spec: {{{spec}}}\n")  # fmt: skip
    report = run("inspect", "--format", "json").json
    ((severity, what),) = told(report)
    assert severity == "warning" and "the root of a repository, which may be this one, with changes" in what
    assert report["incomplete"]


@pytest.mark.parametrize("path", ["other/place", "/other", "../outside", "p.yaml"])
def test_a_directory_that_is_not_there_is_told(applied: Any, run: Any, write: Any, path: str) -> None:
    write("p.yaml", pod())
    report = applied(f"{{path: {path}}}")
    what = f"{path} that it applies is not part of the configuration; what it makes is not judged"
    assert told(report) == [("note", f"argoproj.io/v1alpha1/Application/argocd/web: {what}")]
    assert report["incomplete"] == {}
    write("app.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: w}\n"
          f"spec: {{path: {path}}}\n")  # fmt: skip
    problems = run("scan", *PRIVILEGED).json["problems"]
    assert [(each["severity"], what in each["what"]) for each in problems] == [("note", True)]
