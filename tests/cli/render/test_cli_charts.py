"""Which files of a tree belong to a chart, and what charts are told, through the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_render import CHART, LATEST, PRIVILEGED, pod
from programs import HELM

pytestmark = HELM


@pytest.fixture
def write_pod(write: Any) -> Any:
    """`write_pod(path)`: a privileged Pod."""

    def made(path: str, name: str = "p", privileged: str = "true") -> Path:
        return write(path, pod(name, privileged))

    return made


@pytest.fixture
def chart(write: Any) -> Any:
    """`chart(directory)`: the file of a chart; what follows is written into it, too."""

    def made(directory: str, more: str = "") -> Path:
        return write(
            f"{directory}/Chart.yaml",
            f"apiVersion: v2\nname: {Path(directory).name or 'whole'}\nversion: 0.1.0\n{more}",
        )

    return made


def failed(report: Any) -> list[str]:
    """The files in which something fails."""
    return sorted(each["place"]["file"] for each in report["verdicts"] if each["outcome"] == "fail")


SUBCHART = "dependencies: [{name: sub, version: 0.1.0, repository: https://charts.example}]\n"


def test_an_umbrella_renders_its_subcharts_with_its_own_values(
    run: Any, write: Any, chart: Any, write_pod: Any
) -> None:
    chart("u", SUBCHART)
    write("u/values.yaml", "sub: {priv: true}\n")
    chart("u/charts/sub")
    write("u/charts/sub/values.yaml", "priv: false\n")
    write_pod("u/charts/sub/templates/p.yaml", privileged="{{ .Values.priv }}")
    assert failed(run("scan", *PRIVILEGED).json) == ["u/charts/sub/templates/p.yaml"]


def test_an_umbrella_whose_dependencies_are_missing_is_told(run: Any, chart: Any) -> None:
    chart("u", SUBCHART)
    ran = run("scan", *PRIVILEGED)
    assert ran.code == 2
    assert [each["file"] for each in ran.json["problems"]] == ["u/Chart.yaml"]
    assert "helm dependency build" in ran.json["problems"][0]["help"]


@pytest.mark.parametrize(
    "more", ["dependencies: [{name: sub\n", "description: '{{ .Values.x }}'\n" + SUBCHART, "- a\n"]
)
def test_a_chart_of_nothing_but_others_is_told_however_it_is_written(run: Any, chart: Any, more: str) -> None:
    chart("u", more)
    ran = run("scan", *PRIVILEGED)
    assert (ran.code, [each["file"] for each in ran.json["problems"]]) == (2, ["u/Chart.yaml"])


def test_what_lies_below_a_chart_and_is_not_its_own_is_read_as_anywhere(
    run: Any, write: Any, chart: Any, write_pod: Any
) -> None:
    chart(".")
    write("values.yaml", "example: {apiVersion: v1, kind: Pod}\n")
    write_pod("templates/p.yaml", "{{ .Release.Name }}-template")
    write_pod("deploy/p.yaml", "plain")
    write_pod("overlay/p.yaml", "overlay")
    write("overlay/kustomization.yaml", "resources: [p.yaml]\n")
    chart("other")
    write_pod("other/templates/p.yaml", "other")
    write("ci/some-values.yaml", "example: {apiVersion: v1, kind: Pod}\n")
    ran = run("scan", *PRIVILEGED)
    assert failed(ran.json) == ["deploy/p.yaml", "other/templates/p.yaml", "overlay/p.yaml", "templates/p.yaml"]
    assert ran.json["problems"] == []


def test_what_charts_and_their_subcharts_install_as_written(run: Any, chart: Any, write_pod: Any) -> None:
    chart("u")
    chart("u/charts/sub")
    write_pod("u/templates/x.yaml", "x", "false")
    write_pod("u/crds/p.yaml", "of-the-chart")
    write_pod("u/charts/sub/crds/deep/p.yaml", "of-its-subchart")
    write_pod("u/charts/sub/templates/crds/p.yaml", "{{ .Release.Name }}")
    assert failed(run("scan", *PRIVILEGED).json) == [
        "u/charts/sub/crds/deep/p.yaml", "u/charts/sub/templates/crds/p.yaml", "u/crds/p.yaml"
    ]  # fmt: skip


VERSIONED = """\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - name: "v{{ .Capabilities.KubeVersion.Minor }}"
      image: i:latest
    {{- if .Capabilities.APIVersions.Has "example.com/v1" }}
    - {name: example, image: i:latest}
    {{- end }}
