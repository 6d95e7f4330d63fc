"""What a hostile tree asks of the programs that render, through the command."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cli_render import PRIVILEGED, pod
from programs import HELM, KUSTOMIZE

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: nginx}]}\n"


def problems(run: Any) -> list[str]:
    return [each["what"] for each in run("scan", ".", "--format", "json").json["problems"]]


def release(tool: str, name: str) -> tuple[str, str]:
    """A file that installs `chart` under a name."""
    if tool == "terraform":
        return "main.tf", f'resource "helm_release" "a" {{\n  name = {json.dumps(name)}\n  chart = "./chart"\n}}\n'
    spec: Any = {"source": {"repoURL": "x", "path": "chart", "helm": {"releaseName": name}}}
    if tool == "flux":
        chart = {"spec": {"chart": "chart", "sourceRef": {"kind": "GitRepository"}}}
        spec = {"chart": chart, "releaseName": name}
    version, kind = (
        ("helm.toolkit.fluxcd.io/v2", "HelmRelease") if tool == "flux" else ("argoproj.io/v1alpha1", "Application")
    )
    return "app.json", json.dumps({"apiVersion": version, "kind": kind, "metadata": {"name": "w"}, "spec": spec})


@HELM
@pytest.mark.parametrize("tool", ["argo", "flux", "terraform"])
@pytest.mark.parametrize("name", ["--post-renderer=./evil.sh", "--output-dir=out", "-h"])
def test_the_name_of_a_release_is_no_option_of_helm(tool: str, name: str, run: Any, write: Any, tmp_path: Path) -> None:
    write("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n")
    write("chart/templates/pod.yaml", POD)
    write("evil.sh", "#!/bin/sh\necho x > ran\ncat\n").chmod(0o755)
    write(*release(tool, name))
    (why,) = problems(run)
    assert "invalid release name" in why
    assert not (tmp_path / "ran").exists() and not (tmp_path / "out").exists()


@HELM
@pytest.mark.parametrize("tool", ["argo", "flux"])
def test_a_zero_byte_ends_no_scan(tool: str, run: Any, write: Any) -> None:
    write("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n")
    write("chart/templates/pod.yaml", POD)
    write(*release(tool, "a\0b"))
    assert problems(run) == ["the chart is not rendered: it cannot be told what the tree says"]


@KUSTOMIZE
@pytest.mark.parametrize("where", ["argo", "openapi", "transformer", "file", "directory"])
def test_nothing_is_asked_for_over_a_network(where: str, run: Any, write: Any) -> None:
    """Proxies do not stand between a program and its own machine."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/x"
        transformer = f"apiVersion: builtin\nkind: PatchTransformer\nmetadata: {{name: x}}\npath: {address}\n"
        more: dict[str, Any] = {
            "argo": {},
            "openapi": {"openapi": {"path": address}},
            "transformer": {"transformers": [transformer]},
            "file": {"transformers": ["t.yaml"]},
            "directory": {"patches": [{"path": address, "target": {"kind": "Pod"}}]},
        }[where]
        write("o/kustomization.yaml", json.dumps({"resources": ["p.yaml"], **more}))
        write("o/p.yaml", POD)
        write("o/t.yaml", transformer)
        if where == "directory":
            write(f"o/{address}", "[]")
        if where == "argo":
            source = {"repoURL": "x", "path": "o", "kustomize": {"patches": [{"path": address}]}}
            app = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "w"}}
            write("app.json", json.dumps({**app, "spec": {"source": source}}))
        assert len(problems(run)) == 1
        assert asked == []
    finally:
        server.shutdown()
        server.server_close()


@KUSTOMIZE
@pytest.mark.parametrize(
    "more",
    [
        {"patches": [{"patch": "apiVersion: v1\nkind: Secret\nstringData: {password: hunter2}"}]},
        {"secretGenerator": [{"name": "x", "literals": ["hunter2"]}]},
    ],
)
def test_an_error_repeats_no_secret(more: Any, run: Any, write: Any, tmp_path: Path) -> None:
    write("o/kustomization.yaml", json.dumps({"resources": ["p.yaml"], **more}))
    write("o/p.yaml", POD)
    (why,) = problems(run)
    assert "hunter2" not in why and str(tmp_path) not in why and "command failed" not in why


def test_sets_in_sets_are_not_asked_for_ever(run: Any, write: Any) -> None:
    many: Any = {"list": {"elements": [{"a": str(number)} for number in range(3000)]}}
    inner: Any = {"matrix": {"generators": [many, {"list": {"elements": []}}]}}
    spec = {"generators": [{"matrix": {"generators": [many, inner]}}], "template": {"spec": {"source": {"path": "x"}}}}
    head = {"apiVersion": "argoproj.io/v1alpha1", "kind": "ApplicationSet", "metadata": {"name": "s"}}
    write("set.json", json.dumps({**head, "spec": spec}))
    assert any("files do not decide" in each for each in problems(run))


def test_values_put_in_again_and_again_do_not_fill_the_memory(run: Any, write: Any) -> None:
    flux = {"apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization", "metadata": {"name": "k"}}
    substitute = {"postBuild": {"substitute": {"v": "x" * 300_000}}}
    write("k.json", json.dumps({**flux, "spec": {"path": "o", **substitute}}))
    write("o/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: '" + "${v}" * 3000 + "'}\n")
    text = run("inspect", ".", "--format", "json").out
    assert len(text) < 50_000_000 and "not followed" in text


@KUSTOMIZE
def test_a_text_that_looks_like_the_origin_of_an_object_is_none(run: Any, write: Any) -> None:
    write("kustomization.yaml", "resources: [a.yaml, b.yaml]\n")
    write("b.yaml", pod("other", "false"))
    origin = "    config.kubernetes.io/origin: |\n      path: b.yaml\n"
    for at in ("aaa: |\n", "metadata:\n  aaa: |\n"):
        plain = pod("one").replace("metadata: {name: one}\n", "metadata:\n  name: one\n")
        text = plain.replace("metadata:\n", f"{at}{origin}", 1) if "metadata" in at else f"{at}{origin}{plain}"
        write("a.yaml", text)
        (verdict,) = [each for each in run("scan", *PRIVILEGED).json["verdicts"] if each["outcome"] == "fail"]
        assert verdict["place"]["file"] == "a.yaml", at
