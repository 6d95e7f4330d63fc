"""What of a live object no report may show. Rules judge it all the same.

The content of a Secret is not even kept. The data of ConfigMaps, the values of environment variables, what containers
are started with (`--password=...`), and the copy of the whole object that `kubectl apply` leaves in an annotation are
marked whatever they look like: the values of a cluster are real ones.
"""

from __future__ import annotations

from typing import Any

from scanner.inputs.kubernetes.pods import CONTAINER_LISTS, KUBERNETES, Workloads
from scanner.model.values import Object, Value

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""The annotation in which `kubectl apply` keeps the whole object once more."""

_KEPT_OF_SECRETS = ("apiVersion", "kind", "type", "immutable")
_VALUE = frozenset(("value",))
STARTED_WITH = ("args", "command")
"""What a container is started with; secrets are often passed so."""
_HOOKS = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)
"""Where else a container says what is to be run."""


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
            _mark_containers(spec.get(name))


def _mark_containers(containers: Value) -> None:
    for index, container in enumerate(containers if isinstance(containers, list) else ()):
        if not isinstance(container, dict):
            continue
        variables = container.get("env")
        if isinstance(variables, list):
            container["env"] = [
                Object(each, sensitive=_VALUE) if isinstance(each, dict) and "value" in each else each
                for each in variables
            ]
        for holder, key in hooks_of(container):
            holder[key] = _marked(holder[key])
        containers[index] = _marked(container)


def hooks_of(container: dict[str, Value]) -> list[tuple[dict[str, Value], str]]:
    """Where the probes and hooks of a container keep what they run: the mapping and its key."""
    found = []
    for steps in _HOOKS:
        node: Value = container
        for step in steps:
            node = node.get(step) if isinstance(node, dict) else None
        if isinstance(node, dict) and isinstance(node.get("exec"), dict):
            found.append((node, "exec"))
    return found


def _marked(node: Value) -> Value:
    keys = frozenset(key for key in STARTED_WITH if key in node) if isinstance(node, dict) else frozenset()
    return Object(node, sensitive=keys) if keys and isinstance(node, dict) else node
