"""What applications of Argo CD set for charts and kustomizations of the tree, through the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_render import ALL, PRIVILEGED, pod, pod_template
from programs import HELM, KUSTOMIZE


@pytest.fixture
def judged(run: Any, write: Any, chart: Path) -> Any:
    """`judged(helm)`: outcomes, or else what the problems say, of an application with this under `helm`."""

    def made(helm: str, more: str = "") -> list[str]:
        write("app.yaml", f"""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: web, namespace: argocd}}
spec:
  project: shop
  destination: {{namespace: prod}}
  source: {{repoURL: x, path: charts/c, helm: {helm}}}
{more}
""")  # fmt: skip
        report = run("scan", *PRIVILEGED, *ALL).json
        return [each["outcome"] for each in report["verdicts"]] or [each["what"] for each in report["problems"]]

    return made


@HELM
def test_an_object_of_values_is_taken_alone(judged: Any) -> None:
    assert judged("{values: 'priv: true'}") == ["fail"]
    assert judged("{values: 'priv: false', valuesObject: {priv: true}}") == ["fail"]
    assert judged("{values: 'priv: true', valuesObject: {priv: false}}") == ["pass"]
    assert judged("{values: 'priv: true', valuesObject: {}}") == ["pass"]


@HELM
def test_parameters_that_are_empty_or_name_the_application(judged: Any, write: Any) -> None:
    write("charts/c/templates/pod.yaml", pod_template('eq .Values.tag ""'))
    write("charts/c/values.yaml", "tag: '1.0'\n")
    assert judged("{}") == ["pass"]
    assert judged("{parameters: [{name: tag, value: ''}]}") == ["fail"]
    assert judged("{parameters: [{name: tag}]}") == ["fail"]
    write("charts/c/templates/pod.yaml", pod_template('eq .Values.tag "web-prod-shop-$"'))
    named = "$ARGOCD_APP_NAME-${ARGOCD_APP_NAMESPACE}-$ARGOCD_APP_PROJECT_NAME-$$$OTHER"
    assert judged(f"{{parameters: [{{name: tag, value: '{named}'}}]}}") == ["fail"]
    (problem,) = judged("{parameters: [{name: tag, value: $ARGOCD_APP_REVISION}]}")
    assert "the parameter tag, which has a variable that is not known; its chart is not rendered" in problem


@HELM
@pytest.mark.parametrize(
    ("helm", "expected"),
    [
        ("{valueFiles: [/envs/prod.yaml]}", "fail"),
        ("{valueFiles: [../../envs/prod.yaml]}", "fail"),
        ("{valueFiles: [values-$ARGOCD_APP_NAME.yaml]}", "fail"),
        ("{valueFiles: ['e*/*.yaml']}", "fail"),
        ("{valueFiles: ['/envs/**/p*.yaml']}", "fail"),
        ("{valueFiles: ['e*/*.yaml', e/a.yaml]}", "pass"),
        ("{valueFiles: [no.yaml, 'no/*.yaml'], ignoreMissingValueFiles: true}", "pass"),
        ("{valueFiles: [no.yaml]}", "no.yaml"),
        ("{valueFiles: ['no/*.yaml']}", "no/*.yaml"),
        ("{valueFiles: ['e/{a,b}*.yaml']}", "by a pattern that is not followed"),
        ("{valueFiles: [$ARGOCD_APP_REVISION.yaml]}", "value files with variables that are not known"),
        ("{valueFiles: [$other/a.yaml]}", "value files of another source"),
        ("{valueFiles: [https://example.com/a.yaml]}", "value files of another source"),
        ("{valueFiles: [/../../outside.yaml]}", "leads out of the scanned tree"),
        ("{fileParameters: [{name: priv, path: e/a.yaml}]}", "fileParameters"),
        ("{namespace: other}", "a namespace that is only that of the release"),
    ],
)
def test_value_files_are_found_as_argo_cd_finds_them(judged: Any, write: Any, helm: str, expected: str) -> None:
    write("envs/prod.yaml", "priv: true\n")
    write("charts/c/values-web.yaml", "priv: true\n")
    write("charts/c/e/a.yaml", "priv: false\n")
    write("charts/c/e/b.yaml", "priv: true\n")
    (found,) = judged(helm, "  sources: [{repoURL: y, ref: other}]")
    assert expected in found


@pytest.fixture
def kustomized(run: Any, write: Any) -> Any:
    """`kustomized(kustomize)`: what is reported of an application that builds `base` so."""
    write("base/kustomization.yaml", "resources: [web.yaml]\n")
    write("base/web.yaml", """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: "i:1", securityContext: {privileged: false}}]}
