"""An application of Argo CD: what it says, and where it sends what it applies.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.fields import get, items, text
from scanner.inputs.kubernetes.render.unknowns import UNFILLED
from scanner.model.alternatives import Cluster
from scanner.model.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.model.resources import Resource

_SERVER = "https://kubernetes.default.svc"
"""The address that the cluster of Argo CD itself goes by, and its name is `in-cluster`."""


@dataclass(frozen=True, slots=True)
class Application:
    """One application."""

    manifest: Value
    """What it says."""
    declared: Resource
    """The object that says so: itself, or the set that makes it."""
    unknown: str | None = None
    """What of it is not known or not followed."""

    @property
    def name(self) -> str:
        """Its name."""
        return text(get(self.manifest, ("metadata", "name"))) or self.declared.name

    @property
    def sources(self) -> list[Value]:
        """What it applies, entry by entry; None among them says nothing."""
        spec = get(self.manifest, ("spec",))
        hydrated = get(spec, ("sourceHydrator", "drySource"))
        return [get(spec, ("source",)), *items(get(spec, ("sources",))), hydrated]

    @property
    def destination(self) -> str | Unknown | None:
        """The namespace that it sends to what does not say its own; None where it leaves that open."""
        namespace = get(self.manifest, ("spec", "destination", "namespace"))
        if isinstance(namespace, Unknown):
            return namespace
        if isinstance(namespace, str) and "{{" in namespace:
            address = self.declared.address
            cause = f"{address} sends it to namespace {namespace[:80]}, which is not known"
            return Unknown(cause, origin=("destination", address, self.name, namespace), not_null=True)
        return text(namespace)

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that it sends to, by its address or its name; None where it is not known."""
        destination = get(self.manifest, ("spec", "destination"))
        server, name = text(get(destination, ("server",))), text(get(destination, ("name",)))
        if name == "in-cluster":
            server, name = _SERVER, None
        if server is not None:
            return None if "{{" in server else ("server", server.rstrip("/"))
        return None if name is None or "{{" in name else ("name", name)

    def parameter_in(self, node: Value) -> str | None:
        """A parameter of its set that is not filled in; None where no set makes it: then braces are its own."""
        if self.declared.kind != "ApplicationSet":
            return None
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str) and (found := UNFILLED.search(each)) is not None:
                return found[0]
            waiting += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        return None
