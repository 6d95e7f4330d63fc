"""Policies and bindings as their objects say, with every expression compiled and every fault located."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scanner.model.problems import Problem
from scanner.model.resources import Resource
from scanner.model.values import Path, Unknown, Value, place_at
from scanner.policy import cel
from scanner.policy.admission.expressions import MOST_EXPRESSIONS, Expressions

GROUP = "admissionregistration.k8s.io"
POLICY, BINDING = "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"
MUTATING = "MutatingAdmissionPolicy"
ACTIONS = ("Deny", "Warn", "Audit")


@dataclass(frozen=True, slots=True)
class Validation:
    """One thing that a policy demands."""

    expression: str
    """As it is written."""
    program: cel.Program
    """Compiled."""
    message: str
    """What to say when it does not hold; may be empty."""
    message_program: cel.Program | None
    """What says it better."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a policy is enforced, and how."""

    name: str
    """Its name."""
    policy: str
    """Name of the policy."""
    actions: tuple[str, ...]
    """What becomes of a violation."""
    constraints: Value
    """`matchResources`."""
    param_ref: Value
    """`paramRef`; None without."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that can be asked."""

    name: str
    """Its name."""
    resource: Resource
    """The object."""
    constraints: Value
    """`matchConstraints`."""
    conditions: tuple[cel.Program, ...]
    """`matchConditions`."""
    annotations: tuple[cel.Program, ...]
    """`auditAnnotations`: an expression that fails refuses the object."""
    validations: tuple[Validation, ...]
    """What it demands."""
    ignores_errors: bool
    """True with `failurePolicy: Ignore`."""
    param_type: str | None
    """Type of its parameters: `v1/ConfigMap`."""


class _Fault(Exception):
    """Something in a policy or binding that cannot be used."""

    def __init__(self, what: str, path: Path) -> None:
        super().__init__(what)
        self.what = what
        self.path = path


def is_admission(resource: Resource) -> bool:
    """Whether an object is a policy or a binding of the admission API."""
    return resource.kind in (POLICY, BINDING, MUTATING) and resource.type.startswith(f"{GROUP}/")


def read_bindings(resources: Iterable[Resource], problems: list[Problem]) -> list[Binding]:
    """The bindings among objects."""
    found: list[Binding] = []
    for resource in resources:
        if resource.kind == BINDING and is_admission(resource):
            try:
                found.append(_binding(resource))
            except _Fault as fault:
                problems.append(_problem(resource, fault))
    return found


def read_policy(resource: Resource, problems: list[Problem]) -> Policy | None:
    """A policy; None, and a problem for each fault, where it cannot be asked."""
    reader = _PolicyReader(resource)
    policy: Policy | None = None
    try:
        policy = reader.policy()
    except _Fault as fault:
        reader.faults.append(fault)
    problems += [_problem(resource, fault) for fault in reader.faults]
    return None if reader.faults else policy


def _problem(resource: Resource, fault: _Fault) -> Problem:
    place = place_at(resource.attributes, fault.path) or resource.place
    what = f"{resource.kind} {resource.name}: {fault.what}"
    return Problem(
        "error", "invalid", what, place.file, place, "the API server would refuse it; nothing is judged by it"
    )


def _binding(resource: Resource) -> Binding:
    spec = _spec(resource)
    actions = _list(spec, "validationActions", ("spec",))
    if not actions or any(each not in ACTIONS for each in actions):
        raise _Fault(f"validationActions must be some of {', '.join(ACTIONS)}", ("spec", "validationActions"))
    name = _text(spec, "policyName", ("spec",))
    return Binding(resource.name, name, tuple(actions), spec.get("matchResources"), spec.get("paramRef"))


class _PolicyReader:
    """One policy being read."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.faults: list[_Fault] = []

    def policy(self) -> Policy:
        spec = _spec(self.resource)
        param_type = self._param_type(spec)
        expressions = Expressions(param_type is not None)
        count = 0
        for index, variable in enumerate(_list(spec, "variables", ("spec",))):
            where: Path = ("spec", "variables", index)
            self._compiled(
                expressions.define, (_text(variable, "name", where), _text(variable, "expression", where)), where
            )
            count += 1
        conditions = [
            self._compiled(
                expressions.condition,
                (_text(each, "expression", ("spec", "matchConditions", index)),),
                ("spec", "matchConditions", index),
            )
            for index, each in enumerate(_list(spec, "matchConditions", ("spec",)))
        ]
        annotations = [
            self._compiled(
                expressions.annotation,
                (_text(each, "valueExpression", ("spec", "auditAnnotations", index)),),
                ("spec", "auditAnnotations", index),
                "valueExpression",
            )
            for index, each in enumerate(_list(spec, "auditAnnotations", ("spec",)))
        ]
        validations = list(self._validations(spec, expressions))
        if count + len(conditions) + len(annotations) + len(validations) > MOST_EXPRESSIONS:
            raise _Fault(f"more than {MOST_EXPRESSIONS} expressions", ("spec",))
        failure = spec.get("failurePolicy", "Fail")
        if failure not in ("Fail", "Ignore"):
            raise _Fault("failurePolicy must be Fail or Ignore", ("spec", "failurePolicy"))
        return Policy(
            name=self.resource.name,
            resource=self.resource,
            constraints=spec.get("matchConstraints"),
            conditions=tuple(each for each in conditions if each is not None),
            annotations=tuple(each for each in annotations if each is not None),
            validations=tuple(validations),
            ignores_errors=failure == "Ignore",
            param_type=param_type,
        )

    def _validations(self, spec: Value, expressions: Expressions) -> Iterator[Validation]:
        for index, each in enumerate(_list(spec, "validations", ("spec",))):
            where: Path = ("spec", "validations", index)
            text = _text(each, "expression", where)
            program = self._compiled(expressions.validation, (text,), where)
            speaking = None
            if "messageExpression" in each:
                said = _text(each, "messageExpression", where)
                speaking = self._compiled(expressions.message, (said,), where, "messageExpression")
            message = each.get("message")
            if program is not None:
                yield Validation(text, program, message if isinstance(message, str) else "", speaking)

    def _compiled(self, compile: Any, texts: tuple[str, ...], where: Path, key: str = "expression") -> Any:
        try:
            return compile(*texts)
        except cel.CelError as error:
            # The offset counts in the expression; the place is that of the whole entry.
            self.faults.append(_Fault(error.message, (*where, key)))
            return None

    def _param_type(self, spec: Value) -> str | None:
        kind = spec.get("paramKind")
        if kind is None:
            return None
        where: Path = ("spec", "paramKind")
        return f"{_text(kind, 'apiVersion', where)}/{_text(kind, 'kind', where)}"


def _spec(resource: Resource) -> Value:
    spec = resource.attributes.get("spec")
    if not isinstance(spec, dict):
        raise _Fault("spec must be an object" if not isinstance(spec, Unknown) else f"spec: {spec.cause}", ("spec",))
    return spec


def _list(node: Value, key: str, where: Path) -> list[Value]:
    found = node.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        what = f"{key} is not known: {found.cause}" if isinstance(found, Unknown) else f"{key} must be a list"
        raise _Fault(what, (*where, key))
    return found


def _text(node: Value, key: str, where: Path) -> str:
    found = node.get(key) if isinstance(node, dict) else node if isinstance(node, Unknown) else None
    if not isinstance(found, str):
        what = f"{key} is not known: {found.cause}" if isinstance(found, Unknown) else f"{key} must be a text"
        raise _Fault(what, (*where, key))
    return found
