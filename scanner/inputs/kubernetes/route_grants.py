"""Which routes may send requests to services of other namespaces: those that a grant there permits.

Source: https://gateway-api.sigs.k8s.io/api-types/referencegrant/
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from scanner.inputs.kubernetes.kinds import group_of
from scanner.inputs.kubernetes.references import ROUTES, Named
from scanner.model.resources import EVERY_KIND, Resource
from scanner.model.values import Value

_KIND = "ReferenceGrant"
_BACKENDS = frozenset({"backendRefs", "requestMirror"})
"""Where a route names what it sends requests to, and not whom it gets them from."""

_Key: TypeAlias = "tuple[str | None, ...]"
"""The namespace of a grant, and what it says of routes or of what they name; an empty name stands for every one."""


class RouteGrants:
    """The grants among some objects."""

    __slots__ = ("_from", "_incomplete", "_to")

    def __init__(self, resources: Iterable[Resource], incomplete: dict[str, str]) -> None:
        """What cannot be known for want of a grant is added to `incomplete`, by the kind of the route."""
        self._incomplete = incomplete
        self._from: dict[_Key, set[int]] = {}
        self._to: dict[_Key, set[int]] = {}
        for number, grant in enumerate(each for each in resources if each.kind == _KIND):
            spec = grant.attributes.get("spec")
            spec = spec if isinstance(spec, dict) else {}
            for each in _objects(spec.get("from")):
                key = (grant.namespace, each.get("group"), each.get("kind"), each.get("namespace"))
                _add(self._from, key, number)
            for each in _objects(spec.get("to")):
                name = each.get("name")
                _add(self._to, (grant.namespace, each.get("kind"), "" if name is None else name), number)

    def permit(self, route: Resource, named: Named) -> bool:
        """Whether what an object names counts: of a route to another namespace only where a grant permits it."""
        if route.kind not in ROUTES or _BACKENDS.isdisjoint(named.path) or named.namespace == route.namespace:
            return True
        if self._is_granted(route, named):
            return True
        partly = next(
            (key for key in (EVERY_KIND, _KIND, f"{_KIND}/{named.namespace}") if key in self._incomplete), None
        )
        if partly is not None:
            what = f"whether {route.address} may send requests to namespace {named.namespace} is not known"
            self._incomplete.setdefault(route.kind, f"{what}: {self._incomplete[partly]}")
        return False

    def _is_granted(self, route: Resource, named: Named) -> bool:
        """Whether one and the same grant is for the route and for what it names."""
        group = group_of(route.type.rpartition("/")[0])
        of_route = self._from.get((named.namespace, group, route.kind, route.namespace), set())
        of_named = (self._to.get((named.namespace, named.kind, name), set()) for name in ("", named.name))
        return not all(of_route.isdisjoint(each) for each in of_named)


def _add(index: dict[_Key, set[int]], key: tuple[Value, ...], number: int) -> None:
    if all(part is None or isinstance(part, str) for part in key):
        index.setdefault(key, set()).add(number)


def _objects(items: Value) -> Iterable[dict[str, Value]]:
    return (each for each in items if isinstance(each, dict)) if isinstance(items, list) else ()
