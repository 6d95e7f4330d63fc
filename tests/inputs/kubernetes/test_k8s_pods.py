"""The pod view of every kind that carries a pod."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scanner.inputs.kubernetes import POD_KINDS, load, pod_view, pod_view_of
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Array, Object, PartialList, Unknown, place_at, place_of

Graph = Callable[..., ResourceGraph]

WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job")
PATHS = {
    "Pod": "",
    "PodTemplate": "template.",
    "CronJob": "spec.jobTemplate.spec.template.",
    **dict.fromkeys(WORKLOADS, "spec.template."),
}


def carrier(kind: str, pod: Any) -> Object:
    """Attributes of an object of a kind with this pod template in it."""
    found = pod
    for step in reversed(PATHS[kind].split(".")[:-1]):
        found = Object({step: found})
    return Object({"apiVersion": "x/v1", "kind": kind, **found})


def follow(root: Any, path: str) -> Any:
    for step in path.replace("[", ".[").split("."):
        root = root[int(step[1:-1])] if step.startswith("[") else root[step]
    return root


def test_kinds() -> None:
    assert set(POD_KINDS) == set(PATHS)


@pytest.mark.parametrize("kind", POD_KINDS)
def test_every_kind(kind: str) -> None:
    spec = {"containers": [{"name": "a"}, {"name": "b"}], "initContainers": [{"name": "c"}], "hostPID": True}
    attributes = carrier(kind, {"metadata": {"labels": {"x": "y"}}, "spec": spec})
    view = pod_view_of(kind, attributes)
    assert view is not None
    assert list(view) == ["spec", "metadata", "containers", "initContainers", "ephemeralContainers", "allContainers"]
    assert view["spec"] == spec
    assert view["metadata"] == {"labels": {"x": "y"}}
    assert [each["name"] for each in view["allContainers"]] == ["a", "b", "c"]
    assert view["ephemeralContainers"] == []
    paths = [each.path for each in (view["spec"], view["metadata"], *view["allContainers"])]
    assert paths[2:] == [
        PATHS[kind] + rest for rest in ("spec.containers[0]", "spec.containers[1]", "spec.initContainers[0]")
    ]
    for path, each in zip(paths, (view["spec"], view["metadata"], *view["allContainers"]), strict=True):
        assert follow(attributes, path) == each


@pytest.mark.parametrize("kind", ["ConfigMap", "Service", "Rollout", "pod", ""])
def test_kinds_without(kind: str) -> None:
    assert pod_view_of(kind, Object({"spec": {"containers": []}})) is None


@pytest.mark.parametrize("attributes", [{}, {"spec": None}, {"spec": []}, {"spec": "x"}])
def test_no_pod_spec(attributes: dict[str, Any]) -> None:
    assert pod_view_of("Pod", Object(attributes)) is None
    assert pod_view_of("Deployment", Object({"spec": {"template": attributes}})) is None


def test_absent_lists_are_empty() -> None:
    view = pod_view_of("Pod", Object({"spec": {}}))
    assert view is not None
    assert [view[key] for key in ("metadata", "containers", "allContainers")] == [{}, [], []]


def test_unknowns_survive() -> None:
    unknown = Unknown("var.x has no value")
    for attributes in ({"spec": unknown}, {"spec": {"template": unknown}}, {"spec": {"template": {"spec": unknown}}}):
        view = pod_view_of("Deployment", Object(attributes))
        assert view is not None
        assert all(value is unknown for value in view.values()) and len(view) == 6


def test_an_unknown_list_leaves_the_containers_of_the_others() -> None:
    unknown = Unknown("dynamic block")
    view = pod_view_of("Pod", Object({"metadata": unknown, "spec": {"containers": [{}], "initContainers": unknown}}))
    assert view is not None
    assert view["containers"] == [{}]
    assert view["initContainers"] is unknown and view["metadata"] is unknown
    together = view["allContainers"]
    assert isinstance(together, PartialList) and together.items == [{}] and together.cause == unknown.cause
    view = pod_view_of("Pod", Object({"spec": {"initContainers": unknown}}))
    assert view is not None and view["allContainers"] is unknown


def test_a_list_that_is_known_in_part_has_the_containers_that_are_known() -> None:
    partial = PartialList(Unknown("dynamic block"), Array([{"name": "a"}]))
    view = pod_view_of("Pod", Object({"spec": {"containers": partial, "initContainers": [{"name": "b"}]}}))
    assert view is not None
    containers, together = view["containers"], view["allContainers"]
    assert isinstance(containers, PartialList) and isinstance(together, PartialList)
    assert containers.items == [{"name": "a"}]
    assert [each.path for each in together.items] == ["spec.containers[0]", "spec.initContainers[0]"]


def test_what_is_not_known_of_all_containers_is_where_the_unknown_list_is() -> None:
    source = Source("m.yaml", "spec:\n  containers: []\n  initContainers: {{x}}\n")
    lists = {"containers": Array(), "initContainers": Unknown("x")}
    spec = Object(lists, source, (8, len(source.text)), {"containers": (8, 22), "initContainers": (25, 46)})
    view = pod_view_of("Pod", Object({"spec": spec}, source, (0, len(source.text)), {"spec": (0, 46)}))
    assert view is not None
    places = [place_at(view, (name,)) for name in ("containers", "initContainers", "allContainers")]
    assert [place and place.line for place in places] == [2, 3, 3]


def test_an_unknown_container_survives() -> None:
    unknown = Unknown("var.container")
    view = pod_view_of("Pod", Object({"spec": {"containers": [unknown, {"name": "a"}]}}))
    assert view is not None
    assert view["allContainers"][0] is unknown
    assert view["allContainers"][1].path == "spec.containers[1]"


def test_what_is_no_list_is_unknown() -> None:
    view = pod_view_of("Pod", Object({"spec": {"containers": "x"}}))
    assert view is not None
    assert isinstance(view["containers"], Unknown) and isinstance(view["allContainers"], Unknown)


def test_places_and_values_are_shared(corpus: dict[str, str]) -> None:
    (resource,) = load([Source("m.yaml", corpus["workloads/web-deployment.yaml"])]).resources
    view = pod_view(resource)
    assert view is not None
    original = resource.attributes["spec"]["template"]["spec"]
    assert place_of(view["spec"]) == place_of(original)
    assert view["spec"]["volumes"] is original["volumes"]
    for number, (container, written) in enumerate(zip(view["containers"], original["containers"], strict=True)):
        path = ("spec", "template", "spec", "containers", number, "image")
        assert container == written
        assert place_at(container, ("image",)) == place_at(resource.attributes, path)
        assert all(container[key] is written[key] for key in written)
    assert original["containers"][0].path is None


def test_corpus(corpus: dict[str, str]) -> None:
    graph = load([Source(path, text) for path, text in corpus.items()])
    carriers = [each for each in graph.resources if pod_view(each) is not None]
    assert {each.kind for each in carriers} == set(POD_KINDS)
    for each in carriers:
        view = pod_view(each)
        assert view is not None
        if each.origin.root == "broken":
            continue
        assert view["allContainers"]
        for container in view["allContainers"]:
            assert follow(each.attributes, container.path) == container
