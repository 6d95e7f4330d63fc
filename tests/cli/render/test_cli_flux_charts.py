"""What objects of Flux set for charts and kustomizations of the tree, through the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_render import ALL, PRIVILEGED, pod, pod_template
from programs import HELM, KUSTOMIZE

PLAIN = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: c\n      image: i:1\n"
PLAIN += "      securityContext: {privileged: false}\n"


@pytest.fixture
def judged(run: Any, write: Any, chart: Path) -> Any:
    """`judged(spec, chart)`: pods and outcomes, or else problems, of a HelmRelease with this in its specs."""

    def made(spec: str = "", chart_spec: str = "") -> list[tuple[str, str]] | list[str]:
        write("release.yaml", f"""\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {{name: web, namespace: apps}}
spec:
  chart: {{spec: {{chart: ./charts/c, sourceRef: {{kind: GitRepository, name: here}}, {chart_spec}}}}}
{spec}
""")  # fmt: skip
        report = run("scan", *PRIVILEGED, *ALL).json
        found = [(each["resource"]["address"], each["outcome"]) for each in report["verdicts"]]
        return found or [each["what"] for each in report["problems"]]

    return made


@HELM
def test_what_changes_what_is_rendered_is_not_left_out_silently(judged: Any) -> None:
    (problem,) = judged("  postRenderers: [{kustomize: {patches: [{patch: '{}'}]}}]")
    assert "(postRenderers), which are not followed; its chart is not rendered" in problem
    assert judged("  postRenderers: []") == [("v1/Pod/apps/web", "pass")]


@HELM
def test_the_name_of_a_release(judged: Any) -> None:
    assert judged("  targetNamespace: prod") == [("v1/Pod/prod/prod-web", "pass")]
    assert judged("  targetNamespace: prod\n  releaseName: r") == [("v1/Pod/prod/r", "pass")]
    ((address, _),) = judged(f"  targetNamespace: {'n' * 60}")
    name = address.rpartition("/")[2]
    assert (name[:41], len(name)) == ("n" * 40 + "-", 53)


@HELM
def test_values_files_take_the_place_of_the_chart_s_own(judged: Any, write: Any) -> None:
    write("charts/c/values.yaml", "priv: true\nother: {a: {b: 1}, c: 2}\n")
    write("prod.yaml", "x: 1\n")
    own = ("v1/Pod/apps/web", "fail")
    none = ("v1/Pod/apps/web", "pass")
    assert judged() == [own]
    assert judged(chart_spec="valuesFiles: [prod.yaml]") == [none]
    assert judged(chart_spec="valuesFile: ./prod.yaml") == [none]
    assert judged(chart_spec="valuesFiles: [charts/c/values.yaml, prod.yaml]") == [own]
    assert judged("  values: {priv: true}", "valuesFiles: [prod.yaml]") == [own]
    assert judged(chart_spec="valuesFiles: [no.yaml], ignoreMissingValuesFiles: true") == [none]
    (problem,) = judged(chart_spec="valuesFiles: [no.yaml]")
    assert "no.yaml" in problem


@HELM
def test_of_maps_only_what_is_left_out_is_taken_away(judged: Any, write: Any) -> None:
    write("charts/c/templates/pod.yaml", pod_template('eq (toJson .Values) "%s"'))
    write("charts/c/values.yaml", "a: {x: 1, y: 2}\nb: {z: 3}\nc: {v: 4}\n")
    write("prod.yaml", "a: {x: 5}\nc: text\n")
    seen = '{"a":{"x":5},"b":{"w":6},"c":"text"}'.replace('"', '\\"')
    write("charts/c/templates/pod.yaml", pod_template(f'eq (toJson .Values) "{seen}"'))
    assert judged("  values: {b: {w: 6}}", "valuesFiles: [prod.yaml]") == [("v1/Pod/apps/web", "fail")]


@HELM
def test_braces_in_values_are_text(judged: Any, write: Any) -> None:
    write("charts/c/values.yaml", "priv: true\nhost: '{{ .Release.Name }}.example'\n")
    write("prod.yaml", "host: '{{ .Values.other }}'\n")
    assert judged(chart_spec="valuesFiles: [prod.yaml]") == [("v1/Pod/apps/web", "pass")]


@HELM
def test_defaults_of_charts_in_a_chart_cannot_be_told_apart(judged: Any, write: Any) -> None:
    write("charts/c/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 0.1.0\n")
    write("prod.yaml", "x: 1\n")
    (problem,) = judged(chart_spec="valuesFiles: [prod.yaml]")
    assert "values files in the place of values.yaml" in problem
    assert judged(chart_spec="valuesFiles: [charts/c/values.yaml, prod.yaml]") == [("v1/Pod/apps/web", "pass")]


REFERENCE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: apps}
spec: {chartRef: {kind: HelmChart, name: NAME}, values: {priv: true}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: {name: c, namespace: apps}
spec: {chart: charts/c, sourceRef: {kind: GitRepository, name: x}}
"""