"""


def test_what_charts_are_told_of_the_cluster(run: Any, write: Any) -> None:
    write("web/Chart.yaml", CHART + "kubeVersion: '>=1.99'\n")
    write("web/templates/pod.yaml", VERSIONED)
    (problem,) = run("scan", *LATEST).json["problems"]
    assert "requires kubeVersion: >=1.99" in problem["what"]
    assert "--debug" not in problem["what"]
    assert "--helm-kube-version" in problem["help"]

    def containers(*options: str) -> list[str]:
        return [each["item"] for each in run("scan", *LATEST, *options).json["verdicts"]]

    assert containers("--helm-kube-version", "1.99") == ["containers[v99]"]
    told = ("--helm-kube-version", "1.100", "--helm-api-versions", "other/v1,example.com/v1")
    assert containers(*told) == ["containers[v100]", "containers[example]"]
    write("bylaw.toml", "[helm]\nkube-version = '1.101'\napi-versions = ['example.com/v1']\n")
    assert containers() == ["containers[v101]", "containers[example]"]
    write("app.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n"
          "spec: {source: {repoURL: 'https://x.example/r', path: web, helm: {kubeVersion: '1.102'}}}\n")  # fmt: skip
    assert containers() == ["containers[v102]", "containers[example]"]


NEEDS = "dependencies:\n- {name: db, version: 1.0.0, repository: 'https://charts.example', CONDITION}\n"


@pytest.mark.parametrize(
    ("condition", "values", "options", "told"),
    [
        ("", "", (), True),
        ("condition: db.enabled", "db: {enabled: false}\n", (), False),
        ("condition: 'db.absent, db.enabled'", "db: {enabled: false}\n", (), False),
        ("condition: db.enabled", "db: {enabled: true}\n", (), True),
        ("condition: db.enabled", "", (), True),
        ("condition: db.on", "db: {on: false}\n", (), True),  # `on` is true, also as a key
        ("condition: db.enabled", "db: {enabled: 'false'}\n", (), True),
        ("condition: db.enabled", "db: {enabled: false}\n", ("--helm-values", "more.yaml"), True),
        ("tags: [back]", "tags: {back: false}\n", (), False),
        ("tags: [back, front]", "tags: {back: false, front: true}\n", (), True),
        ("tags: [back], condition: db.enabled", "tags: {back: true}\ndb: {enabled: false}\n", (), False),
    ],
)
@pytest.mark.parametrize("old", [False, True])
def test_a_chart_that_misses_another_is_rendered_without_it(
    run: Any, write: Any, write_pod: Any, old: bool, condition: str, values: str, options: tuple[str, ...], told: bool
) -> None:
    needs = NEEDS.replace("CONDITION", condition)
    write("web/Chart.yaml", CHART.replace("v2", "v1") if old else CHART + needs)
    if old:
        write("web/requirements.yaml", needs)
    write("web/values.yaml", values)
    write("more.yaml", "db: {enabled: true}\n")
    write_pod("web/templates/pod.yaml")
    report = run("scan", *PRIVILEGED, *options).json
    assert [(each["place"]["file"], each["place"]["line"]) for each in report["verdicts"]] == [
        ("web/templates/pod.yaml", 4)
    ]
    assert ["rendered without db" in each["what"] for each in report["problems"]] == ([True] if told else [])
    incomplete = run("inspect", "--format", "json", *options).json["incomplete"]
    assert list(incomplete) == (["*"] if told else [])


def test_a_chart_that_cannot_do_without_another_is_not_rendered(run: Any, write: Any, write_pod: Any) -> None:
    write_pod("web/templates/pod.yaml")
    for needs, template in (
        (NEEDS.replace("CONDITION", "import-values: [data]"), ""),
        (NEEDS.replace(", CONDITION", ""), '{{ include "db.name" . }}'),
    ):
        write("web/Chart.yaml", CHART + needs)
        write("web/templates/more.yaml", template)
        report = run("scan", *PRIVILEGED).json
        assert report["verdicts"] == []
        assert [each["help"] for each in report["problems"]] == [
            "Run `helm dependency build` in the chart and scan again."
        ]


@pytest.mark.parametrize("version", ["0.1.0", "9.9.9"])
@pytest.mark.parametrize("alias", ["", ", alias: other"])
def test_a_chart_of_the_tree_that_another_needs_is_fetched(
    run: Any, write: Any, write_pod: Any, alias: str, version: str
) -> None:
    needs = f"name: db, version: {version}, repository: 'file://../parts/db', condition: db.enabled"
    write("all/Chart.yaml", CHART + f"dependencies: [{{{needs}{alias}}}]\n")
    write("all/values.yaml", "db: {enabled: true, privileged: true}\nother: {privileged: true}\n")
    write("all/charts/own/Chart.yaml", CHART.replace("name: c", "name: own"))
    write_pod("all/charts/own/templates/pod.yaml", "own")
    write("parts/db/Chart.yaml", CHART.replace("name: c", "name: db"))
    write("parts/db/values.yaml", "privileged: false\n")
    template = pod("{{ .Release.Name }}-db", "{{ .Values.privileged }}").replace("{name: {{ .R", "{name: x{{ .R")
    write("parts/db/templates/pod.yaml", template)
    report = run("scan", *PRIVILEGED, "--outcomes", "all").json
    assert report["problems"] == []
    found = {(each["resource"]["root"], each["place"]["file"], each["outcome"]) for each in report["verdicts"]}
    assert found == {
        ("all", "parts/db/templates/pod.yaml", "fail"),
        ("all", "all/charts/own/templates/pod.yaml", "fail"),
        ("parts/db", "parts/db/templates/pod.yaml", "pass"),
    }


def test_a_fetched_chart_that_is_switched_off_makes_nothing(run: Any, write: Any, write_pod: Any) -> None:
    needs = "name: db, version: 9.9.9, repository: 'file://../db', condition: db.enabled"
    write("all/Chart.yaml", CHART + f"dependencies: [{{{needs}}}]\n")
    write("all/values.yaml", "db: {enabled: false}\n")
    write("db/Chart.yaml", CHART.replace("name: c", "name: db"))
    write_pod("db/templates/pod.yaml")
    assert [each["resource"]["root"] for each in run("scan", *PRIVILEGED).json["verdicts"]] == ["db"]


def test_two_charts_of_one_name_are_not_told_apart(run: Any, write: Any, write_pod: Any) -> None:
    needs = ", ".join(f"{{name: db, version: {n}.0.0, alias: a{n}, repository: '{at}'}}"
                      for n, at in ((1, "file://../db"), (2, "https://charts.example")))  # fmt: skip
    write("all/Chart.yaml", CHART + f"dependencies: [{needs}]\n")
    write("db/Chart.yaml", CHART.replace("name: c", "name: db"))
    write_pod("db/templates/pod.yaml")
    report = run("scan", *PRIVILEGED).json
    assert [each["resource"]["root"] for each in report["verdicts"]] == ["db"]
    assert [each["severity"] for each in report["problems"]] == ["error"]


@pytest.mark.parametrize("other", ["file://../../outside", "file:///etc", "file://../parts/none", "file://../linked"])
def test_none_is_fetched_from_elsewhere(run: Any, write: Any, write_pod: Any, tmp_path: Path, other: str) -> None:
    write("all/Chart.yaml", CHART + f"dependencies: [{{name: db, version: 1.0.0, repository: '{other}'}}]\n")
    write_pod("all/templates/pod.yaml")
    outside = tmp_path.parent / "outside"
    for place in (outside, Path("linked")):
        (place / "templates").mkdir(parents=True, exist_ok=True)
        (place / "Chart.yaml").write_text(CHART.replace("name: c", "name: db"))
    (outside / "templates" / "secret.yaml").write_text(pod("outside"))
    Path("linked/templates/secret.yaml").symlink_to(outside / "templates" / "secret.yaml")
    report = run("scan", *PRIVILEGED).json
    assert {each["resource"]["address"] for each in report["verdicts"]} == {"v1/Pod/default/p"}
    assert any("rendered without db" in each["what"] for each in report["problems"])
