"""Charts and overlays of which a part is asked for: a directory, a file that they are made of, one that they use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from cli_render import ALL, CHART, PRIVILEGED, pod
from programs import HELM, KUSTOMIZE


@pytest.fixture
def repository(tmp_path: Path) -> None:
    """Makes a repository of the directory."""
    (tmp_path / ".git").mkdir()


@pytest.fixture
def overlay(write: Any, repository: None) -> None:
    """A base with two Pods, an overlay that makes one privileged, and one that does not."""
    write("base/p.yaml", pod("p", "false"))
    write("base/q.yaml", pod("q", "false"))
    write("base/kustomization.yaml", "resources: [p.yaml, q.yaml]\n")
    write("ov/patch.yaml", pod("p", "true"))
    write("ov/kustomization.yaml", "resources: [../base]\npatches: [{path: patch.yaml}]\nnamespace: ov\n")
    write("ov/other.yaml", pod("beside", "false"))
    write("dev/kustomization.yaml", "resources: [../base]\nnamespace: dev\n")


@pytest.fixture
def chart(write: Any, repository: None) -> None:
    """A chart with two templates, one of which asks for a file."""
    write("c/Chart.yaml", CHART)
    write("c/values.yaml", "priv: true\n")
    write("c/templates/p.yaml", pod("p", "{{ .Values.priv }}"))
    write("c/templates/q.yaml", pod("q", "false") + '# {{ .Files.Get "files/q.yaml" }}\n')
    write("c/templates/_helpers.tpl", '{{ define "x" }}{{ end }}')
    write("c/files/q.yaml", "a: b\n")
    write("other.yaml", pod("other", "false"))


def judged(report: Any) -> list[str]:
    """Namespace, name and outcome of what was judged."""
    found = ((each["resource"]["address"].split("/")[2:], each["outcome"]) for each in report["verdicts"])
    return sorted("/".join(address) + " " + outcome for address, outcome in found)


IN_OVERLAY = ["ov/p fail", "ov/q pass"]


@KUSTOMIZE
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ov", ["default/beside pass", *IN_OVERLAY]),
        ("ov/patch.yaml", IN_OVERLAY),
        ("ov/kustomization.yaml", IN_OVERLAY),
        ("dev", ["dev/p pass", "dev/q pass"]),
        ("base/p.yaml", ["dev/p pass", "ov/p fail"]),
        ("base/kustomization.yaml", ["dev/p pass", "dev/q pass", *IN_OVERLAY]),
    ],
)
def test_an_overlay_and_what_its_files_change(run: Any, overlay: None, asked: str, found: list[str]) -> None:
    assert judged(run("scan", asked, *PRIVILEGED, *ALL).json) == found


@KUSTOMIZE
def test_an_overlay_from_inside(run: Any, overlay: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path / "ov")
    assert judged(run("scan", *PRIVILEGED, *ALL).json) == ["default/beside pass", *IN_OVERLAY]
    assert judged(run("scan", "patch.yaml", *PRIVILEGED, *ALL).json) == IN_OVERLAY


@KUSTOMIZE
@pytest.mark.parametrize("named", ["kustomization.yaml", "p.yaml"])
def test_a_kustomization_without_a_repository(run: Any, write: Any, named: str) -> None:
    write("p.yaml", pod("p", "false"))
    write("kustomization.yaml", "resources: [p.yaml]\nnamespace: ov\n")
    assert judged(run("scan", named, *PRIVILEGED, *ALL).json) == ["ov/p pass"]


IN_CHART = ["default/p fail", "default/q pass"]


@HELM
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("c/values.yaml", IN_CHART),
        ("c/Chart.yaml", IN_CHART),
        ("c/templates/_helpers.tpl", IN_CHART),
        ("c/files/q.yaml", IN_CHART),
        ("c/templates/q.yaml", ["default/q pass"]),
        ("other.yaml", ["default/other pass"]),
    ],
)
def test_a_chart_and_what_its_files_change(run: Any, chart: None, asked: str, found: list[str]) -> None:
    assert judged(run("scan", asked, *PRIVILEGED, *ALL).json) == found


@HELM
def test_values_from_beside_a_chart(run: Any, write: Any, chart: None) -> None:
    write("env/prod.yaml", "priv: false\n")
    both = ["default/p pass", "default/q pass"]
    assert judged(run("scan", "env/prod.yaml", "--helm-values", "env/prod.yaml", *PRIVILEGED, *ALL).json) == both
    write("bylaw.toml", "[[helm.releases]]\nchart = 'c'\nname = 'c'\nvalues = ['env/prod.yaml']\n")
    assert judged(run("scan", "env/prod.yaml", *PRIVILEGED, *ALL).json) == both


@pytest.mark.parametrize("asked", ["c/templates/p.yaml", "c/values.yaml", "ov/patch.yaml", "base/p.yaml", "ov"])
def test_what_is_not_rendered_for_want_of_a_program_is_told(
    run: Any, chart: None, overlay: None, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    ran = run("scan", asked, "--format", "json")
    assert ran.code == 2
    assert {each["file"].split("/")[0] for each in ran.json["problems"]} - {"dev"} == {
        "c" if asked.startswith("c") else "ov"
    }
    assert run("scan", "other.yaml", "--format", "json").json["problems"] == []


@HELM
def test_a_named_template_of_a_chart_that_cannot_be_rendered(run: Any, write: Any, chart: None) -> None:
    write("c/templates/q.yaml", '{{ required "a host is needed" .Values.host }}')
    ran = run("scan", "c/templates/p.yaml", *PRIVILEGED, *ALL)
    assert (ran.code, [each["file"] for each in ran.json["problems"]]) == (2, ["c/Chart.yaml"])


@HELM
def test_a_named_template_of_a_chart_whose_values_are_not_known(run: Any, write: Any, chart: None) -> None:
    write("release.yaml", """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: flux-system}
