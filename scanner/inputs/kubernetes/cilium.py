"""What Cilium's policies select. They are rules over endpoints, whose labels are those of the pod and some of Cilium's.

Source: https://docs.cilium.io/en/stable/security/policy/kubernetes/ and
https://docs.cilium.io/en/stable/gettingstarted/terminology/#labels
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scanner.inputs.kubernetes.selected import Others, chosen
from scanner.inputs.kubernetes.selectors import Selectable, Selector, label_selector
from scanner.model.api_kinds import NAME_LABEL
from scanner.model.resources import UNKNOWN_NAMESPACE, Link, Resource
from scanner.model.secrets import sensitive_keys
from scanner.model.values import Object, Path, Unknown, Value, place_at

KINDS = ("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy")

_NAMESPACE = "io.kubernetes.pod.namespace"
_OWN = "io.cilium."
"""Labels of Cilium's own: of the namespace, the account and the cluster of an endpoint."""
_SOURCES = ("k8s:", "any:")
"""Where a label comes from may stand before its key. Other sources name what is no pod."""


class Undecided(Exception):
    """A selector asks for what only the cluster knows, or is not valid."""


def selected_by_cilium(
    resource: Resource, pods: Selectable, others: Others, incomplete: dict[str, str]
) -> Iterator[Link]:
    """Links to the pods that a policy selects, and to the namespaces of which it selects every pod. See `selected`.

    Each item of `specs` is a rule of its own: where there are several, a link comes from the policy with one of them.

    Raises:
        Undecided: a selector asks for what only the cluster knows.
    """
    own = None if resource.kind == KINDS[1] else resource.namespace or "default"
    for source, path, value in _rules(resource):
        places, labels = _split(value)
        place = place_at(resource.attributes, path)
        for namespace in pods.namespaces() if own is None else [own]:
            if places.is_empty or places.selects({NAME_LABEL: _known(namespace)}):
                yield from chosen(source, pods, namespace, labels, place, incomplete)
        if labels.is_empty:
            for space in others.namespaces.select(None, places):
                if own in (None, space.name):
                    yield Link(source, space, "selects", place)


def _known(namespace: str | None) -> Value:
    return Unknown("its namespace is not known") if namespace == UNKNOWN_NAMESPACE else namespace


def _rules(resource: Resource) -> Iterator[tuple[Resource, Path, Value]]:
    """The rules that select endpoints: the policy with each alone, the way to the selector, and the selector."""
    attributes = resource.attributes
    rules: list[tuple[Path, Value]] = [(("spec",), attributes["spec"])] if "spec" in attributes else []
    listed = attributes.get("specs")
    rules += [(("specs", number), rule) for number, rule in enumerate(listed if isinstance(listed, list) else ())]
    for path, rule in rules:
        if isinstance(rule, dict) and "endpointSelector" in rule:
            source = resource if len(rules) == 1 else _with_one(resource, rule)
            yield source, (*path, "endpointSelector"), rule["endpointSelector"]


def _with_one(resource: Resource, rule: Value) -> Resource:
    """The policy as if one of its rules were all that it says."""
    written = resource.attributes
    entries = {key: each for key, each in written.items() if key != "specs"} | {"spec": rule}
    return replace(resource, attributes=Object(entries, sensitive=sensitive_keys(written)))


def _split(value: Value) -> tuple[Selector, Selector]:
    """What a selector asks of the namespace, and what it asks of the pod's labels."""
    labels = value.get("matchLabels", {}) if isinstance(value, dict) else value
    expressions = value.get("matchExpressions", []) if isinstance(value, dict) else value
    if not isinstance(labels, dict) or not isinstance(expressions, list):
        raise Undecided("its selector cannot be read")
    own: tuple[dict[str, Value], list[Value]] = ({}, [])
    place: tuple[dict[str, Value], list[Value]] = ({}, [])
    for key, wanted in labels.items():
        plain = _plain(key)
        (place if plain == _NAMESPACE else own)[0][_called(plain)] = wanted
    for expression in expressions:
        key = expression.get("key") if isinstance(expression, dict) else None
        if not isinstance(key, str):
            raise Undecided("its selector cannot be read")
        plain = _plain(key)
        (place if plain == _NAMESPACE else own)[1].append({**expression, "key": _called(plain)})
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


def _called(key: str) -> str:
    """A key as the object that has the label has it: a namespace has its name in a label of its own."""
    return NAME_LABEL if key == _NAMESPACE else key
