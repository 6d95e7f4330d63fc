"""Examples of rules as objects that an API server takes: they show what their rule is about, and leave out the rest."""

from __future__ import annotations

from typing import Any

import yaml

from scanner.inputs.kubernetes import load
from scanner.model.places import Source
from scanner.model.values import Unknown

Json = dict[str, Any]
_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")


def objects_of(text: str) -> list[Json]:
    """The objects of an example as plain data, lists unfolded. What must be there and is not stays away."""
    graph = load([Source("example.yaml", text)])
    plain: list[Json] = yaml.safe_load(yaml.safe_dump([_plain(each.attributes) for each in graph.resources]))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if not isinstance(each, Unknown)}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def completed(item: Json, labels: dict[str, str]) -> Json:
    """The object with what the API server asks for, and labels."""
    kind = item["kind"]
    spec: Json = item.setdefault("spec", {}) if kind in _WITH_SPEC else {}
    metadata = item.setdefault("metadata", {})
    metadata.setdefault("name", "example")
    metadata.setdefault("labels", {}).update(labels)
    if kind in _WORKLOADS:
        _select(spec, {"matchLabels": {"app": "example"}})
    elif kind == "ReplicationController":
        _select(spec, {"app": "example"})
    elif kind == "CronJob":
        spec.setdefault("schedule", "0 0 * * *")
        spec.get("jobTemplate", {}).get("spec", {}).get("template", {}).get("spec", {}).setdefault(
            "restartPolicy", "Never"
        )
    elif kind == "Service":
        spec.setdefault("ports", [{"port": 80}])
    elif kind == "Ingress" and not spec.get("rules"):
        spec.setdefault("defaultBackend", {"service": {"name": "web", "port": {"number": 80}}})
    elif kind == "ValidatingWebhookConfiguration":
        for webhook in item["webhooks"]:
            webhook.update({"admissionReviewVersions": ["v1"], "sideEffects": "None"})
            webhook["clientConfig"] = {"url": "https://example.com"}
    elif kind == "Job":
        spec.get("template", {}).get("spec", {}).setdefault("restartPolicy", "Never")
    return item


_WITH_SPEC = (*_WORKLOADS, "ReplicationController", "CronJob", "Job", "Service", "Ingress")


def _select(spec: Json, selector: Json) -> None:
    """A selector, and the labels that it asks for."""
    written = spec.setdefault("selector", selector)
    wanted = written.get("matchLabels", written)
    metadata = spec.setdefault("template", {}).setdefault("metadata", {})
    metadata["labels"] = {**metadata.get("labels", {}), **wanted}