@HELM
@KUSTOMIZE
def test_a_chart_that_another_object_names(run: Any, write: Any, chart: Path) -> None:
    write("flux/kustomization.yaml", "resources: [release.yaml]\n")
    write("flux/release.yaml", REFERENCE.replace("NAME", "c"))
    ran = run("scan", *PRIVILEGED, *ALL)
    assert ran.json["problems"] == []
    assert [(each["resource"]["address"], each["outcome"]) for each in ran.json["verdicts"]] == [
        ("v1/Pod/apps/web", "fail")
    ]
    write("flux/release.yaml", REFERENCE.replace("NAME", "gone"))
    report = run("scan", *PRIVILEGED, *ALL).json
    (problem,) = report["problems"]
    assert "asks for the chart of HelmChart apps/gone, which was not found" in problem["what"]


@pytest.fixture
def applied(run: Any, write: Any) -> Any:
    """`applied(spec)`: what is reported where Flux applies `deploy` so."""
    write("deploy/pod.yaml", PLAIN)

    def made(spec: str) -> Any:
        write("flux.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1beta2\nkind: Kustomization\n"
              f"metadata: {{name: web, namespace: flux-system}}\nspec:\n  path: ./deploy\n  {spec}\n")  # fmt: skip
        return run("scan", *PRIVILEGED, *ALL)

    return made


@KUSTOMIZE
@pytest.mark.parametrize("kustomization", [True, False])
def test_components_are_not_left_out_silently(applied: Any, write: Any, kustomization: bool) -> None:
    if kustomization:
        write("deploy/kustomization.yaml", "resources: [pod.yaml]\n")
    write("part/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n")
    ran = applied("components: [../part]")
    assert ran.json["verdicts"] == []
    (problem,) = ran.json["problems"]
    assert "asks for components, which are not followed; deploy is not rendered for it" in problem["what"]


def test_what_cannot_be_read_is_told_though_nothing_is_rendered(applied: Any, write: Any) -> None:
    write("deploy/broken.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: [\n")
    ran = applied("components: [../part]")
    assert ran.code == 2
    assert [each["severity"] for each in ran.json["problems"]] == ["error", "warning"]


@KUSTOMIZE
@pytest.mark.parametrize("kustomization", [True, False])
@pytest.mark.parametrize(
    "patches",
    [
        "patchesJson6902: [{target: {kind: Pod, name: p, version: v1}, patch: "
        "[{op: replace, path: /spec/containers/0/securityContext/privileged, value: true}]}]",
        "patchesStrategicMerge: [{apiVersion: v1, kind: Pod, metadata: {name: p}, "
        "spec: {containers: [{name: c, securityContext: {privileged: true}}]}}]",
    ],
)
def test_patches_of_older_versions(applied: Any, write: Any, patches: str, kustomization: bool) -> None:
    if kustomization:
        write("deploy/kustomization.yaml", "resources: [pod.yaml]\n")
    report = applied(patches).json
    assert [each["outcome"] for each in report["verdicts"]] == ["fail"]
    assert report["problems"] == []


