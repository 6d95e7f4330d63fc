"""Values that cannot be known anywhere in an object: nothing fails, and nothing is taken for certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes.adapt import adapt
from scanner.inputs.kubernetes.links import link
from scanner.inputs.kubernetes.nodes import Document
from scanner.inputs.kubernetes.pods import pod_view
from scanner.model.places import Source
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import Array, Object, Unknown
from scanner.policy.answers import meta_of

Graph = Callable[..., ResourceGraph]
NAN = "!!int x"


def tree(value: Any) -> Any:
    if isinstance(value, dict):
        return Object({key: tree(item) for key, item in value.items()}, spans={})
    return Array(map(tree, value)) if isinstance(value, list) else value


def holes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in entries:
        if path or key not in ("apiVersion", "kind"):
            yield (*path, key)
        yield from holes(item, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    copy = tree(value)
    node = copy
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = new
    return copy


OBJECTS = list(yaml.safe_load_all(Path(__file__).with_name("k8s_linked_objects.yaml").read_text("utf-8")))
PLACES = [(number, path) for number, each in enumerate(OBJECTS) for path in holes(each)]


def read(objects: list[Any]) -> list[Resource]:
    documents = [Document(tree(each), (0, 0)) for each in objects]
    resources, _ = adapt(documents, Source("m.yaml", ""))
    return resources


def linked(resources: list[Resource]) -> set[tuple[str, str, str]]:
    return {(each.source.kind, each.target.kind, each.relation) for each in link(resources, {})[0]}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_an_unknown_in_any_place_fails_nothing_and_adds_no_link(place: tuple[int, tuple[Any, ...]]) -> None:
    number, path = place
    everything = linked(read(OBJECTS))
    objects = [*OBJECTS]
    objects[number] = replaced(OBJECTS[number], path, Unknown("not known"))
    resources = read(objects)
    assert len(resources) == len(OBJECTS)
    assert linked(resources) <= everything
    for resource in resources:
        assert "Unknown" not in resource.address
        pod_view(resource)
        meta_of(resource)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PLACES), max_size=6))
def test_several_at_once(places: list[tuple[int, tuple[Any, ...]]]) -> None:
    objects = [*OBJECTS]
    for number, path in places:
        try:
            objects[number] = replaced(objects[number], path, Unknown("not known"))
        except (KeyError, IndexError, TypeError):
            continue  # an earlier one took its place away
    assert linked(read(objects)) <= linked(read(OBJECTS))


def test_an_unknown_account_is_not_the_default_one(graph: Graph) -> None:
    account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\n"
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {serviceAccountName: %s, containers: [{name: c}]}\n"
    assert [each.target.name for each in graph(account, pod % '""').links] == ["default"]
    assert graph(account, pod % NAN).links == []


@pytest.mark.parametrize(
    ("labels", "selector", "selected"),
    [
        ("{app: a}", "{matchExpressions: [{key: app, operator: NotIn, values: [b]}]}", True),
        (f"{{app: {NAN}}}", "{matchExpressions: [{key: app, operator: NotIn, values: [b]}]}", False),
        (f"{{app: {NAN}}}", "{matchExpressions: [{key: app, operator: Exists}]}", False),
        (f"{{app: {NAN}}}", "{matchExpressions: [{key: other, operator: DoesNotExist}]}", True),
        (NAN, "{matchExpressions: [{key: app, operator: DoesNotExist}]}", False),
        (NAN, "{matchLabels: {app: a}}", False),
        (NAN, "{}", True),
        ("~", "{matchExpressions: [{key: app, operator: DoesNotExist}]}", True),
    ],
)
def test_unknown_labels_are_selected_only_by_what_selects_everything(
    labels: str, selector: str, selected: bool, graph: Graph
) -> None:
    pod = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p, labels: {labels}}}\nspec: {{containers: [{{name: c}}]}}\n"
    policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n}\n"
    policy += f"spec: {{podSelector: {selector}}}\n"
    assert bool(graph(pod, policy).links) is selected


def test_references_into_an_unknown_namespace_lead_nowhere(graph: Graph) -> None:
    account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s}\n"
    binding = (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\n"
        "roleRef: {kind: ClusterRole, name: r}\nsubjects: [{kind: ServiceAccount, name: s%s}]\n"
    )
    assert len(graph(account, binding % "").links) == 1
    assert graph(account, binding % f", namespace: {NAN}").links == []


def test_a_name_and_a_namespace_that_are_not_known(graph: Graph) -> None:
    (pod,) = graph(f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {NAN}, namespace: {NAN}, labels: {NAN}}}\n").resources
    assert pod.address == "v1/Pod/*/*"
    meta = meta_of(pod)
    assert all(isinstance(meta[name], Unknown) for name in ("name", "namespace", "labels"))
    (known,) = graph("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n").resources
    assert (meta_of(known)["name"], meta_of(known)["namespace"], meta_of(known)["labels"]) == ("p", "default", {})
