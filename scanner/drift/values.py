"""Values of both sides as reports may show them: what is secret on either side is covered on both."""

from __future__ import annotations

from typing import Any

from scanner.drift.alignment import counterpart
from scanner.inputs.cluster.redact import LAST_APPLIED
from scanner.model.drift import ComparedValue
from scanner.model.places import Place
from scanner.model.resources import Resource
from scanner.model.secrets import Redacted, is_hidden
from scanner.model.values import Object, PartialList, Path, Unknown, Value, place_at
from scanner.policy.paths import ABSENT, child, resolve

_DEEPEST = 100


def compared(
    declared: Resource, live: Resource, text: str, way: Path, live_way: Path, secret: bool = False
) -> ComparedValue:
    """The values at a path of both objects, each with its own way there, covered if they are secret."""
    first, second = _at(declared, way), _at(live, live_way)
    if secret or isinstance(first, Redacted) or isinstance(second, Redacted):
        first, second = _covered(first), _covered(second)
    return ComparedValue(text, first, _place(declared, way), second)


def _covered(value: Value) -> Value:
    """A secret with its cover; that nothing is there, or nobody knows what, is none."""
    return value if value is None or isinstance(value, Unknown) else Redacted()


def compared_at(declared: Resource, live: Resource, live_way: Path, covered: bool) -> ComparedValue | None:
    """The values at a path of the live object; None where nothing is there. `covered` says that it is secret."""
    if resolve(live.attributes, live_way) is ABSENT:
        return None
    way, text = counterpart(live.attributes, declared.attributes, live_way)
    return compared(declared, live, text, way, live_way, covered)


def _place(resource: Resource, way: Path) -> Place:
    return place_at(resource.attributes, way, resource.place.file) or resource.place


def _at(resource: Resource, way: Path) -> Value:
    """The value at a path, with covers; None where it is absent."""
    node: Value = resource.attributes
    secret = False
    for step in way:
        secret = secret or (isinstance(node, dict) and is_hidden(node, step))
        node = child(node, step)
        if node is ABSENT or node is None or isinstance(node, Unknown):
            break
    if node is ABSENT or node is None:
        return None
    if isinstance(node, Unknown):
        return Unknown(node.cause, node.references, node.origin)
    if secret or _is_secret(resource.kind, tuple(str(step) for step in way)):
        return Redacted()
    return _masked(node, resource.kind, tuple(str(step) for step in way))


def _is_secret(kind: str, path: tuple[str, ...]) -> bool:
    """Whether a place is one where a cluster may hold a secret: see `redact`."""
    if path[-1:] == (LAST_APPLIED,):
        return True
    if kind == "ConfigMap":
        return len(path) > 1 and path[0] in ("data", "binaryData")
    if kind == "Secret":
        return path[:1] in (("data",), ("stringData",))
    return path[-1:] == ("value",) and path[-3:-2] == ("env",)


def _masked(node: Value, kind: str, path: tuple[str, ...]) -> Value:
    """A copy of a value without what is secret in it."""
    if len(path) > _DEEPEST:
        return Unknown("nested too deep to be shown")
    if isinstance(node, PartialList):
        return Unknown(node.cause, node.references, node.origin)
    if isinstance(node, dict):
        entries: dict[Any, Value] = {}
        for key, item in node.items():
            below = (*path, str(key))
            hidden = is_hidden(node, key) or (_is_secret(kind, below) and not isinstance(item, Unknown))
            entries[key] = Redacted() if hidden else _masked(item, kind, below)
        return Object(entries)
    if isinstance(node, (list, tuple)):
        return [_masked(item, kind, (*path, str(index))) for index, item in enumerate(node)]
    return node