spec:
  chart: {spec: {chart: ./c, sourceRef: {kind: GitRepository, name: here}}}
  valuesFrom: [{kind: Secret, name: settings}]
""")  # fmt: skip
    ran = run("scan", "c/templates/p.yaml", *PRIVILEGED, *ALL)
    assert [each["file"] for each in ran.json["problems"]] == ["release.yaml"]


@KUSTOMIZE
@pytest.mark.parametrize(("broken", "named"), [("ov", "ov/patch.yaml"), ("base", "base/p.yaml"), ("base", "ov")])
def test_a_part_of_an_overlay_that_cannot_be_rendered(
    run: Any, write: Any, overlay: None, broken: str, named: str
) -> None:
    lists = "../base, 'https://example.com/x?ref=v1'" if broken == "ov" else "p.yaml, q.yaml, nope.yaml"
    write(f"{broken}/kustomization.yaml", f"resources: [{lists}]\npatches: [{{path: ../ov/patch.yaml}}]\n")
    ran = run("scan", named, *PRIVILEGED, *ALL)
    assert ran.code == 2
    assert {each["file"] for each in ran.json["problems"]} == {f"{broken}/kustomization.yaml"}


@KUSTOMIZE
def test_a_base_beside_what_is_scanned_holds_up_its_overlay_as_any_other(
    run: Any, write: Any, tmp_path: Path, repository: None
) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "kustomization.yaml").write_text("configMapGenerator: [{name: leaked, literals: [a=b]}]\n")
    write("base/kustomization.yaml", f"resources: [../../{outside.name}]\n")
    write("ov/kustomization.yaml", "resources: [../base]\n")
    ran = run("inspect", "ov", "--format", "json")
    assert "leaked" not in ran.out
    assert ["lies outside the scanned tree" in each["what"] for each in ran.json["problems"]] == [True]


@KUSTOMIZE
def test_directories_of_one_repository_know_each_other(run: Any, overlay: None) -> None:
    assert judged(run("scan", "base", "ov", *PRIVILEGED, *ALL).json) == ["default/beside pass", *IN_OVERLAY]
    assert judged(run("scan", "base", "ov/patch.yaml", *PRIVILEGED, *ALL).json) == [
        "dev/p pass",
        "dev/q pass",
        *IN_OVERLAY,
    ]


APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: NAME, namespace: argocd}
spec:
  destination: {namespace: NAME}
  source: {path: c, helm: {valueFiles: [../env/NAME.yaml]}}
"""


@HELM
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["argocd", "c"], ["a/p pass", "a/q pass", "b/p fail", "b/q pass"]),
        (["argocd"], ["a/p pass", "a/q pass", "b/p fail", "b/q pass"]),
        (["argocd/a.yaml"], ["a/p pass", "a/q pass"]),
        (["env/b.yaml"], ["b/p fail", "b/q pass"]),
    ],
)
def test_an_application_in_another_directory_than_its_chart(
    run: Any, write: Any, chart: None, asked: list[str], found: list[str]
) -> None:
    for name, priv in (("a", "false"), ("b", "true")):
        write(f"env/{name}.yaml", f"priv: {priv}\n")
        write(f"argocd/{name}.yaml", APPLICATION.replace("NAME", name))
    assert judged(run("scan", *asked, *PRIVILEGED, *ALL).json) == found


def test_a_directory_and_a_file_of_one_repository_are_read_once(run: Any, write: Any, repository: None) -> None:
    write("a/p.yaml", pod("p", "false"))
    write("b/q.yaml", pod("q", "false"))
    assert judged(run("scan", "a", "b/q.yaml", *PRIVILEGED, *ALL).json) == ["default/p pass", "default/q pass"]
