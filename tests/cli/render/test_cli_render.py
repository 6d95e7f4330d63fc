"""Charts and overlays, rendered by the real programs, through the command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from cli_render import LATEST
from programs import HELM, KUSTOMIZE

TEMPLATE = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
spec:
  template:
    spec:
      containers:
        {{- range .Values.containers }}
        - name: {{ . }}
          # what runs
          image: "{{ $.Values.image }}:{{ $.Values.tag }}"
        {{- end }}
        - name: proxy
          image: envoy:latest
"""
VALUES = "containers: [main]\nimage: nginx\ntag: latest\n"


@pytest.fixture
def chart(write: Any) -> Path:
    """A chart in `charts/web`."""
    write("charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n")
    write("charts/web/values.yaml", VALUES)
    return write("charts/web/templates/deployment.yaml", TEMPLATE).parents[1]


def places(report: Any) -> list[tuple[str, str, int]]:
    """Address, file and line of each verdict."""
    found = [(each["resource"]["address"], each["place"]["file"], each["place"]["line"]) for each in report["verdicts"]]
    return sorted(found)


@HELM
def test_objects_of_a_chart_point_at_its_template(run: Any, chart: Path) -> None:
    ran = run("scan", *LATEST)
    template = "charts/web/templates/deployment.yaml"
    address = "apps/v1/Deployment/default/web-web"
    assert places(ran.json) == [(address, template, 12), (address, template, 15)]
    assert ran.code == 1
    exact = next(each["place"] for each in ran.json["verdicts"] if each["item"] == "containers[proxy]")
    assert (exact["column"], exact["end_column"]) == (11, 30)


@HELM
def test_values_namespace_and_name_of_the_release(run: Any, write: Any, chart: Path) -> None:
    write("prod.yaml", "tag: 1.27.0\ncontainers: [a, b]\n")
    ran = run("scan", *LATEST, "--helm-values", "prod.yaml", "--helm-namespace", "shop", "--helm-release", "r")
    assert [each[0] for each in places(ran.json)] == ["apps/v1/Deployment/shop/r-web"]
    write("bylaw.toml", "[[helm.releases]]\nchart = 'charts/web'\nname = 'one'\nvalues = ['prod.yaml']\n"
          "[[helm.releases]]\nchart = 'charts/web'\nname = 'two'\nnamespace = 'n'\n")  # fmt: skip
    ran = run("scan", *LATEST)
    addresses = {each["resource"]["address"]: each["resource"].get("environment") for each in ran.json["verdicts"]}
    assert addresses == {"apps/v1/Deployment/default/one-web": "one", "apps/v1/Deployment/n/two-web": "two"}


@HELM
def test_an_application_says_what_its_chart_is_rendered_with(run: Any, write: Any, chart: Path) -> None:
    write("apps.yaml", """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  generators:
    - list: {elements: [{ns: a, tag: latest}, {ns: b, tag: "1.2.3"}]}
    - clusters: {}
  template:
    metadata: {name: 'web-{{ns}}'}
    spec:
      destination: {namespace: '{{ns}}'}
      source: {path: charts/web, helm: {parameters: [{name: tag, value: '{{tag}}'}]}}
""")  # fmt: skip
    ran = run("scan", *LATEST)
    items = sorted((each["resource"]["address"], each["item"]) for each in ran.json["verdicts"])
    a, b = "apps/v1/Deployment/a/web-a-web", "apps/v1/Deployment/b/web-b-web"
    assert items == [(a, "containers[main]"), (a, "containers[proxy]"), (b, "containers[proxy]")]
    assert any("generator that files do not decide" in each["what"] for each in ran.json["problems"])


