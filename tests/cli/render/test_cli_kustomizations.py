"""Which kustomizations of a tree are built, and which files are theirs, through the command."""

from __future__ import annotations

from typing import Any

import pytest
from cli_render import PRIVILEGED, pod
from programs import KUSTOMIZE

pytestmark = KUSTOMIZE


@pytest.mark.parametrize("other", ["a", "b"])
def test_kustomizations_that_use_each_other_are_told(run: Any, write: Any, other: str) -> None:
    write("a/p.yaml", pod())
    write("a/kustomization.yaml", f"resources: [p.yaml, ../{other}]\n")
    write("b/kustomization.yaml", "resources: [../a]\n" if other == "b" else "configMapGenerator: []\n")
    ran = run("scan", *PRIVILEGED)
    assert ran.code == 2
    assert "a/kustomization.yaml" in {each["file"] for each in ran.json["problems"]}
    assert "cycle detected" in str(ran.json["problems"])


@pytest.mark.parametrize("key", ["configMapGenerator", "secretGenerator"])
@pytest.mark.parametrize(
    ("data", "written"),
    [
        ("pod.yaml", "files: [pod.yaml]"),
        ("files/pod.yaml", "files: [x.yaml=files/pod.yaml]"),
        ("pod.json", "env: pod.json"),
        ("pod.json", "envs: [pod.json]"),
    ],
)
def test_files_of_a_generator_are_data(run: Any, write: Any, key: str, data: str, written: str) -> None:
    text = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "data"}}\n'
    write(data, "apiVersion: v1 kind: Pod\n" if written.startswith("env") else text)
    write("d.yaml", pod())
    write("kustomization.yaml", f"resources: [d.yaml]\n{key}: [{{name: made, {written}}}]\n")
    ran = run("inspect", "--format", "json")
    assert [each["name"] for each in ran.json["resources"] if each["type"] == "v1/Pod"] == ["p"]
    assert data not in {each["file"] for each in ran.json["problems"]}


def test_braces_in_a_kustomization_are_text(run: Any, write: Any) -> None:
    write("p.yaml", pod())
    write("kustomization.yaml", "resources: [p.yaml]\ncommonAnnotations: {example: '{{ .Values.x }}'}\n")
    ran = run("scan", *PRIVILEGED)
    assert (ran.code, ran.json["problems"]) == (1, [])
    assert [each["outcome"] for each in ran.json["verdicts"]] == ["fail"]


def test_a_kustomization_that_cannot_be_read_leaves_the_inventory_open(run: Any, write: Any) -> None:
    write("p.yaml", pod())
    for text, what in (("resources: [p.yaml\n", "it cannot be read"), ("- p.yaml\n", "it is no kustomization")):
        write("kustomization.yaml", text)
        ran = run("inspect", "--format", "json")
        assert ran.code == 2
        assert any(what in each["what"] for each in ran.json["problems"])
        assert "*" in ran.json["incomplete"]


COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"


@pytest.mark.parametrize("uses", ["", "components: [../part]\n"])
def test_what_a_component_holds_is_judged_whether_or_not_one_uses_it(run: Any, write: Any, uses: str) -> None:
    write("base/b.yaml", pod("b"))
    write("base/kustomization.yaml", "resources: [b.yaml]\n")
    write("more/kustomization.yaml", "resources: [../base]\nnamePrefix: my-\n")
    write("part/p.yaml", pod("p"))
    write("part/patch.yaml", pod("q", "false"))
    write("part/kustomization.yaml", COMPONENT + "resources: [p.yaml, ../more]\npatches: [{path: patch.yaml}]\n")
    write("over/q.yaml", pod("q"))
    write("over/kustomization.yaml", f"resources: [q.yaml]\nnamespace: over\n{uses}")
    ran = run("scan", *PRIVILEGED, "--outcomes", "all")
    found = sorted((each["resource"]["address"], each["outcome"]) for each in ran.json["verdicts"])
    assert ran.json["problems"] == []
    assert found == (
        [("v1/Pod/over/my-b", "fail"), ("v1/Pod/over/p", "fail"), ("v1/Pod/over/q", "pass")]
        if uses
        else [("v1/Pod/default/my-b", "fail"), ("v1/Pod/default/p", "fail"), ("v1/Pod/over/q", "fail")]
    )


def test_a_component_that_is_applied_by_itself_is_told(run: Any, write: Any) -> None:
    write("part/p.yaml", pod("p"))
    write("part/kustomization.yaml", COMPONENT + "resources: [p.yaml]\nnamespace: shop\n")
    write("flux.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: w}\n"
          "spec: {path: ./part}\n")  # fmt: skip
    ran = run("scan", *PRIVILEGED)
    assert ran.code == 2
    assert [(each["file"], each["severity"]) for each in ran.json["problems"]] == [("part/kustomization.yaml", "error")]


@pytest.mark.parametrize(
    ("written", "what", "help"),
    [
        ("resources: [../shared.yaml]", "security; file 'shared.yaml' is not in", "LoadRestrictionsNone"),
        ("helmCharts: [{name: c, repo: 'https://charts.example'}]", "must specify --enable-helm", "enable-helm"),
        ("labels: {a: b}", "invalid Kustomization", "succeed"),
        ("resources: [p.yaml]", "missing metadata.name", "succeed"),
    ],
)
def test_errors_of_kustomize_are_told_without_the_way_to_them(
    run: Any, write: Any, written: str, what: str, help: str
) -> None:
    write("shared.yaml", pod())
    write("all/p.yaml", pod().replace("name: p", "labels: {a: b}"))
    write("all/kustomization.yaml", f"{written}\n")
    problem = next(each for each in run("scan", *PRIVILEGED).json["problems"] if each["severity"] == "error")
    assert what in problem["what"]
    assert help in problem["help"]
    assert "accumulation err" not in problem["what"]
    assert problem["what"].count("accumulating resources") <= 1