@KUSTOMIZE
def test_common_metadata_is_that_of_the_objects_alone(run: Any, write: Any) -> None:
    write("deploy/web.yaml", """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {a: x, b: y}}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "i:1"}]}}
""")  # fmt: skip
    write("flux.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: all}\n"
          "spec: {path: deploy, commonMetadata: {labels: {l: m}, annotations: {a: z}}}\n")  # fmt: skip
    report = run("inspect", "--format", "json").json
    (web,) = [each["attributes"] for each in report["resources"] if "apps" in each["type"]]
    assert web["metadata"] == {"name": "web", "labels": {"l": "m"}, "annotations": {"a": "z", "b": "y"}}
    assert web["spec"]["template"]["metadata"] == {"labels": {"app": "web"}}
    assert web["spec"]["selector"] == {"matchLabels": {"app": "web"}}


@HELM
def test_common_metadata_is_that_of_all_objects_of_a_release_but_hooks(run: Any, write: Any, judged: Any) -> None:
    labels = "metadata: {name: q, labels: {a: chart, b: chart}}"
    write("charts/c/templates/q.yaml", pod("q").replace("metadata: {name: q}", labels))
    hook = "metadata: {name: h, annotations: {helm.sh/hook: pre-install}}"
    write("charts/c/templates/h.yaml", pod("h").replace("metadata: {name: h}", hook))
    judged("  commonMetadata: {labels: {a: flux}, annotations: {note: x}}")
    resources = run("inspect", "--format", "json").json["resources"]
    found = {each["name"]: each["attributes"]["metadata"] for each in resources if each["type"] == "v1/Pod"}
    for each in found.values():
        each.pop("namespace", None)
    assert found == {
        "web": {"name": "web", "labels": {"a": "flux"}, "annotations": {"note": "x"}},
        "q": {"name": "q", "labels": {"a": "flux", "b": "chart"}, "annotations": {"note": "x"}},
        "h": {"name": "h", "annotations": {"helm.sh/hook": "pre-install"}},
    }


@HELM
def test_labels_of_a_release_are_seen_by_selectors(run: Any, write: Any, judged: Any) -> None:
    write("policy.yaml", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
          "metadata: {name: deny, namespace: apps}\nspec: {podSelector: {matchLabels: {team: a}}}\n")  # fmt: skip
    policies = ("scan", "--only", "k8s-no-network-policy", "--format", "json", *ALL)
    for team, outcome in (("a", "pass"), ("b", "fail")):
        judged(f"  commonMetadata: {{labels: {{team: {team}}}}}")
        assert [each["outcome"] for each in run(*policies).json["verdicts"]] == [outcome]


@HELM
def test_the_tests_of_a_chart_run_where_flux_runs_them(judged: Any, write: Any) -> None:
    metadata = "metadata: {name: t, annotations: {helm.sh/hook: test}}"
    write("charts/c/templates/test.yaml", pod("t").replace("metadata: {name: t}", metadata))
    assert judged() == judged("  test: {enable: false}") == [("v1/Pod/apps/web", "pass")]
    assert sorted(judged("  test: {enable: true}")) == [("v1/Pod/apps/t", "fail"), ("v1/Pod/apps/web", "pass")]


@KUSTOMIZE
@pytest.mark.parametrize(
    "spec",
    [
        "targetNamespace: '${X}'",
        "releaseName: '${X}'",
        "commonMetadata: {labels: '${X}'}",
        # Nothing then takes the chart from what is rendered by itself.
        pytest.param("chart: {spec: {chart: '${X}', sourceRef: {kind: GitRepository, name: x}}}", marks=HELM),
    ],
)
def test_what_is_not_known_of_a_release_is_told(run: Any, write: Any, chart: Path, spec: str) -> None:
    chart_spec = "" if "chart:" in spec else "chart: {spec: {chart: charts/c, sourceRef: {kind: Bucket, name: x}}}, "
    write("flux/release.yaml", "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
          f"metadata: {{name: web, namespace: apps}}\nspec: {{{chart_spec}{spec}}}\n")  # fmt: skip
    write("flux.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: all}\n"
          "spec: {path: flux, postBuild: {substituteFrom: [{kind: Secret, name: s}]}}\n")  # fmt: skip
    problems = run("scan", *PRIVILEGED, *ALL).json["problems"]
    assert ["not known" in each["what"] and each["severity"] for each in problems] == ["warning"]