@HELM
def test_a_chart_whose_namespace_is_not_known(run: Any, write: Any, application_set: Any, chart: Path) -> None:
    write("charts/web/templates/policy.yaml", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
          "metadata: {name: deny, namespace: {{ .Release.Namespace }}}\nspec: {podSelector: {}}\n")  # fmt: skip
    write("set.yaml", application_set("{clusters: {}}", "{path: charts/web}"))
    resources = run("inspect", "--format", "json").json["resources"]
    assert sorted(each["address"] for each in resources if "Application" not in each["type"]) == [
        "apps/v1/Deployment/*/*", "networking.k8s.io/v1/NetworkPolicy/*/deny",
    ]  # fmt: skip
    ran = run("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
    assert [each["outcome"] for each in ran.json["verdicts"]] == ["pass"]


@HELM
def test_a_release_of_flux_says_what_its_chart_is_rendered_with(run: Any, write: Any, chart: Path) -> None:
    write("release.yaml", """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: flux-system}
spec:
  targetNamespace: shop
  chart: {spec: {chart: ./charts/web, sourceRef: {kind: GitRepository, name: here}}}
  values: {tag: "1.2.3"}
""")  # fmt: skip
    ran = run("scan", *LATEST)
    assert [each[0] for each in places(ran.json)] == ["apps/v1/Deployment/shop/shop-web-web"]


@HELM
def test_a_chart_that_cannot_be_rendered_is_a_problem_and_nothing_passes(run: Any, write: Any, chart: Path) -> None:
    write("charts/web/templates/deployment.yaml", '{{ required "a host is needed" .Values.host }}')
    write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n")
    ran = run("scan", "--only", "k8s-no-network-policy", "--format", "json")
    assert ran.code == 2
    assert [(each["severity"], each["file"]) for each in ran.json["problems"]] == [("error", "charts/web/Chart.yaml")]
    assert "a host is needed" in ran.json["problems"][0]["what"]
    assert "--helm-values" in ran.json["problems"][0]["help"]
    assert [each["outcome"] for each in ran.json["verdicts"]] == ["unknown"]


@HELM
def test_a_secret_in_a_template_is_quoted_by_no_report(run: Any, write: Any, chart: Path) -> None:
    write("charts/web/templates/s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
          "stringData:\n  password: hunter2-{{ .Release.Name }}\n")  # fmt: skip
    for format in ("text", "json", "sarif"):
        ran = run("scan", "--only", "k8s-secret-in-manifest", "--format", format)
        assert ran.code == 1
        assert "hunter2" not in ran.out + ran.err


@HELM
def test_a_chart_with_a_link_out_of_the_tree_is_not_rendered(run: Any, chart: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: leaked}\n")
    (chart / "templates" / "leak.yaml").symlink_to(outside)
    ran = run("inspect", "--format", "json")
    assert "leaked" not in ran.out
    assert any("leads out of the scanned tree" in each["what"] for each in ran.json["problems"])
    assert ran.code == 2


@pytest.fixture
def overlay(write: Any) -> None:
    """A base, an overlay of it with a patch, and a component."""
    write("k/base/deployment.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n"
          "  template:\n    spec:\n      containers:\n        - name: c\n          image: nginx:1.0\n")  # fmt: skip
    write("k/base/kustomization.yaml", "resources: [deployment.yaml]\n")
    write("k/prod/patch.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n")
    write("k/prod/kustomization.yaml", "resources: [../base]\nnamespace: prod\npatches: [{path: patch.yaml}]\n"
          "components: [../part]\nimages: [{name: nginx, newTag: latest}]\n")  # fmt: skip
    write("k/part/Kustomization", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
          "configMapGenerator: [{name: made, literals: [a=b]}]\n")  # fmt: skip


@KUSTOMIZE
def test_an_overlay_is_scanned_and_its_base_only_through_it(run: Any, overlay: None) -> None:
    found = run("inspect", "--format", "json").json["resources"]
    addresses = sorted(each["address"].rpartition("-")[0] or each["address"] for each in found)
    assert addresses == ["apps/v1/Deployment/prod/web", "v1/ConfigMap/prod/made"]
    deployment = next(each for each in found if each["type"] == "apps/v1/Deployment")
    assert deployment["place"]["file"] == "k/base/deployment.yaml"
    assert deployment["attributes"]["spec"]["replicas"] == 3
    assert "annotations" not in deployment["attributes"]["metadata"]
    ran = run("scan", *LATEST)
    assert places(ran.json) == [("apps/v1/Deployment/prod/web", "k/base/deployment.yaml", 9)]


@KUSTOMIZE
@pytest.mark.parametrize(
    ("resource", "what"),
    [
        ("https://github.com/kubernetes-sigs/kustomize.git/examples/helloWorld?ref=v1.0.6", "not in this repository"),
        ("github.com/kubernetes-sigs/kustomize//examples/helloWorld", "not in this repository"),
        ("../../../outside", "lies outside the scanned tree"),
        ("missing.yaml", "missing.yaml"),
    ],
)
def test_nothing_remote_and_nothing_outside_is_followed(
    run: Any, write: Any, tmp_path: Path, resource: str, what: str
) -> None:
    outside = tmp_path.parent / "outside"
    outside.mkdir(exist_ok=True)
    (outside / "kustomization.yaml").write_text("configMapGenerator: [{name: leaked, literals: [a=b]}]\n")
    write("k/x/kustomization.yaml", f"resources: ['{resource}']\n")
    ran = run("inspect", "k", "--format", "json")
    assert ran.code == 2
    assert "leaked" not in ran.out
    assert [each["file"] for each in ran.json["problems"]] == ["k/x/kustomization.yaml"]
    assert what in ran.json["problems"][0]["what"]
    assert str(tmp_path) not in ran.out


def test_programs_that_are_missing_are_named_with_a_remedy(
    run: Any, chart: Path, overlay: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    ran = run("scan", "--format", "json")
    assert ran.code == 2
    assert sorted((each["file"], each["help"].split(" and ")[0]) for each in ran.json["problems"]) == [
        ("charts/web/Chart.yaml", "Install helm (https://helm.sh/docs/intro/install/)"),
        ("k/prod/kustomization.yaml", "Install kustomize or kubectl"),
    ]
    assert ran.json["verdicts"] == []


@HELM
def test_rendering_is_bounded_in_time(run: Any, write: Any, chart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.inputs.kubernetes.render.programs.TIMEOUT", 2)
    write(
        "charts/web/templates/deployment.yaml",
        "{{ range until 100000000 }}{{ range until 100000000 }}{{ end }}{{ end }}",
    )
    ran = run("scan", "--format", "json")
    assert ran.code == 2
    assert [each["kind"] if "kind" in each else each["file"] for each in ran.json["problems"]]


FLUX = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: web, namespace: flux-system}
spec:
  path: ./k/base
  targetNamespace: shop
  images: [{name: nginx, newTag: latest}]
"""


@KUSTOMIZE
def test_a_kustomization_of_flux_says_what_is_set_from_outside(run: Any, write: Any, overlay: None) -> None:
    write("flux.yaml", FLUX)
    ran = run("scan", *LATEST)
    base = "k/base/deployment.yaml"
    assert places(ran.json) == [("apps/v1/Deployment/prod/web", base, 9), ("apps/v1/Deployment/shop/web", base, 9)]


@KUSTOMIZE
def test_what_flux_fills_in_is_known_or_unknown_but_never_the_name_of_a_variable(
    run: Any, write: Any, overlay: None
) -> None:
    deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n"
    write("k/base/deployment.yaml", f"{deployment}      containers: [{{name: c, image: 'nginx:${{TAG:=1.0}}'}}]\n")

    def outcome(post_build: str) -> list[tuple[str, str]]:
        write("flux.yaml", f"{FLUX.replace('images:', 'force: # ')}  postBuild: {post_build}\n")
        verdicts = run("scan", *LATEST, "--outcomes", "all").json["verdicts"]
        return [each["outcome"] for each in verdicts if each["resource"]["address"].endswith("/shop/web")]

    assert outcome("{substitute: {TAG: latest}}") == ["fail"]
    assert outcome("{substitute: {OTHER: latest}}") == ["pass"]
    assert outcome("{substituteFrom: [{kind: Secret, name: settings}]}") == ["unknown"]


@KUSTOMIZE
def test_an_application_says_how_its_overlay_is_built(run: Any, write: Any, overlay: None) -> None:
    write("app.yaml", """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  destination: {namespace: apps}
  source: {path: k/base, kustomize: {namePrefix: x-, images: ["nginx=registry.example.com/nginx:latest"]}}
""")  # fmt: skip
    ran = run("scan", *LATEST)
    assert [each[0] for each in places(ran.json)] == ["apps/v1/Deployment/apps/x-web", "apps/v1/Deployment/prod/web"]


@KUSTOMIZE
def test_a_base_that_uses_something_remote_holds_up_its_overlay(run: Any, write: Any, overlay: None) -> None:
    write("k/base/kustomization.yaml", "resources: [deployment.yaml, 'https://example.com/x?ref=v1']\n")
    ran = run("scan", "--format", "json")
    assert [each["file"] for each in ran.json["problems"]] == ["k/base/kustomization.yaml"]
    assert (ran.code, ran.json["verdicts"]) == (2, [])


@KUSTOMIZE
def test_paths_are_those_of_the_repository_wherever_the_scan_starts(
    run: Any, write: Any, overlay: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    write("k/flux.yaml", FLUX)
    monkeypatch.chdir(tmp_path / "k")
    addresses = {each[0] for each in places(run("scan", *LATEST).json)}
    assert addresses == {"apps/v1/Deployment/prod/web", "apps/v1/Deployment/shop/web"}


UNKNOWN_VALUES = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: flux-system}
spec:
  chart: {spec: {chart: ./charts/web, sourceRef: {kind: GitRepository, name: here}}}
  valuesFrom: [{kind: Secret, name: settings}]
"""


@HELM
def test_a_chart_is_not_judged_with_other_values_than_it_is_installed_with(run: Any, write: Any, chart: Path) -> None:
    write("release.yaml", UNKNOWN_VALUES)
    ran = run("scan", *LATEST, "--outcomes", "all")
    assert ran.json["verdicts"] == []
    (problem,) = ran.json["problems"]
    assert (problem["severity"], problem["file"]) == ("warning", "release.yaml")
    assert "[[helm.releases]]" in problem["help"]
    why = "a chart or a kustomization is not rendered (release.yaml)"
    assert run("inspect", "--format", "json").json["incomplete"] == {"*": why}
    write("bylaw.toml", "[[helm.releases]]\nchart = 'charts/web'\nname = 'web'\n")
    ran = run("scan", *LATEST)
    assert ran.json["problems"] == []
    assert {each[0] for each in places(ran.json)} == {"apps/v1/Deployment/default/web-web"}


@HELM
def test_nor_with_its_defaults_where_terraform_installs_it_with_others(run: Any, write: Any, chart: Path) -> None:
    write("main.tf", 'variable "tag" {}\nresource "helm_release" "web" {\n  name = "web"\n  chart = "./charts/web"\n'
          '  set {\n    name = "tag"\n    value = var.tag\n  }\n}\n')  # fmt: skip
    ran = run("scan", *LATEST, "--outcomes", "all")
    assert ran.json["verdicts"] == []
    assert [each["file"] for each in ran.json["problems"]] == ["main.tf"]
    assert "var.tag" in ran.json["problems"][0]["what"]
    ran = run("scan", *LATEST, "--var", "tag=latest")
    assert len(places(ran.json)) == 2


@HELM
def test_what_the_settings_install_stands_beside_what_objects_install(run: Any, write: Any, chart: Path) -> None:
    known = UNKNOWN_VALUES.replace("valuesFrom: [{kind: Secret, name: settings}]", 'values: {tag: "1.2"}')
    write("release.yaml", known)
    write("bylaw.toml", "[[helm.releases]]\nchart = 'charts/web'\nname = 'other'\n")
    addresses = {each[0] for each in places(run("scan", *LATEST).json)}
    assert addresses == {"apps/v1/Deployment/default/other-web", "apps/v1/Deployment/flux-system/web-web"}
