"""Plain values of `kubernetes_manifest`: of the types that the API gives to their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from kubernetes.client import models

from scanner.inputs.kubernetes.pods import Workloads, workload
from scanner.inputs.translate.conversion import BOOLEANS, INTEGERS, NUMBERS_OR_NAMES, TEXTS, VALUED, convert
from scanner.model.resources import ResourceGraph
from scanner.model.values import Object

Read = Callable[[str], ResourceGraph]

POD = """
resource "%s" "web" {
  %s = %s({
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "web", labels = { stable = true, tier = 1 } }
    spec = {
      automountServiceAccountToken = "false"
      securityContext              = { runAsUser = "0", runAsNonRoot = "no" }
      containers = [{
        name            = "web"
        args            = [80, true, 0.5, 12345678901, 1e400]
        env             = [{ name = "DEBUG", value = false }]
        ports           = [{ containerPort = "80", name = "http" }]
        securityContext = { allowPrivilegeEscalation = "F", readOnlyRootFilesystem = "true" }
        livenessProbe   = { httpGet = { port = "http" }, periodSeconds = "5s" }
        readinessProbe  = { httpGet = { port = "8080" } }
      }]
    }
  })
}
"""


def test_values_get_the_types_of_their_fields(read: Read) -> None:
    (pod,) = read(POD % ("kubernetes_manifest", "manifest", "")).resources
    assert pod.labels == {"stable": "true", "tier": "1"}
    spec = pod.attributes["spec"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"] == {"runAsUser": 0, "runAsNonRoot": "no"}
    (container,) = spec["containers"]
    assert container["args"] == ["80", "true", "0.5", "1.23456789e+10", 10**400]
    assert container["env"] == [{"name": "DEBUG", "value": "false"}]
    assert container["ports"] == [{"containerPort": 80, "name": "http"}]
    assert container["securityContext"] == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True}
    assert container["livenessProbe"] == {"httpGet": {"port": "http"}, "periodSeconds": "5s"}
    assert container["readinessProbe"] == {"httpGet": {"port": 8080}}


def test_yaml_is_sent_as_it_is_written(read: Read) -> None:
    (pod,) = read(POD % ("kubectl_manifest", "yaml_body", "yamlencode")).resources
    assert pod.labels == {"stable": True, "tier": 1}
    assert pod.attributes["spec"]["automountServiceAccountToken"] == "false"


def test_a_selector_selects_by_text(read: Read) -> None:
    graph = read("""
resource "kubernetes_manifest" "service" {
  manifest = {
    apiVersion = "v1"
    kind       = "Service"
    metadata   = { name = "web", namespace = "shop" }
    spec       = { selector = { app = "web", stable = true } }
  }
}
resource "kubernetes_manifest" "pod" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "web", namespace = "shop", labels = { app = "web", stable = "true" } }
    spec       = { containers = [{ name = "web" }] }
  }
}
""")
    assert [link.relation for link in graph.links] == ["selects"]


@pytest.mark.parametrize("declared", [False, True])
def test_of_custom_kinds_only_what_is_known_of_all_is_converted(declared: bool) -> None:
    made = Object({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "metadata": {"labels": {"on": True}},
        "spec": {"paused": "true", "template": {"metadata": {"labels": {"on": True}}, "spec": {"hostPID": "true"}}},
    })  # fmt: skip
    known = workload("Rollout", "argoproj.io", ("spec", "template"))
    convert(made, Workloads([known] if declared else []))
    assert made["metadata"] == {"labels": {"on": "true"}}
    assert made["spec"]["paused"] == "true"
    template = made["spec"]["template"]
    assert (template["metadata"]["labels"]["on"], template["spec"]["hostPID"]) == (
        ("true", True) if declared else (True, "true")
    )


def fields() -> Iterator[tuple[str, str, str]]:
    """The name and the type of every field of the served API, and the model that has it."""
    for model in dir(models):
        types = getattr(getattr(models, model), "openapi_types", None)
        if types is not None and not re.match(r"V\d+(alpha|beta)", model):
            for field, name in getattr(models, model).attribute_map.items():
                yield name, types[field], model


ONLY_TEXTS = {"V1LabelSelector", "V1NodeSelector", "List[V1DeviceRequest]", "List[V1LimitRangeItem]"}
"""Objects whose plain values are all texts."""


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (BOOLEANS, {"bool"}),
        (INTEGERS, {"int"}),
        (NUMBERS_OR_NAMES, {"int", "object", "V1ServiceBackendPort"}),
        (TEXTS, {"Dict[str, str]", "Dict[str, bytes]", "List[str]", "str", "object", *ONLY_TEXTS}),
    ],
)
def test_names_mean_the_same_type_wherever_they_occur(names: frozenset[str], wanted: set[str]) -> None:
    found = [(name, type_, model) for name, type_, model in fields() if name in names]
    assert {name for name, _, _ in found} == names
    assert [each for each in found if each[1] not in wanted] == []


def test_the_values_of_these_are_texts() -> None:
    items = {type_[5:-1] for name, type_, _ in fields() if name in VALUED and type_.startswith("List[")}
    assert {type_ for name, type_, model in fields() if model in items and name == "value"} == {"str"}
