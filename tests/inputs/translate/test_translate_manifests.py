"""Manifests inside Terraform: as a value, as YAML, known in part or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.model.resources import UNKNOWN_NAMESPACE, ResourceGraph
from scanner.model.values import Unknown, place_at

Read = Callable[[str], ResourceGraph]

HEREDOC = """
variable "namespace" {
  default = "shop"
}
resource "kubectl_manifest" "web" {
  yaml_body = %s
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
      namespace: ${var.namespace}
      labels: {app: web}
    spec:
      hostNetwork: true
      containers:
      - name: web
        image: web:1
  YAML
}
"""


@pytest.mark.parametrize(("opening", "column"), [("<<-YAML", 7), ("<<YAML", 7)])
def test_yaml_in_a_heredoc_has_its_own_lines(read: Read, opening: str, column: int) -> None:
    (pod,) = read(HEREDOC % opening).resources
    assert (pod.type, pod.address, pod.namespace) == ("v1/Pod", "kubectl_manifest.web", "shop")
    place = place_at(pod.attributes, ("spec", "hostNetwork"))
    assert place is not None and (place.file, place.line, place.column, place.end_line) == ("main.tf", 14, column, 14)
    place = place_at(pod.attributes, ("spec", "containers", 0, "image"))
    assert place is not None and place.line == 17


def test_yaml_that_is_computed_has_the_place_of_the_argument(read: Read) -> None:
    (found,) = read("""
resource "kubectl_manifest" "web" {
  yaml_body = yamlencode({ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "web" }, data = { a = null } })
}
""").resources
    assert (found.type, found.namespace, found.attributes["data"]) == ("v1/ConfigMap", "default", {})
    place = place_at(found.attributes, ("metadata", "name"))
    assert place is not None and place.line == 3


def test_a_manifest_as_a_value_has_its_places(read: Read) -> None:
    (found,) = read("""
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "networking.istio.io/v1"
    kind       = "Gateway"
    metadata = {
      name      = "web"
      namespace = "shop"
    }
    spec = null
  }
}
""").resources
    assert (found.type, found.namespace, found.name) == ("networking.istio.io/v1/Gateway", "shop", "web")
    assert "spec" not in found.attributes
    place = place_at(found.attributes, ("metadata", "name"))
    assert place is not None and place.line == 7


def test_what_is_not_known_inside_a_manifest_is_not_known_inside_the_object(read: Read) -> None:
    graph = read("""
variable "image" {}
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "web" }
    spec       = { containers = [{ name = "web", image = var.image }] }
  }
}
""")
    (pod,) = graph.resources
    assert isinstance(pod.attributes["spec"]["containers"][0]["image"], Unknown)
    assert pod.explain is not None
    path = ("spec", "containers", 0, "image")
    assert [reference.name for reference in pod.explain(path)] == ["var.image"]
    assert graph.incomplete == {} and graph.problems == []


@pytest.mark.parametrize(
    ("argument", "kind", "what"),
    [
        ('"kind: ConfigMap\\nname: ${var.x}"', "ConfigMap", "has no apiVersion"),
        ('"name: ${var.x}"', "*", "has no apiVersion"),
        ('"apiVersion: v1\\nkind: ${var.x}\\n"', "*", "has no kind"),
        ('"apiVersion: v1\\nkind: Pod\\n${var.x}\\n"', "Pod", "is not known"),
        ('"kind: Pod\\n%{ if var.x }a: 1%{ endif }"', "*", "is not known"),
        ('"kind: Pod\\n${var.x}${var.x}"', "Pod", "is not known"),
        ("var.x", "*", "is not known"),
        ('"a: 1\\n---\\nb: 2"', "*", "has 2 documents"),
        ('"kind: Pod"', "Pod", "has no apiVersion"),
        ('"- 1"', "*", "has 0 documents"),
        ('"a: [" ', "*", "has 0 documents"),
    ],
)
def test_what_cannot_be_known_is_missing_from_the_inventory(read: Read, argument: str, kind: str, what: str) -> None:
    graph = read(f'variable "x" {{}}\nresource "kubectl_manifest" "web" {{\n  yaml_body = {argument}\n}}\n')
    assert [each.type for each in graph.resources] == ["kubectl_manifest"]
    assert list(graph.incomplete) == [kind]
    assert any(what in problem.what and problem.kind == "unresolved" for problem in graph.problems)


def test_the_provider_puts_it_into_another_namespace(read: Read) -> None:
    (found,) = read("""
