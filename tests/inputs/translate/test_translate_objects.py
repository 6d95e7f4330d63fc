"""What becomes of Terraform's Kubernetes resources: addresses, places, values that are not known, links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from translate_builders import PLACED, pod_resource

from scanner.inputs.terraform.schemas import schema_for
from scanner.inputs.translate.objects import Translator
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.secrets import sensitive_keys
from scanner.model.values import Array, Object, PartialList, Unknown, place_at

Read = Callable[[str], ResourceGraph]

CONTENT = """    container {
      name  = "web"
      image = var.image
      port {
        container_port = 80
        host_port      = 8080
      }
      security_context {
        run_as_user = "1000"
      }
    }
    volume {
      name = "code"
      config_map {
        name         = "code"
        default_mode = "0440"
      }
    }
"""
POD = """
variable "image" {}
""" + pod_resource(CONTENT, PLACED)


def one(graph: ResourceGraph, type_: str) -> Resource:
    (found,) = [each for each in graph.resources if each.type == type_]
    return found


def test_address_and_places_stay_terraforms(read: Read) -> None:
    pod = one(read(POD), "v1/Pod")
    assert (pod.address, pod.provider, pod.name, pod.namespace) == (
        "kubernetes_pod_v1.web",
        "kubernetes",
        "web",
        "shop",
    )
    assert pod.is_object and pod.kind == "Pod" and pod.origin.kind == "terraform"
    assert pod.labels == {"app": "web"}
    assert (pod.place.file, pod.place.line) == ("main.tf", 3)
    container: tuple[str | int, ...] = ("spec", "containers", 0)
    lines = [place_at(pod.attributes, (*container, *rest)) for rest in (("image",), ("ports", 0, "hostPort"))]
    assert [place and place.line for place in lines] == [12, 15]


def test_the_api_has_numbers_where_the_provider_has_texts(read: Read) -> None:
    spec = one(read(POD), "v1/Pod").attributes["spec"]
    assert spec["containers"][0]["securityContext"]["runAsUser"] == 1000
    assert spec["volumes"][0]["configMap"]["defaultMode"] == 0o440


def test_an_unknown_value_stays_so_and_is_explained(read: Read) -> None:
    pod = one(read(POD), "v1/Pod")
    path: tuple[str | int, ...] = ("spec", "containers", 0, "image")
    image = pod.attributes["spec"]["containers"][0]["image"]
    assert isinstance(image, Unknown) and "var.image" in image.cause
    assert pod.explain is not None
    assert [reference.name for reference in pod.explain(path)] == ["var.image"]


def test_what_the_provider_sends_by_default(read: Read) -> None:
    spec = one(read(POD), "v1/Pod").attributes["spec"]
    assert spec["automountServiceAccountToken"] is True
    # a container's own word counts, whatever the pod's is
    assert spec["containers"][0]["securityContext"]["runAsNonRoot"] is False
    graph = read("""
resource "kubernetes_storage_class_v1" "fast" {
  metadata {
    name = "fast"
  }
  storage_provisioner = "ebs.csi.aws.com"
}
resource "kubernetes_role_binding_v1" "read" {
  metadata {
    name      = "read"
    namespace = "shop"
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Role"
    name      = "read"
  }
  subject {
    kind = "ServiceAccount"
    name = "web"
  }
  subject {
    kind = "Group"
    name = "dev"
  }
}
""")
    storage = one(graph, "storage.k8s.io/v1/StorageClass").attributes
    assert (storage["provisioner"], storage["allowVolumeExpansion"]) == ("ebs.csi.aws.com", True)
    subjects = one(graph, "rbac.authorization.k8s.io/v1/RoleBinding").attributes["subjects"]
    assert [each.get("namespace") for each in subjects] == ["default", None]


def test_the_lifecycle_of_a_container_is_its_own_and_not_terraforms(read: Read) -> None:
    graph = read("""
resource "kubernetes_pod_v1" "web" {
  lifecycle {
    prevent_destroy = true
  }
  metadata {
    name = "web"
  }
  spec {
    container {
      name = "web"
      lifecycle {
        pre_stop {
          exec {
            command = ["sleep", "5"]
          }
        }
      }
    }
  }
}
""")
    (container,) = one(graph, "v1/Pod").attributes["spec"]["containers"]
    assert container["lifecycle"] == {"preStop": {"exec": {"command": ["sleep", "5"]}}}


def test_empty_blocks_select_everything(read: Read) -> None:
    policy = one(
        read("""
resource "kubernetes_network_policy_v1" "open" {
  metadata {
    name = "open"
  }
  spec {
    policy_types = ["Ingress"]
    pod_selector {}
    ingress {
      from {
        namespace_selector {}
      }
      ports {
        port = "http"
      }
      ports {
        port = "8080"
      }
    }
    ingress {}
  }
}
"""),
        "networking.k8s.io/v1/NetworkPolicy",
    )
    assert policy.namespace == "default"
    assert policy.attributes["spec"] == {
        "policyTypes": ["Ingress"],
        "podSelector": {},
        "ingress": [{"from": [{"namespaceSelector": {}}], "ports": [{"port": "http"}, {"port": 8080}]}, {}],
    }


def test_instances_become_an_object_each_and_dynamic_blocks_items(read: Read) -> None:
    graph = read("""
