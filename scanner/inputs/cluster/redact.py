"""What of a live object no report may show. Rules judge it all the same.

The content of a Secret is not even kept. The data of ConfigMaps, the values of environment variables, and the copy of
the whole object that `kubectl apply` leaves in an annotation are marked whatever they look like: the values of a
cluster are real ones.
"""

from __future__ import annotations

from typing import Any

from scanner.inputs.kubernetes.pods import CONTAINER_LISTS, KUBERNETES, Workloads
from scanner.model.values import Object, Value

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""The annotation in which `kubectl apply` keeps the whole object once more."""

_KEPT_OF_SECRETS = ("apiVersion", "kind", "type", "immutable")
_VALUE = frozenset(("value",))


def without_data(secret: dict[str, Any]) -> Object:
    """A Secret without its content: its type and metadata, and these without the copy of the whole."""
    found = Object({key: secret[key] for key in _KEPT_OF_SECRETS if key in secret})
    metadata = secret.get("metadata")
    if isinstance(metadata, dict):
        annotations = metadata.get("annotations")
        if isinstance(annotations, dict) and LAST_APPLIED in annotations:
            kept = {key: value for key, value in annotations.items() if key != LAST_APPLIED}
            metadata = {**metadata, "annotations": kept}
        found["metadata"] = metadata
    return found


def mark_secrets(kind: str, attributes: Object, workloads: Workloads = KUBERNETES) -> None:
    """Marks what no report may show, in place."""
    if kind == "ConfigMap":
        for name in ("data", "binaryData"):
            content = attributes.get(name)
            if isinstance(content, dict):
                attributes[name] = Object(content, sensitive=frozenset(content))
    metadata = attributes.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    annotations = metadata.get("annotations")
    if isinstance(annotations, dict) and LAST_APPLIED in annotations:
        metadata["annotations"] = Object(annotations, sensitive=frozenset((LAST_APPLIED,)))
    spec = workloads.spec_of(kind, attributes)
    if isinstance(spec, dict):
        for name in CONTAINER_LISTS:
            _mark_environments(spec.get(name))


def _mark_environments(containers: Value) -> None:
    for container in containers if isinstance(containers, list) else ():
        variables = container.get("env") if isinstance(container, dict) else None
        if isinstance(variables, list):
            container["env"] = [
                Object(each, sensitive=_VALUE) if isinstance(each, dict) and "value" in each else each
                for each in variables
            ]