resource "kubectl_manifest" "web" {
  override_namespace = "other"
  yaml_body          = "{apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: shop}}"
}
""").resources
    assert found.namespace == "other"


def test_only_what_stands_beside_an_interpolation_comes_from_it(read: Read) -> None:
    (pod,) = read("""
variable "image" {}
variable "namespace" {
  default = "shop"
}
variable "place" {
  default = "shop"
}
resource "kubectl_manifest" "web" {
  override_namespace = var.place
  yaml_body          = <<-YAML
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
      labels: {shop: "${var.namespace}"}
    spec:
      containers:
      - image: ${var.image}
        securityContext:
          privileged: true
  YAML
}
""").resources
    assert pod.explain is not None
    container = ("spec", "containers", 0)
    paths = [
        (*container, "image"),
        (*container, "securityContext", "privileged"),
        ("metadata", "namespace"),
        ("metadata", "labels", "shop"),
    ]
    found = [[each.name for each in pod.explain(path)] for path in paths]
    assert found[1:3] == [[], ["var.place"]]
    assert "var.image" in found[0] and "var.namespace" in found[3]


def test_yaml_from_a_variable_comes_from_it(read: Read) -> None:
    (found,) = read("""
variable "yaml" {
  default = "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}}"
}
resource "kubectl_manifest" "web" {
  yaml_body = var.yaml
}
""").resources
    assert found.explain is not None
    assert [each.name for each in found.explain(("metadata", "name"))] == ["var.yaml"]


def test_a_namespace_that_is_not_known_is_not_that_of_the_manifest(read: Read) -> None:
    (found,) = read("""
variable "namespace" {}
resource "kubectl_manifest" "web" {
  override_namespace = var.namespace
  yaml_body          = "{apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: shop}}"
}
""").resources
    assert isinstance(found.attributes["metadata"]["namespace"], Unknown)
    assert (found.name, found.namespace) == ("web", UNKNOWN_NAMESPACE)


def test_the_provider_chooses_the_namespace_of_metadata_that_is_not_known(read: Read) -> None:
    (found,) = read("""
variable "metadata" {}
resource "kubectl_manifest" "web" {
  override_namespace = "other"
  yaml_body          = <<-YAML
    apiVersion: v1
    kind: ConfigMap
    metadata: ${var.metadata}
  YAML
}
""").resources
    assert (found.name, found.namespace) == ("*", "other")
    assert all(isinstance(found.attributes["metadata"][name], Unknown) for name in ("name", "labels", "annotations"))


def test_what_is_known_of_a_template_is_known_of_the_object(read: Read) -> None:
    graph = read("""
variable "image" {}
variable "namespace" {
  default = "shop"
}
resource "kubectl_manifest" "web" {
  yaml_body = <<-YAML
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
      namespace: ${var.namespace}
    spec:
      containers:
      - name: web
        image: web:${var.image}
        args: ["-v", ${var.image}]
      hostNetwork: true
      nodeName: ${var.namespace}
  YAML
}
""")
    (pod,) = graph.resources
    assert (pod.namespace, graph.problems, graph.incomplete) == ("shop", [], {})
    spec = pod.attributes["spec"]
    container = spec["containers"][0]
    assert spec["hostNetwork"] is True and container["name"] == "web"
    image, (verbose, argument) = container["image"], container["args"]
    assert isinstance(image, Unknown) and image.not_null and image.prefix == "web:"
    assert verbose == "-v" and isinstance(argument, Unknown) and not argument.not_null
    assert [reference.name for reference in image.references] == ["var.image"]
    place = place_at(pod.attributes, ("spec", "hostNetwork"))
    assert place is not None and place.line == 18
    # behind what is not known, what an interpolation gives is not looked up
    assert isinstance(spec["nodeName"], Unknown)
