"""Directories of plain manifests that Argo CD and Flux apply, through the command."""

from __future__ import annotations

from typing import Any

import pytest
from cli_render import ALL, CHART, LATEST
from programs import KUSTOMIZE

FLUX = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: web, namespace: flux-system}
"""
PLAIN = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: c
          image: nginx:latest
"""
DENY = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\nspec: {podSelector: {}}\n"
SET = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  generators:
    - git: {directories: [{path: apps/*}]}
  template:
    metadata: {name: '{{path.basename}}'}
    spec:
      destination: {namespace: '{{path.basename}}'}
      source: {path: '{{path}}'}
"""


def verdicts(ran: Any) -> list[tuple[str, str]]:
    return sorted((each["resource"]["address"], each["outcome"]) for each in ran.json["verdicts"])


def test_a_directory_that_an_application_applies_goes_to_its_namespace(run: Any, write: Any) -> None:
    for name in ("shop", "bank"):
        write(f"apps/{name}/web.yaml", PLAIN)
    write("apps/shop/policy.yaml", DENY)
    arguments = ("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
    found = [("apps/v1/Deployment/default/web", "fail"), ("apps/v1/Deployment/default/web", "pass")]
    assert verdicts(run(*arguments)) == found  # two of the same object are not in one namespace
    write("set.yaml", SET)
    ran = run(*arguments)
    assert verdicts(ran) == [("apps/v1/Deployment/bank/web", "fail"), ("apps/v1/Deployment/shop/web", "pass")]
    (failed,) = [each for each in ran.json["verdicts"] if each["outcome"] == "fail"]
    assert (failed["place"]["file"], failed["place"]["line"]) == ("apps/bank/web.yaml", 8)
    assert ran.json["scope"]["resources"] == 4
    assert ran.json["problems"] == []


UNDECIDED = "{clusters: {}}"
"""A generator that asks a cluster."""


def test_a_namespace_that_is_not_known_is_that_of_nothing_else(run: Any, write: Any, application_set: Any) -> None:
    for name in ("apps/shop", "apps/bank", "other"):
        write(f"{name}/web.yaml", PLAIN)
    write("apps/shop/policy.yaml", DENY)
    arguments = ("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
    write("set.yaml", application_set(UNDECIDED, "{path: apps/shop}"))
    write("bank.yaml", application_set(UNDECIDED, "{path: apps/bank}", name="bank"))
    ran = run(*arguments)
    found = {each["place"]["file"]: (each["resource"]["address"], each["outcome"]) for each in ran.json["verdicts"]}
    assert found == {
        "apps/shop/web.yaml": ("apps/v1/Deployment/*/web", "pass"),
        "apps/bank/web.yaml": ("apps/v1/Deployment/*/web", "unknown"),
        "other/web.yaml": ("apps/v1/Deployment/default/web", "unknown"),
    }
    assert "which is not known" in ran.json["verdicts"][0]["message"]
    assert [each["kind"] for each in ran.json["problems"]] == ["unresolved"] * 2


def test_generators_that_files_decide(run: Any, write: Any, application_set: Any) -> None:
    write("web/web.yaml", PLAIN)

    def namespaces(generator: str, namespace: str) -> list[str]:
        write("set.yaml", application_set(generator, "{path: web}", namespace))
        ran = run("inspect", "--format", "json").json
        return sorted(each["address"].split("/")[3] for each in ran["resources"] if "apps" in each["type"])

    write("clusters/eu/one/config.json", '{"team": {"name": "shop"}, "size": 3}')
    write("clusters/us/two/config.json", '[{"team": {"name": "bank"}}, {"team": {"name": "audit"}}]')
    files = "{git: {files: [{path: clusters/**/config.json}]}}"
    assert namespaces(files, "{{.team.name}}") == ["audit", "bank", "shop"]
    assert namespaces(files, "{{.path.basename}}") == ["one", "two"]
    assert namespaces("{git: {files: [{path: clusters/*/config.json}]}}", "{{.team.name}}") == ["default"]
    both = "[{path: clusters/**/config.json}, {path: clusters/us/**, exclude: true}]"
    assert namespaces(f"{{git: {{files: {both}}}}}", "{{.team.name}}") == ["shop"]
    matrix = "{matrix: {generators: [{list: {elements: [{a: x}, {a: z}]}}, {list: {elements: [{b: '{{.a}}1'}]}}]}}"
    assert namespaces(matrix, "{{.a}}-{{.b}}") == ["x-x1", "z-z1"]
    assert namespaces("{git: {files: [{path: '{{.x}}/config.json'}]}}", "{{.team.name}}") == ["*"]
    matrix = "{matrix: {generators: [{clusters: {}}, {list: {elements: [{b: c, name: d}]}}]}}"
    assert namespaces(matrix, "{{.b}}") == ["c"]
    assert namespaces(matrix, "{{.name}}") == ["*"]
    write("clusters/eu/one/config.json", "{")
    assert namespaces(files, "{{.team.name}}") == ["*"]


def test_policies_of_a_mesh_go_where_their_directory_goes(run: Any, write: Any) -> None:
    write("apps/shop/web.yaml", PLAIN)
    write("apps/shop/policy.yaml", """\
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: deny}
spec: {endpointSelector: {}, ingress: [{}]}
""")  # fmt: skip
    write("set.yaml", SET)
    ran = run("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
    assert verdicts(ran) == [("apps/v1/Deployment/shop/web", "pass")]


@pytest.mark.parametrize(("path", "unknown"), [("apps/{{name}}", 2), ("apps/s{{name}}", 1), ("{{name}}", 0)])
def test_a_path_that_is_not_known_may_be_each_that_fits(
    run: Any, write: Any, application_set: Any, path: str, unknown: int
) -> None:
    for name in ("apps/shop", "apps/bank", "apps/bank/below", "other"):
        write(f"{name}/web.yaml", PLAIN)
    write("set.yaml", application_set(UNDECIDED, f"{{path: '{path}'}}"))
    resources = run("inspect", "--format", "json").json["resources"]
    assert len([each for each in resources if each["address"] == "apps/v1/Deployment/*/web"]) == unknown
    assert len(resources) == 5


@pytest.mark.parametrize("kustomization", [False, pytest.param(True, marks=KUSTOMIZE)])
def test_each_directory_that_fits_goes_to_a_namespace_of_its_own(
    run: Any, write: Any, application_set: Any, kustomization: bool
) -> None:
    """One application's policy is none for the pods of another of the same set."""
    for name in ("apps/shop", "apps/bank"):
        write(f"{name}/web.yaml", f"{PLAIN}---\n{DENY}" if "shop" in name else PLAIN)
        if kustomization:
            write(f"{name}/kustomization.yaml", "resources: [web.yaml]\n")
    write("set.yaml", application_set(UNDECIDED, "{path: 'apps/{{.name}}'}"))
    ran = run("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
    found = {each["place"]["file"]: each["outcome"] for each in ran.json["verdicts"]}
    assert found == {"apps/shop/web.yaml": "pass", "apps/bank/web.yaml": "unknown"}


@KUSTOMIZE
def test_parameters_that_nobody_fills_in_are_not_known(run: Any, write: Any, application_set: Any) -> None:
    write("apps/shop/web.yaml", PLAIN)
    write("apps/shop/kustomization.yaml", "resources: [web.yaml]\n")
    source = "{path: apps/shop, kustomize: {images: ['nginx=nginx:{{.tag}}']}}"
    write("set.yaml", application_set(UNDECIDED, source))
    ran = run("scan", *LATEST, "--outcomes", "all")
    assert verdicts(ran) == [("apps/v1/Deployment/*/web", "unknown")]
    assert "fills in a parameter that is not known" in ran.json["verdicts"][0]["message"]


def test_which_files_of_a_directory_are_applied_and_how_often(run: Any, write: Any) -> None:
    for name in ("a.yaml", "b.yaml", "below/c.yaml", "below/d.yaml"):
        write(f"deploy/{name}", PLAIN.replace("name: web", f"name: {name[-6]}"))

    def addresses(options: str, *namespaces: str) -> list[str]:
        for namespace in namespaces:
            write(f"{namespace}.yaml", f"""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {namespace}, namespace: argocd}}
spec:
  destination: {{namespace: {namespace}}}
  source: {{path: deploy, directory: {options}}}
""")  # fmt: skip
        resources = run("inspect", "--format", "json").json["resources"]
        return sorted(
            each["address"].removeprefix("apps/v1/Deployment/") for each in resources if "apps" in each["type"]
        )

    assert addresses("{}", "x") == ["default/c", "default/d", "x/a", "x/b"]
    assert addresses("{recurse: true}", "x") == ["x/a", "x/b", "x/c", "x/d"]
    assert addresses("{recurse: true, exclude: '{a.yaml,below/*}'}", "x") == [
        "default/a",
        "default/c",
        "default/d",
        "x/b",
    ]
    assert addresses("{include: 'b*'}", "x", "z") == ["default/a", "default/c", "default/d", "x/b", "z/b"]


def test_a_directory_of_applications(run: Any, write: Any) -> None:
    write("root.yaml", """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: root, namespace: argocd}
spec: {destination: {namespace: argocd}, source: {path: applications}}
""")  # fmt: skip
    write("applications/shop.yaml", """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop}
spec: {destination: {namespace: shop}, source: {path: deploy}}
""")  # fmt: skip
    write("deploy/web.yaml", PLAIN)
    resources = run("inspect", "--format", "json").json["resources"]
    assert sorted(each["address"].partition("/")[2].partition("/")[2] for each in resources) == [
        "Application/argocd/root", "Application/shop", "Deployment/shop/web",
    ]  # fmt: skip


def test_a_directory_that_flux_applies(run: Any, write: Any) -> None:
    write("deploy/web.yaml", PLAIN.replace("nginx:latest", "'nginx:${TAG}'"))

    def outcome(spec: str) -> list[tuple[str, str]]:
        write("flux.yaml", f"{FLUX}spec: {{path: ./deploy, {spec}}}\n")
        return verdicts(run("scan", *LATEST, "--outcomes", "all"))

    where = "apps/v1/Deployment/default/web"
    assert outcome("postBuild: {substitute: {TAG: latest}}") == [(where, "fail")]
    assert outcome("postBuild: {substitute: {TAG: '1.2'}}") == [(where, "pass")]
    assert outcome("postBuild: {substituteFrom: [{kind: Secret, name: s}]}") == [(where, "unknown")]


@KUSTOMIZE
def test_a_directory_that_flux_changes(run: Any, write: Any) -> None:
    write("deploy/web.yaml", PLAIN)
    write("deploy/values.yaml", "a: 1\n")
    write("flux.yaml", f"{FLUX}spec: {{path: ./deploy, targetNamespace: shop, namePrefix: x-}}\n")
    (verdict,) = run("scan", *LATEST).json["verdicts"]
    assert verdict["resource"]["address"] == "apps/v1/Deployment/shop/x-web"
    assert (verdict["place"]["file"], verdict["place"]["line"]) == ("deploy/web.yaml", 12)


def test_what_cannot_be_read_in_an_applied_directory_stays_a_problem(run: Any, write: Any) -> None:
    write("set.yaml", SET)
    write("apps/shop/web.yaml", PLAIN)
    write("apps/shop/broken.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: [\n")
    write("apps/shop/binary.yaml", "").write_bytes(b"apiVersion: v1\nkind: Pod\n\xff")
    ran = run("inspect", "--format", "json")
    assert ran.code == 2
    assert [(each["severity"], each["file"]) for each in ran.json["problems"]] == [
        ("error", "apps/shop/binary.yaml"), ("error", "apps/shop/broken.yaml"),
    ]  # fmt: skip
    assert "apps/v1/Deployment/shop/web" in {each["address"] for each in ran.json["resources"]}


@KUSTOMIZE
def test_settings_that_are_not_known(run: Any, write: Any) -> None:
    """One Kustomization of Flux applies another, whose settings have variables that a Secret gives."""
    write("deploy/web.yaml", PLAIN + "---\n" + DENY)
    write("deploy/kustomization.yaml", "resources: [web.yaml]\n")
    write("other/web.yaml", PLAIN)
    write("inner/flux.yaml", f"{FLUX}spec: {{path: ./deploy, targetNamespace: '${{NS}}', namePrefix: '${{TEAM}}-'}}\n")
    outer = FLUX.replace("name: web", "name: all")
    after = "postBuild: {substituteFrom: [{kind: Secret, name: s}]}"
    write("flux.yaml", f"{outer}spec: {{path: ./inner, {after}}}\n")
    ran = run("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
    assert verdicts(ran) == [("apps/v1/Deployment/*/*", "pass"), ("apps/v1/Deployment/default/web", "unknown")]


@KUSTOMIZE
@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("targetNamespace: shop", [("fail", "shop/apart"), ("fail", "shop/web")]),
        ("postBuild: {substitute: {TAG: '1.0'}}", [("pass", "default/apart"), ("pass", "default/web")]),
        ("components: [../part]", []),
        ("prune: true", [("fail", "default/apart"), ("fail", "default/web")]),
    ],
)
def test_flux_applies_kustomizations_below_a_directory_with_it(
    run: Any, write: Any, spec: str, expected: list[tuple[str, str]]
) -> None:
    plain = PLAIN.replace("nginx:latest", "nginx:${TAG:=latest}" if "TAG" in spec else "nginx:latest")
    write("deploy/web.yaml", plain)
    write("deploy/apart/web.yaml", plain.replace("  name: web", "  name: apart", 1))
    write("deploy/apart/kustomization.yaml", "resources: [web.yaml]\n")
    write("flux.yaml", f"{FLUX}spec: {{path: ./deploy, {spec}}}\n")
    ran = run("scan", *LATEST, *ALL)
    found = sorted((each["outcome"], each["resource"]["address"]) for each in ran.json["verdicts"])
    assert found == [(outcome, f"apps/v1/Deployment/{name}") for outcome, name in expected]
    whats = [each["what"] for each in ran.json["problems"]]
    assert len(whats) == (0 if expected else 2)
    assert all("asks for components, which are not followed" in what for what in whats)


APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec: {destination: {namespace: prod}, source: {path: PATH, directory: {OPTIONS}}}
"""


@pytest.fixture
def read(run: Any, write: Any) -> Any:
    """`read(path, options)`: objects and warnings where Argo CD applies a directory so."""

    def made(path: str, options: str) -> tuple[list[str], list[str]]:
        write("argocd/app.yaml", APPLICATION.replace("PATH", path).replace("OPTIONS", options))
        report = run("inspect", "--format", "json").json
        addresses = (each["address"] for each in report["resources"] if "apps" in each["type"])
        whats = [each["what"] for each in report["problems"]]
        assert bool(whats) == bool(report["incomplete"])
        return sorted(each.removeprefix("apps/v1/Deployment/") for each in addresses), whats

    return made


@pytest.mark.parametrize("path", ["deploy", "deploy/inner"])
def test_argo_cd_builds_no_kustomization_below_a_directory(read: Any, write: Any, path: str) -> None:
    """It reads all files as manifests: a kustomization file that says its kind makes the application fail."""
    write("deploy/inner/web.yaml", PLAIN)
    write("deploy/inner/kustomization.yaml", "kind: Kustomization\nnamePrefix: x-\nresources: [web.yaml]\n")
    addresses, (what,) = read(path, "recurse: true")
    assert addresses == []
    assert "asks for its kustomization file or a patch as a plain manifest, which no cluster takes" in what
    assert "deploy/inner is not rendered" in what
    assert read(path, "recurse: true, exclude: '{**/,}kustomization.yaml'") == (["prod/web"], [])
    assert read(path, "recurse: true, include: '{inner/,}web.yaml'") == (["prod/web"], [])
    write("deploy/inner/kustomization.yaml", "namePrefix: x-\nresources: [web.yaml]\n")
    assert read(path, "recurse: true") == (["prod/web"], [])
    write("deploy/inner/patch.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n")
    write("deploy/inner/kustomization.yaml", "resources: [web.yaml]\npatches: [{path: patch.yaml}]\n")
    addresses, (what,) = read(path, "recurse: true")
    assert addresses == [] and "deploy/inner is not rendered" in what


@KUSTOMIZE
def test_a_kustomization_below_a_directory_that_argo_cd_does_not_look_into(read: Any, write: Any) -> None:
    write("deploy/web.yaml", PLAIN)
    write("deploy/inner/web.yaml", PLAIN)
    write("deploy/inner/kustomization.yaml", "kind: Kustomization\nnamePrefix: x-\nresources: [web.yaml]\n")
    assert read("deploy", "recurse: false") == (["default/x-web", "prod/web"], [])


def test_argo_cd_renders_no_chart_below_a_directory(read: Any, write: Any) -> None:
    write("deploy/c/Chart.yaml", CHART)
    write("deploy/c/templates/web.yaml", PLAIN)
    addresses, (what,) = read("deploy", "recurse: true")
    assert addresses == []
    assert "asks for its templates as plain manifests, which no cluster takes; its chart is not rendered" in what


def test_the_root_of_a_repository_goes_where_nobody_knows(run: Any, write: Any) -> None:
    """An application of another repository may name its own like that."""
    write("web.yaml", PLAIN)
    write("other/policy.yaml", DENY)
    write("argocd/app.yaml", APPLICATION.replace("PATH", ".").replace("OPTIONS", ""))
    arguments = ("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
    ran = run(*arguments)
    assert verdicts(ran) == [("apps/v1/Deployment/*/web", "unknown")]
    assert "which may be this one, to namespace prod" in ran.json["verdicts"][0]["message"]
    write("policy.yaml", DENY)
    assert verdicts(run(*arguments)) == [("apps/v1/Deployment/*/web", "pass")]


def test_files_that_are_not_known_are_not_judged(run: Any, write: Any, application_set: Any) -> None:
    write("web/web.yaml", PLAIN)
    write("set.yaml", application_set(UNDECIDED, "{path: web, directory: {include: '{{.name}}.yaml'}}"))
    report = run("inspect", "--format", "json").json
    assert not [each for each in report["resources"] if "apps" in each["type"]]
    assert any(
        "asks for files that are not known (directory); web is not" in each["what"] for each in report["problems"]
    )


@KUSTOMIZE
def test_nothing_below_the_root_of_a_repository_is_taken_apart(read: Any, write: Any) -> None:
    write("inner/web.yaml", PLAIN)
    write("inner/kustomization.yaml", "kind: Kustomization\nnamePrefix: x-\nresources: [web.yaml]\n")
    addresses, (what,) = read(".", "recurse: true")
    assert addresses == ["default/x-web"]
    assert "applies the root of a repository, which may be this one, with changes" in what


def test_a_source_that_is_hydrated_first(run: Any, write: Any) -> None:
    write("deploy/web.yaml", PLAIN)
    application = APPLICATION.replace("source: {path: PATH, directory: {OPTIONS}}", "sourceHydrator: {drySource: X}")
    write("app.yaml", application.replace("X", "{repoURL: x, path: deploy}"))
    resources = run("inspect", "--format", "json").json["resources"]
    assert "apps/v1/Deployment/prod/web" in {each["address"] for each in resources}


def test_nothing_at_the_root_of_a_repository_is_left_out(run: Any, write: Any, application_set: Any) -> None:
    write("web.yaml", PLAIN)
    write("other/web.yaml", PLAIN)
    source = "{path: ., directory: {recurse: true, exclude: '{{.name}}'}}"
    write("argocd/set.yaml", application_set(UNDECIDED, source))
    report = run("inspect", "--format", "json").json
    assert {each["place"]["file"] for each in report["resources"] if "apps" in each["type"]} == {
        "other/web.yaml", "web.yaml",
    }  # fmt: skip
    assert any("the root of a repository, which may be this one" in each["what"] for each in report["problems"])
    assert report["incomplete"]
