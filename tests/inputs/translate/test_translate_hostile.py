"""Attributes of any shape: translation raises nothing, and leaves every resource judgeable."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes import link_objects
from scanner.inputs.terraform.schemas import schema_for
from scanner.inputs.translate import translate
from scanner.inputs.translate.crossplane_kinds import KINDS
from scanner.inputs.translate.kinds import object_kind
from scanner.model.origins import Origin
from scanner.model.places import Place
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import Array, Object, PartialList, Unknown

TYPES = (
    "kubernetes_deployment_v1",
    "kubernetes_network_policy_v1",
    "kubernetes_persistent_volume_v1",
    "kubernetes_role_binding_v1",
    "kubernetes_secret_v1",
    "kubernetes_default_service_account_v1",
    "kubernetes_manifest",
    "kubectl_manifest",
    "helm_release",
)
NAMES = sorted(
    {"apiVersion", "kind", "manifest", "yaml_body", "override_namespace", "chart", "values", "set", "forProvider"}
    | {"bucketRef", "bucketSelector", "passwordSecretRef", "matchLabels", "initProvider", "managementPolicies"}
    | {name for type_ in TYPES if (schema := schema_for(type_)) for name in (*schema.attributes, *schema.blocks)}
    | {"spec", "template", "container", "volume", "projected", "sources", "pod_selector", "env", "name", "namespace"}
)
SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**20),
    st.sampled_from(["", "7", "089", "-1", "{a: 1", "apiVersion: v1\nkind: Pod\nspec: [1]", "v1", "Pod", "./chart"]),
    st.builds(lambda: Unknown("nobody knows")),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(Array),
        st.lists(inner, max_size=3),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: PartialList(Unknown("more"), Array(items))),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=4).map(Object),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    ),
    max_leaves=20,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5).map(Object)
MANAGED = [
    f"{kind.split('/')[0]}.{domain}/v1beta1/{kind.split('/')[1]}"
    for provider, domain in (("aws", "aws.upbound.io"), ("google", "gcp.m.upbound.io"))
    for kind in KINDS[provider]
]


def resource(type_: str, attributes: Object) -> Resource:
    place = Place("main.tf", 1, 1, 1, 2)
    origin = Origin("terraform", ".")
    return Resource(f"{type_}.x", type_, type_.partition("_")[0], "x", attributes, origin, place, place)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TYPES), BODIES)
def test_resources_of_any_shape(type_: str, attributes: Object) -> None:
    graph = ResourceGraph([resource(type_, attributes)])
    translate(graph)
    (found,) = graph.resources
    if object_kind(type_) is not None:
        assert found.is_object and found.address == f"{type_}.x"
    link_objects(graph)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(MANAGED), BODIES), min_size=1, max_size=3), VALUES)
def test_managed_resources_of_any_shape(given_: list[tuple[str, Object]], labels: Any) -> None:
    place = Place("x.yaml", 1, 1, 1, 2)
    resources = []
    for type_, provider in given_:
        body = Object({"metadata": Object({"labels": labels}), "spec": Object({**provider, "forProvider": provider})})
        known = labels if isinstance(labels, dict) else {}
        origin = Origin("kubernetes", ".")
        resources.append(Resource(type_, type_, "kubernetes", "x", body, origin, place, place, labels=known))
    graph = ResourceGraph(resources)
    translate(graph)
    assert [each.is_object for each in graph.resources[::2]] == [True] * (len(graph.resources[::2]))
    link_objects(graph)
