"""What a policy may ask of besides the object: its namespace, parameters, and the request that would create it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from scanner.model.api_kinds import NAME_LABEL, NAMESPACE
from scanner.model.resources import EVERY_KIND, UNKNOWN_NAMESPACE, Resource, ResourceGraph
from scanner.model.values import Unknown, Value
from scanner.policy.admission.defaults import as_seen
from scanner.policy.admission.filling import may_have
from scanner.policy.admission.kinds import Kinds, split_type
from scanner.policy.admission.selectors import Label, labels_of
from scanner.policy.cel.unknowns import OpenMap
from scanner.policy.declared import may_be_none

NOBODY_KNOWS = Unknown("who makes the request is not known", origin="admission user", not_null=True)


def world_of(resource: Resource) -> str:
    """The cluster that an object is of; empty for one that is declared as code."""
    return resource.origin.root if resource.origin.kind == "cluster" else ""


class World:
    """The objects of one cluster, or of everything that is declared as code."""

    __slots__ = ("_by_name", "_by_type", "_given", "_graph", "_name", "admission", "asked", "kinds", "spent")

    def __init__(
        self, graph: ResourceGraph, objects: Iterable[Resource], name: str, given: Iterable[Resource] = ()
    ) -> None:
        """`objects` are all of it, and those `given` go with everything else; `name` is that of the cluster, empty for
        what is declared as code.
        """
        self._graph = graph
        self._given = frozenset(map(id, given))
        self._name = name
        self.spent = 0.0
        """Seconds of processor time that its policies took."""
        self.asked: tuple[Value, tuple[Value, ...]] | None = None
        """The object that was asked about last, and the values of the variables then."""
        self._by_type: dict[str, list[Resource]] = {}
        for resource in objects:
            self._by_type.setdefault(resource.type, []).append(resource)
        self._by_name: dict[str, dict[tuple[str | None, str], list[Resource]]] = {}
        self.admission = [each for found in self._by_type.values() for each in found if "AdmissionPolicy" in each.kind]
        """The policies and bindings among them."""
        self.kinds = Kinds((each for found in self._by_type.values() for each in found), live=bool(name))
        """Its kinds."""

    def holds(self, resource: Resource) -> bool:
        """Whether a resource is of this cluster, or of the code."""
        return world_of(resource) == self._name

    def namespace_labels(self, resource: Resource) -> Label:
        """The labels of the namespace that an object lies in, its own if it is one."""
        if resource.type == NAMESPACE:
            metadata = resource.attributes.get("metadata")
            label = labels_of(metadata.get("labels") if isinstance(metadata, dict) else metadata)
            return lambda name: self.namespace_of(resource) if name == NAME_LABEL else label(name)
        found = self.namespace_object(resource)
        metadata = found.get("metadata") if isinstance(found, dict) else found
        label = labels_of(metadata.get("labels") if isinstance(metadata, dict) else metadata)
        name = self._namespace_name(resource)
        return lambda each: name if each == NAME_LABEL else label(each)

    def namespace_object(self, resource: Resource) -> Value:
        """`namespaceObject`: null for an object without namespace; Unknown parts where it was not read."""
        group, _, kind = split_type(resource.type)
        namespaced = self.kinds.is_namespaced(group, kind, resource.namespace)
        if resource.type == NAMESPACE or namespaced is False:
            return None
        if isinstance(namespaced, Unknown):
            return Unknown(namespaced.cause)
        name = self._namespace_name(resource)
        if isinstance(name, Unknown):
            return name
        found = self.beside(self._named(NAMESPACE).get((None, name), ()), resource)
        if not found:
            return _open_namespace(name, f"namespace {name} is not among what was read")
        unsettled = self.doubt_of(found, resource)
        if unsettled is not None:
            return _open_namespace(name, unsettled.cause)
        return self.seen(found[0], found[0].attributes)

    def beside(self, found: Iterable[Resource], resource: Resource) -> list[Resource]:
        """Those of several objects that are not meant for another cluster than a resource."""
        branch, are_apart = self._graph.alternatives.branch, self._graph.alternatives.are_apart
        there = branch(resource.origin)
        return [each for each in found if id(each) in self._given or not are_apart(branch(each.origin), there)]

    def doubt_of(self, found: Sequence[Resource], beside: Resource) -> Unknown | None:
        """Why it is not known which of several objects of one name exists beside another, or whether the only one does.

        Several that say the same are one.
        """
        first = found[0]
        if any(each.attributes != first.attributes for each in found[1:]):
            cause = f"several objects that were read are {first.address}, and they differ"
        elif all(may_be_none(each, beside) for each in found):
            cause = f"it is not known how many of {first.address} there are, if any"
        else:
            return None
        return Unknown(cause, origin=("doubt", first.address))

    def seen(self, resource: Resource, attributes: Value) -> Value:
        """The attributes of an object as policies see them."""
        group, _, kind = split_type(resource.type)
        namespaced = self.kinds.is_namespaced(group, kind, resource.namespace)
        if isinstance(namespaced, Unknown):
            return as_seen(resource, attributes, self.kinds, may_have("the namespace"))
        return as_seen(resource, attributes, self.kinds, self._namespace_name(resource) if namespaced else None)

    def _namespace_name(self, resource: Resource) -> str | Unknown:
        """The namespace of an object that has one."""
        metadata = resource.attributes.get("metadata")
        written = metadata.get("namespace") if isinstance(metadata, dict) else metadata
        if isinstance(written, Unknown):
            return written
        if resource.namespace in (None, UNKNOWN_NAMESPACE):
            return Unknown(f"the namespace of {resource.address} is not known", origin=("namespace of", id(resource)))
        return str(resource.namespace)

    def request(self, resource: Resource) -> Value:
        """`request`: the creation of the object by somebody."""
        group, version, kind = split_type(resource.type)
        named = {"group": group, "version": version, "kind": kind}
        plural = {"group": group, "version": version, "resource": self.kinds.plural(group, kind)}
        metadata = resource.attributes.get("metadata")
        name = metadata.get("name", "") if isinstance(metadata, dict) else metadata
        found = {
            **dict.fromkeys(("kind", "requestKind"), named),
            **dict.fromkeys(("resource", "requestResource"), plural),
            "name": name,
            "operation": "CREATE",
            "userInfo": NOBODY_KNOWS,
            "dryRun": False,
            "options": NOBODY_KNOWS,
        }
        namespace = self.namespace_of(resource)
        if namespace is not None:
            found["namespace"] = namespace
        return found

    def namespace_of(self, resource: Resource) -> str | Unknown | None:
        """The namespace that the request for an object names, a namespace's own included; None where it names none."""
        if resource.type == NAMESPACE:
            metadata = resource.attributes.get("metadata")
            named = metadata.get("name") if isinstance(metadata, dict) else metadata
            return named if isinstance(named, (str, Unknown)) else Unknown("the API server chooses the name")
        group, _, kind = split_type(resource.type)
        namespaced = self.kinds.is_namespaced(group, kind, resource.namespace)
        if isinstance(namespaced, Unknown):
            return Unknown(namespaced.cause)
        return self._namespace_name(resource) if namespaced else None

    def of_type(self, type: str) -> Collection[list[Resource]]:
        """The objects of a type such as `v1/ConfigMap`, those of one name and namespace together: see `doubt_of`."""
        return self._named(type).values()

    def _named(self, type: str) -> dict[tuple[str | None, str], list[Resource]]:
        if type not in self._by_name:
            named = self._by_name[type] = {}
            for each in self._by_type.get(type, ()):
                named.setdefault((each.namespace, each.name), []).append(each)
        return self._by_name[type]

    def is_complete(self, group: str, kind: str, elsewhere: bool) -> bool:
        """Whether every object of a kind was read: only of a live cluster. `elsewhere`: of another namespace than the
        object's that is judged.
        """
        if not self._name:
            return False
        incomplete = self._graph.incomplete
        if EVERY_KIND in incomplete or (
            elsewhere and any(f"//{name}" in incomplete for name in (kind, f"{group}/{kind}"))
        ):
            return False
        if f"{EVERY_KIND}//{self._name}" in incomplete and all(split_type(type)[2] != kind for type in self._by_type):
            return False
        heads = (f"{kind}/", f"{group}/{kind}/")
        return not any(f"{key}/".startswith(heads) for key in incomplete)


def _open_namespace(name: str, cause: str) -> Value:
    """A namespace of which nothing is known but its name."""
    unknown = Unknown(cause, origin=("namespace", name))
    labels = OpenMap({NAME_LABEL: name}, unknown)
    return OpenMap({"metadata": OpenMap({"name": name, "labels": labels}, unknown)}, unknown)