""")  # fmt: skip

    def made(kustomize: str) -> Any:
        write("app.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\n"
              f"spec: {{source: {{path: base, kustomize: {kustomize}}}}}\n")  # fmt: skip
        return run("inspect", "--format", "json").json

    return made


@KUSTOMIZE
def test_components_are_not_left_out_silently(kustomized: Any, write: Any) -> None:
    write("part/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n")
    report = kustomized("{components: [../part]}")
    assert [each["type"] for each in report["resources"]] == ["argoproj.io/v1alpha1/Application"]
    (problem,) = report["problems"]
    assert problem["severity"] == "warning"
    assert "asks for components, which are not followed; base is not rendered for it" in problem["what"]
    assert report["incomplete"]


@KUSTOMIZE
def test_labels_that_are_to_stay_out_of_selectors(kustomized: Any) -> None:
    def labels(kustomize: str) -> list[Any]:
        (web,) = [each["attributes"] for each in kustomized(kustomize)["resources"] if "apps" in each["type"]]
        template = web["spec"]["template"]["metadata"]["labels"]
        return [len(each) for each in (web["metadata"]["labels"], web["spec"]["selector"]["matchLabels"], template)]

    assert labels("{commonLabels: {a: b}}") == [1, 2, 2]
    assert labels("{commonLabels: {a: b}, labelWithoutSelector: true}") == [1, 1, 1]
    assert labels("{commonLabels: {a: b}, labelWithoutSelector: true, labelIncludeTemplates: true}") == [1, 1, 2]


@HELM
@pytest.mark.parametrize("option", ["--post-renderer=./run.sh", "--output-dir=made", "-f=/etc/hosts"])
def test_the_name_of_a_release_is_no_option_of_helm(judged: Any, write: Any, tmp_path: Path, option: str) -> None:
    write("run.sh", f"#!/bin/sh\n/bin/echo > {tmp_path}/ran\n/bin/cat\n").chmod(0o700)
    (problem,) = judged(f"{{releaseName: '{option}'}}")
    assert "invalid release name" in problem
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "made").exists()


@HELM
def test_the_path_of_a_values_file_is_one_path(judged: Any, write: Any, tmp_path_factory: Any) -> None:
    outside = tmp_path_factory.mktemp("outside") / "values.yaml"
    outside.write_text("priv: true\n")
    write("charts/c/x", "{}\n")
    (problem,) = judged(f"{{valueFiles: ['x,{outside}']}}")
    assert "no such file or directory" in problem
    write('charts/c/a,"b".yaml', "priv: true\n")
    assert judged("{valueFiles: ['a,\"b\".yaml']}") == ["fail"]


@HELM
def test_versions_that_templates_are_told(judged: Any, write: Any) -> None:
    write("charts/c/templates/pod.yaml", pod_template('semverCompare "<1.20" .Capabilities.KubeVersion.Version'))
    assert judged("{}") == ["pass"]
    assert judged("{kubeVersion: 1.19.3}") == ["fail"]
    write("charts/c/templates/pod.yaml", pod_template('.Capabilities.APIVersions.Has "a.b/v1/C"'))
    assert judged("{apiVersions: [x/v1]}") == ["pass"]
    assert judged("{apiVersions: [x/v1, a.b/v1/C]}") == ["fail"]
    (problem,) = judged("{kubeVersion: '--debug'}")
    assert "the chart is not rendered" in problem


@HELM
@pytest.mark.parametrize("helm", ["{}", "{skipTests: false}", "{skipTests: true}"])
def test_argo_cd_never_runs_the_tests_of_a_chart(judged: Any, write: Any, helm: str) -> None:
    metadata = "metadata: {name: t, annotations: {helm.sh/hook: test}}"
    write("charts/c/templates/test.yaml", pod("t").replace("metadata: {name: t}", metadata))
    assert judged(helm) == ["pass"]


@KUSTOMIZE
def test_variables_of_the_build_environment(kustomized: Any) -> None:
    def web(kustomize: str) -> Any:
        (found,) = [each["attributes"] for each in kustomized(kustomize)["resources"] if "apps" in each["type"]]
        return found

    def image(kustomize: str) -> Any:
        return web(f"{{images: {kustomize}}}")["spec"]["template"]["spec"]["containers"][0]["image"]

    assert image("['i=r/i:$ARGOCD_APP_NAME']") == "r/i:web"
    assert image("['i=r/i:1$OTHER']") == "r/i:1"
    assert "sets it to what is not known" in str(image("['i=r/i:${ARGOCD_APP_REVISION}']"))
    assert web("{commonLabels: {a: $ARGOCD_APP_NAME}}")["metadata"]["labels"] == {"a": "web"}
    annotations = "commonAnnotations: {a: '${ARGOCD_APP_NAME}', b: $ARGOCD_APP_REVISION}"
    written = web(f"{{{annotations}}}")["metadata"]["annotations"]
    assert written == {"a": "${ARGOCD_APP_NAME}", "b": "$ARGOCD_APP_REVISION"}
    filled = web(f"{{{annotations}, commonAnnotationsEnvsubst: true}}")["metadata"]["annotations"]
    assert filled["a"] == "web"
    assert "sets it to what is not known" in str(filled["b"])
