"""Blocks beside a dynamic one of unknown number: what is known of the list is translated, placed and marked."""

from __future__ import annotations

from collections.abc import Callable

from translate_builders import pod_resource

from scanner.inputs.kubernetes import pod_view
from scanner.model.resources import ResourceGraph
from scanner.model.secrets import sensitive_keys
from scanner.model.values import PartialList, Unknown, place_at

Read = Callable[[str], ResourceGraph]

CONTAINERS = """    container {
      name  = "web"
      image = var.image
      env {
        name  = "PASSWORD"
        value = "correct horse battery staple"
      }
      env {
        name = "KEY"
        value_from {
          secret_key_ref {
            name = kubernetes_secret_v1.key.metadata[0].name
            key  = "key"
          }
        }
      }
      %s
    }
    dynamic "container" {
      for_each = var.more
      content {
        name = container.value
      }
    }
"""
PODS = """
variable "more" {}
variable "image" {}
resource "kubernetes_secret_v1" "key" {
  metadata {
    generate_name = "key-"
  }
}
""" + pod_resource(CONTAINERS)
MORE = """dynamic "env" {
        for_each = var.more
        content {
          name = env.value
        }
      }"""


def test_what_is_known_of_a_list_is_judged(read: Read) -> None:
    graph = read(PODS % "")
    pod = graph.resources[1]
    containers = pod.attributes["spec"]["containers"]
    assert isinstance(containers, PartialList) and "var.more" in containers.cause
    (container,) = containers.items
    assert container["name"] == "web" and isinstance(container["image"], Unknown)
    path = ("spec", "containers", 0, "image")
    place = place_at(pod.attributes, path)
    assert place is not None and place.line == 16
    assert pod.explain is not None
    assert pod.explain(path)[0].name == "var.image"
    view = pod_view(pod)
    assert view is not None and isinstance(view["allContainers"], PartialList)
    assert [each.path for each in view["allContainers"].items] == ["spec.containers[0]"]
    assert graph.problems == []


def test_a_name_that_is_not_known_in_such_a_list_is_a_link(read: Read) -> None:
    graph = read(PODS % "")
    assert [(each.source.name, each.target.name) for each in graph.links] == [("web", "key-*")]


def test_secrets_in_such_lists_are_marked(read: Read) -> None:
    for more in ("", MORE):
        (container,) = read(PODS % more).resources[1].attributes["spec"]["containers"].items
        variables = container["env"].items if more else container["env"]
        assert sensitive_keys(variables[0]) == {"value"}
        assert variables[0].source.hidden(19)