resource "kubernetes_pod_v1" "web" {
  for_each = toset(["a", "b"])
  metadata {
    name = "web-${each.key}"
  }
  spec {
    container {
      name  = "web"
      image = "web:1"
      dynamic "env" {
        for_each = { A = "1", B = "2" }
        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }
}
""")
    assert [(each.address, each.name) for each in graph.resources] == [
        ('kubernetes_pod_v1.web["a"]', "web-a"),
        ('kubernetes_pod_v1.web["b"]', "web-b"),
    ]
    env = graph.resources[0].attributes["spec"]["containers"][0]["env"]
    assert env == [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]


def test_the_content_of_a_secret_is_sensitive(read: Read) -> None:
    graph = read("""
resource "kubernetes_secret_v1" "db" {
  metadata {
    name = "db"
  }
  data        = { password = "correct horse" }
  binary_data = { key = "a2V5" }
}
""")
    secret = one(graph, "v1/Secret").attributes
    assert secret["stringData"] == {"password": "correct horse"} and secret["data"] == {"key": "a2V5"}
    assert sensitive_keys(secret["stringData"]) == {"password"} and sensitive_keys(secret["data"]) == {"key"}


def test_the_account_that_every_namespace_has(read: Read) -> None:
    graph = read("""
resource "kubernetes_default_service_account_v1" "this" {
  metadata {
    namespace = "shop"
  }
  automount_service_account_token = false
}
""")
    account = one(graph, "v1/ServiceAccount")
    assert (account.namespace, account.name) == ("shop", "default")
    assert account.attributes["automountServiceAccountToken"] is False


def test_a_pod_without_containers_is_a_problem(read: Read) -> None:
    graph = read("""
resource "kubernetes_pod_v1" "web" {
  metadata {
    name = "web"
  }
  spec {}
}
""")
    assert isinstance(one(graph, "v1/Pod").attributes["spec"]["containers"], Unknown)
    (problem,) = graph.problems
    assert problem.what == "spec.containers is missing" or "has no containers" in problem.what
    assert problem.place is not None and problem.place.file == "main.tf"


def test_types_that_make_no_object_stay_as_they_are(read: Read) -> None:
    graph = read("""
resource "kubernetes_labels" "shop" {
  api_version = "v1"
  kind        = "Namespace"
  metadata {
    name = "shop"
  }
  labels = { team = "shop" }
}
data "kubernetes_config_map_v1" "env" {
  metadata {
    name = "env"
  }
}
""")
    assert [each.type for each in graph.resources] == ["kubernetes_labels", "data.kubernetes_config_map_v1"]


LINKED = """
resource "kubernetes_namespace_v1" "shop" {
  metadata {
    name = "shop"
  }
}
resource "kubernetes_service_account_v1" "web" {
  metadata {
    %s
    namespace = kubernetes_namespace_v1.shop.metadata[0].name
  }
}
resource "kubernetes_pod_v1" "web" {
  metadata {
    name      = "web"
    namespace = kubernetes_service_account_v1.other.metadata[0].namespace
  }
  spec {
    service_account_name = kubernetes_service_account_v1.web.metadata[0].name
    container {
      name  = "web"
      image = "web:1"
    }
  }
}
resource "kubernetes_service_account_v1" "other" {
  metadata {
    name      = "other"
    namespace = "shop"
  }
}
"""


@pytest.mark.parametrize("name", ['name = "web"', 'generate_name = "web-"'])
def test_objects_are_linked_by_their_names_and_by_references_where_names_are_not_known(read: Read, name: str) -> None:
    graph = read(LINKED % name)
    found = [link.target.address for link in graph.links if link.source.address == "kubernetes_pod_v1.web"]
    assert sorted(found) == ["kubernetes_namespace_v1.shop", "kubernetes_service_account_v1.web"]


def test_links_to_other_resources_of_terraform_remain(read: Read) -> None:
    graph = read("""
resource "aws_db_instance" "db" {
  identifier = "db"
}
resource "kubernetes_config_map_v1" "env" {
  metadata {
    name = "env"
  }
  data = { HOST = aws_db_instance.db.address }
}
""")
    links: list[Any] = [(link.source.type, link.target.type, link.relation) for link in graph.links]
    assert links == [("v1/ConfigMap", "aws_db_instance", "references")]


def test_the_items_that_are_known_of_a_list_are_translated() -> None:
    schema = schema_for("kubernetes_pod_v1")
    assert schema is not None
    known = Array([Object({"name": "web", "port": Array([Object({"host_port": 80})])})])
    spec = Object({"container": PartialList(Unknown("var.more has no value"), known)})
    containers = Translator("v1", "Pod").object(Object({"spec": spec}), schema)["spec"]["containers"]
    assert isinstance(containers, PartialList)
    assert containers.items == [{"name": "web", "ports": [{"hostPort": 80}]}]
