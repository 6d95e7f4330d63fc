"""Which routes may send requests to services of other namespaces: those that a grant there permits.

Source: https://gateway-api.sigs.k8s.io/api-types/referencegrant/
"""

from __future__ import annotations

from collections.abc import Iterable

from scanner.inputs.kubernetes.kinds import group_of
from scanner.inputs.kubernetes.references import ROUTES, Named
from scanner.model.resources import EVERY_KIND, Resource
from scanner.model.values import Value

_KIND = "ReferenceGrant"
_BACKENDS = frozenset({"backendRefs", "requestMirror"})
"""Where a route names what it sends requests to, and not whom it gets them from."""


class RouteGrants:
    """The grants among some objects."""

    __slots__ = ("_grants", "_incomplete")

    def __init__(self, resources: Iterable[Resource], incomplete: dict[str, str]) -> None:
        """What cannot be known for want of a grant is added to `incomplete`, by the kind of the route."""
        self._incomplete = incomplete
        self._grants: dict[str | None, list[Resource]] = {}
        for resource in resources:
            if resource.kind == _KIND:
                self._grants.setdefault(resource.namespace, []).append(resource)

    def permit(self, route: Resource, named: Named) -> bool:
        """Whether what an object names counts: of a route to another namespace only where a grant permits it."""
        if route.kind not in ROUTES or _BACKENDS.isdisjoint(named.path) or named.namespace == route.namespace:
            return True
        if any(_permits(grant, route, named) for grant in self._grants.get(named.namespace, ())):
            return True
        partly = next(
            (key for key in (EVERY_KIND, _KIND, f"{_KIND}/{named.namespace}") if key in self._incomplete), None
        )
        if partly is not None:
            what = f"whether {route.address} may send requests to namespace {named.namespace} is not known"
            self._incomplete.setdefault(route.kind, f"{what}: {self._incomplete[partly]}")
        return False


def _permits(grant: Resource, route: Resource, named: Named) -> bool:
    spec = grant.attributes.get("spec")
    spec = spec if isinstance(spec, dict) else {}
    group = group_of(route.type.rpartition("/")[0])
    comes = any(
        each.get("group") == group and each.get("kind") == route.kind and each.get("namespace") == route.namespace
        for each in _objects(spec.get("from"))
    )
    return comes and any(
        each.get("kind") == named.kind and each.get("name") in (None, "", named.name)
        for each in _objects(spec.get("to"))
    )


def _objects(items: Value) -> Iterable[dict[str, Value]]:
    return (each for each in items if isinstance(each, dict)) if isinstance(items, list) else ()
