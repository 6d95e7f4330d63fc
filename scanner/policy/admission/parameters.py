"""The parameters that a binding gives to its policy."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy.admission.definitions import Binding, Policy
from scanner.policy.admission.kinds import split_type
from scanner.policy.admission.selectors import labels_of, selects
from scanner.policy.admission.world import World
from scanner.policy.cel.values import NullObject


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
    """The parameters that a policy is asked with; none where it admits everything without.

    Raises:
        ValueError: a selector is not valid.
    """
    reference = binding.param_ref
    if policy.param_type is None or reference is None:
        return [Parameters()]
    if not isinstance(reference, dict):
        why = reference if isinstance(reference, Unknown) else Unknown(f"paramRef of binding {binding.name} is invalid")
        return [Parameters(missing=why)]
    group, _, kind = split_type(policy.param_type)
    candidates = world.of_type(policy.param_type)
    if not candidates and not world.kinds.is_declared(group, kind):
        undeclared = f"whether the cluster knows {policy.param_type}, the kind of its parameters, is not known"
        return [Parameters(missing=Unknown(undeclared, origin=("params", policy.param_type)))]
    namespace = reference.get("namespace") or world.namespace_of(resource)
    namespaced = world.kinds.is_namespaced(group, kind, candidates[0].namespace if candidates else None)
    if namespaced is True and namespace is None:
        return [Parameters(refused=f"binding {binding.name} names no namespace, and the object has none")]
    if namespaced is False and reference.get("namespace"):
        return [Parameters(refused=f"binding {binding.name} names a namespace, which no {kind} has")]
    found: list[Parameters] = []
    for each in candidates:
        named = _is_meant(reference, each, namespace if namespaced is True else None)
        if named is True:
            found.append(Parameters(world.seen(each, each.attributes)))
        elif isinstance(named, Unknown):
            return [Parameters(missing=named)]
    if not world.is_complete(kind) and ("name" not in reference or not found):
        absent = f"the {kind} that binding {binding.name} names as parameter is not among what was read"
        found.append(Parameters(missing=Unknown(absent, origin=("params", binding.name))))
    if not found and reference.get("parameterNotFoundAction") != "Allow":
        return [Parameters(refused=f"binding {binding.name} finds no {kind} for its parameters")]
    return found


def _is_meant(reference: Value, candidate: Resource, namespace: Value) -> bool | Unknown:
    """Whether a binding names an object as parameter. `namespace` is the one to look in; None for all."""
    if isinstance(namespace, Unknown):
        return namespace
    if namespace is not None and candidate.namespace != namespace:
        return False
    name = reference.get("name")
    if isinstance(name, Unknown):
        return name
    if name is not None:
        return bool(candidate.name == name)
    metadata = candidate.attributes.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else metadata
    return selects(reference.get("selector"), labels_of(labels))
