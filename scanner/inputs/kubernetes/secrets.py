"""Marks what is secret in an object, and hides its text from reports.

The content of a Secret is secret; environment variables and the entries of a ConfigMap are when they look so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.inputs.kubernetes.nodes import Dropped
from scanner.inputs.kubernetes.pods import CONTAINER_LISTS, KUBERNETES, Workloads
from scanner.inputs.secrets import is_secret_variable
from scanner.model.places import Source
from scanner.model.secrets import hide_sensitive, sensitive_keys
from scanner.model.values import Object, Value

_CONTENT = ("data", "stringData")
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""The annotation in which `kubectl apply` keeps the whole object once more."""


def mark_secrets(value: Object, workloads: Workloads = KUBERNETES) -> bool:
    """Marks the secret entries of an object, in place, and tells whether there are any."""
    found = False
    for node, keys in _secrets(value, workloads):
        if keys:
            node.sensitive = sensitive_keys(node) | keys
            found = True
    if found:
        hide_sensitive(value)
    return found


def hide_dropped(dropped: Iterable[Dropped], source: Source) -> None:
    """Hides what a secret entry was given before it was given again."""
    for node, key, span in dropped:
        if key in sensitive_keys(node):
            source.hide(*span)


def _secrets(value: Object, workloads: Workloads) -> Iterator[tuple[Object, frozenset[str]]]:
    kind = value["kind"]
    if kind == "Secret" and value["apiVersion"] == "v1":
        for name in _CONTENT:
            content = value.get(name)
            if isinstance(content, Object):
                yield content, frozenset(content)
            elif content is not None:
                yield value, frozenset((name,))
    if kind == "ConfigMap" and value["apiVersion"] == "v1" and isinstance(content := value.get("data"), Object):
        yield content, frozenset(name for name, text in content.items() if _tells(name, text))
    metadata = value.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if isinstance(annotations, Object) and _LAST_APPLIED in annotations:
        yield annotations, frozenset((_LAST_APPLIED,))
    spec = workloads.spec_of(kind, value)
    for name in CONTAINER_LISTS if isinstance(spec, dict) else ():
        for container in _objects(spec.get(name)):
            if isinstance(container.get("env"), dict):
                yield container, frozenset(("env",))
            for variable in _objects(container.get("env")):
                label = variable.get("name")
                if "value" in variable and _tells(label if isinstance(label, str) else "", variable["value"]):
                    yield variable, frozenset(("value",))


def _tells(name: str, value: Value) -> bool:
    return is_secret_variable(name, value if isinstance(value, str) else "")


def _objects(items: Value) -> Iterator[Object]:
    return (item for item in items if isinstance(item, Object)) if isinstance(items, list) else iter(())
