"""What the provider's expanders make of arguments and blocks, where that is not what the API calls them."""

from __future__ import annotations

from collections.abc import Callable

from translate_builders import pod_resource

from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import place_at

Read = Callable[[str], ResourceGraph]


def one(graph: ResourceGraph, type_: str) -> Resource:
    (found,) = [each for each in graph.resources if each.type == type_]
    return found


def test_an_empty_text_is_no_number(read: Read) -> None:
    graph = read("""
resource "kubernetes_pod_v1" "web" {
  metadata {
    name = "web"
  }
  spec {
    security_context {
      run_as_non_root = true
      fs_group        = ""
    }
    container {
      name    = "web"
      command = [""]
      security_context {
        run_as_user = ""
      }
    }
  }
}
resource "kubernetes_pod_disruption_budget_v1" "web" {
  metadata {
    name = "web"
  }
  spec {
    max_unavailable = ""
    min_available   = "1"
  }
}
""")
    spec = one(graph, "v1/Pod").attributes["spec"]
    assert spec["securityContext"] == {"runAsNonRoot": True}
    assert spec["containers"] == [{"name": "web", "command": [""], "securityContext": {"runAsNonRoot": False}}]
    assert one(graph, "policy/v1/PodDisruptionBudget").attributes["spec"] == {"minAvailable": 1}


PROJECTED = """    container {
      name = "web"
    }
    volume {
      name = "all"
      projected {
        sources {
          secret {
            name = "s1"
          }
          secret {
            name = var.token
          }
          config_map {
            name = "c1"
          }
        }
        sources {
          service_account_token {
            path = "token"
          }
        }
      }
    }
"""


def test_a_projected_volume_has_a_source_for_each_block(read: Read) -> None:
    pod = one(
        read('\nvariable "token" {}\n' + pod_resource(PROJECTED)),
        "v1/Pod",
    )
    way = ("spec", "volumes", 0, "projected", "sources")
    sources = pod.attributes["spec"]["volumes"][0]["projected"]["sources"]
    assert [list(each) for each in sources] == [["secret"], ["secret"], ["configMap"], ["serviceAccountToken"]]
    assert (sources[0]["secret"], sources[3]["serviceAccountToken"]) == ({"name": "s1"}, {"path": "token"})
    assert pod.explain is not None
    assert pod.explain((*way, 0, "secret", "name")) == ()
    assert [each.name for each in pod.explain((*way, 1, "secret", "name"))] == ["var.token"]
    places = [place_at(pod.attributes, (*way, index, *each)) for index, each in enumerate(sources)]
    assert [place and place.line for place in places] == [15, 18, 21, 26]
