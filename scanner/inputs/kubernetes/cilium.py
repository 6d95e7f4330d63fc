"""What Cilium's policies select. They are rules over endpoints, whose labels are those of the pod and some of Cilium's.

Source: https://docs.cilium.io/en/stable/security/policy/kubernetes/ and
https://docs.cilium.io/en/stable/gettingstarted/terminology/#labels
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.inputs.kubernetes.selectors import Selectable, Selector, label_selector
from scanner.model.resources import Resource
from scanner.model.values import Path, Value

KINDS = ("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy")

_NAMESPACE = "io.kubernetes.pod.namespace"
_OWN = "io.cilium."
"""Labels of Cilium's own: of the namespace, the account and the cluster of an endpoint."""
_SOURCES = ("k8s:", "any:")
"""Where a label comes from may stand before its key. Other sources name what is no pod."""


class Undecided(Exception):
    """A selector asks for what only the cluster knows, or is not valid."""


def selected_by_cilium(resource: Resource, pods: Selectable) -> Iterator[tuple[Path, Resource]]:
    """The pods that a policy selects, each with the way to the selector.

    Raises:
        Undecided: a selector asks for what only the cluster knows.
    """
    for path, value in _selectors(resource):
        places, labels = _split(value)
        for namespace in pods.namespaces() if resource.kind == KINDS[1] else [resource.namespace or "default"]:
            if places.is_empty or places.selects({_NAMESPACE: namespace}):
                for pod in pods.select(namespace, labels):
                    yield path, pod


def _selectors(resource: Resource) -> Iterator[tuple[Path, Value]]:
    attributes = resource.attributes
    rules: list[tuple[Path, Value]] = [(("spec",), attributes.get("spec"))]
    listed = attributes.get("specs")
    rules += [(("specs", number), rule) for number, rule in enumerate(listed if isinstance(listed, list) else ())]
    for path, rule in rules:
        if isinstance(rule, dict) and "endpointSelector" in rule:
            yield (*path, "endpointSelector"), rule["endpointSelector"]


def _split(value: Value) -> tuple[Selector, Selector]:
    """What a selector asks of the namespace, and what it asks of the pod's labels."""
    labels = value.get("matchLabels", {}) if isinstance(value, dict) else value
    expressions = value.get("matchExpressions", []) if isinstance(value, dict) else value
    if not isinstance(labels, dict) or not isinstance(expressions, list):
        raise Undecided("its selector cannot be read")
    own: tuple[dict[str, Value], list[Value]] = ({}, [])
    place: tuple[dict[str, Value], list[Value]] = ({}, [])
    for key, wanted in labels.items():
        (place if _plain(key) == _NAMESPACE else own)[0][_plain(key)] = wanted
    for expression in expressions:
        key = expression.get("key") if isinstance(expression, dict) else None
        if not isinstance(key, str):
            raise Undecided("its selector cannot be read")
        (place if _plain(key) == _NAMESPACE else own)[1].append({**expression, "key": _plain(key)})
    found = [label_selector({"matchLabels": part[0], "matchExpressions": part[1]}) for part in (place, own)]
    if found[0] is None or found[1] is None:
        raise Undecided("its selector cannot be read")
    return found[0], found[1]


def _plain(key: str) -> str:
    """A key without its source."""
    plain = next((key[len(source) :] for source in _SOURCES if key.startswith(source)), key)
    if plain.startswith(_OWN):
        raise Undecided(f"its selector asks for {plain[:80]}, which only the cluster knows")
    return plain
