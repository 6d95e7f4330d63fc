"""Every field that Terraform's Kubernetes provider has, against the official client's models of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from kubernetes.client import models

from scanner.inputs.terraform.schemas import BlockSchema, schema_for, types_of
from scanner.inputs.translate.kinds import object_kind
from scanner.inputs.translate.objects import Translator
from scanner.model.values import Array, Object

TYPES = [each for each in types_of("kubernetes") if object_kind(each) is not None]

CHANGES_OTHERS = {
    "kubernetes_annotations",
    "kubernetes_config_map_v1_data",
    "kubernetes_env",
    "kubernetes_labels",
    "kubernetes_node_taint",
    "kubernetes_secret_v1_data",
}
"""Types that change objects which something else made."""

NO_OBJECTS = {"kubernetes_manifest", "kubernetes_token_request_v1"}
"""One is of any kind, the other is answered and not kept."""

NOT_SERVED = {
    "kubernetes_certificate_signing_request",
    "kubernetes_cron_job",
    "kubernetes_csi_driver",
    "kubernetes_horizontal_pod_autoscaler_v2beta2",
    "kubernetes_ingress",
    "kubernetes_pod_disruption_budget",
    "kubernetes_pod_security_policy",
    "kubernetes_pod_security_policy_v1beta1",
}
"""Types of versions of the API that servers no longer serve, and that the client no longer has."""

NOT_IN_THE_API = {
    # The provider's schema shares these blocks between kinds; the API server drops what its kind does not have.
    ("V1AzureFileVolumeSource", "secretNamespace"),
    ("V1LocalObjectReference", "namespace"),
    ("V1Volume", "local"),
    ("V1HorizontalPodAutoscalerSpec", "behavior"),
    ("V1HorizontalPodAutoscalerSpec", "metrics"),
    ("V2HorizontalPodAutoscalerSpec", "targetCPUUtilizationPercentage"),
}


def test_every_type_of_the_provider_is_an_object_or_known_not_to_be() -> None:
    every = {each for each in types_of("kubernetes") if not each.startswith("data.")}
    assert every - set(TYPES) == CHANGES_OTHERS | NO_OBJECTS


@pytest.mark.parametrize("type_", [each for each in TYPES if each not in NOT_SERVED])
def test_every_field_is_a_field_of_the_api(type_: str) -> None:
    kind = object_kind(type_)
    schema = schema_for(type_)
    assert kind is not None and schema is not None
    model = _model(*kind)
    assert model is not None
    made = Translator(*kind).object(_filled(schema), schema)
    assert sorted(_faults(made, model, kind[1])) == []


@pytest.mark.parametrize("type_", TYPES)
def test_the_way_back_leads_to_where_a_value_is_written(type_: str) -> None:
    kind = object_kind(type_)
    schema = schema_for(type_)
    assert kind is not None and schema is not None
    attributes = _filled(schema)
    translator = Translator(*kind)
    made = translator.object(attributes, schema)
    checked = 0
    for path, value in _leaves(made):
        if path[0] in ("apiVersion", "kind"):
            continue
        at: Any = attributes
        for step in translator.way(attributes, schema, path):
            at = at[step]
        assert str(at) == str(value), path
        checked += 1
    assert checked > 0


def _filled(schema: BlockSchema) -> Object:
    """A resource that has every argument and every block once."""
    made = Object()
    for name, attribute in schema.attributes.items():
        if name not in schema.blocks:
            made[name] = "computed" if attribute.computed_only else _sample(attribute.type)
    for name, nested in schema.blocks.items():
        inner = _filled(nested.block)
        made[name] = inner if nested.nesting == "single" else Array([inner])
    return made


def _sample(type_: Any) -> Any:
    if isinstance(type_, list):
        return Object({"key": _sample(type_[1])}) if type_[0] == "map" else Array([_sample(type_[1])])
    return {"string": "7", "number": 7, "bool": True}[type_]


def _model(api_version: str, kind: str) -> str | None:
    version = api_version.rpartition("/")[2].capitalize()
    return next((name for name in (version + kind, f"Core{version}{kind}") if hasattr(models, name)), None)


def _faults(value: Any, type_: str, at: str) -> Iterator[str]:
    items = re.fullmatch(r"[Ll]ist\[(.*)\]", type_)
    if items is not None:
        if not isinstance(value, list):
            yield f"{at} is no list"
            return
        for each in value:
            yield from _faults(each, items[1], at)
    elif re.match("[Dd]ict", type_):
        if not isinstance(value, dict):
            yield f"{at} is no map"
    elif type_ in ("int", "bool", "str"):
        if type(value).__name__ != type_:
            yield f"{at} is no {type_}: {value!r}"
    elif hasattr(models, type_):
        fields = {name: field for field, name in getattr(models, type_).attribute_map.items()}
        if not isinstance(value, dict):
            yield f"{at} is no object"
            return
        for name, each in value.items():
            if name in fields:
                yield from _faults(each, getattr(models, type_).openapi_types[fields[name]], f"{at}.{name}")
            elif (type_, name) not in NOT_IN_THE_API:
                yield f"{at}.{name} is no field of {type_}"
    else:
        assert type_ in ("object", "bytes", "datetime", "float"), type_
        if isinstance(value, (dict, list)):
            yield f"{at} is no plain value"


def _leaves(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(node, (dict, list)):
        for step, item in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _leaves(item, (*path, step))
    else:
        yield path, node
