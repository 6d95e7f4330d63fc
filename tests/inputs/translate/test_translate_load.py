"""Through the front door: files of several languages read together."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from translate_builders import PLACED, pod_resource

from scanner.examples import load_example
from scanner.inputs import load_paths
from scanner.inputs.terraform import plan
from scanner.inputs.terraform.options import Options
from scanner.inputs.translate import translate
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph

POD = pod_resource(
    """    container {
      name  = "web"
      image = "web:1"
    }
""",
    PLACED,
)

POLICY = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
"""

RELEASE = """
variable "tag" {}
resource "helm_release" "web" {
  name      = "front"
  namespace = "shop"
  chart     = "${path.module}/charts/web"
  values    = [yamlencode({ image = %s })]
  set {
    name  = "replicas"
    value = 3
  }
  set {
    name  = "debug"
    value = false
    type  = "string"
  }
  set {
    name  = "note"
    value = "{a, b"
    type  = "literal"
  }
  set_sensitive {
    name  = "password"
    value = "correct horse"
  }
}
resource "helm_release" "elsewhere" {
  name       = "nginx"
  repository = "https://charts.example.com"
  chart      = "nginx"
}
"""

HELM = """#!{python}
import json, sys
arguments = sys.argv[1:]
texts = [open(each[10:-1]).read() for each in arguments if each.startswith('--values="')]
print("---\\n# Source: web/templates/map.yaml")
print("apiVersion: v1\\nkind: ConfigMap\\nmetadata: {{name: map}}\\ndata:")
print("  arguments: " + json.dumps(json.dumps([each for each in arguments if not each.startswith("/")])))
print("  values: " + json.dumps(json.dumps(texts)))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def scanned(*paths: str) -> ResourceGraph:
    graph, selection = load_paths(paths, Options())
    graph.resources = [each for each in graph.resources if selection.holds(each)]
    return graph


def test_objects_of_both_languages_are_linked(folder: Path) -> None:
    (folder / "infrastructure").mkdir()
    (folder / "infrastructure" / "main.tf").write_text(POD)
    (folder / "policy.yaml").write_text(POLICY)
    graph = scanned(".")
    links = [(each.source.address, each.target.address, each.relation) for each in graph.links]
    assert ("networking.k8s.io/v1/NetworkPolicy/shop/web", "kubernetes_pod_v1.web", "selects") in links


def test_a_file_that_is_named_holds_its_objects(folder: Path) -> None:
    (folder / "main.tf").write_text(POD)
    assert [each.type for each in scanned("main.tf").resources] == ["v1/Pod"]


def test_crossplane_makes_a_cloud_resource_beside_the_object(folder: Path) -> None:
    (folder / "bucket.yaml").write_text(
        "apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\nmetadata: {name: logs}\n"
        "spec: {forProvider: {region: eu-west-1, tags: {team: web}}}\n"
    )
    managed, cloud = scanned("bucket.yaml").resources
    assert (managed.type, cloud.type) == ("s3.aws.upbound.io/v1beta1/Bucket", "aws_s3_bucket")
    assert (cloud.provider, cloud.region, cloud.labels) == ("aws", "eu-west-1", {"team": "web"})
    assert cloud.attributes["bucket"] == "logs" and cloud.place == managed.place


def test_what_is_only_observed_is_not_made(folder: Path) -> None:
    (folder / "bucket.yaml").write_text(
        "apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\nmetadata: {name: logs}\n"
        "spec: {managementPolicies: [Observe], forProvider: {region: eu-west-1}}\n"
    )
    assert [each.provider for each in scanned("bucket.yaml").resources] == ["kubernetes"]


def chart(folder: Path, tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = folder / "charts" / "web" / "templates"
    templates.mkdir(parents=True)
    (templates / "map.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\n")
    (folder / "charts" / "web" / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (folder / "main.tf").write_text(RELEASE % tag)
    programs = folder / ".programs"
    programs.mkdir()
    (programs / "helm").write_text(HELM.format(python=sys.executable))
    (programs / "helm").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))


def test_a_chart_is_rendered_as_terraform_installs_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chart(folder, '"web:1"', monkeypatch)
    graph = scanned(".")
    (rendered,) = [each for each in graph.resources if each.is_object]
    assert (rendered.type, rendered.namespace) == ("v1/ConfigMap", "shop")
    assert rendered.place.file == "charts/web/templates/map.yaml"
    assert json.loads(rendered.attributes["data"]["values"]) == ['"image": "web:1"\n']
    asked = json.loads(rendered.attributes["data"]["arguments"])
    assert asked[:3] == ["template", "--skip-tests", "--namespace=shop"]
    assert asked[-2:] == ["--", "front"]
    assert [asked[index + 1] for index, each in enumerate(asked) if each == "--set"] == ["replicas=3"]
    assert [asked[index + 1] for index, each in enumerate(asked) if each == "--set-string"] == [
        "debug=false",
        "password=sensitive",
    ]
    assert asked[asked.index("--set-literal") + 1] == "note={a, b"
    (note,) = graph.problems
    assert note.severity == "note" and "helm_release.elsewhere" in note.what and graph.incomplete == {}


def test_values_that_are_not_known_render_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chart(folder, "var.tag", monkeypatch)
    graph = scanned(".")
    problem = next(each for each in graph.problems if each.severity == "warning")
    assert problem.kind == "unrendered" and "helm_release.web is not rendered: values is not known" in problem.what
    assert list(graph.incomplete) == ["*"]


def test_a_plan_gives_the_same_object(folder: Path) -> None:
    values: dict[str, Any] = {
        "metadata": [{"name": "web", "namespace": "shop", "labels": {"app": "web"}, "annotations": None}],
        "spec": [
            {"automount_service_account_token": False, "container": [{"name": "web", "image": "web:1", "env": []}]}
        ],
        "target_state": None,
    }
    change = {"actions": ["create"], "before": None, "after": values}
    change["after_unknown"] = {"id": True, "metadata": [{"uid": True}]}
    names = {"address": "kubernetes_pod_v1.web", "mode": "managed", "type": "kubernetes_pod_v1", "name": "web"}
    document = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [{**names, "values": values}]}},
        "resource_changes": [{**names, "change": change}],
    }
    source = Source("plan.json", json.dumps(document))
    parsed = plan.parse(source)
    assert parsed is not None and not isinstance(parsed, Problem)
    graph, _ = plan.load(source, parsed, None, {})
    translate(graph)
    (pod,) = graph.resources
    assert (pod.address, pod.type, pod.namespace, pod.action) == ("kubernetes_pod_v1.web", "v1/Pod", "shop", "create")
    assert pod.attributes == {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
        "spec": {"automountServiceAccountToken": False, "containers": [{"name": "web", "image": "web:1"}]},
    }


def test_examples_of_rules_may_be_written_in_every_language() -> None:
    assert [each.type for each in load_example("terraform", POD).resources] == ["v1/Pod"]
    bucket = "apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\nmetadata: {name: logs}\nspec: {forProvider: {}}\n"
    assert [each.provider for each in load_example("kubernetes", bucket).resources] == ["kubernetes", "aws"]


def test_nothing_of_this_is_imported_where_it_is_not_needed(folder: Path) -> None:
    (folder / "main.tf").write_text('resource "aws_s3_bucket" "logs" {}\n')
    (folder / "policy.yaml").write_text(POLICY)
    code = (
        "import sys\nfrom scanner.inputs import load_paths\nfrom scanner.inputs.terraform.options import Options\n"
        "load_paths(['.'], Options())\n"
        "print(sorted(name for name in sys.modules if name.startswith('scanner.inputs.translate.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
