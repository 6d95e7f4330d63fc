"""The parameters that a binding gives to its policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy.admission.definitions import Binding, Policy
from scanner.policy.admission.kinds import split_type
from scanner.policy.admission.selectors import all_of, is_missing, labels_of, selects
from scanner.policy.admission.world import World
from scanner.policy.cel.values import NullObject

_DEFAULT: Final = "default"
"""The namespace of what is declared without one."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """One object of parameters, or why there is none."""

    value: Value = field(default_factory=NullObject)
    """What `params` is."""
    missing: Unknown | None = None
    """Why it is not known."""
    refused: str = ""
    """Why everything is refused without one."""

    @property
    def state(self) -> bool | Unknown:
        """Unknown where it is not known whether there are any."""
        return True if self.missing is None else self.missing

    @property
    def is_open(self) -> bool:
        """True where nothing can be asked with it."""
        return self.missing is not None or bool(self.refused)


def parameters(policy: Policy, binding: Binding, resource: Resource, world: World) -> list[Parameters]:
    """The parameters that a policy is asked with; none where it admits everything without."""
    reference = binding.param_ref
    if policy.param_type is None or reference is None:
        return [Parameters()]
    if isinstance(reference, Unknown):
        return [Parameters(missing=reference)]
    group, _, kind = split_type(policy.param_type)
    candidates = [same for each in world.of_type(policy.param_type) if (same := world.beside(each, resource))]
    if not candidates and not world.kinds.is_declared(group, kind):
        undeclared = f"whether the cluster knows {policy.param_type}, the kind of its parameters, is not known"
        return [Parameters(missing=Unknown(undeclared, origin=("params", policy.param_type)))]
    written = reference.get("namespace")
    namespace = world.namespace_of(resource) if is_missing(written) else written
    placed = next((each.namespace for each, *_ in candidates if each.namespace is not None), None)
    namespaced = world.kinds.is_namespaced(group, kind, placed)
    if namespaced is True and namespace is None:
        return [Parameters(refused=f"binding {binding.name} names no namespace, and the object has none")]
    if namespaced is False and not is_missing(written):
        return [Parameters(refused=f"binding {binding.name} names a namespace, which no {kind} has")]
    found: list[Parameters] = []
    for same in candidates:
        named = _is_meant(reference, same[0], namespace, namespaced)
        doubt = None if named is False else world.doubt_of(same, resource)
        if isinstance(named, Unknown) or doubt is not None:
            return [Parameters(missing=named if isinstance(named, Unknown) else doubt)]
        if named:
            found.append(Parameters(world.seen(same[0], same[0].attributes)))
    elsewhere = namespaced is not False and namespace != world.namespace_of(resource)
    if not world.is_complete(group, kind, elsewhere) and (reference.get("name") is None or not found):
        absent = f"the {kind} that binding {binding.name} names as parameter is not among what was read"
        found.append(Parameters(missing=Unknown(absent, origin=("params", binding.name))))
    if found:
        return found
    match reference.get("parameterNotFoundAction"):
        case Unknown() as action:
            return [Parameters(missing=action)]
        case "Allow":
            return []
        case _:
            return [Parameters(refused=f"binding {binding.name} finds no {kind} for its parameters")]


def _is_meant(
    reference: dict[str, Value], candidate: Resource, namespace: Value, namespaced: bool | Unknown
) -> bool | Unknown:
    """Whether a binding names an object as parameter: one in `namespace`, if its kind is `namespaced`."""
    metadata = candidate.attributes.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else metadata
    name = reference.get("name")
    if name is None:
        named = selects(reference.get("selector"), labels_of(labels))
    else:
        named = name if isinstance(name, Unknown) else candidate.name == name
    if namespaced is False:
        return named
    if isinstance(namespace, Unknown):
        return all_of([named, namespace])
    inside = namespace == (_DEFAULT if candidate.namespace is None else candidate.namespace)
    return all_of([named, inside or (False if namespaced is True else namespaced)])
