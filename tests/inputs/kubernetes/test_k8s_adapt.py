"""Documents to resources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scanner.inputs.kubernetes import load
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Unknown

Graph = Callable[..., ResourceGraph]

ADDRESSES = {
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: b}": "apps/v1/Deployment/b/a",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}": "apps/v1/Deployment/default/a",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}": "v1/Pod/default/a",
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}": "v1/Namespace/a",
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, namespace: b}": "v1/Namespace/a",
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: 'a:b'}":
        "rbac.authorization.k8s.io/v1/ClusterRole/a:b",
    "apiVersion: e.com/v1\nkind: Thing\nmetadata: {name: a}": "e.com/v1/Thing/a",
    "apiVersion: e.com/v1\nkind: Thing\nmetadata: {name: a, namespace: b}": "e.com/v1/Thing/b/a",
    "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}": "batch/v1/Job/default/a-*",
    "apiVersion: batch/v1\nkind: Job": "batch/v1/Job/default/*",
    "apiVersion: batch/v1\nkind: Job\nmetadata: [a]": "batch/v1/Job/*/*",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: 5, namespace: ''}": "v1/Pod/default/5",
}  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses(text: str, graph: Graph) -> None:
    (resource,) = graph(text + "\n").resources
    assert resource.address == ADDRESSES[text]
    assert resource.provider == "kubernetes"
    assert resource.kind == text.split("kind: ")[1].partition("\n")[0]
    assert resource.type == ADDRESSES[text].partition(resource.kind)[0] + resource.kind
    parts = [resource.type, resource.namespace, resource.name]
    assert "/".join(part for part in parts if part is not None) == resource.address


@pytest.mark.parametrize("folder", ["other", "templates"])
def test_what_is_no_object(folder: str, corpus: dict[str, str]) -> None:
    for path, text in corpus.items():
        if path.startswith(folder + "/") and path != "templates/mixed.yaml":
            graph = load([Source(path, text)])
            assert graph.resources == []
            if folder == "other":
                assert graph == ResourceGraph()


@pytest.mark.parametrize(
    "text",
    ["apiVersion: v1", "kind: Pod", "apiVersion: 1\nkind: Pod", "apiVersion: v1\nkind: [Pod]",
     "apiVersion: ''\nkind: Pod", "- apiVersion: v1\n  kind: Pod", "apiVersion: v1\nkind: Config\nclusters: []",
     "text", "a: b", "5"],
)  # fmt: skip
def test_what_does_not_look_like_one(text: str, graph: Graph) -> None:
    assert graph(text + "\n") == ResourceGraph()


def test_lists(corpus: dict[str, str]) -> None:
    graph = load([Source(f"lists/{name}.yaml", corpus[f"lists/{name}.yaml"]) for name in
                  ("list", "pod-list", "empty-list", "role-binding-list", "custom-kind-named-list")])  # fmt: skip
    assert [(each.address, each.place.line) for each in graph.resources] == [
        ("v1/ServiceAccount/default/first", 5),
        ("v1/Service/shop/second", 9),
        ("v1/Namespace/nested", 22),
        ("v1/Pod/shop/one", 6),
        ("v1/Pod/shop/two", 13),
        ("rbac.authorization.k8s.io/v1/RoleBinding/ci/a", 4),
        ("rbac.authorization.k8s.io/v1/RoleBinding/ci/b", 9),
        ("security.example.com/v1/AllowList/images", 1),
    ]
    assert graph.resources[3].attributes["kind"] == "Pod"


def test_place_and_extent(graph: Graph) -> None:
    text = "# above\nmetadata: # here\n  name: a\nkind: Pod\napiVersion: v1\nspec:\n  containers: []\n\n# below\n"
    (resource,) = graph("---\n" + text).resources
    assert (resource.place.file, resource.place.line, resource.place.column) == ("m0.yaml", 3, 1)
    assert resource.place.end_line == 3
    assert (resource.extent.line, resource.extent.end_line, resource.extent.end_column) == (3, 8, 17)


def test_place_in_json(corpus: dict[str, str]) -> None:
    resources = load([Source("j/list.json", corpus["json/list.json"])]).resources
    assert [(each.place.line, each.place.column, each.place.end_column) for each in resources] == [
        (2, 4, 22),
        (3, 4, 22),
    ]
    assert resources[0].origin.root == "j"


def test_nulls_are_absent(corpus: dict[str, str]) -> None:
    (resource,) = load([Source("m.yaml", corpus["style/nulls.yaml"])]).resources
    attributes = resource.attributes
    assert "status" not in attributes
    assert attributes["metadata"] == {"name": "nulls"}
    spec = attributes["spec"]["template"]["spec"]
    assert "nodeSelector" not in spec
    assert spec["containers"][0] == {"name": "nulls", "image": "registry.example.com/nulls:1", "securityContext": {}}
    assert spec["containers"][1]["args"] == [None, "a"]


def test_labels(graph: Graph) -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: %s}\n"
    resources = graph(pod % "{a: b}", pod % "x", pod % "~").resources
    assert [dict(each.labels) for each in resources] == [{"a": "b"}, {}, {}]


def test_problems_only_of_objects(graph: Graph) -> None:
    found = graph("a: 1\na: 2\n", "apiVersion: v1\nkind: Service\nkind: Service\n")
    assert [(each.file, each.kind, each.severity) for each in found.problems] == [("m1.yaml", "invalid", "warning")]
    assert list(found.sources) == ["m1.yaml"]


def test_comments_only_of_files_with_objects(graph: Graph) -> None:
    found = graph("# ignore\na: 1\n", "# ignore\napiVersion: v1\nkind: Pod\n")
    assert [each.place.file for each in found.comments] == ["m1.yaml"]


@pytest.mark.parametrize("name", ["jinja", "image", "quoted"])
def test_templates_are_not_judged(name: str, corpus: dict[str, str]) -> None:
    graph = load([Source("m.yaml", corpus[f"templates/{name}.yaml"])])
    assert graph.resources == []
    assert [(each.severity, each.kind) for each in graph.problems] == [("warning", "unrendered")]


def test_numbers_that_json_cannot_hold_are_unknown(graph: Graph) -> None:
    found = graph("apiVersion: v1\nkind: ConfigMap\ndata: {a: .inf, b: !!int x}\n")
    data: dict[str, Any] = found.resources[0].attributes["data"]
    assert isinstance(data["a"], Unknown) and isinstance(data["b"], Unknown)
    assert len(found.problems) == 2


def test_whole_corpus(corpus: dict[str, str]) -> None:
    graph = load([Source(path, text) for path, text in corpus.items()])
    assert len(graph.resources) > 100
    assert len({each.type for each in graph.resources}) > 55
    for resource in graph.resources:
        assert resource.place.file in graph.sources
        assert (resource.extent.line, resource.extent.column) <= (resource.place.line, resource.place.column)
    assert graph.incomplete == {}
