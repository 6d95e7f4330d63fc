"""Variables that Flux fills in, through the command."""

from __future__ import annotations

from typing import Any

import pytest
from cli_render import ALL, LATEST


@pytest.fixture
def outcome(run: Any, write: Any) -> Any:
    """`outcome(image, post_build)`: what is said of a pod with this image that Flux applies so."""

    def judged(image: str, post_build: str, annotations: str = "{}") -> Any:
        write("deploy/pod.yaml", f"""\
apiVersion: v1
kind: Pod
metadata: {{name: p, annotations: {annotations}}}
spec:
  containers:
    - name: c
      image: {image}
""")  # fmt: skip
        write("flux.yaml", f"""\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: web, namespace: flux-system}}
spec: {{path: ./deploy, postBuild: {post_build}}}
""")  # fmt: skip
        ran = run("scan", *LATEST, *ALL)
        assert ran.json["problems"] == []
        outcomes = [each["outcome"] for each in ran.json["verdicts"]]
        return outcomes[0] if outcomes else "no image"

    return judged


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("nginx:${TAG}", "fail"),
        ("nginx:${EMPTY:-1.0}", "pass"),
        ("nginx:${EMPTY:-latest}", "fail"),
        ("nginx:${EMPTY:=latest}", "fail"),
        ("nginx:${EMPTY=latest}", "fail"),
        ("nginx:${MISSING:-${TAG}}", "fail"),
        ("nginx:${MISSING:-${EMPTY:-1}.0}", "pass"),
        ("nginx:${MISSING:-1.$TAG}", "no image"),
        ("nginx:${TAG^^}", "unknown"),
        ("nginx:${TAG:0:2}", "unknown"),
        ("nginx:${TAG/latest/1.0}", "unknown"),
        ("nginx:${#TAG}", "unknown"),
        ("nginx:${MISSING:-${TAG^^}}", "unknown"),
        ("nginx:1.${TAG", "unknown"),
        ("nginx:${TAG:-", "unknown"),
    ],
)
def test_expressions_mean_what_flux_takes_them_for(outcome: Any, image: str, expected: str) -> None:
    assert outcome(image, "{substitute: {TAG: latest, EMPTY: ''}}") == expected


def test_what_is_in_a_secret_is_not_known_and_an_inline_value_is(outcome: Any) -> None:
    more = "{substitute: {TAG: latest}, substituteFrom: [{kind: Secret, name: s}]}"
    assert outcome("nginx:${TAG}", more) == "fail"
    assert outcome("nginx:${OTHER:-1.0}", more) == "unknown"
    assert outcome("nginx:${OTHER:-${TAG}}", more) == "unknown"


def test_what_is_not_to_be_filled_in_stays(outcome: Any) -> None:
    given = "{substitute: {TAG: latest}}"
    disabled = "{kustomize.toolkit.fluxcd.io/substitute: disabled}"
    assert outcome("'nginx:1-$${TAG}'", given) == "no image"
    assert outcome("nginx:${TAG:=latest}", given) == "fail"
    assert outcome("nginx:${TAG:=latest}", given, disabled) == "no image"
    assert outcome("nginx:${TAG:=latest}", given, disabled.replace("}", ", a: '{{ .Values.x }}'}")) == "no image"
    assert outcome("nginx:${TAG:=latest}", "{substitute: {}}") == "no image"


def test_only_the_object_that_says_so_is_left_as_it_is(run: Any, write: Any) -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {{name: {}, labels: {}}}\n"
    pod += "spec: {{containers: [{{name: c, image: '{}'}}]}}\n"
    disabled = "{kustomize.toolkit.fluxcd.io/substitute: disabled}"
    write("deploy/pods.yaml", pod.format("a", disabled, "i:${TAG}") + "---\n" + pod.format("b", "{}", "i:${TAG}"))
    write("flux.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: w}\n"
          "spec: {path: deploy, postBuild: {substitute: {TAG: latest}}}\n")  # fmt: skip
    verdicts = run("scan", *LATEST, *ALL).json["verdicts"]
    failed = [each["resource"]["address"] for each in verdicts if each["outcome"] == "fail"]
    assert failed == ["v1/Pod/default/b"]
