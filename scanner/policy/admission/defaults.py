"""What the API server fills in before policies see an object, and which parts of it are open for the rest.

Source: the functions of defaults and strategies in https://github.com/kubernetes/kubernetes; tried with version 1.36.
Controllers of admission, which may change an object as well, are not followed.
"""

from __future__ import annotations

from typing import Final

from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy.admission.configuration import CONFIGURATION
from scanner.policy.admission.filling import Fill, filled, may_have
from scanner.policy.admission.kinds import Kinds, is_built_in, split_type
from scanner.policy.admission.workloads import WORKLOADS
from scanner.policy.admission.zeros import without_zeros
from scanner.policy.cel.unknowns import OpenMap

_COMPUTED: Final = ("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink")
"""What the API server computes in the metadata of every object."""
_CLOSED: Final = frozenset({"metadata", "matchLabels", "nodeSelector"})
"""Fields in which nothing else is filled in."""


def as_seen(resource: Resource, attributes: Value, kinds: Kinds, namespace: Value) -> Value:
    """The attributes as policies see them. A live object has everything already.

    `namespace` is what is filled in where none is written: None for an object that has none, or an Unknown.
    """
    if resource.origin.kind == "cluster" or not isinstance(attributes, dict):
        return attributes
    group, _, _ = split_type(resource.type)
    found: dict[str, Value] = {**attributes}
    if is_built_in(group):
        found = without_zeros(attributes, resource.kind)
        found.pop("status", None)  # is not taken from whoever creates an object
    fill = _KINDS.get(resource.type)
    if fill is not None:
        found = fill(found)
    metadata = found.get("metadata", {})
    found = {"status": may_have("the status"), **found, "metadata": _metadata(metadata, namespace)}
    if fill is None and kinds.may_fill_in(resource.type):
        return _opened(found, Unknown(f"what the API server fills in of a {resource.kind} is not known"))
    return found


def _metadata(metadata: Value, namespace: Value) -> Value:
    computed: dict[str, Value] = {name: may_have(name) for name in _COMPUTED}
    computed["name"] = Unknown("the API server chooses the name", not_null=True)
    if namespace is not None:
        computed["namespace"] = namespace
    return filled(metadata, computed)


def _opened(node: Value, rest: Unknown) -> Value:
    """A value in which every map may have further entries."""
    if isinstance(node, list):
        return [_opened(item, rest) for item in node]
    if not isinstance(node, dict):
        return node
    return OpenMap({key: value if key in _CLOSED else _opened(value, rest) for key, value in node.items()}, rest)


_KINDS: Final[dict[str, Fill]] = {**WORKLOADS, **CONFIGURATION}
"""What fills in the kinds whose defaults are known in full."""
